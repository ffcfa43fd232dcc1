package alliance_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// owedOn are the duties of the pacts on a day, as a diff tells them apart.
func owedOn(pacts []pact, on graph.Day, of []graph.ID) map[string]bool {
	out := map[string]bool{}
	for _, p := range pacts {
		for _, from := range p.parties {
			for _, to := range p.parties {
				concerns := len(of) == 0 || slices.Contains(of, from) || slices.Contains(of, to)
				if from == to || !concerns || p.pending || !graph.Between(p.from, p.until).Contains(on) {
					continue
				}
				for _, o := range p.duties {
					out[fmt.Sprint(from, to, p.id(), o.Type)] = true
				}
			}
		}
	}
	return out
}

// TestADiffIsWhatIsOwedOnOneDayAndNotOnTheOther compares diffs with the pacts of the two days.
func TestADiffIsWhatIsOwedOnOneDayAndNotOnTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts := drawPacts(t)
		years := rapid.SliceOfNDistinct(rapid.IntRange(1989, 2021), 2, 2, rapid.ID[int]).Draw(t, "years")
		slices.Sort(years)
		q := alliance.DiffQuery{From: graph.FullDate(years[0], 6, 15).First(), To: graph.FullDate(years[1], 6, 15).First()}
		q.Actors = rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 0, 2, rapid.ID[graph.ID]).Draw(t, "actors")
		diff, err := alliance.Diff(context.Background(), world(t, pacts), q)
		if err != nil {
			t.Fatal(err)
		}
		before, after := owedOn(pacts, q.From, q.Actors), owedOn(pacts, q.To, q.Actors)
		got, want := map[string]string{}, map[string]string{}
		for _, c := range diff.Changes {
			for _, b := range c.Beneficiaries {
				key := fmt.Sprint(c.Actor.Head().ID, b.Head().ID, c.Treaty.ID, c.Type)
				if c.Kind != alliance.DutyGained && c.Kind != alliance.DutyLost {
					if !before[key] || !after[key] {
						t.Fatalf("%s: %s", c.Kind, key)
					}
					continue
				}
				got[key] += string(c.Kind)
			}
		}
		for key := range before {
			if !after[key] {
				want[key] = string(alliance.DutyLost)
			}
		}
		for key := range after {
			if !before[key] {
				want[key] = string(alliance.DutyGained)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		if isSilent(diff.Warnings) != (len(diff.Changes) == 0) {
			t.Fatalf("%d changes: %q", len(diff.Changes), diff.Warnings)
		}
	})
}

// TestAHistoryIsThatOfEachOfItsDays compares the periods and the lengths of paths with those of single days.
func TestAHistoryIsThatOfEachOfItsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts := drawPacts(t)
		q := alliance.HistoryQuery{A: actors[0], B: actors[1], MaxHops: rapid.IntRange(1, alliance.MaxHistoryHops).Draw(t, "hops")}
		if rapid.Bool().Draw(t, "typed") {
			q.Types = rapid.SliceOfNDistinct(rapid.SampledFrom(graph.ObligationTypes), 1, 3, rapid.ID[graph.ObligationType]).Draw(t, "types")
		}
		h, err := alliance.History(context.Background(), world(t, pacts), q)
		if err != nil {
			t.Fatal(err)
		}
		if isSilent(h.Warnings) != (len(h.Duties) == 0) {
			t.Fatalf("%d duties: %q", len(h.Duties), h.Warnings)
		}
		types := q.Types
		if len(types) == 0 {
			types = []graph.ObligationType{graph.ObligationDefense}
		}
		for year := 1989; year < 2022; year++ {
			for _, on := range []graph.Day{graph.FullDate(year, 1, 1).First(), graph.FullDate(year, 6, 15).First()} {
				bound := false
				near := map[graph.ID]map[graph.ID]bool{}
				for _, p := range pacts {
					if !graph.Between(p.from, p.until).Contains(on) || p.force == doesNotBind {
						continue
					}
					for _, o := range p.duties {
						bound = bound || slices.Contains(p.parties, q.A) && slices.Contains(p.parties, q.B) &&
							(len(q.Types) == 0 || slices.Contains(q.Types, o.Type))
						if slices.Contains(types, o.Type) {
							for _, id := range p.parties {
								if near[id] == nil {
									near[id] = map[graph.ID]bool{}
								}
								for _, other := range p.parties {
									near[id][other] = true
								}
							}
						}
					}
				}
				want := 0
				reached := map[graph.ID]bool{q.A: true}
				for hops := 1; hops <= q.MaxHops && want == 0; hops++ {
					for id := range maps.Clone(reached) {
						maps.Copy(reached, near[id])
					}
					if reached[q.B] {
						want = hops
					}
				}
				var got []int
				for _, p := range h.Paths {
					if p.Period.Contains(on) {
						got = append(got, p.Length)
					}
				}
				if want == 0 && len(got) > 0 || want > 0 && !slices.Equal(got, []int{want}) {
					t.Fatalf("on %s the paths have the lengths %v; want %d", on, got, want)
				}
				if is := slices.ContainsFunc(h.Periods, func(p graph.Period) bool { return p.Contains(on) }); is != bound {
					t.Fatalf("on %s they are bound: %t; want %t", on, is, bound)
				}
			}
		}
	})
}
