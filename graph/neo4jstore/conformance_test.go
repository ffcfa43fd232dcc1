package neo4jstore_test

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

func TestConformance(t *testing.T) {
	neo4jtest.Clean(t)
	graphtest.Run(t, emptied)
}

// emptied opens a store on a database that keeps its schema: making it anew for each case would cost more than the cases,
// because Neo4j then plans every statement anew.
func emptied(t testing.TB) graph.Store {
	s := reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	cypher(t, `MATCH (n)
WHERE NOT n:EntenteStore AND NOT n:EntenteAnnouncement AND NOT n:EntenteMigration
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS`)
	cypher(t, "MATCH (s:EntenteStore)\nMATCH (a:EntenteAnnouncement)\nSET s.fingerprint = '00000000000000000000000000000000', s.head = 0, s.publishing = null, a.number = 0")
	return s
}

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
	neo4jtest.Clean(b)
	graphtest.Benchmark(b, emptied)
}
