package memstore_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// in changes what a closed file holds.
func in(t *testing.T, path string, change func(tx *bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Update(change); err != nil {
		t.Fatal(err)
	}
}

func numberKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// TestAFileFromWhichSomethingIsMissingIsRefusedAndStaysAsItIs, whatever it is: what is left adds up to another graph.
func TestAFileFromWhichSomethingIsMissingIsRefusedAndStaysAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "good.db")
	s := mustOpen(t, path)
	for n := range 4 {
		b := numbered(n)
		b.Run = nil
		mustApply(t, s, b)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var first []byte // the first commit, which compaction forgets
	in(t, path, func(tx *bbolt.Tx) error {
		first = bytes.Clone(tx.Bucket([]byte("commits")).Get(numberKey(1)))
		return nil
	})
	s = mustOpen(t, path)
	if _, err := s.Compact(t.Context(), graph.KnownAt{Commit: 3}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	compacted, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	without := func(bucket string, key []byte) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucket)).Delete(key) }
	}
	with := func(bucket string, key, value []byte) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucket)).Put(key, value) }
	}
	no := func(bucket string) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(bucket)) }
	}
	firstBlock := func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte("blocks")).Cursor()
		c.First()
		return c.Delete()
	}
	noCommits := func(tx *bbolt.Tx) error {
		if err := tx.DeleteBucket([]byte("commits")); err != nil {
			return err
		}
		_, err := tx.CreateBucket([]byte("commits"))
		return err
	}
	for name, c := range map[string]struct {
		content []byte
		change  func(*bbolt.Tx) error
		want    string
	}{
		"the first commit":                   {whole, without("commits", numberKey(1)), "history does not begin with commit 2"},
		"a commit between others":            {whole, without("commits", numberKey(2)), "commit 3 is out of order"},
		"a block of the first commit":        {whole, firstBlock, "store file"},
		"a block of the state before":        {compacted, firstBlock, "store file"},
		"the state before":                   {compacted, without("entente", []byte("opening")), "history does not begin with commit 3"},
		"the commit of the state before":     {compacted, without("commits", numberKey(3)), "history does not begin with commit 4"},
		"all commits":                        {compacted, noCommits, "history has no commit"},
		"what lies between the first and it": {compacted, with("commits", numberKey(1), first), "commit 3 is out of order"},
		"half of a commit":                   {whole, with("commits", numberKey(2), []byte{1, 2, 3}), "checksum of"},
		"half of the state before":           {compacted, with("entente", []byte("opening"), []byte{1, 2, 3}), "checksum of"},
		"half of a load run":                 {whole, with("runs", []byte("run 0"), nil), "checksum of"},
		"half of what a run gathered":        {whole, with("gathered", []byte("run 0\x00abcdefgh"), []byte("12345678")), "checksum of"},
		"half of the key of a block":         {whole, with("blocks", numberKey(99), []byte("block")), "key of a block"},
		"the format":                         {whole, without("entente", []byte("format")), "no format"},
		"half of the format":                 {whole, with("entente", []byte("format"), []byte{0, 2}), "no format"},
		"the number of the format":           {whole, with("entente", []byte("format"), make([]byte, 4)), "no format"},
		"the commits":                        {whole, no("commits"), "no commits"},
		"the runs":                           {whole, no("runs"), "no runs"},
		"what runs gathered":                 {whole, no("gathered"), "no gathered"},
		"the blocks":                         {whole, no("blocks"), "store file"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bad.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			in(t, path, c.change)
			before, _ := os.ReadFile(path)
			s, err := memstore.Open(path)
			if err == nil {
				_ = s.Close()
			}
			if graph.KindOf(err) != graph.KindInternal || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("%v (%s); want a damaged file: %s", err, graph.KindOf(err), c.want)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// TestWhatIsCompactedWhereNothingWasLeftOpensAgain: keys of blocks begin anew then.
func TestWhatIsCompactedWhereNothingWasLeftOpensAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	s := mustOpen(t, path)
	one, all := numbered(0), numbered(0)
	one.Run = nil
	mustApply(t, s, one)
	gone := graph.Batch{}
	for i := range all.Nodes {
		gone.RemoveNodes = append(gone.RemoveNodes, all.Nodes[i].Key())
		gone.RemoveRelationships = append(gone.RemoveRelationships, all.Relationships[i].ID())
	}
	mustApply(t, s, gone)
	if forgotten, err := s.Compact(t.Context(), graph.KnownAt{Commit: 2}); err != nil || forgotten != 1 {
		t.Fatal(forgotten, err)
	}
	for n := range 4 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = mustOpen(t, path)
		if list := commits(t, s); len(list) != n+1 || list[n].Number != 2 {
			t.Fatalf("commits %+v", list)
		}
		b := numbered(n)
		b.Run = nil
		mustApply(t, s, b)
	}
}
