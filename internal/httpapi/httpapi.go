package httpapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rs/cors"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/resolvers"
)

// Options of a handler. Store is needed; the zero value of every other field means its default.
type Options struct {
	Store graph.Store
	// Clock tells what today is for questions without a date; time.Now by default.
	Clock func() time.Time
	// Logger gets a line for each request and each internal error; by default they are discarded.
	Logger *slog.Logger
	// UI holds the built pages (ui.Pages); nil for plain pages that say so.
	UI fs.FS
	// UIMissing is why there is no UI, one line for whoever asks for it.
	UIMissing string
	Limits    Limits
	// Version is the release that answers, for receipts.
	Version string
	// AllowedOrigins are origins whose pages may ask, such as https://dashboard.example; none by default. "*" allows
	// all. See [CheckOrigins].
	AllowedOrigins []string
	// AllowedHeaders are headers that pages of these origins may send beside Authorization and those of GraphQL
	// clients.
	AllowedHeaders []string
	// AllowedHosts are names that the server goes by, beside localhost and addresses; "*" allows all.
	AllowedHosts []string
	// Metrics counts requests where it is given; it is served by its own handler.
	Metrics *Metrics
	// AnswerCache bounds the answers that are kept, in bytes; 32 MiB, and none where it is negative.
	AnswerCache int
	// NoIntrospection keeps the schema from being asked for in queries.
	NoIntrospection bool
	// NoPersistedQueries wants every query in full.
	NoPersistedQueries bool
	// BatchWait is how long resolvers gather what to ask the store for; worth raising for a store in another process.
	BatchWait time.Duration
}

// Limits of a request; the zero value of a field means its default.
type Limits struct {
	Body     int64         // bytes of a request; 1 MiB
	Query    int           // bytes of a query; 100,000
	Tokens   int           // tokens of a query; 5,000
	Depth    int           // nested fields; 15
	Cost     int           // see fieldCost; 300,000
	Answer   int           // bytes of an answer; 8 MiB
	Requests int           // questions that are answered at the same time; 64
	Timeout  time.Duration // for the whole answer; 15 s
}

func (l Limits) orDefault() Limits {
	return Limits{
		Body: cmp.Or(l.Body, 1<<20), Query: cmp.Or(l.Query, 100_000), Tokens: cmp.Or(l.Tokens, 5_000),
		Depth: cmp.Or(l.Depth, 15), Cost: cmp.Or(l.Cost, 300_000), Answer: cmp.Or(l.Answer, 8<<20),
		Requests: cmp.Or(l.Requests, 64), Timeout: cmp.Or(l.Timeout, 15*time.Second),
	}
}

// search is how long one search may take.
func (l Limits) search() time.Duration { return l.Timeout / 3 }

// New makes the handler of a server. It is safe for concurrent use and holds nothing that must be closed.
func New(o Options) http.Handler {
	o = o.orDefault()
	r := resolvers.New(o.Store, resolvers.Options{
		Identities: curated.MustIdentities(), Clock: o.Clock, BatchWait: o.BatchWait,
		SearchTimeout: o.Limits.search(), Spend: spend,
		Answer: answerWithin, Program: o.Version,
	})

	mux := http.NewServeMux()
	mux.Handle("/graphql", graphQL(o, r))
	mux.Handle("GET /schema.graphql", text("text/plain; charset=utf-8", printed(r.Schema().Schema())))
	mux.Handle("GET /examples.json", exampleList())
	mux.Handle("GET /livez", text("text/plain; charset=utf-8", "alive\n"))
	mux.Handle("GET /readyz", ready(o.Store.Ready, o.Store))
	missing := notFound(o)
	pages(mux, o, missing)

	handler := orElse(mux, missing)
	if !slices.Contains(o.AllowedOrigins, "*") {
		protection := http.NewCrossOriginProtection()
		if err := trust(protection, o.AllowedOrigins); err != nil {
			o.Logger.Error("no page of an origin that is none may ask", "error", err)
		}
		protection.SetDenyHandler(http.HandlerFunc(refuseOrigin))
		handler = protection.Handler(handler)
	}
	if len(o.AllowedOrigins) > 0 {
		handler = cors.New(cors.Options{
			AllowedOrigins: o.AllowedOrigins, AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: slices.Concat(clientHeaders, o.AllowedHeaders),
			ExposedHeaders: []string{requestIDHeader, "ETag", "Retry-After"}, MaxAge: 600,
		}).Handler(handler)
	}
	return o.around(handler, mux)
}

// around is what every request goes through.
func (o Options) around(handler http.Handler, mux *http.ServeMux) http.Handler {
	handler = paced(secured(compressed(hosted(handler, o.AllowedHosts))), o.Limits)
	return identified(observed(recovered(handler, o.Logger), o.Logger, o.Metrics, mux))
}

// Waiting is the handler of a server whose store is not there yet: it is alive, and not ready for the reason that why
// gives.
func Waiting(o Options, why func(context.Context) error) http.Handler {
	o = o.orDefault()
	mux := http.NewServeMux()
	mux.Handle("GET /livez", text("text/plain; charset=utf-8", "alive\n"))
	mux.Handle("GET /readyz", ready(why, nil))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		why := message(why(r.Context()))
		if r.Method == http.MethodGet && browser(r) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("Refresh", strconv.Itoa(retryAfter))
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = fmt.Fprintf(w, "Entente is not ready yet: %s. This page looks again by itself.\n", why)
			return
		}
		w.Header().Set("Content-Type", mediaJSON)
		busy(w, why)
	})
	return o.around(mux, mux)
}

func (o Options) orDefault() Options {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Metrics == nil {
		o.Metrics = NewMetrics()
	}
	o.Limits = o.Limits.orDefault()
	o.AnswerCache = cmp.Or(o.AnswerCache, 32<<20)
	return o
}

// clientHeaders are what GraphQL clients send: Apollo's name themselves and say that the request is no simple one.
var clientHeaders = []string{
	"Content-Type", "Accept", "Authorization", "If-None-Match", requestIDHeader, "Apollographql-Client-Name",
	"Apollographql-Client-Version",
	"Apollo-Require-Preflight", "Graphql-Require-Preflight",
}

// CheckOrigins tells what is wrong with origins that pages may come from: each must be scheme://host[:port], or "*" for
// all. "null" is none: every sandboxed page and every file has it.
func CheckOrigins(origins []string) error { return trust(http.NewCrossOriginProtection(), origins) }

func trust(protection *http.CrossOriginProtection, origins []string) error {
	var errs []error
	for _, origin := range origins {
		if origin == "*" {
			continue
		}
		if err := protection.AddTrustedOrigin(origin); err != nil {
			errs = append(errs,
				fmt.Errorf("origin %.100q: want scheme://host[:port], such as https://dashboard.example, or *", origin))
		}
	}
	return errors.Join(errs...)
}

// printed is the whole schema as one document, which tools read that take each type to be defined in one place.
func printed(schema *ast.Schema) string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(schema)
	return b.String()
}

func refuseOrigin(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", mediaJSON)
	refuse(w, refused(http.StatusForbidden,
		"pages of %.100q may not ask; start the server with --allow-origin %[1]s to let them", r.Header.Get("Origin")))
}
