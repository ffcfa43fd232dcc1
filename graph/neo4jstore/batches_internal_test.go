package neo4jstore

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// loaded are batches of a run: states, and then borders between them, in files of two parts.
func loaded(run string, borders ...[]graph.RelationshipRecord) (out []graph.Batch) {
	mark := func(status graph.LoadRunStatus) *graph.LoadRun {
		return &graph.LoadRun{ID: run, Dataset: "dataset:test", Status: status, Started: time.Date(2024, 10, 15, 12, 0, 0, 0, time.UTC), Position: len(out) + 1}
	}
	var states []graph.NodeRecord
	for i := range 20 {
		r := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: graph.ID(fmt.Sprintf("state:S%02d", i)), Name: fmt.Sprint("State ", i)}})
		r.Dataset = "dataset:test"
		states = append(states, r)
	}
	out = append(out, graph.Batch{Nodes: states, Run: mark(graph.LoadRunning)})
	for _, list := range borders {
		out = append(out, graph.Batch{Relationships: list, Run: mark(graph.LoadRunning)})
	}
	return append(out, graph.Batch{Run: mark(graph.LoadFinished)})
}

func bordersFrom(first, n int, kind graph.Text) (out []graph.RelationshipRecord) {
	for i := first; i < first+n; i++ {
		out = append(out, graph.NewRelationshipRecord(&graph.Borders{Kind: kind, RelationshipHeader: graph.RelationshipHeader{
			FromID: graph.ID(fmt.Sprintf("state:S%02d", i%20)), ToID: graph.ID(fmt.Sprintf("state:S%02d", (i+1)%20)), DatasetID: "dataset:test",
			Period: graph.Since(graph.YearOnly(1950)),
		}}, ""))
	}
	return out
}

// TestWhatABatchIsKnownToHaveBroughtIsNotLookedForAgain loads, and tells of each further step whether records were
// looked for and what was done to them.
func TestWhatABatchIsKnownToHaveBroughtIsNotLookedForAgain(t *testing.T) {
	for name, records := range map[string]int{"in one transaction": 0, "in several": 7} {
		t.Run(name, func(t *testing.T) {
			neo4jtest.Clean(t)
			s, err := Open(t.Context(), Options{URL: neo4jtest.URL(t), CommitRecords: records})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			var mu sync.Mutex
			looks := 0
			s.observe = func(cypher string, _ map[string]any) {
				mu.Lock()
				defer mu.Unlock()
				if cypher == cypherKnownRecords || cypher == cypherKnownRelationships(graph.BordersType) {
					looks++
				}
			}
			land, sea := bordersFrom(0, 10, "LAND"), bordersFrom(0, 10, "WATER_12")
			rest := bordersFrom(10, 10, "LAND")
			moved := bordersFrom(0, 10, "LAND")
			for i := range moved {
				moved[i].Part = "b.csv"
			}
			want := func(step string, batches []graph.Batch, looked bool, want graph.ApplyResult) {
				t.Helper()
				looks = 0
				var got graph.ApplyResult
				for _, b := range batches {
					result, err := s.Apply(t.Context(), b)
					if err != nil {
						t.Fatal(step, err)
					}
					got = got.Add(result)
				}
				if diff := cmp.Diff(want, got); diff != "" || looked != (looks > 0) {
					t.Errorf("%s: %d looks: %s", step, looks, diff)
				}
			}
			created := graph.ApplyResult{NodesCreated: 20, RelationshipsCreated: 20}
			same := graph.ApplyResult{NodesUnchanged: 20, RelationshipsUnchanged: 20}
			want("first", loaded("1", land, rest), false, created)
			want("again", loaded("2", land, rest), false, same)
			want("one batch of two", loaded("3", rest), false, graph.ApplyResult{NodesUnchanged: 20, RelationshipsUnchanged: 10})
			want("cut otherwise", loaded("4", append(land[:10:10], rest...)), true, same)
			want("cut otherwise, again", loaded("5", append(land[:10:10], rest...)), false, same)
			want("as at first", loaded("6", land, rest), false, same)

			want("changed", loaded("7", sea, rest), true, graph.ApplyResult{NodesUnchanged: 20, RelationshipsChanged: 10, RelationshipsUnchanged: 10})
			want("back", loaded("8", land, rest), true, graph.ApplyResult{NodesUnchanged: 20, RelationshipsChanged: 10, RelationshipsUnchanged: 10})
			want("looked at once more", loaded("9", land, rest), true, same)
			want("and known", loaded("10", land, rest), false, same)

			want("a change and what was known", loaded("11", sea, land), true,
				graph.ApplyResult{NodesUnchanged: 20, RelationshipsChanged: 20})
			want("which left it as it was", loaded("12", land, rest), false, same)

			want("another part", loaded("13", moved, rest), true, same)
			want("and back", loaded("14", land, rest), true, same)
			want("known again", loaded("15", land, rest), true, same)

			edit := []graph.Batch{{RemoveRelationships: []graph.ID{land[3].ID()}}}
			want("removed by hand", edit, true, graph.ApplyResult{RelationshipsRemoved: 1})
			want("brought again", loaded("16", land, rest), true,
				graph.ApplyResult{NodesUnchanged: 20, RelationshipsCreated: 1, RelationshipsUnchanged: 19})
			want("and is known", loaded("17", land, rest), false, same)

			if _, err := s.Retract(t.Context(), "dataset:test"); err != nil {
				t.Fatal(err)
			}
			want("after a retraction", loaded("18", land, rest), false, created)
			want("at last", loaded("19", land, rest), false, same)
			page, err := s.Records(t.Context(), graph.RecordQuery{Limit: 100})
			if err != nil || len(page.Nodes) != 20 || len(page.Relationships) != 20 {
				t.Errorf("%d and %d records, %v", len(page.Nodes), len(page.Relationships), err)
			}
		})
	}
}
