package alliance_test

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// drawLaw draws few treaties, some of them pending.
func drawLaw(t *rapid.T) []pact {
	var out []pact
	for i := range rapid.IntRange(1, 3).Draw(t, "pacts") {
		p := drawPact(t, i+1)
		p.parties = p.parties[:min(len(p.parties), 3)]
		p.pending = rapid.IntRange(0, 2).Draw(t, "pending") == 0
		if p.pending {
			p.until = graph.Date{}
		}
		out = append(out, p)
	}
	return out
}

// changesOf are all changes that the law allows on the day. What does not bind is not awaited to enter into force.
func changesOf(pacts []pact) (out []alliance.TreatyChange) {
	for _, p := range pacts {
		if !graph.Between(p.from, p.until).Contains(asked) {
			continue
		}
		switch {
		case !p.pending:
			out = append(out, alliance.TreatyChange{End: p.id()})
		case p.force != doesNotBind:
			out = append(out, alliance.TreatyChange{EnterIntoForce: p.id()})
		}
		for _, party := range p.parties {
			out = append(out, alliance.TreatyChange{Withdraw: &alliance.Withdrawal{Treaty: p.id(), Party: party}})
		}
	}
	return out
}

func changeText(c alliance.TreatyChange) string {
	switch {
	case c.End != "":
		return fmt.Sprint("end ", c.End)
	case c.Withdraw != nil:
		return fmt.Sprint("withdraw ", c.Withdraw.Treaty, " ", c.Withdraw.Party)
	}
	return fmt.Sprint("enter ", c.EnterIntoForce)
}

func setText(set []alliance.TreatyChange) string {
	var out []string
	for _, c := range set {
		out = append(out, changeText(c))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// brutePivots tries every set of at most three changes. outcome tells whether a set is done, and what to remember of
// it.
func brutePivots(changes []alliance.TreatyChange, outcome func([]alliance.TreatyChange) (bool, string)) map[string]string {
	out := map[string]string{}
	var found []int
	for size := 1; size <= alliance.MaxPivotChanges; size++ {
		for set := 1; set < 1<<len(changes); set++ {
			if bits.OnesCount(uint(set)) != size || slices.ContainsFunc(found, func(f int) bool { return f&set == f }) {
				continue
			}
			var list []alliance.TreatyChange
			for i, c := range changes {
				if set>>i&1 == 1 {
					list = append(list, c)
				}
			}
			if done, what := outcome(list); done {
				found = append(found, set)
				out[setText(list)] = what
			}
		}
	}
	return out
}

func asPivots(p *alliance.Pivots) map[string]string {
	out := map[string]string{}
	for _, pivot := range p.List {
		out[setText(pivot.WhatIf())] = string(pivot.Verdict) + effectsText(pivot.Also)
	}
	return out
}

func effectsText(list []alliance.PivotEffect) string {
	var out strings.Builder
	for _, e := range list {
		fmt.Fprintf(&out, "; %s %s→%s", e.Actor.Head().ID, e.Before, e.After)
	}
	return out.String()
}

func TestPivotsOfAVerdictAreThoseOfBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, q := drawLaw(t), drawQuestion(t)
		store := world(t, pacts)
		base := verdictsOf(answer(t, store, q))
		actor := rapid.SampledFrom(slices.Sorted(maps.Keys(base))).Draw(t, "actor")
		want := rapid.SampledFrom(append([]alliance.Verdict{""}, alliance.Verdicts...)).Draw(t, "want")
		got, err := alliance.VerdictPivots(t.Context(), store, alliance.VerdictPivotQuestion{Question: q, Actor: actor, Want: want})
		if err != nil {
			t.Fatal(err)
		}
		if got.Truncated {
			t.Skip("more than are kept")
		}
		if holds := want == "" || base[actor] == want; got.Holds != holds {
			t.Fatalf("%s is %s, and holds is %t", actor, base[actor], got.Holds)
		}
		brute := brutePivots(changesOf(pacts), func(set []alliance.TreatyChange) (bool, string) {
			asked := q
			asked.WhatIf = set
			after := verdictsOf(answer(t, store, asked))
			if done := got.Holds && after[actor] != base[actor] || !got.Holds && after[actor] == want; !done {
				return false, ""
			}
			var what strings.Builder
			for _, id := range slices.Sorted(maps.Keys(base)) {
				if id != actor && base[id] != after[id] {
					fmt.Fprintf(&what, "; %s %s→%s", id, base[id], after[id])
				}
			}
			return true, string(after[actor]) + what.String()
		})
		if diff := cmp.Diff(brute, asPivots(got)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func verdictsOf(a *alliance.AttackAssessment) map[graph.ID]alliance.Verdict {
	out := map[graph.ID]alliance.Verdict{}
	for _, r := range a.Responders {
		out[r.Actor.Head().ID] = r.Verdict
	}
	return out
}

func TestPivotsOfAPathAreThoseOfBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts := drawLaw(t)
		store := world(t, pacts)
		ends := rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 2, 2, rapid.ID[graph.ID]).Draw(t, "ends")
		q := graph.PathQuery{
			From: ends[0], To: ends[1:], Direction: graph.DirectionAny, MaxHops: rapid.IntRange(1, 3).Draw(t, "hops"), Limit: 1,
			Filter: graph.Filter{On: asked, Types: []graph.RelationshipType{graph.AlliedWithType}, BindingOnly: rapid.Bool().Draw(t, "binding")},
		}
		got, err := alliance.PathPivots(t.Context(), store, alliance.PathPivotQuestion{PathQuery: q})
		if err != nil {
			t.Fatal(err)
		}
		exists := func(r graph.Reader) bool {
			found, err := r.Paths(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			return len(found.Paths) > 0
		}
		if got.Holds != exists(store) {
			t.Fatalf("holds is %t", got.Holds)
		}
		compare(t, got, brutePivots(changesOf(pacts), func(set []alliance.TreatyChange) (bool, string) {
			return exists(overlaid(t, store, set...)) != got.Holds, ""
		}))
	})
}

func TestPivotsOfACascadeAreThoseOfBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, asked := drawLaw(t), drawQuestion(t)
		store := world(t, pacts)
		q := alliance.CascadePivotQuestion{CascadeQuestion: alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: asked.Attacker, Victim: asked.Victim}},
			On:      asked.On, Scenario: asked.Scenario, ConditionalEnters: rapid.Bool().Draw(t, "conditional"),
			Escalation: rapid.SampledFrom([]alliance.Escalation{alliance.EscalationNone, alliance.EscalationCounterattack}).Draw(t, "escalation"),
		}}
		q.Actor = rapid.SampledFrom(actors).Filter(func(id graph.ID) bool { return id != asked.Attacker && id != asked.Victim }).Draw(t, "actor")
		q.Side = rapid.SampledFrom([]alliance.Side{"", alliance.SideAttacker, alliance.SideVictim}).Draw(t, "side")
		got, err := alliance.CascadePivots(t.Context(), store, q)
		if err != nil {
			t.Fatal(err)
		}
		enters := func(r graph.Reader) bool {
			c, err := alliance.RunCascade(t.Context(), r, q.CascadeQuestion)
			if err != nil {
				t.Fatal(err)
			}
			for _, round := range c.Rounds {
				for _, e := range round.Entrants {
					if e.Actor.Head().ID == q.Actor && (q.Side == "" || q.Side == e.Side) {
						return true
					}
				}
			}
			return false
		}
		if got.Holds != enters(store) {
			t.Fatalf("holds is %t", got.Holds)
		}
		for i := range got.List {
			got.List[i].Also = nil
		}
		compare(t, got, brutePivots(changesOf(pacts), func(set []alliance.TreatyChange) (bool, string) {
			return enters(overlaid(t, store, set...)) != got.Holds, ""
		}))
	})
}

func TestPivotsOfAContradictionAreThoseOfBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts := drawLaw(t)
		store := world(t, pacts)
		kinds := slices.DeleteFunc(slices.Clone(alliance.ContradictionKinds), func(k alliance.ContradictionKind) bool {
			return k == alliance.DatasetsDiffer
		})
		three := rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 3, 3, rapid.ID[graph.ID]).Draw(t, "actors")
		q := alliance.ContradictionPivotQuestion{
			On: asked, Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Actor: three[0],
			Between: three[1:rapid.IntRange(2, 3).Draw(t, "between")],
		}
		// Often one that stands, and not one drawn blindly.
		all, err := alliance.Contradictions(t.Context(), store, alliance.ContradictionQuery{On: asked, Kinds: kinds})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) > 0 && rapid.Bool().Draw(t, "standing") {
			c := rapid.SampledFrom(all).Draw(t, "contradiction")
			q.Kind, q.Actor, q.Between = c.Kind, c.Actor.Head().ID, nil
			for _, b := range c.Between {
				q.Between = append(q.Between, b.Head().ID)
			}
		}
		stands := func(r graph.Reader) bool {
			found, err := alliance.Contradictions(t.Context(), r, alliance.ContradictionQuery{On: asked})
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(found, func(c *alliance.Contradiction) bool {
				var between []graph.ID
				for _, b := range c.Between {
					between = append(between, b.Head().ID)
				}
				return c.Kind == q.Kind && c.Actor.Head().ID == q.Actor && slices.Equal(between, q.Between)
			})
		}
		got, err := alliance.ContradictionPivots(t.Context(), store, q)
		if err != nil {
			t.Fatal(err)
		}
		if got.Holds != stands(store) {
			t.Fatalf("holds is %t", got.Holds)
		}
		compare(t, got, brutePivots(changesOf(pacts), func(set []alliance.TreatyChange) (bool, string) {
			return stands(overlaid(t, store, set...)) != got.Holds, ""
		}))
	})
}

func compare(t *rapid.T, got *alliance.Pivots, want map[string]string) {
	t.Helper()
	if got.Truncated {
		t.Fatal("a small world is too large")
	}
	if diff := cmp.Diff(want, asPivots(got)); diff != "" {
		t.Fatal(diff)
	}
}

// TestPivotsOfTheEvesOfWars tries the pivots of the published data on the eve of each recorded war: each does what it
// says, none is missing of those of one change, and the search is quick.
func TestPivotsOfTheEvesOfWars(t *testing.T) {
	store := research(t)
	attacks, err := alliance.Eves(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	if len(attacks) < 100 {
		t.Fatalf("%d attacks", len(attacks))
	}
	tried, pivots := 0, 0
	for i, q := range attacks {
		if i%proofs(6, 1) != 0 {
			continue
		}
		a, err := alliance.IfAttacked(t.Context(), store, q)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Responders) == 0 {
			continue
		}
		actor := a.Responders[i%len(a.Responders)]
		id, now := actor.Actor.Head().ID, actor.Verdict
		got, err := alliance.VerdictPivots(t.Context(), store, alliance.VerdictPivotQuestion{Question: q, Actor: id})
		if err != nil {
			t.Fatal(err)
		}
		tried++
		pivots += len(got.List)
		after := func(changes ...alliance.TreatyChange) alliance.Verdict {
			asked := q
			asked.WhatIf, asked.IncludeFree = changes, true
			b, err := alliance.IfAttacked(t.Context(), store, asked)
			if err != nil {
				t.Fatal(err)
			}
			return b.Responder(id).Verdict
		}
		for j := 0; j < len(got.List); j += 1 + len(got.List)/3 {
			if p := got.List[j]; after(p.WhatIf()...) != p.Verdict || p.Verdict == now {
				t.Errorf("%s attacks %s: %s is %s, %s after %s; the pivot says %s", q.Attacker, q.Victim, id, now, after(p.WhatIf()...), setText(p.WhatIf()), p.Verdict)
			}
		}
		listed := asPivots(got)
		treaties := map[graph.ID]bool{}
		for _, d := range dutiesOf(actor) {
			treaties[d.Treaty.ID] = true
		}
		for treaty := range treaties {
			for _, c := range []alliance.TreatyChange{{End: treaty}, {Withdraw: &alliance.Withdrawal{Treaty: treaty, Party: id}}} {
				if _, is := listed[setText([]alliance.TreatyChange{c})]; is != (after(c) != now) {
					t.Errorf("%s attacks %s: %s is %s and %s after %s; listed: %t", q.Attacker, q.Victim, id, now, after(c), changeText(c), is)
				}
			}
		}
	}
	t.Logf("%d attacks, %d pivots", tried, pivots)
	if pivots == 0 {
		t.Error("no verdict hangs on anything")
	}
}

func BenchmarkPivots(b *testing.B) {
	store := bundledStore(b)
	attack := alliance.Question{Attacker: "state:RUS", Victim: "state:POL", On: 20250601, Scenario: alliance.DefaultScenario()}
	b.Run("verdict", func(b *testing.B) {
		for b.Loop() {
			p, err := alliance.VerdictPivots(b.Context(), store, alliance.VerdictPivotQuestion{Question: attack, Actor: "state:USA"})
			if err != nil || len(p.List) == 0 {
				b.Fatal(err, p)
			}
		}
	})
	b.Run("path", func(b *testing.B) {
		q := graph.PathQuery{
			From: "state:USA", To: []graph.ID{"state:EST"}, Direction: graph.DirectionAny, MaxHops: 2, Limit: 1,
			Filter: graph.Filter{
				On: 20250601, Types: []graph.RelationshipType{graph.AlliedWithType}, BindingOnly: true,
				ObligationTypes: []graph.ObligationType{graph.ObligationDefense},
			},
		}
		for b.Loop() {
			p, err := alliance.PathPivots(b.Context(), store, alliance.PathPivotQuestion{PathQuery: q})
			if err != nil || !p.Holds {
				b.Fatal(err, p)
			}
		}
	})
	b.Run("cascade", func(b *testing.B) {
		q := alliance.CascadePivotQuestion{CascadeQuestion: alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: "state:RUS", Victim: "state:POL"}},
			On:      20250601, Scenario: alliance.DefaultScenario(), Escalation: alliance.EscalationCounterattack,
		}, Actor: "state:USA"}
		for b.Loop() {
			p, err := alliance.CascadePivots(b.Context(), store, q)
			if err != nil || len(p.List) == 0 {
				b.Fatal(err, p)
			}
		}
	})
}
