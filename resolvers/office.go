package resolvers

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/timeline"
)

// maxParts bounds how many bodies and forces of a state are asked for their office holders.
const maxParts = 500

// officeRoles in the order in which their holders are listed; who has none comes last.
var officeRoles = graph.Ontology.Type(graph.HoldsOfficeType).Property("role").Enum

// OfficeHolders follows one rule: whoever holds an office of the state, or of what is part of it, is an office holder
// of the state. Some data enter a president under the state, others under its presidential office.
func (state) OfficeHolders(ctx context.Context, obj *graph.State, asOf *graph.Date, allTime bool, roles []graph.Text,
) ([]*graph.HoldsOffice, error) {
	partOf, holding := incoming(graph.PartOfType).onDay(ctx, asOf, allTime), incoming(graph.HoldsOfficeType)
	holding.on = partOf.on
	parts := func(level []graph.ID) ([][]graph.Hop, error) { return manyHops(ctx, level, partOf) }
	bodies, err := timeline.Parts([]graph.ID{obj.ID}, maxParts, maxParts, parts)
	if err != nil {
		return nil, err
	}
	if bodies.More {
		return nil, graph.Errorf(graph.KindLimitExceeded, "%s has more than %d parts, whose office holders would be its own "+
			"too: give a day, or ask a part for its `officeHolders`", obj.ID, maxParts)
	}
	pages, err := manyHops(ctx, bodies.IDs, holding)
	if err != nil {
		return nil, err
	}
	list := []*graph.HoldsOffice{}
	for _, hop := range slices.Concat(pages...) {
		if h := hop.Relationship.(*graph.HoldsOffice); len(roles) == 0 || slices.Contains(roles, h.Role) {
			list = append(list, h)
		}
	}
	rank := func(h *graph.HoldsOffice) int {
		if i := slices.Index(officeRoles, string(h.Role)); i >= 0 {
			return i
		}
		return len(officeRoles)
	}
	slices.SortStableFunc(list, func(a, b *graph.HoldsOffice) int { return cmp.Compare(rank(a), rank(b)) })
	return list, nil
}
