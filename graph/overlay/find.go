package overlay

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/match"
)

// Find implements graph.Reader: the nodes below, read in order, without those whose answer may differ here, and among
// them, each at its place, those of these that answer the query here.
func (o *Reader) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	if err := q.Validate(); err != nil {
		return graph.NodePage{}, err
	}
	f := finder{over: o, query: q, matcher: match.New(&q), doubtful: map[graph.ID]bool{}}
	if q.After != "" {
		if err := match.ReadCursor(&q, &f.after); err != nil {
			return graph.NodePage{}, err
		}
	}
	if err := f.decide(ctx); err != nil {
		return graph.NodePage{}, err
	}
	return f.page(ctx)
}

// finder merges the answers of one query.
type finder struct {
	over     *Reader
	query    graph.NodeQuery
	matcher  *match.Matcher
	after    cursor
	doubtful map[graph.ID]bool // nodes that are decided here
	own      []placed          // of these, what answers the query, in order
	less     int               // how many of these are counted below
	total    int
}

type placed struct {
	node   graph.Node
	place  match.Place
	cursor string // below; none of what is decided here
}

// cursor is a place in the merged list. Order is the query's, Below the cursor of the last node of the list below.
type cursor struct {
	Order string       `json:"o"`
	Below string       `json:"b,omitempty"`
	Place *match.Place `json:"p,omitempty"`
}

func (c *cursor) At() (order string, id graph.ID) {
	if c.Place == nil {
		return c.Order, ""
	}
	return c.Order, c.Place.ID
}

// decide finds which nodes may answer otherwise here than below, and which of them do answer.
func (f *finder) decide(ctx context.Context) error {
	for id := range f.over.changed {
		f.doubtful[id] = true
	}
	if len(f.query.Related) > 0 {
		for id := range f.over.added {
			f.doubtful[id] = true
		}
		for id := range f.over.lost {
			f.doubtful[id] = true
		}
	}
	ids := slices.Sorted(maps.Keys(f.doubtful))
	for some := range slices.Chunk(ids, graph.MaxIDs) {
		if err := f.decideSome(ctx, some); err != nil {
			return err
		}
	}
	slices.SortFunc(f.own, func(a, b placed) int { return f.matcher.Compare(a.place, b.place) })
	if p := f.after.Place; p != nil {
		f.own = slices.DeleteFunc(f.own, func(n placed) bool { return f.matcher.Compare(n.place, *p) <= 0 })
	}
	return nil
}

func (f *finder) decideSome(ctx context.Context, ids []graph.ID) error {
	before, after, err := f.subjects(ctx, ids)
	if err != nil {
		return err
	}
	linked, wasLinked, err := f.linked(ctx, ids)
	if err != nil {
		return err
	}
	for i := range ids {
		if n := before[i]; n.Node != nil && wasLinked[i] && f.matcher.Matches(&n) {
			f.less++
		}
		if n := after[i]; n.Node != nil && linked[i] && f.matcher.Matches(&n) {
			f.own = append(f.own, placed{node: n.Node, place: f.matcher.Place(&n)})
			f.total++
		}
	}
	return nil
}

// subjects are nodes as they are below and here.
func (f *finder) subjects(ctx context.Context, ids []graph.ID) (before, after []match.Subject, err error) {
	nodes, statements, err := f.over.below(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i, id := range ids {
		b := subject(nodes[i], statements[i])
		a := b
		if c, changed := f.over.changed[id]; changed {
			a = subject(c.after, c.statement)
		}
		before, after = append(before, b), append(after, a)
	}
	return before, after, nil
}

func subject(n graph.Node, records []graph.NodeRecord) match.Subject {
	_, shown := graph.Merge(records)
	return match.Subject{Node: n, Shown: shown, Records: records}
}

// linked tells of each node whether it has all links that the query asks for, here and below. Of a node with more than
// graph.MaxPerNode relationships of the types asked for it looks at so many.
func (f *finder) linked(ctx context.Context, ids []graph.ID) (here, below []bool, err error) {
	here, below = slices.Repeat([]bool{true}, len(ids)), slices.Repeat([]bool{true}, len(ids))
	for i := range f.query.Related {
		l := &f.query.Related[i]
		q := graph.HopQuery{
			Filter: graph.Filter{On: l.On, Types: l.Types, Datasets: l.Datasets}, Direction: l.Direction,
			PerNode: graph.MaxPerNode,
		}
		pages, err := f.over.Reader.Expand(ctx, ids, q)
		if err != nil {
			return nil, nil, err
		}
		for j, id := range ids {
			is, was := false, false
			for _, h := range pages[j].Hops {
				if l.Allows(h.Relationship) && leadsTo(l, h.Other) {
					was, is = true, is || !f.over.removed[h.Relationship.Head().ID]
				}
			}
			for _, r := range f.over.added[id] {
				other := f.over.end(r.Head().Across(id, l.Direction))
				is = is || other != nil && f.over.allows(&q.Filter, r) && l.Allows(r) && leadsTo(l, other)
			}
			here[j], below[j] = here[j] && is, below[j] && was
		}
	}
	return here, below, nil
}

func leadsTo(l *graph.RelatedTo, n graph.Node) bool {
	return len(l.IDs) == 0 || slices.Contains(l.IDs, n.Head().ID)
}

// page merges what is below with what is decided here.
func (f *finder) page(ctx context.Context) (graph.NodePage, error) {
	out := graph.NodePage{}
	rest, last := f.query, f.after.Below
	rest.After, rest.First = last, min(f.query.First+1+len(f.doubtful), graph.MaxFirst)
	order, more, total := match.OrderName(f.query.Order), true, 0
	var below []placed
	for {
		for len(below) == 0 && more {
			page, err := f.over.Reader.Find(ctx, rest)
			if err != nil {
				return graph.NodePage{}, err
			}
			total = max(total, page.Total)
			below, more = f.place(page), page.More
			if more {
				rest.After, rest.Total = page.Cursors[len(page.Cursors)-1], false
			}
		}
		if len(below)+len(f.own) == 0 {
			break
		}
		if len(out.Nodes) == f.query.First {
			out.More = true
			break
		}
		var next placed
		if len(below) == 0 || len(f.own) > 0 && f.matcher.Compare(f.own[0].place, below[0].place) < 0 {
			next, f.own = f.own[0], f.own[1:]
		} else {
			next, below = below[0], below[1:]
			last = next.cursor
		}
		out.Nodes = append(out.Nodes, next.node)
		out.Cursors = append(out.Cursors, match.WriteCursor(cursor{order, last, &next.place}))
	}
	if f.query.Total {
		out.Total = total - f.less + f.total
	}
	return out, nil
}

// place gives the nodes of a page below that are not decided here their places.
func (f *finder) place(page graph.NodePage) (out []placed) {
	for i, n := range page.Nodes {
		if f.doubtful[n.Head().ID] {
			continue
		}
		s := match.Subject{Node: n}
		switch f.query.Order.Property {
		case "", "id", "name", "from", "relevance":
		default:
			s.Shown = graph.PropertiesOf(n)
		}
		out = append(out, placed{n, f.matcher.Place(&s), page.Cursors[i]})
	}
	return out
}
