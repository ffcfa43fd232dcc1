package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type sanction struct{ nodeFields[*graph.Sanction] }

// Sanction implements generated.ResolverRoot.
func (r *Resolver) Sanction() generated.SanctionResolver {
	return sanction{nodeFields[*graph.Sanction]{r}}
}

func (sanction) ImposedBy(ctx context.Context, obj *graph.Sanction) ([]*graph.ImposesSanction, error) {
	return related[*graph.ImposesSanction](ctx, obj.ID, incoming(graph.ImposesSanctionType))
}

func (sanction) Targets(ctx context.Context, obj *graph.Sanction) ([]*graph.Targets, error) {
	return related[*graph.Targets](ctx, obj.ID, outgoing(graph.TargetsType))
}

// Sanctions implements generated.QueryResolver.
func (q query) Sanctions(ctx context.Context, filter *api.SanctionFilter, asOf *graph.Date, orderBy *api.Order, first *int, after *string,
	last *int, before *string,
) (*api.SanctionConnection, error) {
	l, err := q.sanctions(ctx, filter, asOf)
	if err != nil {
		return nil, err
	}
	return connection[*graph.Sanction](l, orderBy, "from", api.Page{First: first, After: after, Last: last, Before: before})
}

// sanctions are those of a filter, in no order yet.
func (q query) sanctions(ctx context.Context, filter *api.SanctionFilter, asOf *graph.Date) (*list, error) {
	filter = orZero(filter)
	l, err := q.list(ctx, filter.ListFilter, asOf, graph.LabelSanction)
	if err != nil {
		return nil, err
	}
	if err := l.open("programs", "program", filter.Programs); err != nil {
		return nil, err
	}
	if err := l.open("statuses", "status", filter.Statuses); err != nil {
		return nil, err
	}
	if err := l.linkAny("imposedBy", filter.ImposedBy, graph.DirectionIn, graph.ImposesSanctionType); err != nil {
		return nil, err
	}
	if err := l.linkAny("targets", filter.Targets, graph.DirectionOut, graph.TargetsType); err != nil {
		return nil, err
	}
	return l, combine(l, &filter.Combination, func(f *api.SanctionFilter) (*list, error) { return q.sanctions(ctx, f, asOf) })
}
