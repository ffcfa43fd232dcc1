package resolvers

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

// profiles say what each profile walks.
var profiles = map[api.TraversalProfile]struct {
	filter    graph.Filter
	direction graph.Direction
}{
	api.TraversalProfileAlliance: {defense, graph.DirectionAny},
	// A hop from beneficiary to obligor goes against the relationship.
	api.TraversalProfileDefenseChain: {defense, graph.DirectionIn},
	api.TraversalProfilePact:         {ofType(graph.AlliedWithType), graph.DirectionAny},
	api.TraversalProfileMembership:   {ofType(graph.MemberOfType), graph.DirectionAny},
	api.TraversalProfileArms:         {ofType(graph.SuppliedType), graph.DirectionAny},
	api.TraversalProfileDiplomatic:   {graph.Filter{Labels: graph.ActorLabels}, graph.DirectionAny},
	api.TraversalProfileAny:          {graph.Filter{}, graph.DirectionAny},
}

// defense allows duties of defence that bind.
var defense = graph.Filter{
	Types:           []graph.RelationshipType{graph.AlliedWithType},
	ObligationTypes: []graph.ObligationType{graph.ObligationDefense}, BindingOnly: true,
}

func ofType(t graph.RelationshipType) graph.Filter {
	return graph.Filter{Types: []graph.RelationshipType{t}}
}

// filter is a profile narrowed by the user's filter. One that leaves nothing is an error: it would be mistaken for "no
// path".
func (a *asking) filter(profile api.TraversalProfile, f *api.TraversalFilter, on graph.Day) graph.Filter {
	out := profiles[profile].filter
	out.On, out.HideCandidates = on, true
	if f == nil {
		return out
	}
	var ok [3]bool
	out.Types, ok[0] = narrow(out.Types, f.RelationshipTypes)
	out.Labels, ok[1] = narrow(out.Labels, f.Labels)
	out.ObligationTypes, ok[2] = narrow(out.ObligationTypes, f.ObligationTypes)
	for i, name := range []string{"relationshipTypes", "labels", "obligationTypes"} {
		a.want(ok[i], "filter.%s: none of these belongs to the profile %s; ask with another profile, such as ANY", name,
			profile)
	}
	a.loaded(f.Datasets, "filter.datasets")
	out.Datasets, out.MinConfidence = f.Datasets, *orZero(f.MinConfidence)
	out.Exclude = a.nodes(f.Exclude, "filter.exclude")
	return out
}

// narrow is what is in both lists, where an empty list means everything; ok is false where nothing is.
func narrow[T comparable](have, want []T) (out []T, ok bool) {
	switch {
	case len(have) == 0:
		return want, true
	case len(want) == 0:
		return have, true
	}
	for _, v := range have {
		if slices.Contains(want, v) {
			out = append(out, v)
		}
	}
	return out, len(out) > 0
}

func (q query) Paths(ctx context.Context, from api.NodeRef, to []api.NodeRef, asOf *graph.Date, allTime bool,
	profile api.TraversalProfile, filter *api.TraversalFilter, maxHops, limit int, whatIf []*api.TreatyChange,
) (*api.PathResult, error) {
	a := q.asking(ctx, nil)
	on := a.orAllTime(asOf, allTime)
	search := graph.PathQuery{
		Direction: profiles[profile].direction, MaxHops: maxHops, Limit: limit, Timeout: q.options.SearchTimeout,
		UpToLimit: !selected(ctx, "truncated") && !selected(ctx, "cut") && !selected(ctx, "exploredNodes"),
	}
	if len(to) <= graph.MaxFilterValues {
		a.together(append([]api.NodeRef{from}, to...)...)
	}
	search.From = a.node(from, "from", a.on)
	a.want(len(to) > 0, "to: empty; want 1 to %d references", graph.MaxFilterValues)
	search.To = a.nodes(to, "to")
	search.Filter = a.filter(profile, filter, on)
	if a.err != nil {
		return nil, a.err
	}
	var result *api.PathResult
	var err error
	if len(whatIf) > 0 {
		result, err = a.pathsIf(search, whatIf, on)
	} else {
		result, err = foundPaths(ctx, search, on)
	}
	if err == nil {
		result.Warnings, err = q.pathWarnings(ctx, &search, result)
	}
	return result, err
}

// foundPaths are the paths of the graph as it is.
func foundPaths(ctx context.Context, search graph.PathQuery, on graph.Day) (*api.PathResult, error) {
	found, err := requestOf(ctx).store.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	for _, path := range found.Paths {
		requestOf(ctx).prime(path.Nodes)
	}
	return pathResult(found, on), nil
}

// pathWarnings are those of the data; where there is no path, also why there can be none.
func (q query) pathWarnings(ctx context.Context, search *graph.PathQuery, result *api.PathResult) ([]string, error) {
	warnings, err := coverage(ctx, &search.Filter, walked(result.Paths))
	if err != nil || len(result.Paths) > 0 {
		return warnings, err
	}
	gone, err := gone(ctx, search.Filter.On, append([]graph.ID{search.From}, search.To...)...)
	return append(gone, warnings...), err
}

// walked are the relationships of paths.
func walked(paths []api.Path) (out []graph.Relationship) {
	for _, p := range paths {
		for _, h := range p.Hops {
			out = append(out, h.Relationships...)
		}
	}
	return out
}

func pathResult(found graph.PathResult, on graph.Day) *api.PathResult {
	out := &api.PathResult{
		Paths: make([]api.Path, len(found.Paths)), AsOf: on.Date(), ExploredNodes: found.ExploredNodes,
		Truncated: found.Truncated, TimedOut: found.TimedOut,
	}
	switch {
	case found.TimedOut:
		out.Cut = new("time ran out after " + strconv.Itoa(found.ExploredNodes) + " nodes: a smaller `maxHops` or a " +
			"narrower filter lets the search end")
	case found.Truncated:
		out.Cut = new(fmt.Sprintf("there are more than %d paths, the shortest first, then by the ids of their nodes: "+
			"`limit` shows up to %d", len(found.Paths), graph.MaxPaths))
	}
	for i, path := range found.Paths {
		hops := make([]api.Hop, len(path.Hops))
		for j, relationships := range path.Hops {
			hops[j] = api.Hop{From: path.Nodes[j], To: path.Nodes[j+1], Relationships: relationships}
		}
		out.Paths[i] = api.Path{Nodes: path.Nodes, Hops: hops}
		if period, ok := path.Period(); ok {
			out.Paths[i].Period = &period
		}
	}
	return out
}

func (b *batchers) prime(nodes []graph.Node) {
	for _, n := range nodes {
		b.nodes.Prime(n.Head().ID, n)
	}
}

func (q query) Neighborhood(ctx context.Context, ref api.NodeRef, hops int, asOf *graph.Date, allTime bool,
	filter *api.TraversalFilter, perNode, limit int,
) (*graph.Subgraph, error) {
	a := q.asking(ctx, nil)
	on := a.orAllTime(asOf, allTime)
	search := graph.NeighborhoodQuery{
		Of: []graph.ID{a.node(ref, "of", a.on)}, Hops: hops, Direction: graph.DirectionAny, PerNode: perNode,
		Limit: limit, Timeout: q.options.SearchTimeout,
	}
	a.want(perNode <= graph.MaxFirst, "perNode: %d exceeds the limit of %d", perNode, graph.MaxFirst) // a store takes more
	search.Filter = a.filter(api.TraversalProfileAny, filter, on)
	if a.err != nil {
		return nil, a.err
	}
	found, err := requestOf(ctx).store.Neighborhood(ctx, search)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).prime(found.Nodes)
	gone, err := gone(ctx, on, search.Of...)
	if err != nil {
		return nil, err
	}
	if found.Warnings, err = coverage(ctx, &search.Filter, found.Relationships); err != nil {
		return nil, err
	}
	found.Warnings = append(gone, found.Warnings...)
	return &found, requestOf(ctx).spend(len(found.Relationships))
}

type hop struct{}

func (*Resolver) Hop() generated.HopResolver { return hop{} }

// Label is the strongest relationship in words.
func (hop) Label(ctx context.Context, obj *api.Hop) (string, error) {
	return describe(ctx, obj.Relationship())
}

type onlyThrough struct{}

func (*Resolver) OnlyThrough() generated.OnlyThroughResolver { return onlyThrough{} }

// Treaties implements generated.OnlyThroughResolver.
func (onlyThrough) Treaties(ctx context.Context, obj *api.OnlyThrough) ([]*graph.Treaty, error) {
	return nodesOf[*graph.Treaty](ctx, obj.TreatyIDs)
}

type subgraph struct{}

func (*Resolver) Subgraph() generated.SubgraphResolver { return subgraph{} }

func (subgraph) Columns(ctx context.Context, obj *graph.Subgraph) (*api.SubgraphColumns, error) {
	return api.Columns(obj), requestOf(ctx).spend(len(obj.Relationships))
}

func (subgraph) Cut(_ context.Context, obj *graph.Subgraph) (*string, error) {
	switch {
	case obj.TimedOut:
		return new("time ran out: fewer `hops` or a narrower filter let the walk end"), nil
	case obj.Omitted > 0:
		return new(fmt.Sprintf("%d nodes were seen and left out, those nearest to the start first, then by id: `limit` "+
			"shows up to %d",
			obj.Omitted, graph.MaxSubgraph)), nil
	case obj.Truncated:
		return new(fmt.Sprintf("a node has more relationships than were followed, in the order of their ids: `perNode` "+
			"follows up to %d", graph.MaxFirst)), nil
	}
	return nil, nil
}
