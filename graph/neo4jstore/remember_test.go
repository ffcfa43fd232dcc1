package neo4jstore_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// TestWhatIsRememberedIsOfItsCommit asks the readers of two commits the same in turn, each often enough to be answered
// from what is remembered.
func TestWhatIsRememberedIsOfItsCommit(t *testing.T) {
	s := open(t)
	apply := func(b graph.Batch) {
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	named := func(name string) (b graph.Batch) {
		hub := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:AAA", Name: name}})
		hub.Dataset, hub.Priority = dataset, 20
		b.Nodes = append(b.Nodes, hub)
		for _, code := range []string{"AAB", "AAC", "AAD", "AAE"} {
			n := state(code)
			n.Properties["name"] = name + " " + code
			r := borders("AAA", code)
			r.Locator = name
			b.Nodes, b.Relationships = append(b.Nodes, n), append(b.Relationships, r)
		}
		return b
	}
	type answers struct {
		Pages  []graph.HopPage
		Linked []graph.Relationship
		Nodes  []graph.Node
		Lists  [2]graph.NodePage
	}
	ask := func(r graph.Reader, name string) (a answers) {
		t.Helper()
		ids := []graph.ID{"state:AAA", "state:nobody", "state:AAC", "state:AAA"}
		var err error
		check := func() {
			if err != nil {
				t.Fatal(err)
			}
		}
		a.Pages, err = r.Expand(t.Context(), ids, graph.HopQuery{PerNode: 3, Filter: graph.Filter{On: 20000101}})
		check()
		there, not := borders("AAA", "AAC"), borders("AAC", "AAD")
		a.Linked, err = r.Relationships(t.Context(), []graph.ID{there.ID(), not.ID()})
		check()
		a.Nodes, err = r.Nodes(t.Context(), ids)
		check()
		for i, q := range []graph.NodeQuery{
			{Labels: []graph.Label{graph.LabelState}, First: 3, Total: true},
			{Text: "aac", First: 3, Order: graph.Order{Property: "relevance", Descending: true}},
		} {
			a.Lists[i], err = r.Find(t.Context(), q)
			check()
		}
		if len(a.Lists[0].Nodes) != 3 || !a.Lists[0].More || a.Lists[0].Total != 5 || len(a.Lists[1].Nodes) != 1 {
			t.Fatalf("%+v", a.Lists)
		}
		if got := a.Lists[0].Nodes[0].Head().Name; got != name {
			t.Fatalf("the reader of %q finds %q", name, got)
		}
		for _, hop := range a.Pages[0].Hops {
			if got := string(hop.Relationship.Head().Locator); got != name {
				t.Fatalf("the reader of %q is shown %q", name, got)
			}
		}
		if len(a.Pages[0].Hops) != 3 || !a.Pages[0].More || len(a.Pages[1].Hops) != 0 || len(a.Pages[2].Hops) != 1 || a.Pages[2].More {
			t.Fatalf("%+v", a.Pages)
		}
		return a
	}
	at := func() graph.Reader {
		r, _, err := s.At(t.Context(), graph.KnownAt{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	readers, first := map[string]graph.Reader{}, map[string]answers{}
	for _, name := range []string{"one", "two"} {
		apply(named(name))
		readers[name] = at()
		first[name] = ask(s, name) // which remembers nothing
		for range 3 {
			for known, r := range readers {
				if got := ask(r, known); !reflect.DeepEqual(got, first[known]) {
					t.Fatalf("%q is answered with\n%+v, want\n%+v", known, got, first[known])
				}
			}
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := readers["two"].Nodes(ended, []graph.ID{"state:AAA"}); graph.KindOf(err) != graph.KindCanceled {
		t.Errorf("a question that was given up is answered from memory: %v", err)
	}
}
