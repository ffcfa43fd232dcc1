package image

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func TestTheOntologyFitsTheBitSets(t *testing.T) {
	if n := len(graph.Ontology.Labels); n > maxLabels {
		t.Errorf("%d labels, room for %d", n, maxLabels)
	}
	if n := len(graph.Ontology.Types); n > maxTypes {
		t.Errorf("%d types, room for %d", n, maxTypes)
	}
	for i := 1; i < len(typesInOrder); i++ {
		if typePrefix(typesInOrder[i-1]) >= typePrefix(typesInOrder[i]) {
			t.Errorf("%s does not precede %s", typePrefix(typesInOrder[i-1]), typePrefix(typesInOrder[i]))
		}
	}
}

func drawProperties(t *rapid.T) graph.Properties {
	value := rapid.OneOf(rapid.Map(rapid.String(), func(s string) any { return s }), rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Float64(), func(f float64) any { return f }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.SliceOf(rapid.String()), func(l []string) any { return l }))
	return graph.Properties(rapid.MapOf(rapid.String(), value).Draw(t, "properties"))
}

func TestAnyRecordIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		confidence := rapid.Ptr(rapid.IntRange(0, 100), true).Draw(t, "confidence")
		text := rapid.String()
		n := graph.NodeRecord{ID: "state:A", Label: graph.LabelState, Dataset: "dataset:d"}
		r := graph.RelationshipRecord{
			Type: graph.BordersType, From: "state:A", To: "state:A", Discriminator: text.Draw(t, "discriminator"), Dataset: "dataset:d",
			Part: text.Draw(t, "part"), Source: graph.ID(text.Draw(t, "source")), Locator: text.Draw(t, "locator"), Confidence: confidence,
			Derived: rapid.Bool().Draw(t, "derived"), Properties: drawProperties(t),
		}
		i, err := New().With(graph.Batch{Nodes: []graph.NodeRecord{n}, Relationships: []graph.RelationshipRecord{r}})
		if err != nil {
			t.Fatal(err)
		}
		page, err := i.Records(context.Background(), graph.RecordQuery{Limit: 10})
		if err != nil || len(page.Relationships) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		if diff := cmp.Diff(r, page.Relationships[0], cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		if page.Relationships[0].Hash() != r.Hash() {
			t.Fatal("the hash is another")
		}
	})
}

func TestLinksSortAsTheirIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom([]graph.ID{"state:A", "state:A-B", "state:AB", "state:A/1", "state:B", "state:A~", "state:Aé"})
		discriminator := rapid.SampledFrom([]string{"", "1", "a", "a|b", "a|", "|", "~"})
		var b graph.Batch
		seen := map[graph.ID]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "relationships") {
			r := graph.RelationshipRecord{
				Type: rapid.SampledFrom([]graph.RelationshipType{graph.BordersType, graph.AlliedWithType}).Draw(t, "type"), From: id.Draw(t, "from"),
				To: id.Draw(t, "to"), Discriminator: discriminator.Draw(t, "discriminator"), Dataset: rapid.SampledFrom([]graph.ID{"dataset:a", "dataset:a-b"}).Draw(t, "dataset"),
			}
			if !seen[r.ID()] {
				seen[r.ID()] = true
				b.Relationships = append(b.Relationships, r)
			}
		}
		i, err := New().With(b)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Sorted(maps.Keys(seen))
		for limit := 1; limit <= len(want); limit++ {
			var got []graph.ID
			for q := (graph.RecordQuery{Limit: limit}); ; {
				page, err := i.Records(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range page.Relationships {
					got = append(got, r.ID())
				}
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("by %d: %s", limit, diff)
			}
		}
		for _, id := range want {
			key, _ := id.RelationshipKey()
			if _, ok := i.find(&key); !ok {
				t.Fatalf("%s is not found", id)
			}
			key.Discriminator += "!"
			if _, ok := i.find(&key); ok {
				t.Fatalf("%s is found under another key", id)
			}
		}
	})
}
