package neo4jstore_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// TestAnAnswerIsOfOneStateWhileAnotherProcessWrites lets one store swap a graph for another and back, while another
// store, as another process would, asks questions that take several statements.
func TestAnAnswerIsOfOneStateWhileAnotherProcessWrites(t *testing.T) {
	writer := open(t)
	reader := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	const n = 120
	full := ring(n)
	var removal graph.Batch
	for i := range full.Relationships {
		removal.RemoveRelationships = append(removal.RemoveRelationships, full.Relationships[i].ID())
	}
	apply(t, writer, full)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var wait sync.WaitGroup
	var writes, reads atomic.Int64
	wait.Go(func() {
		for ctx.Err() == nil {
			if _, err := writer.Apply(context.WithoutCancel(ctx), removal); err != nil {
				t.Error(err)
				return
			}
			if _, err := writer.Apply(context.WithoutCancel(ctx), full); err != nil {
				t.Error(err)
				return
			}
			writes.Add(2)
		}
	})
	seen := map[int]int{}
	for began := time.Now(); !t.Failed() && (time.Since(began) < 6*time.Second || reads.Load() < 4 || writes.Load() < 4); {
		stats, err := reader.Stats(context.WithoutCancel(ctx))
		if err != nil {
			t.Fatal(err)
		}
		links := stats.Relationships[graph.BordersType]
		seen[links]++
		if links != 0 && links != n || links != stats.Datasets[dataset].Relationships || links == n && stats.Fingerprint != sum(full) {
			t.Fatalf("a state that never was: %+v", stats)
		}
		sub, err := reader.Neighborhood(context.WithoutCancel(ctx), graph.NeighborhoodQuery{Of: []graph.ID{"state:AAA"}, Hops: 4, PerNode: 10, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(sub.Nodes); got != 1 && got != 9 {
			t.Fatalf("a neighborhood of %d nodes never was", got)
		}
		reads.Add(2)
	}
	stop()
	wait.Wait()
	t.Logf("%d reads amid %d writes; states seen: %v", reads.Load(), writes.Load(), seen)
}

func TestAWriterThatDiedBetweenAnnouncementAndCommitStopsNobody(t *testing.T) {
	s := open(t)
	b := ring(10)
	apply(t, s, b)
	cypher(t, "MATCH (a:EntenteAnnouncement) SET a.number = a.number + 1")
	other := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	for _, s := range []graph.Store{s, other} {
		start := time.Now()
		if got := fingerprint(t, s); got != sum(b) {
			t.Errorf("fingerprint %v, want %v", got, sum(b))
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("took %v", d)
		}
	}
	if rows := cypher(t, "MATCH (s:EntenteStore) MATCH (a:EntenteAnnouncement) RETURN s.head = a.number"); rows[0].Values[0] != true {
		t.Error("the announcement was not taken back")
	}
	b.Nodes = append(b.Nodes, state("ZZZ"))
	apply(t, other, b)
	if got := fingerprint(t, s); got != sum(b) {
		t.Errorf("fingerprint %v, want %v", got, sum(b))
	}
}

// TestWhatAProcessCommitsIsItsNewestAtOnce has readers confirm the commit before while the next one is made.
func TestWhatAProcessCommitsIsItsNewestAtOnce(t *testing.T) {
	s := open(t)
	apply(t, s, graph.Batch{Nodes: []graph.NodeRecord{state("AAA")}})
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				if r, _, err := s.At(ctx, graph.KnownAt{}); err == nil {
					_, _ = r.Nodes(ctx, []graph.ID{"state:AAA"})
				}
			}
		})
	}
	defer readers.Wait()
	defer stop()
	for n := range int64(10) {
		apply(t, s, graph.Batch{Nodes: []graph.NodeRecord{state(string([]rune{'B', 'B', 'A' + rune(n)}))}})
		if _, c, err := s.At(t.Context(), graph.KnownAt{}); err != nil || c.Number != n+2 {
			t.Fatalf("commit %d, want %d: %v", c.Number, n+2, err)
		}
	}
}
