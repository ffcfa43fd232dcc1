package alliance_test

import (
	"fmt"
	"maps"
	"math/bits"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// settled is an open question in a form that can be compared: by facts and answers, who changes from what to what.
type settled map[string]string

func asSettled(list []*alliance.OpenQuestion) settled {
	out := settled{}
	for _, q := range list {
		for _, o := range q.Outcomes {
			var changes []string
			for _, c := range o.Changes {
				changes = append(changes, fmt.Sprint(c.Actor.Head().ID, " ", c.Before, "→", c.After))
			}
			slices.Sort(changes)
			out[answersText(o.Answers)] = strings.Join(changes, ", ")
		}
	}
	return out
}

func answersText(list []alliance.Assumption) string {
	var out []string
	for _, a := range list {
		out = append(out, fmt.Sprintf("%s=%t", a.Fact, a.Holds))
	}
	return strings.Join(out, " ")
}

// brute tries every answer to every set of facts. verdicts gives the actors' verdicts under assumptions, nil where
// these contradict each other.
func brute(keys []string, most int, verdicts func([]alliance.Assumption) map[graph.ID]alliance.Verdict) settled {
	now := verdicts(nil)
	type reached struct {
		set     int
		answers []alliance.Assumption
		all     map[graph.ID]alliance.Verdict
	}
	minimal := map[string][]int{} // by actor and verdict
	var found []reached
	sets := make([]int, 0, 1<<len(keys))
	for set := 1; set < 1<<len(keys); set++ {
		if bits.OnesCount(uint(set)) <= most {
			sets = append(sets, set)
		}
	}
	slices.SortStableFunc(sets, func(a, b int) int { return bits.OnesCount(uint(a)) - bits.OnesCount(uint(b)) })
	for _, set := range sets {
		for yes := 0; yes <= set; yes++ {
			if yes&^set != 0 {
				continue
			}
			var answers []alliance.Assumption
			for i, key := range keys {
				if set>>i&1 == 1 {
					answers = append(answers, alliance.Assumption{Fact: key, Holds: yes>>i&1 == 1})
				}
			}
			all := verdicts(answers)
			tells := false
			for id, v := range all {
				at := string(id) + string(v)
				if v == now[id] || slices.ContainsFunc(minimal[at], func(m int) bool { return m != set && m&set == m }) {
					continue
				}
				minimal[at] = append(minimal[at], set)
				tells = true
			}
			if tells {
				found = append(found, reached{set, answers, all})
			}
		}
	}
	out := settled{}
	for _, r := range found {
		var changes []string
		for id, v := range r.all {
			if v != now[id] {
				changes = append(changes, fmt.Sprint(id, " ", now[id], "→", v))
			}
		}
		slices.Sort(changes)
		out[answersText(r.answers)] = strings.Join(changes, ", ")
	}
	return out
}

func TestOpenQuestionsAreThoseOfBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store, q := world(t, drawPacts(t)), drawQuestion(t)
		a := answer(t, store, q)
		keys := alliance.FactKeys(a)
		if len(keys) > 5 {
			t.Skip("too many facts to try them all")
		}
		list := a.OpenQuestions(alliance.MaxOpenFacts)
		want := brute(keys, alliance.MaxOpenFacts, func(assume []alliance.Assumption) map[graph.ID]alliance.Verdict {
			asked := q
			asked.Scenario.Assume = assume
			b, err := alliance.IfAttacked(t.Context(), store, asked)
			if graph.KindOf(err) == graph.KindInvalid {
				return nil
			} else if err != nil {
				t.Fatal(err)
			}
			out := map[graph.ID]alliance.Verdict{}
			for _, r := range b.Responders {
				out[r.Actor.Head().ID] = r.Verdict
			}
			return out
		})
		if diff := cmp.Diff(want, asSettled(list)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestOpenQuestionsOfRealAttacks tries random attacks on the published data, and brute force on each actor.
func TestOpenQuestionsOfRealAttacks(t *testing.T) {
	store := research(t)
	random := rand.New(rand.NewPCG(1914, 1939))
	days := []graph.Day{19140728, 19390901, 19550601, 19681001, 19830901, 19990601, 20100101, 20121231, 20160630}
	attacks := proofs(200, 2000)
	tried, largest := 0, 0
	for tried < attacks {
		day := days[random.IntN(len(days))]
		on := graph.Period{From: day.Date(), Until: day.Next().Date()}
		page, err := store.Find(t.Context(), graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, During: &on, First: graph.MaxFirst})
		if err != nil {
			t.Fatal(err)
		}
		pick := func() graph.ID { return page.Nodes[random.IntN(len(page.Nodes))].Head().ID }
		for range 50 {
			q := alliance.Question{Attacker: pick(), Victim: pick(), On: day, Scenario: alliance.DefaultScenario()}
			if q.Attacker == q.Victim {
				continue
			}
			a, err := alliance.IfAttacked(t.Context(), store, q)
			if err != nil {
				t.Fatal(err)
			}
			tried++
			for _, r := range alliance.Rulings(a) {
				keys := alliance.FactsOf(r)
				largest = max(largest, len(keys))
				if len(keys) == 0 || len(keys) > 7 {
					continue
				}
				list := r.OpenQuestions(alliance.MaxOpenFacts)
				id := r.Actor.Head().ID
				want := brute(keys, alliance.MaxOpenFacts, func(assume []alliance.Assumption) map[graph.ID]alliance.Verdict {
					return map[graph.ID]alliance.Verdict{id: alliance.Again(r, assume...)}
				})
				if diff := cmp.Diff(want, asSettled(list)); diff != "" {
					t.Fatalf("%s attacks %s on %s, %s:\n%s", q.Attacker, q.Victim, q.On, id, diff)
				}
			}
			if list := a.OpenQuestions(alliance.MaxOpenFacts); len(list) == 0 && slices.ContainsFunc(a.Responders, func(r *alliance.Responder) bool {
				return r.Verdict == alliance.VerdictConditional
			}) {
				t.Fatalf("%s attacks %s on %s: a verdict is CONDITIONAL, and nothing would settle it", q.Attacker, q.Victim, q.On)
			}
		}
	}
	t.Logf("%d attacks; the actor with the most hangs on %d facts", tried, largest)
}

// proofs is how many cases a proof tries: few, or with PROOF=long (make prove) all.
func proofs(few, all int) int {
	if os.Getenv("PROOF") == "long" {
		return all
	}
	return few
}

func TestAnsweringEveryFactLeavesNothingConditional(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store, q := world(t, drawPacts(t)), drawQuestion(t)
		for _, key := range alliance.FactKeys(answer(t, store, q)) {
			q.Scenario.Assume = append(q.Scenario.Assume, alliance.Assumption{Fact: key, Holds: rapid.Bool().Draw(t, key)})
		}
		a, err := alliance.IfAttacked(t.Context(), store, q)
		if graph.KindOf(err) == graph.KindInvalid {
			t.Skip("the answers contradict each other")
		} else if err != nil {
			t.Fatal(err)
		}
		for _, r := range a.Responders {
			if r.Verdict == alliance.VerdictConditional {
				t.Fatalf("%s is still CONDITIONAL: %s", r.Actor.Head().ID, r.Explanation())
			}
		}
		if list := a.OpenQuestions(alliance.MaxOpenFacts); len(list) > 0 {
			t.Fatalf("everything is answered, and %d questions are open", len(list))
		}
	})
}

func TestOpenQuestionsReadWell(t *testing.T) {
	a, err := alliance.IfAttacked(t.Context(), bundledStore(t), alliance.Question{Attacker: "state:USA", Victim: "state:RUS", On: 20250601, Scenario: alliance.DefaultScenario()})
	if err != nil {
		t.Fatal(err)
	}
	list := a.OpenQuestions(alliance.MaxOpenFacts)
	questions := map[string]bool{}
	for _, q := range list {
		for _, f := range q.Facts {
			questions[f.Question] = true
			if f.Duty == nil || !strings.HasSuffix(f.Question, "?") || strings.Contains(f.Question, ".?") {
				t.Errorf("%s reads %q", f.Key, f.Question)
			}
		}
	}
	t.Log(slices.Sorted(maps.Keys(questions)))
	if !questions["Does Russia ask for help?"] {
		t.Errorf("whether Russia asks for help is not asked; asked is %v", slices.Sorted(maps.Keys(questions)))
	}
}

func TestAssumptionsAreChecked(t *testing.T) {
	for name, assume := range map[string][]alliance.Assumption{
		"no fact":        {{Fact: "weather"}},
		"a prefix alone": {{Fact: "binding:"}},
		"twice":          {{Fact: "requested"}, {Fact: "requested", Holds: true}},
		"contradiction":  {{Fact: "adversaries>=2"}, {Fact: "adversaries>=3", Holds: true}},
		"too many":       make([]alliance.Assumption, alliance.MaxAssumptions+1),
	} {
		q := alliance.Question{Attacker: "state:USA", Victim: "state:RUS", On: 20250601, Scenario: alliance.Scenario{Armed: true, Assume: assume}}
		if _, err := alliance.IfAttacked(t.Context(), bundledStore(t), q); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	q := alliance.Question{Attacker: "state:USA", Victim: "state:RUS", On: 20250601, Scenario: alliance.Scenario{
		Armed:  true,
		Assume: []alliance.Assumption{{Fact: "inside:place:nowhere", Holds: true}},
	}}
	a, err := alliance.IfAttacked(t.Context(), bundledStore(t), q)
	if err != nil || !slices.ContainsFunc(a.Warnings, func(w string) bool { return strings.Contains(w, "inside:place:nowhere") }) {
		t.Errorf("an assumption that nothing hangs on goes unmentioned: %v", err)
	}
	q.Scenario.Assume[0].Fact = "requested"
	a, err = alliance.IfAttacked(t.Context(), bundledStore(t), q)
	if err != nil || slices.ContainsFunc(a.Warnings, func(w string) bool { return strings.Contains(w, `"requested"`) }) {
		t.Errorf("an assumption that duties hang on is said to change nothing: %v", err)
	}
}

func TestAnOpenQuestionMayAskForANumberThatOnlyAnIdleDutyNames(t *testing.T) {
	attackers := func(n int) []graph.Condition {
		return []graph.Condition{{Kind: graph.ConditionAdversaryCount, Count: n}}
	}
	store := world(t, []pact{{
		n: 1, dataset: "dataset:one", parties: []graph.ID{"state:CCC", "state:AAA"}, from: graph.YearOnly(1990),
		duties: []graph.Obligation{
			{Type: graph.ObligationDefense, Mutual: true, Conditions: attackers(3)},
			{Type: graph.ObligationNonagg, Mutual: true, Conditions: attackers(2)}, // decides nothing for an attacker
		},
	}})
	q := alliance.Question{Attacker: "state:AAA", Victim: "state:BBB", On: asked, Scenario: alliance.DefaultScenario()}
	q.Scenario.DefendAggressorsToo = true
	a, err := alliance.IfAttacked(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	want := settled{
		"adversaries:attacker>=2=false": "state:CCC OBLIGED_TO_ATTACKER→FREE",
		"adversaries:attacker>=3=false": "state:CCC OBLIGED_TO_ATTACKER→FREE",
	}
	list := a.OpenQuestions(alliance.MaxOpenFacts)
	if diff := cmp.Diff(want, asSettled(list)); diff != "" {
		t.Error(diff)
	}
	for _, q := range list {
		if q.Facts[0].Question == "" {
			t.Errorf("%s is not put into words", q.Facts[0].Key)
		}
	}
}
