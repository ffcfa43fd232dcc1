package graph_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestEveryLabelAndTypeIsDescribedAndItsPropertiesAreUnique(t *testing.T) {
	properties := func(what string, list []graph.PropertySpec) {
		seen := map[string]bool{}
		for _, p := range list {
			if seen[p.Name] {
				t.Errorf("%s: property %s comes twice", what, p.Name)
			}
			seen[p.Name] = true
			if p.Name == "" || p.Kind == "" || !strings.HasSuffix(p.Description, ".") && !strings.HasSuffix(p.Description, "…") {
				t.Errorf("%s: property %q of kind %q is described as %q", what, p.Name, p.Kind, p.Description)
			}
		}
	}
	labels, prefixes := map[graph.Label]bool{}, map[string]bool{}
	for _, l := range graph.Ontology.Labels {
		if labels[l.Label] || prefixes[l.Prefix] || l.Prefix == "" || !strings.HasSuffix(l.Description, ".") {
			t.Errorf("label %s, prefix %q: twice, or described as %q", l.Label, l.Prefix, l.Description)
		}
		labels[l.Label], prefixes[l.Prefix] = true, true
		if got := l.New().Label(); got != l.Label {
			t.Errorf("New of %s makes a %s", l.Label, got)
		}
		if got := reflect.TypeOf(l.New()).Elem().Name(); got != string(l.Label) {
			t.Errorf("label %s has the struct %s", l.Label, got)
		}
		if got := graph.Ontology.LabelOf(graph.ID(l.Prefix + ":x")); got != l.Label {
			t.Errorf("%s:x is taken for a %s", l.Prefix, got)
		}
		_, isActor := l.New().(graph.Actor)
		listed := false
		for _, a := range graph.ActorLabels {
			listed = listed || a == l.Label
		}
		if isActor != listed {
			t.Errorf("%s is an Actor: %v; in ActorLabels: %v", l.Label, isActor, listed)
		}
		properties(string(l.Label), l.Properties)
	}
	types := map[graph.RelationshipType]bool{}
	for _, r := range graph.Ontology.Types {
		if types[r.Type] || !strings.HasSuffix(r.Description, ".") || r.Reverse == "" || strings.ToUpper(string(r.Type)) != string(r.Type) {
			t.Errorf("type %s: twice, or described as %q and %q", r.Type, r.Description, r.Reverse)
		}
		types[r.Type] = true
		if got := r.New().Type(); got != r.Type {
			t.Errorf("New of %s makes a %s", r.Type, got)
		}
		camel := strings.ReplaceAll(string(r.Type), "_", "")
		if got := reflect.TypeOf(r.New()).Elem().Name(); !strings.EqualFold(got, camel) {
			t.Errorf("type %s has the struct %s", r.Type, got)
		}
		for _, l := range append(append([]graph.Label{}, r.From...), r.To...) {
			if !labels[l] {
				t.Errorf("type %s joins the unknown label %s", r.Type, l)
			}
		}
		properties(string(r.Type), r.Properties)
	}
	if graph.Ontology.Label("X") != nil || graph.Ontology.Type("X") != nil || graph.Ontology.LabelOf("x:y") != "" || graph.Ontology.LabelOf("state") != "" {
		t.Error("the ontology knows what it does not hold")
	}
}

func TestEveryFieldOfEveryStructIsAPropertyOrOfTheHeader(t *testing.T) {
	var walk func(of string, t2 reflect.Type)
	walk = func(of string, t2 reflect.Type) {
		for i := range t2.NumField() {
			f := t2.Field(i)
			switch {
			case f.Type == reflect.TypeFor[graph.RelationshipHeader]():
			case f.Anonymous:
				walk(of, f.Type)
			case f.Tag.Get("prop") == "" && !(f.Name == "ID" && t2 == reflect.TypeFor[graph.Header]()):
				t.Errorf("%s.%s is no property: a store would lose it", of, f.Name)
			}
		}
	}
	for _, l := range graph.Ontology.Labels {
		walk(string(l.Label), reflect.TypeOf(l.New()).Elem())
	}
	for _, r := range graph.Ontology.Types {
		walk(string(r.Type), reflect.TypeOf(r.New()).Elem())
	}
}

func TestSlugsAreMadeOfWords(t *testing.T) {
	for in, want := range map[string]string{"Kim Jong Un": "kim-jong-un", "  Hyunmoo-5 ": "hyunmoo-5", "Côte d’Ivoire": "côte-d-ivoire", "—": "", "A & B/C": "a-b-c", "": ""} {
		if got := graph.Slug(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestIDsAreRefusedThatNoStoreCouldTellApart(t *testing.T) {
	for _, id := range []graph.ID{"state:PRK", "article:ru-kp-2024/4", "state:é", graph.ID("x:" + strings.Repeat("y", 198))} {
		if err := id.Validate(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, id := range []graph.ID{"", "PRK", ":PRK", "state:", "state:P RK", "state:P|RK", "state:\x00", "state:\u0085", "state:\xff", graph.ID("x:" + strings.Repeat("y", 199))} {
		if err := id.Validate(); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%q: %v", id, err)
		}
	}
}
