package memstore_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// TestWhatARunGatheredIsLetGoOnceNobodyGoesOnWithIt: the room that it took is given back, and nobody sees any of it.
func TestWhatARunGatheredIsLetGoOnceNobodyGoesOnWithIt(t *testing.T) {
	batch := func(n int, run string, status graph.LoadRunStatus) graph.Batch {
		b := numbered(n)
		b.Run.ID, b.Run.Status = run, status
		return b
	}
	for name, c := range map[string]struct {
		then   func(s *memstore.Store) error
		runs   string // how they end, the last one first
		blocks int    // that are left: those of the commits and of what is gathered
		found  bool
	}{
		"it goes on": {func(*memstore.Store) error { return nil }, "RUNNING", 2, false},
		"it finished": {func(s *memstore.Store) error {
			_, err := s.Apply(t.Context(), batch(2, "first", graph.LoadFinished))
			return err
		}, "FINISHED", 1, true},
		"it failed": {func(s *memstore.Store) error {
			_, err := s.Apply(t.Context(), graph.Batch{Run: batch(2, "first", graph.LoadFailed).Run})
			return err
		}, "FAILED", 0, false},
		"another one began": {func(s *memstore.Store) error {
			_, err := s.Apply(t.Context(), batch(4, "second", graph.LoadRunning))
			return err
		}, "RUNNING FAILED", 1, false},
		"the dataset was retracted": {func(s *memstore.Store) error {
			_, err := s.Retract(t.Context(), "dataset:d")
			return err
		}, "FAILED", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "entente.db")
			s := mustOpen(t, path)
			for n := range 2 {
				mustApply(t, s, batch(n, "first", graph.LoadRunning))
			}
			if err := c.then(s); err != nil {
				t.Fatal(err)
			}
			runs, err := s.LoadRuns(t.Context(), 5)
			if err != nil {
				t.Fatal(err)
			}
			var ended []string
			for _, r := range runs {
				ended = append(ended, string(r.Status))
			}
			if got := strings.Join(ended, " "); got != c.runs {
				t.Errorf("runs are %s; want %s", got, c.runs)
			}
			if nodes, err := s.Nodes(t.Context(), []graph.ID{"state:B0N0"}); err != nil || (nodes[0] != nil) != c.found {
				t.Errorf("%v, %v; want it found: %t", nodes, err, c.found)
			}
			if c.runs == "FAILED" {
				if _, err := s.Apply(t.Context(), batch(3, "first", graph.LoadFinished)); graph.KindOf(err) != graph.KindConflict {
					t.Errorf("%v; want that nobody goes on with it", err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			in(t, path, func(tx *bbolt.Tx) error {
				blocks := map[string]bool{}
				err := tx.Bucket([]byte("blocks")).ForEach(func(k, _ []byte) error {
					blocks[string(k[:8])] = true
					return nil
				})
				if len(blocks) != c.blocks {
					t.Errorf("%d blocks are left; want %d", len(blocks), c.blocks)
				}
				return err
			})
		})
	}
}

// TestAnEmptyFileIsNotTakenForAStore: it may be what is left of one.
func TestAnEmptyFileIsNotTakenForAStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := memstore.Open(path)
	if graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), path+": it has 0 bytes and is no store") {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("%v, %v; want it as it was", info, err)
	}
}
