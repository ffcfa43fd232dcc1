package graph_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// fill draws a value for every field of a struct of this package that is a property, or part of one.
func fill(t *rapid.T, v reflect.Value, tag reflect.StructTag) {
	switch v.Interface().(type) {
	case graph.Date:
		v.Set(reflect.ValueOf(drawDate(t, "date")))
		return
	case graph.Period:
		p := drawPeriod(t, "period")
		if p.Validate() != nil {
			p.Until = graph.Date{}
		}
		v.Set(reflect.ValueOf(p))
		return
	}
	if c, ok := v.Addr().Interface().(*graph.Citation); ok { // about whatever property the thing has
		*c = graph.Citation{Source: "source:x", Checked: rapid.SampledFrom(graph.CheckedBys).Draw(t, "checked")}
		return
	}
	switch v.Kind() {
	case reflect.String:
		if enum := tag.Get("enum"); enum != "" {
			v.SetString(rapid.SampledFrom(append(strings.Fields(enum), "")).Draw(t, "enum"))
			return
		}
		v.SetString(strings.ReplaceAll(strings.ToValidUTF8(rapid.String().Draw(t, "text"), ""), "\x00", ""))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-1000, 1000).Draw(t, "int")))
	case reflect.Float64:
		v.SetFloat(rapid.Float64Range(-1e9, 1e9).Draw(t, "float"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "known") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem(), tag)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, "length")
		if n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			fill(t, v.Index(i), "")
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), "")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			inProperty := v.Type() == reflect.TypeFor[graph.Area]() || f.Tag.Get("json") != ""
			if f.Anonymous || f.Tag.Get("prop") != "" || inProperty {
				fill(t, v.Field(i), f.Tag)
			}
		}
	default:
		t.Fatalf("no way to fill a %v", v.Type())
	}
}

var sameProperties = cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b graph.Date) bool { return a == b })}

func TestEveryNodeStructIsReadBackFromItsProperties(t *testing.T) {
	for _, spec := range graph.Ontology.Labels {
		t.Run(string(spec.Label), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				n := spec.New()
				fill(t, reflect.ValueOf(n).Elem(), "")
				h := n.Head()
				h.ID = graph.ID(spec.Prefix + ":x")
				if h.Name == "" {
					h.Name = string(h.ID)
				}
				r := graph.NewNodeRecord(n)
				r.Dataset = "dataset:d"
				if err := r.Validate(); err != nil {
					t.Fatal(err)
				}
				back, err := graph.NewNode(r.Label, r.ID, r.Properties)
				if diff := cmp.Diff(n, back, sameProperties); err != nil || diff != "" {
					t.Fatalf("%v\n%s", err, diff)
				}
				throughJSON(t, r.Properties, spec.Properties)
			})
		})
	}
}

func TestEveryRelationshipStructIsReadBackFromItsProperties(t *testing.T) {
	for _, spec := range graph.Ontology.Types {
		t.Run(string(spec.Type), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				rel := spec.New()
				fill(t, reflect.ValueOf(rel).Elem(), "")
				h := rel.Head()
				h.FromID, h.ToID, h.DatasetID = endOf(spec.From), endOf(spec.To), "dataset:d"
				fill(t, reflect.ValueOf(&h.Period).Elem(), "")
				r := graph.NewRelationshipRecord(rel, "a|b")
				if err := r.Validate(); err != nil {
					t.Fatal(err)
				}
				back, err := graph.NewRelationship(r)
				h.ID = r.ID()
				if diff := cmp.Diff(rel, back, sameProperties); err != nil || diff != "" {
					t.Fatalf("%v\n%s", err, diff)
				}
				throughJSON(t, r.Properties, spec.Properties)
			})
		})
	}
}

func endOf(labels []graph.Label) graph.ID {
	if labels == nil {
		return "state:X"
	}
	return graph.ID(graph.Ontology.Label(labels[0]).Prefix + ":x")
}

// throughJSON writes properties as an export does and reads them back.
func throughJSON(t *rapid.T, p graph.Properties, specs []graph.PropertySpec) {
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back graph.Properties
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	back.Normalize(specs)
	if diff := cmp.Diff(p, back, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("through JSON:\n%s", diff)
	}
}

func TestRecordsAreCheckedAgainstTheOntology(t *testing.T) {
	good := func() graph.NodeRecord {
		return graph.NodeRecord{ID: "treaty:t", Label: graph.LabelTreaty, Dataset: "dataset:d", Properties: graph.Properties{"name": "T", "kind": "TREATY", "binding": true}}
	}
	if r := good(); r.Validate() != nil {
		t.Fatal(r.Validate())
	}
	for want, spoil := range map[string]func(r *graph.NodeRecord){
		`property "nmae" is not in the ontology`:   func(r *graph.NodeRecord) { r.Properties["nmae"] = "x" },
		`"PACT" is not one of TREATY`:              func(r *graph.NodeRecord) { r.Properties["kind"] = "PACT" },
		"a string is no BOOLEAN":                   func(r *graph.NodeRecord) { r.Properties["binding"] = "yes" },
		"a int is no":                              func(r *graph.NodeRecord) { r.Properties["name"] = 1 },
		"that month has no such day":               func(r *graph.NodeRecord) { r.Properties["signed"] = "1949-02-30" },
		"ends before it starts":                    func(r *graph.NodeRecord) { r.Properties["from"], r.Properties["until"] = "1950", "1948" },
		"is not JSON":                              func(r *graph.NodeRecord) { r.Properties["actions"] = []string{"{"} },
		`the id of a Treaty starts with "treaty:"`: func(r *graph.NodeRecord) { r.ID = "state:A" },
		`label "Pact" is not in the ontology`:      func(r *graph.NodeRecord) { r.Label = "Pact" },
		"want kind:rest":                           func(r *graph.NodeRecord) { r.Dataset = "d" },
		"confidence 101 is outside 0 to 100":       func(r *graph.NodeRecord) { n := 101; r.Confidence = &n },
		"at most 300 bytes of UTF-8":               func(r *graph.NodeRecord) { r.Locator = strings.Repeat("x", 301) },
		"is not UTF-8 or holds a NUL":              func(r *graph.NodeRecord) { r.Properties["name"] = "\x00" },
		"exceed the limit of 65536":                func(r *graph.NodeRecord) { r.Properties["note"] = strings.Repeat("x", 65537) },
		"its source: id \"x y\"":                   func(r *graph.NodeRecord) { r.Source = "x y" },
	} {
		r := good()
		spoil(&r)
		if err := r.Validate(); graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	link := graph.RelationshipRecord{Type: graph.PartyToType, From: "state:A", To: "treaty:t", Dataset: "dataset:d"}
	if err := link.Validate(); err != nil {
		t.Error(err)
	}
	link.To = "state:B"
	if err := link.Validate(); graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "state:B cannot be its end; want Treaty") {
		t.Errorf("PARTY_TO a state: %v", err)
	}
}
