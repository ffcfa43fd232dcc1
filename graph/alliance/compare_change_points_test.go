package alliance_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// TestChangePointsAreTheDaysOnWhichTheAnswerChanges asks the question of every day of a time.
func TestChangePointsAreTheDaysOnWhichTheAnswerChanges(t *testing.T) {
	store := bundledStore(t)
	for _, c := range []struct {
		attacker, victim graph.ID
		from, to         string
	}{
		{"state:UKR", rus, "2024-10-01", "2025-02-01"}, // the treaty with North Korea enters into force
		{rus, "state:FIN", "2022-12-01", "2024-06-01"}, // Finland, then Sweden join NATO
		{rus, "state:POL", "1998-06-01", "1999-12-01"}, // Poland joins
		{usa, prk, "1991-01-01", "1991-06-01"},
		{"state:DEU", "state:POL", "1990-06-01", "1991-12-31"}, // East Germany ends
	} {
		q := alliance.Question{Attacker: c.attacker, Victim: c.victim, Scenario: alliance.DefaultScenario()}
		first, end := day(t, c.from), day(t, c.to)
		points, err := alliance.ChangePoints(t.Context(), store, q, first, end)
		if err != nil {
			t.Fatal(err)
		}
		changes := map[graph.Day]int{}
		for _, p := range points {
			changes[p.On.First()] = len(p.Changes)
		}
		ask := func(on graph.Day) map[graph.ID]alliance.Verdict {
			q.On = on
			a, err := alliance.IfAttacked(t.Context(), store, q)
			if err != nil {
				return nil
			}
			out := map[graph.ID]alliance.Verdict{}
			for _, r := range a.Responders {
				if r.Verdict != alliance.VerdictFree {
					out[r.Actor.Head().ID] = r.Verdict
				}
			}
			return out
		}
		before, some := ask(first), 0
		for on := first.Next(); on < end; on = on.Next() {
			after := ask(on)
			want := 0
			if before != nil && after != nil {
				for id := range after {
					if before[id] != after[id] {
						want++
					}
				}
				for id := range before {
					if _, still := after[id]; !still {
						want++
					}
				}
			}
			if want != changes[on] {
				t.Errorf("%s against %s on %s: %d verdicts change, want %d", c.attacker, c.victim, on, changes[on], want)
			}
			some += want
			before = after
		}
		t.Logf("%s against %s: %d points, %d moves", c.attacker, c.victim, len(points), some)
	}
}

func TestChangePointsOfAQuestionThatHasNoAnswer(t *testing.T) {
	q := alliance.Question{Attacker: prk, Victim: prk, Scenario: alliance.DefaultScenario()}
	if _, err := alliance.ChangePoints(t.Context(), bundledStore(t), q, day(t, "2020-01-01"), day(t, "2021-01-01")); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("one that attacks itself: %v", err)
	}
}

func TestADayIsAChangePointOnlyWhereAVerdictChanges(t *testing.T) {
	promise := func(n int, from string, parties ...graph.ID) pact {
		defence := graph.Obligation{Type: graph.ObligationDefense, Mutual: true}
		return pact{n: n, dataset: "dataset:one", parties: parties, from: day(t, from).Date(), duties: []graph.Obligation{defence}}
	}
	store := world(t, []pact{
		promise(1, "2000-01-01", "state:BBB", "state:CCC"),
		promise(2, "2000-03-01", "state:BBB", "state:CCC"), // CCC is obliged already
		promise(3, "2000-05-01", "state:BBB", "state:DDD"),
	})
	for name, c := range map[string]struct {
		from string
		want []string
	}{
		"what a second treaty promises again changes nothing":        {"1999-01-01", []string{"2000-01-01", "2000-05-01"}},
		"what changes on the first day is of the time before":        {"2000-01-01", []string{"2000-05-01"}},
		"a duty that begins before the first day changes nothing":    {"2000-02-01", []string{"2000-05-01"}},
		"where no duty begins or ends, there is no day that changes": {"2000-06-01", nil},
	} {
		t.Run(name, func(t *testing.T) {
			q := alliance.Question{Attacker: "state:AAA", Victim: "state:BBB", Scenario: alliance.DefaultScenario()}
			points, err := alliance.ChangePoints(t.Context(), store, q, day(t, c.from), day(t, "2001-01-01"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range points {
				got = append(got, p.On.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChangePointsAreRefusedForMoreDaysThanCanBeAskedOf(t *testing.T) {
	var pacts []pact
	for i := range 101 { // each begins and ends on days of its own
		from := day(t, "1990-01-01").Date()
		for range 2 * i {
			from = from.First().Next().Date()
		}
		pacts = append(pacts, pact{
			n: i + 1, dataset: "dataset:one", parties: []graph.ID{"state:AAA", "state:BBB"}, from: from,
			until: from.First().Next().Date(), duties: []graph.Obligation{{Type: graph.ObligationConsul, Mutual: true}},
		})
	}
	q := alliance.Question{Attacker: "state:AAA", Victim: "state:BBB", Scenario: alliance.DefaultScenario()}
	_, err := alliance.ChangePoints(t.Context(), world(t, pacts), q, day(t, "1989-01-01"), day(t, "2001-01-01"))
	if graph.KindOf(err) != graph.KindLimitExceeded {
		t.Errorf("202 days: %v", err)
	}
}

// failing is a store that fails once, after so many questions.
type failing struct {
	graph.Reader
	after int
}

func (f *failing) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if f.after--; f.after == -1 {
		return nil, graph.Errorf(graph.KindUnavailable, "gone")
	}
	return f.Reader.Expand(ctx, ids, q)
}

func TestAStoreThatFailsIsNotTakenForADayWithoutAnAnswer(t *testing.T) {
	store := world(t, []pact{{
		n: 1, dataset: "dataset:one", parties: []graph.ID{"state:BBB", "state:CCC"}, from: day(t, "2000-01-01").Date(),
		duties: []graph.Obligation{{Type: graph.ObligationDefense, Mutual: true}},
	}})
	q := alliance.Question{Attacker: "state:AAA", Victim: "state:BBB", Scenario: alliance.DefaultScenario()}
	for after := range 5 { // one for the days, two for the answer of each of two
		reader := &failing{store, after}
		_, err := alliance.ChangePoints(t.Context(), reader, q, day(t, "1999-01-01"), day(t, "2001-01-01"))
		if graph.KindOf(err) != graph.KindUnavailable {
			t.Errorf("after %d questions: %v", after, err)
		}
	}
}
