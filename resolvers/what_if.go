package resolvers

import (
	"context"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// pathsIf searches the paths of a what-if and says what differs from the real graph.
func (q query) pathsIf(ctx context.Context, search graph.PathQuery, whatIf []*api.TreatyChange, on graph.Day) (*api.PathResult, error) {
	if on == 0 {
		return nil, graph.Invalidf("whatIf: a change of the law needs a day: give asOf instead of allTime")
	}
	changes, err := q.changes(ctx, whatIf, on)
	if err != nil {
		return nil, err
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

// dutyWeight is how many relationships of an answer a duty takes that a what-if derives.
const dutyWeight = 3

// spendOn takes what a what-if derives from the budget of the request, before it does: each party of a treaty may owe something to each other.
func (q query) spendOn(ctx context.Context, changes []alliance.TreatyChange) error {
	if len(changes) > alliance.MaxChanges {
		return nil // refused for that
	}
	duties := 0
	var changed []graph.ID
	for i := range changes {
		if add := changes[i].Add; add != nil {
			duties += add.Duties()
		} else {
			changed = append(changed, changes[i].Treaty())
		}
	}
	keys := make([]degreeKey, len(changed))
	for i, id := range changed {
		keys[i].id = id
	}
	counts, err := requestOf(ctx).degrees.LoadAll(ctx, keys)
	if err != nil {
		return err
	}
	for _, degrees := range counts {
		for _, d := range degrees {
			if d.Type == graph.PartyToType {
				duties += 2 * d.Count * d.Count // as they are, and as they would be
			}
		}
	}
	return requestOf(ctx).batchers.spend(dutyWeight * duties)
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
