package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers"
)

// cachedQueries is how many parsed queries are kept; with Limits.Query it bounds their memory.
const cachedQueries = 500

// graphQL is the endpoint. It is put together by hand: gqlgen's default server takes uploads and bodies without end.
func graphQL(o Options, r *resolvers.Resolver) http.Handler {
	errcode.RegisterErrorType(codeLimit, errcode.KindProtocol)
	errcode.RegisterErrorType(codeRequest, errcode.KindProtocol)
	server := handler.New(r.Schema())
	server.AddTransport(transport.Options{AllowedMethods: []string{http.MethodGet, http.MethodPost, http.MethodOptions}})
	server.AddTransport(transport.GET{})
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](cachedQueries))
	server.SetParserTokenLimit(o.Limits.Tokens)
	server.SetErrorPresenter(resolvers.Presenter(o.Logger, RequestID))
	server.SetRecoverFunc(func(ctx context.Context, fault any) error {
		o.Logger.ErrorContext(ctx, "resolver panicked", "requestId", RequestID(ctx), "fault", fault, "stack", string(debug.Stack()))
		return graph.Errorf(graph.KindInternal, "panic: %v", fault)
	})
	server.Use(extension.Introspection{})
	server.Use(limiter{o.Limits})
	server.AroundOperations(r.Operation)
	server.AroundResponses(r.Response)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ctx, cancel := context.WithTimeout(req.Context(), o.Limits.Timeout)
		defer cancel()
		req = req.WithContext(ctx)
		if err := acceptable(w, req, o.Limits.Body); err != nil {
			refuse(w, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store") // the answer depends on the day and on what is loaded
		server.ServeHTTP(w, req)
	})
}

// refusal is a request that does not reach the executor.
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string { return r.message }

// acceptable checks what comes before GraphQL: method, media type, size and JSON. It puts the body back for the executor.
func acceptable(w http.ResponseWriter, r *http.Request, limit int64) error {
	switch r.Method {
	case http.MethodGet, http.MethodOptions:
		if r.Method == http.MethodGet && r.URL.Query().Get("query") == "" {
			return &refusal{http.StatusBadRequest, "no query: POST {\"query\": …} as application/json, or GET /graphql?query=…; /graphiql is the playground"}
		}
		return nil
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		return &refusal{http.StatusMethodNotAllowed, r.Method + " is not allowed; want GET or POST"}
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return &refusal{http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Type %q; want application/json", r.Header.Get("Content-Type"))}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("the request exceeds the limit of %d bytes", limit)}
	case err != nil:
		return &refusal{http.StatusBadRequest, "the request could not be read"}
	}
	var params struct {
		Query         string          `json:"query"`
		OperationName *string         `json:"operationName"`
		Variables     map[string]any  `json:"variables"`
		Extensions    json.RawMessage `json:"extensions"`
	}
	if err := json.Unmarshal(body, &params); err != nil {
		return &refusal{http.StatusBadRequest, "the body is no JSON object of the form {\"query\": …, \"variables\": {…}}: " + err.Error()}
	}
	if params.Query == "" {
		return &refusal{http.StatusBadRequest, "the body has no query; want {\"query\": …, \"variables\": {…}}"}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	var known *refusal
	if errors.As(err, &known) {
		status = known.status
	}
	writeJSON(w, status, map[string]any{"errors": []any{map[string]any{"message": err.Error(), "extensions": map[string]any{"code": codeRequest}}}})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
}
