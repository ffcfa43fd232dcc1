package resolvers_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// TestEverythingBelowAWhatIfSpeaksOfIt asks one actor in the graph as it is and below two fields with other what-ifs,
// in one operation.
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

// TestWhatIfsOfLargeTreatiesAreTakenFromTheBudget asks what the five largest treaties would be together once, which is
// answered, and often.
func TestWhatIfsOfLargeTreatiesAreTakenFromTheBudget(t *testing.T) {
	h := bundled(t)
	large := ""
	for _, treaty := range []string{"rio-1947", "oas-1948", "nato-1949", "eu-42-7", "arab-jdec-1950"} {
		large += `{amend: {treaty: "treaty:` + treaty + `", type: OFFENSE}} `
	}
	cascade := `: cascade(attacks: [{attacker: "USA", victim: "FRA"}], asOf: "2010-01-01", whatIf: [` + large + `]) { rounds { number } } `
	if answer := httpapitest.Ask(t, h, "{ a"+cascade+"}", nil); len(answer.Errors) > 0 {
		t.Errorf("once: %+v", answer.Errors)
	}
	query := ""
	for i := range 10 {
		query += fmt.Sprintf("a%d", i) + cascade
	}
	answer := httpapitest.Ask(t, h, "{ "+query+"}", nil)
	if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" {
		t.Errorf("ten times: %s %+v; want LIMIT_EXCEEDED", answer.Data, answer.Errors)
	}
}

// TestPivotsOfACascadeInAWhatIfThatAmends asks whether Latvia enters a war about Estonia, where an article of their
// alliance has become another.
func TestPivotsOfACascadeInAWhatIfThatAmends(t *testing.T) {
	h := bundled(t)
	changes := map[string]bool{
		`{amend: {treaty: "treaty:nato-1949", article: "4", type: DEFENSE}}`: true,
		`{amend: {treaty: "treaty:nato-1949", article: "5", type: CONSUL}}`:  false,

		`{end: "treaty:nato-1949"}`: false,
	}
	for change, want := range changes {
		var data struct{ Pivots struct{ Holds bool } }
		httpapitest.Data(t, h, `{ pivots(of: {cascade: {attacks: [{attacker: "RUS", victim: "EST"}], actor: "LVA"}}, asOf: "2005-12-04", whatIf: [`+change+`]) { holds } }`, nil, &data)
		if data.Pivots.Holds != want {
			t.Errorf("%s: holds %t, want %t", change, data.Pivots.Holds, want)
		}
	}
}

// TestAPathIsGainedOrLostOnlyWhereOneGraphHasIt: one that was not among the shortest has been there all the same.
func TestAPathIsGainedOrLostOnlyWhereOneGraphHasIt(t *testing.T) {
	h := bundled(t)
	type path struct{ Nodes []struct{ ID string } }
	for name, c := range map[string]struct {
		question, whatIf string
		gained, lost     int
	}{
		"the shortest end":      {`from: "EST", to: ["USA"]`, `{end: "treaty:nato-1949"}`, 0, 5},
		"a shorter one is made": {`from: "AUT", to: ["USA"]`, `{add: {title: "Pact of Two", parties: ["AUT", "USA"], type: DEFENSE}}`, 1, 0},
	} {
		var data struct {
			Paths struct {
				Paths   []path
				Changes struct{ Gained, Lost []path }
			}
		}
		httpapitest.Data(t, h, `{ paths(`+c.question+`, asOf: "2024-12-04", whatIf: [`+c.whatIf+`]) { paths { nodes { id } } changes { gained { nodes { id } } lost { nodes { id } } } } }`, nil, &data)
		got := data.Paths.Changes
		if len(data.Paths.Paths) != 5 || len(got.Gained) != c.gained || len(got.Lost) != c.lost {
			t.Errorf("%s: %d paths, gained %v, lost %v; want %d gained, %d lost", name, len(data.Paths.Paths), got.Gained, got.Lost, c.gained, c.lost)
		}
	}
}
