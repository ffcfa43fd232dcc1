package neo4jstore_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// TestWhatIsForeseenIsOfItsCommit commits between what a reader foresees and what it is asked.
func TestWhatIsForeseenIsOfItsCommit(t *testing.T) {
	s := open(t)
	all := ring(12)
	apply(t, s, all)
	at := func() graph.Reader {
		r, _, err := s.At(t.Context(), graph.KnownAt{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	page := graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 5}
	hops := []graph.HopQuery{{PerNode: 1, Direction: graph.DirectionAny}, {PerNode: 3, Direction: graph.DirectionOut}}
	ask := func(r graph.Reader) (answers []any) {
		found, err := r.Find(t.Context(), page)
		if err != nil || len(found.Nodes) != 5 {
			t.Fatal(len(found.Nodes), err)
		}
		var ids []graph.ID
		for _, n := range found.Nodes {
			ids = append(ids, n.Head().ID)
		}
		answers = append(answers, found)
		for _, q := range hops {
			pages, err := r.Expand(t.Context(), ids, q)
			if err != nil {
				t.Fatal(err)
			}
			answers = append(answers, pages)
		}
		return answers
	}
	foresee := func(r graph.Reader) {
		t.Helper()
		if err := graph.Foresee(t.Context(), r, graph.Ahead{Page: &page, Hops: hops}); err != nil {
			t.Fatal(err)
		}
	}
	want := ask(at())
	early, late := at(), at()
	foresee(early)
	for i := range all.Nodes {
		all.Nodes[i].Properties["name"] = "Renamed"
	}
	apply(t, s, graph.Batch{Nodes: all.Nodes, RemoveRelationships: []graph.ID{all.Relationships[0].ID()}})
	foresee(late)
	for _, r := range []graph.Reader{early, late, early} {
		if got := ask(r); !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v, want\n%+v", got, want)
		}
	}
	now := at()
	foresee(now)
	if got := ask(now); reflect.DeepEqual(got, want) {
		t.Error("the commit is not seen")
	}
	foresee(now)
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := now.Expand(ended, []graph.ID{"state:AAA"}, hops[0]); graph.KindOf(err) != graph.KindCanceled {
		t.Errorf("a question that was given up is answered: %v", err)
	}
}
