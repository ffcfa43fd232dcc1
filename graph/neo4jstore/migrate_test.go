package neo4jstore_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

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
	fresh(t)
	first := schemaOf(t)
	if want := len(graph.Ontology.Types) + 21; len(first) != want { // each type's, eleven constraints, five indexes, five migrations
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

// TestALabelOfTheOntologyIsTheFirstOfANode holds on a database that Entente was the first to write to, as the server of
// this package is.
func TestALabelOfTheOntologyIsTheFirstOfANode(t *testing.T) {
	s := fresh(t)
	if _, err := s.Apply(t.Context(), ring(3)); err != nil {
		t.Fatal(err)
	}
	rows := cypher(t, "MATCH (n:Entity) RETURN labels(n)")
	if len(rows) != 3 {
		t.Errorf("%d nodes; want 3", len(rows))
	}
	for _, row := range rows {
		if diff := cmp.Diff([]any{"State", "Entity"}, row.Values[0]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSeveralProcessesMayOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	schemaKept = false
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
	if n := len(cypher(t, "MATCH (m:EntenteMigration) RETURN m")); n != 5 {
		t.Errorf("%d records of five migrations", n)
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
	fresh(t)
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
	s := fresh(t)
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
	fresh(t)
	want := schemaOf(t)
	cypher(t, "DROP CONSTRAINT borders_key")
	cypher(t, "DROP INDEX allied_with_days") // an earlier release made none
	cypher(t, "MATCH (s:EntenteStore) SET s.types = [t IN s.types WHERE t <> 'BORDERS' AND NOT t ENDS WITH ' by day']")
	reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	if diff := cmp.Diff(want, schemaOf(t)); diff != "" {
		t.Error(diff)
	}
}

// readable is a batch with all that is kept in a form for people, too.
func readable() graph.Batch {
	b := ring(3)
	b.Nodes = append(b.Nodes, graph.NewNodeRecord(&graph.State{Header: graph.Header{
		ID: "state:X", Name: "X", Period: graph.Period{From: graph.FullDate(1945, 5, 8), Until: graph.MonthOnly(1990, 10)},
		Identifiers: []graph.Identifier{
			{Scheme: graph.SchemeISOAlpha3, Value: "XXX"},
			{Scheme: graph.SchemeCOW, Value: "732", Period: graph.Since(graph.YearOnly(1949))},
			{Scheme: graph.SchemeCOW, Value: "730", Period: graph.Period{Until: graph.YearOnly(1949)}},
		},
	}}))
	for i, period := range []graph.Period{
		{From: graph.FullDate(1949, 4, 4), Until: graph.FullDate(1999, 12, 31)}, {From: graph.YearOnly(1950), Until: graph.FullDate(1966, 1, 2)}, {},
	} {
		r := graph.NewRelationshipRecord(&graph.AlliedWith{
			ObligationType: graph.ObligationDefense,
			Conditions: []graph.Condition{
				{Kind: graph.ConditionArmedAttack, Text: "says \"kind\":\"OTHER\" of it"},
				{Kind: graph.ConditionOnRequest},
			}[:2-i],
			RelationshipHeader: graph.RelationshipHeader{FromID: "state:X", ToID: "state:AAA", Period: period},
		}, fmt.Sprint(i))
		b.Relationships = append(b.Relationships, r)
	}
	for i := range b.Nodes {
		b.Nodes[i].Dataset = dataset
	}
	for i := range b.Relationships {
		b.Relationships[i].Dataset = dataset
	}
	return b
}

func TestADatabaseThatHasWhatPeopleReadIsNotWrittenAgain(t *testing.T) {
	apply(t, open(t), readable())
	migration, err := os.ReadFile("migrations/0005_readable.cypher")
	if err != nil {
		t.Fatal(err)
	}
	driver := connect(t, neo4jtest.URL(t))
	defer driver.Close(t.Context())
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(t.Context())
	for _, statement := range strings.SplitAfter(strings.TrimSpace(string(migration)), ";\n") {
		result, err := session.Run(t.Context(), statement, nil)
		if err != nil {
			t.Fatal(err)
		}
		summary, err := result.Consume(t.Context())
		if err != nil || summary.Counters().PropertiesSet() > 0 {
			t.Errorf("%v, %d properties set by %s", err, summary.Counters().PropertiesSet(), statement)
		}
	}
}

func TestADatabaseWithoutWhatPeopleReadGetsIt(t *testing.T) {
	s := fresh(t)
	apply(t, s, readable())
	all := func() (out []any) {
		for _, statement := range []string{
			"MATCH (n:Entity) RETURN properties(n) ORDER BY n.id",
			"MATCH (:Entity)-[r]->(:Entity) RETURN properties(r) ORDER BY r.key",
		} {
			for _, row := range cypher(t, statement) {
				out = append(out, row.Values[0])
			}
		}
		return out
	}
	want := all()
	cypher(t, "MATCH (n:Entity) REMOVE n.fromDate, n.untilDate, n.codes, n.conditionKinds")
	cypher(t, "MATCH ()-[r]->() REMOVE r.fromDate, r.untilDate, r.conditionKinds")
	cypher(t, "MATCH (m:EntenteMigration) WHERE m.number >= 5 DELETE m")
	reopen(t, neo4jstore.Options{URL: neo4jtest.URL(t)})
	sameDay := cmp.Comparer(func(a, b neo4j.Date) bool { return a.String() == b.String() })
	if diff := cmp.Diff(want, all(), sameDay); diff != "" {
		t.Error(diff)
	}
	x := cypher(t, "MATCH (n:State {id: 'state:X'})-[r:ALLIED_WITH {until: '1999-12-31'}]->() RETURN n.fromDate, n.untilDate, n.codes, r.fromDate, r.untilDate, r.conditionKinds")[0].Values
	day := func(year, month, day int) neo4j.Date {
		return neo4j.DateOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
	}
	if diff := cmp.Diff([]any{
		day(1945, 5, 8), nil,
		[]any{"COW 730", "COW 732", "ISO3166_1_ALPHA3 XXX"},
		day(1949, 4, 4), day(1999, 12, 31),
		[]any{"ARMED_ATTACK", "ON_REQUEST"},
	}, x, sameDay); diff != "" {
		t.Error(diff)
	}
}

// TestADatabaseOfTheReleaseBeforeTheLedgerOpensItsLedger begins with what that release has left.
func TestADatabaseOfTheReleaseBeforeTheLedgerOpensItsLedger(t *testing.T) {
	url := neo4jtest.URL(t)
	fresh(t)
	cypher(t, "MATCH (n) DETACH DELETE n")
	for _, name := range []string{"entente_announcement_id", "entente_commit_number", "entente_block_key", "entente_gathered_key", "entente_batches_dataset"} {
		cypher(t, "DROP CONSTRAINT "+name)
	}
	cypher(t, "CREATE CONSTRAINT entente_commit_id FOR (c:EntenteCommit) REQUIRE c.id IS UNIQUE")
	old, err := os.ReadFile("testdata/schema2.cypher")
	if err != nil {
		t.Fatal(err)
	}
	cypher(t, string(old))
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			s, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
			if err != nil {
				t.Error(err)
				return
			}
			_ = s.Close()
		})
	}
	wait.Wait()
	s := reopen(t, neo4jstore.Options{URL: url})
	print := fingerprint(t, s)
	commits, err := s.Commits(t.Context(), graph.CommitQuery{First: 10})
	if err != nil || len(commits) != 1 {
		t.Fatalf("%+v, %v", commits, err)
	}
	opening := commits[0]
	want := graph.Commit{
		Number: 1, Kind: graph.CommitOpening, Time: opening.Time, Fingerprint: print,
		Result: graph.ApplyResult{NodesCreated: 5, RelationshipsCreated: 5},
	}
	if diff := cmp.Diff(want, opening); diff != "" || time.Since(opening.Time) > time.Hour || opening.Time.Nanosecond()%1000 != 0 {
		t.Error(diff, opening.Time)
	}
	page, err := s.Records(t.Context(), graph.RecordQuery{Limit: 100})
	if err != nil || len(page.Nodes) != 5 || len(page.Relationships) != 5 {
		t.Errorf("%+v, %v", page, err)
	}
	if changes, err := s.Changes(t.Context(), graph.ChangeQuery{Limit: 10}); err != nil || len(changes.Changes) != 0 {
		t.Errorf("%+v, %v", changes, err)
	}
	// The load that was stopped goes on, and what it brings is the second commit.
	for _, b := range inBatches(ring(6), "old-2", 10) {
		apply(t, s, b)
	}
	if removed, err := s.Retract(t.Context(), dataset); err != nil || removed.RelationshipsRemoved != 8 {
		t.Errorf("%+v, %v", removed, err)
	}
	r, _, err := s.At(t.Context(), graph.KnownAt{Commit: 1})
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.Records(t.Context(), graph.RecordQuery{Limit: 100})
	if diff := cmp.Diff(page, again); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if nodes, err := r.Nodes(t.Context(), []graph.ID{"state:ZZZ"}); err != nil || nodes[0] == nil {
		t.Errorf("a node that only a relationship kept alive: %v, %v", nodes, err)
	}
}
