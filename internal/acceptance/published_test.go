package acceptance_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/internal/storecheck"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// published are loads of every file of shared/data that a loader reads, which are all but the tables of codes. A
// dataset that grows file by file comes several times. The counts are those of the README of shared/data; of
// FollowTheMoney and STIX, of the entities that have a place in the ontology.
var published = []publication{
	{"cow-alliances", []string{"cow/alliance_v4.1_by_member.csv"}, 1221, 0},
	{"atop", []string{"atop/atop-alliance-level.csv", "atop/atop-member-level.csv"}, 745 + 2398, 0},
	{"cow-states", []string{"cow/states2016.csv", "cow/majors2016.csv", "cow/COW country codes.csv"}, 243 + 14 + 243, 0},
	{"cow-mid", []string{"cow/MIDA 5.0.csv", "cow/MIDB 5.0.csv"}, 2436 + 5883, 0},
	{"cow-interstate-wars", []string{"cow/Inter-StateWarData_v4.0.csv"}, 337, 0},
	{"cow-nmc", []string{"cow/NMC_5_0.csv"}, 15171, 0},
	{"sipri-transfers", []string{sipri}, 323, 0},
	{"ucdp-acd", []string{"ucdp/ucdp-prio-acd-201.csv"}, 2448, 0},
	{"ucdp-ged", []string{"ucdp/ged_syria_every33rd.csv"}, 502, 0},
	{"gdelt-events", []string{"gdelt/20191024143000.export.first300.CSV"}, 300, 0},
	{"gdelt-events", []string{"gdelt/gdelt1-events-sample.csv"}, 710, 0},
	{"icews", []string{"icews/events.2018.sample.first400.tab"}, 400, 0},
	{"opensanctions", []string{"ftm/parteispenden.entities.ftm.json"}, 96, 0},
	{"opensanctions", []string{"ftm/t1.entities.ftm.json"}, 6, 0},
	{"stix", []string{"stix/apt1.json"}, 38, 0},
	{"stix", []string{"stix/poisonivy.json"}, 52, 0},
	{"wikidata", []string{"wikidata/wbgetentities-Q6-Q42-P31.json"}, 1, 1}, // Q6 is marked as missing in it
}

const sipri = "sipri/sipri_trade_register_2026_excerpt.csv"

type publication struct {
	name          string // of the loader
	files         []string
	rows, refused int
}

func (p publication) load(t testing.TB, store graph.Store, dir string) runner.Report {
	t.Helper()
	paths := make([]string, len(p.files))
	for i, f := range p.files {
		paths[i] = filepath.Join(dir, f)
	}
	return load(t, store, p.name, paths...)
}

func load(t testing.TB, store graph.Store, name string, paths ...string) runner.Report {
	t.Helper()
	report, err := runner.Run(t.Context(), store, registry.Find(name), runner.Options{Paths: paths, Identities: loadertest.Identities(t)})
	if err != nil {
		t.Fatalf("load %s %v: %v", name, paths, err)
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

// reversed is the fingerprint of a store in memory into which everything came in the other order, the bundled dataset
// last.
var reversed struct {
	sync.Mutex
	print graph.Hash
}

func fingerprintOfTheOtherOrder(t *testing.T, dir string) graph.Hash {
	t.Helper()
	reversed.Lock()
	defer reversed.Unlock()
	if reversed.print == (graph.Hash{}) {
		store := memstore.New()
		defer func() { _ = store.Close() }()
		loadInTheOtherOrder(t, store, dir)
		reversed.print = stats(t, store).Fingerprint
	}
	return reversed.print
}

func loadInTheOtherOrder(t *testing.T, store graph.Store, dir string) {
	t.Helper()
	for _, p := range slices.Backward(published) {
		p.load(t, store, dir)
	}
	load(t, store, "curated")
}

func TestKeptInAFileItIsTheSameGraph(t *testing.T) {
	dir, path := shareddata.Dir(t), filepath.Join(t.TempDir(), "entente.db")
	store, err := memstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	load(t, store, "curated")
	for _, p := range published {
		p.load(t, store, dir)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if store, err = memstore.Open(path); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	if stats(t, store).Fingerprint != fingerprintOfTheOtherOrder(t, dir) {
		t.Error("read from the file again the graph is another one")
	}
}

// lives goes on with a store into which everything was loaded once.
func lives(t *testing.T, store graph.Store, dir string) {
	whole := stats(t, store)
	t.Run("it is the graph that came into memory in the other order", func(t *testing.T) {
		if whole.Fingerprint != fingerprintOfTheOtherOrder(t, dir) {
			other := memstore.New()
			defer func() { _ = other.Close() }()
			loadInTheOtherOrder(t, other, dir)
			t.Errorf("in the other order the graph is another one: %v, want %v", stats(t, other).Datasets, whole.Datasets)
			differences(t, store, other)
		}
	})
	t.Run("what is stored is sound", func(t *testing.T) { sound(t, store) })
	t.Run("loaded twice nothing changes", func(t *testing.T) {
		for _, p := range published {
			if again := p.load(t, store, dir); !again.NoChange {
				t.Errorf("%s %v again is a change: %+v", p.name, p.files, again.Result)
			}
		}
		if again := load(t, store, "curated"); !again.NoChange {
			t.Errorf("the bundled dataset again is a change: %+v", again.Result)
		}
	})
	t.Run("a row that goes takes along what it said, and brings it back", func(t *testing.T) {
		shorter := withoutRow(t, filepath.Join(dir, published[0].files[0]), 700)
		report := load(t, store, "cow-alliances", shorter)
		if removed := report.Result.NodesRemoved + report.Result.RelationshipsRemoved; removed == 0 || removed > 40 || report.Accepted != 1220 {
			t.Errorf("a row less: %+v", report)
		}
		for id, s := range stats(t, store).Datasets {
			if id != "dataset:cow-alliances" && s != whole.Datasets[id] {
				t.Errorf("a row less of cow-alliances touched %s", id)
			}
		}
		published[0].load(t, store, dir)
		if stats(t, store).Fingerprint != whole.Fingerprint {
			t.Error("with the row again the store is not what it was")
		}
	})
	t.Run("retracted one by one they leave nothing", func(t *testing.T) {
		left := maps.Clone(whole.Datasets)
		for _, id := range slices.Sorted(maps.Keys(whole.Datasets)) {
			if _, err := store.Retract(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			delete(left, id)
			if got := stats(t, store).Datasets; !maps.Equal(got, left) {
				t.Errorf("without %s there are %v; want %v", id, got, left)
			}
		}
		empty := memstore.New()
		defer func() { _ = empty.Close() }()
		if got := stats(t, store); got.Fingerprint != stats(t, empty).Fingerprint || len(got.Nodes)+len(got.Relationships) > 0 {
			t.Errorf("%+v is left", got)
		}
	})
	t.Run("loaded anew in the other order it is one graph", func(t *testing.T) {
		loadInTheOtherOrder(t, store, dir)
		if got := stats(t, store); got.Fingerprint != whole.Fingerprint {
			t.Errorf("in the other order the graph is another one: %v, want %v", got.Datasets, whole.Datasets)
		}
	})
}

// withoutRow writes a copy of a file, under its own name, that lacks a line.
func withoutRow(t *testing.T, path string, number int) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Delete(strings.SplitAfter(string(text), "\n"), number, number+1)
	out := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(out, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// differences shows some records in which two stores differ.
func differences(t *testing.T, one, other graph.Store) {
	t.Helper()
	shown := 0
	for id := range stats(t, one).Datasets {
		a, b := statements(t, one, id), statements(t, other, id)
		for i := range min(len(a.Nodes), len(b.Nodes)) {
			if a.Nodes[i].Hash() != b.Nodes[i].Hash() && shown < 10 {
				shown++
				t.Errorf("%+v\n%+v", a.Nodes[i], b.Nodes[i])
			}
		}
		for i := range min(len(a.Relationships), len(b.Relationships)) {
			if a.Relationships[i].Hash() != b.Relationships[i].Hash() && shown < 10 {
				shown++
				t.Errorf("%+v\n%+v", a.Relationships[i], b.Relationships[i])
			}
		}
	}
}
