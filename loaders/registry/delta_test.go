package registry_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

func TestADeltaLeavesTheSameGraphInBothStores(t *testing.T) {
	const base, delta = "../opensanctions/testdata/invented.base.json", "../opensanctions/testdata/invented.delta.json"
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	neo4j, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	memory := memstore.New()
	defer func() { _, _ = memory.Close(), neo4j.Close() }()
	var results []graph.ApplyResult
	for _, store := range []graph.Store{memory, neo4j} {
		load(t, store, "opensanctions", base)
		results = append(results, load(t, store, "opensanctions", delta).Result)
		sound(t, store)
		if again := load(t, store, "opensanctions", delta); !again.NoChange {
			t.Errorf("the same delta again is a change: %+v", again.Result)
		}
	}
	if results[0] != results[1] || results[0].NodesRemoved == 0 || results[0].RelationshipsRemoved == 0 {
		t.Errorf("memory %+v, Neo4j %+v", results[0], results[1])
	}
	if stats(t, memory).Fingerprint != stats(t, neo4j).Fingerprint {
		t.Error("the stores hold different graphs")
		differences(t, memory, neo4j)
	}
}
