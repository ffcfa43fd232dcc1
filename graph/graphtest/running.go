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
		apply(t, s, ring(0))
		var done atomic.Bool
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				for !done.Load() {
					page, err := s.Find(t.Context(), graph.NodeQuery{First: 500, Labels: []graph.Label{graph.LabelState}})
					if err != nil || len(page.Nodes) != ringSize {
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
					if err != nil || len(pages[0].Hops) != ringSize {
						t.Errorf("%d hops, %v; want %d", len(pages[0].Hops), err, ringSize)
						return
					}
				}
			})
		}
		for n := 1; n <= 10; n++ {
			if _, err := s.Apply(t.Context(), ring(n)); err != nil {
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
		_, _, closed := s.At(ctx, graph.KnownAt{})
		for name, err := range map[string]error{
			"Ready":         s.Ready(ctx),
			"Nodes":         failure(s.Nodes(ctx, stateIDs("A"))),
			"Relationships": failure(s.Relationships(ctx, stateIDs("A"))),
			"Lookup":        failure(s.Lookup(ctx, []graph.IdentifierRef{{}}, 0)),
			"Find":          failure(s.Find(ctx, graph.NodeQuery{First: 1})),
			"Expand":        failure(s.Expand(ctx, stateIDs("A"), graph.HopQuery{PerNode: 1})),
			"Degrees":       failure(s.Degrees(ctx, stateIDs("A"), graph.DegreeQuery{})),
			"Neighborhood":  failure(s.Neighborhood(ctx, graph.NeighborhoodQuery{Of: stateIDs("A"), Hops: 1, PerNode: 1, Limit: 1})),
			"Paths":         failure(s.Paths(ctx, graph.PathQuery{From: "state:A", To: stateIDs("B"), MaxHops: 1, Limit: 1})),
			"Statements":    failure(s.Statements(ctx, stateIDs("A"))),
			"Stats":         failure(s.Stats(ctx)),
			"LoadRuns":      failure(s.LoadRuns(ctx, 1)),
			"Records":       failure(s.Records(ctx, graph.RecordQuery{Limit: 1})),
			"At":            closed,
			"Commits":       failure(s.Commits(ctx, graph.CommitQuery{First: 1})),
			"Changes":       failure(s.Changes(ctx, graph.ChangeQuery{Limit: 1})),
			"Compact":       failure(s.Compact(ctx, graph.KnownAt{})),
			"Apply":         failure(s.Apply(ctx, graph.Batch{Nodes: states("B")})),
			"Retract":       failure(s.Retract(ctx, alpha)),
		} {
			wantKind(t, err, graph.KindUnavailable, name)
		}
	}},
}
