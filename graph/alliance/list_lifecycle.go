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
	Dataset *graph.Dataset
}

// Lifecycle lists the steps of a treaty by date, those of the whole treaty first on a day and undated ones last, in
// four calls to the store. KindNotFound where there is no such treaty.
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
	records, err := reader.Statements(ctx, []graph.ID{treatyID})
	if err != nil {
		return nil, nil, err
	}
	statedBy := map[string]graph.ID{} // the treaty's properties, each by the dataset whose value is shown
	for _, s := range slices.Backward(graph.StatementsOf(records[0])) {
		statedBy[s.Property] = s.DatasetID
		ids = append(ids, s.DatasetID)
	}
	if err := g.readNodes(ctx, ids...); err != nil {
		return nil, nil, err
	}
	actions := treatyActions(treaty, g, statedBy)
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
	party  graph.Actor
	stated func(property string) *graph.Dataset
	told   map[string]bool // steps that the treaty lists itself
	steps  []LifecycleAction
}

// step adds one whose day is known.
func (l *life) step(property string, d graph.Date, kind string, text graph.Text) {
	if !d.IsZero() && !l.told[kind+d.String()] {
		l.steps = append(l.steps, LifecycleAction{d, kind, l.party, text, l.stated(property)})
	}
}

// rest adds entry into force and what follows it.
func (l *life) rest(inForce graph.Date, suspensions []graph.Suspension, ended graph.Date, how graph.EndKind) {
	l.step("inForce", inForce, "ENTRY_INTO_FORCE", "")
	for _, s := range suspensions {
		l.step("suspensions", s.Period.From, "SUSPENSION", s.Scope)
		l.step("suspensions", s.Period.Until, "RESUMPTION", s.Scope)
	}
	l.step("ended", ended, string(cmp.Or(how, graph.EndTermination)), "")
}

func treatyActions(t *graph.Treaty, g *reading, statedBy map[string]graph.ID) []LifecycleAction {
	l := life{told: map[string]bool{}, stated: func(property string) *graph.Dataset {
		d, _ := g.nodes[statedBy[property]].(*graph.Dataset)
		return d
	}}
	for _, a := range t.Actions {
		l.told[a.Kind+a.Date.String()] = true
		l.steps = append(l.steps, LifecycleAction{a.Date, a.Kind, g.actor(a.Actor), a.Text, l.stated("actions")})
	}
	l.step("signed", t.Signed, "SIGNATURE", "")
	l.rest(t.InForce, t.Suspensions, t.Ended, t.EndedHow)
	return l.steps
}

func partyActions(p *graph.PartyTo, g *reading) []LifecycleAction {
	dataset, _ := g.nodes[p.DatasetID].(*graph.Dataset)
	l := life{party: g.actor(p.FromID), stated: func(string) *graph.Dataset { return dataset }}
	l.step("signed", p.Signed, "SIGNATURE", "")
	l.step("consent", p.Consent, string(cmp.Or(p.ConsentKind, "CONSENT")), "")
	if p.Reservation != "" {
		l.steps = append(l.steps,
			LifecycleAction{cmp.Or(p.Consent, p.Signed), "RESERVATION", l.party, p.Reservation, dataset})
	}
	l.rest(p.InForce, p.Suspensions, p.Ended, p.EndedHow)
	return l.steps
}
