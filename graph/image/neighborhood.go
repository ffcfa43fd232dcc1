package image

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

func (now *Image) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	if err := cmp.Or(q.Validate(), Ended(ctx)); err != nil {
		return graph.Subgraph{}, err
	}
	w := &walkable{s: now, filter: now.prepare(&q.Filter), direction: q.Direction, numbers: map[uint32]uint32{}}
	w.filter.starts = map[uint32]bool{}
	var starts []uint32
	for _, id := range q.Of {
		if e := now.entry(id); e != nil && !w.filter.starts[e.slot] {
			w.filter.starts[e.slot] = true
			starts = append(starts, e.slot)
		}
	}
	search, cancel, stopped := walk.Within(ctx, q.Timeout)
	defer cancel()
	found, err := walk.Neighborhood(search, w, &q, starts)
	out := graph.Subgraph{Truncated: found.Truncated, Omitted: found.Omitted, TimedOut: stopped(err)}
	if err != nil && !out.TimedOut {
		return graph.Subgraph{}, Ended(ctx)
	}
	for _, slot := range found.Nodes {
		out.Nodes = append(out.Nodes, now.table.at(slot).node)
	}
	for _, number := range found.Relationships {
		out.Relationships = append(out.Relationships, now.relationship(now.links.at(w.links[number])))
	}
	slices.SortFunc(out.Relationships, func(a, b graph.Relationship) int {
		return strings.Compare(string(a.Head().ID), string(b.Head().ID))
	})
	return out, nil
}
