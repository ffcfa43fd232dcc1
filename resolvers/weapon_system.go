package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type weaponSystem struct {
	nodeFields[*graph.WeaponSystem]
}

func (*Resolver) WeaponSystem() generated.WeaponSystemResolver { return weaponSystem{} }

func (weaponSystem) Operators(ctx context.Context, obj *graph.WeaponSystem, asOf *graph.Date, allTime bool,
) ([]*graph.Operates, error) {
	return related[*graph.Operates](ctx, obj.ID, incoming(graph.OperatesType).onDay(ctx, asOf, allTime))
}

func (weaponSystem) Ordered(ctx context.Context, obj *graph.WeaponSystem, asOf *graph.Date, allTime bool,
) ([]*graph.Ordered, error) {
	return related[*graph.Ordered](ctx, obj.ID, incoming(graph.OrderedType).onDay(ctx, asOf, allTime))
}

func (weaponSystem) Developers(ctx context.Context, obj *graph.WeaponSystem) ([]*graph.Developed, error) {
	return related[*graph.Developed](ctx, obj.ID, incoming(graph.DevelopedType))
}

func (weaponSystem) Transfers(ctx context.Context, obj *graph.WeaponSystem, first int) ([]*graph.ArmsTransfer, error) {
	return others[*graph.ArmsTransfer](ctx, obj.ID, incoming(graph.TransfersType).upTo(first))
}

func (weaponSystem) Events(ctx context.Context, obj *graph.WeaponSystem, first int) ([]*graph.Event, error) {
	return events(ctx, obj.ID, incoming(graph.InvolvesType), nil, first)
}

func (weaponSystem) Observations(ctx context.Context, obj *graph.WeaponSystem, indicators []string, first int,
) ([]*graph.Observation, error) {
	return observations(ctx, obj.ID, indicators, first)
}

func (q query) WeaponSystem(ctx context.Context, ref api.NodeRef) (*graph.WeaponSystem, error) {
	return resolveAs[*graph.WeaponSystem](ctx, q, ref, 0, graph.LabelWeaponSystem)
}

func (q query) WeaponSystems(ctx context.Context, filter *api.WeaponSystemFilter, asOf *graph.Date, orderBy *api.Order,
	page api.Page,
) (*api.WeaponSystemConnection, error) {
	return connection[*graph.WeaponSystem](q.weaponSystems(ctx, filter, asOf), orderBy, "name", page)
}

// weaponSystems are those of a filter, in no order yet.
func (q query) weaponSystems(ctx context.Context, filter *api.WeaponSystemFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, nil,
		graph.LabelWeaponSystem)
	l.asOf(asOf, asOf == nil) // of the relationships only: a weapon's own period is no time in service
	l.open("categories", "category", filter.Categories)
	l.open("unrocaClasses", "unrocaClass", filter.UnrocaClasses)
	l.open("subtypes", "subtype", filter.Subtypes)
	if filter.NuclearCapable != nil {
		l.equal("nuclearCapable", *filter.NuclearCapable)
	}
	if filter.MinRangeKm != nil {
		l.atLeast("rangeKm", *filter.MinRangeKm)
	}
	if filter.MaxRangeKm != nil {
		l.atMost("rangeKm", *filter.MaxRangeKm)
	}
	l.relatedTo("operatedBy", filter.OperatedBy, graph.DirectionIn, graph.OperatesType)
	l.relatedTo("developedBy", filter.DevelopedBy, graph.DirectionIn, graph.DevelopedType)
	return combine(l, filter.And, filter.Or, filter.Not,
		func(f *api.WeaponSystemFilter) *list { return q.weaponSystems(ctx, f, asOf) })
}
