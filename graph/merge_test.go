package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func statement(dataset string, priority int, discriminator string, p graph.Properties) graph.NodeRecord {
	return graph.NodeRecord{ID: "treaty:t", Label: graph.LabelTreaty, Dataset: graph.ID("dataset:" + dataset), Priority: priority, Discriminator: discriminator, Properties: p}
}

func TestTheShownValueIsThatOfTheHighestPriority(t *testing.T) {
	records := []graph.NodeRecord{
		statement("cow", 50, "", graph.Properties{"name": "COW's", "kind": "ALLIANCE", "from": "1949-08-24", "until": "2012", "aliases": []string{"b", "c"}, "term": "none"}),
		statement("curated", 100, "", graph.Properties{"name": "Curated's", "from": "1949-08", "inForce": "1949-08", "aliases": []string{"a", "b", "a"}}),
		statement("curated", 100, "2", graph.Properties{"name": "A second source's", "note": "n", "until": "1990"}),
		statement("atop", 50, "", graph.Properties{"kind": "TREATY", "term": "20 years", "ended": "2016"}),
	}
	label, shown := graph.Merge(records)
	want := graph.Properties{"name": "Curated's", "from": "1949-08", "inForce": "1949-08", "aliases": []string{"a", "b", "c"}, "note": "n", "kind": "TREATY", "term": "20 years"}
	if diff := cmp.Diff(want, shown); label != graph.LabelTreaty || diff != "" {
		t.Errorf("label %s\n%s", label, diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		_, again := graph.Merge(rapid.Permutation(records).Draw(t, "order"))
		if diff := cmp.Diff(shown, again); diff != "" {
			t.Fatalf("in another order:\n%s", diff)
		}
	})
	if label, shown := graph.Merge(nil); label != "" || shown != nil {
		t.Errorf("of no record: %s, %v", label, shown)
	}
}

func TestDisagreementsAreWhatDiffersAndNotWhatIsLessPrecise(t *testing.T) {
	records := []graph.NodeRecord{
		statement("curated", 100, "", graph.Properties{"name": "X", "note": "n", "signed": "1949", "kind": "TREATY", "from": "1949", "binding": true, "aliases": []string{"a"}}),
		statement("cow", 50, "", graph.Properties{
			"name": "Y", "note": "m", "signed": "1949-04-04", "kind": "ALLIANCE", "from": "1949-08-24", "until": "2012-12-31", "binding": true,
			"aliases": []string{"b"},
		}),
		statement("atop", 40, "", graph.Properties{"signed": "1949-05", "until": "2016-12-31"}),
	}
	got := graph.DisagreementsOf(records)
	type short struct {
		Property string
		Chosen   any
		Datasets []graph.ID
	}
	var have []short
	for _, d := range got {
		s := short{d.Property, d.Chosen, nil}
		for _, v := range d.Values {
			s.Datasets = append(s.Datasets, v.DatasetID)
		}
		have = append(have, s)
	}
	want := []short{
		{"kind", "TREATY", []graph.ID{"dataset:curated", "dataset:cow"}},
		// The year agrees with both days, but they do not agree with each other.
		{"signed", "1949", []graph.ID{"dataset:curated", "dataset:cow", "dataset:atop"}},
		// The dates shown are those of the bundled dataset, which states no end.
		{"until", nil, []graph.ID{"dataset:cow", "dataset:atop"}},
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
	if n := len(graph.StatementsOf(records)); n != 17 {
		t.Errorf("%d statements, want 17", n)
	}
	numbers := []graph.NodeRecord{
		{ID: "conflict:c", Dataset: "dataset:a", Properties: graph.Properties{"fatalitiesBest": int64(3)}},
		{ID: "conflict:c", Dataset: "dataset:b", Properties: graph.Properties{"fatalitiesBest": 3.0}},
	}
	if got := graph.DisagreementsOf(numbers); len(got) != 0 {
		t.Errorf("3 and 3.0 disagree: %v", got)
	}
}

func TestStrengthIsATotalOrder(t *testing.T) {
	relationship := rapid.Custom(func(t *rapid.T) graph.Relationship {
		h := graph.RelationshipHeader{ID: graph.ID(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id")), Confidence: rapid.Ptr(rapid.IntRange(0, 2), true).Draw(t, "confidence")}
		if rapid.Bool().Draw(t, "borders") {
			return &graph.Borders{RelationshipHeader: h}
		}
		return &graph.AlliedWith{RelationshipHeader: h, ObligationType: rapid.SampledFrom(graph.ObligationTypes).Draw(t, "type"), Binding: rapid.Ptr(rapid.Bool(), true).Draw(t, "binding")}
	})
	sign := func(n int) int { return max(-1, min(1, n)) }
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := relationship.Draw(t, "a"), relationship.Draw(t, "b"), relationship.Draw(t, "c")
		if sign(graph.CompareStrength(a, b)) != -sign(graph.CompareStrength(b, a)) || graph.CompareStrength(a, a) != 0 {
			t.Fatal("not antisymmetric")
		}
		if graph.CompareStrength(a, b) <= 0 && graph.CompareStrength(b, c) <= 0 && graph.CompareStrength(a, c) > 0 {
			t.Fatal("not transitive")
		}
	})
	no := false
	defense, political, consul := &graph.AlliedWith{ObligationType: graph.ObligationDefense}, &graph.AlliedWith{ObligationType: graph.ObligationDefense, Binding: &no},
		&graph.AlliedWith{ObligationType: graph.ObligationConsul}
	if graph.CompareStrength(defense, consul) >= 0 || graph.CompareStrength(consul, political) >= 0 || graph.CompareStrength(political, &graph.Borders{}) >= 0 {
		t.Error("not defence, consultation, a declaration, a border")
	}
}
