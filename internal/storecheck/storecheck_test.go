package storecheck_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/storecheck"
)

// meddled is a store whose records somebody has changed by hand, which the stores themselves would not allow.
type meddled struct {
	graph.Reader
	meddle func(*graph.RecordPage)
}

func (m meddled) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	page, err := m.Reader.Records(ctx, q)
	if err == nil && m.meddle != nil {
		m.meddle(&page)
	}
	return page, err
}

// pact is a store with a treaty by which A owes B defence.
func pact(t *testing.T) graph.Store {
	t.Helper()
	var batch graph.Batch
	node := func(n graph.Node) {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	link := func(r graph.Relationship, from, to graph.ID) {
		h := r.Head()
		h.FromID, h.ToID, h.DatasetID = from, to, "dataset:x"
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(r, ""))
	}
	node(&graph.State{Header: graph.Header{ID: "state:A", Name: "A"}})
	node(&graph.State{Header: graph.Header{ID: "state:B", Name: "B"}})
	node(&graph.Treaty{Header: graph.Header{ID: "treaty:t", Period: graph.Since(graph.YearOnly(1950))}, InForce: graph.YearOnly(1950)})
	node(&graph.Obligation{Header: graph.Header{ID: "obligation:t"}, Type: graph.ObligationDefense})
	link(&graph.Imposes{}, "treaty:t", "obligation:t")
	link(&graph.Obliges{}, "obligation:t", "state:A")
	link(&graph.Benefits{}, "obligation:t", "state:B")
	derived, err := graph.Derive(batch.Nodes, batch.Relationships)
	if err != nil || len(derived) != 1 {
		t.Fatal(derived, err)
	}
	batch.Relationships = append(batch.Relationships, derived...)
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return store
}

func TestFaultsAreFound(t *testing.T) {
	derived := func(p *graph.RecordPage) *graph.RelationshipRecord {
		for i := range p.Relationships {
			if p.Relationships[i].Derived {
				return &p.Relationships[i]
			}
		}
		t.Fatal("no derived relationship")
		return nil
	}
	without := func(p *graph.RecordPage, drop graph.RelationshipType) {
		var kept []graph.RelationshipRecord
		for _, r := range p.Relationships {
			if r.Type != drop {
				kept = append(kept, r)
			}
		}
		p.Relationships = kept
	}
	for name, c := range map[string]struct {
		meddle func(*graph.RecordPage)
		want   []string // rules
	}{
		"nothing":                 {nil, nil},
		"a derived one is gone":   {func(p *graph.RecordPage) { without(p, graph.AlliedWithType) }, []string{"missing-derived", "fingerprint"}},
		"its reason is gone":      {func(p *graph.RecordPage) { without(p, graph.BenefitsType) }, []string{"stray-derived", "fingerprint"}},
		"it says something else":  {func(p *graph.RecordPage) { derived(p).Properties = graph.Properties{"obligationType": "CONSUL"} }, []string{"stray-derived", "fingerprint"}},
		"it is another one":       {func(p *graph.RecordPage) { derived(p).Discriminator = "z" }, []string{"missing-derived", "stray-derived", "fingerprint"}},
		"the treaty link is gone": {func(p *graph.RecordPage) { without(p, graph.ImposesType) }, []string{"derivation", "fingerprint"}},
		"a property is unknown":   {func(p *graph.RecordPage) { p.Nodes[1].Properties = graph.Properties{"nonsense": "1"} }, []string{"invalid", "fingerprint"}},
		"it holds on no day": {func(p *graph.RecordPage) {
			p.Nodes[1].Properties = graph.Properties{"name": "B", "from": "1950-06-25", "until": "1950-06-25"}
			derived(p).Properties = graph.Properties{"obligationType": "DEFENSE", "from": "1950-06-25", "until": "1950-06-25"}
		}, []string{"empty-period", "empty-period", "stray-derived", "fingerprint"}},
		"when it held nobody knows": {func(p *graph.RecordPage) {
			p.Nodes[1].Properties = graph.Properties{"name": "B", "startUncertain": true, "endUncertain": true}
		}, []string{"fingerprint"}},
		"a label is another":       {func(p *graph.RecordPage) { p.Nodes[1].ID, p.Nodes[1].Label = "org:none", graph.LabelOrganization }, []string{"labels", "fingerprint"}},
		"an end is gone":           {func(p *graph.RecordPage) { derived(p).To = "state:none" }, []string{"dangling", "missing-derived", "stray-derived", "fingerprint"}},
		"a relationship is no one": {func(p *graph.RecordPage) { derived(p).To = "place:none" }, []string{"dangling", "invalid", "missing-derived", "fingerprint"}},
	} {
		var got []string
		summary, err := storecheck.Run(t.Context(), meddled{pact(t), c.meddle}, func(f storecheck.Fault) {
			if (f.Dataset != "dataset:x") != (f.Rule == "fingerprint") || f.Subject == "" || f.Message == "" {
				t.Errorf("%s: %+v", name, f)
			}
			got = append(got, f.Rule)
		})
		if diff := cmp.Diff(c.want, got, cmp.Transformer("sorted", func(s []string) map[string]int {
			out := map[string]int{}
			for _, v := range s {
				out[v]++
			}
			return out
		})); diff != "" || err != nil || summary.Faults != len(got) {
			t.Errorf("%s: %s %v", name, diff, err)
		}
	}
}

func TestTheStoresErrorEndsTheCheck(t *testing.T) {
	store := pact(t)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := storecheck.Run(t.Context(), store, func(storecheck.Fault) { t.Error("a fault") }); graph.KindOf(err) != graph.KindUnavailable {
		t.Error(err)
	}
}
