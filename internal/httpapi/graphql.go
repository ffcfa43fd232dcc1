package httpapi

import (
	"context"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers"
)

// cachedQueries is how many parsed queries are kept; with Limits.Query it bounds their memory.
const cachedQueries = 500

// graphQL is the endpoint. It is put together by hand: gqlgen's default server takes uploads and bodies without end.
func graphQL(o Options, r *resolvers.Resolver) http.Handler {
	server := handler.New(r.Schema())
	server.AddTransport(overHTTP{limit: o.Limits.Body, schema: r.Schema().Schema()})
	server.SetQueryCache(lru.New[*ast.QueryDocument](cachedQueries))
	server.SetParserTokenLimit(o.Limits.Tokens)
	server.SetErrorPresenter(resolvers.Presenter(o.Logger, RequestID))
	server.SetRecoverFunc(func(ctx context.Context, fault any) error {
		o.Logger.ErrorContext(ctx, "resolver panicked", "requestId", RequestID(ctx), "fault", fault, "stack", string(debug.Stack()))
		return graph.Errorf(graph.KindInternal, "panic: %v", fault)
	})
	server.Use(extension.Introspection{})
	server.Use(&values{})
	server.Use(limiter{o.Limits})
	server.AroundOperations(r.Operation)
	server.AroundResponses(r.Response)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ctx, cancel := context.WithTimeout(req.Context(), o.Limits.Timeout)
		defer cancel()
		w.Header().Set("Cache-Control", "no-store") // the answer depends on the day and on what is loaded
		server.ServeHTTP(w, req.WithContext(ctx))
	})
}
