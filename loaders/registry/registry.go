// Package registry is the one list of datasets that Entente can load. A new loader is a package beside this one and a
// line in All.
package registry

import (
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/atop"
	"github.com/entente-graph/entente/loaders/cowalliances"
	"github.com/entente-graph/entente/loaders/cowcontiguity"
	"github.com/entente-graph/entente/loaders/cowmid"
	"github.com/entente-graph/entente/loaders/cownmc"
	"github.com/entente-graph/entente/loaders/cowstates"
	"github.com/entente-graph/entente/loaders/cowwars"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/document"
	"github.com/entente-graph/entente/loaders/gdelt"
	"github.com/entente-graph/entente/loaders/generic"
	"github.com/entente-graph/entente/loaders/icews"
	"github.com/entente-graph/entente/loaders/jsonl"
	"github.com/entente-graph/entente/loaders/missiletests"
	"github.com/entente-graph/entente/loaders/opensanctions"
	"github.com/entente-graph/entente/loaders/siprimilex"
	"github.com/entente-graph/entente/loaders/sipritransfers"
	"github.com/entente-graph/entente/loaders/stix"
	"github.com/entente-graph/entente/loaders/ucdp"
	"github.com/entente-graph/entente/loaders/wikidata"
)

// All lists the loaders in the order in which they are shown, each for one load.
func All() []loaders.Loader {
	return []loaders.Loader{
		curated.New(),
		cowstates.Loader,
		cowalliances.Loader,
		atop.Loader,
		cowmid.Loader,
		cownmc.Loader,
		cowcontiguity.Loader,
		cowwars.Interstate, cowwars.Intrastate, cowwars.Extrastate, cowwars.Nonstate,
		sipritransfers.Loader,
		siprimilex.Loader,
		gdelt.Loader,
		icews.Loader,
		missiletests.Loader,
		ucdp.Conflicts,
		ucdp.Events,
		opensanctions.Loader,
		wikidata.Loader,
		stix.Loader,
		generic.Loader,
		document.Loader,
		jsonl.New(),
	}
}

// Find returns the loader of a name; where there is none, one without a name.
func Find(name string) loaders.Loader {
	for _, l := range All() {
		if l.Name == name {
			return l
		}
	}
	return loaders.Loader{}
}

// Names lists the loaders' names.
func Names() []string {
	var out []string
	for _, l := range All() {
		out = append(out, l.Name)
	}
	return out
}
