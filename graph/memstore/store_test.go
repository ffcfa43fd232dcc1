package memstore_test

import (
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memstore"
)

func inMemory(t testing.TB) graph.Store {
	s := memstore.New()
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func inFile(t testing.TB) graph.Store {
	s, err := memstore.Open(filepath.Join(t.TempDir(), "entente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStoreInMemoryKeepsTheContract(t *testing.T) { graphtest.Run(t, inMemory) }

func TestStoreInAFileKeepsTheContract(t *testing.T) { graphtest.Run(t, inFile) }
