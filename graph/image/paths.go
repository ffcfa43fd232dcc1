package image

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

func (now *Image) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	if err := cmp.Or(q.Validate(), Ended(ctx)); err != nil {
		return graph.PathResult{}, err
	}
	w := &walkable{s: now, filter: now.prepare(&q.Filter), direction: q.Direction}
	start := now.entry(q.From)
	if start == nil {
		return graph.PathResult{}, nil
	}
	question := walk.Question{From: start.slot, MaxHops: q.MaxHops, Limit: q.Limit, UpToLimit: q.UpToLimit}
	w.filter.starts = map[uint32]bool{start.slot: true}
	for _, id := range q.To {
		if e := now.entry(id); e != nil && e != start && w.filter.entersTarget(e.slot, now.table.mark(e.slot)) {
			w.filter.starts[e.slot] = true // a candidate that was asked for may be entered
			question.To = append(question.To, e.slot)
		}
	}
	search, cancel, stopped := walk.Within(ctx, q.Timeout)
	defer cancel()
	found, err := walk.Find(search, w, question)
	out := graph.PathResult{ExploredNodes: found.Explored, Truncated: found.Truncated, TimedOut: stopped(err)}
	if err != nil && !out.TimedOut {
		return graph.PathResult{}, Ended(ctx)
	}
	for _, nodes := range found.Found {
		out.Paths = append(out.Paths, w.path(nodes))
	}
	return out, nil
}

// path puts the nodes found together with the relationships between each and the next.
func (w *walkable) path(nodes []uint32) graph.Path {
	var out graph.Path
	for i, slot := range nodes {
		e := w.s.table.at(slot)
		out.Nodes = append(out.Nodes, e.node)
		if i > 0 {
			out.Hops = append(out.Hops, w.between(w.s.table.at(nodes[i-1]), e))
		}
	}
	return out
}

func (w *walkable) between(a, b *entry) []graph.Relationship {
	var out []graph.Relationship
	// Either end has them; the one with fewer is asked.
	add := func(ofA, ofB []hop) {
		list, other := ofA, b
		if len(ofB) < len(ofA) {
			list, other = ofB, a
		}
		for part := range stretches(list, w.filter.types) {
			for i := range part {
				if h := &part[i]; h.other == other.slot && w.filter.allows(h) {
					out = append(out, w.s.relationship(w.s.links.at(h.link)))
				}
			}
		}
	}
	if w.direction != graph.DirectionIn {
		add(a.out, b.in)
	}
	if w.direction != graph.DirectionOut {
		add(a.in, b.out)
	}
	slices.SortFunc(out, graph.CompareStrength)
	return out
}
