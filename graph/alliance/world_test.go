package alliance_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// bundled is a store with the bundled dataset, loaded once for all tests, which only read it.
var bundled = sync.OnceValues(func() (*memstore.Store, error) {
	store := memstore.New()
	_, err := runner.Run(context.Background(), store, curated.New(), runner.Options{})
	return store, err
})

func bundledStore(t testing.TB) graph.Store {
	t.Helper()
	store, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	return store
}

var (
	researchOnce  sync.Once
	researchStore *memstore.Store
	errResearch   error
)

// research is a store with the bundled dataset, ATOP, and the alliances of COW; the
// published files are needed.
func research(t testing.TB) graph.Store {
	t.Helper()
	dir := shareddata.Dir(t)
	researchOnce.Do(func() {
		researchStore = memstore.New()
		errResearch = loadInto(researchStore, dir, append(researchDatasets, "cow-interstate-wars")...)
	})
	if errResearch != nil {
		t.Fatal(errResearch)
	}
	return researchStore
}

// researchDatasets are those that reasoning is measured on.
var researchDatasets = []string{"curated", "cow-states", "cow-alliances", "atop"}

// files are the published files of each dataset.
var files = map[string][]string{
	"curated":             nil,
	"cow-states":          {"cow/states2016.csv"},
	"cow-alliances":       {"cow/alliance_v4.1_by_member.csv"},
	"atop":                {"atop/atop-alliance-level.csv", "atop/atop-member-level.csv"},
	"cow-interstate-wars": {"cow/Inter-StateWarData_v4.0.csv"},
}

func loadInto(store graph.Store, dir string, names ...string) error {
	identities, err := curated.Identities()
	if err != nil {
		return err
	}
	for _, name := range names {
		var paths []string
		for _, f := range files[name] {
			paths = append(paths, filepath.Join(dir, filepath.FromSlash(f)))
		}
		loader := registry.Find(name)
		if loader.Name == "" {
			return graph.NotFoundf("no loader %s", name)
		}
		if _, err := runner.Run(context.Background(), store, loader, runner.Options{Paths: paths, Identities: identities}); err != nil {
			return err
		}
	}
	return nil
}

func day(t testing.TB, s string) graph.Day {
	t.Helper()
	d, err := graph.ParseDate(s)
	if err != nil || d.DayOfMonth() == 0 {
		t.Fatalf("%q is no day", s)
	}
	return d.First()
}

// made is a small world of one dataset, for what the bundled data do not hold.
type made struct{ graph.Batch }

func (m *made) add(nodes ...graph.Node) {
	for _, n := range nodes {
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:made"
		m.Nodes = append(m.Nodes, r)
	}
}

// states adds states by their codes, which are their names as well.
func (m *made) states(codes ...string) {
	for _, code := range codes {
		m.add(&graph.State{Header: graph.Header{ID: graph.ID("state:" + code), Name: code}})
	}
}

func (m *made) link(r graph.Relationship, from, to graph.ID, p graph.Period) {
	*r.Head() = graph.RelationshipHeader{FromID: from, ToID: to, Period: p}
	record := graph.NewRelationshipRecord(r, fmt.Sprintf("%02d", len(m.Relationships)))
	record.Dataset = "dataset:made"
	m.Relationships = append(m.Relationships, record)
}

// owes adds a duty since 1950 under a treaty.
func (m *made) owes(from, to, treaty graph.ID, kind graph.ObligationType, conditions ...graph.Condition) {
	duty := &graph.AlliedWith{ObligationType: kind, TreatyID: treaty, Conditions: conditions}
	m.link(duty, from, to, graph.Since(graph.FullDate(1950, 1, 1)))
}

func (m *made) store(t testing.TB) graph.Store {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Apply(t.Context(), m.Batch); err != nil {
		t.Fatal(err)
	}
	return store
}
