package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type observation struct{ nodeFields[*graph.Observation] }

func (*Resolver) Observation() generated.ObservationResolver { return observation{} }

// observations are the figures about a node, the newest first.
func observations(ctx context.Context, id graph.ID, indicators []string, first int) ([]*graph.Observation, error) {
	if err := paged(first); err != nil {
		return nil, err
	}
	if err := requestOf(ctx).checkKnownValues(ctx, "indicators", "indicator", indicators,
		graph.LabelObservation); err != nil {
		return nil, err
	}
	list, err := others[*graph.Observation](ctx, id, incoming(graph.ObservedForType))
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(o *graph.Observation) bool {
		return len(indicators) > 0 && !slices.Contains(indicators, string(o.Indicator))
	})
	newestFirst(list)
	return cut(ctx, list, first), nil
}

func (observation) Subject(ctx context.Context, obj *graph.Observation) (graph.Node, error) {
	return optional[graph.Node](ctx, obj.Subject)
}

func (q query) Observations(ctx context.Context, filter *api.ObservationFilter, asOf *graph.Date, orderBy *api.Order,
	page api.Page,
) (*api.ObservationConnection, error) {
	return connection[*graph.Observation](q.observationList(ctx, filter, asOf), orderBy, "from", page)
}

// observationList are those of a filter, in no order yet.
func (q query) observationList(ctx context.Context, filter *api.ObservationFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, asOf,
		graph.LabelObservation)
	l.open("indicators", "indicator", filter.Indicators)
	l.open("units", "unit", filter.Units)
	if filter.MinValue != nil {
		l.atLeast("value", *filter.MinValue)
	}
	if filter.MaxValue != nil {
		l.atMost("value", *filter.MaxValue)
	}
	l.relatedToAny("subjects", filter.Subjects, graph.DirectionOut, graph.ObservedForType)
	return combine(l, filter.And, filter.Or, filter.Not,
		func(f *api.ObservationFilter) *list { return q.observationList(ctx, f, asOf) })
}
