package neo4jstore_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// schemaOf lists constraints, indexes and recorded migrations.
func schemaOf(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, statement := range []string{
		"SHOW CONSTRAINTS YIELD name, type RETURN 'constraint ' + name + ' ' + type AS line ORDER BY line",
		"SHOW INDEXES YIELD name, type, state, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN 'index ' + name + ' ' + type + ' ' + state AS line ORDER BY line",
		"MATCH (m:EntenteMigration) RETURN 'migration ' + m.number + ' ' + m.name + ' ' + m.applied AS line ORDER BY line",
	} {
		for _, row := range cypher(t, statement) {
			out = append(out, row.Values[0].(string))
		}
	}
	return out
}

func TestOpeningAgainChangesNothingInTheSchema(t *testing.T) {
	open(t)
	first := schemaOf(t)
	if want := len(graph.Ontology.Types) + 16; len(first) != want { // each type's, ten constraints, three indexes, three migrations
		t.Fatalf("%d lines, want %d: %v", len(first), want, first)
	}
	for _, line := range first {
		if strings.HasPrefix(line, "index ") && !strings.HasSuffix(line, "ONLINE") {
			t.Errorf("not ready: %s", line)
		}
	}
	reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	if diff := cmp.Diff(first, schemaOf(t)); diff != "" {
		t.Error(diff)
	}
}

func TestSeveralProcessesMayOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	var wait sync.WaitGroup
	stores := make([]*neo4jstore.Store, 4)
	for i := range stores {
		wait.Go(func() {
			s, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
			if err != nil {
				t.Error(err)
				return
			}
			stores[i] = s
		})
	}
	wait.Wait()
	for _, s := range stores {
		if s != nil {
			defer s.Close()
		}
	}
	if t.Failed() {
		return
	}
	if n := len(cypher(t, "MATCH (m:EntenteMigration) RETURN m")); n != 3 {
		t.Errorf("%d records of three migrations", n)
	}
	b := ring(30)
	for _, s := range stores {
		apply(t, s, b)
	}
	if got := fingerprint(t, stores[3]); got != sum(b) {
		t.Errorf("fingerprint %v, want %v", got, sum(b))
	}
}

func TestADatabaseOfANewerReleaseIsRefused(t *testing.T) {
	open(t)
	cypher(t, "CREATE (:EntenteMigration {number: 99, name: 'from_the_future'})")
	s, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: neo4jtest.URL(t)})
	if graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), "newer release") {
		t.Errorf("%v", err)
	}
	if err == nil {
		_ = s.Close()
	}
}

func TestADatabaseCountedInTotalIsCountedByType(t *testing.T) {
	s := open(t)
	b := ring(5)
	apply(t, s, b)
	want, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cypher(t, "MATCH (d:EntenteDataset) REMOVE d.BORDERS SET d.relationships = 5")
	cypher(t, "MATCH (m:EntenteMigration) WHERE m.number >= 2 DELETE m")
	s = reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	got, err := s.Stats(t.Context())
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if removed, err := s.Retract(t.Context(), dataset); err != nil || removed.RelationshipsRemoved != 5 {
		t.Errorf("%+v %v", removed, err)
	}
}

func TestATypeThatTheOntologyGainedGetsItsConstraint(t *testing.T) {
	open(t)
	want := schemaOf(t)
	cypher(t, "DROP CONSTRAINT borders_key")
	cypher(t, "MATCH (s:EntenteStore) SET s.types = [t IN s.types WHERE t <> 'BORDERS']")
	reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	if diff := cmp.Diff(want, schemaOf(t)); diff != "" {
		t.Error(diff)
	}
}
