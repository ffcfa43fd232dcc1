package curated

import (
	"encoding/json"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// data are the records of the embedded dataset as a store would hold them.
type data struct {
	records       []loaders.Record
	nodes         map[graph.ID]graph.Node // first opinions only
	statements    map[graph.ID][]graph.NodeRecord
	relationships map[graph.RelationshipType][]graph.Relationship
}

var loaded *data // the tests only read it, one after the other

func load(t testing.TB) *data {
	t.Helper()
	if loaded != nil {
		return loaded
	}
	d := &data{nodes: map[graph.ID]graph.Node{}, statements: map[graph.ID][]graph.NodeRecord{}, relationships: map[graph.RelationshipType][]graph.Relationship{}}
	for r, err := range New().Records(loaders.Input{}) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Nodes {
			r.Nodes[i].Dataset = DatasetID
		}
		for i := range r.Relationships {
			r.Relationships[i].Dataset = DatasetID
		}
		derived, err := graph.Derive(r.Nodes, r.Relationships)
		if err != nil {
			t.Fatalf("%s: %v", r.Locator, err)
		}
		r.Relationships = append(r.Relationships, derived...)
		d.records = append(d.records, r)
		for _, n := range r.Nodes {
			d.statements[n.ID] = append(d.statements[n.ID], n)
			if n.Discriminator == "" {
				node, err := graph.NewNode(n.Label, n.ID, n.Properties)
				if err != nil {
					t.Fatal(err)
				}
				d.nodes[n.ID] = node
			}
		}
		for _, l := range r.Relationships {
			rel, err := graph.NewRelationship(l)
			if err != nil {
				t.Fatal(err)
			}
			d.relationships[l.Type] = append(d.relationships[l.Type], rel)
		}
	}
	loaded = d
	return d
}

func day(t testing.TB, s string) graph.Day {
	t.Helper()
	d, err := graph.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d.First()
}

func TestEveryRecordIsValidInTheOntology(t *testing.T) {
	d := load(t)
	seen := map[graph.ID]string{}
	for _, r := range d.records {
		for _, n := range r.Nodes {
			if err := n.Validate(); err != nil {
				t.Errorf("%s: %v", r.Locator, err)
			}
		}
		for _, l := range r.Relationships {
			if err := l.Validate(); err != nil {
				t.Errorf("%s: %v", r.Locator, err)
			}
			if other, twice := seen[l.ID()]; twice {
				t.Errorf("%s and %s: both state %s", other, r.Locator, l.ID())
			}
			seen[l.ID()] = r.Locator
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		records, err := read(nil)
		if err != nil || len(records) == 0 {
			b.Fatal(len(records), err)
		}
	}
}

func BenchmarkParseYAML(b *testing.B) {
	files := yamlFiles(b)
	for b.Loop() {
		if _, err := parse(files); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeCompiled(b *testing.B) {
	for b.Loop() {
		var list []compiled
		if err := json.Unmarshal(compiledJSON, &list); err != nil || len(list) == 0 {
			b.Fatal(len(list), err)
		}
	}
}
