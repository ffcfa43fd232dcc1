package examples_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/entente-graph/entente/examples"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

func TestExamplesOnTheEmbeddedStore(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	answers(t, store)
}

func TestExamplesOnNeo4j(t *testing.T) {
	if golden.Updating() {
		t.Skip("golden answers are recorded on the embedded store")
	}
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	answers(t, store)
}

// answers compares the answer to every example with the golden one.
func answers(t *testing.T, store graph.Store) {
	httpapitest.LoadCurated(t, store)
	handler := httpapitest.Handler(store)
	list := examples.All()
	if len(list) < 15 {
		t.Fatalf("%d examples; want at least fifteen", len(list))
	}
	compare(t, handler, list)
	if golden.Updating() {
		return
	}
	t.Run("unknown values", func(t *testing.T) { unknownValues(t, handler) })
	// The same answers are given of the past, whatever has become of the data.
	if _, err := store.Retract(t.Context(), "dataset:curated"); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i].Query = knownAt(t, list[i].Query, "commit 1")
	}
	t.Run("of the past", func(t *testing.T) { compare(t, handler, list) })
}

// knownAt asks all root fields of a query of a commit, but those that are.
func knownAt(t *testing.T, query, commit string) string {
	t.Helper()
	parsed, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range parsed.Operations[0].SelectionSet {
		field, ok := s.(*ast.Field)
		if !ok {
			t.Fatalf("%s: its root holds more than fields", query)
		}
		if field.Arguments.ForName("knownAt") == nil {
			field.Arguments = append(field.Arguments, &ast.Argument{Name: "knownAt", Value: &ast.Value{Raw: commit, Kind: ast.StringValue}})
		}
	}
	var b strings.Builder
	formatter.NewFormatter(&b).FormatQueryDocument(parsed)
	return b.String()
}

func compare(t *testing.T, handler http.Handler, list []examples.Example) {
	for _, example := range list {
		t.Run(example.Name, func(t *testing.T) {
			answer := httpapitest.Ask(t, handler, example.Query, example.Variables)
			for _, e := range answer.Errors {
				t.Errorf("%s (%s)", e.Message, e.Extensions.Code)
			}
			var shown bytes.Buffer
			if err := json.Indent(&shown, answer.Data, "", "  "); err != nil {
				t.Fatal(err)
			}
			shown.WriteByte('\n')
			golden.Compare(t, "testdata/"+example.Name+".json", shown.Bytes())
		})
	}
}

func TestExamplesAreToldApartByTheirDescriptions(t *testing.T) {
	seen := map[string]string{}
	for _, example := range examples.All() {
		if other, ok := seen[example.Description]; ok {
			t.Errorf("%s and %s have one description", example.Name, other)
		}
		seen[example.Description] = example.Name
	}
}
