package alliance_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// TestACascadeIsItsAttacksAskedOneByOne compares cascades with a naive model, which asks of every actor and every
// attack so far in each round.
func TestACascadeIsItsAttacksAskedOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store, q := world(t, drawPacts(t)), drawQuestion(t)
		question := alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: q.Attacker, Victim: q.Victim}}, On: asked, Scenario: q.Scenario,
			Escalation: alliance.EscalationCounterattack, ConditionalEnters: rapid.Bool().Draw(t, "conditional"), MaxRounds: 10,
		}
		c, err := alliance.RunCascade(context.Background(), store, question)
		if err != nil {
			t.Fatal(err)
		}
		var rounds [][]string
		var torn []graph.ID
		for _, r := range c.Rounds {
			var entrants []string
			for _, e := range r.Entrants {
				entrants = append(entrants, entry(e.Actor.Head().ID, e.Side, e.Helps.Head().ID, e.Against.Head().ID))
			}
			rounds = append(rounds, entrants)
		}
		for _, r := range c.Torn {
			torn = append(torn, r.Actor.Head().ID)
		}
		slices.Sort(torn)
		wantRounds, wantTorn := naiveCascade(t, store, question)
		if diff := cmp.Diff(wantRounds, rounds); diff != "" {
			t.Fatalf("rounds (-naive +cascade):\n%s", diff)
		}
		if diff := cmp.Diff(wantTorn, torn); diff != "" {
			t.Fatalf("torn (-naive +cascade):\n%s", diff)
		}
	})
}

func entry(actor graph.ID, side alliance.Side, helps, against graph.ID) string {
	return fmt.Sprintf("%s %s for %s against %s", actor, side, helps, against)
}

func naiveCascade(t *rapid.T, store graph.Reader, q alliance.CascadeQuestion) (rounds [][]string, torn []graph.ID) {
	other := map[alliance.Side]alliance.Side{alliance.SideAttacker: alliance.SideVictim, alliance.SideVictim: alliance.SideAttacker}
	sides := map[graph.ID]alliance.Side{q.Attacks[0].Attacker: alliance.SideAttacker, q.Attacks[0].Victim: alliance.SideVictim}
	later := alliance.DefaultScenario()
	later.Requested, later.DefendAggressorsToo = q.Scenario.Requested, q.Scenario.DefendAggressorsToo
	var answers []*alliance.AttackAssessment
	put := func(a alliance.Attack, s alliance.Scenario) {
		answers = append(answers, answer(t, store, alliance.Question{Attacker: a.Attacker, Victim: a.Victim, On: q.On, Scenario: s}))
	}
	put(q.Attacks[0], q.Scenario)
	for {
		var entrants []string
		var next []alliance.Attack
		joins := map[graph.ID]alliance.Side{}
		for _, id := range actors { // their names are in the order of their ids
			if sides[id] != "" || slices.Contains(torn, id) {
				continue
			}
			drawn, isTorn := map[alliance.Side]alliance.Attack{}, false // whom it helps against whom
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
				switch r.Verdict {
				case alliance.VerdictConflicted:
					isTorn = true
				case alliance.VerdictBarred:
					barred[sides[x]] = true
				case alliance.VerdictObliged, alliance.VerdictConditional, alliance.VerdictObligedToAttacker:
					if _, known := drawn[side]; !known && (met || q.ConditionalEnters) {
						drawn[side] = help
						if first == "" {
							first = side
						}
					}
				}
			}
			switch {
			case isTorn || len(drawn) == 2 || len(drawn) == 1 && barred[other[first]]:
				torn = append(torn, id)
			case len(drawn) == 1:
				help := drawn[first]
				entrants = append(entrants, entry(id, first, help.Victim, help.Attacker))
				joins[id] = first
				next = append(next, alliance.Attack{Attacker: help.Attacker, Victim: id})
			}
		}
		if len(entrants) == 0 {
			slices.Sort(torn)
			return rounds, torn
		}
		rounds = append(rounds, entrants)
		for id, side := range joins {
			sides[id] = side
		}
		for _, a := range next {
			put(a, later)
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
