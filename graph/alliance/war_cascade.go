package alliance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Escalation says who counts as attacked beyond the victims of the attacks given.
type Escalation string

// The escalations.
const (
	EscalationNone          Escalation = "NONE"          // only the victims of the attacks given
	EscalationCounterattack Escalation = "COUNTERATTACK" // also every entrant, by the side it entered against
)

// Side is a side of the war that a cascade follows: the attackers' or the victims' of the first attack.
type Side string

// The sides.
const (
	SideAttacker Side = "ATTACKER"
	SideVictim   Side = "VICTIM"
)

func (s Side) other() Side {
	if s == SideAttacker {
		return SideVictim
	}
	return SideAttacker
}

// Attack is one attack of a cascade.
type Attack struct{ Attacker, Victim graph.ID }

// Limits of a cascade.
const (
	MaxAttacks = 20
	MaxRounds  = 20
)

// CascadeQuestion asks what follows from attacks on a day.
type CascadeQuestion struct {
	Attacks    []Attack // one, or a sequence
	On         graph.Day
	Escalation Escalation // empty: NONE
	// Scenario is that of the attacks given; hostile actors are on the attackers' side. An attack that escalation adds
	// is armed, unprovoked and on the entrant's home territory.
	Scenario Scenario
	Datasets []graph.ID
	// ConditionalEnters lets actors of which a trigger is UNKNOWN enter too.
	ConditionalEnters bool
	MaxRounds         int // 1 to the constant MaxRounds; 0: 5
	WhatIf            []TreatyChange
}

// Cascade is the answer: who enters round by round, and what keeps the others out.
type Cascade struct {
	World                    graph.Reader // the graph that it speaks of: that of the question with its what-if
	AsOf                     graph.Date
	Rounds                   []CascadeRound
	AttackerSide, VictimSide []graph.Actor // with the belligerents of the attacks given, in order of entry
	// Torn are actors with duties on both sides; they enter on neither.
	Torn []*Responder
	// KeptOut are actors with a duty that does not make them enter, each with what keeps it out in its explanation.
	KeptOut   []*Responder
	Subgraph  graph.Subgraph // belligerents and torn actors, with the duties that count among them
	Truncated bool           // MaxRounds was reached while others would still enter
	Warnings  []string
	// Changes lists the actors that a what-if brings in, keeps out or moves.
	Changes []CascadeChange
}

// CascadeRound are those that enter at one time.
type CascadeRound struct {
	Number   int
	Entrants []*Entrant
}

// Entrant is an actor that enters, with the duty that brings it in.
type Entrant struct {
	Actor   graph.Actor
	Side    Side
	Helps   graph.Actor
	Against graph.Actor
	Verdict Verdict
	Because []*Duty
	Round   int

	ruling *ruling
}

// CascadeChange is what an actor does with and without a what-if: "enters on the victim's side in round 1", "torn",
// "stays out".
type CascadeChange struct {
	Actor         graph.Actor
	Before, After string
}

// RunCascade follows the attacks round by round until nobody else enters or MaxRounds is reached. A round costs at most
// three calls to the store.
func RunCascade(ctx context.Context, reader graph.Reader, q CascadeQuestion) (*Cascade, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	changed, err := Overlay(ctx, reader, q.WhatIf, q.On)
	if err != nil {
		return nil, err
	}
	after, out, err := fight(ctx, changed, q)
	if err != nil {
		return nil, err
	}
	if len(q.WhatIf) > 0 {
		before, _, err := fight(ctx, reader, q)
		if err != nil {
			return nil, err
		}
		out.Changes = cascadeChanges(before, after)
	}
	return out, after.finish(ctx, out)
}

func (q *CascadeQuestion) validate() error {
	if len(q.Attacks) == 0 || len(q.Attacks) > MaxAttacks {
		return graph.Invalidf("attacks: %d given; want 1 to %d", len(q.Attacks), MaxAttacks)
	}
	if q.On <= graph.Beginning || q.On >= graph.Forever {
		return graph.Invalidf("asOf: want a day such as 2024-12-04")
	}
	for i, a := range q.Attacks {
		if a.Attacker == a.Victim {
			return graph.Invalidf("attacks[%d]: attacker and victim are both %s: want two actors", i, a.Attacker)
		}
	}
	switch {
	case q.MaxRounds == 0:
		q.MaxRounds = 5
	case q.MaxRounds < 1 || q.MaxRounds > MaxRounds:
		return graph.Invalidf("maxRounds: %d is outside 1 to %d", q.MaxRounds, MaxRounds)
	}
	q.Escalation = cmp.Or(q.Escalation, EscalationNone)
	if q.Escalation != EscalationNone && q.Escalation != EscalationCounterattack {
		return graph.Invalidf("escalation: %q is not one of NONE, COUNTERATTACK", q.Escalation)
	}
	return q.Scenario.validate()
}

// war is a cascade under way.
type war struct {
	*reading
	q       *CascadeQuestion
	sides   map[graph.ID]Side
	order   []graph.ID // belligerents in order of entry
	attacks []attack
	// escalated is the scenario of the attacks that escalation adds.
	escalated Scenario
	judged    int // attacks that were judged, each once
	// assailants are the attackers of attacks of which the scenario is that of those that escalation adds, or alike.
	assailants []graph.ID
	idle       map[graph.ID]*ruling   // the most telling one that draws an actor to no side
	barred     map[graph.ID][]*ruling // those that bar it from one
	torn       map[graph.ID][]*ruling // one that tears an actor, or two that do together
	rounds     []CascadeRound
}

// fight follows the attacks round by round; of the answer it gives the rounds.
func fight(ctx context.Context, reader graph.Reader, q CascadeQuestion) (*war, *Cascade, error) {
	w := &war{
		reading: newReading(reader, q.On, q.Datasets), q: &q, sides: map[graph.ID]Side{}, idle: map[graph.ID]*ruling{},
		barred: map[graph.ID][]*ruling{}, torn: map[graph.ID][]*ruling{},
	}
	w.escalated = DefaultScenario()
	w.escalated.Requested, w.escalated.DefendAggressorsToo = q.Scenario.Requested, q.Scenario.DefendAggressorsToo
	if err := w.begin(); err != nil {
		return nil, nil, err
	}
	for _, a := range w.attacks {
		if a.scenario.alike(&w.escalated) {
			w.assailants = append(w.assailants, a.attacker)
		}
	}
	result := &Cascade{World: reader, AsOf: q.On.Date()}
	for number := 1; ; number++ {
		if err := w.read(ctx); err != nil {
			return nil, nil, err
		}
		if number == 1 {
			if err := w.check(ctx); err != nil {
				return nil, nil, err
			}
		}
		entrants, err := w.round(number)
		if err != nil {
			return nil, nil, err
		}
		if len(entrants) == 0 {
			break
		}
		if number > q.MaxRounds {
			result.Truncated = true
			for _, e := range entrants { // they are not kept out
				delete(w.idle, e.Actor.Head().ID)
			}
			break
		}
		result.Rounds = append(result.Rounds, CascadeRound{number, entrants})
		w.enter(entrants)
	}
	w.rounds = result.Rounds
	return w, result, nil
}

// begin puts the belligerents of the attacks given on their sides.
func (w *war) begin() error {
	join := func(id graph.ID, s Side) {
		if _, in := w.sides[id]; !in {
			w.sides[id] = s
			w.order = append(w.order, id)
		}
	}
	for i, a := range w.q.Attacks {
		side, in := w.sides[a.Attacker]
		if !in {
			side = w.sides[a.Victim].other() // the attackers' where the victim is in no war either
		}
		if w.sides[a.Victim] == side {
			return graph.Invalidf("attacks[%d]: %s and %s are on one side by the attacks before; ask about them apart", i,
				a.Attacker, a.Victim)
		}
		join(a.Attacker, side)
		join(a.Victim, side.other())
		w.attacks = append(w.attacks, attack{attacker: a.Attacker, victim: a.Victim, scenario: &w.q.Scenario})
	}
	for _, id := range w.q.Scenario.HostileActors {
		if w.sides[id] == SideVictim {
			return graph.Invalidf("scenario: the hostile actor %s is on the victims' side by the attacks; want those that "+
				"attack with %s", id, w.q.Attacks[0].Attacker)
		}
		join(id, SideAttacker)
	}
	alone := w.q.Scenario
	alone.HostileActors = nil
	for i := range w.attacks {
		if w.sides[w.attacks[i].attacker] == SideVictim {
			w.attacks[i].scenario = &alone // the hostile actors attack with the other side
		}
	}
	return nil
}

func (w *war) read(ctx context.Context) error {
	var ids, named []graph.ID
	for _, a := range w.attacks[w.judged:] {
		ids = append(ids, a.victim, a.attacker)
	}
	if where := w.q.Scenario.Where; where != nil && where.Place != "" {
		named = append(named, where.Place)
	}
	if w.judged > 0 { // an attack that escalation adds: what belligerents owe, and non-aggression, say nothing more
		w.exclude = w.order[:min(len(w.order), graph.MaxFilterValues)]
		w.types = []graph.ObligationType{
			graph.ObligationDefense, graph.ObligationOffense, graph.ObligationNeutral, graph.ObligationConsul,
		}
	}
	if err := w.readOwed(ctx, ids...); err != nil {
		return err
	}
	return w.readNodes(ctx, append(named, w.order...)...)
}

func (w *war) check(ctx context.Context) error {
	for i, a := range w.q.Attacks {
		if _, err := w.belligerent(ctx, fmt.Sprintf("attacks[%d].attacker", i), a.Attacker); err != nil {
			return err
		}
		if _, err := w.belligerent(ctx, fmt.Sprintf("attacks[%d].victim", i), a.Victim); err != nil {
			return err
		}
	}
	return w.checkHostile(ctx, &w.q.Scenario)
}

// isIn tells whether an actor is in the war.
func (w *war) isIn(id graph.ID) bool {
	_, in := w.sides[id]
	return in
}

// sideOf is the side to which a ruling draws its actor, empty where to none, and whom it helps there against whom.
func (w *war) sideOf(r *ruling) (side Side, helps, against graph.ID) {
	switch a := r.view; {
	case r.verdict == VerdictObliged, r.verdict == VerdictConditional && w.q.ConditionalEnters:
		return w.sides[a.victim], a.victim, a.attacker
	case r.verdict == VerdictObligedToAttacker && (w.q.ConditionalEnters || r.hasMetDuty()):
		return w.sides[a.attacker], a.attacker, a.victim
	}
	return "", "", ""
}

// round judges the attacks that are new in it, each once: the verdict in one does not depend on the others. An actor
// that one of them has torn, or has drawn to a side that nothing it owes to the attacker of another can keep it from,
// is settled.
func (w *war) round(number int) ([]*Entrant, error) {
	pulls := map[graph.ID][]*ruling{}
	sideOf := func(r *ruling) Side { side, _, _ := w.sideOf(r); return side }
	for ; w.judged < len(w.attacks); w.judged++ {
		a := w.attacks[w.judged]
		victims := w.sides[a.victim]
		rulings, err := w.assess(a, func(id graph.ID, bound bool) bool {
			return w.isIn(id) || w.torn[id] != nil || !bound && len(pulls[id]) > 0 && sideOf(pulls[id][0]) == victims
		})
		if err != nil {
			return nil, err
		}
		for _, r := range rulings {
			id := r.actor.Head().ID
			switch {
			case r.verdict == VerdictConflicted:
				w.torn[id] = []*ruling{r}
			case sideOf(r) != "":
				pulls[id] = append(pulls[id], r)
			case r.remarkable():
				w.noteIdle(id, r)
			}
		}
	}
	var entrants []*Entrant
	for _, id := range slices.Sorted(maps.Keys(pulls)) {
		if w.torn[id] != nil {
			continue
		}
		first := pulls[id][0]
		side, helps, against := w.sideOf(first)
		if i := slices.IndexFunc(pulls[id], func(r *ruling) bool { return sideOf(r) != side }); i >= 0 {
			w.torn[id] = []*ruling{first, pulls[id][i]}
			continue
		}
		// One that owes the other side neutrality by another attack is torn too.
		if i := slices.IndexFunc(w.barred[id], func(r *ruling) bool {
			return w.sides[r.view.attacker] == side.other()
		}); i >= 0 {
			w.torn[id] = []*ruling{first, w.barred[id][i]}
			continue
		}
		entrants = append(entrants, &Entrant{
			Actor: first.actor, Side: side, Helps: w.actor(helps), Against: w.actor(against),
			Verdict: first.verdict, Round: number, ruling: first,
		})
	}
	slices.SortFunc(entrants, func(a, b *Entrant) int { return compareActors(a.Actor, b.Actor) })
	return entrants, nil
}

// noteIdle notes a ruling that draws its actor to no side.
func (w *war) noteIdle(id graph.ID, r *ruling) {
	if known := w.idle[id]; known == nil || slices.Index(Verdicts, r.verdict) < slices.Index(Verdicts, known.verdict) {
		w.idle[id] = r
	}
	if r.verdict == VerdictBarred {
		w.barred[id] = append(w.barred[id], r)
	}
}

// enter puts entrants on their sides and, under COUNTERATTACK, adds the attacks on them.
func (w *war) enter(entrants []*Entrant) {
	w.order, w.attacks = slices.Grow(w.order, len(entrants)), slices.Grow(w.attacks, len(entrants))
	for _, e := range entrants {
		id := e.Actor.Head().ID
		w.sides[id] = e.Side
		w.order = append(w.order, id)
		if w.q.Escalation == EscalationCounterattack {
			attacker := e.Against.Head().ID
			again := slices.Contains(w.assailants, attacker)
			if !again {
				w.assailants = append(w.assailants, attacker)
			}
			w.attacks = append(w.attacks, attack{attacker: attacker, victim: id, scenario: &w.escalated, again: again})
		}
	}
}
