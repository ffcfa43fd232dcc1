package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/entente-graph/entente/examples"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/ui"
)

func send(t *testing.T, h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Host = "localhost"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const jsonType = "application/json"

func TestRequestsThatAreNoQueryAreRefused(t *testing.T) {
	h := handler(t, nil)
	for name, c := range map[string]struct {
		method, target, body, media string
		status                      int
		want                        string
	}{
		"a form":               {"POST", "/graphql", "query=%7B__typename%7D", "application/x-www-form-urlencoded", 415, "want application/json"},
		"an upload":            {"POST", "/graphql", "--x--", "multipart/form-data; boundary=x", 415, "want application/json"},
		"no hash of a query":   {"POST", "/graphql", `{"extensions":{"persistedQuery":null}}`, jsonType, 400, "the body has no query"},
		"another charset":      {"POST", "/graphql", `{"query":"{__typename}"}`, "application/json; charset=latin1", 415, "in UTF-8"},
		"UTF-8":                {"POST", "/graphql", `{"query":"{__typename}"}`, "application/json; charset=UTF-8", 200, "Query"},
		"UTF-8 by its alias":   {"POST", "/graphql", `{"query":"{__typename}"}`, "application/json; charset=utf8", 200, "Query"},
		"no media type":        {"POST", "/graphql", `{"query":"{__typename}"}`, "", 415, "want application/json"},
		"a body without end":   {"POST", "/graphql", `{"query":"` + strings.Repeat("x", 1<<20) + `"}`, jsonType, 413, "limit of 1048576 bytes"},
		"bytes of no encoding": {"POST", "/graphql", "{\"query\":\n\"{ search(text: \\\"Chi\xffle\\\") }\"}", jsonType, 400, "line 2, column 22: a byte that is not valid UTF-8"},
		"such in an address":   {"GET", "/graphql?query=%7Ba%0A%ff%7D", "", "", 400, "query: line 2, column 1: a byte that is not valid UTF-8"},
		"no JSON":              {"POST", "/graphql", `{"query":`, jsonType, 400, "no JSON object"},
		"a batch":              {"POST", "/graphql", `[{"query":"{__typename}"}]`, jsonType, 400, "no JSON object"},
		"no query":             {"POST", "/graphql", `{}`, jsonType, 400, "has no query"},
		"GET without a query":  {"GET", "/graphql", "", "", 400, "no query"},
		"another method":       {"DELETE", "/graphql", "", "", 405, "want GET or POST"},
		"a mutation by GET":    {"GET", "/graphql?query=mutation%7Bx%7D", "", "", 405, "mutation"},
		"a path of no page":    {"GET", "/nowhere", "", "", 404, "not found"},
		"a folder of the UI":   {"GET", "/assets/", "", "", 404, "not found"},
		"a compressed body":    {"POST", "/graphql", "\x1f\x8b", jsonType + "\x00gzip", 415, "want a body that is not compressed"},
		"a query of no text":   {"POST", "/graphql", `{"query":7}`, jsonType, 400, "query: it is of type number"},
		"variables in a list":  {"POST", "/graphql", `{"query":"{__typename}","variables":[]}`, jsonType, 400, "variables: it is of type array"},
		"a key in capitals":    {"POST", "/graphql", `{"QUERY":"{__typename}"}`, jsonType, 400, "has no query"},
		"keys but for case":    {"POST", "/graphql", `{"query":"{__typename}","Query":"{"}`, jsonType, 200, `"__typename":"Query"`},
		"more than one value":  {"POST", "/graphql", `{"query":"{__typename}"} {}`, jsonType, 400, "more than one value"},
		"variables of no JSON": {"GET", "/graphql?query=%7B__typename%7D&variables=x", "", "", 400, "variables could not be decoded"},
	} {
		t.Run(name, func(t *testing.T) {
			media, coding, _ := strings.Cut(c.media, "\x00")
			w := send(t, h, c.method, c.target, c.body, "Content-Type", media, "Content-Encoding", coding)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%d %.200s; want %d with %q", w.Code, w.Body, c.status, c.want)
			}
		})
	}
}

// TestTheStatusSaysWhatTheMediaTypeLetsItSay follows GraphQL over HTTP: with application/json the status is about the
// request, with application/graphql-response+json about the query too, and what was not executed has no data.
func TestTheStatusSaysWhatTheMediaTypeLetsItSay(t *testing.T) {
	h := handler(t, nil)
	const newer = "application/graphql-response+json"
	for name, c := range map[string]struct {
		body, accept string
		status       int
		media, want  string
	}{
		"an answer":                      {`{"query":"{__typename}"}`, "", 200, jsonType, `{"data":{"__typename":"Query"}`},
		"an answer to whoever":           {`{"query":"{__typename}"}`, "*/*", 200, jsonType, `{"data":`},
		"an answer of the newer type":    {`{"query":"{__typename}"}`, newer, 200, newer, `{"data":`},
		"the newer type first":           {`{"query":"{__typename}"}`, newer + ", application/json", 200, newer, `{"data":`},
		"the newer type second":          {`{"query":"{__typename}"}`, newer + ";q=0.5, application/json", 200, jsonType, `{"data":`},
		"no syntax":                      {`{"query":"{"}`, "", 200, jsonType, `{"errors":`},
		"no syntax, newer type":          {`{"query":"{"}`, newer, 400, newer, `{"errors":`},
		"an unknown field":               {`{"query":"{x}"}`, "", 200, jsonType, `Cannot query field`},
		"an unknown field, newer type":   {`{"query":"{x}"}`, newer, 400, newer, `Cannot query field`},
		"a variable that is missing":     {`{"query":"query($i:ID!){node(id:$i){id}}"}`, newer, 400, newer, `"$i: must be defined"`},
		"a part of a variable":           {`{"query":"query($f:ActorFilter){actors(filter:$f){totalCount}}","variables":{"f":{"datasets":[null]}}}`, newer, 400, newer, `"$f.datasets[0]: cannot be null"`},
		"too many tokens":                {`{"query":"{` + strings.Repeat("__typename ", 5000) + `}"}`, newer, 400, newer, `"code":"LIMIT_EXCEEDED"`},
		"a field that fails":             {`{"query":"{actor(ref:\"nobody\"){id}}"}`, newer, 200, newer, `"data":{"actor":null}`},
		"one of several operations":      {`{"query":"query A{__typename} query B{__typename}","operationName":"B"}`, "", 200, jsonType, `{"data":`},
		"which of several operations":    {`{"query":"query A{__typename} query B{__typename}"}`, "", 200, jsonType, `want one of A, B`},
		"an operation that is not there": {`{"query":"query A{__typename}","operationName":"C"}`, "", 200, jsonType, `no operation is called \"C\"; want one of A`},
	} {
		t.Run(name, func(t *testing.T) {
			w := send(t, h, "POST", "/graphql", c.body, "Content-Type", jsonType, "Accept", c.accept, "Upgrade", "websocket")
			if w.Code != c.status || w.Header().Get("Content-Type") != c.media || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%d %s %s; want %d %s with %s", w.Code, w.Header().Get("Content-Type"), w.Body, c.status, c.media, c.want)
			}
			if strings.Contains(w.Body.String(), `"data":null`) {
				t.Errorf("data of what was not executed: %s", w.Body)
			}
		})
	}
}

func TestAQuestionWhoseTimeIsOverIsToldSo(t *testing.T) {
	h := handler(t, func(o *httpapi.Options) { o.Limits.Timeout = time.Nanosecond })
	w := send(t, h, "POST", "/graphql", `{"query":"{stats{nodeCount}}"}`, "Content-Type", jsonType)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), `"code":"TIMEOUT"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestQueriesMayComeByGET(t *testing.T) {
	w := send(t, handler(t, nil), "GET", "/graphql?query=query(%24id%3AID!)%7Bnode(id%3A%24id)%7Bid%7D%7D&variables=%7B%22id%22%3A%22state%3APRK%22%7D", "")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), `{"data":{"node":null}`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestEveryAnswerHasTheHeadersOfAReadOnlyAPI(t *testing.T) {
	h := handler(t, nil)
	for _, path := range []string{"/", "/graphiql", "/schema.graphql", "/graphql?query=%7B__typename%7D", "/nowhere"} {
		header := send(t, h, "GET", path, "").Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"} {
			if header.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, header.Get(name))
			}
		}
		if !strings.Contains(header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, header)
		}
		if header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other origins are allowed", path)
		}
	}
}

func TestOtherOriginsMayAskOnlyWhereAllowed(t *testing.T) {
	ask := func(h http.Handler, origin string) *httptest.ResponseRecorder {
		return send(t, h, "POST", "/graphql", `{"query":"{__typename}"}`, "Content-Type", jsonType, "Origin", origin, "Sec-Fetch-Site", "cross-site")
	}
	closed := handler(t, nil)
	w := ask(closed, "https://dashboard.example")
	var refused struct{ Errors []struct{ Message string } }
	if err := json.Unmarshal(w.Body.Bytes(), &refused); err != nil || w.Code != http.StatusForbidden || len(refused.Errors) != 1 ||
		!strings.Contains(refused.Errors[0].Message, "--allow-origin https://dashboard.example") {
		t.Errorf("by default: %d %s", w.Code, w.Body)
	}
	open := handler(t, func(o *httpapi.Options) { o.AllowedOrigins = []string{"https://dashboard.example"} })
	if w := ask(open, "https://dashboard.example"); w.Code != http.StatusOK || w.Header().Get("Access-Control-Allow-Origin") != "https://dashboard.example" {
		t.Errorf("allowed: %d %v", w.Code, w.Header())
	}
	if w := ask(open, "https://elsewhere.example"); w.Code != http.StatusForbidden {
		t.Errorf("another: %d", w.Code)
	}
	preflight := send(t, open, "OPTIONS", "/graphql", "", "Origin", "https://dashboard.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
	if preflight.Header().Get("Access-Control-Allow-Headers") == "" {
		t.Errorf("preflight: %d %v", preflight.Code, preflight.Header())
	}
}

func TestPages(t *testing.T) {
	built := handler(t, func(o *httpapi.Options) {
		o.UI = fstest.MapFS{
			"index.html": {Data: []byte("<h1>built</h1>")}, "graphiql.html": {Data: []byte("<h1>playground</h1>")},
			"assets/a-123.js": {Data: []byte("export {}")},
		}
	})
	plain := handler(t, func(o *httpapi.Options) { o.UIMissing = "type make build" })
	for _, c := range []struct {
		h            http.Handler
		path         string
		status       int
		media, holds string
	}{
		{built, "/", 200, "text/html; charset=utf-8", "built"},
		{built, "/graphiql", 200, "text/html; charset=utf-8", "playground"},
		{built, "/node/state:PRK?asOf=2024-12-04", 200, "text/html; charset=utf-8", "built"},
		{built, "/node/article:ru-kp-2024/4", 200, "text/html; charset=utf-8", "built"},
		{built, "/paths?from=state:PRK&to=state:RUS", 200, "text/html; charset=utf-8", "built"},
		{built, "/attack", 200, "text/html; charset=utf-8", "built"},
		{built, "/diff", 200, "text/html; charset=utf-8", "built"},
		{built, "/timeline", 200, "text/html; charset=utf-8", "built"},
		{built, "/graph", 200, "text/html; charset=utf-8", "built"},
		{built, "/data", 200, "text/html; charset=utf-8", "built"},
		{built, "/paths/x", 404, "text/plain; charset=utf-8", "not found"},
		{built, "/nodes", 404, "text/plain; charset=utf-8", "not found"},
		{plain, "/node/state:PRK", 404, "text/plain; charset=utf-8", "not found"},
		{built, "/assets/a-123.js", 200, "text/javascript; charset=utf-8", "export"},
		{plain, "/", 200, "text/html; charset=utf-8", "type make build"},
		{plain, "/graphiql", 404, "text/plain; charset=utf-8", "type make build"},
		{plain, "/schema.graphql", 200, "text/plain; charset=utf-8", "\ntype Query {"},
		{plain, "/livez", 200, "text/plain; charset=utf-8", "alive"},
		{plain, "/readyz", 200, "text/plain; charset=utf-8", "ready"},
	} {
		w := send(t, c.h, "GET", c.path, "")
		if w.Code != c.status || w.Header().Get("Content-Type") != c.media || !strings.Contains(w.Body.String(), c.holds) {
			t.Errorf("%s: %d %s %.100s", c.path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	for path, policy := range map[string]string{
		"/": ui.ContentSecurityPolicy, "/node/state:PRK": ui.ContentSecurityPolicy, "/graphiql": ui.PlaygroundPolicy,
	} {
		if got := send(t, built, "GET", path, "").Header().Get("Content-Security-Policy"); got != policy {
			t.Errorf("%s has the policy %q", path, got)
		}
	}
	if cache := send(t, built, "GET", "/assets/a-123.js", "").Header().Get("Cache-Control"); !strings.Contains(cache, "immutable") {
		t.Errorf("assets: %q", cache)
	}
}

func TestNoPageIsAPageForBrowsers(t *testing.T) {
	styled := `<link rel="stylesheet" crossorigin href="/assets/a.css">`
	built := handler(t, func(o *httpapi.Options) {
		o.UI = fstest.MapFS{"index.html": {Data: []byte("<head>" + styled + `<script src="/assets/a.js"></script></head>`)}}
	})
	for name, h := range map[string]http.Handler{"built": built, "plain": handler(t, nil)} {
		w := send(t, h, "GET", "/no<b>where", "", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
		page := w.Body.String()
		if w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "text/html; charset=utf-8" ||
			!strings.Contains(page, `<a href="/">`) || !strings.Contains(page, "/no&lt;b&gt;where") {
			t.Errorf("%s: %d %s", name, w.Code, page)
		}
		if strings.Contains(page, styled) != (name == "built") || strings.Contains(page, "script") {
			t.Errorf("%s has another look: %s", name, page)
		}
		if w := send(t, h, "GET", "/assets/none.js", "", "Accept", "text/html"); !strings.Contains(w.Body.String(), `<a href="/">`) {
			t.Errorf("%s: a file of the pages that there is not: %s", name, w.Body)
		}
		if w := send(t, h, "POST", "/livez", "", "Accept", "text/html"); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: a POST of what can only be read: %d %s", name, w.Code, w.Body)
		}
		for _, method := range []string{"GET", "POST", "DELETE"} {
			w := send(t, h, method, "/graphql/", "", "Accept", "*/*")
			if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") || !strings.Contains(w.Body.String(), "is at /graphql") {
				t.Errorf("%s: to a program that asks by %s: %s", name, method, w.Body)
			}
		}
	}
}

func TestExamplesAreServedAsJSON(t *testing.T) {
	var got []examples.Example
	if err := json.Unmarshal(send(t, handler(t, nil), "GET", "/examples.json", "").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(examples.All()) || got[0].Description == "" || got[0].Query == "" {
		t.Errorf("%d examples, the first is %+v", len(got), got[0])
	}
}

// broken is a store that fails in ways of its own.
type broken struct {
	graph.Store
	err error
}

func (b broken) At(context.Context, graph.KnownAt) (graph.Reader, graph.Commit, error) {
	return b, graph.Commit{}, nil
}

func (b broken) Ready(context.Context) error { return b.err }

func (b broken) Nodes(context.Context, []graph.ID) ([]graph.Node, error) {
	if b.err == nil {
		panic("a secret of the store")
	}
	return nil, b.err
}

func TestFaultsOfTheStoreAreToldWithoutItsSecrets(t *testing.T) {
	for name, c := range map[string]struct {
		err           error
		code, message string
		logged        bool
	}{
		"internal":    {graph.Errorf(graph.KindInternal, "secret of row 7").Because(errors.New("password")), "INTERNAL", "internal error", true},
		"foreign":     {errors.New("secret password"), "INTERNAL", "internal error", true},
		"panic":       {nil, "INTERNAL", "internal error", true},
		"unreachable": {graph.Errorf(graph.KindUnavailable, "the store is away; check the address").Because(errors.New("secret password")), "UNAVAILABLE", "check the address", true},
		"timeout":     {context.DeadlineExceeded, "TIMEOUT", "took too long", false},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			h := handler(t, func(o *httpapi.Options) {
				o.Store, o.Logger = broken{memstore.New(), c.err}, slog.New(slog.NewJSONHandler(&log, nil))
			})
			w := send(t, h, "POST", "/graphql", `{"query":"{ node(id: \"state:PRK\") { id } }"}`, "Content-Type", jsonType, "X-Request-Id", "proxy-7")
			body := w.Body.String()
			if strings.Contains(body, "secret") || strings.Contains(body, "password") || !strings.Contains(body, `"code":"`+c.code+`"`) || !strings.Contains(body, c.message) {
				t.Errorf("answer: %s", body)
			}
			if c.logged && (!strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "proxy-7")) {
				t.Errorf("the log lacks the cause or the request: %s", &log)
			}
			if again := w.Header().Get("Retry-After"); (again != "") != (c.code == "UNAVAILABLE") {
				t.Errorf("Retry-After %q", again)
			}
			if w.Header().Get("X-Request-Id") != "proxy-7" {
				t.Errorf("id %q", w.Header().Get("X-Request-Id"))
			}
		})
	}
}

func TestReadinessIsThatOfTheStore(t *testing.T) {
	h := handler(t, func(o *httpapi.Options) {
		o.Store = broken{memstore.New(), graph.Errorf(graph.KindUnavailable, "the store is away; check the address")}
	})
	if w := send(t, h, "GET", "/readyz", ""); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "check the address") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send(t, h, "GET", "/livez", ""); w.Code != http.StatusOK {
		t.Errorf("the process is alive: %d", w.Code)
	}
}

// limping answers although something is amiss.
type limping struct{ graph.Store }

func (limping) Degraded() string { return "answers are of commit 7" }

func TestReadinessSaysWhatIsAmiss(t *testing.T) {
	h := handler(t, func(o *httpapi.Options) { o.Store = limping{memstore.New()} })
	if w := send(t, h, "GET", "/readyz", ""); w.Code != http.StatusOK || w.Body.String() != "degraded: answers are of commit 7\n" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestLongAnswersAreCompressed(t *testing.T) {
	h := handler(t, nil)
	w := send(t, h, "GET", "/schema.graphql", "", "Accept-Encoding", "gzip, br")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != send(t, h, "GET", "/schema.graphql", "").Body.String() {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	if w := send(t, h, "GET", "/schema.graphql", "", "Accept-Encoding", "br, gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Errorf("a client that refuses it: %v", w.Header())
	}
	if w := send(t, h, "GET", "/livez", "", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" || w.Body.String() != "alive\n" {
		t.Errorf("a short answer: %v %q", w.Header(), w.Body)
	}
}

func TestAnswersSayHowLongTheyAre(t *testing.T) {
	server := httptest.NewServer(handler(t, nil))
	defer server.Close()
	query := `{"query":"{`
	for i := range 1000 {
		query += " a" + strconv.Itoa(i) + ": __typename"
	}
	query += `}"}`
	for _, coding := range []string{"identity", "gzip", "identity", "gzip"} { // answered anew, then kept
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/graphql", strings.NewReader(query))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", jsonType)
		request.Header.Set("Accept-Encoding", coding)
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.ContentLength != int64(len(body)) || len(body) == 0 {
			t.Errorf("%s: a body of %d bytes, %v; Content-Length %d", coding, len(body), err, response.ContentLength)
		}
	}
}

func TestRequestsAreCountedByRoute(t *testing.T) {
	metrics := httpapi.NewMetrics()
	h := handler(t, func(o *httpapi.Options) { o.Metrics = metrics })
	send(t, h, "GET", "/nowhere", "")
	send(t, h, "POST", "/graphql", `{"query":"{__typename}"}`, "Content-Type", jsonType)
	counted := send(t, metrics.Handler(), "GET", "/metrics", "").Body.String()
	if w := send(t, h, "GET", "/metrics", ""); w.Code != http.StatusNotFound {
		t.Errorf("the metrics are shown to whoever asks: %d", w.Code)
	}
	for _, want := range []string{`entente_http_requests_total{route="/graphql",status="200"} 1`, `entente_http_requests_total{route="none",status="404"} 1`} {
		if !strings.Contains(counted, want) {
			t.Errorf("no line %s", want)
		}
	}
}
