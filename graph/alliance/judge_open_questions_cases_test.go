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

// when adds conditions to all duties of a pact.
func (p pact) when(conditions ...graph.Condition) pact {
	p.duties = slices.Clone(p.duties)
	for i := range p.duties {
		p.duties[i].Conditions = conditions
	}
	return p
}

func kind(k graph.ConditionKind) graph.Condition { return graph.Condition{Kind: k} }

func many(n int) graph.Condition {
	return graph.Condition{Kind: graph.ConditionAdversaryCount, Count: n}
}

// attackOfDDD is answered with what everybody owes where DDD attacks AAA.
func attackOfDDD(t *testing.T, store graph.Reader, change func(*alliance.Scenario)) *alliance.AttackAssessment {
	t.Helper()
	q := alliance.Question{Attacker: ddd, Victim: aaa, On: asked, Scenario: alliance.DefaultScenario(), IncludeFree: true}
	change(&q.Scenario)
	a, err := alliance.IfAttacked(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func asIs(*alliance.Scenario) {}

func defendToo(s *alliance.Scenario) { s.DefendAggressorsToo = true }

// TestWhatAnOpenQuestionSettles lists all open questions of an attack of DDD on AAA, each answer with what it leads to.
func TestWhatAnOpenQuestionSettles(t *testing.T) {
	const (
		defense, consult, nonagg = graph.ObligationDefense, graph.ObligationConsul, graph.ObligationNonagg
		request, conflict        = graph.ConditionOnRequest, graph.ConditionSpecificConflict
	)
	disputed := pactOf(1, "AB", defense)
	disputed.force = isDisputed
	uncertain := pactOf(1, "AB", defense)
	uncertain.duties[0].BeneficiaryUncertain = true
	for name, c := range map[string]struct {
		pacts    []pact
		scenario func(*alliance.Scenario)
		want     []string
	}{
		"whether help is asked for": {
			[]pact{pactOf(1, "AB", defense).when(kind(request))}, asIs, []string{
				"requested: yes → BBB OBLIGED", "requested: no → BBB FREE",
			},
		},
		"both of two terms, or the lack of one": {
			[]pact{pactOf(1, "AB", defense).when(kind(request), kind(conflict))}, asIs, []string{
				"requested: no → BBB FREE", "specificConflict: no → BBB FREE",
				"requested: yes, specificConflict: yes → BBB OBLIGED",
			},
		},
		"one of two treaties, or the lack of both": {
			[]pact{pactOf(1, "AB", defense).when(kind(request)), pactOf(2, "AB", defense).when(kind(conflict))}, asIs, []string{
				"requested: yes → BBB OBLIGED", "specificConflict: yes → BBB OBLIGED",
				"requested: no, specificConflict: no → BBB FREE",
			},
		},
		"one question for two actors": {
			[]pact{pactOf(1, "AB", defense).when(kind(request)), pactOf(2, "AC", defense).when(kind(request), kind(conflict))}, asIs, []string{
				"requested: yes → BBB OBLIGED", "requested: no → BBB FREE, CCC FREE", "specificConflict: no → CCC FREE",
				"requested: yes, specificConflict: yes → BBB OBLIGED, CCC OBLIGED",
			},
		},
		"a number is more than a smaller one": {
			[]pact{pactOf(1, "AB", defense).when(many(2)), pactOf(2, "AC", defense).when(many(3))}, asIs, []string{
				"adversaries>=2: no → BBB FREE, CCC FREE", "adversaries>=3: yes → BBB OBLIGED, CCC OBLIGED",
				"adversaries>=2: yes → BBB OBLIGED", "adversaries>=3: no → CCC FREE",
			},
		},
		"no number is at once less and more": {
			[]pact{pactOf(1, "AB", consult).when(many(2)), pactOf(2, "AB", defense).when(many(3)), pactOf(3, "AB", defense).when(many(4))}, asIs, []string{
				"adversaries>=2: no → BBB FREE", "adversaries>=3: yes → BBB OBLIGED", "adversaries>=3: no → BBB CONSULT_ONLY",
				"adversaries>=4: yes → BBB OBLIGED",
			},
		},
		"whether it binds": {
			[]pact{disputed}, asIs, []string{"binding:treaty:t1: yes → BBB OBLIGED", "binding:treaty:t1: no → BBB FREE"},
		},
		"to whom it is owed": {
			[]pact{uncertain}, asIs, []string{
				"owed:obligation:t1/1>state:BBB>state:AAA: yes → BBB OBLIGED", "owed:obligation:t1/1>state:BBB>state:AAA: no → BBB FREE",
			},
		},
		"to whom and on what terms": {
			[]pact{uncertain.when(kind(request))}, asIs, []string{
				"owed:obligation:t1/1>state:BBB>state:AAA: no → BBB FREE", "requested: no → BBB FREE",
				"owed:obligation:t1/1>state:BBB>state:AAA: yes, requested: yes → BBB OBLIGED",
			},
		},
		"help for the attacker": {
			[]pact{pactOf(1, "BD", defense).when(kind(request))}, defendToo, []string{"requested:attacker: no → BBB FREE"},
		},
		"that it may not attack the attacker decides nothing": {
			[]pact{pactOf(1, "BD", nonagg).when(kind(request))}, defendToo, nil,
		},
		"nothing": {[]pact{pactOf(1, "AB", defense)}, asIs, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := attackOfDDD(t, world(t, c.pacts), c.scenario)
			var got []string
			for _, q := range a.OpenQuestions(alliance.MaxOpenFacts) {
				for _, o := range q.Outcomes {
					got = append(got, outcomeText(o))
				}
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func outcomeText(o alliance.OpenOutcome) string {
	var answers, changes []string
	for _, a := range o.Answers {
		answers = append(answers, a.Fact+": "+map[bool]string{true: "yes", false: "no"}[a.Holds])
	}
	for _, c := range o.Changes {
		changes = append(changes, fmt.Sprint(c.Actor.Head().Name, " ", c.After))
	}
	return strings.Join(answers, ", ") + " → " + strings.Join(changes, ", ")
}

func TestOpenQuestionsComeByHowMuchTheyChange(t *testing.T) {
	const defense, request, conflict = graph.ObligationDefense, graph.ConditionOnRequest, graph.ConditionSpecificConflict
	a := attackOfDDD(t, world(t, []pact{
		pactOf(1, "AB", defense).when(many(2)),
		pactOf(2, "AC", defense).when(kind(request), kind(conflict)), pactOf(3, "AE", defense).when(kind(request)),
	}), asIs)
	var got []string
	for _, q := range a.OpenQuestions(alliance.MaxOpenFacts) {
		var keys []string
		for _, f := range q.Facts {
			keys = append(keys, f.Key)
		}
		got = append(got, strings.Join(keys, " and "))
	}
	// Whether help is asked for concerns two; the others come by their keys, and after them what takes two answers.
	want := []string{"requested", "adversaries>=2", "specificConflict", "requested and specificConflict"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if few := a.OpenQuestions(1); len(few) != 3 {
		t.Errorf("%d questions of one fact; want 3", len(few))
	}
}

// TestAnOpenQuestionCitesTheTreatyThatAsksIt also where an actor has other duties before.
func TestAnOpenQuestionCitesTheTreatyThatAsksIt(t *testing.T) {
	a := attackOfDDD(t, world(t, []pact{
		pactOf(1, "AB", graph.ObligationDefense).when(kind(graph.ConditionOther)),
		pactOf(2, "AB", graph.ObligationDefense).when(kind(graph.ConditionOther)),
		pactOf(3, "AB", graph.ObligationDefense).when(many(2), kind(graph.ConditionOther), many(3)),
	}), asIs)
	got := map[string]string{}
	for _, q := range a.OpenQuestions(alliance.MaxOpenFacts) {
		for _, f := range q.Facts {
			got[f.Key] = fmt.Sprint(f.Kind, " of ", f.Duty.Treaty.Name)
		}
	}
	want := map[string]string{
		"condition:obligation:t1/1#OTHER": "OTHER of Treaty 1",
		"condition:obligation:t2/1#OTHER": "OTHER of Treaty 2",
		"condition:obligation:t3/1#OTHER": "OTHER of Treaty 3",
		"adversaries>=2":                  "ADVERSARY_COUNT of Treaty 3",
		"adversaries>=3":                  "ADVERSARY_COUNT of Treaty 3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestADutyOfMoreFactsThanAreCombinedIsNotMetByTheOthers: an actor hangs on 25 facts, of which the first 24 are
// combined. The answer to the 24th says nothing of the last, which the same duty waits for.
func TestADutyOfMoreFactsThanAreCombinedIsNotMetByTheOthers(t *testing.T) {
	const defense, other = graph.ObligationDefense, graph.ConditionOther
	a := attackOfDDD(t, world(t, []pact{
		pactOf(1, "AB", defense).when(slices.Repeat([]graph.Condition{kind(other)}, 23)...),
		pactOf(2, "AB", defense).when(kind(other), kind(other)),
	}), asIs)
	list := a.OpenQuestions(2)
	if len(list) != 23 {
		t.Errorf("%d questions; want that each of the 23 facts of the first treaty, with the first of the second, frees BBB", len(list))
	}
	for _, q := range list {
		for _, o := range q.Outcomes {
			if text := outcomeText(o); strings.Contains(text, "OBLIGED") || strings.Contains(text, "t2/1#OTHER.2") {
				t.Error(text)
			}
		}
	}
}

// TestAnActorTornByTwoAttacksHasNoOpenQuestion of its own: its verdict is that of no single attack.
func TestAnActorTornByTwoAttacksHasNoOpenQuestion(t *testing.T) {
	store := world(t, []pact{pactOf(1, "AB", graph.ObligationDefense), pactOf(2, "BC", graph.ObligationDefense)})
	c, err := alliance.RunCascade(t.Context(), store, alliance.CascadeQuestion{
		Attacks: []alliance.Attack{{Attacker: eee, Victim: aaa}, {Attacker: eee, Victim: fff}, {Attacker: fff, Victim: ccc}},
		On:      asked, Scenario: alliance.DefaultScenario(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Torn) != 1 || c.Torn[0].Actor.Head().ID != bbb {
		t.Fatalf("%d are torn; want BBB, bound to AAA and to one whom the other victim attacks", len(c.Torn))
	}
	if torn := c.Torn[0]; len(torn.Because) != 1 || len(torn.Against) != 1 || !strings.Contains(torn.Explanation(), "torn between the sides") {
		t.Errorf("%d duties to one side and %d to the other: %s", len(torn.Because), len(torn.Against), torn.Explanation())
	}
	if list := c.Torn[0].OpenQuestions(1); list != nil {
		t.Errorf("%d open questions of two verdicts at once", len(list))
	}
}

// TestTheOpenQuestionsOfOneActorAreItsOwn: what others hang on is not asked of it.
func TestTheOpenQuestionsOfOneActorAreItsOwn(t *testing.T) {
	a := attackOfDDD(t, world(t, []pact{
		pactOf(1, "AB", graph.ObligationDefense).when(kind(graph.ConditionOnRequest)), pactOf(2, "AC", graph.ObligationDefense).when(kind(graph.ConditionOnRequest), many(2)),
	}), asIs)
	for id, want := range map[graph.ID][]string{
		bbb: {"requested: yes → BBB OBLIGED", "requested: no → BBB FREE"},
		ccc: {"adversaries>=2: no → CCC FREE", "requested: no → CCC FREE", "adversaries>=2: yes, requested: yes → CCC OBLIGED"},
		eee: nil,
	} {
		var got []string
		for _, q := range a.Responder(id).OpenQuestions(alliance.MaxOpenFacts) {
			for _, o := range q.Outcomes {
				got = append(got, outcomeText(o))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", id, diff)
		}
	}
}
