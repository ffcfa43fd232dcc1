package alliance

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// LifecycleAction is one step in the life of a treaty or of a party's part in it, in the terms of the UN Treaty
// Collection.
type LifecycleAction struct {
	Date    graph.Date
	Kind    string      // one of graph.TreatySteps
	Party   graph.Actor // nil for a step of the treaty as a whole
	Text    graph.Text
	Dataset *graph.Dataset // nil where it comes from the treaty itself
}

// Lifecycle lists the steps of a treaty by date, those of the whole treaty first on a day and undated ones last, in
// three calls to the store. KindNotFound where there is no such treaty.
func Lifecycle(ctx context.Context, reader graph.Reader, treatyID graph.ID) (*graph.Treaty, []LifecycleAction, error) {
	nodes, err := reader.Nodes(ctx, []graph.ID{treatyID})
	if err != nil {
		return nil, nil, err
	}
	treaty, ok := nodes[0].(*graph.Treaty)
	if !ok {
		return nil, nil, graph.NotFoundf("treaty: there is no treaty %q; want the id, code or name of a treaty, such as "+
			"treaty:nato-1949", treatyID)
	}
	g := newReading(reader, 0, nil)
	var parties []*graph.PartyTo
	q := along(graph.DirectionIn, graph.PartyToType)
	err = expandEach(ctx, reader, []graph.ID{treatyID}, q, func(_ graph.ID, h graph.Hop) {
		g.nodes[h.Other.Head().ID] = h.Other
		parties = append(parties, h.Relationship.(*graph.PartyTo))
	})
	if err != nil {
		return nil, nil, err
	}
	ids := lists.Map(parties, func(p *graph.PartyTo) graph.ID { return p.DatasetID })
	for _, a := range treaty.Actions {
		ids = append(ids, a.Actor)
	}
	if err := g.readNodes(ctx, ids...); err != nil {
		return nil, nil, err
	}
	actions := treatyActions(treaty, g)
	for _, p := range parties {
		actions = append(actions, partyActions(p, g)...)
	}
	actions = once(actions)
	slices.SortStableFunc(actions, func(a, b LifecycleAction) int {
		return cmp.Or(cmp.Compare(oneIf(a.Date.IsZero()), oneIf(b.Date.IsZero())), a.Date.Compare(b.Date),
			cmp.Compare(oneIf(a.Party != nil), oneIf(b.Party != nil)), cmp.Compare(partyName(a), partyName(b)))
	})
	return treaty, actions, nil
}

// once leaves out a step without words that another one of the same day, kind and party tells already.
func once(actions []LifecycleAction) []LifecycleAction {
	type key struct {
		date  graph.Date
		kind  string
		party graph.Actor
	}
	told := map[key]bool{}
	for _, a := range actions {
		if a.Text != "" {
			told[key{a.Date, a.Kind, a.Party}] = true
		}
	}
	return slices.DeleteFunc(actions, func(a LifecycleAction) bool {
		k := key{a.Date, a.Kind, a.Party}
		if a.Text == "" && told[k] {
			return true
		}
		told[k] = true
		return false
	})
}

func partyName(a LifecycleAction) string {
	if a.Party == nil {
		return ""
	}
	return a.Party.Head().Name
}

// life gathers the steps of a treaty, or of a party's part in it.
type life struct {
	party   graph.Actor
	dataset *graph.Dataset
	told    map[string]bool // steps that the treaty lists itself
	steps   []LifecycleAction
}

// step adds one whose day is known.
func (l *life) step(d graph.Date, kind string, text graph.Text) {
	if !d.IsZero() && !l.told[kind+d.String()] {
		l.steps = append(l.steps, LifecycleAction{d, kind, l.party, text, l.dataset})
	}
}

// rest adds entry into force and what follows it.
func (l *life) rest(inForce graph.Date, suspensions []graph.Suspension, ended graph.Date, how graph.EndKind) {
	l.step(inForce, "ENTRY_INTO_FORCE", "")
	for _, s := range suspensions {
		l.step(s.Period.From, "SUSPENSION", s.Scope)
		l.step(s.Period.Until, "RESUMPTION", s.Scope)
	}
	l.step(ended, string(cmp.Or(how, graph.EndTermination)), "")
}

func treatyActions(t *graph.Treaty, g *reading) []LifecycleAction {
	l := life{told: map[string]bool{}}
	for _, a := range t.Actions {
		l.told[a.Kind+a.Date.String()] = true
		l.steps = append(l.steps, LifecycleAction{Date: a.Date, Kind: a.Kind, Party: g.actor(a.Actor), Text: a.Text})
	}
	l.step(t.Signed, "SIGNATURE", "")
	l.rest(t.InForce, t.Suspensions, t.Ended, t.EndedHow)
	return l.steps
}

func partyActions(p *graph.PartyTo, g *reading) []LifecycleAction {
	l := life{party: g.actor(p.FromID)}
	l.dataset, _ = g.nodes[p.DatasetID].(*graph.Dataset)
	l.step(p.Signed, "SIGNATURE", "")
	l.step(p.Consent, string(cmp.Or(p.ConsentKind, "CONSENT")), "")
	if p.Reservation != "" {
		l.steps = append(l.steps,
			LifecycleAction{cmp.Or(p.Consent, p.Signed), "RESERVATION", l.party, p.Reservation, l.dataset})
	}
	l.rest(p.InForce, p.Suspensions, p.Ended, p.EndedHow)
	return l.steps
}
