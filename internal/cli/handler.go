package cli

import (
	"net/http"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/ui"
)

// remoteBatchWait is how long resolvers gather look-ups for a store that is a network away, where a round trip costs more
// than the wait.
const remoteBatchWait = time.Millisecond

// handler makes what is served.
func (c *serveCommand) handler(env *Env, store graph.Store) http.Handler {
	options := httpapi.Options{Store: store, Logger: env.Log, AllowedOrigins: c.AllowOrigin, Limits: httpapi.Limits{Timeout: c.Timeout}}
	if !strings.HasPrefix(env.Store, "memory:") && !strings.HasPrefix(env.Store, "file:") {
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
