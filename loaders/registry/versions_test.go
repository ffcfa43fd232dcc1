package registry_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

func TestTheVersionThatAFileStatesIsShownByItsDatasetAndItsLoad(t *testing.T) {
	const generated = "Data generated: 1 Jan 2026 9:10:31 AM\n"
	without := func(column string) func(string) string {
		return func(text string) string { return strings.Replace(text, column, "edition_of", 1) }
	}
	for _, c := range []struct {
		loader, from, name string
		change             func(string) string
		want               string
	}{
		{"cow-nmc", "cownmc/nmc.csv", "nmc.csv", nil, "5.0"},
		{"cow-intrastate-wars", "cowwars/intra.csv", "intra.csv", nil, "4.1"},
		{"cow-intrastate-wars", "cowwars/intra.csv", "intra.csv", func(text string) string { return strings.Replace(text, ",4.1\n", ",\n", 1) }, "4.1"},
		{"ucdp-acd", "ucdp/acd.csv", "mine.csv", nil, "20.1"},
		{"ucdp-acd", "ucdp/acd.csv", "ucdp-prio-acd-221.csv", without("version"), "22.1"},
		{"ucdp-acd", "ucdp/acd.csv", "UcdpPrioConflict_v25_1.csv", without("version"), "25.1"},
		{"ucdp-acd", "ucdp/acd.csv", "mine.csv", without("version"), ""},
		{"ucdp-ged", "ucdp/ged.csv", "GEDEvent_v25_1.csv", nil, "25.1"},
		{"ucdp-ged", "ucdp/ged.csv", "mine.csv", nil, ""},
		{"sipri-transfers", "sipritransfers/by-deal-range.csv", "register.csv", nil, "generated 2026-01-01"},
		{"sipri-transfers", "sipritransfers/by-delivery.csv", "register.csv", func(text string) string { return strings.ReplaceAll(generated, "\n", ";\n") + text }, "generated 2026-01-01"},
		{"sipri-transfers", "sipritransfers/by-heading-2rows.csv", "register.csv", nil, ""},
	} {
		t.Run(c.loader+" "+c.name+" "+c.want, func(t *testing.T) {
			folder, file, _ := strings.Cut(c.from, "/")
			text, err := os.ReadFile(filepath.Join("..", folder, "testdata", file))
			if err != nil {
				t.Fatal(err)
			}
			if c.change != nil {
				text = []byte(c.change(string(text)))
			}
			path := filepath.Join(t.TempDir(), c.name)
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			store, loader := memstore.New(), registry.Find(c.loader)
			defer func() { _ = store.Close() }()
			report, err := runner.Run(t.Context(), store, loader, runner.Options{Paths: []string{path}, Identities: loadertest.Identities(t)})
			if err != nil {
				t.Fatal(err)
			}
			runs, err := store.LoadRuns(t.Context(), 1)
			if err != nil || len(runs) != 1 {
				t.Fatal(runs, err)
			}
			nodes, err := store.Nodes(t.Context(), []graph.ID{report.Dataset})
			if err != nil {
				t.Fatal(err)
			}
			dataset := nodes[0].(*graph.Dataset)
			if described := loader.Dataset; described.Version != "" && (string(described.Version) != c.want) != dataset.CoverageUntil.IsZero() {
				t.Errorf("version %s covers until %v; the loader describes %s until %v", dataset.Version, dataset.CoverageUntil, described.Version, described.CoverageUntil)
			}
			if other := loader.Dataset.Version; other != "" && string(other) != c.want && !strings.Contains(strings.Join(report.Warnings, "\n"), "is of version "+c.want) {
				t.Errorf("the user is not told of version %s: %v", c.want, report.Warnings)
			}
			if dataset := string(dataset.Version); dataset != c.want || runs[0].Version != c.want || report.Version != c.want {
				t.Errorf("dataset %q, load %q, report %q; want %q", dataset, runs[0].Version, report.Version, c.want)
			}
		})
	}
}
