package cli

import (
	"net/http"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/ui"
)

// remoteBatchWait is how long resolvers gather look-ups for a store that is a network away, where a round trip costs
// more than the wait.
const remoteBatchWait = time.Millisecond

// handler makes what is served.
func handler(env *Env, options httpapi.Options, store graph.Store) http.Handler {
	options.Store = store
	if opening.Remote(env.Store) {
		options.BatchWait = remoteBatchWait
	}
	pages, err := ui.Pages()
	if err != nil {
		options.UIMissing = err.Error()
	} else {
		options.UI = pages
	}
	return httpapi.New(options)
}

// options are what the flags say.
func (c *serveCommand) options(env *Env) httpapi.Options {
	kept := c.AnswerCache << 20
	if kept <= 0 {
		kept = -1
	}
	return httpapi.Options{
		Version: env.Version, AnswerCache: kept, Logger: env.Log, AllowedOrigins: c.AllowOrigin,
		AllowedHeaders: c.AllowHeader, AllowedHosts: c.AllowHost,
		Metrics: httpapi.NewMetrics(), NoIntrospection: !c.Introspection, NoPersistedQueries: !c.PersistedQueries,
		Limits: httpapi.Limits{Timeout: c.Timeout, Requests: c.MaxRequests},
	}
}
