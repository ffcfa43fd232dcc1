package neo4jstore_test

import (
	"context"
	"flag"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// TestMain lets the property tests make 15 graphs and 15 histories, and with PROOF=long (make prove) 100, unless
// -rapid.checks says otherwise: one takes seconds here, with the race detector.
func TestMain(m *testing.M) {
	checks := "15"
	if os.Getenv("PROOF") == "long" {
		checks = "100"
	}
	if err := flag.Set("rapid.checks", checks); err != nil {
		panic(err)
	}
	neo4jtest.Main(m)
}

// fresh opens a store on a database that has no schema yet.
func fresh(t testing.TB) *neo4jstore.Store {
	t.Helper()
	neo4jtest.Clean(t)
	schemaKept = false // what a test of migrations leaves is no store
	return reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
}

// schemaKept tells that the last test has left a store.
var schemaKept bool

// open opens a store on an empty database that keeps its schema where it has one: making it anew for each case would
// cost more than the cases, because Neo4j then plans every statement anew.
func open(t testing.TB) *neo4jstore.Store {
	t.Helper()
	if !schemaKept {
		neo4jtest.Clean(t)
		schemaKept = true
	}
	cypher(t, `MATCH (n)
WHERE NOT n:EntenteStore AND NOT n:EntenteAnnouncement AND NOT n:EntenteMigration
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS`)
	cypher(t, "MATCH (s:EntenteStore)\nMATCH (a:EntenteAnnouncement)\nSET s.fingerprint = '00000000000000000000000000000000', s.head = 0, s.publishing = null, a.number = 0")
	return reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
}

func reopen(t testing.TB, o neo4jstore.Options) *neo4jstore.Store {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := neo4jstore.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

const dataset = graph.ID("dataset:test")

func state(code string) graph.NodeRecord {
	r := graph.NewNodeRecord(&graph.State{Header: graph.Header{
		ID: graph.ID("state:" + code), Name: "State " + code,
		Identifiers: []graph.Identifier{{Scheme: graph.SchemeISOAlpha3, Value: code}},
	}})
	r.Dataset, r.Priority = dataset, 10
	return r
}

func borders(from, to string) graph.RelationshipRecord {
	r := graph.NewRelationshipRecord(&graph.Borders{Kind: "LAND", RelationshipHeader: graph.RelationshipHeader{
		FromID: graph.ID("state:" + from), ToID: graph.ID("state:" + to), DatasetID: dataset,
		Period: graph.Since(graph.YearOnly(1950)),
	}}, "")
	return r
}

// ring is a batch of n states, each bordering the next.
func ring(n int) graph.Batch {
	var b graph.Batch
	name := func(i int) string {
		i %= n
		return string([]rune{rune('A' + i/676%26), rune('A' + i/26%26), rune('A' + i%26)})
	}
	for i := range n {
		b.Nodes = append(b.Nodes, state(name(i)))
		b.Relationships = append(b.Relationships, borders(name(i), name(i+1)))
	}
	return b
}

func apply(t testing.TB, s graph.Store, b graph.Batch) graph.ApplyResult {
	t.Helper()
	result, err := s.Apply(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func fingerprint(t testing.TB, s graph.Store) graph.Hash {
	t.Helper()
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Fingerprint
}

// connect opens a driver past the store.
func connect(t testing.TB, server string) neo4j.DriverWithContext {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	auth := neo4j.NoAuth()
	if u.User != nil {
		password, _ := u.User.Password()
		auth = neo4j.BasicAuth(u.User.Username(), password, "")
	}
	u.User = nil
	driver, err := neo4j.NewDriverWithContext(u.String(), auth)
	if err != nil {
		t.Fatal(err)
	}
	return driver
}

// wipe empties the database of a server that neo4jtest.Clean does not know.
func wipe(t testing.TB, url string) {
	t.Helper()
	ctx := context.Background()
	driver := connect(t, url)
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(ctx)
	result, err := session.Run(ctx, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
}
