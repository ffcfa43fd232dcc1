package memstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// loading is what a file holds beside the blocks.
type loading struct {
	commits   []ledger.Kept
	opening   []ledger.Ref
	compacted bool // the first commit's changes are forgotten, and opening is its state
	runs      []graph.LoadRun
	gather    map[string]*gathered
	last      uint64 // key of the newest block
	blocks    map[uint64]bool
}

// load makes a store of what the file holds.
func (f *file) load() (s *Store, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(f.path, &err)
	if err := f.prepare(); err != nil {
		return nil, err
	}
	l := loading{gather: map[string]*gathered{}, blocks: map[uint64]bool{}}
	if err := f.db.View(l.read); err != nil {
		return nil, f.damaged(err.Error())
	}
	s = newStore(f)
	s.gathering, s.opening, s.nextBlock = l.gather, l.opening, l.last+1
	sortRuns(l.runs)
	s.runs.Store(&l.runs)
	head := &published{Image: image.New(), kept: l.commits}
	for _, c := range l.commits {
		head.commits = append(head.commits, c.Commit)
	}
	history := l.commits
	if l.compacted && len(history) > 0 {
		head.kept = history[1:]
		history = append([]ledger.Kept{{Commit: history[0].Commit, Blocks: l.opening}}, head.kept...)
	}
	if head.Image, err = replay(history, s.block); err != nil {
		return nil, f.damaged(err.Error())
	}
	s.current.Store(head)
	return s, f.sweep(&l)
}

// prepare makes the buckets of a new file and carries an older one over.
func (f *file) prepare() error {
	version := 0
	err := f.db.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil {
			if name, _ := tx.Cursor().First(); name != nil {
				return graph.Errorf(graph.KindConflict, "store file %s: a database of another program; use another file", f.path)
			}
			return nil
		}
		v := meta.Get(formatKey)
		if len(v) != 4 {
			return f.damaged("no format")
		}
		if version = int(binary.BigEndian.Uint32(v)); version > format {
			return graph.Errorf(graph.KindConflict, "store file %s: written by a newer Entente (format %d, this one reads up "+
				"to %d); use that version, or another file",
				f.path, version, format)
		}
		if version == 0 {
			return f.damaged("no format")
		}
		return nil
	})
	if err != nil || version == format {
		return err
	}
	var first *former
	if version == 1 {
		if first, err = f.readFormer(); err != nil {
			return err
		}
	}
	err = f.db.Update(func(tx *bbolt.Tx) error {
		if first != nil {
			return first.carryOver(tx)
		}
		return createBuckets(tx)
	})
	if err != nil {
		return graph.Errorf(graph.KindUnavailable, "store file %s: cannot be written; check that the disk has room",
			f.path).Because(err)
	}
	return nil
}

func createBuckets(tx *bbolt.Tx) error {
	for _, name := range [][]byte{metaBucket, blockBucket, commitBucket, gatherBucket, runBucket} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return tx.Bucket(metaBucket).Put(formatKey, binary.BigEndian.AppendUint32(nil, format))
}

func (l *loading) read(tx *bbolt.Tx) error {
	err := eachSealed(tx, commitBucket, func(k []byte, c ledger.Kept) error {
		if n := len(l.commits); string(k) != string(ascending(uint64(c.Number))) ||
			n > 0 && l.commits[n-1].Number != c.Number-1 {
			return fmt.Errorf("commit %d is out of order", c.Number)
		}
		l.commits = append(l.commits, c)
		return nil
	})
	if err != nil {
		return err
	}
	if v := tx.Bucket(metaBucket).Get(openingKey); v != nil {
		l.compacted = true
		if err := unseal(openingKey, v, &l.opening); err != nil {
			return err
		}
	}
	if len(l.commits) == 0 && l.compacted {
		return errors.New("history has no commit")
	}
	if len(l.commits) > 0 && l.compacted == (l.commits[0].Number == 1) {
		return fmt.Errorf("history does not begin with commit %d", l.commits[0].Number)
	}
	err = eachSealed(tx, runBucket, func(_ []byte, r graph.LoadRun) error {
		l.runs = append(l.runs, r)
		return nil
	})
	if err != nil {
		return err
	}
	err = eachSealed(tx, gatherBucket, func(k []byte, ref ledger.Ref) error {
		id, _, _ := strings.Cut(string(k), "\x00")
		if l.gather[id] == nil {
			l.gather[id] = &gathered{}
		}
		l.gather[id].blocks = append(l.gather[id].blocks, ref)
		return nil
	})
	if err != nil {
		return err
	}
	err = each(tx, blockBucket, func(k, _ []byte) error {
		if len(k) != 12 {
			return fmt.Errorf("key of a block %.100q", k)
		}
		l.last = binary.BigEndian.Uint64(k)
		l.blocks[l.last] = true
		return nil
	})
	if err != nil || len(l.opening) == 0 {
		return err
	}
	for _, ref := range l.commits[0].Blocks {
		if l.blocks[ref.Key] { // compaction forgets the changes of the commit whose state it keeps
			return fmt.Errorf("history does not begin with commit %d", l.commits[0].Number)
		}
	}
	return nil
}

func each(tx *bbolt.Tx, name []byte, f func(k, v []byte) error) error {
	bucket := tx.Bucket(name)
	if bucket == nil {
		return fmt.Errorf("no %s", name)
	}
	return bucket.ForEach(f)
}

// eachSealed is each for values that putSealed has put.
func eachSealed[V any](tx *bbolt.Tx, name []byte, f func(k []byte, value V) error) error {
	return each(tx, name, func(k, v []byte) error {
		var value V
		if err := unseal(k, v, &value); err != nil {
			return err
		}
		return f(k, value)
	})
}

// replayed is about how many changes of several commits are made into an image at once.
const replayed = 200_000

// replay makes the image that commits lead to. Several small ones are made into it at once.
func replay(commits []ledger.Kept, read ledger.Reader) (*image.Image, error) {
	s := image.New()
	for len(commits) > 0 {
		n, changes := 0, 0
		for n < len(commits) && (n == 0 || changes < replayed) {
			for _, ref := range commits[n].Blocks {
				changes += ref.Changes
			}
			n++
		}
		next := s.Replay()
		if n == 1 {
			for part, err := range ledger.Ahead(context.Background(), commits[0].Blocks, read, next.Part) {
				if err == nil {
					err = next.Add(part)
				}
				if err != nil {
					return nil, err
				}
			}
		} else {
			net, err := ledger.Between(context.Background(), commits[:n], read)
			if err != nil {
				return nil, err
			}
			part, err := next.Prepare(ledger.Redo(net))
			if err == nil {
				err = next.Add(part)
			}
			if err != nil {
				return nil, err
			}
		}
		var err error
		if s, err = next.End(commits[n-1].Fingerprint); err != nil {
			return nil, err
		}
		commits = commits[n:]
	}
	return s, nil
}

// sweep deletes blocks that nothing refers to: those of a publication during which the process died.
func (f *file) sweep(l *loading) error {
	keep := func(refs []ledger.Ref) {
		for _, ref := range refs {
			delete(l.blocks, ref.Key)
		}
	}
	keep(l.opening)
	for _, c := range l.commits {
		keep(c.Blocks)
	}
	for _, g := range l.gather {
		keep(g.blocks)
	}
	if len(l.blocks) == 0 {
		return nil
	}
	var w writes
	for key := range l.blocks {
		w.forget = append(w.forget, ledger.Ref{Key: key})
	}
	return f.write(&w)
}
