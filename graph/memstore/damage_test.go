package memstore_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// bareContext is for the process that has no test.
var bareContext = context.Background()

func stats(t testing.TB, s graph.Reader) graph.Stats {
	t.Helper()
	out, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// filled is the content of a good file and its fingerprint. History is compacted, and a run has gathered a batch;
// finished is the fingerprint once it goes on with another one, its last.
func filled(t *testing.T) (content []byte, fingerprint, finished graph.Hash) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "good.db")
	s := mustOpen(t, path)
	for n := range 5 {
		b := numbered(n)
		b.Run.ID, b.Run.Status = fmt.Sprint("run ", n), graph.LoadFinished
		b.Run.Started = b.Run.Started.Add(time.Duration(n) * time.Second)
		mustApply(t, s, b)
	}
	if _, err := s.Compact(t.Context(), graph.KnownAt{Commit: 3}); err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, unfinished(5))
	fingerprint = stats(t, s).Fingerprint
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	mustApply(t, s, lastOf(unfinished(6)))
	return content, fingerprint, stats(t, s).Fingerprint
}

// unfinished is a batch of a run that goes on.
func unfinished(n int) graph.Batch {
	b := numbered(n)
	b.Run.ID, b.Run.Status, b.Run.Started = "unfinished", graph.LoadRunning, time.Unix(1000, 0).UTC()
	return b
}

func lastOf(b graph.Batch) graph.Batch {
	b.Run.Status = graph.LoadFinished
	return b
}

func TestADamagedFileIsAClearErrorAndNeverAnotherGraph(t *testing.T) {
	content, fingerprint, finished := filled(t)
	random := rand.New(rand.NewPCG(1, 2))
	damaged := map[string][]byte{
		"text":             []byte("state,name\nPRK,North Korea\n"),
		"zeros":            make([]byte, len(content)),
		"two zeroed heads": append(make([]byte, 8192), content[8192:]...),
	}
	for _, n := range []int{1, 100, 4096, 5000, 8192, 16384, 20000, 24576, len(content) / 4, len(content) / 3, len(content) / 2} {
		damaged[fmt.Sprintf("cut to %d of %d", n, len(content))] = content[:n]
	}
	beyondRepair := slices.Collect(maps.Keys(damaged))
	for _, n := range []int{len(content) - 4096, len(content) - 1} {
		damaged[fmt.Sprintf("cut to %d of %d", n, len(content))] = content[:n]
	}
	for range 60 {
		at, bit := random.IntN(len(content)), byte(1)<<random.IntN(8)
		bad := bytes.Clone(content)
		bad[at] ^= bit
		damaged[fmt.Sprintf("bit %08b of byte %d", bit, at)] = bad
	}
	for at := 0; at < len(content); at += 4096 {
		bad := bytes.Clone(content)
		for i := at; i < at+4096; i++ {
			bad[i] = byte(random.Uint32())
		}
		damaged[fmt.Sprintf("noise at %d", at)] = bad
	}
	var refused []string
	for name, bad := range damaged {
		path := filepath.Join(t.TempDir(), "bad.db")
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := memstore.Open(path)
		if err != nil {
			refused = append(refused, name)
			if kind := graph.KindOf(err); kind != graph.KindInternal && kind != graph.KindConflict || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "runtime error") {
				t.Errorf("%s: %v (%s); want a damaged file named, in words for whoever has it", name, err, kind)
			}
			continue
		}
		// The damage may lie where nothing is read yet, or bbolt goes back to the state before the last batch, which
		// was only gathered.
		if got := stats(t, s).Fingerprint; got != fingerprint {
			t.Errorf("%s: opened with fingerprint %s, want %s", name, got, fingerprint)
		}
		if runs, err := s.LoadRuns(t.Context(), 1); err == nil && len(runs) > 0 && runs[0].ID == "unfinished" {
			_, err := s.Apply(t.Context(), lastOf(unfinished(6)))
			if got := stats(t, s).Fingerprint; err == nil && got != finished || err != nil && got != fingerprint {
				t.Errorf("%s: the run that had gathered something ends with fingerprint %s, %v", name, got, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range beyondRepair {
		if !slices.Contains(refused, name) {
			t.Errorf("%s: not refused", name)
		}
	}
	if !slices.ContainsFunc(refused, func(name string) bool { return strings.HasPrefix(name, "noise") }) {
		t.Errorf("no noise was refused; refused were %q", refused)
	}
}

func TestAFileOfANewerVersionOrAnotherProgramIsAConflict(t *testing.T) {
	for name, c := range map[string]struct {
		bucket, key string
		value       []byte
		want        string
	}{
		"newer":   {"entente", "format", []byte{0, 0, 0, 99}, "written by a newer Entente (format 99, this one reads up to 2)"},
		"another": {"recipes", "soup", []byte("hot"), "a database of another program"},
	} {
		path := filepath.Join(t.TempDir(), "entente.db")
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucket([]byte(c.bucket))
			if err != nil {
				return err
			}
			return b.Put([]byte(c.key), c.value)
		})
		if err != nil || db.Close() != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		_, err = memstore.Open(path)
		if graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v (%s); want a conflict: %s", name, err, graph.KindOf(err), c.want)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestAPlaceThatCannotBeReachedIsUnavailable(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{filepath.Join(dir, "none", "entente.db"), dir} {
		_, err := memstore.Open(path)
		if graph.KindOf(err) != graph.KindUnavailable || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v (%s); want kind UNAVAILABLE", path, err, graph.KindOf(err))
		}
	}
}
