package resolvers

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// maxParts bounds how many bodies and forces of a state are asked for their office holders.
const maxParts = 500

// officeRoles in the order in which their holders are listed; who has none comes last.
var officeRoles = graph.Ontology.Type(graph.HoldsOfficeType).Property("role").Enum

// OfficeHolders follows one rule: whoever holds an office of the state, or of what is part of it, is an office holder
// of the state. Some data enter a president under the state, others under its presidential office.
func (state) OfficeHolders(ctx context.Context, obj *graph.State, asOf *graph.Date, allTime bool,
	roles []graph.Text,
) ([]*graph.HoldsOffice, error) {
	on, err := day(ctx, asOf, allTime)
	if err != nil {
		return nil, err
	}
	bodies, err := withParts(ctx, obj.ID, on)
	if err != nil {
		return nil, err
	}
	l := incoming(graph.HoldsOfficeType)
	l.on = on
	pages, err := manyHops(ctx, bodies, l)
	if err != nil {
		return nil, err
	}
	list := []*graph.HoldsOffice{}
	for _, page := range pages {
		for _, hop := range page {
			if h := hop.Relationship.(*graph.HoldsOffice); len(roles) == 0 || slices.Contains(roles, h.Role) {
				list = append(list, h)
			}
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

// withParts is a node with all that is part of it on a day, or ever, level by level.
func withParts(ctx context.Context, id graph.ID, on graph.Day) ([]graph.ID, error) {
	all := []graph.ID{id}
	known := map[graph.ID]bool{id: true}
	for level := all; len(level) > 0; {
		l := incoming(graph.PartOfType)
		l.on = on
		pages, err := manyHops(ctx, level, l)
		if err != nil {
			return nil, err
		}
		level = nil
		for _, page := range pages {
			for _, hop := range page {
				if part := hop.Other.Head().ID; !known[part] && len(all)+len(level) < maxParts {
					known[part] = true
					level = append(level, part)
				}
			}
		}
		all = append(all, level...)
	}
	return all, nil
}
