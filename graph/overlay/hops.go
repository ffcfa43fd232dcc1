package overlay

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Expand implements graph.Reader: the hops below without those that are gone, and the added ones.
func (o *Reader) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	return o.expand(ctx, ids, q, nil)
}

// expand is Expand; the nodes that are always entered may be so whatever the filter says.
func (o *Reader) expand(ctx context.Context, ids []graph.ID, q graph.HopQuery,
	always []graph.ID,
) ([]graph.HopPage, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	below := q
	for _, id := range ids { // what is gone must not take the place of others
		below.PerNode = max(below.PerNode, q.PerNode+len(o.lost[id]))
	}
	if len(always) > 0 {
		below.Filter.Labels, below.Filter.Exclude, below.Filter.HideCandidates = nil, nil, false
		below.PerNode = graph.MaxPerNode
	} else if q.Filter.HideCandidates && len(o.flipped()) > 0 {
		below.Filter.HideCandidates = false
		below.PerNode = graph.MaxPerNode
	}
	below.PerNode = min(below.PerNode, graph.MaxPerNode)
	pages, err := o.Reader.Expand(ctx, ids, below)
	if err != nil {
		return nil, err
	}
	out := make([]graph.HopPage, len(ids))
	for i, id := range ids {
		enters := func(n graph.Node) bool {
			return q.Filter.Enters(n) || n.Head().ID == id || slices.Contains(always, n.Head().ID)
		}
		var hops []graph.Hop
		for _, h := range pages[i].Hops {
			if h.Other = o.now(h.Other); !o.removed[h.Relationship.Head().ID] && enters(h.Other) {
				hops = append(hops, h)
			}
		}
		for _, r := range o.added[id] {
			other := o.end(r.Head().Across(id, q.Direction))
			if other != nil && o.allows(&q.Filter, r) && enters(other) {
				hops = append(hops, graph.Hop{Relationship: r, Other: other})
			}
		}
		slices.SortFunc(hops, func(a, b graph.Hop) int {
			return strings.Compare(string(a.Relationship.Head().ID), string(b.Relationship.Head().ID))
		})
		more := pages[i].More
		if len(hops) > q.PerNode {
			hops, more = hops[:q.PerNode], true
		}
		out[i] = graph.HopPage{Hops: hops, More: more}
	}
	return out, nil
}

// flipped are the nodes that are candidates below and are none here, or the other way round.
func (o *Reader) flipped() (ids []graph.ID) {
	for id, c := range o.changed {
		if c.before != nil && c.after != nil && graph.IsCandidate(c.before) != graph.IsCandidate(c.after) {
			ids = append(ids, id)
		}
	}
	return ids
}

// allows is the filter's own, but for the datasets that pass.
func (o *Reader) allows(f *graph.Filter, r graph.Relationship) bool {
	if len(f.Datasets) > 0 && slices.Contains(o.passing, r.Head().DatasetID) {
		without := *f
		without.Datasets = nil
		return without.Allows(r)
	}
	return f.Allows(r)
}
