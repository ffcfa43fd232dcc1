package timeline

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// happenings are relationships that say what happened and change nothing that lasts.
var happenings = []graph.RelationshipType{
	graph.ActorInType, graph.RecipientOfType, graph.InvolvesType, graph.TriggersType,
	graph.MentionsType, graph.ObservedForType, graph.LocatedAtType, graph.TransfersType,
}

// ChangePoints are the dates within a time on which something lasting about nodes changes, in order. It asks for each
// relationship type by itself, so that what a node has thousands of does not crowd out the rest.
func ChangePoints(ctx context.Context, reader graph.Reader, ids []graph.ID, time graph.Period) ([]graph.Date, error) {
	first, end := time.Bounds()
	dates := map[graph.Date]bool{}
	add := func(list ...graph.Date) {
		for _, d := range list {
			if !d.IsZero() && d.First() >= first && d.First() < end {
				dates[d] = true
			}
		}
	}
	nodes, err := reader.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		if n == nil {
			continue
		}
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
		pages, err := hops(ctx, reader, ids, graph.DirectionAny, spec.Type)
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			for _, hop := range page.Hops {
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
	return slices.SortedFunc(maps.Keys(dates), graph.Date.Compare), nil
}
