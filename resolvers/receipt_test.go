package resolvers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/resolvers"
	"github.com/entente-graph/entente/resolvers/api"
)

// received asks and returns the receipt with its query.
func received(t *testing.T, r *resolvers.Resolver, known graph.KnownAt, query string, variables map[string]any) *api.Receipt {
	t.Helper()
	ctx, _, err := r.PinAt(t.Context(), known, 0)
	if err != nil {
		t.Fatal(err)
	}
	response := r.Answer(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if len(response.Errors) > 0 {
		t.Fatal(response.Errors)
	}
	text, err := json.Marshal(response.Extensions["entente"].(map[string]any)["receipt"])
	if err != nil {
		t.Fatal(err)
	}
	var out api.Receipt
	if err := json.Unmarshal(text, &out); err != nil { // as it is saved
		t.Fatal(err)
	}
	out.Query = query
	return &out
}

func program(store graph.Store, today, version string) *resolvers.Resolver {
	return resolvers.New(store, resolvers.Options{Program: version, Clock: func() time.Time {
		day, err := time.Parse(time.DateOnly, today)
		if err != nil {
			panic(err)
		}
		return day
	}})
}

func TestTheReceiptOfAnAnswerIsMadeOfItsData(t *testing.T) {
	store := inMemory(t)
	commit := renamed(t, store, "Name")
	answer := httpapitest.Ask(t, httpapitest.Handler(store), `query Q($id: ID!, $first: Int = 3) {
		node(id: $id) { name id label degrees { count } } actors(first: $first) { totalCount } }`,
		map[string]any{"id": "state:XAA"})
	got := answer.Extensions.Entente.Receipt
	var data any
	if err := json.Unmarshal(answer.Data, &data); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(data) // sorts names
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(sorted)
	delete(got, "question")
	want := map[string]any{
		"variables": map[string]any{"id": "state:XAA", "first": 3.0}, "askedOn": "2026-06-15", "asOf": "2026-06-15",
		"knownAt": commit.Time.Format(time.RFC3339Nano), "dataVersion": commit.Fingerprint.String(), "answer": hex.EncodeToString(sum[:]),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, query := range []string{`{ actor(ref: "nobody at all") { id } }`, `{ x }`} {
		if answer := httpapitest.Ask(t, httpapitest.Handler(store), query, nil); answer.Extensions.Entente.Receipt != nil {
			t.Errorf("%s: an error has a receipt", query)
		}
	}
}

func TestVerifyingSaysWhatHasChangedAnAnswer(t *testing.T) {
	const byName = `query ($id: ID!) { node(id: $id) { name } }`
	variables := map[string]any{"id": "state:XAA"}
	store := inMemory(t)
	old := renamed(t, store, "Old")
	r := program(store, "2026-06-15", "v1")
	receipt := received(t, r, graph.KnownAt{}, byName, variables)
	today := received(t, r, graph.KnownAt{}, `{ obligationsIfAttacked(attacker: "state:XAA", victim: "state:XAB") { asOf } }`, nil)
	borders := received(t, r, graph.KnownAt{}, `{ neighborhood(of: "state:XAA", allTime: true) { nodes { id } } }`, nil)

	found := verify(t, r, receipt, "The answer is the same.")
	if !found.Same || found.Reproduced == nil || !*found.Reproduced || len(found.Reasons) != 0 || found.Now.Answer != receipt.Answer {
		t.Errorf("%+v", found)
	}
	// Data: of six commits, two matter.
	for i := range 3 {
		other := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: "state:XAC", Name: fmt.Sprint("Other ", i)}})
		other.Dataset = "dataset:invented"
		if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{other}}); err != nil {
			t.Fatal(err)
		}
		if i < 2 {
			renamed(t, store, fmt.Sprint("New ", i))
		}
	}
	found = verify(t, r, receipt, "The answer is another because of the data: commit 3 of ")
	if diff := cmp.Diff([]api.ChangeReason{api.ChangeReasonData}, found.Reasons); diff != "" || len(found.Commits) != 2 || found.Truncated || found.Then.Commit.Number != old.Number {
		t.Fatalf("%s %+v", diff, found)
	}
	for i, number := range []int64{3, 5} {
		c := found.Commits[i]
		if c.Commit.Number != number || c.ChangeCount != 2 || len(c.Changes) == 0 || c.Changes[0].NodeAfter.ID != "state:XAA" {
			t.Errorf("commit %d: %+v", number, c)
		}
	}
	// The same answer of other data.
	if found := verify(t, r, borders, "The answer is the same."); found.Now.Commit.Number == found.Then.Commit.Number {
		t.Errorf("%+v", found)
	}
	// The day, alone and together with the data.
	later := program(store, "2026-06-16", "v1")
	if diff := cmp.Diff([]api.ChangeReason{api.ChangeReasonDay}, verify(t, later, today, "the day: 2026-06-15 then, 2026-06-16 now").Reasons); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]api.ChangeReason{api.ChangeReasonData}, verify(t, later, receipt, "the data").Reasons); diff != "" {
		t.Error(diff)
	}
	// The program: what it answered then is not what this one does.
	of := *today
	of.Answer, of.Program = strings.Repeat("0", 64), "v0"
	if found := verify(t, r, &of, "because of the program: v0 then, v1 now"); *found.Reproduced || found.Same {
		t.Errorf("%+v", found)
	}
	// Times that are forgotten, and another store.
	if _, err := store.Compact(t.Context(), graph.KnownAt{}); err != nil {
		t.Fatal(err)
	}
	if found := verify(t, r, receipt, "why cannot be told: "); found.Then != nil || found.Reproduced != nil || found.Reasons[0] != api.ChangeReasonUnknown {
		t.Errorf("%+v", found)
	}
	other := inMemory(t)
	renamed(t, other, "Different")
	verify(t, program(other, "2026-06-15", "v1"), receipt, "why cannot be told: ")
	renamed(t, other, "Old")
	if found := verify(t, program(other, "2026-06-15", "v1"), receipt, "The answer is the same."); found.Then.Commit.Number != 2 {
		t.Errorf("%+v", found)
	}
}

func verify(t *testing.T, r *resolvers.Resolver, receipt *api.Receipt, says string) *api.WhyChanged {
	t.Helper()
	found, err := r.Verify(t.Context(), receipt, graph.KnownAt{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(found.Explanation, says) {
		t.Errorf("%q; want %q", found.Explanation, says)
	}
	return found
}

func TestAnErrorIsAnAnswerToVerify(t *testing.T) {
	store := inMemory(t)
	renamed(t, store, "Name")
	r := program(store, "2026-06-15", "v1")
	receipt := received(t, r, graph.KnownAt{}, `{ actor(ref: "state:XAA") { name } }`, nil)
	if _, err := store.Retract(t.Context(), "dataset:invented"); err != nil {
		t.Fatal(err)
	}
	found := verify(t, r, receipt, "commit 2 of ")
	if len(found.Commits) != 1 || found.Commits[0].Commit.Kind != graph.CommitRetraction {
		t.Errorf("%+v", found)
	}
}

func TestReceiptsOfThePastAreOfThePast(t *testing.T) {
	store := inMemory(t)
	renamed(t, store, "Old")
	renamed(t, store, "New")
	r := program(store, "2026-06-15", "v1")
	receipt := received(t, r, graph.KnownAt{Commit: 1}, `{ node(id: "state:XAA") { name } }`, nil)
	if found := verify(t, r, receipt, "the data: commit 2"); *found.Reproduced != true {
		t.Errorf("%+v", found)
	}
	// What the query itself asks of the past stays as it was.
	fixed := received(t, r, graph.KnownAt{}, `{ node(id: "state:XAA", knownAt: "2999-01-01") { name } old: node(id: "state:XAA", knownAt: "commit 1") { name } }`, nil)
	verify(t, r, fixed, "The answer is the same.")
	renamed(t, store, "Newer")
	if found := verify(t, r, fixed, "the data: commit 3"); !*found.Reproduced {
		t.Errorf("%+v", found)
	}
}

func TestWhyChangedIsAskedWithinTheLimits(t *testing.T) {
	store := inMemory(t)
	renamed(t, store, "Old")
	h := httpapitest.New(httpapi.Options{Store: store, Version: "v1"})
	const why = `query ($receipt: ReceiptInput!) { whyChanged(receipt: $receipt) { same reproduced reasons explanation commits { commit { number } changes { id } } } }`
	saved := func(query string) map[string]any {
		answer := httpapitest.Ask(t, h, query, nil)
		receipt := answer.Extensions.Entente.Receipt
		if receipt == nil {
			t.Fatalf("%+v", answer)
		}
		receipt["query"] = query
		return map[string]any{"receipt": receipt}
	}
	simple := saved(`{ node(id: "state:XAA") { name } }`)
	renamed(t, store, "New")
	var data struct {
		WhyChanged struct {
			Same, Reproduced bool
			Reasons          []string
			Commits          []struct {
				Commit  struct{ Number int }
				Changes []struct{ ID string }
			}
		}
	}
	httpapitest.Data(t, h, why, simple, &data)
	if w := data.WhyChanged; w.Same || !w.Reproduced || w.Reasons[0] != "DATA" || w.Commits[0].Commit.Number != 2 || w.Commits[0].Changes[0].ID != "state:XAA|dataset:invented|" {
		t.Errorf("%+v", data)
	}
	httpapitest.Data(t, h, why, saved(`{ search(text: "new") { matched } contradictions { totalCount } }`), &data) // heavy fields
	if !data.WhyChanged.Same {
		t.Errorf("%+v", data)
	}
	// A question that is refused is refused here, too, and none asks of itself.
	wrong := saved(`{ node(id: "state:XAA") { id } }`)
	wrong["receipt"].(map[string]any)["question"] = strings.Repeat("0", 64)
	if answer := httpapitest.Ask(t, h, why, wrong); len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
		t.Errorf("%+v", answer.Errors)
	}
	inner := `{ a: whyChanged(receipt: {query: "{ __typename }", question: "", askedOn: "2026-06-15", dataVersion: "", answer: ""}) { same } }`
	forged := *received(t, program(store, "2026-06-15", "v1"), graph.KnownAt{}, `{ node(id: "state:XAA") { id } }`, nil)
	for query, want := range map[string]string{inner: "", strings.Repeat("{a", 50): "", `{ node(id: "state:XAA") { id } }`: "same"} {
		forged.Query, forged.Question = query, questionHash(t, query)
		variables := map[string]any{}
		text, err := json.Marshal(map[string]any{"receipt": forged})
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &variables); err != nil {
			t.Fatal(err)
		}
		answer := httpapitest.Ask(t, h, why, variables)
		if len(answer.Errors) != 0 || strings.Contains(string(answer.Data), `"same":true`) != (want == "same") {
			t.Errorf("%s: %s %+v", query, answer.Data, answer.Errors)
		}
	}
	// Forty questions are charged as forty.
	cheap := httpapitest.New(httpapi.Options{Store: store, Limits: httpapi.Limits{Cost: 15_000}})
	answer := httpapitest.Ask(t, cheap, why, saved(`{ search(text: "name", knownAt: "2999-01-01") { node { name } } }`))
	if len(answer.Errors) != 0 {
		t.Errorf("%+v", answer.Errors)
	}
	costly := saved(`{ search(text: "name") { node { name } } }`)
	for i := range 60 {
		renamed(t, store, fmt.Sprint("Name again ", i))
	}
	answer = httpapitest.Ask(t, cheap, why, costly)
	if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" {
		t.Errorf("%s %+v", answer.Data, answer.Errors)
	}
}

func questionHash(t *testing.T, query string) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"query": query, "operationName": "", "variables": map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func TestAVerificationThatIsGivenUpEnds(t *testing.T) {
	store := inMemory(t)
	renamed(t, store, "Name")
	r := program(store, "2026-06-15", "v1")
	receipt := received(t, r, graph.KnownAt{}, `{ node(id: "state:XAA") { name } }`, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Verify(ctx, receipt, graph.KnownAt{}, 0); graph.KindOf(err) != graph.KindCanceled {
		t.Errorf("%v", err)
	}
}
