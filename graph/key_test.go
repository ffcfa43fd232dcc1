package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func TestKeysComeApartAsTheyWerePutTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z0-9|/ :]{0,12}`)
		id := func(name string) graph.ID { return graph.ID(rapid.StringMatching(`[a-z]+:[A-Z0-9/-]+`).Draw(t, name)) }
		link := graph.RelationshipRecord{
			Type: graph.AlliedWithType, From: id("from"), To: id("to"),
			Discriminator: text.Draw(t, "discriminator"), Dataset: id("dataset"),
		}
		if got, ok := link.ID().RelationshipKey(); !ok || !cmp.Equal(got, link) || got.ID() != link.ID() {
			t.Fatalf("%s comes apart as %+v, %t", link.ID(), got, ok)
		}
		node := graph.NodeRecord{ID: link.From, Dataset: link.Dataset, Discriminator: link.Discriminator}
		if got, ok := graph.ParseNodeKey(node.Key()); !ok || !cmp.Equal(got, node) {
			t.Fatalf("%s comes apart as %+v, %t", node.Key(), got, ok)
		}
	})
	for _, id := range []graph.ID{"", "state:PRK", "ALLIED_WITH|state:PRK|state:RUS", "ALLIED_WITH|state:PRK|state:RUS|"} {
		if key, ok := id.RelationshipKey(); ok {
			t.Errorf("%q is taken for %+v", id, key)
		}
	}
	for _, key := range []string{"", "state:PRK", "state:PRK|dataset:cow"} {
		if k, ok := graph.ParseNodeKey(key); ok {
			t.Errorf("%q is taken for %+v", key, k)
		}
	}
}

func TestRecordsOfANodeComeInOneOrder(t *testing.T) {
	want := []graph.NodeRecord{
		{Priority: 2, Dataset: "dataset:b"},
		{Priority: 1, Dataset: "dataset:a"},
		{Priority: 1, Dataset: "dataset:b"},
		{Priority: 1, Dataset: "dataset:b", Discriminator: "1"},
	}
	got := []graph.NodeRecord{want[3], want[1], want[0], want[2]}
	slices.SortFunc(got, func(a, b graph.NodeRecord) int { return a.Compare(&b) })
	for i := range want {
		if got[i].Key() != want[i].Key() || got[i].Priority != want[i].Priority {
			t.Errorf("place %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}
