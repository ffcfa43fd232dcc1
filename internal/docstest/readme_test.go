package docstest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/runner"
)

const readme = "../../README.md"

// answered finds a question in GraphQL and the answer below it.
var answered = regexp.MustCompile("(?s)```graphql\n(.*?)```\n+```json\n(.*?)```")

// TestREADMEShowsTheServersAnswers asks what README asks, of the bundled data.
func TestREADMEShowsTheServersAnswers(t *testing.T) {
	page, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if found := len(answered.FindAll(page, -1)); found < 5 {
		t.Fatalf("%d questions with answers, want at least 5", found)
	}
	server := serveBundled(t)
	golden.Compare(t, readme, answered.ReplaceAllFunc(page, func(pair []byte) []byte {
		question := answered.FindSubmatch(pair)[1]
		return []byte("```graphql\n" + string(question) + "```\n\n```json\n" + ask(t, server, string(question)) + "\n```")
	}))
}

func serveBundled(t *testing.T) string {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	identities, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := runner.Run(t.Context(), store, curated.New(), runner.Options{Identities: identities}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(httpapitest.New(httpapi.Options{Store: store}))
	t.Cleanup(server.Close)
	return server.URL
}

// ask returns the data of the answer as README shows it: indented, with what is short on one line.
func ask(t *testing.T, server, question string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": question})
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(server+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Errors) > 0 {
		t.Fatalf("%s\nanswers with errors: %s", question, answer.Errors)
	}
	return layout(t, answer.Data, "")
}

const width = 120

// layout indents JSON as a person would: a value that fits is left on its line, and the order of the members is kept.
func layout(t *testing.T, value json.RawMessage, indent string) string {
	t.Helper()
	var short bytes.Buffer
	if err := json.Compact(&short, value); err != nil {
		t.Fatal(err)
	}
	if flat := spaced(short.String()); len(indent)+len(flat) <= width || (value[0] != '{' && value[0] != '[') {
		return flat
	}
	decoder := json.NewDecoder(bytes.NewReader(value))
	open, err := decoder.Token()
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for inner := indent + "  "; decoder.More(); {
		part := inner
		if open == json.Delim('{') {
			name, err := decoder.Token()
			if err != nil {
				t.Fatal(err)
			}
			quoted, err := json.Marshal(name)
			if err != nil {
				t.Fatal(err)
			}
			part += string(quoted) + ": "
		}
		var member json.RawMessage
		if err := decoder.Decode(&member); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part+layout(t, member, inner))
	}
	end := map[json.Delim]string{'{': "}", '[': "]"}[open.(json.Delim)]
	return open.(json.Delim).String() + "\n" + strings.Join(parts, ",\n") + "\n" + indent + end
}

// spaced puts a space behind commas and colons that are not in a text.
func spaced(compact string) string {
	var b strings.Builder
	quoted, escaped := false, false
	for _, r := range compact {
		b.WriteRune(r)
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case !quoted && (r == ',' || r == ':'):
			b.WriteByte(' ')
		}
	}
	return b.String()
}
