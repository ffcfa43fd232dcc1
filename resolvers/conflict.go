package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type conflict struct{ nodeFields[*graph.Conflict] }

func (*Resolver) Conflict() generated.ConflictResolver { return conflict{} }

func (conflict) Participants(ctx context.Context, obj *graph.Conflict) ([]*graph.ParticipatedIn, error) {
	return related[*graph.ParticipatedIn](ctx, obj.ID, incoming(graph.ParticipatedInType))
}

func (q query) Conflicts(ctx context.Context, filter *api.ConflictFilter, asOf *graph.Date, orderBy *api.Order,
	page api.Page,
) (*api.ConflictConnection, error) {
	return connection[*graph.Conflict](q.conflicts(ctx, filter, asOf), orderBy, "from", page)
}

// conflicts are the conflicts of a filter, in no order yet.
func (q query) conflicts(ctx context.Context, filter *api.ConflictFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, asOf,
		graph.LabelConflict)
	l.equal("kind", values(filter.Kinds)...)
	if filter.MinHostility != nil {
		l.atLeast("hostility", int64(*filter.MinHostility))
	}
	for _, ref := range filter.Participants { // each of them, so a condition each
		l.relatedTo("participants", &ref, graph.DirectionIn, graph.ParticipatedInType)
	}
	return combine(l, filter.And, filter.Or, filter.Not,
		func(f *api.ConflictFilter) *list { return q.conflicts(ctx, f, asOf) })
}
