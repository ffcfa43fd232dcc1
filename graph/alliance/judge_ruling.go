package alliance

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// ruling is the verdict on an actor in one attack with the duties that it rests on, without what these name by id: a
// cascade makes many hundreds of them and shows a few.
type ruling struct {
	actor   graph.Actor
	verdict Verdict
	duties  []weighed
	view    *attackView // the attack as duties to the victim see it
	away    *attackView // as those to the attacker do
}

// weighed is a duty with its judgement, and the weight that it has for the verdict.
type weighed struct {
	*graph.AlliedWith
	judgement  Judgement
	owed       Judgement // whether it is owed to the one it is judged toward
	binds      bool
	toAttacker bool
	weight     weight
}

// weigh judges a duty in the attack that the view sees.
func (v *attackView) weigh(r *graph.AlliedWith) weighed {
	return weighed{
		AlliedWith: r, judgement: judge(r, v), owed: v.owed(r), binds: v.binding(r) != Unmet,
		toAttacker: v.towardAttacker,
	}
}

type weight uint8

const (
	forHelp    weight = iota // DEFENSE owed to the victim
	consults                 // CONSUL owed to the victim
	against                  // NEUTRAL or OFFENSE owed to the attacker, or DEFENSE that covers its war
	tie                      // DEFENSE owed to the attacker that does not cover its war
	tension                  // decides nothing, and is worth knowing
	notMet                   // a trigger is UNMET
	notBinding               // a political commitment
)

// decide gives the verdict on an actor from its duties to the victim and to the attacker.
func decide(duties []weighed, s *Scenario) Verdict {
	var have [notBinding + 1]bool
	met, offense := false, false
	for i := range duties {
		d := &duties[i]
		d.weight = d.weigh(s)
		have[d.weight] = true
		met = met || d.weight == forHelp && d.judgement == Met
		offense = offense || d.weight == against && d.ObligationType != graph.ObligationNeutral
	}
	switch {
	case have[forHelp] && (have[against] || have[tie]):
		return VerdictConflicted
	case met:
		return VerdictObliged
	case have[forHelp]:
		return VerdictConditional
	case offense:
		return VerdictObligedToAttacker
	case have[against]:
		return VerdictBarred
	case have[consults]:
		return VerdictConsultOnly
	}
	return VerdictFree
}

func (d *weighed) weigh(s *Scenario) weight {
	covered := d.ObligationType == graph.ObligationDefense && s.DefendAggressorsToo
	switch {
	case !d.binds:
		return notBinding
	case d.owed == Unmet:
		return notMet
	case !d.toAttacker && d.judgement == Unmet:
		return notMet
	case !d.toAttacker && d.ObligationType == graph.ObligationDefense:
		return forHelp
	case !d.toAttacker:
		return consults
	case d.ObligationType == graph.ObligationNonagg:
		return tension
	case d.ObligationType == graph.ObligationDefense && !covered:
		if d.owed == Unknown {
			return tension
		}
		return tie
	case d.judgement == Unmet && covered:
		return tie
	case d.judgement == Unmet:
		return notMet
	}
	return against
}

// seenBy is the attack as the duty sees it.
func (r *ruling) seenBy(d *weighed) *attackView {
	if d.toAttacker {
		return r.away
	}
	return r.view
}

// binds tells whether a duty is one of law; a political commitment decides nothing.
func binds(r *graph.AlliedWith) bool { return r.Binding == nil || *r.Binding }

// remarkable tells whether there is more to say of a FREE actor than that nothing binds it: a duty that does not apply,
// a defence tie with the attacker, a political commitment.
func (r *ruling) remarkable() bool {
	return r.verdict != VerdictFree || slices.ContainsFunc(r.duties, func(d weighed) bool {
		return d.weight == notMet || d.ObligationType != graph.ObligationNonagg
	})
}

// restsOn tells whether the verdict rests on the duty: one to the victim, or for BARRED and OBLIGED_TO_ATTACKER to the
// attacker.
func (r *ruling) restsOn(d *weighed) bool {
	switch d.weight {
	case forHelp:
		return true
	case consults:
		return r.verdict == VerdictConsultOnly
	case against:
		return r.verdict != VerdictConflicted
	}
	return false
}

// hasMetDuty tells whether a duty that the verdict rests on is MET.
func (r *ruling) hasMetDuty() bool {
	return slices.ContainsFunc(r.duties, func(d weighed) bool { return r.restsOn(&d) && d.judgement == Met })
}

// wantRulings requests the nodes that the words of the rulings name.
func (g *reading) wantRulings(rulings ...*ruling) {
	for _, r := range rulings {
		for i := range r.duties {
			g.requestNamed(r.duties[i].AlliedWith)
		}
	}
}

// because are the duties that a ruling rests on.
func (g *reading) because(r *ruling) []*Duty {
	var out []*Duty
	for i := range r.duties {
		if w := &r.duties[i]; r.restsOn(w) {
			out = append(out, g.duty(w.AlliedWith, r.seenBy(w)))
		}
	}
	return sortDuties(out)
}

// words makes an answer of a ruling. What its duties name has been read.
func (g *reading) words(r *ruling) *Responder {
	out := &Responder{
		Actor: r.actor, Verdict: r.verdict, ruling: r, remarkable: r.remarkable(),
		attacker: g.called(r.view.attacker), victim: g.called(r.view.victim),
	}
	for i := range r.duties {
		w := &r.duties[i]
		list := &out.Tensions
		switch {
		case r.restsOn(w):
			list = &out.Because
		case w.weight == consults:
			list = &out.Consultation
		case w.weight == notMet:
			list = &out.Unmet
		case w.weight == notBinding:
			list = &out.Political
		case w.weight == against, w.weight == tie && r.verdict == VerdictConflicted:
			list = &out.Against
		}
		*list = append(*list, g.duty(w.AlliedWith, r.seenBy(w)))
	}
	for _, list := range out.lists() {
		sortDuties(list)
	}
	return out
}
