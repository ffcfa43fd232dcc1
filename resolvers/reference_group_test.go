package resolvers_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestAStateWinsOverAGroupOfItsName(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var b graph.Batch
	for _, n := range []graph.Node{
		&graph.State{Header: graph.Header{ID: "state:XAA", Name: "Exampleland", Period: graph.Since(graph.YearOnly(1950))}},
		&graph.ArmedGroup{Header: graph.Header{ID: "group:x-exampleland", Name: "Exampleland"}},
		&graph.ArmedGroup{Header: graph.Header{ID: "group:x-rebels", Name: "Rebels of Exampleland"}},
	} {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:invented"
		b.Nodes = append(b.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for ref, want := range map[string]string{"Exampleland": "state:XAA", "group:x-exampleland": "group:x-exampleland", "Rebels of Exampleland": "group:x-rebels"} {
		for _, on := range []string{"", `, on: "1900-01-01"`} {
			answer := httpapitest.Ask(t, h, `{actor(ref: "`+ref+`"`+on+`) {id}}`, nil)
			if len(answer.Errors) > 0 || !strings.Contains(string(answer.Data), `"`+want+`"`) {
				t.Errorf("%s%s: %s %v; want %s", ref, on, answer.Data, answer.Errors, want)
			}
		}
	}
}
