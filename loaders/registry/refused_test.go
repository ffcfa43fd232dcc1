package registry_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// takers are the datasets that take a published file, by the beginning of its name. A text is a document, too.
var takers = map[string]string{
	"alliance_v4.1": "cow-alliances", "states2016": "cow-states", "majors2016": "cow-states", "COW country codes": "cow-states",
	"MIDA": "cow-mid", "MIDB": "cow-mid", "Inter-StateWar": "cow-interstate-wars", "NMC": "cow-nmc", "atop": "atop", "sipri_trade": "sipri-transfers",
	"ucdp-prio": "ucdp-acd", "ged_syria": "ucdp-ged", "20191024143000": "gdelt-events", "gdelt1": "gdelt-events", "events.2018": "icews",
	"parteispenden": "opensanctions", "t1.": "opensanctions", "apt1": "stix", "poisonivy": "stix", "wbgetentities": "wikidata", "README": "document", "CAMEO2PLOVER": "document",
}

func taker(name string) string {
	for prefix, dataset := range takers {
		if strings.HasPrefix(name, prefix) {
			return dataset
		}
	}
	return "" // a table of codes, which is generic's with a mapping
}

func TestEachPublishedFileIsRefusedUnderTheNameOfEveryOtherDataset(t *testing.T) {
	identities := loadertest.Identities(t)
	files := 0
	err := filepath.WalkDir(shareddata.Dir(t), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		for _, loader := range registry.All() {
			if loader.Name == taker(entry.Name()) {
				continue
			}
			store := memstore.New()
			_, err := runner.Run(t.Context(), store, loader, runner.Options{Paths: []string{path}, Identities: identities})
			// Without a mapping generic takes no file at all.
			if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), entry.Name()) && loader.Name != "generic" {
				t.Errorf("%s took %s: %v", loader.Name, entry.Name(), err)
			}
			if s, err := store.Stats(t.Context()); err != nil || len(s.Datasets) != 0 {
				t.Errorf("%s wrote something of %s: %v", loader.Name, entry.Name(), err)
			}
			_ = store.Close()
		}
		return nil
	})
	if err != nil || files < len(takers) {
		t.Error(err, files)
	}
}
