package resolvers

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/resolvers/api"
)

type treaty struct{ nodeFields[*graph.Treaty] }

func (*Resolver) Treaty() generated.TreatyResolver { return treaty{} }

// bound tells whether a treaty bound a party on a day: it is in force for both.
func bound(p *graph.PartyTo, t *graph.Treaty, on graph.Day) bool {
	if !p.Bound() || !p.Period.Contains(on) || t.StatusOn(on) != graph.StatusInForce {
		return false
	}
	return !slices.ContainsFunc(p.Suspensions, func(s graph.Suspension) bool { return s.Period.Contains(on) })
}

func (treaty) Status(ctx context.Context, obj *graph.Treaty, asOf *graph.Date) (graph.TreatyStatus, error) {
	on, err := day(ctx, asOf, false)
	if err != nil {
		return "", err
	}
	return obj.StatusOn(on), nil
}

func (treaty) Parties(ctx context.Context, obj *graph.Treaty, asOf *graph.Date, allTime bool,
) ([]*graph.PartyTo, error) {
	on, err := day(ctx, asOf, allTime)
	if err != nil {
		return nil, err
	}
	parties, err := related[*graph.PartyTo](ctx, obj.ID, incoming(graph.PartyToType))
	return slices.DeleteFunc(parties, func(p *graph.PartyTo) bool {
		if on == 0 {
			return !p.Bound()
		}
		return !bound(p, obj, on)
	}), err
}

func (treaty) Signatories(ctx context.Context, obj *graph.Treaty) ([]*graph.PartyTo, error) {
	return related[*graph.PartyTo](ctx, obj.ID, incoming(graph.PartyToType))
}

func (treaty) Articles(ctx context.Context, obj *graph.Treaty) ([]*graph.Article, error) {
	articles, err := others[*graph.Article](ctx, obj.ID, outgoing(graph.HasArticleType))
	slices.SortStableFunc(articles, func(a, b *graph.Article) int {
		return cmp.Or(cmp.Compare(articleOrder(a.Number), articleOrder(b.Number)), cmp.Compare(a.ID, b.ID))
	})
	return articles, err
}

// articleOrder is a key by which "IX" follows "V" and "10" follows "9".
func articleOrder(number string) string {
	if n := roman(number); n > 0 {
		number = strconv.Itoa(n)
	}
	return names.SortKey(number)
}

// roman reads a Roman numeral in capitals; 0 where it is none.
func roman(s string) int {
	worth := map[rune]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	sum, before := 0, 0
	for _, r := range s {
		n := worth[r]
		if n == 0 {
			return 0
		}
		sum += n
		if before < n {
			sum -= 2 * before
		}
		before = n
	}
	return sum
}

func (treaty) Obligations(ctx context.Context, obj *graph.Treaty) ([]*graph.Obligation, error) {
	direct, err := hops(ctx, obj.ID, outgoing(graph.ImposesType))
	if err != nil {
		return nil, err
	}
	articles, err := treaty{}.Articles(ctx, obj)
	if err != nil {
		return nil, err
	}
	// All articles are asked for at once: a thunk waits only when it is called.
	ids := lists.Map(articles, func(a *graph.Article) graph.ID { return a.ID })
	pages, err := manyHops(ctx, ids, outgoing(graph.ImposesType))
	if err != nil {
		return nil, err
	}
	return ends[*graph.Obligation](slices.Concat(direct, slices.Concat(pages...))), nil
}

func (treaty) Replaces(ctx context.Context, obj *graph.Treaty) ([]*graph.Treaty, error) {
	return others[*graph.Treaty](ctx, obj.ID, outgoing(graph.ReplacesType))
}

func (treaty) ReplacedBy(ctx context.Context, obj *graph.Treaty) ([]*graph.Treaty, error) {
	return others[*graph.Treaty](ctx, obj.ID, incoming(graph.ReplacesType))
}

func (treaty) Amends(ctx context.Context, obj *graph.Treaty) ([]*graph.Treaty, error) {
	return others[*graph.Treaty](ctx, obj.ID, outgoing(graph.AmendsType))
}

func (treaty) AmendedBy(ctx context.Context, obj *graph.Treaty) ([]*graph.Treaty, error) {
	return others[*graph.Treaty](ctx, obj.ID, incoming(graph.AmendsType))
}

func (treaty) Events(ctx context.Context, obj *graph.Treaty, first int) ([]*graph.Event, error) {
	return events(ctx, obj.ID, incoming(graph.InvolvesType), nil, first)
}

type treatyAction struct{}

func (*Resolver) TreatyAction() generated.TreatyActionResolver { return treatyAction{} }

func (treatyAction) Actor(ctx context.Context, obj *graph.TreatyAction) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.Actor)
}

func (treatyAction) Source(ctx context.Context, obj *graph.TreatyAction) (*graph.Source, error) {
	return optional[*graph.Source](ctx, obj.Source)
}

func (q query) Treaty(ctx context.Context, ref api.NodeRef) (*graph.Treaty, error) {
	return resolveAs[*graph.Treaty](ctx, q, ref, 0, graph.LabelTreaty)
}

func (q query) Treaties(ctx context.Context, filter *api.TreatyFilter, asOf *graph.Date, orderBy *api.Order,
	page api.Page,
) (*api.TreatyConnection, error) {
	return connection[*graph.Treaty](q.treaties(ctx, filter, asOf), orderBy, "name", page)
}

// treaties are those of a filter, in no order yet.
func (q query) treaties(ctx context.Context, filter *api.TreatyFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, nil,
		graph.LabelTreaty)
	if filter.InForceOn != nil {
		l.on = l.exactDay("filter.inForceOn", *filter.InForceOn)
		l.onlyDuring(l.on, "filter.inForceOn")
	}
	l.equal("kind", values(filter.Kinds)...)
	if filter.Binding != nil {
		l.equal("binding", *filter.Binding)
	}
	l.within("signed", filter.Signed)
	named := cmp.Or(l.on, requestOf(ctx).today)
	var ids []graph.ID
	l.try(func() (err error) {
		if asOf != nil {
			if named, err = exactDay("asOf", *asOf); err != nil {
				return err
			}
		}
		ids, err = q.resolveAll(ctx, filter.Parties, "filter.parties", named, graph.ActorLabels...)
		return err
	})
	for _, id := range ids { // each of them, so a condition each
		l.Related = append(l.Related, graph.RelatedTo{
			Types: []graph.RelationshipType{graph.PartyToType}, Direction: graph.DirectionIn,
			IDs: []graph.ID{id}, On: l.on,
		})
	}
	l.want(!filter.OnlyParties || len(ids) > 0, "filter.onlyParties: whose? give filter.parties as well")
	if filter.InForceOn != nil || filter.OnlyParties {
		l.sieves = append(l.sieves, func(page []graph.Node) ([]bool, error) {
			keep := lists.Map(page, func(n graph.Node) bool {
				return filter.InForceOn == nil || n.(*graph.Treaty).StatusOn(l.on) == graph.StatusInForce
			})
			if filter.OnlyParties {
				return keep, onlyBetween(ctx, page, keep, ids, l.on)
			}
			return keep, nil
		})
	}
	return combine(l, filter.And, filter.Or, filter.Not,
		func(f *api.TreatyFilter) *list { return q.treaties(ctx, f, asOf) })
}

// onlyBetween strikes out treaties to which others than the actors are parties.
func onlyBetween(ctx context.Context, page []graph.Node, keep []bool, actors []graph.ID, on graph.Day) error {
	ids := lists.Map(page, func(n graph.Node) graph.ID { return n.Head().ID })
	l := incoming(graph.PartyToType)
	l.on = on
	parties, err := manyHops(ctx, ids, l)
	for i := range parties {
		keep[i] = keep[i] &&
			!slices.ContainsFunc(parties[i], func(h graph.Hop) bool { return !slices.Contains(actors, h.Other.Head().ID) })
	}
	return err
}
