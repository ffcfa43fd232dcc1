package memo_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memo"
)

// asked is a reader that tells what it was asked for, and fails where it is told to.
type asked struct {
	graph.Reader
	ids   []graph.ID
	finds int
	err   error
}

func (a *asked) Nodes(_ context.Context, ids []graph.ID) ([]graph.Node, error) {
	a.ids = append(a.ids, ids...)
	out := make([]graph.Node, len(ids))
	for i, id := range ids {
		if id != "state:none" {
			out[i] = &graph.State{Header: graph.Header{ID: id}}
		}
	}
	return out, a.err
}

func (a *asked) Expand(_ context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	a.ids = append(a.ids, ids...)
	out := make([]graph.HopPage, len(ids))
	for i, id := range ids {
		r := &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{FromID: id, ToID: graph.ID(q.Direction)}}
		out[i].Hops = []graph.Hop{{Relationship: r}}
	}
	return out, a.err
}

func (a *asked) Find(_ context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	a.finds++
	return graph.NodePage{Total: q.First}, a.err
}

func TestNothingIsReadTwice(t *testing.T) {
	store := &asked{}
	memory := memo.New()
	reader := memory.Over(store)
	for _, ids := range [][]graph.ID{{"state:A", "state:none", "state:A"}, {"state:none", "state:B", "state:A"}} {
		nodes, err := reader.Nodes(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		for i, id := range ids {
			if id == "state:none" != (nodes[i] == nil) || nodes[i] != nil && nodes[i].Head().ID != id {
				t.Errorf("%v: %v", ids, nodes)
			}
		}
	}
	if !slices.Equal(store.ids, []graph.ID{"state:A", "state:none", "state:B"}) {
		t.Errorf("nodes asked for: %v", store.ids)
	}
	store.ids = nil
	for _, direction := range []graph.Direction{graph.DirectionOut, graph.DirectionIn, graph.DirectionOut} {
		pages, err := memory.Over(store).Expand(t.Context(), []graph.ID{"state:A"}, graph.HopQuery{Direction: direction})
		if err != nil || pages[0].Hops[0].Relationship.Head().ToID != graph.ID(direction) {
			t.Errorf("%s: %v, %v", direction, pages, err)
		}
	}
	if read := len(slices.Collect(memory.Relationships())); len(store.ids) != 2 || read != 2 {
		t.Errorf("hops asked for: %v; relationships read: %d", store.ids, read)
	}
	for _, first := range []int{1, 2, 1} {
		if page, err := reader.Find(t.Context(), graph.NodeQuery{First: first}); err != nil || page.Total != first {
			t.Errorf("first %d: %v, %v", first, page, err)
		}
	}
	if store.finds != 2 {
		t.Errorf("%d pages asked for", store.finds)
	}
}

func TestAFailureIsNotRemembered(t *testing.T) {
	store := &asked{err: errors.New("down")}
	reader := memo.New().Over(store)
	ask := func() error {
		_, nodes := reader.Nodes(t.Context(), []graph.ID{"state:A"})
		_, hops := reader.Expand(t.Context(), []graph.ID{"state:A"}, graph.HopQuery{})
		_, page := reader.Find(t.Context(), graph.NodeQuery{})
		if nodes == nil || hops == nil || page == nil {
			return nil
		}
		return errors.Join(nodes, hops, page)
	}
	if ask() == nil {
		t.Error("no failure")
	}
	if store.err = nil; ask() != nil {
		t.Error("the failure lasts")
	}
}

func TestQuestionsThatReadAlikeAreToldApart(t *testing.T) {
	store := &asked{}
	reader := memo.New().Over(store)
	for _, datasets := range [][]graph.ID{{"dataset:a dataset:b"}, {"dataset:a", "dataset:b"}} {
		q := graph.HopQuery{Filter: graph.Filter{Datasets: datasets}}
		if _, err := reader.Expand(t.Context(), []graph.ID{"state:A"}, q); err != nil {
			t.Fatal(err)
		}
	}
	if len(store.ids) != 2 {
		t.Errorf("asked for %v, want the hops of each question", store.ids)
	}
}
