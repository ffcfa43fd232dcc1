package alliance

import (
	"context"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
)

// Neighborhood implements graph.Reader over the overlay's own hops, one call for each distance.
func (o *overlay) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	var out graph.Subgraph
	if err := q.Validate(); err != nil {
		return out, err
	}
	starts, err := o.Nodes(ctx, q.Of)
	if err != nil {
		return out, err
	}
	began := time.Now()
	held, omitted := map[graph.ID]bool{}, map[graph.ID]bool{}
	followed := map[graph.ID]graph.Relationship{}
	hold := func(seen map[graph.ID]graph.Node) (taken []graph.ID) {
		for _, id := range sortedIDs(seen) {
			switch {
			case held[id]:
			case len(out.Nodes) == q.Limit:
				omitted[id] = true
			default:
				held[id] = true
				out.Nodes, taken = append(out.Nodes, seen[id]), append(taken, id)
			}
		}
		return taken
	}
	seen := map[graph.ID]graph.Node{}
	for _, n := range starts {
		if n != nil {
			seen[n.Head().ID] = n
		}
	}
	// A start may always be entered, so which nodes may be is asked here.
	hop := graph.HopQuery{Filter: q.Filter, Direction: q.Direction, PerNode: graph.MaxPerNode}
	hop.Filter.Labels, hop.Filter.Exclude = nil, nil
	frontier := hold(seen)
	for range q.Hops {
		if q.Timeout > 0 && time.Since(began) > q.Timeout {
			out.TimedOut = true
			break
		}
		seen := map[graph.ID]graph.Node{}
		err := expand(ctx, o, frontier, hop, func(_ graph.ID, hops []graph.Hop) {
			n := 0
			for _, h := range hops {
				other := h.Other.Head().ID
				if !q.Filter.Enters(h.Other) && !slices.Contains(q.Of, other) {
					continue
				}
				if n++; n > q.PerNode {
					out.Truncated = true
					break
				}
				followed[h.Relationship.Head().ID] = h.Relationship
				seen[other] = h.Other
			}
		})
		if err != nil {
			return graph.Subgraph{}, err
		}
		frontier = hold(seen)
	}
	for _, id := range sortedIDs(followed) {
		if h := followed[id].Head(); held[h.FromID] && held[h.ToID] {
			out.Relationships = append(out.Relationships, followed[id])
		}
	}
	out.Omitted = len(omitted)
	out.Truncated = out.Truncated || out.Omitted > 0
	return out, nil
}
