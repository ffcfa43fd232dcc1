package memstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// TestFewPathsAmongManyDeadEndsAreFoundSoon has stars hanging on stars, where nearly every walk of a greater length
// passes a node twice: without asking whether the target can be reached at all, the search would try them all.
func TestFewPathsAmongManyDeadEndsAreFoundSoon(t *testing.T) {
	s := memstore.New()
	var b graph.Batch
	add := func(code string) {
		n := &graph.State{}
		n.ID, n.Name = graph.ID("state:"+code), code
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:d"
		b.Nodes = append(b.Nodes, r)
	}
	join := func(x, y string) {
		r := &graph.Borders{}
		r.FromID, r.ToID, r.DatasetID = graph.ID("state:"+x), graph.ID("state:"+y), "dataset:d"
		b.Relationships = append(b.Relationships, graph.NewRelationshipRecord(r, ""))
	}
	add("A")
	add("HUB")
	add("Z")
	join("A", "HUB")
	join("HUB", "Z")
	for i := range 150 {
		leaf := fmt.Sprintf("L%d", i)
		add(leaf)
		join("HUB", leaf)
		for j := range 150 {
			twig := fmt.Sprintf("L%dT%d", i, j)
			add(twig)
			join(leaf, twig)
		}
	}
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	result, err := s.Paths(t.Context(), graph.PathQuery{From: "state:A", To: []graph.ID{"state:Z"}, MaxHops: graph.MaxHops, Limit: 5, Timeout: time.Minute})
	if err != nil || result.TimedOut || result.Truncated || len(result.Paths) != 1 || len(result.Paths[0].Hops) != 2 {
		t.Errorf("%d paths, truncated %v, timed out %v, %v; want the one through the hub", len(result.Paths), result.Truncated, result.TimedOut, err)
	}
}
