package resolvers

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

// actorFields resolves what every actor has.
type actorFields[N graph.Actor] struct{ nodeFields[N] }

type (
	state        struct{ actorFields[*graph.State] }
	organization struct {
		actorFields[*graph.Organization]
	}
	person     struct{ actorFields[*graph.Person] }
	armedGroup struct{ actorFields[*graph.ArmedGroup] }
)

// State implements generated.ResolverRoot, as do the methods like it.
func (*Resolver) State() generated.StateResolver { return state{} }

func (*Resolver) Organization() generated.OrganizationResolver { return organization{} }
func (*Resolver) Person() generated.PersonResolver             { return person{} }
func (*Resolver) ArmedGroup() generated.ArmedGroupResolver     { return armedGroup{} }

func (actorFields[N]) Alliances(ctx context.Context, obj N, asOf *graph.Date, allTime bool,
	obligationTypes []graph.ObligationType, direction graph.Direction, datasets []graph.ID, orderBy *api.Order, first int,
) ([]*graph.AlliedWith, error) {
	wanted := (&hopArguments{
		ObligationTypes: obligationTypes, Direction: direction, Datasets: datasets, OrderBy: orderBy, First: first,
	}).alliances().loaded(ctx).onDay(ctx, asOf, allTime)
	list, err := related[*graph.AlliedWith](ctx, obj.Head().ID, wanted)
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		err = sortAlliances(ctx, list, orderBy)
		return cut(ctx, list, first), err
	}
	_, err = coverage(ctx, &graph.Filter{On: wanted.on, Datasets: datasets}, nil)
	return list, err
}

func (actorFields[N]) Memberships(ctx context.Context, obj N, asOf *graph.Date, allTime bool,
	kinds []graph.MembershipKind,
) ([]*graph.MemberOf, error) {
	list, err := related[*graph.MemberOf](ctx, obj.Head().ID, outgoing(graph.MemberOfType).onDay(ctx, asOf, allTime))
	if len(kinds) == 0 {
		return list, err
	}
	return ofKinds(list, kinds), err
}

// ofKinds keeps the memberships of some kinds.
func ofKinds(list []*graph.MemberOf, kinds []graph.MembershipKind) []*graph.MemberOf {
	return slices.DeleteFunc(list, func(m *graph.MemberOf) bool { return !slices.Contains(kinds, m.Membership()) })
}

func (actorFields[N]) Treaties(ctx context.Context, obj N, asOf *graph.Date) ([]*graph.PartyTo, error) {
	on, err := day(ctx, asOf, asOf == nil)
	if err != nil {
		return nil, err
	}
	found, err := hops(ctx, obj.Head().ID, outgoing(graph.PartyToType))
	if err != nil {
		return nil, err
	}
	list := []*graph.PartyTo{}
	for _, hop := range found {
		part := hop.Relationship.(*graph.PartyTo)
		if treaty, ok := hop.Other.(*graph.Treaty); on == 0 || ok && bound(part, treaty, on) {
			list = append(list, part)
		}
	}
	return list, nil
}

func (actorFields[N]) Operates(ctx context.Context, obj N, asOf *graph.Date, allTime bool) ([]*graph.Operates, error) {
	return related[*graph.Operates](ctx, obj.Head().ID, outgoing(graph.OperatesType).onDay(ctx, asOf, allTime))
}

func (actorFields[N]) Ordered(ctx context.Context, obj N, asOf *graph.Date, allTime bool) ([]*graph.Ordered, error) {
	return related[*graph.Ordered](ctx, obj.Head().ID, outgoing(graph.OrderedType).onDay(ctx, asOf, allTime))
}

func (actorFields[N]) Developed(ctx context.Context, obj N) ([]*graph.Developed, error) {
	return related[*graph.Developed](ctx, obj.Head().ID, outgoing(graph.DevelopedType))
}

func (actorFields[N]) Supplies(ctx context.Context, obj N, direction graph.Direction, asOf *graph.Date, first int,
) ([]*graph.Supplied, error) {
	wanted := relationshipFilter{types: []graph.RelationshipType{graph.SuppliedType}, direction: direction}
	list, err := related[*graph.Supplied](ctx, obj.Head().ID, wanted.onDay(ctx, asOf, asOf == nil).upTo(first))
	return warnIfAbsent(ctx, list, err, graph.LabelArmsTransfer)
}

func (actorFields[N]) Conflicts(ctx context.Context, obj N) ([]*graph.ParticipatedIn, error) {
	list, err := related[*graph.ParticipatedIn](ctx, obj.Head().ID, outgoing(graph.ParticipatedInType))
	return warnIfAbsent(ctx, list, err, graph.LabelConflict)
}

func (actorFields[N]) Events(ctx context.Context, obj N, during *api.PeriodInput, first int) ([]*graph.Event, error) {
	time, err := during.Period("during")
	if err != nil {
		return nil, err
	}
	return events(ctx, obj.Head().ID, outgoing(graph.ActorInType, graph.RecipientOfType), time, first)
}

func (actorFields[N]) Sanctions(ctx context.Context, obj N, direction graph.Direction) ([]*graph.Sanction, error) {
	list, err := others[*graph.Sanction](ctx, obj.Head().ID, relationshipFilter{
		direction: direction,
		types:     []graph.RelationshipType{graph.ImposesSanctionType, graph.TargetsType},
	})
	return warnIfAbsent(ctx, list, err, graph.LabelSanction)
}

func (actorFields[N]) Observations(ctx context.Context, obj N, indicators []string, first int,
) ([]*graph.Observation, error) {
	return observations(ctx, obj.Head().ID, indicators, first)
}

func (actorFields[N]) PartOf(ctx context.Context, obj N) ([]graph.Node, error) {
	return others[graph.Node](ctx, obj.Head().ID, outgoing(graph.PartOfType))
}

func (actorFields[N]) Parts(ctx context.Context, obj N) ([]graph.Node, error) {
	return others[graph.Node](ctx, obj.Head().ID, incoming(graph.PartOfType))
}

func (state) Predecessors(ctx context.Context, obj *graph.State) ([]*graph.Succeeds, error) {
	return related[*graph.Succeeds](ctx, obj.ID, outgoing(graph.SucceedsType))
}

func (state) Successors(ctx context.Context, obj *graph.State) ([]*graph.Succeeds, error) {
	return related[*graph.Succeeds](ctx, obj.ID, incoming(graph.SucceedsType))
}

func (state) Borders(ctx context.Context, obj *graph.State, asOf *graph.Date) ([]*graph.Borders, error) {
	wanted := relationshipFilter{types: []graph.RelationshipType{graph.BordersType}}
	return related[*graph.Borders](ctx, obj.ID, wanted.onDay(ctx, asOf, false))
}

func (organization) Members(ctx context.Context, obj *graph.Organization, asOf *graph.Date, allTime bool,
	kinds []graph.MembershipKind, orderBy *api.Order,
) ([]*graph.MemberOf, error) {
	members, err := related[*graph.MemberOf](ctx, obj.ID, incoming(graph.MemberOfType).onDay(ctx, asOf, allTime))
	if err != nil {
		return nil, err
	}
	members = ofKinds(members, kinds)
	return members, sortMembers(ctx, members, orderBy)
}

func (organization) OfficeHolders(ctx context.Context, obj *graph.Organization, asOf *graph.Date, allTime bool,
) ([]*graph.HoldsOffice, error) {
	return related[*graph.HoldsOffice](ctx, obj.ID, incoming(graph.HoldsOfficeType).onDay(ctx, asOf, allTime))
}

func (person) Offices(ctx context.Context, obj *graph.Person, asOf *graph.Date) ([]*graph.HoldsOffice, error) {
	return related[*graph.HoldsOffice](ctx, obj.ID, outgoing(graph.HoldsOfficeType).onDay(ctx, asOf, asOf == nil))
}

func (q query) Actor(ctx context.Context, ref api.NodeRef, on *graph.Date) (graph.Actor, error) {
	d, err := day(ctx, on, false)
	if err != nil {
		return nil, err
	}
	return resolveAs[graph.Actor](ctx, q, ref, d, graph.ActorLabels...)
}

func (q query) Actors(ctx context.Context, filter *api.ActorFilter, asOf *graph.Date, orderBy *api.Order, page api.Page,
) (*api.ActorConnection, error) {
	return connection[graph.Actor](q.actors(ctx, filter, asOf), orderBy, "name", page)
}

// actors are those of a filter, in no order yet.
func (q query) actors(ctx context.Context, filter *api.ActorFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, asOf,
		graph.ActorLabels...)
	if len(filter.Labels) > 0 {
		for _, label := range filter.Labels {
			l.want(slices.Contains(graph.ActorLabels, label),
				"filter.labels: %s is no label of actors; want STATE, ORGANIZATION, PERSON or ARMED_GROUP", label.Capitals())
		}
		l.Labels = filter.Labels
	}
	if len(filter.OrganizationKinds) > 0 {
		l.Labels = []graph.Label{graph.LabelOrganization}
		l.equal("kind", values(filter.OrganizationKinds)...)
	}
	l.memberOf(filter)
	l.relatedTo("partyTo", filter.PartyTo, graph.DirectionOut, graph.PartyToType)
	l.relatedTo("operates", filter.Operates, graph.DirectionOut, graph.OperatesType)
	if filter.NuclearArmed != nil {
		l.try(func() error {
			armed, err := alliance.NuclearArmed(ctx, requestOf(ctx).store, cmp.Or(l.on, requestOf(ctx).today))
			l.only(armed, *filter.NuclearArmed)
			return err
		})
	}
	l.try(func() error { return l.alliedWith(filter) })
	return combine(l, filter.And, filter.Or, filter.Not, func(f *api.ActorFilter) *list { return q.actors(ctx, f, asOf) })
}

// alliedWith asks for the allies of each of some actors. The relationship leaves few nodes to look through; which duty
// it is, the store's query cannot say.
func (l *list) alliedWith(filter *api.ActorFilter) error {
	ids := l.actors(filter.AlliedWith, "filter.alliedWith")
	if l.err != nil || len(ids) == 0 {
		return l.err
	}
	if len(filter.AlliedBy) == 0 {
		return graph.Invalidf("filter.alliedBy: empty; want at least one type of obligation")
	}
	binding := func(h graph.Hop) bool {
		r, ok := h.Relationship.(*graph.AlliedWith)
		return ok && (r.Binding == nil || *r.Binding)
	}
	pages, err := manyHops(l.ctx, ids,
		relationshipFilter{types: []graph.RelationshipType{graph.AlliedWithType}, on: l.on, obligations: filter.AlliedBy})
	if err != nil {
		return err
	}
	for i, page := range pages {
		allies := map[graph.ID]bool{}
		for _, h := range page {
			if binding(h) {
				allies[h.Other.Head().ID] = true
			}
		}
		l.Related = append(l.Related, graph.RelatedTo{
			Types: []graph.RelationshipType{graph.AlliedWithType}, Direction: graph.DirectionAny,
			IDs: []graph.ID{ids[i]}, On: l.on,
		})
		l.only(allies, true)
	}
	return nil
}

// memberOf asks for those who belong to an organization in one of the ways.
func (l *list) memberOf(filter *api.ActorFilter) {
	before := len(l.Related)
	l.relatedTo("memberOf", filter.MemberOf, graph.DirectionOut, graph.MemberOfType)
	for i := range l.Related[before:] {
		l.Related[before+i].MembershipKinds = filter.Kinds
		l.try(func() error { return warnOfMissingMembers(l.ctx, l.Related[before+i].IDs) })
	}
}

// warnOfMissingMembers says of which organizations not every member is loaded.
func warnOfMissingMembers(ctx context.Context, ids []graph.ID) error {
	nodes, err := requestOf(ctx).nodes.LoadAll(ctx, ids)
	for _, n := range nodes {
		if o, ok := n.(*graph.Organization); ok && o.MembersComplete != nil && !*o.MembersComplete {
			requestOf(ctx).warn([]string{fmt.Sprintf("not every member of %s (%s) is loaded: who is not found among them may "+
				"belong to it", o.Name, o.ID)})
		}
	}
	return err
}
