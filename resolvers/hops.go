package resolvers

import (
	"cmp"
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
)

// relationshipFilter says which relationships of a node are meant; the zero value means all of all time.
type relationshipFilter struct {
	types       []graph.RelationshipType
	direction   graph.Direction // ANY by default
	on          graph.Day
	obligations []graph.ObligationType
	datasets    []graph.ID
	first       int // all by default, and more than graph.MaxPerNode are refused
	// hideCandidates leaves out events that only a program found.
	hideCandidates bool
	err            error // the first thing that is wrong with the arguments it was made of
}

func outgoing(types ...graph.RelationshipType) relationshipFilter {
	return relationshipFilter{types: types, direction: graph.DirectionOut}
}

func incoming(types ...graph.RelationshipType) relationshipFilter {
	return relationshipFilter{types: types, direction: graph.DirectionIn}
}

// onDay is the filter on the day of a field, or of all time.
func (l relationshipFilter) onDay(ctx context.Context, asOf *graph.Date, allTime bool) relationshipFilter {
	if l.err == nil {
		l.on, l.err = day(ctx, asOf, allTime)
	}
	return l
}

// upTo is the filter for the first so many.
func (l relationshipFilter) upTo(first int) relationshipFilter {
	l.first, l.err = first, cmp.Or(l.err, paged(first))
	return l
}

// loaded is the filter where all its datasets are loaded, else that error.
func (l relationshipFilter) loaded(ctx context.Context) relationshipFilter {
	if l.err == nil {
		l.err = loaded(ctx, l.datasets, "datasets")
	}
	return l
}

// hops are the relationships of a node, by the batcher, ordered by id.
func hops(ctx context.Context, id graph.ID, l relationshipFilter) ([]graph.Hop, error) {
	pages, err := manyHops(ctx, []graph.ID{id}, l)
	if err != nil {
		return nil, err
	}
	return pages[0], nil
}

// related are the relationships of a node that have one concrete type, or any for graph.Relationship.
func related[R graph.Relationship](ctx context.Context, id graph.ID, l relationshipFilter) ([]R, error) {
	found, err := hops(ctx, id, l)
	if err != nil {
		return nil, err
	}
	out := make([]R, 0, len(found))
	for _, hop := range found {
		if r, ok := hop.Relationship.(R); ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// others are the nodes at the other ends, each once, in the order of the relationships.
func others[N graph.Node](ctx context.Context, id graph.ID, l relationshipFilter) ([]N, error) {
	found, err := hops(ctx, id, l)
	if err != nil {
		return nil, err
	}
	return ends[N](found), nil
}

// ends are the nodes at the other ends of hops, each once.
func ends[N graph.Node](hops []graph.Hop) []N {
	out := make([]N, 0, len(hops))
	seen := make(map[graph.ID]bool, len(hops))
	for _, hop := range hops {
		if n, ok := hop.Other.(N); ok && !seen[n.Head().ID] {
			seen[n.Head().ID] = true
			out = append(out, n)
		}
	}
	return out
}

// first is the first of the other ends, the zero N where there is none.
func first[N graph.Node](ctx context.Context, id graph.ID, l relationshipFilter) (n N, err error) {
	list, err := others[N](ctx, id, l)
	if err != nil || len(list) == 0 {
		return n, err
	}
	return list[0], nil
}

// node is the node of an id that the domain holds; where the store has none by now it is called by its id, as a node is
// that only relationships keep alive.
func node[N graph.Node](ctx context.Context, id graph.ID) (n N, err error) {
	found, err := requestOf(ctx).nodes.Load(ctx, id)
	if err != nil {
		return n, err
	}
	if found == nil {
		if found, err = graph.NewNode(graph.Ontology.LabelOf(id), id, nil); err != nil {
			return n, graph.Errorf(graph.KindInternal, "id %s: %v", id, err)
		}
	}
	return graph.NodeAs[N](found)
}

// optional is node for an id that may be empty: then it is the zero N, null in the API.
func optional[N graph.Node](ctx context.Context, id graph.ID) (n N, err error) {
	if id == "" {
		return n, nil
	}
	return node[N](ctx, id)
}

// nodesOf are the nodes of several ids, in their order, by the batcher.
func nodesOf[N graph.Node](ctx context.Context, ids []graph.ID) ([]N, error) {
	if _, err := requestOf(ctx).nodes.LoadAll(ctx, ids); err != nil {
		return nil, err
	}
	out := make([]N, 0, len(ids))
	for _, id := range ids {
		n, err := node[N](ctx, id) // in the batcher's memory by now
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// manyHops is hops for several nodes at once, aligned with them. Where a node has more relationships than can be
// followed, there is no answer, since half of them would be taken for all. Where the filter has a first of its own,
// that many are the answer.
func manyHops(ctx context.Context, ids []graph.ID, l relationshipFilter) ([][]graph.Hop, error) {
	pages, err := hopPages(ctx, ids, l)
	if err != nil {
		return nil, err
	}
	out := make([][]graph.Hop, len(pages))
	for i, page := range pages {
		switch {
		case page.More && l.first == 0:
			return nil, tooMany(ids[i], len(page.Hops), l.types)
		case page.More:
			leftOut(ctx, l.first)
		}
		out[i] = page.Hops
	}
	return out, nil
}

func tooMany(id graph.ID, most int, types []graph.RelationshipType) error {
	return graph.Errorf(graph.KindLimitExceeded, "%s has more than %d relationships %v in question: narrow them by a "+
		"day, datasets or obligation types, ask for the first of them by `relationships`, or count them by `degrees`",
		id, most, types)
}

// cut is the first so many of a list, which is what its field was asked for.
func cut[T any](ctx context.Context, list []T, first int) []T {
	if len(list) <= first {
		return list
	}
	leftOut(ctx, first)
	return list[:first]
}

// leftOut says of a list that it ends before all are in it, where whoever asked has not said how many are wanted.
func leftOut(ctx context.Context, first int) {
	if given(ctx, "first") {
		return
	}
	more := fmt.Sprintf("`first` takes up to %d", graph.MaxFirst)
	if first == graph.MaxFirst {
		more = "narrow the question"
	}
	requestOf(ctx).warn([]string{fmt.Sprintf("%s: only the first %d are listed, and there are more; %s",
		graphql.GetFieldContext(ctx).Field.Name, first, more)})
}

// question is what the batcher is asked.
func (l relationshipFilter) question() hopQuestion {
	return hopQuestion{
		join(l.types), join(l.obligations), join(l.datasets), cmp.Or(l.direction, graph.DirectionAny), l.on,
		cmp.Or(l.first, graph.MaxPerNode), l.hideCandidates,
	}
}

func hopPages(ctx context.Context, ids []graph.ID, l relationshipFilter) ([]graph.HopPage, error) {
	if l.err != nil {
		return nil, l.err
	}
	q := requestOf(ctx)
	pages, err := q.hops.LoadAll(ctx, l.question().of(ids))
	return q.metOn(pages, err)
}
