package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Capability is what an actor could bring on a day, as far as the graph knows.
type Capability struct {
	Actor graph.ID
	// WeaponSystems are those that it operates, by name.
	WeaponSystems []*graph.WeaponSystem
	// Personnel and Warheads are its latest figures of MILITARY_PERSONNEL and NUCLEAR_WARHEADS not later than the day,
	// nil where there are none.
	Personnel, Warheads *graph.Observation
	// NuclearArmed tells whether it had nuclear weapons on the day, as far as known: by Warheads and, where there are
	// none, by the day since when the state has had them.
	NuclearArmed bool
	// NuclearArmedEstimated tells whether that is an estimate of others, which the actor has never confirmed.
	NuclearArmedEstimated bool
}

// Capabilities tells what each actor could bring, aligned with the ids, in three calls to the store.
func Capabilities(ctx context.Context, reader graph.Reader, actors []graph.ID, on graph.Day) ([]*Capability, error) {
	out := make([]*Capability, len(actors))
	at := map[graph.ID]*Capability{}
	for i, id := range actors {
		if at[id] == nil {
			at[id] = &Capability{Actor: id}
		}
		out[i] = at[id]
	}
	ids := slices.Sorted(maps.Keys(at))
	operates, observed := along(graph.DirectionOut, graph.OperatesType), along(graph.DirectionIn, graph.ObservedForType)
	operates.Filter.On = on
	err := expand(ctx, reader, ids, operates, func(id graph.ID, hops []graph.Hop) {
		for _, h := range hops {
			if w := h.Other.(*graph.WeaponSystem); w.InService.First() <= on &&
				!slices.ContainsFunc(at[id].WeaponSystems, func(x *graph.WeaponSystem) bool { return x.ID == w.ID }) {
				at[id].WeaponSystems = append(at[id].WeaponSystems, w)
			}
		}
		slices.SortFunc(at[id].WeaponSystems, func(a, b *graph.WeaponSystem) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
	})
	if err != nil {
		return nil, err
	}
	err = expand(ctx, reader, ids, observed, func(id graph.ID, hops []graph.Hop) {
		for _, h := range hops {
			o := h.Other.(*graph.Observation)
			if o.Value == nil || o.Period.From.First() > on {
				continue
			}
			switch o.Indicator {
			case "MILITARY_PERSONNEL":
				at[id].Personnel = later(at[id].Personnel, o)
			case "NUCLEAR_WARHEADS":
				at[id].Warheads = later(at[id].Warheads, o)
			}
		}
		at[id].NuclearArmed = at[id].Warheads != nil && *at[id].Warheads.Value > 0
	})
	if err != nil {
		return nil, err
	}
	for chunk := range slices.Chunk(ids, graph.MaxIDs) {
		nodes, err := reader.Nodes(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for i, n := range nodes {
			if s, ok := n.(*graph.State); ok && !s.NuclearArmed.IsZero() {
				c := at[chunk[i]]
				if c.Warheads == nil {
					c.NuclearArmed = s.NuclearArmed.First() <= on
				}
				c.NuclearArmedEstimated = c.NuclearArmed && s.NuclearArmedEstimated != nil && *s.NuclearArmedEstimated
			}
		}
	}
	return out, nil
}

// later is the later of two figures; of two for one time, the one with the smaller id.
func later(a, b *graph.Observation) *graph.Observation {
	if a == nil {
		return b
	}
	c := cmp.Or(cmp.Compare(b.Period.From.First(), a.Period.From.First()), cmp.Compare(a.ID, b.ID))
	if c > 0 {
		return b
	}
	return a
}

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
