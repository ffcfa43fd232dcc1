package registry_test

import (
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
)

func TestAFileOfAnotherDatasetIsRefusedByEachLoader(t *testing.T) {
	dir := shareddata.Dir(t)
	for name, file := range map[string]string{"atop": "sipri/sipri_trade_register_2026_excerpt.csv", "cow-states": "atop/atop-member-level.csv",
		"cow-alliances": "cow/states2016.csv", "curated": "cow/states2016.csv", "jsonl": "stix/apt1.json", "wikidata": "cow/states2016.csv"} {
		store := memstore.New()
		_, err := loaders.Run(t.Context(), store, registry.Find(name), loaders.RunOptions{Paths: []string{filepath.Join(dir, file)}, Identities: loadertest.Identities(t)})
		if graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s took %s: %v", name, file, err)
		}
		if s, err := store.Stats(t.Context()); err != nil || len(s.Datasets) != 0 {
			t.Errorf("%s wrote something of %s: %v", name, file, err)
		}
		_ = store.Close()
	}
}
