package resolvers_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

func research(tb testing.TB) graph.Store {
	dir := shareddata.Dir(tb)
	store := memstore.New()
	tb.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(tb, store)
	identities, err := curated.Identities()
	if err != nil {
		tb.Fatal(err)
	}
	for name, files := range map[string][]string{"cow-alliances": {"cow/alliance_v4.1_by_member.csv"}, "atop": {"atop/atop-alliance-level.csv", "atop/atop-member-level.csv"}} {
		var paths []string
		for _, f := range files {
			paths = append(paths, filepath.Join(dir, f))
		}
		if _, err := runner.Run(tb.Context(), store, registry.Find(name), runner.Options{Paths: paths, Identities: identities}); err != nil {
			tb.Fatal(err)
		}
	}
	return store
}

// BenchmarkSuggest asks as fast as nobody types, each time another question, so that no kept answer serves.
func BenchmarkSuggest(b *testing.B) {
	h := httpapitest.Handler(research(b))
	for _, text := range []string{"no", "nor", "north", "nroth", "north krea", "treaty of frendship", "Nordkorea", "a", "zzzzzzzz"} {
		b.Run(text, func(b *testing.B) {
			times := []time.Duration{}
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				httpapitest.Ask(b, h, fmt.Sprintf(`query ($text: String!) { a%d: suggest(text: $text) { matched reason why node { id name label period { text } } } }`, i),
					map[string]any{"text": text})
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-p99")
		})
	}
}

// BenchmarkLists measures what the weights of the price list stand for.
func BenchmarkLists(b *testing.B) {
	h := httpapitest.Handler(research(b))
	for name, query := range map[string]string{
		"alliances of a day":    `alliances(asOf: "2010-01-01") { totalCount nodes { id } }`,
		"alliances ever":        `alliances(allTime: true) { totalCount nodes { id } }`,
		"alliances of one":      `alliances(filter: {actors: ["USA"]}) { totalCount nodes { id } }`,
		"change points":         `verdictChangePoints(attacker: "Russia", victim: "Poland", from: "1992-01-01") { on }`,
		"nuclear and allied":    `actors(filter: {nuclearArmed: true, alliedWith: ["USA"], not: {alliedWith: ["FRA"]}}, asOf: "2010-01-01") { nodes { id } }`,
		"one filter inside":     `actors(filter: {not: {labels: [PERSON]}}, asOf: "2010-01-01") { nodes { id } }`,
		"treaties from the end": `treaties(last: 10) { nodes { id } }`,
	} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if a := httpapitest.Ask(b, h, fmt.Sprintf(`{ a%d: %s }`, i, query), nil); len(a.Errors) > 0 {
					b.Fatal(a.Errors)
				}
			}
		})
	}
}
