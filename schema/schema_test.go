package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/schema"
)

func load(t *testing.T) *ast.Schema {
	t.Helper()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schema.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// own lists the definitions of the project, in the order of their names.
func own(s *ast.Schema) []*ast.Definition {
	var out []*ast.Definition
	for _, d := range s.Types {
		if !d.BuiltIn {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// TestContract keeps what clients rely on in one file, a line for each element: a line that goes or changes breaks
// clients. An element is deprecated for a release before it goes.
func TestContract(t *testing.T) {
	var b strings.Builder
	for _, d := range own(load(t)) {
		b.WriteString(strings.ToLower(string(d.Kind)) + " " + d.Name)
		if len(d.Interfaces) > 0 {
			b.WriteString(" implements " + strings.Join(d.Interfaces, ", "))
		}
		b.WriteString("\n")
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			b.WriteString(d.Name + "." + f.Name + ": " + f.Type.String() + value(f.DefaultValue) + "\n")
			for _, a := range f.Arguments {
				b.WriteString(d.Name + "." + f.Name + "(" + a.Name + "): " + a.Type.String() + value(a.DefaultValue) + "\n")
			}
		}
		for _, v := range d.EnumValues {
			b.WriteString(d.Name + "." + v.Name + "\n")
		}
	}
	golden.Compare(t, "testdata/contract.txt", []byte(b.String()))
}

func value(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return " = " + v.String()
}

func TestEveryElementIsDescribed(t *testing.T) {
	check := func(name, description string) {
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description", name)
		} else if !strings.ContainsAny(description[len(description)-1:], ".:)`") {
			t.Errorf("%s: its description ends without a full stop: %q", name, description)
		}
	}
	for _, d := range own(load(t)) {
		check(d.Name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(d.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(d.Name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			check(d.Name+"."+v.Name, v.Description)
		}
	}
}

// TestEnumsAreThoseOfTheDomain finds values that the schema lacks and values that the domain does not have.
func TestEnumsAreThoseOfTheDomain(t *testing.T) {
	s := load(t)
	var labels, types []string
	for _, spec := range graph.Ontology.Labels {
		labels = append(labels, spec.Label.Capitals())
	}
	for _, spec := range graph.Ontology.Types {
		types = append(types, string(spec.Type))
	}
	property := func(label graph.Label, name string) []string { return graph.Ontology.Label(label).Property(name).Enum }
	for name, want := range map[string][]string{
		"Label":            labels,
		"RelationshipType": types,
		"ObligationType":   words(graph.ObligationTypes),
		"IdentifierScheme": words(graph.Schemes),
		"ConditionKind":    words(graph.ConditionKinds),
		"OrganizationKind": property(graph.LabelOrganization, "kind"),
		"TreatyKind":       property(graph.LabelTreaty, "kind"),
		"EndKind":          property(graph.LabelTreaty, "endedHow"),
		"EventStatus":      property(graph.LabelEvent, "status"),
		"ConflictKind":     property(graph.LabelConflict, "kind"),
		"TriggerOutcome":   graph.Ontology.Type(graph.TriggersType).Property("outcome").Enum,
		"Direction":        words([]graph.Direction{graph.DirectionOut, graph.DirectionIn, graph.DirectionAny}),
		"TreatyStatus": words([]graph.TreatyStatus{
			graph.StatusNotYetSigned, graph.StatusSigned, graph.StatusInForce,
			graph.StatusSuspended, graph.StatusEnded,
		}),
		"LoadRunStatus":     words([]graph.LoadRunStatus{graph.LoadRunning, graph.LoadFinished, graph.LoadFailed, graph.LoadStopped}),
		"ValueKind":         kinds(),
		"MembershipKind":    graph.Ontology.Type(graph.MemberOfType).Property("kind").Enum,
		"PropertyName":      propertyNames(),
		"EventType":         property(graph.LabelEvent, "eventType"),
		"SourceReliability": property(graph.LabelSource, "reliability"),
		"ConsentKind":       graph.Ontology.Type(graph.PartyToType).Property("consentKind").Enum,
		"ConflictSide":      graph.Ontology.Type(graph.ParticipatedInType).Property("side").Enum,
		"BorderKind":        graph.Ontology.Type(graph.BordersType).Property("kind").Enum,
		"CouncilSeat":       graph.Ontology.Type(graph.MemberOfType).Property("seat").Enum,
		"OfficeRole":        graph.Ontology.Type(graph.HoldsOfficeType).Property("role").Enum,
		"TreatyStep":        graph.TreatySteps,
		"DutyChangeReason": append([]string{alliance.ReasonEntryIntoForce, alliance.ReasonSignature, alliance.ReasonAccession, alliance.ReasonResumption, alliance.ReasonAmendment, alliance.ReasonOther},
			property(graph.LabelTreaty, "endedHow")...),
	} {
		t.Run(name, func(t *testing.T) {
			definition := s.Types[name]
			if definition == nil || definition.Kind != ast.Enum {
				t.Fatalf("the schema has no enum %s", name)
			}
			var got []string
			for _, v := range definition.EnumValues {
				got = append(got, v.Name)
			}
			slices.Sort(got)
			want = slices.Sorted(slices.Values(want))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("domain against schema:\n%s", diff)
			}
		})
	}
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// propertyNames are the properties of all labels and types, each once.
func propertyNames() []string {
	var out []string
	add := func(specs []graph.PropertySpec) {
		for _, p := range specs {
			if !slices.Contains(out, p.Name) {
				out = append(out, p.Name)
			}
		}
	}
	for _, spec := range graph.Ontology.Labels {
		add(spec.Properties)
	}
	for _, spec := range graph.Ontology.Types {
		add(spec.Properties)
	}
	return out
}

// kinds are the kinds of value that properties have.
func kinds() []string {
	var out []string
	add := func(specs []graph.PropertySpec) {
		for _, p := range specs {
			if !slices.Contains(out, string(p.Kind)) {
				out = append(out, string(p.Kind))
			}
		}
	}
	for _, spec := range graph.Ontology.Labels {
		add(spec.Properties)
	}
	for _, spec := range graph.Ontology.Types {
		add(spec.Properties)
	}
	return out
}

// TestEveryPropertyCanBeAsked finds properties of the ontology that no field of the schema shows.
func TestEveryPropertyCanBeAsked(t *testing.T) {
	s := load(t)
	asked := func(typeName string, specs []graph.PropertySpec, elsewhere map[string]string) {
		definition := s.Types[typeName]
		if definition == nil {
			t.Errorf("the schema has no type %s", typeName)
			return
		}
		for _, p := range specs {
			name := p.Name
			if other, ok := elsewhere[name]; ok {
				name = other
			}
			if definition.Fields.ForName(name) == nil {
				t.Errorf("%s has no field for the property %s", typeName, p.Name)
			}
		}
	}
	times := map[string]string{
		"from": "period", "until": "period", "startUncertain": "period", "endUncertain": "period",
		"coverageFrom": "coverage", "coverageUntil": "coverage",
		"citations": "statements",
	} // each statement has its own
	for _, spec := range graph.Ontology.Labels {
		asked(string(spec.Label), spec.Properties, times)
	}
	for _, spec := range graph.Ontology.Types {
		asked(typeName(spec), spec.Properties, times)
	}
}

// typeName is the schema's name of a relationship type: ALLIED_WITH is AlliedWith.
func typeName(spec graph.TypeSpec) string {
	var b strings.Builder
	for word := range strings.SplitSeq(string(spec.Type), "_") {
		b.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return b.String()
}

// TestEveryRelationshipTypeNamesItsEnds: a client that knows the type need not remember which end is which.
func TestEveryRelationshipTypeNamesItsEnds(t *testing.T) {
	s := load(t)
	for _, d := range s.PossibleTypes["Relationship"] {
		for _, end := range []string{"from", "to"} {
			named := slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool {
				return strings.HasSuffix(f.Description, "the same as `"+end+"`.") && f.Type.NonNull
			})
			if !named {
				t.Errorf("%s has no name of its own for %q", d.Name, end)
			}
		}
	}
}
