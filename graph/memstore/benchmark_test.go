package memstore_test

import (
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memstore"
)

func BenchmarkStoreInMemory(b *testing.B) { graphtest.Benchmark(b, inMemory) }

func BenchmarkStoreInAFile(b *testing.B) { graphtest.Benchmark(b, inFile) }

func BenchmarkOpenAFileOf50000Relationships(b *testing.B) {
	path := filepath.Join(b.TempDir(), "entente.db")
	open := func() *memstore.Store {
		s, err := memstore.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	s := open()
	var batch graph.Batch
	state := func(i int) graph.ID { return graph.ID("state:" + string(rune('A'+i%26)) + string(rune('A'+i/26%26))) }
	for i := range 26 * 26 {
		n := &graph.State{}
		n.ID, n.Name = state(i), "State "+string(state(i))
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:d"
		batch.Nodes = append(batch.Nodes, r)
	}
	for i := range 50_000 {
		r := &graph.AlliedWith{ObligationType: graph.ObligationDefense, TreatyID: "treaty:t"}
		r.FromID, r.ToID, r.DatasetID = state(i), state(i*7+i/676), "dataset:d"
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(r, string(rune('a'+i%20))+string(rune('a'+i/676))))
	}
	if _, err := s.Apply(b.Context(), batch); err != nil {
		b.Fatal(err)
	}
	want, _ := s.Stats(b.Context())
	for b.Loop() {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		s = open()
	}
	got, err := s.Stats(b.Context())
	if err != nil || got.Fingerprint != want.Fingerprint {
		b.Fatal(got, err)
	}
	_ = s.Close()
}
