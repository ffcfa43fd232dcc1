package overlay

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Degrees implements graph.Reader: what is counted below, less what is gone, and what is added.
func (o *Reader) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	below, err := o.Reader.Degrees(ctx, ids, q)
	if err != nil {
		return nil, err
	}
	differences := make([]difference, len(ids))
	for i, id := range ids {
		differences[i] = difference{id: id, query: q, counts: map[graph.Degree]int{}}
	}
	if err := o.count(ctx, ids, differences); err != nil {
		return nil, err
	}
	out := make([][]graph.Degree, len(ids))
	for i := range ids {
		out[i] = differences[i].of(below[i])
	}
	return out, nil
}

// count finds by how much the degrees of the nodes differ from those below.
func (o *Reader) count(ctx context.Context, ids []graph.ID, differences []difference) error {
	for i, id := range ids {
		for some := range slices.Chunk(o.lost[id], graph.MaxIDs) {
			gone, err := o.Reader.Relationships(ctx, some)
			if err != nil {
				return err
			}
			for _, r := range gone {
				if r != nil {
					differences[i].count(r, o.before, -1)
				}
			}
		}
		for _, r := range o.added[id] {
			differences[i].count(r, o.end, +1)
		}
	}
	if len(ids) == 0 || !differences[0].query.HideCandidates {
		return nil
	}
	return o.countFlipped(ctx, ids, differences)
}

// countFlipped counts the relationships below to nodes that are hidden there and not here, or here and not there.
func (o *Reader) countFlipped(ctx context.Context, ids []graph.ID, differences []difference) error {
	all := graph.HopQuery{Filter: graph.Filter{On: differences[0].query.On}, PerNode: graph.MaxPerNode}
	for some := range slices.Chunk(o.flipped(), graph.MaxIDs) {
		pages, err := o.Reader.Expand(ctx, some, all)
		if err != nil {
			return err
		}
		for i, page := range pages {
			by := -1
			if graph.IsCandidate(o.changed[some[i]].before) {
				by = +1
			}
			for _, h := range page.Hops {
				other := h.Other.Head().ID
				if other == some[i] || o.removed[h.Relationship.Head().ID] {
					continue
				}
				for at, id := range ids { // one may be asked for twice
					if id == other {
						differences[at].count(h.Relationship, nil, by)
					}
				}
			}
		}
	}
	return nil
}

// before is the end of a relationship that is gone, as it is below.
func (o *Reader) before(id graph.ID) graph.Node {
	if c, ok := o.changed[id]; ok {
		return c.before
	}
	return o.ends[id]
}

// difference is by how much the degrees of a node differ; its counts have keys without a count.
type difference struct {
	id     graph.ID
	query  graph.DegreeQuery
	counts map[graph.Degree]int
}

// count counts a relationship where the query does. node tells what is at its other end; nil: what is not hidden.
func (d *difference) count(r graph.Relationship, node func(graph.ID) graph.Node, by int) {
	h := r.Head()
	if d.query.On != 0 && !h.Period.Contains(d.query.On) {
		return
	}
	shown := func(other graph.ID) bool {
		if !d.query.HideCandidates || node == nil || other == d.id {
			return true
		}
		n := node(other)
		return n == nil || !graph.IsCandidate(n)
	}
	if h.FromID == d.id && shown(h.ToID) {
		d.counts[graph.Degree{Type: r.Type(), Direction: graph.DirectionOut}] += by
	}
	if h.ToID == d.id && shown(h.FromID) {
		d.counts[graph.Degree{Type: r.Type(), Direction: graph.DirectionIn}] += by
	}
}

// of are the degrees below, with the difference.
func (d *difference) of(below []graph.Degree) (out []graph.Degree) {
	if len(d.counts) == 0 {
		return below
	}
	for _, known := range below {
		d.counts[graph.Degree{Type: known.Type, Direction: known.Direction}] += known.Count
	}
	for _, spec := range graph.Ontology.Types {
		for _, direction := range []graph.Direction{graph.DirectionOut, graph.DirectionIn} {
			key := graph.Degree{Type: spec.Type, Direction: direction}
			if n := d.counts[key]; n > 0 {
				key.Count = n
				out = append(out, key)
			}
		}
	}
	return out
}
