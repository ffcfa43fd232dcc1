package alliance

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// VerdictPivotQuestion asks what the verdict on an actor hangs on.
type VerdictPivotQuestion struct {
	Question
	Actor graph.ID
	// Want is the verdict to bring about; empty: any other than it has.
	Want Verdict
}

// VerdictPivots finds the minimal changes of treaties that end an actor's verdict, or bring another about.
func VerdictPivots(ctx context.Context, reader graph.Reader, q VerdictPivotQuestion) (*Pivots, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	if q.Want != "" && !slices.Contains(Verdicts, q.Want) {
		return nil, graph.Invalidf("want: %q is not one of %v", q.Want, Verdicts)
	}
	reader, err := Overlay(ctx, reader, q.WhatIf, q.On)
	if err != nil {
		return nil, err
	}
	whole := q.Question
	whole.IncludeFree, whole.WhatIf = true, nil
	base, err := ifAttacked(ctx, reader, whole)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(base.rulings, func(r *ruling) bool { return r.actor.Head().ID == q.Actor })
	if i < 0 {
		return nil, graph.Invalidf("actor: there is no verdict on %s in this attack; want an actor of the day that is "+
			"neither attacker, victim nor hostile", q.Actor)
	}
	p := verdictPivots{
		base: base, own: base.rulings[i],
		attack: attack{attacker: q.Attacker, victim: q.Victim, scenario: &q.Scenario}, want: q.Want,
	}
	p.lawmaker = newLawmaker(p.own.view.reading, graph.Filter{})
	if err := p.candidates(ctx); err != nil {
		return nil, err
	}
	out := &Pivots{Holds: q.Want == "" || q.Want == p.own.verdict}
	sets, truncated, err := minimalSets(ctx, maxTriesOfDuties, func(set []TreatyChange) (bool, []TreatyChange, error) {
		return p.done(p.verdict(set)), p.changes, nil
	})
	if err != nil {
		return nil, err
	}
	out.Truncated = truncated
	if len(sets) > maxPivots {
		sets, out.Truncated = sets[:maxPivots], true
	}
	for _, set := range sets {
		pivot := pivotOf(set)
		pivot.Verdict = p.verdict(set)
		if err := p.effects(set, &pivot); err != nil {
			return nil, err
		}
		out.List = append(out.List, pivot)
	}
	return out.finish(ctx, p.lawmaker)
}

type verdictPivots struct {
	*lawmaker
	base    *AttackAssessment
	own     *ruling
	attack  attack
	want    Verdict
	changes []TreatyChange
}

// candidates are the changes that touch what the actor owes to either side: no other can move its verdict.
func (p *verdictPivots) candidates(ctx context.Context) error {
	var duties []*graph.AlliedWith
	for i := range p.own.duties {
		duties = append(duties, p.own.duties[i].AlliedWith)
	}
	ending, err := p.ending(ctx, duties)
	if err != nil {
		return err
	}
	pending, err := p.pendingOf(ctx, p.own.actor.Head().ID, p.attack.attacker, p.attack.victim)
	if err != nil {
		return err
	}
	p.changes = ending
	for _, c := range pending {
		var own []*graph.AlliedWith
		for _, r := range p.entering[c.EnterIntoForce] {
			if p.concerns(r) {
				own = append(own, r)
			}
		}
		if len(own) == 0 {
			continue
		}
		more, err := p.ending(ctx, own)
		if err != nil {
			return err
		}
		p.changes = append(p.changes, c)
		for _, m := range more { // it can enter into force without one of the two
			if !slices.ContainsFunc(p.changes, isChange(m)) {
				p.changes = append(p.changes, m)
			}
		}
	}
	return nil
}

// concerns tells whether a duty is the actor's, to one of the two.
func (p *verdictPivots) concerns(r *graph.AlliedWith) bool {
	return r.FromID == p.own.actor.Head().ID &&
		(r.ToID == p.attack.victim && helps(r) || r.ToID == p.attack.attacker && concernsAttacker(r))
}

func (p *verdictPivots) done(v Verdict) bool {
	if p.want == "" || p.want == p.own.verdict {
		return v != p.own.verdict
	}
	return v == p.want
}

// verdict is the actor's after a set of changes.
func (p *verdictPivots) verdict(set []TreatyChange) Verdict {
	v := revise(set, p.entering)
	duties := make([]weighed, 0, len(p.own.duties))
	for i := range p.own.duties {
		d := p.own.duties[i]
		if _, again := v.entered[d.TreatyID]; !again && !v.removes(d.AlliedWith) {
			duties = append(duties, d)
		}
	}
	for _, list := range v.entered {
		for _, r := range list {
			if p.concerns(r) && !v.removes(r) {
				duties = append(duties, p.own.view.toward(r.ToID == p.attack.attacker).weigh(r))
			}
		}
	}
	return decide(duties, p.attack.scenario)
}

// effects finds what a pivot changes for others.
func (p *verdictPivots) effects(set []TreatyChange, pivot *Pivot) error {
	v := revise(set, p.entering)
	changed := *p.reading
	changed.owed, changed.owedToAttackers = map[graph.ID][]*graph.AlliedWith{}, map[graph.ID]*attackerDuties{}
	for _, id := range []graph.ID{p.attack.victim, p.attack.attacker} {
		duties, n := v.apply(p.owed[id], func(r *graph.AlliedWith) bool { return r.ToID == id })
		changed.owed[id] = duties
		pivot.Duties += n
	}
	rulings, err := changed.assess(p.attack, nil)
	if err != nil {
		return err
	}
	after := map[graph.ID]*ruling{}
	for _, r := range rulings {
		after[r.actor.Head().ID] = r
	}
	add := func(actor graph.Actor, before, after Verdict) {
		if before != after && actor != p.own.actor {
			pivot.Also = append(pivot.Also, PivotEffect{actor, string(before), string(after)})
		}
	}
	for _, r := range p.base.rulings {
		id := r.actor.Head().ID
		verdict := VerdictFree
		if now := after[id]; now != nil {
			verdict = now.verdict
			delete(after, id)
		}
		add(r.actor, r.verdict, verdict)
	}
	for _, r := range after {
		add(r.actor, VerdictFree, r.verdict)
	}
	slices.SortFunc(pivot.Also, func(a, b PivotEffect) int { return compareActors(a.Actor, b.Actor) })
	return nil
}
