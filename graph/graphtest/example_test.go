package graphtest_test

import (
	"context"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// The model answers as every store must, by looking at everything.
func ExampleNewModel() {
	var nodes []graph.NodeRecord
	for _, id := range []graph.ID{"state:A", "state:B"} {
		r := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: string(id)}})
		r.Dataset = "dataset:mine"
		nodes = append(nodes, r)
	}
	borders := &graph.Borders{}
	borders.FromID, borders.ToID, borders.DatasetID = "state:A", "state:B", "dataset:mine"
	model := graphtest.NewModel(nodes, []graph.RelationshipRecord{graph.NewRelationshipRecord(borders, "")})
	found, err := model.Paths(context.Background(), graph.PathQuery{From: "state:A", To: []graph.ID{"state:B"}, MaxHops: 3, Limit: 5})
	fmt.Println(len(found.Paths), len(found.Paths[0].Hops), err)
	// Output: 1 1 <nil>
}
