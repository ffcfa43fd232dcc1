package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// foreseeing is a store that is a round trip away: of its calls those count that were not foreseen.
type foreseeing struct {
	*counting
	known map[string]bool
}

func (f *foreseeing) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	_, commit, err := f.Store.At(ctx, known)
	return f, commit, err
}

func (f *foreseeing) Foresee(ctx context.Context, next graph.Ahead) error {
	f.count("Foresee")
	ids := next.IDs
	if next.Page != nil {
		page, err := f.Store.Find(ctx, *next.Page)
		if err != nil {
			return err
		}
		f.known[next.Page.Key()] = true
		for _, n := range page.Nodes {
			ids = append(ids, n.Head().ID)
		}
	}
	for _, q := range next.Hops {
		for _, id := range ids {
			f.known[fmt.Sprint(id, q)] = true
		}
	}
	return nil
}

func (f *foreseeing) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	if f.known[q.Key()] {
		return f.Store.Find(ctx, q)
	}
	return f.counting.Find(ctx, q)
}

func (f *foreseeing) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	for _, id := range ids {
		if !f.known[fmt.Sprint(id, q)] {
			return f.counting.Expand(ctx, ids, q)
		}
	}
	return f.Store.Expand(ctx, ids, q)
}

// TestWhatNodesOfAPageFollowIsAskedWithThePage holds how many round trips a page takes, and that its answer is that of
// a store in memory. In a bubble of synctest a batch goes out when nobody is left that could ask, however slow the
// machine is.
func TestWhatNodesOfAPageFollowIsAskedWithThePage(t *testing.T) {
	memory := memstore.New()
	t.Cleanup(func() { _ = memory.Close() })
	httpapitest.LoadCurated(t, memory)
	store := &foreseeing{counting: &counting{Store: memory}}
	options := httpapi.Options{Store: memory, AnswerCache: -1}
	near := httpapitest.New(options)
	options.Store, options.BatchWait = store, 50*time.Millisecond
	away := httpapitest.New(options)
	once, twice := map[string]int{"Foresee": 1}, map[string]int{"Foresee": 1, "Expand": 1}
	for name, c := range map[string]struct {
		query string
		want  map[string]int
	}{
		"of one label": {`query ($day: Date!, $n: Int!) { actors(first: 20, filter: {labels: [STATE]}) { nodes { name
			... on State { alliances(asOf: $day, direction: OUT, first: $n, obligationTypes: [DEFENSE]) { to { name } } } } } }`, once},
		"of all labels": {`{ actors(first: 20, asOf: "1980-01-01") { totalCount nodes { name alliances { from { name } to { name } } } } }`, once},
		"in a fragment, by edges": {`{ actors(first: 20, filter: {labels: [STATE]}) { edges { cursor node { ...all } } } }
			fragment all on Actor { name alliances(allTime: true, orderBy: {field: ID}, first: 3) { id } }`, map[string]int{"Foresee": 1}},
		"by several fields": {`query ($day: Date!) { actors(first: 20, filter: {labels: [STATE]}) { nodes { memberships(asOf: $day) { to { name } }
			then: alliances(asOf: $day, direction: IN) { id } now: alliances { id } relationships(first: 2, types: [BORDERS]) { id } } } }`, once},
		"in the order of a name": {`{ actors(first: 20, filter: {labels: [STATE]}) { nodes { alliances(orderBy: {field: TREATY}, first: 2) { to { name } } } } }`, map[string]int{"Foresee": 1, "Nodes": 1}},
		"where labels differ":    {`{ actors(first: 20) { nodes { ... on State { alliances { id } } } } }`, map[string]int{"Find": 1, "Expand": 1}},
		"one of them wrong":      {`{ actors(first: 1, filter: {labels: [STATE]}) { nodes { alliances { id } relationships(first: 0) { id } } } }`, once},
		"none of them":           {`{ actors(first: 5, filter: {labels: [STATE]}) { nodes { alliances @skip(if: true) { id } name } } }`, map[string]int{"Find": 1}},
		"beside another":         {`{ actors(first: 20, filter: {labels: [STATE]}) { nodes { alliances { id } ... on State { borders { id } } } } }`, twice},
	} {
		t.Run(name, func(t *testing.T) {
			variables := map[string]any{"day": "1980-01-01", "n": 2}
			want, err := json.Marshal(httpapitest.Ask(t, near, c.query, variables))
			if err != nil {
				t.Fatal(err)
			}
			var got []byte
			synctest.Test(t, func(t *testing.T) {
				for range 2 { // what is said beside an empty list is remembered
					store.calls, store.known = map[string]int{}, map[string]bool{}
					if got, err = json.Marshal(httpapitest.Ask(t, away, c.query, variables)); err != nil {
						t.Fatal(err)
					}
				}
			})
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("answer (-near +away):\n%s", diff)
			}
			if diff := cmp.Diff(c.want, store.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s\n%.600s", diff, got)
			}
		})
	}
}
