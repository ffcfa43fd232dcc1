package resolvers_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestAWhatIfLeaksIntoNoOtherAnswer(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	handler := httpapitest.Handler(store)
	before, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const plain = `{
		obligationsIfAttacked(attacker: "UKR", victim: "RUS", asOf: "2024-12-04") { responders { actor { id } verdict because { citation obligation { obligationType treaty { id } } relationship { article { number } } } } }
		paths(from: "PRK", to: ["RUS"], asOf: "2024-12-04") { paths { hops { label } } changes { lost { length } } }
		treaty(ref: "treaty:ru-kp-2024") { status(asOf: "2024-12-04") parties(asOf: "2024-12-04") { from { id } } }
	}`
	const changed = `query ($change: [TreatyChange!]) {
		obligationsIfAttacked(attacker: "UKR", victim: "RUS", asOf: "2024-12-04", whatIf: $change) { responders { actor { id } verdict because { citation treaty { title status } obligation { obligationType } relationship { treaty { title } obligation { id } dataset { id } } } } changes { actor { id } before after } }
		cascade(attacks: [{attacker: "UKR", victim: "RUS"}], asOf: "2024-12-04", whatIf: $change) { changes { actor { id } before after } subgraph { nodes { id } relationships { id } } }
		paths(from: "CHN", to: ["RUS"], asOf: "2024-12-04", whatIf: $change) { paths { length hops { label relationship { dataset { id } ... on AlliedWith { treaty { title } article { number } } } } } changes { gained { length } lost { length } } }
		treaty(ref: "treaty:ru-kp-2024") { status(asOf: "2024-12-04") }
	}`
	variables := map[string]any{"change": []any{
		map[string]any{"end": "treaty:ru-kp-2024"},
		map[string]any{"add": map[string]any{"title": "Pact of Two", "parties": []string{"China", "Russia"}, "type": "DEFENSE"}},
	}}
	ask := func(query string, variables map[string]any) string {
		answer := httpapitest.Ask(t, handler, query, variables)
		for _, e := range answer.Errors {
			t.Errorf("%s (%s)", e.Message, e.Extensions.Code)
		}
		return string(answer.Data)
	}
	was, what := ask(plain, nil), ask(changed, variables)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 5 {
				if diff := cmp.Diff(was, ask(plain, nil)); diff != "" {
					t.Errorf("the plain question is answered otherwise beside a what-if:\n%s", diff)
				}
				if diff := cmp.Diff(what, ask(changed, variables)); diff != "" {
					t.Errorf("the what-if is answered otherwise a second time:\n%s", diff)
				}
			}
		})
	}
	wait.Wait()
	after, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if before.Fingerprint != after.Fingerprint {
		t.Error("a question changed the store")
	}
	var got struct {
		ObligationsIfAttacked struct {
			Responders []struct {
				Actor   struct{ ID string }
				Verdict string
				Because []struct {
					Treaty       struct{ Title string }
					Relationship struct{ Dataset struct{ ID string } }
				}
			}
			Changes []struct {
				Actor         struct{ ID string }
				Before, After string
			}
		}
		Paths struct {
			Paths []struct {
				Length int
				Hops   []struct{ Label string }
			}
			Changes struct{ Gained, Lost []struct{ Length int } }
		}
		Treaty struct{ Status string }
	}
	if err := json.Unmarshal([]byte(what), &got); err != nil {
		t.Fatal(err)
	}
	changes := map[string]string{}
	for _, c := range got.ObligationsIfAttacked.Changes {
		changes[c.Actor.ID] = c.Before + " " + c.After
	}
	if diff := cmp.Diff(map[string]string{"state:PRK": "OBLIGED FREE", "state:CHN": "CONSULT_ONLY OBLIGED"}, changes); diff != "" {
		t.Errorf("the verdicts that change:\n%s", diff)
	}
	named := false
	for _, r := range got.ObligationsIfAttacked.Responders {
		named = named || r.Actor.ID == "state:CHN"
		if r.Actor.ID == "state:CHN" && (r.Because[0].Treaty.Title != "Pact of Two" || r.Because[0].Relationship.Dataset.ID != "dataset:what-if") {
			t.Errorf("China's duty is %+v", r.Because[0])
		}
	}
	if !named {
		t.Error("China is not among the responders")
	}
	if p := got.Paths; len(p.Paths) == 0 || p.Paths[0].Length != 1 || !strings.Contains(p.Paths[0].Hops[0].Label, "China allied with Russia via Article 1 (DEFENSE)") || len(p.Changes.Gained) == 0 {
		t.Errorf("the paths are %+v", p)
	}
	if got.Treaty.Status != "IN_FORCE" {
		t.Errorf("beside the what-if the treaty itself is %s", got.Treaty.Status)
	}
}

func TestReasoningRefusesWhatCannotBeAnswered(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	handler := httpapitest.Handler(store)
	for _, c := range []struct{ query, code, words string }{
		{`{ obligationsIfAttacked(attacker: "PRK", victim: "PRK") { asOf } }`, "BAD_USER_INPUT", "two actors"},
		{`{ obligationsIfAttacked(attacker: "Atlantis", victim: "PRK") { asOf } }`, "NOT_FOUND", "attacker"},
		{`{ obligationsIfAttacked(attacker: "state:SUN", victim: "PRK", asOf: "2024-01-01") { asOf } }`, "BAD_USER_INPUT", "1922-12-30 to 1991-12-26"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", asOf: "2024") { asOf } }`, "BAD_USER_INPUT", "YYYY-MM-DD"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", scenario: {where: {latitude: 1}}) { asOf } }`, "BAD_USER_INPUT", "longitude"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", scenario: {where: {latitude: 100, longitude: 0}}) { asOf } }`, "BAD_USER_INPUT", "-90 to 90"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", whatIf: [{}]) { asOf } }`, "BAD_USER_INPUT", "exactly one"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", whatIf: [{withdraw: {treaty: "treaty:nato-1949", party: "PRK"}}]) { asOf } }`, "BAD_USER_INPUT", "no party"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", whatIf: [{amend: {treaty: "treaty:nato-1949", article: "99", type: NEUTRAL}}]) { asOf } }`, "BAD_USER_INPUT", "those that do are"},
		{`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", whatIf: [{add: {parties: ["USA"], type: DEFENSE}}]) { asOf } }`, "BAD_USER_INPUT", "want 2"},
		{`{ paths(from: "USA", to: ["PRK"], allTime: true, whatIf: [{end: "treaty:nato-1949"}]) { asOf } }`, "BAD_USER_INPUT", "needs a day"},
		{`{ cascade(attacks: []) { asOf } }`, "BAD_USER_INPUT", "want 1"},
		{`{ cascade(attacks: [{attacker: "USA", victim: "PRK"}], maxRounds: 0) { asOf } }`, "BAD_USER_INPUT", "1 to 20"},
		{`{ cascade(attacks: [{attacker: "USA", victim: "PRK"}, {attacker: "CHN", victim: "PRK"}, {attacker: "USA", victim: "CHN"}]) { asOf } }`, "BAD_USER_INPUT", "one side"},
		{`{ contradictions(first: 0) { totalCount } }`, "BAD_USER_INPUT", "1 to 500"},
		{`{ contradictions(after: "nonsense") { totalCount } }`, "BAD_USER_INPUT", "no cursor"},
		{`{ allianceDiff(from: "2020-01-01", to: "2010-01-01") { from } }`, "BAD_USER_INPUT", "the earlier first"},
		{`{ allianceHistory(a: "USA", b: "USA") { periods { text } } }`, "BAD_USER_INPUT", "two actors"},
		{`{ allianceHistory(a: "USA", b: "PRK", maxHops: 9) { periods { text } } }`, "BAD_USER_INPUT", "1 to 3"},
		{`{ duties(actor: "treaty:nato-1949") { asOf } }`, "BAD_USER_INPUT", "want a"},
		{`{ lifecycle(treaty: "treaty:none-of-these") { treaty { id } } }`, "NOT_FOUND", "treaty"},
		{`{ backtest(alliances: "atop") { warCount } }`, "NOT_FOUND", "load it first"},
	} {
		answer := httpapitest.Ask(t, handler, c.query, nil)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != c.code || !strings.Contains(answer.Errors[0].Message, c.words) {
			t.Errorf("%s: %+v; want %s with %q", c.query, answer.Errors, c.code, c.words)
		}
	}
}

func TestPagesOfCasesPutTogetherAreTheWholeList(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	handler := httpapitest.Handler(store)
	type page struct {
		Compliance struct {
			TotalCount int
			PageInfo   struct {
				HasNextPage bool
				EndCursor   *string
			}
			Edges []struct {
				Node struct{ Event struct{ ID string } }
			}
		}
	}
	const query = `query ($first: Int!, $after: String) { compliance(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { event { id } } } } }`
	var whole page
	httpapitest.Data(t, handler, query, map[string]any{"first": 500}, &whole)
	var after any
	var got []string
	for {
		var p page
		httpapitest.Data(t, handler, query, map[string]any{"first": 4, "after": after}, &p)
		for _, e := range p.Compliance.Edges {
			got = append(got, e.Node.Event.ID)
		}
		if !p.Compliance.PageInfo.HasNextPage {
			break
		}
		after = *p.Compliance.PageInfo.EndCursor
	}
	var want []string
	for _, e := range whole.Compliance.Edges {
		want = append(want, e.Node.Event.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) != whole.Compliance.TotalCount || len(want) < 10 {
		t.Errorf("%d of %d cases:\n%s", len(want), whole.Compliance.TotalCount, diff)
	}
}
