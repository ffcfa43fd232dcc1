package wikidata

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// class is what an instance of a Wikidata class becomes.
type class struct {
	label graph.Label
	kind  graph.OrganizationKind
}

//go:embed classes.csv
var classList string

// classes are those of classes.csv, whose instances are taken: Q number, label, kind of organization, name.
var classes = sync.OnceValue(func() map[string]class {
	out := map[string]class{}
	for line := range strings.Lines(classList) {
		fields := strings.Split(line, ",")
		out[fields[0]] = class{graph.Label(fields[1]), graph.OrganizationKind(fields[2])}
	}
	return out
})

// prefixes are the beginnings of ids for what the bundled table does not know.
var prefixes = map[graph.Label]string{
	graph.LabelState: "state:wd-", graph.LabelPerson: "person:wd-", graph.LabelOrganization: "org:wd-",
	graph.LabelTreaty: "treaty:wd-", graph.LabelWeaponSystem: "weapon:wd-",
}

// classify finds what an entity becomes by its classes; ok is false where it is an instance of nothing known.
func classify(e *entity) (class, bool) {
	for _, c := range e.stated("P31") {
		if known, ok := classes()[c.Mainsnak.item()]; ok {
			return known, true
		}
	}
	return class{}, false
}
