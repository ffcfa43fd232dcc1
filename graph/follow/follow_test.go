package follow_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/follow"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memstore"
)

func open(t testing.TB, store graph.Store, o follow.Options) *follow.Store {
	t.Helper()
	s, err := follow.Open(t.Context(), store, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestConformance(t *testing.T) {
	graphtest.Run(t, func(t testing.TB) graph.Store { return open(t, memstore.New(), follow.Options{}) })
}

func state(code, name string) graph.NodeRecord {
	r := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: graph.ID("state:" + code), Name: name}})
	r.Dataset = "dataset:test"
	return r
}

func name(t *testing.T, r graph.Reader, id graph.ID) string {
	t.Helper()
	nodes, err := r.Nodes(t.Context(), []graph.ID{id})
	if err != nil {
		t.Fatal(err)
	}
	if nodes[0] == nil {
		return ""
	}
	return nodes[0].Head().Name
}

// away is a store that can be out of reach.
type away struct {
	graph.Store
	gone  atomic.Bool
	asked atomic.Int64 // for records
}

func (a *away) err() error {
	if a.gone.Load() {
		return graph.Errorf(graph.KindUnavailable, "the store is away")
	}
	return nil
}

func (a *away) Ready(context.Context) error { return a.err() }

func (a *away) Commits(ctx context.Context, q graph.CommitQuery) ([]graph.Commit, error) {
	if err := a.err(); err != nil {
		return nil, err
	}
	return a.Store.Commits(ctx, q)
}

func (a *away) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	a.asked.Add(1)
	return a.Store.At(ctx, known)
}

// inBubble runs a test by a clock of its own, so that it does not matter how busy the machine is. The channels of the
// ledger's compressor, which all stores share and the first use makes, must not be of a bubble.
func inBubble(t *testing.T, test func(*testing.T)) {
	apply(t, memstore.New(), graph.Batch{Nodes: []graph.NodeRecord{state("A", "one")}})
	synctest.Test(t, test)
}

// eventually waits up to the two seconds within which a commit is to be seen.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within two seconds: %s", what)
		}
	}
}

func apply(t *testing.T, s graph.Store, b graph.Batch) {
	t.Helper()
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func TestCommitsOfOthersAreFollowedByWhatTheyChanged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		store := &away{Store: memstore.New()}
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "one"), state("B", "b")}})
		s := open(t, store, follow.Options{})
		pinned, commit, err := s.At(t.Context(), graph.KnownAt{})
		if err != nil || commit.Number != 1 {
			t.Fatalf("%+v, %v", commit, err)
		}
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "two")}})
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("C", "c")}, RemoveNodes: []string{"state:B|dataset:test|"}})
		eventually(t, "the third commit", func() bool { return name(t, s, "state:C") == "c" })
		if name(t, s, "state:A") != "two" || name(t, s, "state:B") != "" {
			t.Error("the changes were not followed")
		}
		if n := store.asked.Load(); n != 1 {
			t.Errorf("the graph was read %d times", n)
		}
		if name(t, pinned, "state:A") != "one" {
			t.Error("a reader did not stay at its commit")
		}
		// What the ledger has forgotten is read anew.
		if _, err := store.Compact(t.Context(), graph.KnownAt{}); err != nil {
			t.Fatal(err)
		}
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "three")}})
		if _, err := store.Compact(t.Context(), graph.KnownAt{}); err != nil {
			t.Fatal(err)
		}
		eventually(t, "a commit whose changes were forgotten", func() bool { return name(t, s, "state:A") == "three" })
	})
}

func TestAStoreThatIsAwayIsAnsweredForAWhile(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		store := &away{Store: memstore.New()}
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "one")}})
		var later atomic.Int64
		s := open(t, store, follow.Options{Poll: time.Millisecond, Away: time.Minute, Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
		eventually(t, "a first look", func() bool { runs, err := s.LoadRuns(t.Context(), 1); return err == nil && len(runs) == 0 })
		if s.Degraded() != "" {
			t.Errorf("degraded: %s", s.Degraded())
		}
		store.gone.Store(true)
		eventually(t, "degraded", func() bool { return strings.Contains(s.Degraded(), "of commit 1") })
		if name(t, s, "state:A") != "one" || s.Ready(t.Context()) != nil {
			t.Error("no answer although the store was there a moment ago")
		}
		later.Store(int64(2 * time.Minute))
		eventually(t, "unavailable", func() bool {
			_, err := s.Nodes(t.Context(), []graph.ID{"state:A"})
			return graph.KindOf(err) == graph.KindUnavailable && graph.KindOf(s.Ready(t.Context())) == graph.KindUnavailable
		})
		store.gone.Store(false)
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "two")}})
		eventually(t, "the store is back", func() bool { return s.Degraded() == "" && name(t, s, "state:A") == "two" })
	})
}

// silent is a store that may keep a question open and say nothing, as one does whose machine was stopped.
type silent struct {
	graph.Store
	still atomic.Bool
}

func (s *silent) wait(ctx context.Context) error {
	if s.still.Load() {
		<-ctx.Done()
		return graph.Errorf(graph.KindTimeout, "no answer").Because(ctx.Err())
	}
	return nil
}

func (s *silent) Ready(ctx context.Context) error { return s.wait(ctx) }

func (s *silent) Commits(ctx context.Context, q graph.CommitQuery) ([]graph.Commit, error) {
	if err := s.wait(ctx); err != nil {
		return nil, err
	}
	return s.Store.Commits(ctx, q)
}

func TestAStoreThatSaysNothingIsAway(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		store := &silent{Store: memstore.New()}
		apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "one")}})
		var later atomic.Int64
		s := open(t, store, follow.Options{
			Poll: time.Millisecond, Patience: 50 * time.Millisecond, Away: time.Minute,
			Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) },
		})
		store.still.Store(true)
		short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := s.Ready(short); err != nil {
			t.Errorf("not ready, although questions are answered: %v", err)
		}
		eventually(t, "degraded", func() bool { return strings.Contains(s.Degraded(), "of commit 1") })
		later.Store(int64(2 * time.Minute))
		eventually(t, "unavailable", func() bool {
			_, err := s.Nodes(t.Context(), []graph.ID{"state:A"})
			return graph.KindOf(err) == graph.KindUnavailable
		})
		store.still.Store(false)
		eventually(t, "the store is back", func() bool { return s.Degraded() == "" && name(t, s, "state:A") == "one" })
	})
}

func TestAReaderInMemorySaysThatItIsOne(t *testing.T) {
	store := memstore.New()
	apply(t, store, graph.Batch{Nodes: []graph.NodeRecord{state("A", "one")}})
	reader, _, err := open(t, &away{Store: store}, follow.Options{}).At(t.Context(), graph.KnownAt{})
	if err != nil || !graph.IsLocal(reader) {
		t.Errorf("local: %t, %v", graph.IsLocal(reader), err)
	}
}
