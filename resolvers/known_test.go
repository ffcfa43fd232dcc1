package resolvers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// renamed publishes a commit that gives state:XAA and its ally a name and a capital, and returns it.
func renamed(t testing.TB, store graph.Store, name string) graph.Commit {
	t.Helper()
	var b graph.Batch
	for _, id := range []graph.ID{"state:XAA", "state:XAB"} {
		n := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: name}, Capital: graph.Text(name)})
		n.Dataset, n.Priority = "dataset:invented", 50
		b.Nodes = append(b.Nodes, n)
	}
	d := graph.NewNodeRecord(&graph.Dataset{Header: graph.Header{ID: "dataset:invented", Name: "Invented"}})
	d.Dataset = "dataset:invented"
	borders := &graph.Borders{}
	borders.FromID, borders.ToID, borders.DatasetID = "state:XAA", "state:XAB", "dataset:invented"
	b.Nodes, b.Relationships = append(b.Nodes, d), []graph.RelationshipRecord{graph.NewRelationshipRecord(borders, "")}
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	_, commit, err := store.At(t.Context(), graph.KnownAt{})
	if err != nil {
		t.Fatal(err)
	}
	return commit
}

func inMemory(t testing.TB) graph.Store {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// bordering asks for what the batcher brings from several methods of the store.
const bordering = `name relationships { from { name } to { name statements(properties: [capital]) { value } } }`

func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryRootFieldIsAskedOfACommit(t *testing.T) {
	var data struct {
		Schema struct {
			QueryType struct {
				Fields []struct {
					Name string
					Args []struct {
						Name string
						Type struct{ Name string }
					}
				}
			}
		} `json:"__schema"`
	}
	httpapitest.Data(t, httpapitest.Handler(inMemory(t)), `{ __schema { queryType { fields { name args { name type { name } } } } } }`, nil, &data)
	for _, f := range data.Schema.QueryType.Fields {
		if n := len(f.Args); n == 0 || f.Args[n-1].Name != "knownAt" || f.Args[n-1].Type.Name != "KnownAt" {
			t.Errorf("%s has no argument knownAt", f.Name)
		}
	}
	if len(data.Schema.QueryType.Fields) < 30 {
		t.Errorf("%d root fields", len(data.Schema.QueryType.Fields))
	}
}

func TestFieldsOfOneOperationAreAskedOfTheirCommits(t *testing.T) {
	store := inMemory(t)
	var query strings.Builder
	var commits []graph.Commit
	for i := range 5 {
		commits = append(commits, renamed(t, store, fmt.Sprintf("Name %d", i)))
	}
	for i, c := range commits {
		for j, known := range []string{fmt.Sprintf("commit %d", c.Number), c.Time.Format(time.RFC3339Nano), c.Fingerprint.String(), c.Fingerprint.String()[:9]} {
			fmt.Fprintf(&query, "f%d_%d: actor(ref: \"state:XAA\", knownAt: %q) { %s }\n", i, j, known, bordering)
		}
	}
	h := httpapitest.Handler(store)
	answer := httpapitest.Ask(t, h, "{"+query.String()+"now: actor(ref: \"state:XAA\") {"+bordering+"}}", nil)
	var data map[string]json.RawMessage
	if err := json.Unmarshal(answer.Data, &data); err != nil || len(answer.Errors) > 0 || len(data) != 21 {
		t.Fatalf("%d fields, %v, %+v", len(data), err, answer.Errors)
	}
	for field, got := range data {
		name := "Name 4"
		if field != "now" {
			name = "Name " + field[1:2]
		}
		want := fmt.Sprintf(`{"name":%q,"relationships":[{"from":{"name":%[1]q},"to":{"name":%[1]q,"statements":[{"value":%[1]q}]}}]}`, name)
		if compact(t, got) != want {
			t.Errorf("%s: %s, want %s", field, got, want)
		}
	}
	if answer.Extensions.Entente.DataVersion != "" || answer.Extensions.Entente.KnownAt != "" {
		t.Errorf("an answer of several commits: %+v", answer.Extensions.Entente)
	}
	for i, c := range commits {
		answer := httpapitest.Ask(t, h, `query ($then: KnownAt) { a: actor(ref: "state:XAA", knownAt: $then) { name } b: stats(knownAt: $then) { fingerprint } }`,
			map[string]any{"then": fmt.Sprintf("commit %d", i+1)})
		want := fmt.Sprintf(`{"a":{"name":"Name %d"},"b":{"fingerprint":%q}}`, i, c.Fingerprint)
		about := answer.Extensions.Entente
		if string(answer.Data) != want || about.DataVersion != c.Fingerprint.String() || about.KnownAt != c.Time.Format(time.RFC3339Nano) {
			t.Errorf("commit %d: %s, %+v", i+1, answer.Data, about)
		}
	}
}

func TestQuestionsOfUnknownTimes(t *testing.T) {
	store := inMemory(t)
	for i := range 12 {
		renamed(t, store, fmt.Sprintf("Name %d", i))
	}
	h := httpapitest.Handler(store)
	many := ""
	for i := range 12 {
		many += fmt.Sprintf("f%d: node(id: \"state:XAA\", knownAt: \"commit %d\") { id }\n", i, i+1)
	}
	for query, want := range map[string]string{
		`{ a: node(id: "state:XAA", knownAt: "yesterday") { id } }`:         "BAD_USER_INPUT",
		`{ a: node(id: "state:XAA", knownAt: 7) { id } }`:                   "BAD_USER_INPUT",
		`{ a: node(id: "state:XAA", knownAt: "commit 13") { id } }`:         "NOT_FOUND",
		`{ a: node(id: "state:XAA", knownAt: "1999-12-31") { id } }`:        "NOT_FOUND",
		`{ a: node(id: "state:XAA", knownAt: "abcdefabcdef") { id } }`:      "NOT_FOUND",
		`query ($k: KnownAt = "?") { a: node(id: "x:1", knownAt: $k) {id}}`: "BAD_USER_INPUT",
		"{" + many + "}": "LIMIT_EXCEEDED",
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code != want || answer.Data != nil && len(answer.Errors[0].Path) != 1 {
			t.Errorf("%s: %s, %+v; want %s", query, answer.Data, answer.Errors, want)
		}
	}
}

// writing publishes a commit whenever something is read.
type writing struct {
	graph.Reader
	write func()
}

func (w writing) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	w.write()
	return w.Reader.Nodes(ctx, ids)
}

type writtenTo struct {
	graph.Store
	write func()
}

func (w writtenTo) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	r, commit, err := w.Store.At(ctx, known)
	return writing{r, w.write}, commit, err
}

func TestAnAnswerIsOfOneCommitWhileOthersArePublished(t *testing.T) {
	store := inMemory(t)
	first := renamed(t, store, "Name 0")
	n, mu := 0, sync.Mutex{}
	h := httpapitest.Handler(writtenTo{store, func() {
		mu.Lock()
		defer mu.Unlock()
		n++
		renamed(t, store, fmt.Sprintf("Name %d", n))
	}})
	answer := httpapitest.Ask(t, h, `{ node(id: "state:XAA") { ... on State { `+bordering+` } } stats(knownAt: "2999-01-01") { fingerprint } }`, nil)
	want := fmt.Sprintf(`{"node":{"name":"Name 0","relationships":[{"from":{"name":"Name 0"},"to":{"name":"Name 0","statements":[{"value":"Name 0"}]}}]},`+
		`"stats":{"fingerprint":%q}}`, first.Fingerprint)
	if compact(t, answer.Data) != want || answer.Extensions.Entente.DataVersion != first.Fingerprint.String() || n == 0 {
		t.Errorf("%s, want %s; %+v, %d commits", answer.Data, want, answer.Extensions, n)
	}
}

func TestTheStoreIsAskedForItsCommitOnce(t *testing.T) {
	store := inMemory(t)
	renamed(t, store, "Name")
	counted := &pinning{Store: store}
	httpapitest.Ask(t, httpapitest.Handler(counted), `{ a: actor(ref: "state:XAA") { name } b: actor(ref: "state:XAB") { name } stats { fingerprint } }`, nil)
	if counted.calls != 1 {
		t.Errorf("%d calls of At, want 1", counted.calls)
	}
}

type pinning struct {
	graph.Store
	calls int
}

func (p *pinning) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	p.calls++
	return p.Store.At(ctx, known)
}

func TestSuggestionsAreOfTheirCommit(t *testing.T) {
	store := inMemory(t)
	for i := range 5 {
		renamed(t, store, fmt.Sprintf("Name %d", i))
	}
	h := httpapitest.Handler(store)
	for _, i := range []int{4, 0, 3, 1, 4, 2, 0} {
		answer := httpapitest.Ask(t, h, `query ($then: KnownAt) { suggest(text: "nam", knownAt: $then) { matched } }`, map[string]any{"then": fmt.Sprint("commit ", i+1)})
		want := fmt.Sprintf(`{"suggest":[{"matched":"Name %d"},{"matched":"Name %[1]d"}]}`, i)
		if compact(t, answer.Data) != want {
			t.Errorf("%s, want %s", answer.Data, want)
		}
	}
}
