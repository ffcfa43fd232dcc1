package neo4jstore

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

func TestNoPropertyOfTheOntologyIsOneThatTheStoreKeepsForItself(t *testing.T) {
	for _, l := range graph.Ontology.Labels {
		for _, own := range entityKeeps {
			if l.Property(own) != nil {
				t.Errorf("%s.%s", l.Label, own)
			}
		}
	}
	for _, r := range graph.Ontology.Types {
		for _, own := range relationshipKeeps {
			if r.Property(own) != nil {
				t.Errorf("%s.%s", r.Type, own)
			}
		}
	}
}

func TestNoLabelOrTypeOfTheOntologyIsOneThatTheStoreKeepsForItself(t *testing.T) {
	for _, own := range []graph.Label{"Entity", "Record", "Identifier", "LoadRun", "EntenteStore", "EntenteAnnouncement", "EntenteCommit", "EntenteBlock", "EntenteGathered", "EntenteDataset", "EntenteBatches", "EntenteMigration"} {
		if graph.Ontology.Label(own) != nil {
			t.Errorf("label %s", own)
		}
	}
	for _, own := range []graph.RelationshipType{"DESCRIBES", "IDENTIFIES"} {
		if graph.Ontology.Type(own) != nil {
			t.Errorf("type %s", own)
		}
	}
}

// TestNamesOfTheOntologyNeedNoQuoting holds what lets labels, types and properties be written into statements.
func TestNamesOfTheOntologyNeedNoQuoting(t *testing.T) {
	plain := func(name string) bool {
		return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_") == ""
	}
	for _, l := range graph.Ontology.Labels {
		if !plain(string(l.Label)) || strings.ContainsAny(l.Prefix, " '|") {
			t.Errorf("label %q, prefix %q", l.Label, l.Prefix)
		}
		for _, p := range l.Properties {
			if !plain(p.Name) {
				t.Errorf("property %q", p.Name)
			}
		}
	}
	for _, r := range graph.Ontology.Types {
		if !plain(string(r.Type)) {
			t.Errorf("type %q", r.Type)
		}
	}
}

// TestAPropertyIsOfOneShapeForAllLabels holds what Find relies on where it asks several labels.
func TestAPropertyIsOfOneShapeForAllLabels(t *testing.T) {
	shape := map[string]string{}
	for _, l := range graph.Ontology.Labels {
		for _, p := range l.Properties {
			is := "scalar"
			switch p.Kind {
			case graph.StringsValue, graph.JSONsValue:
				is = "list"
			case graph.DateValue:
				is = "date"
			case graph.IntValue, graph.FloatValue, graph.BoolValue: // like a text in statements; orderKey tells numbers apart
			}
			if other, ok := shape[p.Name]; ok && other != is {
				t.Errorf("%s.%s is a %s, elsewhere a %s", l.Label, p.Name, is, other)
			}
			shape[p.Name] = is
		}
	}
}

func anyProperties() *rapid.Generator[graph.Properties] {
	return rapid.Custom(func(t *rapid.T) graph.Properties {
		value := rapid.OneOf(rapid.String().AsAny(), rapid.Bool().AsAny(), rapid.Int64().AsAny(), rapid.Float64().AsAny(),
			rapid.Map(rapid.Int(), func(n int) float64 { return float64(n) }).AsAny(), rapid.SliceOf(rapid.String()).AsAny())
		return rapid.MapOf(rapid.String(), value).Draw(t, "properties")
	})
}

func TestPropertiesKeepTheirKindsThroughJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyProperties().Draw(t, "p")
		text, err := encodeProperties(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeProperties(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// TestEveryFieldOfARecordIsKept fails when a record gets a field that the store does not know.
func TestEveryFieldOfARecordIsKept(t *testing.T) {
	confidence := 70
	node := graph.NodeRecord{
		ID: "state:A", Label: graph.LabelState, Dataset: "dataset:d", Discriminator: "x|y", Part: "p", Priority: 3,
		Properties: graph.Properties{"name": "A"}, Source: "source:s", Locator: "l", Confidence: &confidence,
	}
	link := graph.RelationshipRecord{
		Type: graph.BordersType, From: "state:A", To: "state:B", Discriminator: "x|y", Dataset: "dataset:d", Part: "p",
		Properties: graph.Properties{"from": "1950", "kind": "LAND"}, Source: "source:s", Locator: "l", Confidence: &confidence, Derived: true,
	}
	for _, record := range []any{node, link} {
		v := reflect.ValueOf(record)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("this test does not set %s.%s", v.Type(), v.Type().Field(i).Name)
			}
		}
	}
	p, err := recordProperties(&node, node.Hash())
	if err != nil {
		t.Fatal(err)
	}
	gotNode, err := recordFrom(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(node, gotNode); diff != "" {
		t.Error(diff)
	}
	gotLink, err := relationshipFrom(relationshipProperties(&link, link.Hash()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(link, gotLink); diff != "" {
		t.Error(diff)
	}
	if got := recordOfKey(node.Key()); got.Key() != node.Key() || got.Label != node.Label {
		t.Errorf("of the key %s: %+v", node.Key(), got)
	}
}

func TestALongCodeHasAShortKeyOfItsOwn(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	a := identifierKey(graph.IdentifierRef{Scheme: graph.SchemeCOW, Value: long})
	b := identifierKey(graph.IdentifierRef{Scheme: graph.SchemeCOW, Value: long + "y"})
	if len(a) > longestIndexed || a == b {
		t.Errorf("keys %.80q and %.80q", a, b)
	}
	if got := identifierKey(graph.IdentifierRef{Scheme: graph.SchemeCOW, Value: "365"}); got != "COW|365" {
		t.Errorf("key %q", got)
	}
}
