package graphtest

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

// Open makes an empty store for a test and closes it at the test's end (Close may be called before). It is called once
// for each of about forty cases.
type Open func(t testing.TB) graph.Store

// Run checks that a store keeps the contract of graph.Store.
func Run(t *testing.T, open Open) {
	for _, group := range []struct {
		name  string
		cases []testCase
	}{
		{"writing", writeCases}, {"retracting", retractCases}, {"statements", statementCases}, {"finding", findCases},
		{"looking up", lookupCases}, {"expanding", expandCases}, {"neighborhoods", neighborhoodCases}, {"paths", pathCases}, {"candidates", candidateCases},
		{"records", recordCases}, {"hostile text", hostileCases}, {"running", runningCases},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, c := range group.cases {
				t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
			}
		})
	}
	t.Run("agreeing with the model", func(t *testing.T) { agree(t, open(t)) })
}

type testCase struct {
	name string
	run  func(t *testing.T, s graph.Store)
}
