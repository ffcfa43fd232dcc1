package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type sanction struct{ nodeFields[*graph.Sanction] }

func (*Resolver) Sanction() generated.SanctionResolver { return sanction{} }

func (sanction) ImposedBy(ctx context.Context, obj *graph.Sanction) ([]*graph.ImposesSanction, error) {
	return related[*graph.ImposesSanction](ctx, obj.ID, incoming(graph.ImposesSanctionType))
}

func (sanction) Targets(ctx context.Context, obj *graph.Sanction) ([]*graph.Targets, error) {
	return related[*graph.Targets](ctx, obj.ID, outgoing(graph.TargetsType))
}

func (q query) Sanctions(ctx context.Context, filter *api.SanctionFilter, asOf *graph.Date, orderBy *api.Order,
	page api.Page,
) (*api.SanctionConnection, error) {
	return connection[*graph.Sanction](q.sanctions(ctx, filter, asOf), orderBy, "from", page)
}

// sanctions are those of a filter, in no order yet.
func (q query) sanctions(ctx context.Context, filter *api.SanctionFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, asOf,
		graph.LabelSanction)
	l.open("programs", "program", filter.Programs)
	l.open("statuses", "status", filter.Statuses)
	l.relatedToAny("imposedBy", filter.ImposedBy, graph.DirectionIn, graph.ImposesSanctionType)
	l.relatedToAny("targets", filter.Targets, graph.DirectionOut, graph.TargetsType)
	return combine(l, filter.And, filter.Or, filter.Not,
		func(f *api.SanctionFilter) *list { return q.sanctions(ctx, f, asOf) })
}
