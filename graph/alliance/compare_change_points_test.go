package alliance_test

import (
	"testing"

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
