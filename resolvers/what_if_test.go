package resolvers_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// TestEverythingBelowAWhatIfSpeaksOfIt asks one actor in the graph as it is and below two fields with other what-ifs, in one operation.
func TestEverythingBelowAWhatIfSpeaksOfIt(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	type russia struct {
		ID        string
		Alliances []struct {
			Treaty struct{ ID, Title, Status string }
		}
		Degrees []struct {
			Type, Direction string
			Count           int
		}
	}
	var got struct {
		Actor        russia
		Added, Ended struct{ Paths []struct{ Nodes []russia } }
	}
	answer := httpapitest.Ask(t, httpapitest.Handler(store), `
		fragment Russia on Node { id ... on Actor { alliances(asOf: "2024-12-04") { treaty { id title status(asOf: "2024-12-04") } } degrees(asOf: "2024-12-04") { type direction count } } }
		{
			actor(ref: "RUS") { ...Russia }
			added: paths(from: "CHN", to: ["RUS"], asOf: "2024-12-04", limit: 1, whatIf: [{add: {title: "Pact of Two", parties: ["CHN", "RUS"], type: DEFENSE}}]) { paths { nodes { ...Russia } } }
			ended: paths(from: "BLR", to: ["RUS"], asOf: "2024-12-04", limit: 1, whatIf: [{end: "treaty:ru-kp-2024"}]) { paths { nodes { ...Russia } } }
		}`, nil)
	for _, e := range answer.Errors {
		t.Fatal(e.Message)
	}
	if err := json.Unmarshal(answer.Data, &got); err != nil {
		t.Fatal(err)
	}
	parties := func(r russia) (n int) {
		for _, d := range r.Degrees {
			if d.Type == "PARTY_TO" {
				n += d.Count
			}
		}
		return n
	}
	owes := func(r russia, treaty string) bool {
		return slices.ContainsFunc(r.Alliances, func(a struct {
			Treaty struct{ ID, Title, Status string }
		},
		) bool {
			return a.Treaty.ID == treaty && a.Treaty.Status == "IN_FORCE" && a.Treaty.Title != ""
		})
	}
	const pact, real = "treaty:what-if-1", "treaty:ru-kp-2024"
	added, ended := got.Added.Paths[0].Nodes[1], got.Ended.Paths[0].Nodes[1]
	for name, c := range map[string]struct {
		r          russia
		pact, real bool
		parties    int
	}{
		"as it is": {got.Actor, false, true, parties(got.Actor)},
		"added":    {added, true, true, parties(got.Actor) + 1},
		"ended":    {ended, false, false, parties(got.Actor) - 1},
	} {
		if c.r.ID != "state:RUS" || owes(c.r, pact) != c.pact || owes(c.r, real) != c.real || parties(c.r) != c.parties {
			t.Errorf("%s: owes by the new pact %t, by the real one %t, party to %d (of %d); %s", name, owes(c.r, pact), owes(c.r, real), parties(c.r), c.parties, c.r.ID)
		}
	}
}
