// Package httpapitest asks a handler of package httpapi in tests, the way a client would.
package httpapitest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/messagetest"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/runner"
)

// Today is the day on which tests ask questions without a date.
var Today = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

// Handler is the API on a store, on the day Today.
func Handler(store graph.Store) http.Handler {
	return New(httpapi.Options{Store: store, BatchWait: 2 * time.Millisecond})
}

// New is the API with these options. Where they do not say otherwise it is the day Today, and an answer may take the
// time of a machine that is slow and busy, or of a Neo4j that has just started.
func New(o httpapi.Options) http.Handler {
	if o.Clock == nil {
		o.Clock = func() time.Time { return Today }
	}
	if o.Limits.Timeout == 0 {
		o.Limits.Timeout = 2 * time.Minute
	}
	return httpapi.New(o)
}

// LoadCurated loads the bundled dataset into the store, with a clock that gives every load run the same times.
func LoadCurated(t testing.TB, store graph.Store) {
	t.Helper()
	identities, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	_, err = runner.Run(t.Context(), store, curated.New(), runner.Options{Identities: identities, Now: func() time.Time { return Today }})
	if err != nil {
		t.Fatal(err)
	}
}

// Answer is what a query was answered with.
type Answer struct {
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Message    string `json:"message"`
		Path       []any  `json:"path,omitempty"`
		Extensions struct {
			Code       string            `json:"code"`
			RequestID  string            `json:"requestId,omitempty"`
			Candidates []graph.Candidate `json:"candidates,omitempty"`
		} `json:"extensions"`
	} `json:"errors,omitempty"`
	Extensions struct {
		Entente struct {
			DataVersion string         `json:"dataVersion"`
			KnownAt     string         `json:"knownAt"`
			AsOf        *string        `json:"asOf"`
			Warnings    []string       `json:"warnings"`
			Receipt     map[string]any `json:"receipt"`
		} `json:"entente"`
	} `json:"extensions"`
	Status int `json:"-"`
}

// Ask posts a query.
func Ask(t testing.TB, handler http.Handler, query string, variables map[string]any) Answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Host = "localhost"
	request.Header.Set("Content-Type", "application/json")
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	answer := Answer{Status: response.Code}
	if err := json.Unmarshal(response.Body.Bytes(), &answer); err != nil {
		t.Fatalf("the answer is no JSON: %v\n%.400s", err, response.Body)
	}
	for _, e := range answer.Errors {
		messagetest.Check(t, e.Message)
	}
	return answer
}

// Data posts a query that must have no errors, and reads the answer's data.
func Data(t testing.TB, handler http.Handler, query string, variables map[string]any, into any) {
	t.Helper()
	answer := Ask(t, handler, query, variables)
	for _, e := range answer.Errors {
		t.Fatalf("%s (%s)", e.Message, e.Extensions.Code)
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		t.Fatalf("%v\n%.400s", err, answer.Data)
	}
}
