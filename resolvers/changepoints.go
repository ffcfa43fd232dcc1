package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

// happenings are relationships that say what happened and change nothing that lasts.
var happenings = []graph.RelationshipType{
	graph.ActorInType, graph.RecipientOfType, graph.InvolvesType, graph.TriggersType,
	graph.MentionsType, graph.ObservedForType, graph.LocatedAtType, graph.TransfersType,
}

// ChangePoints implements generated.QueryResolver. It asks for each relationship type by itself, so that what a node has
// thousands of does not crowd out the rest.
func (q query) ChangePoints(ctx context.Context, refs []api.NodeRef, from, to *graph.Date) ([]*graph.Date, error) {
	ids, err := q.timelineRefs(ctx, refs, from, "refs")
	if err != nil {
		return nil, err
	}
	time, err := api.Asked("", "from", from, "to", to)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).ask(0)
	first, end := time.Bounds()
	dates := map[graph.Date]bool{}
	add := func(list ...graph.Date) {
		for _, d := range list {
			if !d.IsZero() && d.First() >= first && d.First() < end {
				dates[d] = true
			}
		}
	}
	nodes, err := nodesOf[graph.Node](ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		add(n.Head().Period.From, n.Head().Period.Until)
		if t, ok := n.(*graph.Treaty); ok {
			add(t.Signed, t.InForce, t.Ended)
			for _, s := range t.Suspensions {
				add(s.Period.From, s.Period.Until)
			}
		}
	}
	for _, spec := range graph.Ontology.Types {
		if slices.Contains(happenings, spec.Type) {
			continue
		}
		pages, err := manyHops(ctx, ids, relationshipFilter{types: []graph.RelationshipType{spec.Type}})
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			for _, hop := range page {
				add(hop.Relationship.Head().Period.From, hop.Relationship.Head().Period.Until)
				if party, ok := hop.Relationship.(*graph.PartyTo); ok {
					add(party.Signed, party.InForce, party.Ended)
				}
				if treaty, ok := hop.Other.(*graph.Treaty); ok {
					add(treaty.Signed, treaty.InForce, treaty.Ended)
				}
			}
		}
	}
	out := make([]graph.Date, 0, len(dates))
	for d := range dates {
		out = append(out, d)
	}
	slices.SortFunc(out, graph.Date.Compare)
	return pointers(out), nil
}
