package registry_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/internal/storecheck"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/registry"
)

// published are the datasets of COW and ATOP with their files below shared/data.
var published = []struct {
	name  string
	files []string
}{
	{"cow-states", []string{"cow/states2016.csv"}},
	{"cow-alliances", []string{"cow/alliance_v4.1_by_member.csv"}},
	{"atop", []string{"atop/atop-alliance-level.csv", "atop/atop-member-level.csv"}},
}

func identities(t *testing.T) loaders.Identities {
	t.Helper()
	ids, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func load(t *testing.T, store graph.Store, name string, paths ...string) loaders.Report {
	t.Helper()
	report, err := loaders.Run(t.Context(), store, registry.Find(name), loaders.RunOptions{Paths: paths, Identities: identities(t)})
	if err != nil {
		t.Fatalf("load %s: %v", name, err)
	}
	return report
}

func stats(t *testing.T, store graph.Reader) graph.Stats {
	t.Helper()
	s, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sound(t *testing.T, store graph.Reader) {
	t.Helper()
	if summary, err := storecheck.Run(t.Context(), store, func(f storecheck.Fault) { t.Errorf("%+v", f) }); err != nil || summary.Relationships == 0 {
		t.Errorf("%+v %v", summary, err)
	}
}

// loadPublished goes through the life of the published datasets in a store and returns the fingerprints on the way.
func loadPublished(t *testing.T, store graph.Store, dir string) []string {
	t.Helper()
	var prints []string
	note := func() { prints = append(prints, stats(t, store).Fingerprint.String()) }
	paths := map[string][]string{}
	for _, d := range published {
		for _, f := range d.files {
			paths[d.name] = append(paths[d.name], filepath.Join(dir, f))
		}
	}
	load(t, store, "curated")
	for _, d := range published {
		report := load(t, store, d.name, paths[d.name]...)
		if report.Rejected > 0 {
			t.Errorf("%s: %v", d.name, report.Examples)
		}
		note()
	}
	for _, d := range published {
		if again := load(t, store, d.name, paths[d.name]...); !again.NoChange {
			t.Errorf("%s again: %+v", d.name, again.Result)
		}
	}
	note()
	sound(t, store)

	before := stats(t, store)
	shorter := withoutRow(t, paths["cow-alliances"][0], 700)
	report := load(t, store, "cow-alliances", shorter)
	if removed := report.Result.NodesRemoved + report.Result.RelationshipsRemoved; removed == 0 || removed > 40 || report.Accepted != 1220 {
		t.Errorf("a row less: %+v", report)
	}
	for id, s := range stats(t, store).Datasets {
		if id != "dataset:cow-alliances" && s != before.Datasets[id] {
			t.Errorf("a row less of cow-alliances touched %s", id)
		}
	}
	note()
	load(t, store, "cow-alliances", paths["cow-alliances"]...)
	if stats(t, store).Fingerprint != before.Fingerprint {
		t.Error("with the row again the store is not what it was")
	}

	if _, err := store.Retract(t.Context(), "dataset:atop"); err != nil {
		t.Fatal(err)
	}
	note()
	if prints[len(prints)-1] != prints[1] {
		t.Error("without ATOP the store is not what it was before it")
	}
	left := maps.Clone(before.Datasets)
	delete(left, "dataset:atop")
	if !maps.Equal(left, stats(t, store).Datasets) {
		t.Errorf("%v", stats(t, store).Datasets)
	}
	return prints
}

// withoutRow writes a copy of a file, under its own name, that lacks a line.
func withoutRow(t *testing.T, path string, number int) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	lines = append(lines[:number:number], lines[number+1:]...)
	out := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(out, []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestThePublishedDatasetsLeadTheSameLifeInMemoryAndInAFile(t *testing.T) {
	dir := shareddata.Dir(t)
	memory := memstore.New()
	defer func() { _ = memory.Close() }()
	want := loadPublished(t, memory, dir)
	t.Run("kept in a file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "e.db")
		store, err := memstore.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		same(t, want, loadPublished(t, store, dir))
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		if store, err = memstore.Open(path); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = store.Close() }()
		same(t, want[len(want)-1:], []string{stats(t, store).Fingerprint.String()})
	})
}

func same(t *testing.T, want, got []string) {
	t.Helper()
	for i := range want {
		if i >= len(got) || want[i] != got[i] {
			t.Errorf("fingerprint %d: %v, want %v", i, got, want)
		}
	}
}

func TestAFileOfAnotherDatasetIsRefusedByEachLoader(t *testing.T) {
	dir := shareddata.Dir(t)
	for name, file := range map[string]string{"atop": "sipri/sipri_trade_register_2026_excerpt.csv", "cow-states": "atop/atop-member-level.csv",
		"cow-alliances": "cow/states2016.csv", "curated": "cow/states2016.csv", "jsonl": "stix/apt1.json", "wikidata": "cow/states2016.csv"} {
		store := memstore.New()
		_, err := loaders.Run(t.Context(), store, registry.Find(name), loaders.RunOptions{Paths: []string{filepath.Join(dir, file)}, Identities: identities(t)})
		if graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s took %s: %v", name, file, err)
		}
		if s := stats(t, store); len(s.Datasets) != 0 {
			t.Errorf("%s wrote something of %s", name, file)
		}
		_ = store.Close()
	}
}
