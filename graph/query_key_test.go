package graph_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

// TestQueriesAreToldApartByWhatTheyAskAndNotByWhereItLies holds the keys under which answers are remembered.
func TestQueriesAreToldApartByWhatTheyAskAndNotByWhereItLies(t *testing.T) {
	during := func(year int) *graph.Period {
		p := graph.Between(graph.YearOnly(year), graph.YearOnly(year+1))
		return &p
	}
	one := graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, During: during(1950), First: 10}
	same := graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, During: during(1950), First: 10}
	if one.Key() != same.Key() {
		t.Errorf("%s is not %s", one.Key(), same.Key())
	}
	for _, other := range []graph.NodeQuery{
		{Labels: []graph.Label{graph.LabelState}, During: during(1951), First: 10},
		{Labels: []graph.Label{graph.LabelState}, First: 10},
		{Labels: []graph.Label{graph.LabelTreaty}, During: during(1950), First: 10},
		{Labels: []graph.Label{graph.LabelState}, During: during(1950), First: 11},
	} {
		if one.Key() == other.Key() {
			t.Errorf("%s stands for two queries", one.Key())
		}
	}
}
