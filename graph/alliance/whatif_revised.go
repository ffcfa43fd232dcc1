package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memo"
)

// revised is a reader in which a set of changes has been made: Expand, of ALLIED_WITH alone, sees it.
type revised struct {
	*memo.Reader
	*revision
	// read collects the duties that the question has read, once each.
	read map[*graph.AlliedWith]bool
}

func (v *revised) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if !slices.Equal(q.Filter.Types, []graph.RelationshipType{graph.AlliedWithType}) {
		return v.Reader.Expand(ctx, ids, q)
	}
	base := q
	base.Filter.Exclude = nil // it differs from one round of a cascade to the next
	pages, err := v.Reader.Expand(ctx, ids, base)
	if err != nil {
		return nil, err
	}
	out := make([]graph.HopPage, len(ids))
	for i, id := range ids {
		hops := make([]graph.Hop, 0, len(pages[i].Hops))
		keep := func(r *graph.AlliedWith, other graph.Node) {
			if q.Filter.Enters(other) && !v.removes(r) {
				hops = append(hops, graph.Hop{Relationship: r, Other: other})
				v.read[r] = true
			}
		}
		for _, h := range pages[i].Hops {
			r := h.Relationship.(*graph.AlliedWith)
			if _, again := v.entered[r.TreatyID]; !again {
				keep(r, h.Other)
			}
		}
		for _, duties := range v.entered {
			for _, r := range duties {
				other := r.Across(id, q.Direction)
				if other == "" || !q.Filter.Allows(r) {
					continue
				}
				nodes, err := v.Reader.Nodes(ctx, []graph.ID{other})
				if err != nil {
					return nil, err
				}
				if nodes[0] != nil {
					keep(r, nodes[0])
				}
			}
		}
		if len(v.entered) > 0 {
			slices.SortFunc(hops,
				func(a, b graph.Hop) int { return cmp.Compare(a.Relationship.Head().ID, b.Relationship.Head().ID) })
		}
		out[i] = graph.HopPage{Hops: hops, More: pages[i].More}
	}
	return out, nil
}

// Find implements graph.Reader: who owes something by a treaty that enters into force is among those who owe.
func (v *revised) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	page, err := v.Reader.Find(ctx, q)
	if err != nil || page.More || !slices.ContainsFunc(q.Related, func(l graph.RelatedTo) bool {
		return slices.Contains(l.Types, graph.AlliedWithType)
	}) {
		return page, err
	}
	page.Nodes = slices.Clone(page.Nodes)
	for _, treaty := range slices.Sorted(maps.Keys(v.entered)) {
		for _, r := range v.entered[treaty] {
			nodes, err := v.Reader.Nodes(ctx, []graph.ID{r.FromID})
			if err != nil {
				return page, err
			}
			listed := slices.ContainsFunc(page.Nodes, func(n graph.Node) bool { return n.Head().ID == r.FromID })
			if n := nodes[0]; n != nil && !listed && slices.Contains(q.Labels, n.Label()) {
				page.Nodes = append(page.Nodes, n)
			}
		}
	}
	return page, nil
}
