package httpapi_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// named writes nodes of this name; the same ids each time.
func named(t *testing.T, store graph.Store, name string) {
	t.Helper()
	var b graph.Batch
	add := func(n graph.Node) {
		r := graph.NewNodeRecord(n)
		r.Dataset, r.Priority = "dataset:invented", 50
		b.Nodes = append(b.Nodes, r)
	}
	add(&graph.Dataset{Header: graph.Header{ID: "dataset:invented", Name: "Invented"}})
	for i := range 20 {
		add(&graph.State{Header: graph.Header{ID: graph.ID(fmt.Sprintf("state:X%c%c", 'A'+i/5, 'A'+i%5)), Name: fmt.Sprintf("%s %d", name, i)}})
	}
	if _, err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// TestNeverTheAnswerOfAnotherQuestion asks 10,000 random questions, in which query, operation, variables, day and data
// vary, of a server that keeps answers and of one that does not.
func TestNeverTheAnswerOfAnotherQuestion(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	named(t, store, "First")
	today := time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	server := func(cache int) http.Handler {
		return handler(t, func(o *httpapi.Options) {
			o.Store, o.AnswerCache, o.Clock = store, cache, func() time.Time { return today }
		})
	}
	keeping, plain := server(64<<10), server(-1) // small, so that answers go as well
	queries := []string{
		`query A($id: ID!) { node(id: $id) { id name } } query B($id: ID!) { node(id: $id) { name label } }`,
		`query A($id: ID!) { node(id: $id) { id  name } } query B($id: ID!) { node(id: $id) { name label } }`,
		`query A($id: ID!, $n: Int = 3) { node(id: $id) { id } actors(first: $n) { nodes { name } } } query B($id: ID!) { a: node(id: $id) { id } }`,
		`query A($id: ID!) { neighborhood(of: "state:XAA") { asOf } node(id: $id) { name } } query B($id: ID!) { nodes(ids: [$id]) { name } }`,
		`query A($id: ID!, $then: KnownAt) { node(id: $id, knownAt: $then) { name } now: node(id: $id) { name } } query B($then: KnownAt) { node(id: "state:XAA", knownAt: $then) { name } }`,
		`query A($id: ID!) { actor(ref: "nobody") { id } node(id: $id) { name } } query B($id: ID!) { loadRuns(first: 1) { id } node(id: $id) { id } }`,
	}
	random := rand.New(rand.NewPCG(11, 13))
	same := 0
	for i := range 10_000 {
		switch {
		case i%997 == 996:
			named(t, store, fmt.Sprintf("Name %d", i))
		case i%1499 == 1498:
			today = today.AddDate(0, 0, 1)
		}
		variables := map[string]any{"id": fmt.Sprintf("state:X%c%c", 'A'+random.IntN(4), 'A'+random.IntN(5))}
		if random.IntN(3) == 0 {
			variables["n"] = 1 + random.IntN(4)
		}
		if random.IntN(2) == 0 {
			variables["then"] = fmt.Sprintf("commit %d", 1+random.IntN(12)) // some are still to come
		}
		body, err := json.Marshal(map[string]any{"query": queries[random.IntN(len(queries))], "operationName": []string{"A", "B"}[random.IntN(2)], "variables": variables})
		if err != nil {
			t.Fatal(err)
		}
		got := send(t, keeping, "POST", "/graphql", string(body), "Content-Type", jsonType).Body.String()
		want := send(t, plain, "POST", "/graphql", string(body), "Content-Type", jsonType).Body.String()
		if got != want {
			t.Fatalf("%s\n%s\nwant %s", body, got, want)
		}
		same++
	}
	t.Logf("%d questions, the same answers", same)
}

func TestClientsThatHaveTheAnswerAreToldSo(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	named(t, store, "First")
	h := handler(t, func(o *httpapi.Options) { o.Store = store })
	const query = `{node(id:"state:XAA"){name}}`
	path := "/graphql?query=" + url.QueryEscape(query)
	first := send(t, h, "GET", path, "")
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Cache-Control") != "no-cache" || !strings.Contains(strings.Join(first.Header().Values("Vary"), ","), "Accept") {
		t.Fatalf("%v", first.Header())
	}
	if w := send(t, h, "GET", path, "", "If-None-Match", `"other", `+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := send(t, h, "GET", path, "", "If-None-Match", "*"); w.Code != http.StatusNotModified || w.Header().Get("ETag") != tag {
		t.Errorf("whatever the client has: %d", w.Code)
	}
	if w := send(t, h, "GET", "/graphql?query={nothing}", "", "If-None-Match", "*"); w.Code != http.StatusOK {
		t.Errorf("whatever the client has of a question without an answer: %d", w.Code)
	}
	if w := send(t, h, "GET", path+"&operationName=", "", "If-None-Match", `W/"other"`); w.Code != http.StatusOK {
		t.Errorf("with another tag: %d", w.Code)
	}
	sum := sha256.Sum256([]byte(query))
	extensions := `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(sum[:]) + `"}}`
	send(t, h, "POST", "/graphql", fmt.Sprintf(`{"query":%q,%s}`, query, extensions), "Content-Type", jsonType)
	byHash := func(headers ...string) *httptest.ResponseRecorder {
		return send(t, h, "POST", "/graphql", "{"+extensions+"}", append([]string{"Content-Type", jsonType}, headers...)...)
	}
	if w := byHash(); w.Header().Get("ETag") != tag || !strings.Contains(w.Body.String(), "First 0") {
		t.Errorf("by hash: %v %s", w.Header(), w.Body)
	}
	if w := byHash("If-None-Match", tag); w.Code != http.StatusNotModified {
		t.Errorf("by hash, again: %d", w.Code)
	}
	named(t, store, "Second")
	if w := send(t, h, "GET", path, "", "If-None-Match", tag); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Second 0") || w.Header().Get("ETag") == tag {
		t.Errorf("after a load: %d %v %s", w.Code, w.Header(), w.Body)
	}
	for name, query := range map[string]string{"with an error": `{actor(ref:"nobody"){id}}`, "of loads": `{loadRuns(first:1){id}}`, "that is none": `{x}`} {
		if w := send(t, h, "GET", "/graphql?query="+url.QueryEscape(query), ""); w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("an answer %s: %v", name, w.Header())
		}
	}
	if w := send(t, h, "POST", "/graphql", fmt.Sprintf(`{"query":%q}`, query), "Content-Type", jsonType); w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("POST: %v", w.Header())
	}
}

func TestTheSchemaIsOneDocument(t *testing.T) {
	text := send(t, handler(t, nil), "GET", "/schema.graphql", "").Body.String()
	if strings.Contains(text, "extend type") || strings.Count(text, "\ntype Query {") != 1 {
		t.Errorf("%.200s", text)
	}
	if _, err := gqlparser.LoadSchema(&ast.Source{Input: text}); err != nil {
		t.Error(err)
	}
}

func TestAKeptAnswerIsTheSameInEveryCoding(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	h := handler(t, func(o *httpapi.Options) { o.Store = store })
	body := `{"query":"{actors(first:100){nodes{id name}}}"}`
	plain := send(t, h, "POST", "/graphql", body, "Content-Type", jsonType)
	if plain.Header().Get("Content-Encoding") != "" || plain.Body.Len() < 2000 {
		t.Fatalf("%v %s", plain.Header(), plain.Body)
	}
	for _, c := range []struct{ accepted, coding string }{
		{"gzip", "gzip"}, {"gzip", "gzip"}, {"gzip, deflate, br, zstd", "zstd"}, {"zstd;q=0.5, gzip", "gzip"}, {"zstd;q=0", ""}, {"br", ""}, {"zstd", "zstd"},
	} {
		w := send(t, h, "POST", "/graphql", body, "Content-Type", jsonType, "Accept-Encoding", c.accepted)
		var unpacked io.Reader = w.Body
		size := w.Body.Len()
		var err error
		switch c.coding {
		case "gzip":
			unpacked, err = gzip.NewReader(w.Body)
		case "zstd":
			unpacked, err = zstd.NewReader(w.Body)
		}
		if err != nil {
			t.Fatalf("%s: %v %v", c.accepted, w.Header(), err)
		}
		text, err := io.ReadAll(unpacked)
		if err != nil || string(text) != plain.Body.String() || w.Header().Get("Content-Encoding") != c.coding {
			t.Errorf("%s: %v %v %.200s", c.accepted, w.Header(), err, text)
		}
		if c.coding != "" && w.Header().Get("Content-Length") != strconv.Itoa(size) || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s: %d bytes, %v", c.accepted, size, w.Header())
		}
	}
}
