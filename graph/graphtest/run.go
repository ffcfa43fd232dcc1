package graphtest

import (
	"context"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// Open makes an empty store for a test and closes it at the test's end (Close may be called before). It is called once
// for each of about seventy cases.
type Open func(t testing.TB) graph.Store

// Run checks that a store keeps the contract of graph.Store, and after each case that its records add up to its
// fingerprint.
func Run(t *testing.T, open Open) {
	plain := open
	open = func(t testing.TB) graph.Store {
		s := plain(t)
		t.Cleanup(func() { AddsUp(t, s) })
		return s
	}
	runGroups(t, open, writingGroups)
	runGroups(t, open, readingGroups)
	t.Run("agreeing with the model", func(t *testing.T) { agree(t, open(t), agreeOnWhole, agreeOnAhead) })
	t.Run("agreeing with the model on what was known", func(t *testing.T) { agreeOnHistories(t, open(t)) })
}

// AddsUp fails the test where the records of a store do not add up to its fingerprint. One that is closed is passed
// over.
func AddsUp(t testing.TB, s graph.Reader) {
	t.Helper()
	ctx := context.Background() // the test's own has ended where this is its cleanup
	stats, err := s.Stats(ctx)
	if graph.KindOf(err) == graph.KindUnavailable {
		return
	}
	var sum graph.Hash
	for q := (graph.RecordQuery{Limit: graph.MaxRecords}); err == nil; {
		var page graph.RecordPage
		if page, err = s.Records(ctx, q); err != nil {
			break
		}
		for _, r := range page.Nodes {
			sum = sum.Add(r.Hash())
		}
		for _, r := range page.Relationships {
			sum = sum.Add(r.Hash())
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	if err != nil || sum != stats.Fingerprint {
		t.Errorf("the records add up to %s, the fingerprint is %s, %v", sum, stats.Fingerprint, err)
	}
}

// RunReader checks that a graph.Reader answers as the contract says; Apply and Retract of the store opened only bring
// about what it is to answer of. Stats, LoadRuns and Records, which tell of a store, are left out.
func RunReader(t *testing.T, open Open) {
	runGroups(t, open, readingGroups)
	t.Run("agreeing with the model", func(t *testing.T) { agree(t, open(t)) })
}

type group struct {
	name  string
	cases []testCase
}

var (
	readingGroups = []group{
		{"statements", statementCases},
		{"finding", findCases},
		{"looking up", lookupCases},
		{"expanding", expandCases},
		{"neighborhoods", neighborhoodCases},
		{"paths", pathCases},
		{"candidates", candidateCases},
	}
	writingGroups = []group{
		{"writing", writeCases},
		{"retracting", retractCases},
		{"records", recordCases},
		{"hostile text", hostileCases},
		{"running", runningCases},
		{"commits", ledgerCases},
		{"load runs", runCases},
		{"changes", changeCases},
	}
)

func runGroups(t *testing.T, open Open, groups []group) {
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, c := range g.cases {
				t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
			}
		})
	}
}

type testCase struct {
	name string
	run  func(t *testing.T, s graph.Store)
}
