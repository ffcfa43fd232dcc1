package cli

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/opening"
)

// site is what a server shows: first that it waits for its store, then the store.
type site struct{ shown atomic.Pointer[http.Handler] }

func (s *site) show(h http.Handler) { s.shown.Store(&h) }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*s.shown.Load()).ServeHTTP(w, r) }

// maxConnections bounds the connections that are open at the same time; others wait until one is closed.
const maxConnections = 2000

func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &exitError{exitNothing, fmt.Errorf("listen on %s: %w", address, err)}
	}
	return listener, nil
}

// serveMetrics lets Prometheus ask at an address of its own until the caller calls stop.
func (c *serveCommand) serveMetrics(ctx context.Context, env *Env, metrics *httpapi.Metrics) (stop func(), err error) {
	if c.MetricsListen == "" {
		return func() {}, nil
	}
	listener, err := listen(ctx, c.MetricsListen)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics.Handler())
	server := newServer(mux)
	server.WriteTimeout = time.Minute
	go func() { _ = server.Serve(listener) }()
	env.Log.Info("metrics", "address", reachable(listener.Addr())+"/metrics")
	return func() { _ = server.Close() }, nil
}

// awaitPause is how long a server waits before it looks for its store again.
const awaitPause = 2 * time.Second

// mayCome tells whether a store that cannot be opened may be there later: a server elsewhere that does not answer.
func mayCome(store string, err error) bool {
	return opening.Remote(store) && graph.KindOf(err) == graph.KindUnavailable
}

// await opens the store as soon as it is there.
func (e *Env) await(ctx context.Context) (graph.Store, error) {
	for sleep(ctx, awaitPause) {
		store, err := e.open(ctx)
		if err == nil || !mayCome(e.Store, err) {
			return store, err
		}
		e.Log.Debug("the store is still not there", "error", err)
	}
	return nil, ctx.Err()
}

// again does anew what a store elsewhere was lost or too slow for.
func (e *Env) again(ctx context.Context, failed string, do func() error) error {
	err := do()
	lost := []graph.ErrorKind{graph.KindUnavailable, graph.KindTimeout}
	for opening.Remote(e.Store) && slices.Contains(lost, graph.KindOf(err)) && sleep(ctx, awaitPause) {
		e.Log.Warn(failed+"; trying again", "error", err)
		err = do()
	}
	return err
}
