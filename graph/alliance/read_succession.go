package alliance

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// maxGenerations bounds how far a line of states is followed: from the German Empire's parts to today's Germany are
// two.
const maxGenerations = 8

// InPlaceOf are the states that were there on a day on which another was not: those that it succeeded, where it came
// later, or those that succeeded it, each with how. It is what somebody means who names Germany of 1914.
func InPlaceOf(ctx context.Context, r graph.Reader, n graph.Node, on graph.Day) ([]graph.Candidate, error) {
	first, end := n.Head().Period.Bounds()
	q := along(graph.DirectionOut, graph.SucceedsType)
	why := "which " + n.Head().Name + " succeeded"
	switch {
	case on >= end:
		q.Direction, why = graph.DirectionIn, "a successor of "+n.Head().Name
	case on >= first:
		return nil, nil
	}
	var there []graph.Candidate
	known := map[graph.ID]bool{n.Head().ID: true}
	level := []graph.ID{n.Head().ID}
	for generation := 0; generation < maxGenerations && len(level) > 0; generation++ {
		pages, err := r.Expand(ctx, level[:min(len(level), graph.MaxIDs)], q)
		if err != nil {
			return nil, err
		}
		level = nil
		for _, page := range pages {
			for _, hop := range page.Hops {
				h := hop.Other.Head()
				if known[h.ID] {
					continue
				}
				known[h.ID] = true
				if h.Period.Contains(on) {
					there = append(there, graph.Candidate{ID: h.ID, Name: h.Name, Why: why})
				} else {
					level = append(level, h.ID)
				}
			}
		}
	}
	slices.SortFunc(there, func(a, b graph.Candidate) int { return cmp.Compare(a.ID, b.ID) })
	return there, nil
}
