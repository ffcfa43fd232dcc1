package resolvers

import (
	"context"
	"maps"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/resolvers/api"
)

// maxSifted bounds the pages that are looked through for what a store's query cannot tell apart, or cannot count from
// the end.
const maxSifted = 10

// connection makes a page of a list. Forward the store has a key to go on from; from the end it has none, so that what
// comes before is walked, up to a bound.
func connection[N graph.Node](l *list, order *api.Order, by string, page api.Page) (*api.Connection[N], error) {
	var most int
	l.try(func() (err error) {
		most, err = size(l.ctx, page)
		return err
	})
	if l.err != nil {
		return nil, l.err
	}
	l.ordered(order, by)
	l.First = most
	total := selected(l.ctx, "totalCount")
	if len(l.sieves) > 0 || page.Last != nil || page.Before != nil {
		return sifted[N](l, page, total)
	}
	l.Total = total
	if page.After != nil {
		l.After = *page.After
	}
	found, err := l.find()
	if err != nil {
		return nil, err
	}
	out, err := pageOf[N](l.ctx, found, l.After != "")
	if err == nil && len(l.Labels) == 1 && l.After == "" {
		out.Warnings, err = absent(l.ctx, len(out.Nodes), l.Labels[0])
	}
	return out, err
}

// size is how many a page holds. A page that is none, too large or from both ends, is refused.
func size(ctx context.Context, page api.Page) (int, error) {
	name, most := "first", page.First
	if page.Last != nil {
		if page.First != nil && given(ctx, "first") {
			return 0, graph.Invalidf("first, last: want one or the other")
		}
		name, most = "last", page.Last
	}
	switch {
	case most == nil:
		return 0, graph.Invalidf("first: null names no page; leave it out, or say how many are wanted, or give last")
	case *most > graph.MaxFirst:
		return 0, graph.Invalidf("%s: %d exceeds the limit of %d", name, *most, graph.MaxFirst)
	case *most < 1:
		return 0, graph.Invalidf("%s: %d is outside 1 to %d", name, *most, graph.MaxFirst)
	}
	return *most, nil
}

// given tells whether a question gives an argument a value; a variable that it leaves out gives none.
func given(ctx context.Context, argument string) bool {
	field := graphql.GetFieldContext(ctx)
	if field == nil || field.Field.Field == nil {
		return false
	}
	a := field.Field.Arguments.ForName(argument)
	if a == nil || a.Value.Kind != ast.Variable {
		return a != nil
	}
	_, ok := graphql.GetOperationContext(ctx).Variables[a.Value.Raw]
	return ok
}

func pageOf[N graph.Node](ctx context.Context, page graph.NodePage, behind bool) (*api.Connection[N], error) {
	nodes := make([]N, len(page.Nodes))
	for i, found := range page.Nodes {
		n, ok := found.(N)
		if !ok {
			return nil, graph.Errorf(graph.KindInternal, "a %s came in a list of other nodes", found.Label())
		}
		requestOf(ctx).nodes.Prime(found.Head().ID, found)
		nodes[i] = n
	}
	return connectionOf(nodes, page.Cursors, page.Total, behind, page.More), nil
}

// connectionOf makes a page of what stands in it, and of whether anything precedes and follows that.
func connectionOf[N any](nodes []N, cursors []string, total int, behind, more bool) *api.Connection[N] {
	out := &api.Connection[N]{
		TotalCount: total, Edges: make([]api.Edge[N], len(nodes)), Nodes: nodes,
		PageInfo: api.PageInfo{HasNextPage: more, HasPreviousPage: behind},
	}
	for i, n := range nodes {
		out.Edges[i] = api.Edge[N]{Cursor: cursors[i], Node: n}
	}
	if n := len(nodes); n > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &cursors[0], &cursors[n-1]
	}
	return out
}

// sift keeps what passes all sieves.
func (l *list) sift(page []graph.Node) ([]bool, error) {
	keep := make([]bool, len(page))
	for i := range keep {
		keep[i] = true
	}
	for _, sieve := range l.sieves {
		passed, err := sieve(page)
		if err != nil {
			return nil, err
		}
		for i := range keep {
			keep[i] = keep[i] && passed[i]
		}
	}
	return keep, nil
}

// walk gives each of the kept nodes behind the list's cursor to use, in order, until it says that it has enough; ok is
// false where there are more than are looked through.
func (l *list) walk(use func(n graph.Node, cursor string) (enough bool)) (ok bool, err error) {
	query := l.NodeQuery
	query.First, query.Total = graph.MaxFirst, false
	looked := 0
	for page, err := range graph.Pages(l.ctx, requestOf(l.ctx).store, query) {
		if err != nil {
			return false, err
		}
		if err := requestOf(l.ctx).batchers.spend(len(page.Nodes)); err != nil {
			return false, err
		}
		keep, err := l.sift(page.Nodes)
		if err != nil {
			return false, err
		}
		for i, n := range page.Nodes {
			if keep[i] && use(n, page.Cursors[i]) {
				return true, nil
			}
		}
		if looked++; looked == maxSifted && page.More {
			return false, nil
		}
	}
	return true, nil
}

// endsAt refuses what is no cursor of the list, as the store does for the one to go on behind: a page may be full
// before it is met.
func (l *list) endsAt(before *string) error {
	if before == nil {
		return nil
	}
	query := l.NodeQuery
	query.First, query.Total, query.After = 1, false, *before
	_, err := requestOf(l.ctx).store.Find(l.ctx, query)
	if graph.KindOf(err) == graph.KindInvalid {
		return graph.Invalidf("before: %.40q is no cursor of this list", *before)
	}
	return err
}

// sifted is a page of a list of which the store is asked for whole pages.
func sifted[N graph.Node](l *list, page api.Page, total bool) (*api.Connection[N], error) {
	tooMany := func(what string) error {
		return graph.Errorf(graph.KindLimitExceeded, "%s: more than %d nodes would have to be looked through; narrow the "+
			"filter",
			what, maxSifted*graph.MaxFirst)
	}
	if err := l.endsAt(page.Before); err != nil {
		return nil, err
	}
	what := "filter"
	if len(l.sieves) == 0 {
		what = "last, before"
	}
	var out graph.NodePage
	if total {
		ok, err := l.walk(func(graph.Node, string) bool { out.Total++; return false })
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, tooMany(what)
		}
	}
	most := l.First
	if page.After != nil {
		l.After = *page.After
	}
	met, behind := page.Before == nil, page.After != nil
	ok, err := l.walk(func(n graph.Node, cursor string) bool {
		if page.Before != nil && cursor == *page.Before || len(out.Nodes) == most && page.Last == nil {
			met, out.More = true, true
			return true
		}
		out.Nodes, out.Cursors = append(out.Nodes, n), append(out.Cursors, cursor)
		if len(out.Nodes) > most {
			out.Nodes, out.Cursors, behind = out.Nodes[1:], out.Cursors[1:], true
		}
		return false
	})
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, tooMany(what)
	case !met:
		return nil, graph.Invalidf("before: %.40q is no cursor of this list", *page.Before)
	}
	return pageOf[N](l.ctx, out, behind)
}

// nodeIDs are those of all nodes of a list.
func (l *list) nodeIDs() (map[graph.ID]bool, error) {
	if l.err != nil {
		return nil, l.err
	}
	out := map[graph.ID]bool{}
	ok, err := l.walk(func(n graph.Node, _ string) bool { out[n.Head().ID] = true; return false })
	if err == nil && !ok {
		err = graph.Errorf(graph.KindLimitExceeded, "filter: more than %d nodes answer one of the filters inside it; "+
			"narrow that",
			maxSifted*graph.MaxFirst)
	}
	return out, err
}

// only keeps the nodes of a set, or those outside of it.
func (l *list) only(set map[graph.ID]bool, within bool) {
	l.sieves = append(l.sieves, func(page []graph.Node) ([]bool, error) {
		keep := lists.Map(page, func(n graph.Node) bool { return set[n.Head().ID] == within })
		return keep, nil
	})
}

// combine adds the filters inside a filter to its list: all of and, one of or and not not must hold besides its own
// conditions. Build makes the list of one of them.
func combine[F any](l *list, and, or []*F, not *F, build func(*F) *list) *list {
	nodes := func(f *F) (set map[graph.ID]bool) {
		l.try(func() (err error) {
			set, err = build(f).nodeIDs()
			return err
		})
		return set
	}
	for _, f := range and {
		l.only(nodes(f), true)
	}
	union := map[graph.ID]bool{}
	for _, f := range or {
		maps.Copy(union, nodes(f))
	}
	if len(or) > 0 {
		l.only(union, true)
	}
	if not != nil {
		l.only(nodes(not), false)
	}
	return l
}
