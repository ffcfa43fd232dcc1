package acceptance_test

import (
	"testing"

	"github.com/entente-graph/entente/examples"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/internal/neo4jtest"
	"github.com/entente-graph/entente/internal/shareddata"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

func TestOnTheEmbeddedStore(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	mustHold(t, store)
}

func TestOnNeo4j(t *testing.T) {
	mustHold(t, neo4j(t))
}

// neo4j is an empty store in Neo4j.
func neo4j(t testing.TB) graph.Store {
	t.Helper()
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func mustHold(t *testing.T, store graph.Store) {
	httpapitest.LoadCurated(t, store)
	h := httpapitest.Handler(store)
	t.Run("with the bundled dataset", func(t *testing.T) { bundled(t, h) })
	t.Run("with everything published", func(t *testing.T) {
		dir := shareddata.Dir(t)
		for _, l := range published {
			if report := l.load(t, store, dir); report.Accepted != l.rows || report.Rejected != l.refused {
				t.Errorf("%s: %d rows accepted, %d rejected; want %d and %d", l.name, report.Accepted, report.Rejected, l.rows, l.refused)
			}
		}
		t.Run("the answers of the bundled dataset stand", func(t *testing.T) { bundled(t, h) })
		t.Run("every example is answered", func(t *testing.T) {
			for _, example := range examples.All() {
				for _, e := range httpapitest.Ask(t, h, example.Query, example.Variables).Errors {
					t.Errorf("%s: %s (%s)", example.Name, e.Message, e.Extensions.Code)
				}
			}
		})
		t.Run("of alliances", func(t *testing.T) { alliances(t, h) })
		t.Run("of arms transfers", func(t *testing.T) { transfers(t, h, dir) })
		t.Run("of conflicts and figures", func(t *testing.T) { conflicts(t, h) })
		t.Run("the counts are those of the publishers", func(t *testing.T) { counts(t, store) })
		t.Run("the datasets lead a life of their own", func(t *testing.T) { lives(t, store, dir) })
	})
}
