package neo4jstore

import (
	"context"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// recorder keeps the statements of a transaction.
type recorder struct {
	neo4j.ManagedTransaction
	statements []string
}

func (r *recorder) Run(ctx context.Context, cypher string, parameters map[string]any) (neo4j.ResultWithContext, error) {
	r.statements = append(r.statements, cypher)
	return r.ManagedTransaction.Run(ctx, cypher, parameters)
}

// Within a transaction, each seek after a deletion copies all that was deleted: seeks by the thousand have to come
// before.
func TestABatchTakesAwayAfterItHasLookedUpAndWrittenAllElse(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	s, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	state := func(id graph.ID, code string) graph.NodeRecord {
		r := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: string(id), Identifiers: []graph.Identifier{{Scheme: graph.SchemeISOAlpha3, Value: code}}}})
		r.Dataset = "dataset:test"
		return r
	}
	borders := func(from, to graph.ID) graph.RelationshipRecord {
		return graph.NewRelationshipRecord(&graph.Borders{Kind: "LAND", RelationshipHeader: graph.RelationshipHeader{
			FromID: from, ToID: to,
			DatasetID: "dataset:test", Period: graph.Since(graph.YearOnly(1950)),
		}}, "")
	}
	gone := borders("state:A", "state:B")
	before := graph.Batch{
		Nodes:         []graph.NodeRecord{state("state:A", "AAA"), state("state:B", "BBB"), state("state:C", "CCC")},
		Relationships: []graph.RelationshipRecord{gone, borders("state:B", "state:A")},
	}
	if _, err := s.Apply(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	plan, err := newPlan(graph.Batch{
		Nodes:               []graph.NodeRecord{state("state:A", "NEW"), state("state:D", "DDD")},
		Relationships:       []graph.RelationshipRecord{borders("state:D", "state:A"), borders("state:A", "state:D")},
		RemoveRelationships: []graph.ID{gone.ID()}, RemoveNodes: []string{before.Nodes[2].Key()},
	})
	if err != nil {
		t.Fatal(err)
	}
	var seen recorder
	w, err := s.commit(t.Context(), func(ctx context.Context, w *writer) error {
		seen = recorder{ManagedTransaction: w.tx.tx}
		w.tx = transaction{tx: &seen}
		if err := w.put(ctx, plan); err != nil {
			return err
		}
		return w.complete(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	if w.result.NodesRemoved != 1 || w.result.RelationshipsRemoved != 1 || w.result.RelationshipsCreated != 2 {
		t.Errorf("%+v", w.result)
	}
	took := 0
	for _, cypher := range seen.statements {
		switch {
		case strings.Contains(cypher, "DELETE r") || strings.Contains(cypher, "DELETE i"):
			took++
		case took > 0 && cypher != cypherCreateIdentifiers && strings.HasPrefix(cypher, "UNWIND") && cypher != cypherCountDataset:
			t.Errorf("after something was taken away comes\n%s", cypher)
		}
	}
	if took != 3 {
		t.Errorf("%d statements took something away; want those of identifiers, records and relationships", took)
	}
}
