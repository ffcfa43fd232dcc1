package graphtest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/entente-graph/entente/graph"
)

var runningCases = []testCase{
	{"readers see whole batches while one is written", func(t *testing.T, s graph.Store) {
		// Every batch gives all of a ring's nodes the same name and turns its relationships, so that a mixture shows.
		const size = 20
		batch := func(n int) graph.Batch {
			var b graph.Batch
			for i := range size {
				b.Nodes = append(b.Nodes, state(fmt.Sprintf("N%02d", i), fmt.Sprintf("name %d", n)))
				b.Relationships = append(b.Relationships, allied("N00", fmt.Sprintf("N%02d", i), fmt.Sprint(n)))
				if n > 0 {
					b.RemoveRelationships = append(b.RemoveRelationships, recordIDs(allied("N00", fmt.Sprintf("N%02d", i), fmt.Sprint(n-1)))...)
				}
			}
			return b
		}
		apply(t, s, batch(0))
		var done atomic.Bool
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				for !done.Load() {
					page, err := s.Find(t.Context(), graph.NodeQuery{First: 500, Labels: []graph.Label{graph.LabelState}})
					if err != nil || len(page.Nodes) != size {
						t.Errorf("%d nodes, %v", len(page.Nodes), err)
						return
					}
					for _, n := range page.Nodes {
						if n.Head().Name != page.Nodes[0].Head().Name {
							t.Errorf("two names in one answer: %s, %s", n.Head().Name, page.Nodes[0].Head().Name)
							return
						}
					}
					pages, err := s.Expand(t.Context(), []graph.ID{"state:N00"}, graph.HopQuery{PerNode: 500, Direction: graph.DirectionOut})
					if err != nil || len(pages[0].Hops) != size {
						t.Errorf("%d hops, %v; want %d", len(pages[0].Hops), err, size)
						return
					}
				}
			})
		}
		for n := 1; n <= 10; n++ {
			if _, err := s.Apply(t.Context(), batch(n)); err != nil {
				t.Errorf("Apply: %v", err)
			}
		}
		done.Store(true)
		wait.Wait()
	}},
	{"writers at the same time all write", func(t *testing.T, s graph.Store) {
		var wait sync.WaitGroup
		for w := range 4 {
			wait.Go(func() {
				for i := range 5 {
					if _, err := s.Apply(t.Context(), graph.Batch{Nodes: states("SHARED", fmt.Sprintf("W%d%d", w, i)), Relationships: pairs(fmt.Sprintf("W%d%d-SHARED", w, i))}); err != nil {
						t.Errorf("Apply: %v", err)
					}
				}
			})
		}
		wait.Wait()
		st := stats(t, s)
		same(t, "nodes", map[graph.Label]int{graph.LabelState: 21}, st.Nodes)
		same(t, "relationships", map[graph.RelationshipType]int{graph.AlliedWithType: 20}, st.Relationships)
		n, r := allRecords(t, s, graph.RecordQuery{Limit: 100})
		var sum graph.Hash
		for i := range n {
			sum = sum.Add(n[i].Hash())
		}
		for i := range r {
			sum = sum.Add(r[i].Hash())
		}
		if sum != st.Fingerprint {
			t.Errorf("fingerprint %s, the records add up to %s", st.Fingerprint, sum)
		}
	}},
	{"after Close every call is unavailable", func(t *testing.T, s graph.Store) {
		put(t, s, states("A"))
		if err := s.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("Close again: %v", err)
		}
		ctx := t.Context()
		for name, call := range map[string]func() error{
			"Ready":         func() error { return s.Ready(ctx) },
			"Nodes":         func() error { _, err := s.Nodes(ctx, stateIDs("A")); return err },
			"Relationships": func() error { _, err := s.Relationships(ctx, stateIDs("A")); return err },
			"Lookup":        func() error { _, err := s.Lookup(ctx, []graph.IdentifierRef{{}}, 0); return err },
			"Find":          func() error { _, err := s.Find(ctx, graph.NodeQuery{First: 1}); return err },
			"Expand":        func() error { _, err := s.Expand(ctx, stateIDs("A"), graph.HopQuery{PerNode: 1}); return err },
			"Degrees":       func() error { _, err := s.Degrees(ctx, stateIDs("A"), graph.DegreeQuery{}); return err },
			"Neighborhood": func() error {
				_, err := s.Neighborhood(ctx, graph.NeighborhoodQuery{Of: stateIDs("A"), Hops: 1, PerNode: 1, Limit: 1})
				return err
			},
			"Paths": func() error {
				_, err := s.Paths(ctx, graph.PathQuery{From: "state:A", To: stateIDs("B"), MaxHops: 1, Limit: 1})
				return err
			},
			"Statements": func() error { _, err := s.Statements(ctx, stateIDs("A")); return err },
			"Stats":      func() error { _, err := s.Stats(ctx); return err },
			"LoadRuns":   func() error { _, err := s.LoadRuns(ctx, 1); return err },
			"Records":    func() error { _, err := s.Records(ctx, graph.RecordQuery{Limit: 1}); return err },
			"At":         func() error { _, _, err := s.At(ctx, graph.KnownAt{}); return err },
			"Commits":    func() error { _, err := s.Commits(ctx, graph.CommitQuery{First: 1}); return err },
			"Changes":    func() error { _, err := s.Changes(ctx, graph.ChangeQuery{Limit: 1}); return err },
			"Compact":    func() error { _, err := s.Compact(ctx, graph.KnownAt{}); return err },
			"Apply":      func() error { _, err := s.Apply(ctx, graph.Batch{Nodes: states("B")}); return err },
			"Retract":    func() error { _, err := s.Retract(ctx, alpha); return err },
		} {
			if err := call(); graph.KindOf(err) != graph.KindUnavailable {
				t.Errorf("%s: %v; want an error of kind UNAVAILABLE", name, err)
			}
		}
	}},
}
