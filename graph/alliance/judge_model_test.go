package alliance_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/lists"
)

// isSigned tells whether a pact has been signed and has not ended on the day asked about.
func (p *pact) isSigned() bool { return graph.Between(p.from, p.until).Contains(asked) }

// stated tells whether an answer by the datasets speaks of a pact.
func (p *pact) stated(by []graph.ID) bool {
	return len(by) == 0 || slices.Contains(append(by, alliance.WhatIfDataset), p.dataset)
}

// isSilent tells whether warnings say that nobody owes anything as far as is known.
func isSilent(warnings []string) bool {
	return slices.ContainsFunc(warnings, func(w string) bool {
		return strings.HasPrefix(w, "none in the loaded data") || strings.HasPrefix(w, "no treaties are loaded")
	})
}

// duty is what the model calls a duty.
func (p *pact) duty(i int) string {
	if p.dataset == alliance.WhatIfDataset {
		return fmt.Sprintf("%s/%d/1", p.id()[len("treaty:"):], i+1)
	}
	return fmt.Sprintf("%s/%d", p.id()[len("treaty:"):], i+1)
}

// drawAttack draws a question of which the scenario tells more than that of drawQuestion.
func drawAttack(t *rapid.T) alliance.Question {
	q := drawQuestion(t)
	for _, id := range actors {
		if id != q.Victim && rapid.IntRange(0, 9).Draw(t, "hostile") == 0 {
			q.Scenario.HostileActors = append(q.Scenario.HostileActors, id)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "counted") == 0 {
		q.Scenario.AdversaryCount = number(rapid.IntRange(1, 3).Draw(t, "adversaries"))
	}
	if rapid.IntRange(0, 3).Draw(t, "limited") == 0 {
		q.Datasets = []graph.ID{rapid.SampledFrom([]graph.ID{"dataset:one", "dataset:two"}).Draw(t, "to")}
	}
	if rapid.Bool().Draw(t, "in mind") {
		is := rapid.Bool().Draw(t, "conflict")
		q.Scenario.SpecificConflict = &is
	}
	return q
}

// naiveCondition is the table of conditions, for a duty to the victim or to the attacker.
func naiveCondition(c graph.Condition, kind graph.ObligationType, q *alliance.Question, toAttacker bool) alliance.Judgement {
	s := q.Scenario
	met := func(is bool) alliance.Judgement {
		if is {
			return alliance.Met
		}
		return alliance.Unmet
	}
	told := func(is *bool) alliance.Judgement {
		if is == nil {
			return alliance.Unknown
		}
		return met(*is)
	}
	foes := append([]graph.ID{q.Attacker}, s.HostileActors...)
	if toAttacker {
		foes = []graph.ID{q.Victim}
	}
	switch c.Kind {
	case graph.ConditionArmedAttack:
		if !toAttacker && !s.Armed && kind == graph.ObligationConsul {
			return alliance.Unknown
		}
		return met(s.Armed && (!toAttacker || s.DefendAggressorsToo))
	case graph.ConditionNonProvocation:
		return met(s.Provoked == toAttacker)
	case graph.ConditionUNCharter51:
		return met(s.Armed && !s.Provoked && !toAttacker)
	case graph.ConditionOnRequest:
		if !toAttacker {
			return told(s.Requested)
		}
	case graph.ConditionSpecificConflict:
		return told(s.SpecificConflict)
	case graph.ConditionSpecificAdversary:
		return met(slices.ContainsFunc(c.Adversaries, func(id graph.ID) bool { return slices.Contains(foes, id) }))
	case graph.ConditionAdversaryCount:
		slices.Sort(foes)
		n := len(slices.Compact(foes))
		stated := n > 1
		if s.AdversaryCount != nil {
			n, stated = *s.AdversaryCount, true
		}
		if !toAttacker && c.Count > 0 && (stated || n >= c.Count) {
			return met(n >= c.Count)
		}
	}
	return alliance.Unknown
}

// naiveVerdict is the table of verdicts: what an actor owes by the pacts, and in which list of the answer each duty is.
func naiveVerdict(pacts []pact, q *alliance.Question, actor graph.ID) (verdict alliance.Verdict, listed map[string][]string) {
	listed = map[string][]string{}
	put := func(list, duty string) { listed[list] = append(listed[list], duty) }
	met, offense := false, false
	for _, p := range pacts {
		if !p.isSigned() || p.pending || !p.stated(q.Datasets) || !slices.Contains(p.parties, actor) {
			continue
		}
		for i, o := range p.duties {
			for _, to := range []graph.ID{q.Victim, q.Attacker} {
				toAttacker := to == q.Attacker
				concerns := o.Type == graph.ObligationDefense || (o.Type == graph.ObligationConsul) != toAttacker &&
					(toAttacker || o.Type == graph.ObligationConsul)
				if !slices.Contains(p.parties, to) || !concerns {
					continue
				}
				judgement := alliance.Met
				if p.force == isDisputed || o.BeneficiaryUncertain {
					judgement = alliance.Unknown
				}
				for _, c := range o.Conditions {
					j := naiveCondition(c, o.Type, q, toAttacker)
					if c.HoldsOn(asked) && c.Kind != graph.ConditionDiscretion && (j == alliance.Unmet || judgement == alliance.Met) {
						judgement = j
					}
				}
				duty := fmt.Sprintf("%s>%s %s", p.duty(i), to, judgement)
				defends := o.Type == graph.ObligationDefense
				switch {
				case p.force == doesNotBind:
					put("political", duty)
				case toAttacker && o.Type == graph.ObligationNonagg, toAttacker && defends && !q.Scenario.DefendAggressorsToo && o.BeneficiaryUncertain:
					put("tensions", duty)
				case toAttacker && defends && (!q.Scenario.DefendAggressorsToo || judgement == alliance.Unmet):
					put("tie", duty)
				case judgement == alliance.Unmet:
					put("unmet", duty)
				case toAttacker:
					put("against", duty)
					offense = offense || o.Type != graph.ObligationNeutral
				case defends:
					put("help", duty)
					met = met || judgement == alliance.Met
				default:
					put("consultation", duty)
				}
			}
		}
	}
	move := func(from, to string) {
		listed[to] = append(listed[to], listed[from]...)
		delete(listed, from)
	}
	help, against := len(listed["help"]) > 0, len(listed["against"]) > 0
	switch {
	case help && (against || len(listed["tie"]) > 0):
		verdict = alliance.VerdictConflicted
		move("tie", "against")
	case met:
		verdict = alliance.VerdictObliged
	case help:
		verdict = alliance.VerdictConditional
	case against:
		verdict = alliance.VerdictBarred
		if offense {
			verdict = alliance.VerdictObligedToAttacker
		}
		move("against", "because")
	case len(listed["consultation"]) > 0:
		verdict = alliance.VerdictConsultOnly
		move("consultation", "because")
	default:
		verdict = alliance.VerdictFree
	}
	move("help", "because")
	move("tie", "tensions")
	return verdict, listed
}

// told is a responder in the form of the naive model.
func told(r *alliance.Responder) map[string][]string {
	out := map[string][]string{"verdict": {string(r.Verdict)}}
	for name, list := range map[string][]*alliance.Duty{
		"because": r.Because, "against": r.Against, "unmet": r.Unmet, "tensions": r.Tensions, "political": r.Political,
		"consultation": r.Consultation,
	} {
		for _, d := range list {
			out[name] = append(out[name], fmt.Sprintf("%s>%s %s", d.Obligation.ID[len("obligation:"):], d.Beneficiary.Head().ID, d.Judgement))
		}
		slices.Sort(out[name])
	}
	return out
}

// TestVerdictsAreThoseOfTheTable compares answers, also to a what-if, with a naive model, which judges the pacts one by
// one.
func TestVerdictsAreThoseOfTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, q := drawPacts(t), drawAttack(t)
		for i := range before {
			if before[i].until.IsZero() {
				before[i].pending = rapid.SampledFrom([]bool{true, false}).Draw(t, "pending")
			}
		}
		after := slices.Clone(before)
		for range rapid.SampledFrom([]int{0, 1, 2, 3}).Draw(t, "changes") {
			q.WhatIf = append(q.WhatIf, drawChange(t, &after))
		}
		q.IncludeFree = rapid.Bool().Draw(t, "free")
		store := world(t, before)
		for i := range actors { // each is once the attacker, and once the victim
			turned := q
			turned.Attacker, turned.Victim = turn(q.Attacker, i), turn(q.Victim, i)
			turned.Scenario.HostileActors = lists.Map(q.Scenario.HostileActors, func(id graph.ID) graph.ID { return turn(id, i) })
			sameVerdicts(t, store, before, after, turned)
		}
	})
}

// turn is the actor so many places after another.
func turn(id graph.ID, by int) graph.ID { return actors[(slices.Index(actors, id)+by)%len(actors)] }

func sameVerdicts(t *rapid.T, store graph.Reader, before, after []pact, q alliance.Question) {
	t.Helper()
	a, err := alliance.IfAttacked(context.Background(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[graph.ID]map[string][]string{}, map[graph.ID]map[string][]string{}
	for _, r := range a.Responders {
		got[r.Actor.Head().ID] = told(r)
	}
	if !q.IncludeFree && isSilent(a.Warnings) == slices.ContainsFunc(a.Responders, func(r *alliance.Responder) bool { return r.Verdict != alliance.VerdictFree }) {
		t.Fatalf("after %d responders: %q", len(a.Responders), a.Warnings)
	}
	var gotChanges, wantChanges []string
	for _, c := range a.Changes {
		gotChanges = append(gotChanges, fmt.Sprint(c.Actor.Head().ID, c.Before, c.After, len(c.Gained), len(c.Lost)))
	}
	for _, id := range actors {
		if id == q.Attacker || id == q.Victim || slices.Contains(q.Scenario.HostileActors, id) {
			continue
		}
		was, had := naiveVerdict(before, &q, id)
		verdict, duties := naiveVerdict(after, &q, id)
		old, now := termsOf(before, had), termsOf(after, duties)
		gained, lost := without(now, old), without(old, now)
		changed := was != verdict || gained+lost > 0
		if changed {
			wantChanges = append(wantChanges, fmt.Sprint(id, was, verdict, gained, lost))
		}
		remarkable := verdict != alliance.VerdictFree || len(duties["unmet"]) > 0
		for _, o := range now {
			remarkable = remarkable || o.Type != graph.ObligationNonagg
		}
		for name, list := range duties {
			slices.Sort(list)
			if len(list) == 0 {
				delete(duties, name)
			}
		}
		if remarkable || changed || q.IncludeFree {
			duties["verdict"] = []string{string(verdict)}
			want[id] = duties
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%+v: %s", q.WhatIf, diff)
	}
	if diff := cmp.Diff(wantChanges, gotChanges); diff != "" {
		t.Fatalf("the changes of %+v: %s", q.WhatIf, diff)
	}
	sameLaw(t, after, a, &q)
}

// drawChange draws a change of the pacts and makes it.
func drawChange(t *rapid.T, pacts *[]pact) alliance.TreatyChange {
	i := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6}).Draw(t, "which")
	if i >= len(*pacts) || (*pacts)[i].n > 100 { // one that is new itself is not changed
		p := drawPact(t, 101)
		for _, other := range *pacts {
			p.n += other.n / 101
		}
		p.from, p.until, p.force, p.dataset = asked.Date(), graph.Date{}, binds, alliance.WhatIfDataset
		add := &alliance.NewTreaty{Parties: p.parties}
		for i := range p.duties {
			o := &p.duties[i]
			o.BeneficiaryUncertain = false
			add.Articles = append(add.Articles, alliance.NewArticle{Type: o.Type, Conditions: o.Conditions})
		}
		*pacts = append(*pacts, p)
		return alliance.TreatyChange{Add: add}
	}
	p := &(*pacts)[i]
	kinds := []string{"withdraw", "end", "suspend", "amend"}
	if p.pending {
		kinds = kinds[:2]
		if p.isSigned() {
			kinds = append(kinds, "enter", "enter")
		}
	}
	kind, id := rapid.SampledFrom(kinds).Draw(t, "kind"), p.id()
	switch {
	case kind == "withdraw" && len(p.parties) > 0:
		party := rapid.SampledFrom(p.parties).Draw(t, "party")
		p.parties = slices.DeleteFunc(slices.Clone(p.parties), func(other graph.ID) bool { return other == party })
		return alliance.TreatyChange{Withdraw: &alliance.Withdrawal{Treaty: id, Party: party}}
	case kind == "enter":
		p.pending, p.from = false, asked.Date()
		return alliance.TreatyChange{EnterIntoForce: id}
	case kind == "suspend":
		p.duties, p.suspended = nil, true
		return alliance.TreatyChange{Suspend: id}
	case kind == "amend":
		change := &alliance.Amendment{Treaty: id, Type: rapid.SampledFrom(graph.ObligationTypes).Draw(t, "to")}
		p.duties = slices.Clone(p.duties)
		for i := range p.duties {
			p.duties[i].Type = change.Type
		}
		return alliance.TreatyChange{Amend: change}
	}
	*pacts = slices.Delete(slices.Clone(*pacts), i, i+1)
	return alliance.TreatyChange{End: id}
}

// termsOf are the obligations of the duties listed, by what is counted as one.
func termsOf(pacts []pact, listed map[string][]string) map[string]graph.Obligation {
	out := map[string]graph.Obligation{}
	for _, list := range listed {
		for _, duty := range list {
			for _, p := range pacts {
				for i, o := range p.duties {
					if to, is := strings.CutPrefix(duty, p.duty(i)+">"); is {
						to, _, _ = strings.Cut(to, " ")
						key := fmt.Sprint(p.n, to, o.Type)
						if p.dataset == alliance.WhatIfDataset { // the others have no articles
							key += fmt.Sprint(i + 1)
						}
						for _, c := range o.Conditions {
							if c.HoldsOn(asked) {
								key += fmt.Sprint(c.Kind, c.Adversaries, c.Count)
							}
						}
						out[key] = o
					}
				}
			}
		}
	}
	return out
}

// without counts the terms that are among some and not among the others.
func without(some, others map[string]graph.Obligation) (n int) {
	for key := range some {
		if _, is := others[key]; !is {
			n++
		}
	}
	return n
}

// sameLaw compares the parties and the state of treaties in the world of an answer with the pacts.
func sameLaw(t *rapid.T, pacts []pact, a *alliance.AttackAssessment, q *alliance.Question) {
	t.Helper()
	var got, want []string
	pages, err := a.World.Expand(context.Background(), actors, graph.HopQuery{
		Filter: graph.Filter{Types: []graph.RelationshipType{graph.PartyToType}, On: asked}, Direction: graph.DirectionOut, PerNode: graph.MaxPerNode,
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range pages {
		for _, h := range page.Hops {
			treaty := h.Other.(*graph.Treaty)
			got = append(got, fmt.Sprint(actors[i], " ", treaty.ID, " ", treaty.StatusOn(asked)))
		}
	}
	for _, treaty := range a.Pending {
		got = append(got, fmt.Sprint("pending ", treaty.ID))
	}
	for _, p := range pacts {
		status := graph.StatusInForce
		if p.pending {
			status = graph.StatusSigned
		} else if p.suspended {
			status = graph.StatusSuspended
		}
		for _, id := range p.parties {
			if p.isSigned() {
				want = append(want, fmt.Sprint(id, " ", p.id(), " ", status))
			}
		}
		awaited := p.pending && p.force != doesNotBind
		if awaited && p.isSigned() && p.stated(q.Datasets) && (slices.Contains(p.parties, q.Attacker) || slices.Contains(p.parties, q.Victim)) {
			want = append(want, fmt.Sprint("pending ", p.id()))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the law after %+v: %s", q.WhatIf, diff)
	}
}
