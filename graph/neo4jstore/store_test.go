package neo4jstore_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestApplyingTwiceChangesNothing(t *testing.T) {
	s := open(t)
	if r := apply(t, s, ring(50)); r.NodesCreated != 50 || r.RelationshipsCreated != 50 {
		t.Fatalf("first: %+v", r)
	}
	first := fingerprint(t, s)
	if r := apply(t, s, ring(50)); r.Changes() || r.NodesUnchanged != 50 || r.RelationshipsUnchanged != 50 {
		t.Fatalf("second: %+v", r)
	}
	if again := fingerprint(t, s); again != first {
		t.Errorf("fingerprint %v became %v", first, again)
	}
}

func TestSmoke(t *testing.T) {
	s := open(t)
	apply(t, s, ring(50))
	ctx := t.Context()
	paths, err := s.Paths(ctx, graph.PathQuery{From: "state:AAA", To: []graph.ID{"state:AAD"}, MaxHops: 6, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", paths)
	page, err := s.Find(ctx, graph.NodeQuery{Text: "stat aab", First: 10, Order: graph.Order{Property: "relevance"}, Total: true})
	t.Logf("%+v %v", page, err)
	page, err = s.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 10, Order: graph.Order{Property: "unMember", Descending: true}, Total: true})
	t.Logf("%+v %v", page, err)
	sub, err := s.Neighborhood(ctx, graph.NeighborhoodQuery{Of: []graph.ID{"state:AAA"}, Hops: 2, PerNode: 10, Limit: 20})
	t.Logf("%+v %v", sub, err)
	deg, err := s.Degrees(ctx, []graph.ID{"state:AAA"}, 0)
	t.Logf("%+v %v", deg, err)
	stats, err := s.Stats(ctx)
	t.Logf("%+v %v", stats, err)
	r, err := s.Retract(ctx, dataset)
	t.Logf("%+v %v", r, err)
	stats, err = s.Stats(ctx)
	t.Logf("%+v %v", stats, err)
}
