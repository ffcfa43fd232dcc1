package resolvers_test

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestHalfOfAnActorsAlliancesIsNotTakenForAll(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	add := func(id graph.ID) {
		record := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: string(id)}})
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	add("state:hub")
	for i := range graph.MaxPerNode + 1 {
		ally := graph.ID(fmt.Sprintf("state:ally-%d", i))
		add(ally)
		binding := true
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(&graph.AlliedWith{
			RelationshipHeader: graph.RelationshipHeader{FromID: ally, ToID: "state:hub", DatasetID: "dataset:x"},
			ObligationType:     graph.ObligationDefense, Binding: &binding,
		}, ""))
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for _, query := range []string{
		`{ alliances(allTime: true, filter: {actors: ["state:hub"]}) { totalCount } }`,
		`{ actors(filter: {alliedWith: ["state:hub"]}) { totalCount } }`,
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" {
			t.Errorf("%s: %s %+v", query, answer.Data, answer.Errors)
		}
	}
}
