package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/follow"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/runner"
)

type serveCommand struct {
	Listen   string        `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address to listen on; port 0 takes a free one."`
	Bundled  bool          `default:"true" negatable:"" help:"Bring the bundled dataset into an empty store, and into one that holds an older version of it."`
	Shutdown time.Duration `default:"10s" help:"How long requests under way may take when the server is stopped."`
	Timeout  time.Duration `default:"15s" help:"How long one answer may take."`

	MaxRequests int `default:"64" placeholder:"N" help:"How many questions may be answered at the same time; more wait for two seconds, then they are told to come again."`
	AnswerCache int `default:"32" placeholder:"MB" help:"How much memory answers may take that are kept for the same question; 0 for none."`

	Image       string        `default:"auto" enum:"auto,on,off" help:"Whether to answer for a Neo4j from memory, following its commits: ${enum}; auto: where the graph fits."`
	ImageMemory int           `default:"2048" placeholder:"MB" help:"How much memory the graph may take for that."`
	ImageAway   time.Duration `default:"15m" help:"How long to answer from memory while the Neo4j cannot be reached."`

	AllowHost     []string `placeholder:"NAME" help:"Name that the server goes by, beside localhost and addresses, such as graph.example; * allows all. May be given several times."`
	AllowOrigin   []string `placeholder:"ORIGIN" help:"Origin whose pages may ask, such as https://dashboard.example; * allows all. May be given several times."`
	AllowHeader   []string `placeholder:"NAME" help:"Header that these pages may send beside Authorization and those of GraphQL clients. May be given several times."`
	MetricsListen string   `placeholder:"ADDRESS" help:"Address to listen on for Prometheus, such as 127.0.0.1:9090; without it there are no metrics."`

	Introspection    bool `default:"true" negatable:"" help:"Let queries ask for the schema."`
	PersistedQueries bool `default:"true" negatable:"" help:"Let clients send the hash of a query that they sent before."`
}

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context, env *Env) (err error) {
	if err := httpapi.CheckOrigins(c.AllowOrigin); err != nil {
		return &exitError{exitNothing, fmt.Errorf("--allow-origin: %w", err)}
	}
	if c.MaxRequests < 1 {
		return misused("--max-requests: %d; want 1 or more", c.MaxRequests)
	}
	store, missing := env.open(ctx)
	if missing != nil && !mayCome(env.Store, missing) {
		return missing
	}
	defer func() {
		if store != nil {
			err = errors.Join(err, store.Close())
		}
	}()
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	options := c.options(env)
	stopMetrics, err := c.serveMetrics(ctx, env, options.Metrics)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stopMetrics()
	shown := &site{}
	gate := &gate{Store: store}
	reads := opening.Remote(env.Store) && c.Image != "off" // into memory, before anything is answered
	switch {
	case store == nil:
		env.Log.Error("the store is not there; looking for it every few seconds", "error", missing)
		shown.show(httpapi.Waiting(options, func(context.Context) error { return missing }))
	case reads:
		shown.show(httpapi.Waiting(options, func(context.Context) error {
			return graph.Errorf(graph.KindUnavailable, "the graph is being read into memory")
		}))
	default:
		shown.show(httpapi.Waiting(options, gate.Ready))
	}
	server := newServer(shown)
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	prepared := make(chan struct{})
	go func() {
		defer close(prepared)
		if store == nil || reads {
			found, err := store, error(nil)
			if found == nil {
				found, err = env.await(ctx)
			}
			if err == nil && reads {
				err = env.again(ctx, "the graph could not be read into memory", func() (err error) {
					found, err = c.follow(ctx, env, found)
					return err
				})
			}
			if store = found; err != nil {
				fail(err)
				return
			}
			gate.Store = found
			shown.show(httpapi.Waiting(options, gate.Ready))
		}
		answer := sync.OnceFunc(func() { shown.show(handler(env, options, gate)) })
		if err := c.prepare(ctx, env, store, answer); err != nil {
			fail(err)
			return
		}
		answer() // before it is said to be ready
		gate.open.Store(true)
		address := reachable(listener.Addr())
		env.Log.Info("ready", "address", address, "store", opening.Redact(env.Store))
		_, _ = fmt.Fprintf(env.Stdout, "Entente is at %s, the playground at %[1]s/graphiql\n", address)
		leaveRoom()
	}()
	served := make(chan error, 1)
	go func() { served <- server.Serve(netutil.LimitListener(listener, maxConnections)) }()
	select {
	case err = <-served:
	case <-ctx.Done():
		if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
			err = cause
		}
		env.Log.Info("stopping", "grace", c.Shutdown)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Shutdown)
		defer cancel()
		err = errors.Join(err, server.Shutdown(grace))
	}
	fail(nil)
	<-prepared // the store may only be closed after it
	return err
}

// reachable is what a browser on this machine can open: an address that stands for all of the machine's opens nowhere.
func reachable(address net.Addr) string {
	if tcp, ok := address.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", tcp.Port)
	}
	return "http://" + address.String()
}

// prepare brings in the bundled dataset where it is wanted and not there. A store that holds something answers
// meanwhile; of one that is empty every answer would be that nothing is known.
func (c *serveCommand) prepare(ctx context.Context, env *Env, store graph.Store, answer func()) error {
	if !c.Bundled {
		return nil
	}
	return env.again(ctx, "the bundled dataset could not be loaded", func() error {
		return bringBundled(ctx, env, store, answer)
	})
}

func bringBundled(ctx context.Context, env *Env, store graph.Store, answer func()) error {
	loader := curated.New()
	why, err := wantsBundled(ctx, env.Log, store, loader)
	if err != nil || why == "" {
		return err
	}
	if why != emptyStore {
		answer()
	}
	// Almost everything that is made now stays: collecting garbage in between only delays the first answer.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	table, err := curated.Identities()
	if err != nil {
		return err
	}
	report, err := runner.Run(ctx, store, loader, runner.Options{Identities: table, AllowShrink: true})
	if err != nil {
		return err
	}
	env.Log.Info("loaded the bundled dataset", "why", why, "version", report.Version, "seconds", report.Seconds)
	return nil
}

const emptyStore = "the store is empty"

// wantsBundled tells why the bundled dataset is to be loaded; "" where it is not.
func wantsBundled(ctx context.Context, log *slog.Logger, store graph.Reader, loader loaders.Loader,
) (why string, err error) {
	stats, err := store.Stats(ctx)
	if err != nil {
		return "", err
	}
	bundled := loader.Dataset
	if _, held := stats.Datasets[bundled.ID]; !held {
		if len(stats.Datasets) == 0 {
			return emptyStore, nil
		}
		log.Info("the store holds other data and not the bundled dataset: `entente load curated` adds it")
		return "", nil
	}
	current, err := runner.UpToDate(ctx, store, loader)
	if err != nil || current {
		return "", err
	}
	nodes, err := store.Nodes(ctx, []graph.ID{bundled.ID})
	if err != nil {
		return "", err
	}
	if held, ok := nodes[0].(*graph.Dataset); ok && held.Version > bundled.Version {
		return "", nil // a newer release wrote it
	}
	return "the store holds another version of it", nil
}

// sleep is false where the context ends before the time is over.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// follow answers from memory for a store that is a server, where it fits. It returns the store to be closed in any
// case.
func (c *serveCommand) follow(ctx context.Context, env *Env, store graph.Store) (graph.Store, error) {
	stats, err := store.Stats(ctx)
	if err != nil {
		return store, err
	}
	if need := follow.Bytes(stats) >> 20; need > int64(c.ImageMemory) {
		message := fmt.Sprintf("the graph would take about %d MB of memory, and --image-memory allows %d", need,
			c.ImageMemory)
		if c.Image == "on" {
			return store, &exitError{exitNothing, graph.Errorf(graph.KindLimitExceeded, "--image on: %s", message)}
		}
		env.Log.Info("questions are answered by Cypher", "why", message)
		return store, nil
	}
	began := time.Now()
	followed, err := follow.Open(ctx, store, follow.Options{Away: c.ImageAway})
	if err != nil {
		return store, err
	}
	env.Log.Info("questions are answered from memory", "seconds", time.Since(began).Seconds())
	return followed, nil
}

// gate is the store as the server shows it: not ready before the bundled dataset is in it.
type gate struct {
	graph.Store
	open atomic.Bool
}

// Degraded says what is amiss while questions are still answered; "" where nothing is.
func (g *gate) Degraded() string {
	if followed, ok := g.Store.(*follow.Store); ok {
		return followed.Degraded()
	}
	return ""
}

// Ready is nil when the store can answer and holds what it is to hold.
func (g *gate) Ready(ctx context.Context) error {
	if err := g.Store.Ready(ctx); err != nil || g.open.Load() {
		return err
	}
	return graph.Errorf(graph.KindUnavailable, "the bundled dataset is being loaded")
}
