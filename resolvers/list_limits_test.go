package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// TestAListThatIsLookedThroughEndsSomewhere: what a store cannot tell apart, or count from the end, is looked for among
// 5000 nodes, and refused beyond those.
func TestAListThatIsLookedThroughEndsSomewhere(t *testing.T) {
	const most = 5000
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	add := func(first, n int) {
		var batch graph.Batch
		for i := range n {
			w := graph.NewNodeRecord(&graph.WeaponSystem{
				Header: graph.Header{ID: graph.ID(fmt.Sprintf("weapon:w%05d", first+i)), Name: fmt.Sprintf("W%05d", first+i)}, Category: "Missiles",
			})
			w.Dataset = "dataset:made"
			batch.Nodes = append(batch.Nodes, w)
		}
		if _, err := store.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	h := httpapitest.Handler(store)
	questions := map[string]struct{ last, refusal string }{
		`first: null, last: 1`:                                         {"w04999", "last, before: more than 5000 nodes"},
		`first: 1, filter: {not: {text: "W00000"}}`:                    {"w00001", ""},
		`first: null, last: 1, filter: {not: {text: "W04999"}}`:        {"w04998", "filter: more than 5000 nodes"},
		`first: 1, filter: {and: [{categories: ["Missiles"]}]}`:        {"w00000", "filter: more than 5000 nodes answer one of the filters inside it"},
		`first: 1, filter: {or: [{text: "W00003"}, {text: "W00002"}]}`: {"w00002", ""},
		`first: null, last: 1, filter: {and: [{text: "W00003"}]}`:      {"w00003", "filter: more than 5000 nodes"},
		`first: 1, filter: {minRangeKm: 1, not: {text: "W00000"}}`:     {"", ""},
	}
	ask := func(arguments string, refused bool) {
		t.Helper()
		want := questions[arguments]
		answer := httpapitest.Ask(t, h, `{ weaponSystems(`+arguments+`) { nodes { id } } }`, nil)
		switch {
		case refused && want.refusal != "":
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" || !strings.Contains(answer.Errors[0].Message, want.refusal) {
				t.Errorf("%s: %s %+v; want %q", arguments, answer.Data, answer.Errors, want.refusal)
			}
		case len(answer.Errors) > 0:
			t.Errorf("%s: %+v", arguments, answer.Errors)
		case want.last == "" != strings.Contains(string(answer.Data), `"nodes":[]`), !strings.Contains(string(answer.Data), want.last):
			t.Errorf("%s: %s; want %s", arguments, answer.Data, want.last)
		}
	}
	add(0, most)
	for arguments := range questions {
		ask(arguments, false)
	}
	add(most, 1)
	for arguments := range questions {
		ask(arguments, true)
	}
}
