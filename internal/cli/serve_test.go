package cli

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"testing/synctest"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/curated"
)

func TestTheAddressShownIsOneThatABrowserCanOpen(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080",
		"[::1]:8080":     "http://[::1]:8080",
		"0.0.0.0:80":     "http://localhost:80",
		"[::]:8080":      "http://localhost:8080",
	} {
		address, err := net.ResolveTCPAddr("tcp", listening)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(address); got != want {
			t.Errorf("listening on %s: %s, want %s", listening, got, want)
		}
	}
}

// TestAStoreAnswersWhileItIsFilledUnlessItIsEmpty: that nothing is known would be said of everything.
func TestAStoreAnswersWhileItIsFilledUnlessItIsEmpty(t *testing.T) {
	older := curated.New().Dataset
	older.Version, older.Fingerprint = "2000.01.01", "another"
	record := graph.NewNodeRecord(&older)
	record.Dataset = older.ID
	for name, c := range map[string]struct {
		held    []graph.NodeRecord
		answers bool
	}{
		"empty":            {nil, false},
		"an older version": {[]graph.NodeRecord{record}, true},
	} {
		t.Run(name, func(t *testing.T) {
			store := memstore.New()
			if len(c.held) > 0 {
				if _, err := store.Apply(t.Context(), graph.Batch{Nodes: c.held}); err != nil {
					t.Fatal(err)
				}
			}
			answers := false
			env := &Env{Log: slog.New(slog.DiscardHandler)}
			err := (&serveCommand{Bundled: true}).prepare(t.Context(), env, store, func() { answers = true })
			if err != nil || answers != c.answers {
				t.Errorf("answers %v, want %v; %v", answers, c.answers, err)
			}
			if stats, err := store.Stats(t.Context()); err != nil || len(stats.Nodes) < 10 {
				t.Errorf("%v, %v", stats.Nodes, err)
			}
		})
	}
}

// away is a store that cannot be reached at the times given, of writing, or 0 for asking whether it is ready.
type away struct {
	*memstore.Store
	asked int
	times map[int]bool
}

func (s *away) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	if s.asked++; s.times[s.asked] {
		return graph.ApplyResult{}, graph.Errorf(graph.KindUnavailable, "Neo4j cannot be reached")
	}
	return s.Store.Apply(ctx, b)
}

func (s *away) Ready(context.Context) error {
	if s.times[0] {
		return graph.Errorf(graph.KindUnavailable, "Neo4j cannot be reached")
	}
	return nil
}

func TestAServerSaysFirstThatItsStoreIsLost(t *testing.T) {
	for _, c := range []struct {
		lost, filled bool
		want         string
	}{
		{true, false, "Neo4j cannot be reached"},
		{true, true, "Neo4j cannot be reached"},
		{false, false, "the bundled dataset is being loaded"},
		{false, true, ""},
	} {
		g := &gate{Store: &away{Store: memstore.New(), times: map[int]bool{0: c.lost}}}
		g.open.Store(c.filled)
		got := ""
		if err := g.Ready(t.Context()); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("lost %v, filled %v: %q, want %q", c.lost, c.filled, got, c.want)
		}
	}
}

func TestAServerOutlivesANeo4jThatIsLostWhileItIsFilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &away{Store: memstore.New(), times: map[int]bool{1: true, 2: true, 4: true}}
		env := &Env{Log: slog.New(slog.DiscardHandler), Globals: Globals{Store: "neo4j://graph.example"}}
		if err := (&serveCommand{Bundled: true}).prepare(t.Context(), env, store, func() {}); err != nil {
			t.Fatal(err)
		}
		if why, err := wantsBundled(t.Context(), env.Log, store, curated.New()); why != "" || err != nil {
			t.Errorf("the bundled dataset is still wanted: %s, %v", why, err)
		}
	})
}
