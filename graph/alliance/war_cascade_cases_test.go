package alliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// outcomeOf is what everybody does in a cascade, by name: "BBB VICTIM 1" enters on the victims' side in round 1.
func outcomeOf(c *alliance.Cascade) string {
	var out []string
	for _, r := range c.Rounds {
		for _, e := range r.Entrants {
			out = append(out, fmt.Sprintf("%s %s %d for %s", e.Actor.Head().Name, e.Side, e.Round, e.Helps.Head().Name))
		}
	}
	for _, r := range c.Torn {
		out = append(out, fmt.Sprintf("%s torn", r.Actor.Head().Name))
	}
	for _, r := range c.KeptOut {
		out = append(out, fmt.Sprintf("%s %s", r.Actor.Head().Name, r.Verdict))
	}
	if c.Truncated {
		out = append(out, "and so on")
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// TestWhoEntersAWar follows cascades of hand-made treaties, each by a rule of its own.
func TestWhoEntersAWar(t *testing.T) {
	const neutral, consult = graph.ObligationNeutral, graph.ObligationConsul
	first := []alliance.Attack{{Attacker: ddd, Victim: aaa}}
	as := func(change func(*alliance.CascadeQuestion)) alliance.CascadeQuestion {
		q := alliance.CascadeQuestion{Attacks: first, On: asked, Scenario: alliance.DefaultScenario()}
		change(&q)
		return q
	}
	plain := as(func(*alliance.CascadeQuestion) {})
	spreading := as(func(q *alliance.CascadeQuestion) { q.Escalation = alliance.EscalationCounterattack })
	for name, c := range map[string]struct {
		pacts []pact
		q     alliance.CascadeQuestion
		want  string
	}{
		"those bound to the victim":                   {[]pact{pactOf(1, "AB", defense)}, plain, "BBB VICTIM 1 for AAA"},
		"those bound to join the attacker's wars":     {[]pact{pactOf(1, "DE", offense)}, plain, "EEE ATTACKER 1 for DDD"},
		"not those bound to who has entered":          {[]pact{pactOf(1, "AB", defense), pactOf(2, "BC", defense)}, plain, "BBB VICTIM 1 for AAA"},
		"those too, where whoever enters is attacked": {[]pact{pactOf(1, "AB", defense), pactOf(2, "BC", defense)}, spreading, "BBB VICTIM 1 for AAA, CCC VICTIM 2 for BBB"},
		"no further than is asked": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "BC", defense)},
			as(func(q *alliance.CascadeQuestion) { q.Escalation, q.MaxRounds = alliance.EscalationCounterattack, 1 }), "BBB VICTIM 1 for AAA, and so on",
		},
		"not who must be neutral":   {[]pact{pactOf(1, "DB", neutral)}, plain, "BBB BARRED"},
		"not who need only consult": {[]pact{pactOf(1, "AB", consult)}, plain, "BBB CONSULT_ONLY"},
		"not who is torn":           {[]pact{pactOf(1, "AB", defense), pactOf(2, "BD", defense)}, plain, "BBB torn"},
		"not whose terms are open":  {[]pact{pactOf(1, "AB", defense).when(kind(graph.ConditionOnRequest))}, plain, "BBB CONDITIONAL"},
		"that one too, where it is asked": {
			[]pact{pactOf(1, "AB", defense).when(kind(graph.ConditionOnRequest))}, as(func(q *alliance.CascadeQuestion) { q.ConditionalEnters = true }), "BBB VICTIM 1 for AAA",
		},
		"by further attacks, of which less is known than of the first": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "DE", offense).when(kind(graph.ConditionSpecificConflict))},
			as(func(q *alliance.CascadeQuestion) {
				q.Escalation, q.ConditionalEnters, q.Scenario.SpecificConflict = alliance.EscalationCounterattack, true, new(false)
			}), "BBB VICTIM 1 for AAA, EEE ATTACKER 2 for DDD",
		},
		"where two attack": {
			[]pact{pactOf(1, "AB", defense).when(many(2))}, as(func(q *alliance.CascadeQuestion) { q.Scenario.HostileActors = []graph.ID{eee} }), "BBB VICTIM 1 for AAA",
		},
		"not who is torn by the second attack alone": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "BD", defense)},
			as(func(q *alliance.CascadeQuestion) {
				q.Attacks = []alliance.Attack{{Attacker: eee, Victim: aaa}, {Attacker: ddd, Victim: aaa}}
			}), "BBB torn",
		},
		"not who must be neutral towards the other side": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "BE", neutral)},
			as(func(q *alliance.CascadeQuestion) {
				q.Attacks = []alliance.Attack{{Attacker: eee, Victim: fff}, {Attacker: ddd, Victim: fff}, {Attacker: ddd, Victim: aaa}}
			}), "BBB torn",
		},
		"who need only consult one victim, for the other": {
			[]pact{pactOf(1, "AC", consult), pactOf(2, "BC", defense)},
			as(func(q *alliance.CascadeQuestion) {
				q.Attacks = []alliance.Attack{{Attacker: ddd, Victim: aaa}, {Attacker: ddd, Victim: bbb}}
			}), "CCC VICTIM 1 for BBB",
		},
		"not who is bound to both sides by two attacks": {
			[]pact{pactOf(1, "AC", defense), pactOf(2, "CE", offense)},
			as(func(q *alliance.CascadeQuestion) {
				q.Attacks = []alliance.Attack{{Attacker: ddd, Victim: aaa}, {Attacker: eee, Victim: fff}, {Attacker: eee, Victim: aaa}}
			}), "CCC torn",
		},
		"also who need only consult at first": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "AC", consult), pactOf(3, "BC", defense)}, spreading, "BBB VICTIM 1 for AAA, CCC VICTIM 2 for BBB",
		},
		"not who need only consult at first, and is torn then": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "AC", consult), pactOf(3, "BC", defense), pactOf(4, "CD", defense)},
			spreading,
			"BBB VICTIM 1 for AAA, CCC torn",
		},
		"none by what binds nobody": {nil, plain, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := alliance.RunCascade(t.Context(), world(t, c.pacts), c.q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, outcomeOf(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOneWhoIsTornIsToldAllThatHoldsIt: also that it may not attack one of the two.
func TestOneWhoIsTornIsToldAllThatHoldsIt(t *testing.T) {
	c, err := alliance.RunCascade(t.Context(), world(t, []pact{pactOf(1, "AB", defense), pactOf(2, "BD", defense), pactOf(3, "BD", nonagg)}), alliance.CascadeQuestion{
		Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Torn) != 1 || len(c.Torn[0].Tensions) != 1 || c.Torn[0].Tensions[0].Type != nonagg {
		t.Errorf("torn are %d; want BBB, which may not attack DDD either", len(c.Torn))
	}
	if len(c.Subgraph.Nodes) != 3 || len(c.Subgraph.Relationships) != 2 {
		t.Errorf("%d nodes and %d duties are drawn; want the two belligerents and the torn, with a duty to each", len(c.Subgraph.Nodes), len(c.Subgraph.Relationships))
	}
}

// TestAWarTakesPlaceWhereItsScenarioSays: a duty is owed within an area.
func TestAWarTakesPlaceWhereItsScenarioSays(t *testing.T) {
	var m made
	m.states("AAA", "BBB", "DDD")
	at := func(id graph.ID, latitude float64) {
		m.add(&graph.Place{Header: graph.Header{ID: id, Name: string(id)}, Latitude: &latitude, Longitude: new(10.0)})
	}
	at("place:inside", 5)
	at("place:outside", 50)
	m.add(&graph.Place{Header: graph.Header{ID: "place:area", Name: "Area"}, Area: graph.Area{Polygons: [][][2]float64{{{0, 0}, {0, 20}, {20, 20}, {20, 0}, {0, 0}}}}})
	m.owes(bbb, aaa, "treaty:t", defense, graph.Condition{Kind: graph.ConditionGeographicArea, Area: "place:area"})
	store := m.store(t)
	for where, want := range map[graph.ID]string{"place:inside": "BBB VICTIM 1 for AAA", "place:outside": "BBB FREE"} {
		q := alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(), ConditionalEnters: true}
		q.Scenario.Where = &alliance.Location{Place: where}
		c, err := alliance.RunCascade(t.Context(), store, q)
		if err != nil {
			t.Fatal(err)
		}
		if got := outcomeOf(c); got != want {
			t.Errorf("at %s: %q; want %q", where, got, want)
		}
	}
}

func TestAWarOfNobodyIsRefused(t *testing.T) {
	store := world(t, nil)
	for name, c := range map[string]struct {
		attack  alliance.Attack
		hostile []graph.ID
	}{
		"attacks[0].attacker":    {alliance.Attack{Attacker: "state:XXX", Victim: aaa}, nil},
		"attacks[0].victim":      {alliance.Attack{Attacker: aaa, Victim: "state:XXX"}, nil},
		"scenario.hostileActors": {alliance.Attack{Attacker: aaa, Victim: bbb}, []graph.ID{"state:XXX"}},
	} {
		q := alliance.CascadeQuestion{Attacks: []alliance.Attack{c.attack}, On: asked, Scenario: alliance.DefaultScenario()}
		q.Scenario.HostileActors = c.hostile
		_, err := alliance.RunCascade(t.Context(), store, q)
		if graph.KindOf(err) != graph.KindNotFound {
			t.Errorf("%s: %v; want that it is not there", name, err)
			continue
		}
		mentions(t, name, err.Error(), name, "state:XXX")
	}
}

// TestAWhatIfSaysOfEachActorWhatItDoesOtherwise: CCC enters by way of BBB, and need only consult without it.
func TestAWhatIfSaysOfEachActorWhatItDoesOtherwise(t *testing.T) {
	store := world(t, []pact{pactOf(1, "AB", defense), pactOf(2, "AC", graph.ObligationConsul), pactOf(3, "BC", defense), pactOf(4, "AE", defense)})
	c, err := alliance.RunCascade(t.Context(), store, alliance.CascadeQuestion{
		Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(),
		Escalation: alliance.EscalationCounterattack, WhatIf: []alliance.TreatyChange{{End: "treaty:t1"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[graph.ID]string{}
	for _, change := range c.Changes {
		got[change.Actor.Head().ID] = change.Before + " → " + change.After
	}
	want := map[graph.ID]string{
		bbb: "enters on the victim's side in round 1 → stays out: owes nothing",
		ccc: "enters on the victim's side in round 2 → stays out: CONSULT_ONLY",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
