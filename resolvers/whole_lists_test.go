package resolvers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/schema"
)

// few is a store that gives no more than so many relationships of a node, as every store does beyond graph.MaxPerNode.
type few struct {
	graph.Store
	most int
}

func (f few) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	_, commit, err := f.Store.At(ctx, known)
	return f, commit, err
}

func (f few) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	q.PerNode = min(q.PerNode, f.most)
	return f.Store.Expand(ctx, ids, q)
}

// crowded loads a node of every label, the hub of it, with so many relationships of each type and direction that it may
// have.
func crowded(t *testing.T, store graph.Store, n int) {
	t.Helper()
	const dataset = graph.ID("dataset:invented")
	prefixes := map[graph.Label]string{}
	var all []graph.Label
	for _, spec := range graph.Ontology.Labels {
		prefixes[spec.Label], all = spec.Prefix, append(all, spec.Label)
	}
	var batch graph.Batch
	seen := map[graph.ID]bool{}
	node := func(label graph.Label, name string) graph.ID {
		id := graph.ID(prefixes[label] + ":" + name)
		if !seen[id] {
			seen[id] = true
			batch.Nodes = append(batch.Nodes, graph.NodeRecord{ID: id, Label: label, Dataset: dataset, Properties: graph.Properties{"name": string(id)}})
		}
		return id
	}
	node(graph.LabelDataset, "invented")
	labels := func(some []graph.Label) []graph.Label {
		if some == nil {
			return all
		}
		return some
	}
	for _, spec := range graph.Ontology.Types {
		for _, from := range labels(spec.From) {
			for _, to := range labels(spec.To) {
				for i := range n {
					far := fmt.Sprint("far-", i)
					for _, ends := range [][2]graph.ID{{node(from, "hub"), node(to, far)}, {node(from, far), node(to, "hub")}} {
						batch.Relationships = append(batch.Relationships, graph.RelationshipRecord{Type: spec.Type, From: ends[0], To: ends[1], Dataset: dataset})
					}
				}
			}
		}
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

// TestNoListEndsWithoutAWord: every list of nodes or relationships that a node has in the schema is whole, or is refused,
// or says that there are more than its `first` gave.
func TestNoListEndsWithoutAWord(t *testing.T) {
	memory := inMemory(t)
	crowded(t, memory, 3)
	const most = 2
	h := httpapitest.New(httpapi.Options{Store: few{memory, most}, AnswerCache: -1})
	contract, err := gqlparser.LoadSchema(&ast.Source{Input: schema.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	is := func(def *ast.Definition, of string) bool {
		return def.Name == of || slices.Contains(def.Interfaces, of)
	}
	tried := 0
	for _, spec := range graph.Ontology.Labels {
		def := contract.Types[string(spec.Label)]
		if def == nil {
			t.Fatalf("the schema has no %s", spec.Label)
		}
		for _, field := range def.Fields {
			element := contract.Types[field.Type.Name()]
			if field.Type.Elem == nil || !is(element, "Node") && !is(element, "Relationship") {
				continue
			}
			tried++
			name := def.Name + "." + field.Name
			arguments := ""
			if field.Arguments.ForName("allTime") != nil {
				arguments = "(allTime: true)"
			}
			answer := httpapitest.Ask(t, h, fmt.Sprintf(`{ node(id: "%s:hub") { ... on %s { list: %s%s { __typename } } } }`, spec.Prefix, def.Name, field.Name, arguments), nil)
			switch {
			case len(answer.Errors) > 0:
				if e := answer.Errors[0]; e.Extensions.Code != "LIMIT_EXCEEDED" || !strings.Contains(e.Message, "more than") {
					t.Errorf("%s: %s (%s)", name, e.Message, e.Extensions.Code)
				}
			case field.Arguments.ForName("first") == nil:
				t.Errorf("%s is answered with %s, and says nothing of what is left out", name, answer.Data)
			case !slices.ContainsFunc(answer.Extensions.Entente.Warnings, func(w string) bool { return strings.HasPrefix(w, field.Name+": only the first") }):
				t.Errorf("%s is answered with %s and warns only of %q", name, answer.Data, answer.Extensions.Entente.Warnings)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d lists were tried", tried)
	}
}

// TestAFirstThatIsGivenWarnsOfNothing: who says how many are wanted knows that there may be more.
func TestAFirstThatIsGivenWarnsOfNothing(t *testing.T) {
	memory := inMemory(t)
	crowded(t, memory, 3)
	h := httpapitest.Handler(memory)
	for query, warns := range map[string]bool{
		`{ node(id: "state:hub") { relationships(allTime: true) { id } } }`:              true,
		`{ node(id: "state:hub") { relationships(allTime: true, first: 50) { id } } }`:   false,
		`{ node(id: "state:hub") { ... on State { alliances(allTime: true) { id } } } }`: false,
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if warned := len(answer.Extensions.Entente.Warnings) > 0; warned != warns || len(answer.Errors) > 0 {
			t.Errorf("%s: %q, %v", query, answer.Extensions.Entente.Warnings, answer.Errors)
		}
	}
}
