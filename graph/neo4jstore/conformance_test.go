package neo4jstore_test

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

func TestConformance(t *testing.T) {
	graphtest.Run(t, emptied)
}

func emptied(t testing.TB) graph.Store { return open(t) }

// cypher runs a statement past the store.
func cypher(t testing.TB, statement string) []*neo4j.Record {
	t.Helper()
	ctx := context.Background()
	driver := connect(t, neo4jtest.URL(t))
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(ctx)
	result, err := session.Run(ctx, statement, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := result.Collect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func BenchmarkStore(b *testing.B) {
	graphtest.Benchmark(b, emptied)
}
