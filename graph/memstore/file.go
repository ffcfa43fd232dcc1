package memstore

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/entente-graph/entente/graph"
)

// The file is a bbolt database with these buckets. Blocks come under ascending keys, each in pieces, so that what is
// written is appended: their checksum is their own. The other values begin with a checksum of the key and of what
// follows.
var (
	metaBucket   = []byte("entente")  // format, opening
	blockBucket  = []byte("blocks")   // key of the block, number of the piece → piece
	commitBucket = []byte("commits")  // number → JSON
	gatherBucket = []byte("gathered") // run id, NUL, key of the block → JSON of its reference
	runBucket    = []byte("runs")     // load run id → JSON
	formatKey    = []byte("format")
	openingKey   = []byte("opening") // where history was compacted: JSON of the blocks of the first commit's state
	checksums    = crc32.MakeTable(crc32.Castagnoli)
	lockTimeout  = time.Second
)

// format is raised when a file is written that earlier versions would misread.
const format = 2

const checksumSize = 4

// pieceSize is how a block is cut: bbolt writes a leaf anew that one more value goes into, and would keep up to four
// whole blocks in one.
const pieceSize = 8 << 10

type file struct {
	path string
	lock sync.RWMutex // for db, which shrink replaces
	db   *bbolt.DB
}

// Open opens a store that is kept in a file, and makes the file where there is none. A file of an earlier version is
// carried over. The error is KindConflict where another process has it open (the message names it), where a newer
// version of Entente wrote it or where it is no store at all, KindInternal where it is damaged, and KindUnavailable
// where it cannot be reached.
func Open(path string) (*Store, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	s, err := f.load()
	if err != nil {
		_ = f.close()
		return nil, err
	}
	return s, nil
}

func openFile(path string) (f *file, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(path, &err)
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil, graph.Errorf(graph.KindConflict, "store file %s: it has 0 bytes and is no store; delete it, or name "+
			"another file", path)
	}
	db, err := openThere(path)
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, graph.Errorf(graph.KindConflict, "store file %s: in use by %s; stop it, or use another file", path,
			inUseBy(path))
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, graph.Errorf(graph.KindUnavailable, "store file %s: %v; check the folder and its permissions", path,
			errors.Unwrap(err)).Because(err)
	case err != nil:
		if info, statErr := os.Stat(path); statErr == nil && info.Mode().IsRegular() && info.Size() > 0 {
			return nil, graph.Errorf(graph.KindInternal, "store file %s: damaged, or no store of Entente; use a backup, or "+
				"another file and load again", path).Because(err)
		}
		return nil, graph.Errorf(graph.KindUnavailable, "store file %s: cannot be opened; check that it is a file and the "+
			"disk has room", path).Because(err)
	}
	if err := writeOwner(path); err != nil {
		_ = db.Close()
		return nil, graph.Errorf(graph.KindUnavailable, "store file %s: cannot write beside it: %v", path, err)
	}
	_ = os.Remove(path + shrinking) // of a process that died
	return &file{path: path, db: db}, nil
}

// openThere opens the file that has the name once its lock is held. Who waits for the lock while another process
// shrinks the file gets that of one whose place was taken, and what it would write there would be lost.
func openThere(path string) (*bbolt.DB, error) {
	until := time.Now().Add(lockTimeout)
	for {
		var opened *os.File
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType,
			OpenFile: func(name string, flags int, mode os.FileMode) (f *os.File, err error) {
				opened, err = os.OpenFile(name, flags, mode)
				return opened, err
			},
		})
		if err != nil {
			return nil, err
		}
		mine, err := opened.Stat()
		if err == nil {
			named, missing := os.Stat(path)
			if missing == nil && os.SameFile(mine, named) {
				return db, nil
			}
		}
		_ = db.Close()
		if err != nil {
			return nil, err
		}
		if time.Now().After(until) {
			return nil, bolterrors.ErrTimeout
		}
	}
}

// guard turns what a damaged file does to the process (bbolt panics, a page beyond the end faults) into an error.
func guard(path string, err *error) {
	if r := recover(); r != nil {
		cause := fmt.Errorf("%v", r)
		if _, ok := r.(runtime.Error); ok {
			cause = errors.New("it points to what is not there")
		}
		*err = graph.Errorf(graph.KindInternal, "store file %s: damaged; use a backup, or another file and load again",
			path).Because(cause)
	}
}

func (f *file) close() error {
	f.lock.Lock()
	defer f.lock.Unlock()
	err := f.db.Close()
	_ = os.Remove(ownerPath(f.path))
	if err != nil {
		return graph.Errorf(graph.KindInternal, "store file %s: cannot be closed", f.path).Because(err)
	}
	return nil
}

func (f *file) damaged(why string) error {
	return graph.Errorf(graph.KindInternal,
		"store file %s: damaged (%s); use a backup, or another file and load again", f.path, why)
}

func (f *file) survives() bool { return true }

// read implements vault.
func (f *file) read(key uint64) (data []byte, err error) {
	f.lock.RLock()
	defer f.lock.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(f.path, &err)
	err = f.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(blockBucket).Cursor()
		for k, v := c.Seek(ascending(key)); len(k) == 12 && binary.BigEndian.Uint64(k) == key; k, v = c.Next() {
			data = append(data, v...)
		}
		return nil
	})
	if err == nil && data == nil {
		err = errForgotten()
	}
	return data, err
}

// ascending writes a number so that keys sort by it.
func ascending(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// write implements vault: one transaction, synced when it returns.
func (f *file) write(w *writes) (err error) {
	f.lock.RLock()
	defer f.lock.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(f.path, &err)
	err = f.db.Update(w.into)
	if err != nil {
		return graph.Errorf(graph.KindUnavailable, "store file %s: cannot be written; check that the disk has room",
			f.path).Because(err)
	}
	return nil
}

func (w *writes) into(tx *bbolt.Tx) error {
	blocks := tx.Bucket(blockBucket)
	blocks.FillPercent = 1 // keys ascend
	for _, b := range w.blocks {
		if err := putBlock(blocks, b); err != nil {
			return err
		}
	}
	for _, ref := range w.forget {
		if err := deletePrefixed(blocks, ascending(ref.Key)); err != nil {
			return err
		}
	}
	if w.commit != nil {
		commits := tx.Bucket(commitBucket)
		commits.FillPercent = 1
		if err := putSealed(commits, ascending(uint64(w.commit.Number)), w.commit); err != nil {
			return err
		}
	}
	for _, run := range w.runs {
		if err := putSealed(tx.Bucket(runBucket), []byte(run.ID), run); err != nil {
			return err
		}
	}
	for _, id := range w.drop {
		if err := deletePrefixed(tx.Bucket(gatherBucket), []byte(id+"\x00")); err != nil {
			return err
		}
	}
	for id, refs := range w.gather {
		for _, ref := range refs {
			if err := putSealed(tx.Bucket(gatherBucket), append([]byte(id+"\x00"), ascending(ref.Key)...), ref); err != nil {
				return err
			}
		}
	}
	if w.opening == nil {
		return nil
	}
	for _, n := range w.opening.forget {
		if err := tx.Bucket(commitBucket).Delete(ascending(uint64(n))); err != nil {
			return err
		}
	}
	return putSealed(tx.Bucket(metaBucket), openingKey, w.opening.blocks)
}

func putBlock(blocks *bbolt.Bucket, b block) error {
	for piece := uint32(0); len(b.data) > 0; piece++ {
		n := min(len(b.data), pieceSize)
		if err := blocks.Put(binary.BigEndian.AppendUint32(ascending(b.key), piece), b.data[:n]); err != nil {
			return err
		}
		b.data = b.data[n:]
	}
	return nil
}

func deletePrefixed(bucket *bbolt.Bucket, prefix []byte) error {
	var keys [][]byte
	c := bucket.Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := bucket.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// putSealed puts a value as JSON behind a checksum.
func putSealed(bucket *bbolt.Bucket, key []byte, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	out := binary.BigEndian.AppendUint32(make([]byte, 0, checksumSize+len(text)), checksum(key, text))
	return bucket.Put(key, append(out, text...))
}

// unseal reads what putSealed has put.
func unseal(key, value []byte, into any) error {
	if len(value) < checksumSize || binary.BigEndian.Uint32(value) != checksum(key, value[checksumSize:]) {
		return fmt.Errorf("checksum of %.100q", key)
	}
	return json.Unmarshal(value[checksumSize:], into)
}

func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Update(0, checksums, key), checksums, value)
}

// shrinking is what the name of the file ends in that takes the place of one with much room to give back.
const shrinking = ".shrinking"

// copiedAtOnce is about how many bytes a transaction of the copy takes.
const copiedAtOnce = 16 << 20

// shrink implements vault: the file is copied without what was deleted from it, and the copy takes its place.
func (f *file) shrink() error {
	f.lock.Lock()
	defer f.lock.Unlock()
	path := f.path + shrinking
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType})
	if err == nil {
		if err = bbolt.Compact(db, f.db, copiedAtOnce); err == nil {
			err = os.Rename(path, f.path)
		}
		if err != nil {
			_ = db.Close()
			_ = os.Remove(path)
		}
	}
	if err != nil {
		return graph.Errorf(graph.KindUnavailable, "store file %s: history is forgotten, and the file could not be made "+
			"smaller; check that the disk has room", f.path).Because(err)
	}
	old := f.db
	f.db = db
	if folder, err := os.Open(filepath.Dir(f.path)); err == nil {
		_ = folder.Sync()
		_ = folder.Close()
	}
	_ = old.Close() // its file is gone
	return nil
}
