package neo4jstore

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestWhatWasReadForAQuestionIsNotOfOneThatReadsAlike(t *testing.T) {
	one := graph.HopQuery{Filter: graph.Filter{Datasets: []graph.ID{"dataset:a dataset:b"}}}
	two := graph.HopQuery{Filter: graph.Filter{Datasets: []graph.ID{"dataset:a", "dataset:b"}}}
	ids := []graph.ID{"state:AAA"}
	var f foreseen
	f.keep(ids, &one, nil)
	if f.take(ids, &two) != nil {
		t.Error("the hops of two datasets are those of one with both names")
	}
	if f.take(ids, &one) == nil {
		t.Error("nothing was kept")
	}
}
