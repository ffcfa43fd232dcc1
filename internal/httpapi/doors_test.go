package httpapi_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/schema"
)

// refusedQuickly asks and wants one kind of refusal, in few bytes and little time.
func refusedQuickly(t *testing.T, h http.Handler, query, code string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	w := send(t, h, "POST", "/graphql", string(body), "Content-Type", jsonType)
	took := time.Since(start)
	if !strings.Contains(w.Body.String(), `"code":"`+code+`"`) || strings.Contains(w.Body.String(), `"data"`) {
		t.Errorf("%.300s; want %s", w.Body, code)
	}
	if w.Body.Len() > 4000 || code == "LIMIT_EXCEEDED" && w.Body.Len() > 2000 || took > time.Minute { // what it takes on an idle machine is in docs/reliability.md
		t.Errorf("%d bytes in %v", w.Body.Len(), took)
	}
}

func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
		b.WriteByte(' ')
	}
	return b.String()
}

func TestHostileDocumentsAreRefusedBeforeTheyAreValidated(t *testing.T) {
	h := handler(t, nil)
	for name, query := range map[string]string{
		"the schema many times":               "{" + repeated(110, "a#: __schema { types { name } }") + "}",
		"the schema's types many times":       "{ __schema {" + repeated(100, "a#: types { fields { name type { name } } }") + "} }",
		"one field thousands of times":        "{" + strings.Repeat("stats{nodeCount}", 1200) + "}",
		"a leaf thousands of times":           "{ stats {" + strings.Repeat("nodeCount ", 4900) + "} }",
		"one argument thousands of times":     "{ node(" + strings.Repeat("id:1 ", 1600) + ") { id } }",
		"one object field thousands of times": "{ actors(filter:{" + strings.Repeat("text:1 ", 1600) + "}) { totalCount } }",
		"one directive thousands of times":    "{ stats " + strings.Repeat("@x ", 2400) + "{ nodeCount } }",
		"fragments that spread all others":    "{ stats { ...F0 } }" + repeated(60, "fragment F# on Stats { "+repeated(20, "...F#")+" nodeCount }"),
		"a chain of fragments":                "{ stats { ...F0 } } " + chain(600),
		"operations that share a fragment":    repeated(250, "query q# { stats { ...F } }") + "fragment F on Stats {" + repeated(1200, "a#:nodeCount") + "}",
		"a name without end":                  "{ " + strings.Repeat("a", 90_000) + " }",
		"a type's name without end":           "query ($a: " + strings.Repeat("a", 90_000) + ") { stats { nodeCount } }",
		"diffs of all alliances":              "{" + repeated(58, `d#: allianceDiff(from: "1900-01-01", to: "2000-01-01") { __typename }`) + "}",
		"introspection that is deep":          "{ __schema { types { " + strings.Repeat("fields { type { ", 12) + "name" + strings.Repeat(" } }", 12) + " } } }",
	} {
		t.Run(name, func(t *testing.T) {
			code := "LIMIT_EXCEEDED"
			if name == "fragments that spread all others" {
				code = "GRAPHQL_VALIDATION_FAILED" // F0 is among those that it spreads
			}
			refusedQuickly(t, h, query, code)
		})
	}
}

// chain is fragments of which each spreads the next.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment F%d on Stats { ...F%d } ", i, i+1)
	}
	return b.String() + fmt.Sprintf("fragment F%d on Stats { nodeCount }", n)
}

func TestAListOfErrorsIsShort(t *testing.T) {
	h := handler(t, nil)
	for name, query := range map[string]string{
		"unknown fields":    "{" + repeated(2000, "nodeCoun#") + "}",
		"unknown arguments": "{ stats(" + repeated(200, "a#: 1") + ") { nodeCount } }",
		"unknown types":     repeated(300, "query q#($a: Actr#) { stats { nodeCount } }"),
		"unknown fragments": "{" + repeated(1000, "...F#") + "}",
		"a long text":       `{ actors(first: "` + strings.Repeat("x", 90_000) + `") { totalCount } }`,
	} {
		t.Run(name, func(t *testing.T) { refusedQuickly(t, h, query, "GRAPHQL_VALIDATION_FAILED") })
	}
	t.Run("of fields that fail", func(t *testing.T) {
		w := send(t, h, "POST", "/graphql", fmt.Sprintf(`{"query":%q}`, "{"+repeated(90, `a#: actor(ref: "nobody #") { id }`)+"}"), "Content-Type", jsonType)
		if n := strings.Count(w.Body.String(), `"message"`); n > 51 || !strings.Contains(w.Body.String(), "more errors are left out") {
			t.Errorf("%d errors: %.600s", n, w.Body.String())
		}
	})
}

func TestAnAnswerThatTurnsOutTooLargeIsEnded(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	for name, limits := range map[string]httpapi.Limits{"in cost": {Cost: 20_000}, "in bytes": {Answer: 20_000}} {
		t.Run(name, func(t *testing.T) {
			h := handler(t, func(o *httpapi.Options) { o.Store, o.Limits = store, limits })
			answer := httpapitest.Ask(t, h, `{ actors(first: 300) { nodes { id name alliances(allTime: true) { id } } } }`, nil)
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" || string(answer.Data) != "null" {
				t.Errorf("%+v %.100s; want one LIMIT_EXCEEDED and no data", answer.Errors, answer.Data)
			}
		})
	}
	h := handler(t, func(o *httpapi.Options) { o.Store = store })
	var whole struct{ Actors struct{ Nodes []any } }
	httpapitest.Data(t, h, `{ actors(first: 300) { nodes { id name alliances { id obligationType to { id name } treaty { id title } } } } }`, nil, &whole)
	if len(whole.Actors.Nodes) < 200 {
		t.Errorf("%d actors", len(whole.Actors.Nodes))
	}
}

func TestIntrospectionCanBeSwitchedOff(t *testing.T) {
	const query = `{ __schema { queryType { name } } }`
	if answer := httpapitest.Ask(t, handler(t, nil), query, nil); len(answer.Errors) > 0 {
		t.Errorf("%+v", answer.Errors)
	}
	off := handler(t, func(o *httpapi.Options) { o.NoIntrospection = true })
	if answer := httpapitest.Ask(t, off, query, nil); len(answer.Errors) == 0 {
		t.Errorf("%s", answer.Data)
	}
}

func TestOnlyKnownNamesOfTheServerAreAnswered(t *testing.T) {
	h := handler(t, func(o *httpapi.Options) { o.AllowedHosts = []string{"Graph.example"} })
	for host, want := range map[string]int{
		"localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "[::1]": 200, "10.0.0.7": 200, "graph.example": 200, "graph.example.:80": 200,
		"entente.localhost": 200, "evil.example": 421, "127.0.0.1.evil.example": 421, "graph.example.evil.example": 421, "localhost.evil.example:8080": 421,
	} {
		for _, path := range []string{"/graphql?query=%7B__typename%7D", "/", "/schema.graphql"} {
			r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
			r.Host = host
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s%s: %d, want %d", host, path, w.Code, want)
			}
		}
	}
}

func TestOriginsThatAreNone(t *testing.T) {
	for _, origin := range []string{"null", "dashboard.example", "https://dashboard.example/path", ""} {
		if httpapi.CheckOrigins([]string{"https://good.example", origin}) == nil {
			t.Errorf("%q is allowed", origin)
		}
	}
	if err := httpapi.CheckOrigins([]string{"*", "https://dashboard.example", "http://localhost:5173"}); err != nil {
		t.Error(err)
	}
}

func TestPagesMaySendWhatClientsSend(t *testing.T) {
	h := handler(t, func(o *httpapi.Options) {
		o.AllowedOrigins, o.AllowedHeaders = []string{"https://dashboard.example"}, []string{"X-Team"}
	})
	w := send(t, h, "OPTIONS", "/graphql", "", "Origin", "https://dashboard.example", "Access-Control-Request-Method", "POST",
		"Access-Control-Request-Headers", "apollographql-client-name,authorization,content-type,x-team")
	if w.Header().Get("Access-Control-Allow-Headers") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	w = send(t, h, "OPTIONS", "/graphql", "", "Origin", "https://dashboard.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "x-other")
	if w.Header().Get("Access-Control-Allow-Headers") != "" {
		t.Errorf("a header that nobody named: %v", w.Header())
	}
}

func TestAutomaticPersistedQueries(t *testing.T) {
	const query = "{__typename}"
	sum := sha256.Sum256([]byte(query))
	hash := func(h string) string { return `{"persistedQuery":{"version":1,"sha256Hash":"` + h + `"}}` }
	right := hash(hex.EncodeToString(sum[:]))
	ask := func(h http.Handler, body string) string {
		w := send(t, h, "POST", "/graphql", body, "Content-Type", jsonType, "Accept", "application/graphql-response+json, application/json;q=0.9")
		return fmt.Sprintf("%d%s", w.Code, w.Body)
	}
	get := func(h http.Handler) string {
		w := send(t, h, "GET", "/graphql?extensions="+url.QueryEscape(right), "")
		return fmt.Sprintf("%d%s", w.Code, w.Body)
	}
	h := handler(t, nil)
	for _, c := range []struct{ got, want string }{
		{ask(h, `{"extensions":`+right+`}`), `200{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}`},
		{ask(h, `{"query":"{ __typename }","extensions":`+right+`}`), `400{"errors":[{"message":"provided APQ hash does not match query","extensions":{"code":"BAD_REQUEST"}}]}`},
		{ask(h, `{"query":"`+query+`","extensions":`+right+`}`), `200{"data":{"__typename":"Query"}`},
		{ask(h, `{"extensions":`+right+`}`), `200{"data":{"__typename":"Query"}`},
		{get(h), `200{"data":{"__typename":"Query"}`},
	} {
		if !strings.HasPrefix(c.got, c.want) {
			t.Errorf("%s\nwant %s", c.got, c.want)
		}
	}
	off := handler(t, func(o *httpapi.Options) { o.NoPersistedQueries = true })
	const notSupported = `200{"errors":[{"extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"},"message":"PersistedQueryNotSupported"}]}`
	if got := ask(off, `{"extensions":`+right+`}`); !strings.HasPrefix(got, notSupported) {
		t.Errorf("off: %s", got)
	}
	if got := ask(off, `{"query":"`+query+`","extensions":`+right+`}`); !strings.HasPrefix(got, `200{"data"`) {
		t.Errorf("off, with the query: %s", got)
	}
}

// slow is a store that answers when it is let.
type slow struct {
	graph.Store
	asked, let chan struct{}
}

func (s slow) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	_, commit, err := s.Store.At(ctx, known)
	return s, commit, err
}

func (s slow) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	s.asked <- struct{}{}
	<-s.let
	return s.Store.Nodes(ctx, ids)
}

func TestRequestsBeyondThoseUnderWayAreToldToComeAgain(t *testing.T) {
	store := slow{memstore.New(), make(chan struct{}), make(chan struct{})}
	h := handler(t, func(o *httpapi.Options) { o.Store, o.Limits.Requests = store, 1 })
	const body = `{"query":"{node(id:\"state:PRK\"){id}}"}`
	first := make(chan int)
	go func() { first <- send(t, h, "POST", "/graphql", body, "Content-Type", jsonType).Code }()
	<-store.asked
	w := send(t, h, "POST", "/graphql", body, "Content-Type", jsonType)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), `"code":"UNAVAILABLE"`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	close(store.let)
	if code := <-first; code != http.StatusOK {
		t.Errorf("the one under way: %d", code)
	}
}

func TestAServerWhoseStoreIsNotThereIsAliveAndNotReady(t *testing.T) {
	h := httpapi.Waiting(httpapi.Options{}, func(context.Context) error {
		return graph.Errorf(graph.KindUnavailable, "Neo4j cannot be reached").Because(errors.New("secret address"))
	})
	for path, want := range map[string]int{"/livez": 200, "/readyz": 503, "/graphql?query=%7B__typename%7D": 503, "/": 503} {
		w := send(t, h, "GET", path, "")
		if w.Code != want || want == 503 && !strings.Contains(w.Body.String(), "Neo4j cannot be reached") || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	w := send(t, h, "GET", "/", "", "Accept", "text/html,*/*;q=0.8")
	if w.Code != 503 || w.Header().Get("Refresh") == "" || !strings.Contains(w.Body.String(), "Neo4j cannot be reached. This page") {
		t.Errorf("to a browser: %d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestAnswersComeInZstd(t *testing.T) {
	w := send(t, handler(t, nil), "GET", "/schema.graphql", "", "Accept-Encoding", "zstd")
	if w.Header().Get("Content-Encoding") != "zstd" {
		t.Fatalf("%v", w.Header())
	}
	z, err := zstd.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var b strings.Builder
	if _, err := z.WriteTo(&b); err != nil || !strings.Contains(b.String(), "type Query") || len(b.String()) < len(schema.SDL())/2 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}
