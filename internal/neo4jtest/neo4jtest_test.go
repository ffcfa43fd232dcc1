package neo4jtest

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func TestMain(m *testing.M) { Main(m) }

func count(t *testing.T, rawURL, query string) int64 {
	t.Helper()
	driver, err := connect(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context())
	result, err := neo4j.ExecuteQuery(t.Context(), driver, query, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		t.Fatal(err)
	}
	return result.Records[0].Values[0].(int64)
}

func TestCleanLeavesNoDataAndNoSchema(t *testing.T) {
	url := URL(t)
	count(t, url, "CREATE (:A {id: 1})-[:R]->(:A {id: 2}) RETURN 1")
	for _, statement := range []string{
		"CREATE CONSTRAINT a_id FOR (a:A) REQUIRE a.id IS UNIQUE",
		"CREATE INDEX `odd name` FOR (a:A) ON (a.name)",
	} {
		driver, err := connect(url)
		if err != nil {
			t.Fatal(err)
		}
		session := driver.NewSession(t.Context(), neo4j.SessionConfig{DatabaseName: "neo4j"})
		if err := run(t.Context(), session, statement, nil); err != nil {
			t.Fatal(err)
		}
		driver.Close(t.Context())
	}
	Clean(t)
	for what, query := range map[string]string{
		"nodes":         "MATCH (n) RETURN count(n)",
		"relationships": "MATCH ()-[r]->() RETURN count(r)",
	} {
		if n := count(t, url, query); n != 0 {
			t.Errorf("after Clean: %d %s", n, what)
		}
	}
	if n := count(t, url, "CREATE (:A {id: 1}), (:A {id: 1}) RETURN 1"); n != 1 {
		t.Error("the constraint is still there")
	}
	Clean(t)
}

func TestAWrongPasswordIsSaidAtOnce(t *testing.T) {
	server, err := url.Parse(URL(t))
	if err != nil {
		t.Fatal(err)
	}
	server.User = url.UserPassword(username, "another-one")
	limit, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := waitUntilReady(limit, server.String()); err == nil || !strings.Contains(err.Error(), "refuses the user and password") || limit.Err() != nil {
		t.Errorf("%v after %v", err, limit.Err())
	}
}

func TestControlledServerKeepsWhatWasCommittedOverKillAndStop(t *testing.T) {
	server := Control(t)
	count(t, server.URL(), "MERGE (:Kept {id: 1}) RETURN 1")
	for name, end := range map[string]func(testing.TB){"kill": server.Kill, "stop": server.Stop} {
		end(t)
		down, cancel := context.WithTimeout(t.Context(), time.Second)
		if err := waitUntilReady(down, server.URL()); err == nil {
			t.Errorf("after %s: the server still answers", name)
		}
		cancel()
		server.Start(t)
		if n := count(t, server.URL(), "MATCH (k:Kept) RETURN count(k)"); n != 1 {
			t.Errorf("after %s: %d committed nodes, want 1", name, n)
		}
	}
	if err := wipe(t.Context(), server.URL()); err != nil {
		t.Fatal(err)
	}
}
