package resolvers

import (
	"context"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// pathsIf searches the paths of a what-if and says what differs from the real graph.
func (q query) pathsIf(ctx context.Context, search graph.PathQuery, whatIf []*api.TreatyChange,
	on graph.Day,
) (*api.PathResult, error) {
	if on == 0 {
		return nil, graph.Invalidf("whatIf: a change of the law needs a day: give asOf instead of allTime")
	}
	a := asking{query: q, ctx: ctx, on: on}
	changes := a.changes(whatIf)
	if a.err != nil {
		return nil, a.err
	}
	world, err := alliance.Overlay(ctx, requestOf(ctx).store, changes, on)
	if err != nil {
		return nil, err
	}
	before, err := requestOf(ctx).store.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	after, err := world.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	q.suppose(ctx, world)
	was, out := pathResult(before, on), pathResult(after, on)
	out.Changes = &api.PathChanges{Gained: missingFrom(out.Paths, was.Paths), Lost: missingFrom(was.Paths, out.Paths)}
	return out, nil
}

// What a duty takes in relationships of an answer: one of a new treaty is derived, one of a changed treaty is derived
// as it was and as it would be, and the two are compared.
const (
	newDutyWeight     = 3
	changedDutyWeight = 8
)

// spendOn takes what a what-if derives from the budget of the request, before it does: each party of a treaty may owe
// something to each other.
func (q query) spendOn(ctx context.Context, changes []alliance.TreatyChange) error {
	if len(changes) > alliance.MaxChanges {
		return nil // refused for that
	}
	cost := 0
	var changed []graph.ID
	for i := range changes {
		if add := changes[i].Add; add != nil {
			cost += newDutyWeight * add.Duties()
		} else {
			changed = append(changed, changes[i].Treaty())
		}
	}
	duties, err := alliance.MostDuties(ctx, requestOf(ctx).store, changed)
	if err != nil {
		return err
	}
	return requestOf(ctx).batchers.spend(cost + changedDutyWeight*duties)
}

// missingFrom are the paths whose sequence of nodes the others do not have.
func missingFrom(paths, others []api.Path) []api.Path {
	key := func(p api.Path) string {
		var b strings.Builder
		for _, n := range p.Nodes {
			b.WriteString(string(n.Head().ID) + "|")
		}
		return b.String()
	}
	known := map[string]bool{}
	for _, p := range others {
		known[key(p)] = true
	}
	out := []api.Path{}
	for _, p := range paths {
		if !known[key(p)] {
			out = append(out, p)
		}
	}
	return out
}
