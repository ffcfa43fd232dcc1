package graphtest

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

// Open makes an empty store for a test and closes it at the test's end (Close may be called before). It is called once
// for each of about seventy cases.
type Open func(t testing.TB) graph.Store

// Run checks that a store keeps the contract of graph.Store.
func Run(t *testing.T, open Open) {
	runGroups(t, open, writingGroups)
	runGroups(t, open, readingGroups)
	t.Run("agreeing with the model", func(t *testing.T) { agree(t, open(t), agreeOnWhole) })
	t.Run("agreeing with the model on what was known", func(t *testing.T) { agreeOnHistories(t, open(t)) })
}

// RunReader checks that a graph.Reader answers as the contract says; Apply and Retract of the store opened only bring about what
// it is to answer of. Stats, LoadRuns and Records, which tell of a store, are left out.
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
