package httpapi

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/rs/cors"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers"
	"github.com/entente-graph/entente/schema"
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
	// AllowedOrigins are origins whose pages may ask, such as https://dashboard.example; none by default. "*" allows all.
	AllowedOrigins []string
	// BatchWait is how long resolvers gather what to ask the store for; worth raising for a store in another process.
	BatchWait time.Duration
}

// Limits of a request; the zero value of a field means its default.
type Limits struct {
	Body    int64         // bytes of a request; 1 MiB
	Query   int           // bytes of a query; 100,000
	Tokens  int           // tokens of a query; 5,000
	Depth   int           // nested fields; 15
	Cost    int           // see cost; 300,000
	Timeout time.Duration // for the whole answer; 15 s
}

func (l Limits) orDefault() Limits {
	return Limits{
		Body: or(l.Body, 1<<20), Query: or(l.Query, 100_000), Tokens: or(l.Tokens, 5_000), Depth: or(l.Depth, 15),
		Cost: or(l.Cost, 300_000), Timeout: or(l.Timeout, 15*time.Second),
	}
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// New makes the handler of a server. It is safe for concurrent use and holds nothing that must be closed.
func New(o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Limits = o.Limits.orDefault()
	r := resolvers.New(o.Store, resolvers.Options{Clock: o.Clock, BatchWait: o.BatchWait, SearchTimeout: o.Limits.Timeout / 3})

	mux := http.NewServeMux()
	mux.Handle("/graphql", graphQL(o, r))
	mux.Handle("GET /schema.graphql", text("text/plain; charset=utf-8", schema.SDL()))
	mux.Handle("GET /examples.json", exampleList())
	mux.Handle("GET /livez", text("text/plain; charset=utf-8", "alive\n"))
	mux.Handle("GET /readyz", ready(o.Store))
	pages(mux, o)
	metrics := newMetrics(mux)

	var handler http.Handler = mux
	if !slices.Contains(o.AllowedOrigins, "*") {
		protection := http.NewCrossOriginProtection()
		for _, origin := range o.AllowedOrigins {
			if err := protection.AddTrustedOrigin(origin); err != nil {
				o.Logger.Error("origin is not allowed: want scheme://host[:port]", "origin", origin, "error", err)
			}
		}
		protection.SetDenyHandler(http.HandlerFunc(refuseOrigin))
		handler = protection.Handler(handler)
	}
	if len(o.AllowedOrigins) > 0 {
		handler = cors.New(cors.Options{AllowedOrigins: o.AllowedOrigins, AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: []string{"Content-Type", "Accept", requestIDHeader}, ExposedHeaders: []string{requestIDHeader}, MaxAge: 600}).Handler(handler)
	}
	handler = secured(compressed(handler))
	return identified(observed(recovered(handler, o.Logger), o.Logger, metrics, mux))
}

func refuseOrigin(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", mediaJSON)
	refuse(w, &refusal{status: http.StatusForbidden, message: fmt.Sprintf(
		"pages of %.100q may not ask; start the server with --allow-origin %[1]s to let them", r.Header.Get("Origin"))})
}
