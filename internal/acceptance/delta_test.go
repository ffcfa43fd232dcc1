package acceptance_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

func TestADeltaLeavesTheSameGraphInBothStores(t *testing.T) {
	const base, delta = "../../loaders/opensanctions/testdata/invented.base.json", "../../loaders/opensanctions/testdata/invented.delta.json"
	memory, server := memstore.New(), neo4j(t)
	defer func() { _ = memory.Close() }()
	var results []graph.ApplyResult
	for _, store := range []graph.Store{memory, server} {
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
	if stats(t, memory).Fingerprint != stats(t, server).Fingerprint {
		t.Error("the stores hold different graphs")
		differences(t, memory, server)
	}
}
