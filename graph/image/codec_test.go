package image

import (
	"strings"
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

func TestAnyRecordIsDecodedAsItWasEncoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		confidence := rapid.Ptr(rapid.IntRange(0, 100), true).Draw(t, "confidence")
		text := rapid.String()
		n := graph.NodeRecord{ID: "state:A", Label: graph.LabelState, Dataset: "dataset:d", Discriminator: text.Draw(t, "discriminator"), Part: text.Draw(t, "part"),
			Priority: rapid.Int().Draw(t, "priority"), Source: graph.ID(text.Draw(t, "source")), Locator: text.Draw(t, "locator"), Confidence: confidence, Properties: drawProperties(t)}
		gotNode, err := decodeNode(n.Key(), string(encodeNode(&n)))
		if diff := cmp.Diff(n, gotNode, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		r := graph.RelationshipRecord{Type: graph.BordersType, From: "state:A", To: "state:B", Discriminator: n.Discriminator, Dataset: "dataset:d", Part: n.Part,
			Source: n.Source, Locator: n.Locator, Confidence: confidence, Derived: rapid.Bool().Draw(t, "derived"), Properties: n.Properties}
		gotLink, err := decodeRelationship(r.ID(), string(encodeRelationship(&r)))
		if diff := cmp.Diff(r, gotLink, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		if gotNode.Hash() != n.Hash() || gotLink.Hash() != r.Hash() {
			t.Fatal("the hash is another")
		}
	})
}

func TestBrokenBytesAreAnErrorAndNeverAPanic(t *testing.T) {
	good := string(encodeNode(&graph.NodeRecord{Label: graph.LabelState, Properties: graph.Properties{"name": "A", "aliases": []string{"B", "C"}, "latitude": 1.5, "from": "1900"}}))
	for n := range len(good) {
		if _, err := decodeNode("state:A|dataset:d|", good[:n]); err == nil {
			t.Errorf("%d of %d bytes are read without an error", n, len(good))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		_, _ = decodeNode("state:A|dataset:d|", string(b))
		_, _ = decodeRelationship("BORDERS|state:A|state:B||dataset:d", string(b))
	})
	for _, key := range []string{"", "state:A", "state:A|dataset:d"} {
		if _, err := decodeNode(key, good); err == nil {
			t.Errorf("key %q is read", key)
		}
	}
	if _, err := decodeRelationship(graph.ID(strings.Repeat("|", 3)), good); err == nil {
		t.Error("a key of three bars is read")
	}
}
