package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// DutiesQuery asks what an actor owes and is owed on a day.
type DutiesQuery struct {
	Actor    graph.ID
	On       graph.Day
	Types    []graph.ObligationType // empty: all
	Datasets []graph.ID             // empty: all
}

// DutiesInForce are the duties of an actor on a day. Several treaties with the same duty are several duties.
type DutiesInForce struct {
	Actor graph.Actor
	AsOf  graph.Date
	// Owes and Owed bind in law; they come by the other's name, then the strongest first. Their triggers are UNKNOWN:
	// no attack is given.
	Owes, Owed []*Duty
	// Political are commitments either way by instruments that do not bind.
	Political []*Duty
	// Pending are treaties that the actor has signed and that do not bind it yet.
	Pending  []*graph.Treaty
	Warnings []string
}

// Duties answers in two round trips to the store. Errors: KindNotFound and KindInvalid, as for IfAttacked.
func Duties(ctx context.Context, reader graph.Reader, q DutiesQuery) (*DutiesInForce, error) {
	if q.On <= graph.Beginning || q.On >= graph.Forever {
		return nil, graph.Invalidf("asOf: want a day such as 2024-12-04")
	}
	g := newReading(reader, q.On, q.Datasets)
	owing := g.duties(graph.DirectionOut, q.Types...)
	if err := g.readOwedAndParties(ctx, []graph.ID{q.Actor}, owing); err != nil {
		return nil, err
	}
	var owes []*graph.AlliedWith
	err := expandEach(ctx, reader, []graph.ID{q.Actor}, owing, func(id graph.ID, h graph.Hop) {
		other := h.Other.Head().ID
		g.nodes[other] = h.Other
		r := h.Relationship.(*graph.AlliedWith)
		owes = append(owes, r)
		g.owed[other] = append(g.owed[other], r) // so that the warnings see it
		g.addSource(r.DatasetID)
		g.requestNamed(r)
	})
	if err != nil {
		return nil, err
	}
	g.requestNamedByOwed()
	if err := g.readNodes(ctx, q.Actor); err != nil {
		return nil, err
	}
	out := &DutiesInForce{AsOf: q.On.Date()}
	if out.Actor, err = g.existing(ctx, "actor", q.Actor); err != nil {
		return nil, err
	}
	sort := func(r *graph.AlliedWith, list *[]*Duty) {
		if len(q.Types) > 0 && !slices.Contains(q.Types, r.ObligationType) {
			return
		}
		d := g.unjudged(r)
		if !d.binds() {
			list = &out.Political
		}
		*list = append(*list, d)
	}
	for _, r := range g.owed[q.Actor] {
		sort(r, &out.Owed)
	}
	for _, r := range owes {
		sort(r, &out.Owes)
	}
	byPartner := func(a, b *Duty) int { return cmp.Or(comparePartners(a, b, q.Actor), compareDuties(a, b)) }
	for _, list := range [][]*Duty{out.Owed, out.Owes, out.Political} {
		slices.SortFunc(list, byPartner)
	}
	out.Pending = g.pending(q.Actor)
	all := &Responder{Because: append(slices.Clone(out.Owed), out.Owes...)}
	if len(all.Because)+len(out.Political) == 0 {
		if out.Warnings, err = g.silence(ctx); err != nil {
			return nil, err
		}
	}
	out.Warnings = append(out.Warnings, g.warnings([]*Responder{all}, slices.Sorted(maps.Keys(g.owed))...)...)
	return out, nil
}

// comparePartners orders two duties of one actor by the name of the other.
func comparePartners(a, b *Duty, actor graph.ID) int {
	name := func(d *Duty) string {
		if d.Relationship.FromID == actor {
			return d.Beneficiary.Head().Name + "|" + string(d.Relationship.ToID)
		}
		return d.Obligor.Head().Name + "|" + string(d.Relationship.FromID)
	}
	return cmp.Compare(name(a), name(b))
}
