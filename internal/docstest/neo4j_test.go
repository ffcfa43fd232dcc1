package docstest

import (
	"context"
	"net/url"
	"os"
	"regexp"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

var recipe = regexp.MustCompile("(?s)```cypher\n(.*?)```")

// TestTheRecipesForNeo4jFindSomething runs each of docs/neo4j.md on the bundled dataset.
func TestTheRecipesForNeo4jFindSomething(t *testing.T) {
	page, err := os.ReadFile(root + "/docs/neo4j.md")
	if err != nil {
		t.Fatal(err)
	}
	recipes := recipe.FindAllStringSubmatch(string(page), -1)
	if len(recipes) < 20 {
		t.Errorf("%d recipes, want twenty", len(recipes))
	}
	server := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: server})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	httpapitest.LoadCurated(t, store)

	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := at.User.Password()
	auth := neo4j.BasicAuth(at.User.Username(), password, "")
	at.User = nil
	driver, err := neo4j.NewDriverWithContext(at.String(), auth)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = driver.Close(context.Background()) }()
	for _, r := range recipes {
		result, err := neo4j.ExecuteQuery(t.Context(), driver, r[1], nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
		if err != nil {
			t.Errorf("%v\n%s", err, r[1])
			continue
		}
		if len(result.Records) == 0 {
			t.Errorf("nothing is found by\n%s", r[1])
		}
		for _, n := range result.Summary.Notifications() {
			t.Errorf("%s: %s\n%s", n.Title(), n.Description(), r[1])
		}
	}
}
