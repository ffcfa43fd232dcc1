package curated

import (
	"sync"

	"github.com/entente-graph/entente/graph"
)

// Identities are the nodes by which every dataset's codes and names are recognised: all states, organizations, groups,
// persons, treaties and weapon systems of the embedded dataset, with names, aliases, identifiers and periods. The slice
// is made once and shared: callers do not change it. The error is a fault of the embedded data.
func Identities() ([]graph.Node, error) { return identitiesOnce() }

var identitiesOnce = sync.OnceValues(func() ([]graph.Node, error) {
	docs, err := bundled()
	if err != nil {
		return nil, err
	}
	var out []graph.Node
	for _, d := range docs {
		for i := range d.States {
			out = append(out, d.States[i].node())
		}
		for _, o := range d.Organizations {
			n := &graph.Organization{Header: graph.Header{ID: o.ID, Name: o.Name, Aliases: o.Aliases, Period: between(o.From, o.Until)}, Kind: o.Kind}
			if o.Wikidata != "" {
				n.Identifiers = []graph.Identifier{{Scheme: graph.SchemeWikidata, Value: o.Wikidata}}
			}
			out = append(out, n)
		}
		for _, g := range d.Groups {
			out = append(out, &graph.ArmedGroup{Header: graph.Header{ID: g.ID, Name: g.Name, Aliases: g.Aliases, Period: between(g.From, g.Until)}})
		}
		for _, p := range d.Persons {
			out = append(out, &graph.Person{Header: graph.Header{ID: p.ID, Name: p.Name, Aliases: p.Aliases}})
		}
		for i := range d.Treaties {
			out = append(out, d.Treaties[i].node())
		}
		for _, w := range d.Weapons {
			out = append(out, &graph.WeaponSystem{Header: graph.Header{ID: w.ID, Name: w.Name, Aliases: w.Aliases}})
		}
	}
	return out, nil
})
