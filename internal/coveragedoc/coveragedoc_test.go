package coveragedoc

import (
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/golden"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// listed is how many wanted treaties a page lists.
const listed = 60

func load(t *testing.T, store graph.Store, name string, paths ...string) *graph.Dataset {
	t.Helper()
	loader := registry.Find(name)
	if loader.Name == "" {
		t.Fatalf("no loader %s", name)
	}
	if _, err := runner.Run(t.Context(), store, loader, runner.Options{Paths: paths, Identities: curated.MustIdentities()}); err != nil {
		t.Fatal(err)
	}
	nodes, err := store.Nodes(t.Context(), []graph.ID{loader.Dataset.ID})
	if err != nil {
		t.Fatal(err)
	}
	return nodes[0].(*graph.Dataset)
}

// of counts the treaties of a dataset, of all time and on a day.
func of(t *testing.T, store graph.Store, dataset graph.ID, on, today graph.Day) (all, inForce *alliance.TreatyCoverage) {
	t.Helper()
	q := alliance.CoverageQuery{Datasets: []graph.ID{dataset}, Today: today, Wanted: listed}
	all, err := alliance.CoverageOf(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	q.On = on
	if inForce, err = alliance.CoverageOf(t.Context(), store, q); err != nil {
		t.Fatal(err)
	}
	return all, inForce
}

func TestThePageSaysWhatTheBundledDataKnow(t *testing.T) {
	store := memstore.New()
	ours := load(t, store, "curated")
	today := ours.Retrieved.First()
	all, inForce := of(t, store, ours.ID, today, today)
	golden.Compare(t, "../../docs/coverage.md", []byte(Bundled(string(ours.Version), all, inForce)))
}

func TestThePageSaysWhatIsKnownBesideTheStudies(t *testing.T) {
	dir := shareddata.Dir(t)
	store := memstore.New()
	ours := load(t, store, "curated")
	var studies []Study
	for _, s := range []struct {
		name, title string
		files       []string
	}{
		{"atop", "ATOP", []string{"atop/atop-alliance-level.csv", "atop/atop-member-level.csv"}},
		{"cow-alliances", "COW formal alliances", []string{"cow/alliance_v4.1_by_member.csv"}},
	} {
		for i := range s.files {
			s.files[i] = filepath.Join(dir, filepath.FromSlash(s.files[i]))
		}
		d := load(t, store, s.name, s.files...)
		last := graph.Date{}
		if _, end := d.Coverage().Bounds(); end < graph.Forever {
			last = end.Previous().Date()
		}
		studies = append(studies, Study{Title: s.title + " " + string(d.Version), Last: last})
	}
	for i, id := range []graph.ID{"dataset:atop", "dataset:cow-alliances"} {
		studies[i].All, studies[i].InForce = of(t, store, id, studies[i].Last.First(), ours.Retrieved.First())
	}
	golden.Compare(t, "../../docs/coverage-atop-cow.md", []byte(Compared(string(ours.Version), studies)))
}
