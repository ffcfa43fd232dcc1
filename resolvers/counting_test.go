package resolvers_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// counting counts the calls of a store's methods.
type counting struct {
	graph.Store
	mu    sync.Mutex
	calls map[string]int
}

func (c *counting) count(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[method]++
}

func (c *counting) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	_, commit, err := c.Store.At(ctx, known)
	return c, commit, err
}

func (c *counting) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	c.count("Nodes")
	return c.Store.Nodes(ctx, ids)
}

func (c *counting) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	c.count("Lookup")
	return c.Store.Lookup(ctx, codes, on)
}

func (c *counting) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	c.count("Find")
	return c.Store.Find(ctx, q)
}

func (c *counting) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	c.count("Expand")
	return c.Store.Expand(ctx, ids, q)
}

func (c *counting) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	c.count("Degrees")
	return c.Store.Degrees(ctx, ids, q)
}

func (c *counting) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	c.count("Statements")
	return c.Store.Statements(ctx, ids)
}

func (c *counting) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	c.count("Paths")
	return c.Store.Paths(ctx, q)
}

func (c *counting) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	c.count("Neighborhood")
	return c.Store.Neighborhood(ctx, q)
}

// TestStoreCallsDoNotGrowWithBreadth asks for ever more nodes and counts what the store is asked.
func TestStoreCallsDoNotGrowWithBreadth(t *testing.T) {
	memory := memstore.New()
	t.Cleanup(func() { _ = memory.Close() })
	httpapitest.LoadCurated(t, memory)
	store := &counting{Store: memory}
	// In a bubble of synctest a wait ends when nobody is left that could ask: no batch is cut in two by a slow machine.
	h := httpapitest.New(httpapi.Options{Store: store, BatchWait: 250 * time.Millisecond})
	for name, c := range map[string]struct {
		query string
		most  int // calls of all methods, for any number of nodes
	}{
		"what every state owes": {`query ($n: Int!) { actors(first: $n, filter: {labels: [STATE]}) { totalCount nodes { name
			alliances(direction: OUT, asOf: "2024-10-15", first: 20) { text to { name } treaty { title } article { number } dataset { name } source { title } } } } }`, 25},
		"treaties with all below": {`query ($n: Int!) { treaties(first: $n) { nodes { title status articles { number obligations { obligationType
			conditions { area { name } adversaries { name } } obligors { actor { name } } beneficiaries { actor { name } } } }
			parties { actor { name } } replaces { title } statements { value dataset { name } source { title } } disagreements { property } sources { title } degrees { count } } } }`, 40},
		"events with all around": {`query ($n: Int!) { events(first: $n) { nodes { name actors { actor { name } } recipients { actor { name } } places { name }
			involves { name } triggers { obligation { name treaty { title } article { number } } obligor { name } } sources { title } } } }`, 40},
		"relationships compared": {`query ($n: Int!) { actor(ref: "state:USA") { relationships(first: $n) { id text disagreements { property } statements { value } from { id } to { id } } } }`, 25},
	} {
		t.Run(name, func(t *testing.T) {
			calls := func(n int) int {
				store.calls = map[string]int{}
				synctest.Test(t, func(t *testing.T) {
					for _, e := range httpapitest.Ask(t, h, c.query, map[string]any{"n": n}).Errors {
						t.Fatalf("%s (%s)", e.Message, e.Extensions.Code)
					}
				})
				sum := 0
				for _, k := range store.calls {
					sum += k
				}
				return sum
			}
			few, many := calls(3), calls(150)
			if many > c.most || many > 3*few+6 {
				t.Errorf("%d calls for three nodes, %d for a hundred and fifty (%v); want at most %d", few, many, store.calls, c.most)
			}
			if few == 0 {
				t.Error("nothing was counted")
			}
		})
	}
}

// TestAQuestionIsTheseCalls holds what the questions of a dashboard ask of a store that is a round trip away, once one
// like them was asked.
func TestAQuestionIsTheseCalls(t *testing.T) {
	memory := memstore.New()
	t.Cleanup(func() { _ = memory.Close() })
	httpapitest.LoadCurated(t, memory)
	store := &counting{Store: memory}
	h := httpapitest.New(httpapi.Options{Store: store, BatchWait: 50 * time.Millisecond, AnswerCache: -1})
	for name, c := range map[string]struct {
		query string
		want  map[string]int
	}{
		"a node":   {`{ node(id: "state:PRK") { name } }`, map[string]int{"Nodes": 1}},
		"an actor": {`{ actor(ref: "state:PRK") { name } }`, map[string]int{"Nodes": 1}},
		"a path":   {`{ paths(from: "state:PRK", to: ["state:RUS"], asOf: "2024-12-04") { paths { hops { label } } } }`, map[string]int{"Nodes": 1, "Paths": 1}},
		"no path":  {`{ paths(from: "state:PRK", to: ["state:CHE"], asOf: "2024-12-04") { paths { hops { label } } warnings } }`, map[string]int{"Nodes": 1, "Paths": 1}},
		"a page": {`{ actors(first: 20, orderBy: {field: ID}, filter: {labels: [STATE]}) { nodes { name
			... on State { alliances(asOf: "1980-01-01", direction: OUT, first: 10) { to { name } period { from } } } } } }`, map[string]int{"Find": 1, "Expand": 1}},
		"alliances from the last id on": {`{ actor(ref: "state:PRK") { alliances(asOf: "1980-01-01", first: 10, orderBy: {field: ID, direction: DESC}) { id } } }`, map[string]int{"Nodes": 1, "Expand": 1}},
		"who must help":                 {`{ obligationsIfAttacked(attacker: "state:RUS", victim: "state:EST", asOf: "2024-12-04") { responders { verdict } } }`, map[string]int{"Nodes": 2, "Expand": 2}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for range 2 {
					store.calls = map[string]int{}
					for _, e := range httpapitest.Ask(t, h, c.query, nil).Errors {
						t.Fatalf("%s (%s)", e.Message, e.Extensions.Code)
					}
				}
			})
			if diff := cmp.Diff(c.want, store.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}
