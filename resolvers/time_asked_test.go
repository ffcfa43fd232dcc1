package resolvers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// TestAnEndMeansItsFirstDayAtEveryPrecision holds the one rule on the end of a time that is asked about: it is the
// first day that no longer counts, and a month or a year stands for its first day.
func TestAnEndMeansItsFirstDayAtEveryPrecision(t *testing.T) {
	h := bundled(t)
	for _, same := range [][2]string{{"2024-11", "2024-11-01"}, {"2025", "2025-01-01"}, {"2024", "2024-01"}} {
		for _, query := range []string{
			`query ($until: Date) { events(first: 500, filter: {during: {from: "2022", until: $until}}) { nodes { id } } }`,
			`query ($until: Date) { actor(ref: "PRK") { ... on State { events(first: 500, during: {from: "2022", until: $until}) { id } } } }`,
			`query ($until: Date) { treaties(first: 500, filter: {signed: {from: "2020", until: $until}}) { nodes { id } } }`,
			`query ($until: Date) { timeline(first: 500, actors: ["PRK", "RUS"], from: "2022", to: $until) { nodes { date text } } }`,
			`query ($until: Date) { changePoints(refs: ["PRK", "RUS"], from: "2022", to: $until) }`,
		} {
			var short, exact any
			httpapitest.Data(t, h, query, map[string]any{"until": same[0]}, &short)
			httpapitest.Data(t, h, query, map[string]any{"until": same[1]}, &exact)
			if diff := cmp.Diff(exact, short); diff != "" {
				t.Errorf("%s: until %s is not until %s:\n%s", query, same[0], same[1], diff)
			}
		}
	}
}
