package resolvers

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/resolvers/api"
)

// Alliances implements generated.QueryResolver. An alliance is a relationship, of which a store makes no list: those
// of the actors in question are gathered whole, within the budget of the request, and the page is cut from them.
func (q query) Alliances(ctx context.Context, filter *api.AllianceFilter, asOf *graph.Date, allTime bool,
	orderBy *api.Order, page api.Page,
) (*api.AllianceConnection, error) {
	if _, err := size(ctx, page); err != nil {
		return nil, err
	}
	a := q.asking(ctx, nil)
	on := a.orAllTime(asOf, allTime)
	f := orZero(filter)
	keep, actors := a.allianceTest(f)
	if a.err != nil {
		return nil, a.err
	}
	all, err := q.gatherAlliances(ctx, f, actors, on)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(r *graph.AlliedWith) bool { return !keep(r) })
	if orderBy == nil {
		orderBy = &api.Order{Field: "OBLIGOR"}
	}
	if err := sortAlliances(ctx, all, orderBy); err != nil {
		return nil, err
	}
	out, err := slice(ctx, all, page, func(r *graph.AlliedWith) string { return string(r.ID) })
	if err == nil && len(all) == 0 {
		if out.Warnings, err = gone(ctx, on, slices.Concat(actors[:]...)...); err != nil {
			return nil, err
		}
		warnings, err := coverage(ctx, &graph.Filter{On: on, Datasets: f.Datasets}, nil)
		out.Warnings = append(out.Warnings, warnings...)
		return out, err
	}
	return out, err
}

// gatherAlliances are the alliances of those of whom the filter speaks, each once. Where it names nobody, they are
// those of all who owe something.
func (q query) gatherAlliances(ctx context.Context, f *api.AllianceFilter, actors allianceActors, on graph.Day,
) (out []*graph.AlliedWith, err error) {
	wanted := relationshipFilter{
		types: []graph.RelationshipType{graph.AlliedWithType}, on: on,
		obligations: f.ObligationTypes, datasets: f.Datasets,
	}
	var ids []graph.ID
	for i, direction := range []graph.Direction{graph.DirectionOut, graph.DirectionIn, graph.DirectionAny} {
		if len(actors[i]) > 0 {
			ids, wanted.direction = actors[i], direction
			break
		}
	}
	if len(ids) == 0 {
		wanted.direction = graph.DirectionOut
		if ids, err = q.obligors(ctx, on, f.Datasets); err != nil {
			return nil, err
		}
	}
	seen := map[graph.ID]bool{}
	for some := range slices.Chunk(ids, expandAtOnce) { // the budget is looked at between
		pages, err := manyHops(ctx, some, wanted)
		if err != nil {
			return nil, err
		}
		for _, h := range slices.Concat(pages...) {
			if r, ok := h.Relationship.(*graph.AlliedWith); ok && !seen[r.ID] {
				seen[r.ID] = true
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// obligors are all who owe something on a day, or at any time.
func (q query) obligors(ctx context.Context, on graph.Day, datasets []graph.ID) (out []graph.ID, err error) {
	owing := graph.NodeQuery{Labels: graph.ActorLabels, First: graph.MaxFirst, Related: []graph.RelatedTo{
		{Types: []graph.RelationshipType{graph.AlliedWithType}, Direction: graph.DirectionOut, On: on, Datasets: datasets},
	}}
	for page, err := range graph.Pages(ctx, requestOf(ctx).store, owing) {
		if err != nil {
			return nil, err
		}
		if err := requestOf(ctx).batchers.spend(len(page.Nodes)); err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			requestOf(ctx).nodes.Prime(n.Head().ID, n)
			out = append(out, n.Head().ID)
		}
	}
	return out, nil
}

type allianceTest func(*graph.AlliedWith) bool

// allianceActors are the actors that a filter names: obligors, beneficiaries, and those who may be either.
type allianceActors [3][]graph.ID

// allianceTest makes the test of a filter and of those inside it, and says whom the filter itself names.
func (a *asking) allianceTest(f *api.AllianceFilter) (allianceTest, allianceActors) {
	a.loaded(f.Datasets, "filter.datasets")
	actors := allianceActors{
		a.actors(f.Obligors, "filter.obligors"), a.actors(f.Beneficiaries, "filter.beneficiaries"),
		a.actors(f.Actors, "filter.actors"),
	}
	treaties := a.nodes(f.Treaties, "filter.treaties", graph.LabelTreaty)
	among := func(list []graph.ID, wanted ...graph.ID) bool {
		return len(list) == 0 || slices.ContainsFunc(wanted, func(id graph.ID) bool { return slices.Contains(list, id) })
	}
	inner := func(f *api.AllianceFilter) allianceTest {
		test, _ := a.allianceTest(f)
		return test
	}
	and, or := lists.Map(f.And, inner), lists.Map(f.Or, inner)
	var not []allianceTest
	if f.Not != nil {
		not = append(not, inner(f.Not))
	}
	return func(r *graph.AlliedWith) bool {
		passes := func(test allianceTest) bool { return test(r) }
		switch {
		case !among(actors[0], r.FromID), !among(actors[1], r.ToID), !among(actors[2], r.FromID, r.ToID),
			!among(treaties, r.TreatyID),
			!among(f.Datasets, r.DatasetID),
			len(f.ObligationTypes) > 0 && !slices.Contains(f.ObligationTypes, r.ObligationType),
			f.Binding != nil && (r.Binding == nil || *r.Binding != *f.Binding),
			f.Mutual != nil && r.Mutual != *f.Mutual,
			slices.ContainsFunc(and, func(test allianceTest) bool { return !test(r) }),
			len(or) > 0 && !slices.ContainsFunc(or, passes),
			slices.ContainsFunc(not, passes):
			return false
		}
		return true
	}, actors
}

// sortAlliances puts alliances into an order; without one they stay as they are.
func sortAlliances(ctx context.Context, list []*graph.AlliedWith, order *api.Order) error {
	named := func(r *graph.AlliedWith) []graph.ID { return []graph.ID{r.FromID, r.ToID, r.TreatyID} }
	return sortRows(ctx, list, order, named, func(r *graph.AlliedWith, names []int) int {
		switch order.Field {
		case "BENEFICIARY":
			return names[1]
		case "TREATY":
			return names[2]
		case "TYPE":
			return slices.Index(graph.ObligationTypes, r.ObligationType)
		}
		return names[0]
	})
}

// sortMembers puts memberships into an order; without one they stay as they are.
func sortMembers(ctx context.Context, list []*graph.MemberOf, order *api.Order) error {
	named := func(r *graph.MemberOf) []graph.ID { return []graph.ID{r.FromID} }
	return sortRows(ctx, list, order, named, func(_ *graph.MemberOf, names []int) int { return names[0] })
}

// sortRows sorts relationships by START, ID or another key in the direction asked for, and where that is equal by the
// ranks of the names of nodes of theirs in turn.
func sortRows[R graph.Relationship](ctx context.Context, list []R, order *api.Order, named func(R) []graph.ID,
	key func(r R, names []int) int,
) error {
	if order == nil || len(list) == 0 {
		return nil
	}
	type row struct {
		of    R
		key   int
		names []int
	}
	rows := lists.Map(list, func(r R) row { return row{of: r} })
	if order.Field != "ID" { // in which no two are equal
		ranks, err := ranksByName(ctx, list, named)
		if err != nil {
			return err
		}
		for i, r := range list {
			rows[i].names = lists.Map(named(r), func(id graph.ID) int { return ranks[id] })
			rows[i].key = key(r, rows[i].names)
		}
	}
	sign := 1
	if order.Direction == api.OrderDirectionDesc {
		sign = -1
	}
	slices.SortFunc(rows, func(a, b row) int {
		var first int
		byID := cmp.Compare(a.of.Head().ID, b.of.Head().ID)
		switch order.Field {
		case "START":
			first = byStart(a.of, b.of, sign)
		case "ID":
			first = sign * byID
		default:
			first = sign * (a.key - b.key)
		}
		return cmp.Or(first, slices.Compare(a.names, b.names), byID)
	})
	for i, r := range rows {
		list[i] = r.of
	}
	return nil
}

// byStart compares first days; what has none comes last in either direction.
func byStart(a, b graph.Relationship, sign int) int {
	from, other := a.Head().Period.From, b.Head().Period.From
	if from.IsZero() || other.IsZero() {
		return boolRank(from.IsZero()) - boolRank(other.IsZero())
	}
	return sign * from.Compare(other)
}

func boolRank(is bool) int {
	if is {
		return 1
	}
	return 0
}

// ranksByName ranks the nodes of relationships by name, case and diacritics apart; equal names have one rank.
func ranksByName[R any](ctx context.Context, list []R, ends func(R) []graph.ID) (map[graph.ID]int, error) {
	ranks := map[graph.ID]int{}
	var ids []graph.ID
	for _, r := range list {
		for _, id := range ends(r) {
			if _, known := ranks[id]; !known {
				ranks[id] = 0
				ids = append(ids, id)
			}
		}
	}
	nodes, err := nodesOf[graph.Node](ctx, ids)
	if err != nil {
		return nil, err
	}
	keys := lists.Map(nodes, func(n graph.Node) string { return names.SortKey(n.Head().Name) })
	sorted := slices.Compact(slices.Sorted(slices.Values(keys)))
	for i, id := range ids {
		ranks[id], _ = slices.BinarySearch(sorted, keys[i])
	}
	return ranks, nil
}
