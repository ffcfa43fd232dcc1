package curated

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
)

// references finds ids that are given twice, that begin as another kind of item does, or that nothing bears, and words
// that are none of those that their place takes.
func (c *checker) references(beside []*document) {
	known := map[graph.ID]string{} // where each is defined
	for _, d := range beside {
		d.defined(func(id graph.ID, _ string) { known[id] = "the bundled dataset has it already, in " + d.file })
	}
	for n, d := range c.docs {
		d.defined(func(id graph.ID, at string) {
			if before, twice := known[id]; twice {
				c.report(n, at, string(id), "is defined twice: %s", before)
			}
			known[id] = fmt.Sprintf("%s has it already, on line %d", d.file, c.line(n, at, string(id)))
		})
	}
	elsewhere := "neither here nor in the bundled dataset"
	if beside == nil {
		elsewhere = "in any of the files"
	}
	for n, d := range c.docs {
		visit(reflect.ValueOf(d).Elem(), spot{}, func(at spot, v reflect.Value) {
			c.words(n, at, v)
			if k, ok := v.Interface().(compliance); ok && known[obligationID(articleID(k.Treaty, k.Article), 1)] == "" {
				c.report(n, at.path+".article", string(k.Event), "article %q of %s is none that imposes a duty", k.Article,
					k.Treaty)
			}
			if id := referenceAt(at, v); id != "" && known[id] == "" {
				c.report(n, at.path, at.item, "%s: %s", at.name(), nobody(id, known, elsewhere))
			}
		})
	}
}

// defined calls f for the ids of what a document is about, with the place of each.
func (d *document) defined(f func(id graph.ID, at string)) {
	d.items(func(at spot, item reflect.Value) {
		if id := item.FieldByName("ID"); id.IsValid() {
			f(idIn(at.name(), id.String()), at.path)
		}
		t, _ := item.Interface().(treaty)
		for i := range t.Articles {
			if key := t.Articles[i].key(); key != "" {
				id, place := articleID(t.ID, key), at.in("articles", i)
				f(id, place.path)
				for j := range t.Articles[i].Obligations {
					f(obligationID(id, j+1), place.in("obligations", j).path)
				}
			}
		}
	})
}

// idIn is the id of an item of a section, some of which write it without its prefix.
func idIn(section, id string) graph.ID {
	switch section {
	case "sources":
		return sourceID(id)
	case "places", "areas":
		return placeID(id)
	}
	return graph.ID(id)
}

// referenceAt is the id that a value refers to; "" where it is no reference.
func referenceAt(at spot, v reflect.Value) graph.ID {
	if v.Kind() == reflect.Interface { // who owes or is owed
		who, _ := bounds([]any{v.Interface()}) // document.check has read it
		if len(who) == 1 && who[0].Actor != allParties {
			return who[0].Actor
		}
	}
	if v.Kind() != reflect.String || v.String() == "" {
		return ""
	}
	switch name := at.name(); {
	case name == "id":
	case v.Type() == reflect.TypeFor[graph.ID]():
		return graph.ID(v.String())
	case name == "source" || name == "sources" && strings.Contains(at.path, "."):
		return sourceID(v.String())
	case name == "place" || name == "area":
		return placeID(v.String())
	}
	return ""
}

// nobody says that nothing has an id, and which one may be meant.
func nobody(id graph.ID, known map[graph.ID]string, elsewhere string) string {
	prefix, own, _ := strings.Cut(string(id), ":")
	near := names.Nearest(own, func(yield func(string, string) bool) {
		for other := range known {
			if rest, ok := strings.CutPrefix(string(other), prefix+":"); ok && !yield(rest, rest) {
				return
			}
		}
	}, 3)
	if len(near) == 0 {
		return fmt.Sprintf("nothing has the id %s, %s", id, elsewhere)
	}
	list := lists.Map(near, func(s names.Suggestion) string { return prefix + ":" + s.Key })
	return fmt.Sprintf("nothing has the id %s; is %s meant?", id, strings.Join(list, " or "))
}

// specs are what the ontology says of the properties that a kind of item fills.
var specs = map[reflect.Type]func(name string) *graph.PropertySpec{
	reflect.TypeFor[treaty]():       graph.Ontology.Label(graph.LabelTreaty).Property,
	reflect.TypeFor[obligation]():   graph.Ontology.Label(graph.LabelObligation).Property,
	reflect.TypeFor[organization](): graph.Ontology.Label(graph.LabelOrganization).Property,
	reflect.TypeFor[event]():        graph.Ontology.Label(graph.LabelEvent).Property,
	reflect.TypeFor[party]():        graph.Ontology.Type(graph.PartyToType).Property,
	reflect.TypeFor[office]():       graph.Ontology.Type(graph.HoldsOfficeType).Property,
	reflect.TypeFor[membership]():   graph.Ontology.Type(graph.MemberOfType).Property,
	reflect.TypeFor[compliance]():   graph.Ontology.Type(graph.TriggersType).Property,
}

// words finds values that are none of the words that the ontology has for their place.
func (c *checker) words(n int, at spot, v reflect.Value) {
	wrong := func(path, name, word string, allowed []string) {
		if word != "" && !slices.Contains(allowed, word) {
			c.report(n, path, at.item, "%s: %q is none of %s", name, word, strings.Join(allowed, ", "))
		}
	}
	if held, ok := v.Interface().(condition); ok {
		kinds := lists.Map(graph.ConditionKinds, func(k graph.ConditionKind) string { return string(k) })
		wrong(at.path, "kind", string(held.Kind), kinds)
	}
	spec := specs[v.Type()]
	if spec == nil {
		return
	}
	for field, value := range v.Fields() {
		name, _ := yamlName(field)
		if value.Kind() != reflect.String {
			continue
		}
		if p := spec(propertiesOf(name, nil)[0]); p != nil && len(p.Enum) > 0 {
			wrong(at.path+"."+name, name, value.String(), p.Enum)
		}
	}
}

// nameOf is what an item is called: its id, or of an item without one whom or what it is about.
func nameOf(item reflect.Value) string {
	for _, name := range []string{"ID", "Org", "Event"} {
		if id := item.FieldByName(name); id.IsValid() {
			return id.String()
		}
	}
	return ""
}
