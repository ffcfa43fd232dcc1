package resolvers

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type event struct{ nodeFields[*graph.Event] }

func (*Resolver) Event() generated.EventResolver { return event{} }

// events are the events at the other ends of relationships, the newest first, without candidates.
func events(ctx context.Context, id graph.ID, l relationshipFilter, during *graph.Period, first int,
) ([]*graph.Event, error) {
	l.hideCandidates, l.err = true, paged(first)
	list, err := others[*graph.Event](ctx, id, l)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(e *graph.Event) bool {
		return during != nil && !e.Period.Overlaps(*during)
	})
	newestFirst(list)
	return cut(ctx, list, first), nil
}

func newestFirst[N graph.Node](list []N) {
	slices.SortStableFunc(list, func(a, b N) int {
		return cmp.Or(b.Head().Period.From.Compare(a.Head().Period.From), cmp.Compare(a.Head().ID, b.Head().ID))
	})
}

func (event) Actors(ctx context.Context, obj *graph.Event) ([]*graph.ActorIn, error) {
	return related[*graph.ActorIn](ctx, obj.ID, incoming(graph.ActorInType))
}

func (event) Recipients(ctx context.Context, obj *graph.Event) ([]*graph.RecipientOf, error) {
	return related[*graph.RecipientOf](ctx, obj.ID, incoming(graph.RecipientOfType))
}

func (event) Places(ctx context.Context, obj *graph.Event) ([]*graph.Place, error) {
	return others[*graph.Place](ctx, obj.ID, outgoing(graph.LocatedAtType))
}

func (event) Involves(ctx context.Context, obj *graph.Event) ([]graph.Node, error) {
	return others[graph.Node](ctx, obj.ID, outgoing(graph.InvolvesType))
}

func (event) Triggers(ctx context.Context, obj *graph.Event) ([]*graph.Triggers, error) {
	return related[*graph.Triggers](ctx, obj.ID, outgoing(graph.TriggersType))
}

func (q query) Event(ctx context.Context, ref api.NodeRef) (*graph.Event, error) {
	return resolveAs[*graph.Event](ctx, q, ref, 0, graph.LabelEvent)
}

// shown are the statuses of events that are shown unless others are asked for.
var shown = []graph.EventStatus{graph.EventConfirmed, graph.EventReported, graph.EventClaimed}

func (q query) Events(ctx context.Context, filter *api.EventFilter, asOf *graph.Date, orderBy *api.Order, page api.Page,
) (*api.EventConnection, error) {
	return connection[*graph.Event](q.events(ctx, filter, asOf), orderBy, "from", page)
}

// events are the events of a filter, in no order yet.
func (q query) events(ctx context.Context, filter *api.EventFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, asOf,
		graph.LabelEvent)
	statuses := filter.Statuses
	if len(statuses) == 0 {
		statuses = shown
	}
	l.equal("status", values(statuses)...)
	l.equal("eventType", values(filter.EventTypes)...)
	l.relatedToAny("actors", filter.Actors, graph.DirectionIn, graph.ActorInType, graph.RecipientOfType)
	for _, ref := range filter.Between { // each of them, so a condition each
		l.relatedTo("between", &ref, graph.DirectionIn, graph.ActorInType, graph.RecipientOfType)
	}
	l.relatedToAny("involves", filter.Involves, graph.DirectionOut, graph.InvolvesType)
	return combine(l, filter.And, filter.Or, filter.Not, func(f *api.EventFilter) *list { return q.events(ctx, f, asOf) })
}
