package httpapi

import (
	"context"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers"
	"github.com/entente-graph/entente/resolvers/valuecheck"
)

// persistedQueries is how many bytes of queries are kept for clients that send their hashes.
const persistedQueries = 4 << 20

// graphQL is the endpoint. It is put together by hand: gqlgen's default server takes uploads and bodies without end.
func graphQL(o Options, r *resolvers.Resolver) http.Handler {
	schema := r.Schema()
	server := handler.New(schema)
	var queries *byteCache[string]
	if !o.NoPersistedQueries {
		queries = newByteCache[string](persistedQueries, o.Limits.Query+1000)
		server.Use(extension.AutomaticPersistedQuery{Cache: persisted{queries}})
	}
	server.AddTransport(&overHTTP{
		limits: o.Limits, traffic: newTraffic(o.Limits), persisted: !o.NoPersistedQueries, schema: schema.Schema(),
		answers: newAnswers(max(0, o.AnswerCache), r.Pin, queries),
	})
	server.SetErrorPresenter(present(resolvers.Presenter(o.Logger, requestID)))
	server.SetRecoverFunc(func(ctx context.Context, fault any) error {
		o.Logger.ErrorContext(ctx, "resolver panicked", "requestId", requestID(ctx), "fault", fault, "stack",
			string(debug.Stack()))
		return graph.Errorf(graph.KindInternal, "panic: %v", fault)
	})
	if !o.NoIntrospection {
		server.Use(extension.Introspection{})
	}
	documents := newDocuments(o.Limits, schema.Schema())
	server.Use(documents) // behind the extension that finds the query
	server.SetQueryCache(documents)
	server.Use(&valuecheck.Extension{})
	server.Use(r)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // the answer depends on the day and on what is loaded
		server.ServeHTTP(w, req)
	})
}

// present leaves out the work of presenting the same error for each field that a request no longer comes to.
func present(otherwise graphql.ErrorPresenterFunc) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		if a := askingOf(ctx); a != nil && a.meter.stopped() != nil {
			return a.meter.stopped()
		}
		return otherwise(ctx, err)
	}
}

// spend lets resolvers count what they go through besides the fields that they answer.
func spend(ctx context.Context, relationships int) error {
	if a := askingOf(ctx); a != nil {
		return a.meter.spend(relationships * relationshipCost)
	}
	return nil
}

// answerWithin answers a question that a field asks anew, on the budget of the request that the field is of.
func answerWithin(ctx context.Context, params *graphql.RawParams) *graphql.Response {
	outer := askingOf(ctx)
	inner := &asking{meter: outer.meter, exec: outer.exec}
	ctx = context.WithValue(ctx, askingKey{}, inner)
	operation, errs := inner.exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		if len(inner.refused) > 0 {
			errs = inner.refused
		}
		return &graphql.Response{Errors: short(errs, maxErrors)}
	}
	handle, ctx := inner.exec.DispatchOperation(ctx, operation)
	return handle(ctx)
}

// persisted keeps queries by their hashes.
type persisted struct{ *byteCache[string] }

func (p persisted) Get(_ context.Context, hash string) (string, bool) { return p.get(hash) }

func (p persisted) Add(_ context.Context, hash, query string) { p.put(hash, query, len(query)) }
