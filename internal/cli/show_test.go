package cli

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/entente-graph/entente/graph/memstore"
)

// TestEveryAnswerIsShown shows invented answers of every question: full ones with each value of each enumeration, and
// one in which all that can be is null, empty or no.
func TestEveryAnswerIsShown(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	schema := (&Env{}).resolver(store).Schema().Schema()
	for _, field := range questions(t) {
		query, errs := gqlparser.LoadQueryWithRules(schema, queryOf(field), rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		for turn := range 8 {
			invented := sample{schema, turn}
			answer := invented.of(query.Operations[0].SelectionSet[0].(*ast.Field).SelectionSet)
			answer["command"] = object{"MaxRounds": 5, "Cases": true}
			shown := []any{answer}
			if field == "changes" { // it is shown change by change
				shown = answer["nodes"].([]any)
			}
			for _, each := range shown {
				var out strings.Builder
				if err := show(&out, field, each); err != nil {
					t.Errorf("%s: %v", field, err)
				}
				for _, wrong := range []string{"<no value>", "map[", "<nil>"} {
					if strings.Contains(out.String(), wrong) {
						t.Errorf("%s: %s in\n%s", field, wrong, &out)
					}
				}
			}
		}
	}
}

func TestANameStaysInItsCell(t *testing.T) {
	pair := func(name string) object {
		return object{
			"a": object{"name": name}, "b": object{"name": "B"}, "periods": []any{}, "paths": []any{}, "warnings": []any{name},
			"duties": []any{object{
				"period": object{"text": "1949"}, "obligor": object{"name": name}, "beneficiary": object{"name": "B"},
				"type": "CONSUL", "citation": "{{.x}} %d", "dataset": object{"id": "dataset:atop"},
			}},
		}
	}
	var odd, plain strings.Builder
	for out, name := range map[*strings.Builder]string{&odd: "one\ttwo\nthree\x1b[2J\v\u009b", &plain: "one two three [2J  "} {
		if err := show(out, "allianceHistory", pair(name)); err != nil {
			t.Fatal(err)
		}
	}
	if odd.String() != plain.String() || !strings.Contains(plain.String(), "{{.x}} %d  atop\n") {
		t.Errorf("got\n%s, want\n%s", &odd, &plain)
	}
}

// sample invents answers; the first turn makes empty ones.
type sample struct {
	schema *ast.Schema
	turn   int
}

func (s sample) of(set ast.SelectionSet) object {
	out := object{}
	for _, selection := range set {
		switch selected := selection.(type) {
		case *ast.Field:
			out[selected.Alias] = s.value(selected.Definition.Type, selected.SelectionSet)
		case *ast.FragmentSpread:
			for name, value := range s.of(selected.Definition.SelectionSet) {
				out[name] = value
			}
		}
	}
	return out
}

func (s sample) value(kind *ast.Type, set ast.SelectionSet) any {
	full := s.turn > 0
	switch definition := s.schema.Types[kind.Name()]; {
	case !full && !kind.NonNull:
		return none(nil)
	case kind.Elem != nil:
		list := []any{}
		for range 6 * min(s.turn, 1) {
			list = append(list, s.value(kind.Elem, set))
		}
		return list
	case set != nil:
		return s.of(set)
	case definition.Kind == ast.Enum:
		return definition.EnumValues[s.turn%len(definition.EnumValues)].Name
	case definition.Name == "Int":
		return s.turn
	case definition.Name == "Boolean":
		return full
	}
	return "a text of some length"
}
