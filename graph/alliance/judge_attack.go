package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Question asks who owes what if the attacker attacks the victim on a day.
type Question struct {
	Attacker, Victim graph.ID
	On               graph.Day
	Scenario         Scenario
	// Datasets limits the duties to those that these state; empty means all.
	Datasets []graph.ID
	// IncludeFree also lists the actors of which there is nothing to say but that nothing binds them.
	IncludeFree bool
	// WhatIf changes treaties for this question only.
	WhatIf []TreatyChange
}

// AttackAssessment is the answer to a Question.
type AttackAssessment struct {
	World            graph.Reader // the graph that it speaks of: that of the question with its what-if
	Attacker, Victim graph.Actor
	AsOf             graph.Date
	// Responders come by verdict, those to act first, then by name. FREE ones are listed where a duty does not apply, a
	// defence tie with the attacker or a political commitment wants mention, and all on request.
	Responders []*Responder
	// Pending are treaties of the attacker or the victim that are signed and not in force for it.
	Pending  []*graph.Treaty
	Warnings []string
	// Changes lists what the what-if changed against the real graph; empty without one.
	Changes []VerdictChange

	rulings []*ruling // what Responders are made of, also of those that are not listed
}

// VerdictChange is an actor's verdict with and without a what-if, and the duties that made the difference.
type VerdictChange struct {
	Actor         graph.Actor
	Before, After Verdict
	Gained, Lost  []*Duty
}

// Responder finds an actor's entry, nil where there is none.
func (a *AttackAssessment) Responder(id graph.ID) *Responder {
	for _, r := range a.Responders {
		if r.Actor.Head().ID == id {
			return r
		}
	}
	return nil
}

// IfAttacked answers the question in two round trips to the store, one for what is owed and what the two are party to,
// one for the nodes that these name, and one more where free actors are wanted. The errors are KindInvalid (attacker
// and victim are one, not an actor, not there on that day) and KindNotFound, besides the store's.
func IfAttacked(ctx context.Context, reader graph.Reader, q Question) (*AttackAssessment, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	if len(q.WhatIf) == 0 {
		return ifAttacked(ctx, reader, q)
	}
	changed, err := Overlay(ctx, reader, q.WhatIf, q.On)
	if err != nil {
		return nil, err
	}
	whole := q
	whole.IncludeFree, whole.WhatIf = true, nil
	before, err := ifAttacked(ctx, reader, whole)
	if err != nil {
		return nil, err
	}
	after, err := ifAttacked(ctx, changed, whole)
	if err != nil {
		return nil, err
	}
	after.Changes = verdictChanges(before.Responders, after.Responders)
	if !q.IncludeFree {
		after.Responders = slices.DeleteFunc(after.Responders, func(r *Responder) bool {
			return !r.remarkable && !slices.ContainsFunc(after.Changes, func(c VerdictChange) bool {
				return c.Actor.Head().ID == r.Actor.Head().ID
			})
		})
	}
	return after, nil
}

func (q *Question) validate() error {
	switch {
	case q.Attacker == q.Victim:
		return graph.Invalidf("attacker and victim are both %s: want two actors", q.Attacker)
	case q.On <= graph.Beginning || q.On >= graph.Forever:
		return graph.Invalidf("asOf: want a day such as 2024-12-04")
	case slices.Contains(q.Scenario.HostileActors, q.Victim):
		return graph.Invalidf("scenario: the victim %s is among the hostile actors", q.Victim)
	}
	return q.Scenario.validate()
}

func ifAttacked(ctx context.Context, reader graph.Reader, q Question) (*AttackAssessment, error) {
	g := newReading(reader, q.On, q.Datasets)
	if err := g.readOwedAndParties(ctx, []graph.ID{q.Victim, q.Attacker}); err != nil {
		return nil, err
	}
	g.requestNamedByOwed()
	named := append([]graph.ID{q.Attacker, q.Victim}, q.Scenario.HostileActors...)
	if q.Scenario.Where != nil && q.Scenario.Where.Place != "" {
		named = append(named, q.Scenario.Where.Place)
	}
	if err := g.readNodes(ctx, named...); err != nil {
		return nil, err
	}
	out := &AttackAssessment{World: reader, AsOf: q.On.Date()}
	var err error
	if out.Attacker, err = g.belligerent(ctx, "attacker", q.Attacker); err != nil {
		return nil, err
	}
	if out.Victim, err = g.belligerent(ctx, "victim", q.Victim); err != nil {
		return nil, err
	}
	if err := g.checkHostile(ctx, &q.Scenario); err != nil {
		return nil, err
	}
	a := attack{attacker: q.Attacker, victim: q.Victim, scenario: &q.Scenario}
	rulings, err := g.assess(a, nil)
	if err != nil {
		return nil, err
	}
	if q.IncludeFree {
		free, err := g.free(ctx, a, rulings)
		if err != nil {
			return nil, err
		}
		rulings = append(rulings, free...)
	}
	out.rulings = rulings
	for _, r := range rulings {
		if q.IncludeFree || r.remarkable() {
			out.Responders = append(out.Responders, g.words(r))
		}
	}
	sortResponders(out.Responders)
	out.Pending = g.pending(q.Attacker, q.Victim)
	if nobody(out.Responders) {
		if out.Warnings, err = g.silence(ctx); err != nil {
			return nil, err
		}
	}
	out.Warnings = slices.Concat(out.Warnings, g.warnings(out.Responders, q.Victim, q.Attacker),
		g.idleAssumptions(&q.Scenario, rulings))
	return out, nil
}

// attack is one attack with what is known of it.
type attack struct {
	attacker, victim graph.ID
	scenario         *Scenario
	// again says that what is owed to this attacker was judged in an earlier attack of the cascade, under the same
	// scenario but for the place and the victim: of those who owe the new victim nothing, only what depends on these
	// can be news.
	again bool
}

// assess gives the verdict on every actor that owes something to the victim or to the attacker, except for those that
// settled tells to leave out: it is asked of each, and whether the actor owes the attacker anything that can stand
// against helping the victim.
func (g *reading) assess(a attack, settled func(id graph.ID, bound bool) bool) ([]*ruling, error) {
	view, err := g.view(a)
	if err != nil {
		return nil, err
	}
	away := view.toward(true)
	var out []*ruling
	rule := func(id graph.ID, toVictim, toAttacker []*graph.AlliedWith) {
		actor := g.actor(id)
		if actor == nil || id == a.attacker || id == a.victim || slices.Contains(a.scenario.HostileActors, id) {
			return
		}
		if settled != nil && settled(id, slices.ContainsFunc(toAttacker, canStandAgainst)) {
			return
		}
		duties := make([]weighed, 0, len(toVictim)+len(toAttacker))
		for _, r := range toVictim {
			if helps(r) {
				duties = append(duties, view.weigh(r))
			}
		}
		for _, r := range toAttacker {
			if concernsAttacker(r) {
				duties = append(duties, away.weigh(r))
			}
		}
		out = append(out, &ruling{actor, decide(duties, a.scenario), duties, view, away})
	}
	toAttacker := g.owedToAttacker(a.attacker)
	for id, owed := range obligors(g.owed[a.victim]) {
		if slices.ContainsFunc(owed, helps) {
			rule(id, owed, toAttacker.by[id])
		}
	}
	others := toAttacker.obligors
	if a.again {
		others = toAttacker.tied
	}
	done := make(map[graph.ID]bool, len(out))
	for _, r := range out {
		done[r.actor.Head().ID] = true
	}
	for _, id := range others {
		owed := toAttacker.by[id]
		if !done[id] && slices.ContainsFunc(owed, concernsAttacker) && (!a.again || slices.ContainsFunc(owed, a.another)) {
			rule(id, nil, owed)
		}
	}
	return out, nil
}

// view is the attack as duties to the victim see it.
func (g *reading) view(a attack) (*attackView, error) {
	out := &attackView{reading: g, scenario: a.scenario, attacker: a.attacker, victim: a.victim}
	return out, out.locate()
}

// attackerDuties is what is owed to an attacker, who is asked about in many attacks of a cascade.
type attackerDuties struct {
	by       map[graph.ID][]*graph.AlliedWith // by obligor
	obligors []graph.ID
	tied     []graph.ID // those of whom a duty can say other things in an attack on another victim
}

func (g *reading) owedToAttacker(attacker graph.ID) *attackerDuties {
	if known := g.owedToAttackers[attacker]; known != nil {
		return known
	}
	out := &attackerDuties{by: map[graph.ID][]*graph.AlliedWith{}}
	for id, owed := range obligors(g.owed[attacker]) {
		out.by[id] = owed
		out.obligors = append(out.obligors, id)
		if slices.ContainsFunc(owed, hasTieToVictim) {
			out.tied = append(out.tied, id)
		}
	}
	g.owedToAttackers[attacker] = out
	return out
}

// What an attack asks of a duty: whether it is one to help the victim; whether one to the attacker says anything, can
// stand against such help, and depends on who or where the victim is.
func helps(r *graph.AlliedWith) bool {
	return r.ObligationType == graph.ObligationDefense || r.ObligationType == graph.ObligationConsul
}

func concernsAttacker(r *graph.AlliedWith) bool { return r.ObligationType != graph.ObligationConsul }

func canStandAgainst(r *graph.AlliedWith) bool {
	return concernsAttacker(r) && r.ObligationType != graph.ObligationNonagg
}

func hasTieToVictim(r *graph.AlliedWith) bool {
	return canStandAgainst(r) && slices.ContainsFunc(r.Conditions, func(c graph.Condition) bool {
		switch c.Kind {
		case graph.ConditionSpecificAdversary, graph.ConditionGeographicArea, graph.ConditionSpecificLocation:
			return true
		}
		return false
	})
}

// another tells whether a duty to the attacker can decide otherwise in an attack on another victim.
func (a *attack) another(r *graph.AlliedWith) bool {
	return hasTieToVictim(r) && (r.ObligationType != graph.ObligationDefense || a.scenario.DefendAggressorsToo)
}

// free are the states of the day that owe neither side anything.
func (g *reading) free(ctx context.Context, a attack, bound []*ruling) ([]*ruling, error) {
	day := graph.Period{From: g.on.Date(), Until: g.on.Next().Date()}
	states, err := findAll[*graph.State](ctx, g.reader,
		graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, During: &day})
	if err != nil {
		return nil, err
	}
	named := map[graph.ID]bool{a.attacker: true, a.victim: true}
	for _, id := range a.scenario.HostileActors {
		named[id] = true
	}
	for _, r := range bound {
		named[r.actor.Head().ID] = true
	}
	view, err := g.view(a)
	if err != nil {
		return nil, err
	}
	var out []*ruling
	for _, s := range states {
		if !named[s.ID] {
			out = append(out, &ruling{s, VerdictFree, nil, view, nil})
		}
	}
	return out, nil
}

func sortResponders(list []*Responder) {
	slices.SortFunc(list, func(a, b *Responder) int {
		return cmp.Or(cmp.Compare(slices.Index(Verdicts, a.Verdict), slices.Index(Verdicts, b.Verdict)),
			compareActors(a.Actor, b.Actor))
	})
}

// byActor are responders by the ids of their actors, never nil.
func byActor(list []*Responder) map[graph.ID]*Responder {
	out := make(map[graph.ID]*Responder, len(list))
	for _, r := range list {
		out[r.Actor.Head().ID] = r
	}
	return out
}

// verdict is that of a responder; who is not listed is free.
func (r *Responder) verdict() Verdict {
	if r == nil {
		return VerdictFree
	}
	return r.Verdict
}

// verdictChanges compares two complete answers to one question.
func verdictChanges(before, after []*Responder) []VerdictChange {
	was, is := byActor(before), byActor(after)
	all := maps.Clone(was)
	maps.Copy(all, is)
	var out []VerdictChange
	for _, id := range slices.Sorted(maps.Keys(all)) {
		had, has := was[id].duties(), is[id].duties()
		c := VerdictChange{
			Actor: all[id].Actor, Before: was[id].verdict(), After: is[id].verdict(),
			Gained: beyond(has, had), Lost: beyond(had, has),
		}
		if c.Before != c.After || len(c.Gained)+len(c.Lost) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// beyond are the duties that are not among the others too.
func beyond(duties, others map[string]*Duty) []*Duty {
	var out []*Duty
	for key, d := range duties {
		if others[key] == nil {
			out = append(out, d)
		}
	}
	return sortDuties(out)
}

// duties are all duties of the responder by what they say, so that one with other terms counts as another.
func (r *Responder) duties() map[string]*Duty {
	out := map[string]*Duty{}
	if r == nil {
		return out
	}
	for _, list := range r.lists() {
		for _, d := range list {
			out[termsOf(d.Relationship)] = d
		}
	}
	return out
}
