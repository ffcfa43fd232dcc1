package alliance

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// NuclearArmed are the actors that have nuclear weapons on a day, as [Capability.NuclearArmed] tells.
func NuclearArmed(ctx context.Context, reader graph.Reader, on graph.Day) (map[graph.ID]bool, error) {
	candidates := map[graph.ID]bool{}
	figures, err := findAll[*graph.Observation](ctx, reader, graph.NodeQuery{
		Labels: []graph.Label{graph.LabelObservation},
		Where:  []graph.PropertyFilter{{Property: "indicator", Operator: graph.Equal, Values: []any{"NUCLEAR_WARHEADS"}}},
	})
	if err != nil {
		return nil, err
	}
	for _, o := range figures {
		candidates[o.Subject] = true
	}
	states, err := findAll[*graph.State](ctx, reader, graph.NodeQuery{
		Labels: []graph.Label{graph.LabelState},
		Where:  []graph.PropertyFilter{{Property: "nuclearArmed", Operator: graph.AtMost, Values: []any{on.String()}}},
	})
	if err != nil {
		return nil, err
	}
	for _, s := range states {
		candidates[s.ID] = true
	}
	delete(candidates, "") // of a figure that says of nobody
	known, err := Capabilities(ctx, reader, slices.Sorted(maps.Keys(candidates)), on)
	if err != nil {
		return nil, err
	}
	out := map[graph.ID]bool{}
	for _, c := range known {
		if c.NuclearArmed {
			out[c.Actor] = true
		}
	}
	return out, nil
}
