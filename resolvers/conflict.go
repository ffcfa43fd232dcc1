package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type conflict struct{ nodeFields[*graph.Conflict] }

// Conflict implements generated.ResolverRoot.
func (r *Resolver) Conflict() generated.ConflictResolver {
	return conflict{nodeFields[*graph.Conflict]{r}}
}

func (conflict) Participants(ctx context.Context, obj *graph.Conflict) ([]*graph.ParticipatedIn, error) {
	return related[*graph.ParticipatedIn](ctx, obj.ID, incoming(graph.ParticipatedInType))
}

// Conflicts implements generated.QueryResolver.
func (q query) Conflicts(ctx context.Context, filter *api.ConflictFilter, asOf *graph.Date, orderBy *api.Order, first *int, after *string,
	last *int, before *string,
) (*api.ConflictConnection, error) {
	l, err := q.conflicts(ctx, filter, asOf)
	if err != nil {
		return nil, err
	}
	return connection[*graph.Conflict](l, orderBy, "from", api.Page{First: first, After: after, Last: last, Before: before})
}

// conflicts are the conflicts of a filter, in no order yet.
func (q query) conflicts(ctx context.Context, filter *api.ConflictFilter, asOf *graph.Date) (*list, error) {
	filter = orZero(filter)
	l, err := q.list(ctx, filter.ListFilter, asOf, graph.LabelConflict)
	if err != nil {
		return nil, err
	}
	l.equal("kind", values(filter.Kinds)...)
	if filter.MinHostility != nil {
		l.atLeast("hostility", int64(*filter.MinHostility))
	}
	for _, ref := range filter.Participants { // each of them, so a condition each
		if err := l.link("participants", &ref, graph.DirectionIn, graph.ParticipatedInType); err != nil {
			return nil, err
		}
	}
	return l, combine(l, &filter.Combination, func(f *api.ConflictFilter) (*list, error) { return q.conflicts(ctx, f, asOf) })
}
