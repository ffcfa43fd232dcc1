package registry_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
)

// everything are loads of all published files of shared/data, one after another. A dataset that grows file by file comes
// several times.
var everything = []struct {
	name  string
	files []string
}{
	{"curated", nil},
	{"cow-states", []string{"cow/states2016.csv"}},
	{"cow-alliances", []string{"cow/alliance_v4.1_by_member.csv"}},
	{"atop", []string{"atop"}},
	{"cow-mid", []string{"cow/MIDA 5.0.csv", "cow/MIDB 5.0.csv"}},
	{"cow-nmc", []string{"cow/NMC_5_0.csv"}},
	{"cow-interstate-wars", []string{"cow/Inter-StateWarData_v4.0.csv"}},
	{"sipri-transfers", []string{"sipri/sipri_trade_register_2026_excerpt.csv"}},
	{"ucdp-acd", []string{"ucdp/ucdp-prio-acd-201.csv"}},
	{"ucdp-ged", []string{"ucdp/ged_syria_every33rd.csv"}},
	{"gdelt-events", []string{"gdelt/20191024143000.export.first300.CSV"}},
	{"gdelt-events", []string{"gdelt/gdelt1-events-sample.csv"}},
	{"icews", []string{"icews/events.2018.sample.first400.tab"}},
	{"opensanctions", []string{"ftm/parteispenden.entities.ftm.json"}},
	{"stix", []string{"stix/apt1.json"}},
	{"stix", []string{"stix/poisonivy.json"}},
	{"wikidata", []string{"wikidata/wbgetentities-Q6-Q42-P31.json"}},
}

// nmcRows is how much of the largest file is read: enough to have all kinds of rows, and quick.
const nmcRows = 2000

func TestEverythingLoadedTwiceAndInTwoOrdersIsOneGraph(t *testing.T) {
	dir := shareddata.Dir(t)
	short := head(t, filepath.Join(dir, "cow/NMC_5_0.csv"), nmcRows)
	loadOne := func(store graph.Store, i int) bool {
		var paths []string
		for _, f := range everything[i].files {
			if path := filepath.Join(dir, f); everything[i].name == "cow-nmc" {
				paths = append(paths, short)
			} else {
				paths = append(paths, path)
			}
		}
		return load(t, store, everything[i].name, paths...).NoChange
	}
	forward, backward := memstore.New(), memstore.New()
	defer func() { _, _ = forward.Close(), backward.Close() }()
	for i := range everything {
		loadOne(forward, i)
	}
	want := stats(t, forward)
	for i := range everything {
		if !loadOne(forward, i) {
			t.Errorf("%s %v again is a change", everything[i].name, everything[i].files)
		}
	}
	sound(t, forward)
	for i := range slices.Backward(everything) {
		loadOne(backward, i)
	}
	got := stats(t, backward)
	if got.Fingerprint != want.Fingerprint {
		t.Errorf("in the other order the graph is another one: %v, want %v", got.Datasets, want.Datasets)
		differences(t, forward, backward)
	}
}

// differences shows some records in which two stores differ.
func differences(t *testing.T, one, other graph.Store) {
	t.Helper()
	shown := 0
	for id := range stats(t, one).Datasets {
		a, err := one.Records(t.Context(), graph.RecordQuery{Dataset: id, Limit: 10_000})
		b, err2 := other.Records(t.Context(), graph.RecordQuery{Dataset: id, Limit: 10_000})
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
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

// head writes a copy of a file's first lines, under its own name.
func head(t *testing.T, path string, lines int) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	end := 0
	for range lines {
		next := bytes.IndexByte(text[end:], '\n')
		if next < 0 {
			break
		}
		end += next + 1
	}
	out := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(out, text[:end], 0o644); err != nil {
		t.Fatal(err)
	}
	return out
}
