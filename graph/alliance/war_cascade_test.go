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

// TestACascadeIsItsAttacksAskedOneByOne compares cascades with a naive model, which asks of every actor and every
// attack so far in each round.
func TestACascadeIsItsAttacksAskedOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store, drawn := world(t, drawPacts(t)), drawCascade(t)
		for i := range actors {
			question := drawn
			question.Attacks = lists.Map(drawn.Attacks, func(a alliance.Attack) alliance.Attack {
				return alliance.Attack{Attacker: turn(a.Attacker, i), Victim: turn(a.Victim, i)}
			})
			question.Scenario.HostileActors = lists.Map(drawn.Scenario.HostileActors, func(id graph.ID) graph.ID { return turn(id, i) })
			c, err := alliance.RunCascade(context.Background(), store, question)
			want := naiveCascade(t, store, question)
			if want == nil {
				if graph.KindOf(err) != graph.KindInvalid {
					t.Fatalf("%v; want that the sides are confused", err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, course(c)); diff != "" {
				t.Fatalf("-naive +cascade:\n%s", diff)
			}
		}
	})
}

// TestAWhatIfChangesWhatItsCascadeTellsOtherwise compares the changes with those between the two cascades.
func TestAWhatIfChangesWhatItsCascadeTellsOtherwise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts := drawPacts(t)
		store, q := world(t, pacts), drawCascade(t)
		var deeds []map[graph.ID]string
		run := func(r graph.Reader, q alliance.CascadeQuestion) *alliance.Cascade {
			c, err := alliance.RunCascade(context.Background(), r, q)
			if graph.KindOf(err) == graph.KindInvalid && len(q.WhatIf) == 0 {
				t.Skip("the sides are confused")
			} else if err != nil {
				t.Fatal(err)
			}
			did := map[graph.ID]string{}
			for _, round := range c.Rounds {
				for _, e := range round.Entrants {
					did[e.Actor.Head().ID] = fmt.Sprintf("enters on the %s's side in round %d", strings.ToLower(string(e.Side)), round.Number)
				}
			}
			for _, r := range c.Torn {
				did[r.Actor.Head().ID] = "torn"
			}
			for _, r := range c.KeptOut {
				did[r.Actor.Head().ID] = fmt.Sprint("stays out: ", r.Verdict)
			}
			deeds = append(deeds, did)
			return c
		}
		run(store, q)
		q.WhatIf = []alliance.TreatyChange{drawChange(t, &pacts)}
		changes := run(store, q).Changes
		got, want := map[graph.ID]string{}, map[graph.ID]string{}
		for _, c := range changes {
			got[c.Actor.Head().ID] = c.Before + " → " + c.After
		}
		for _, id := range actors {
			for _, did := range deeds {
				if did[id] == "" {
					did[id] = "stays out: owes nothing"
				}
			}
			if was, is := deeds[0][id], deeds[1][id]; was != is {
				want[id] = was + " → " + is
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func drawCascade(t *rapid.T) alliance.CascadeQuestion {
	q := drawAttack(t)
	out := alliance.CascadeQuestion{
		Attacks: []alliance.Attack{{Attacker: q.Attacker, Victim: q.Victim}}, On: asked, Scenario: q.Scenario,
		Escalation:        rapid.SampledFrom([]alliance.Escalation{alliance.EscalationNone, alliance.EscalationCounterattack}).Draw(t, "escalation"),
		ConditionalEnters: rapid.Bool().Draw(t, "conditional"), MaxRounds: rapid.IntRange(1, 4).Draw(t, "rounds"), Datasets: q.Datasets,
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "more") {
		pair := rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 2, 2, rapid.ID[graph.ID]).Draw(t, "pair")
		out.Attacks = append(out.Attacks, alliance.Attack{Attacker: pair[0], Victim: pair[1]})
	}
	return out
}

// course is a cascade in the form of the naive model.
func course(c *alliance.Cascade) map[string][]string {
	out := map[string][]string{"truncated": {fmt.Sprint(c.Truncated)}}
	put := func(list string, words ...any) { out[list] = append(out[list], fmt.Sprint(words...)) }
	for _, r := range c.Rounds {
		for _, e := range r.Entrants {
			put(fmt.Sprint("round ", r.Number), entry(e.Actor.Head().ID, e.Side, e.Helps.Head().ID, e.Against.Head().ID), len(e.Because))
		}
	}
	for _, a := range c.AttackerSide {
		put("attackers", a.Head().ID)
	}
	for _, a := range c.VictimSide {
		put("victims", a.Head().ID)
	}
	for _, r := range c.Torn {
		put("torn", r.Actor.Head().ID)
		r.OpenQuestions(1) // none where two verdicts tear it
	}
	if isSilent(c.Warnings) {
		put("silent")
	}
	for _, r := range c.KeptOut {
		put("kept out", r.Actor.Head().ID, r.Verdict)
	}
	slices.Sort(out["torn"])
	slices.Sort(out["kept out"])
	return out
}

func entry(actor graph.ID, side alliance.Side, helps, against graph.ID) string {
	return fmt.Sprintf("%s %s for %s against %s", actor, side, helps, against)
}

// naiveCascade is nil where the attacks confuse the sides.
func naiveCascade(t *rapid.T, store graph.Reader, q alliance.CascadeQuestion) map[string][]string {
	other := map[alliance.Side]alliance.Side{alliance.SideAttacker: alliance.SideVictim, alliance.SideVictim: alliance.SideAttacker}
	sides := map[graph.ID]alliance.Side{}
	out := map[string][]string{}
	join := func(id graph.ID, side alliance.Side) {
		if sides[id] == "" {
			sides[id] = side
			list := map[alliance.Side]string{alliance.SideAttacker: "attackers", alliance.SideVictim: "victims"}[side]
			out[list] = append(out[list], string(id))
		}
	}
	for _, a := range q.Attacks {
		side := alliance.SideAttacker
		if sides[a.Attacker] == alliance.SideVictim || sides[a.Attacker] == "" && sides[a.Victim] == alliance.SideAttacker {
			side = alliance.SideVictim
		}
		if sides[a.Victim] == side {
			return nil
		}
		join(a.Attacker, side)
		join(a.Victim, other[side])
	}
	for _, id := range q.Scenario.HostileActors {
		if join(id, alliance.SideAttacker); sides[id] == alliance.SideVictim {
			return nil
		}
	}
	later := alliance.DefaultScenario()
	later.Requested, later.DefendAggressorsToo = q.Scenario.Requested, q.Scenario.DefendAggressorsToo
	var answers []*alliance.AttackAssessment
	put := func(a alliance.Attack, s alliance.Scenario) {
		answers = append(answers, answer(t, store, alliance.Question{Attacker: a.Attacker, Victim: a.Victim, On: q.On, Scenario: s, Datasets: q.Datasets}))
	}
	for _, a := range q.Attacks {
		s := q.Scenario
		if sides[a.Attacker] == alliance.SideVictim {
			s.HostileActors = nil
		}
		put(a, s)
	}
	var torn []graph.ID
	for round := 1; ; round++ {
		var entrants []string
		var next []alliance.Attack
		joins := map[graph.ID]alliance.Side{}
		idle := map[graph.ID]alliance.Verdict{}
		for _, id := range actors { // their names are in the order of their ids
			if sides[id] != "" || slices.Contains(torn, id) {
				continue
			}
			drawn, because, isTorn := map[alliance.Side]alliance.Attack{}, 0, false // whom it helps against whom
			var first alliance.Side
			barred := map[alliance.Side]bool{}
			for _, a := range answers {
				r := a.Responder(id)
				if r == nil {
					continue
				}
				x, v := a.Attacker.Head().ID, a.Victim.Head().ID
				met := slices.ContainsFunc(r.Because, func(d *alliance.Duty) bool { return d.Judgement == alliance.Met })
				side, help := sides[v], alliance.Attack{Attacker: x, Victim: v}
				if r.Verdict == alliance.VerdictObligedToAttacker {
					side, help = sides[x], alliance.Attack{Attacker: v, Victim: x}
				}
				if idle[id] == "" || slices.Index(alliance.Verdicts, r.Verdict) < slices.Index(alliance.Verdicts, idle[id]) {
					idle[id] = r.Verdict
				}
				switch r.Verdict {
				case alliance.VerdictConflicted:
					isTorn = true
				case alliance.VerdictBarred:
					barred[sides[x]] = true
				case alliance.VerdictObliged, alliance.VerdictConditional, alliance.VerdictObligedToAttacker:
					if _, known := drawn[side]; !known && (met || q.ConditionalEnters) {
						drawn[side] = help
						if first == "" {
							first, because = side, len(r.Because)
						}
					}
				}
			}
			switch {
			case isTorn || len(drawn) == 2 || len(drawn) == 1 && barred[other[first]]:
				torn = append(torn, id)
			case len(drawn) == 1:
				help := drawn[first]
				entrants = append(entrants, fmt.Sprint(entry(id, first, help.Victim, help.Attacker), because))
				joins[id] = first
				next = append(next, alliance.Attack{Attacker: help.Attacker, Victim: id})
			default:
				continue
			}
			delete(idle, id)
		}
		out["truncated"] = []string{fmt.Sprint(len(entrants) > 0)}
		if len(entrants) == 0 || round > q.MaxRounds {
			for id, verdict := range idle {
				out["kept out"] = append(out["kept out"], fmt.Sprint(id, verdict))
			}
			for _, id := range torn {
				out["torn"] = append(out["torn"], string(id))
			}
			if round == 1 && len(torn) == 0 {
				out["silent"] = []string{""}
			}
			slices.Sort(out["torn"])
			slices.Sort(out["kept out"])
			return out
		}
		out[fmt.Sprint("round ", round)] = entrants
		for _, a := range next {
			join(a.Victim, joins[a.Victim])
			if q.Escalation == alliance.EscalationCounterattack {
				put(a, later)
			}
		}
	}
}

func TestHostileActorsOfACascadeAttackWithItsFirstAttacker(t *testing.T) {
	aaa, bbb, ccc, ddd := actors[0], actors[1], actors[2], actors[3]
	// DDD defends AAA where two attack it.
	two := []graph.Obligation{{Type: graph.ObligationDefense, Mutual: true, Conditions: []graph.Condition{{Kind: graph.ConditionAdversaryCount, Count: 2}}}}
	store := world(t, []pact{{n: 1, dataset: "dataset:one", parties: []graph.ID{aaa, ddd}, from: graph.YearOnly(1990), duties: two}})
	q := alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: aaa, Victim: bbb}, {Attacker: bbb, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario()}
	q.Scenario.HostileActors = []graph.ID{ccc}
	c, err := alliance.RunCascade(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Rounds) != 0 || len(c.AttackerSide) != 2 || len(c.VictimSide) != 1 {
		t.Errorf("%d rounds, sides of %d and %d; want none: %s attacks %s alone, and %s attacks with it", len(c.Rounds), len(c.AttackerSide), len(c.VictimSide), bbb, aaa, ccc)
	}
	q.Scenario.HostileActors = []graph.ID{bbb}
	_, err = alliance.RunCascade(t.Context(), store, q)
	if graph.KindOf(err) != graph.KindInvalid {
		t.Fatalf("a victim as hostile actor: %v; want it refused", err)
	}
	mentions(t, "the error", err.Error(), string(bbb), "victims' side", string(aaa))
}

func TestAnAttackerIsOneAdversaryHoweverOftenItIsNamed(t *testing.T) {
	aaa, bbb, ccc := actors[0], actors[1], actors[2]
	two := []graph.Obligation{{Type: graph.ObligationDefense, Mutual: true, Conditions: []graph.Condition{{Kind: graph.ConditionAdversaryCount, Count: 2}}}}
	store := world(t, []pact{{n: 1, dataset: "dataset:one", parties: []graph.ID{bbb, ccc}, from: graph.YearOnly(1990), duties: two}})
	q := alliance.Question{Attacker: aaa, Victim: bbb, On: asked, Scenario: alliance.DefaultScenario()}
	for _, hostile := range [][]graph.ID{nil, {aaa}, {aaa, aaa}} {
		q.Scenario.HostileActors = hostile
		a, err := alliance.IfAttacked(t.Context(), store, q)
		if err != nil {
			t.Fatal(err)
		}
		verdict(t, a, ccc, alliance.VerdictConditional)
	}
	q.Scenario.HostileActors = []graph.ID{actors[4], actors[4]}
	a, err := alliance.IfAttacked(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	mentions(t, "the reason", verdict(t, a, ccc, alliance.VerdictObliged).Because[0].Conditions()[0].Reason, "2 attack")
}

// TestTheSameCascadeIsToldInTheSameWords also where an actor is torn by duties whose start is uncertain, as Iraq's war
// on Kuwait tears the Arab League.
func TestTheSameCascadeIsToldInTheSameWords(t *testing.T) {
	store := research(t)
	var first string
	for range 30 {
		c, err := alliance.RunCascade(t.Context(), store, alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: "state:IRQ", Victim: "state:KWT"}},
			On:      20100101, Escalation: alliance.EscalationCounterattack, Scenario: alliance.DefaultScenario(),
		})
		if err != nil {
			t.Fatal(err)
		}
		told := story(c)
		if first == "" {
			first = told
		}
		if diff := cmp.Diff(first, told); diff != "" {
			t.Fatal(diff)
		}
	}
}
