package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/schema"
)

// TestEveryNodeThatARelationshipNames asks a relationship of each type for its ends by all of their names, and for the
// nodes whose ids are among its properties. The ends are those that the schema's descriptions say.
func TestEveryNodeThatARelationshipNames(t *testing.T) {
	parsed, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schema.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	batch := graph.Batch{}
	for _, spec := range graph.Ontology.Labels {
		for _, side := range []string{"from", "to"} {
			batch.Nodes = append(batch.Nodes, graph.NodeRecord{
				ID: graph.ID(spec.Prefix + ":" + side), Label: spec.Label, Dataset: "dataset:from",
				Properties: graph.Properties{"name": spec.Prefix + " " + side},
			})
		}
	}
	ids := map[graph.RelationshipType][2]string{}
	for _, spec := range graph.Ontology.Types {
		from, to := end(spec.From, "from"), end(spec.To, "to")
		ids[spec.Type] = [2]string{string(from), string(to)}
		r := graph.RelationshipRecord{
			Type: spec.Type, From: from, To: to, Dataset: "dataset:from", Properties: graph.Properties{},
		}
		for _, f := range nodesOf(parsed, camel(spec.Type)) {
			if spec.Property(f.Name) != nil {
				r.Properties[f.Name] = string(named(parsed, f))
			}
		}
		batch.Relationships = append(batch.Relationships, r)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	for _, spec := range graph.Ontology.Types {
		t.Run(string(spec.Type), func(t *testing.T) {
			want := map[string]string{"from": ids[spec.Type][0], "to": ids[spec.Type][1]}
			name := camel(spec.Type)
			var selection strings.Builder
			for _, f := range nodesOf(parsed, name) {
				fmt.Fprintf(&selection, " %s { id }", f.Name)
				switch {
				case strings.HasSuffix(f.Description, "the same as `from`."):
					want[f.Name] = want["from"]
				case strings.HasSuffix(f.Description, "the same as `to`."):
					want[f.Name] = want["to"]
				case spec.Property(f.Name) != nil:
					want[f.Name] = string(named(parsed, f))
				default:
					t.Errorf("%s is neither an end nor a property", f.Name)
				}
			}
			var got struct {
				Node struct {
					Relationships []map[string]struct{ ID string }
				}
			}
			httpapitest.Data(t, h, fmt.Sprintf(`{ node(id: %q) { relationships(types: [%s], direction: OUT, allTime: true) { from { id } to { id } ... on %s {%s } } } }`,
				want["from"], spec.Type, name, &selection), nil, &got)
			if len(got.Node.Relationships) != 1 || len(want) < 4 {
				t.Fatalf("relationships %v with the ends %v", got.Node.Relationships, want)
			}
			for name, id := range want {
				if got.Node.Relationships[0][name].ID != id {
					t.Errorf("%s is %q, want %q", name, got.Node.Relationships[0][name].ID, id)
				}
			}
		})
	}
}

// nodesOf are the fields of a relationship's type that are a node, without those that all relationships have.
func nodesOf(parsed *ast.Schema, name string) (out ast.FieldList) {
	for _, f := range parsed.Types[name].Fields {
		target := parsed.Types[f.Type.NamedType]
		isNode := target != nil && (target.Name == "Node" || slices.Contains(target.Interfaces, "Node"))
		if isNode && parsed.Types["Relationship"].Fields.ForName(f.Name) == nil {
			out = append(out, f)
		}
	}
	return out
}

// named is the id of a node for a property alone: of the label that the field has, an organization where it may be any
// actor.
func named(parsed *ast.Schema, f *ast.FieldDefinition) graph.ID {
	label := graph.LabelOrganization
	if parsed.Types[f.Type.NamedType].Kind == ast.Object {
		label = graph.Label(f.Type.NamedType)
	}
	return graph.ID(graph.Ontology.Label(label).Prefix + ":" + f.Name)
}

// end is the id of a node with one of the labels; without labels any will do.
func end(labels []graph.Label, side string) graph.ID {
	label := graph.LabelOrganization
	if len(labels) > 0 {
		label = labels[0]
	}
	return graph.ID(graph.Ontology.Label(label).Prefix + ":" + side)
}

// camel is the name of a relationship type's type in the schema: PARTY_TO is PartyTo.
func camel(t graph.RelationshipType) string {
	var b strings.Builder
	for word := range strings.SplitSeq(string(t), "_") {
		b.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return b.String()
}
