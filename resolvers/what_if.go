package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// pathsIf searches the paths of a what-if and says what differs from the real graph.
func (a *asking) pathsIf(search graph.PathQuery, whatIf []*api.TreatyChange, on graph.Day) (*api.PathResult, error) {
	ctx := a.ctx
	a.want(on != 0, "whatIf: a change of the law needs a day: give asOf instead of allTime")
	changes := a.changes(whatIf)
	if a.err != nil {
		return nil, a.err
	}
	world, err := alliance.Overlay(ctx, requestOf(ctx).store, changes, on)
	if err != nil {
		return nil, err
	}
	asIs := requestOf(ctx).store
	before, err := asIs.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	after, err := world.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	a.suppose(ctx, world)
	was, out := pathResult(before, on), pathResult(after, on)
	out.Changes = &api.PathChanges{}
	if out.Changes.Gained, err = without(ctx, asIs, search, missingFrom(out.Paths, was.Paths)); err != nil {
		return nil, err
	}
	out.Changes.Lost, err = without(ctx, world, search, missingFrom(was.Paths, out.Paths))
	return out, err
}

// without are those of some paths that a graph does not have at all: one that is not among its shortest may be further
// down.
func without(ctx context.Context, reader graph.Reader, search graph.PathQuery, paths []api.Path) ([]api.Path, error) {
	steps := func(p api.Path) (out [][2]graph.ID) {
		for i := range len(p.Nodes) - 1 {
			out = append(out, [2]graph.ID{p.Nodes[i].Head().ID, p.Nodes[i+1].Head().ID})
		}
		return out
	}
	wanted := map[graph.ID][]graph.ID{}
	for _, p := range paths {
		for _, step := range steps(p) {
			if !slices.Contains(wanted[step[0]], step[1]) {
				wanted[step[0]] = append(wanted[step[0]], step[1])
			}
		}
	}
	had := map[[2]graph.ID]bool{}
	search.MaxHops, search.UpToLimit = 1, true
	for from, to := range wanted {
		search.From, search.To, search.Limit = from, to, len(to)
		found, err := reader.Paths(ctx, search)
		if err != nil {
			return nil, err
		}
		for _, p := range found.Paths {
			had[[2]graph.ID{from, p.Nodes[len(p.Nodes)-1].Head().ID}] = true
		}
	}
	return slices.DeleteFunc(paths, func(p api.Path) bool {
		return !slices.ContainsFunc(steps(p), func(step [2]graph.ID) bool { return !had[step] })
	}), nil
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
