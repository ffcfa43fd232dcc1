package memstore_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memstore"
)

func mustOpen(t *testing.T, path string) *memstore.Store {
	t.Helper()
	s, err := memstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		graphtest.AddsUp(t, s)
		_ = s.Close()
	})
	return s
}

func mustApply(t *testing.T, s graph.Store, b graph.Batch) {
	t.Helper()
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func commits(t *testing.T, s graph.Store) []graph.Commit {
	t.Helper()
	out, err := s.Commits(t.Context(), graph.CommitQuery{First: graph.MaxFirst})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// testdata/format1.db.gz was written by the last version without a ledger: a finished run of the bundled dataset, and
// one of another dataset that was interrupted.
func TestAFileOfTheFirstFormatBecomesTheFirstCommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	packed, err := os.Open("testdata/format1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil || os.WriteFile(path, content, 0o600) != nil {
		t.Fatal(err)
	}
	want := graph.Stats{
		Nodes:         map[graph.Label]int{graph.LabelDataset: 1, graph.LabelEvent: 12, graph.LabelState: 2},
		Relationships: map[graph.RelationshipType]int{graph.ActorInType: 12, graph.BordersType: 2},
		Datasets:      map[graph.ID]graph.DatasetStats{"dataset:curated": {NodeRecords: 14, Relationships: 12}, "dataset:other": {NodeRecords: 2, Relationships: 2}},
	}
	if want.Fingerprint, err = graph.ParseHash("1a8463fee0a406b2515738e16cfa82f3"); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"carried over", "opened again"} {
		s := mustOpen(t, path)
		if diff := cmp.Diff(want, stats(t, s)); diff != "" {
			t.Fatalf("%s:\n%s", when, diff)
		}
		list := commits(t, s)
		if len(list) != 1 || list[0].Number != 1 || list[0].Kind != graph.CommitOpening || list[0].Dataset != "" || list[0].Fingerprint != want.Fingerprint ||
			list[0].Result != (graph.ApplyResult{NodesCreated: 16, RelationshipsCreated: 14}) {
			t.Errorf("%s: commits %+v", when, list)
		}
		page, err := s.Changes(t.Context(), graph.ChangeQuery{Limit: 100, About: "state:PRK", Dataset: "dataset:other"})
		if err != nil || len(page.Changes) != 3 || page.Changes[1].RelationshipAfter.Discriminator != "x|y" ||
			!page.Changes[1].RelationshipAfter.Properties.Period().Unknown() || page.Changes[2].RelationshipAfter.Properties.Period().Text() != "1948-09 until an unknown day" {
			t.Errorf("%s: changes %+v, %v", when, page.Changes, err)
		}
		runs, err := s.LoadRuns(t.Context(), 10)
		if err != nil || len(runs) != 2 || runs[0].ID != "other-1" || runs[0].Status != graph.LoadRunning || runs[0].Position != 1 || runs[1].Status != graph.LoadFinished {
			t.Errorf("%s: runs %+v, %v", when, runs, err)
		}
		records, err := s.Records(t.Context(), graph.RecordQuery{Dataset: "dataset:curated", Limit: 100})
		if err != nil || records.Relationships[0].Part != "one.yaml" {
			t.Errorf("%s: records %+v, %v", when, records, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := mustOpen(t, path)
	if _, err := s.Retract(t.Context(), "dataset:other"); err != nil {
		t.Fatal(err)
	}
	at, c, err := s.At(t.Context(), graph.KnownAt{Commit: 1})
	if err != nil || c.Number != 1 {
		t.Fatal(c, err)
	}
	if diff := cmp.Diff(want, stats(t, at)); diff != "" {
		t.Errorf("the first commit after a retraction:\n%s", diff)
	}
	if runs, _ := s.LoadRuns(t.Context(), 1); runs[0].Status != graph.LoadFailed {
		t.Errorf("an interrupted run whose records were retracted: %+v", runs[0])
	}
}

func TestADamagedFileOfTheFirstFormatStaysAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{"entente", "nodes", "relationships", "runs"} {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		if err := tx.Bucket([]byte("nodes")).Put([]byte("state:A|dataset:d|"), make([]byte, 40)); err != nil {
			return err
		}
		return tx.Bucket([]byte("entente")).Put([]byte("format"), []byte{0, 0, 0, 1})
	})
	if err != nil || db.Close() != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	_, err = memstore.Open(path)
	if graph.KindOf(err) != graph.KindInternal || !strings.Contains(err.Error(), "checksum of") {
		t.Errorf("%v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file was changed")
	}
}

func TestCompactingGivesRoomBackAndOutlivesTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	s := mustOpen(t, path)
	for n := range 200 {
		b := numbered(n % 40)
		b.Run = nil
		for i := range b.Nodes {
			b.Nodes[i].Properties["note"] = strings.Repeat(fmt.Sprint(n, i), 200)
		}
		mustApply(t, s, b)
	}
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	want, before := stats(t, s), size()
	forgotten, err := s.Compact(t.Context(), graph.KnownAt{Commit: 190})
	if err != nil || forgotten != 189 {
		t.Fatal(forgotten, err)
	}
	if after := size(); after > before*2/3 {
		t.Errorf("%d bytes of %d are left", after, before)
	}
	for range 2 {
		mustApply(t, s, graph.Batch{RemoveNodes: []string{"state:B1N1|dataset:d|"}})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + ".shrinking"); !os.IsNotExist(err) {
			t.Errorf("left over: %v", err)
		}
		s = mustOpen(t, path)
		at, _, err := s.At(t.Context(), graph.KnownAt{Commit: 200})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, stats(t, at)); diff != "" {
			t.Error(diff)
		}
		if list := commits(t, s); len(list) != 12 || list[11].Number != 190 {
			t.Errorf("%d commits", len(list))
		}
	}
	_, err = memstore.Open(path)
	if graph.KindOf(err) != graph.KindConflict {
		t.Errorf("a compacted file is open twice: %v", err)
	}
}

func TestAPublicationThatDiedLeavesNoBlocksBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	s := mustOpen(t, path)
	mustApply(t, s, numbered(0))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	blocks := func(f func(b *bbolt.Bucket) error) {
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if err := db.Update(func(tx *bbolt.Tx) error { return f(tx.Bucket([]byte("blocks"))) }); err != nil {
			t.Fatal(err)
		}
	}
	blocks(func(b *bbolt.Bucket) error {
		return b.Put([]byte{0, 0, 0, 0, 0, 0, 0, 77, 0, 0, 0, 0}, []byte("half of one"))
	})
	s = mustOpen(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	blocks(func(b *bbolt.Bucket) error {
		if n := b.Stats().KeyN; n != 1 {
			t.Errorf("%d blocks, want the one that was gathered", n)
		}
		return nil
	})
	s = mustOpen(t, path)
	for n := 1; n < perRun; n++ {
		mustApply(t, s, numbered(n))
	}
	if list := commits(t, s); len(list) != 1 || list[0].Kind != graph.CommitLoad || list[0].Run != "run 0" {
		t.Errorf("commits %+v", list)
	}
}

func TestWhatARunGatheredAndIsDamagedIsDiscarded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	s := mustOpen(t, path)
	mustApply(t, s, numbered(0))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte("blocks"))
		key, value := b.Cursor().First()
		return b.Put(key, value[:len(value)-1])
	})
	if err != nil || db.Close() != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	_, err = s.Apply(t.Context(), numbered(1))
	if graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), "load again") {
		t.Errorf("%v", err)
	}
	runs, err := s.LoadRuns(t.Context(), 1)
	if err != nil || runs[0].Status != graph.LoadFailed {
		t.Errorf("%+v, %v", runs, err)
	}
	for n := perRun; n < 2*perRun; n++ { // another run
		b := numbered(n)
		b.RemoveRelationships = nil
		mustApply(t, s, b)
	}
	if list := commits(t, s); len(list) != 1 {
		t.Errorf("commits %+v", list)
	}
}
