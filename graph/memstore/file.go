package memstore

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/entente-graph/entente/graph"
)

// The file is a bbolt database with these buckets. A value of nodes and relationships is the record's hash, a checksum of
// all that follows and of the key, and the encoded record.
var (
	metaBucket  = []byte("entente")       // format, fingerprint
	nodeBucket  = []byte("nodes")         // record key → record
	linkBucket  = []byte("relationships") // relationship id → record
	runBucket   = []byte("runs")          // load run id → JSON
	formatKey   = []byte("format")
	printKey    = []byte("fingerprint")
	checksums   = crc32.MakeTable(crc32.Castagnoli)
	lockTimeout = time.Second
)

// format is raised when a file is written that earlier versions would misread.
const format = 1

const valueHeader = 16 + 4

type file struct {
	path string
	db   *bbolt.DB
}

// Open opens a store that is kept in a file, and makes the file where there is none. The error is KindConflict where
// another process has it open (the message names it), where a newer version of Entente wrote it or where it is no store at
// all, KindInternal where it is damaged, and KindUnavailable where it cannot be reached.
func Open(path string) (*Store, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	s := New()
	s.file = f
	snapshot, err := f.load()
	if err != nil {
		_ = f.close()
		return nil, err
	}
	s.current.Store(snapshot)
	return s, nil
}

func openFile(path string) (f *file, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(path, &err)
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil, graph.Errorf(graph.KindConflict, "store file %s: it has 0 bytes and is no store; delete it, or name another file", path)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, graph.Errorf(graph.KindConflict, "store file %s: in use by %s; stop it, or use another file", path, inUseBy(path))
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, graph.Errorf(graph.KindUnavailable, "store file %s: %v; check the folder and its permissions", path, errors.Unwrap(err)).Because(err)
	case err != nil:
		if info, statErr := os.Stat(path); statErr == nil && info.Mode().IsRegular() && info.Size() > 0 {
			return nil, graph.Errorf(graph.KindInternal, "store file %s: damaged, or no store of Entente; use a backup, or another file and load again", path).Because(err)
		}
		return nil, graph.Errorf(graph.KindUnavailable, "store file %s: cannot be opened; check that it is a file and the disk has room", path).Because(err)
	}
	if err := writeOwner(path); err != nil {
		_ = db.Close()
		return nil, graph.Errorf(graph.KindUnavailable, "store file %s: cannot write beside it: %v", path, err)
	}
	return &file{path, db}, nil
}

// guard turns what a damaged file does to the process (bbolt panics, a page beyond the end faults) into an error.
func guard(path string, err *error) {
	if r := recover(); r != nil {
		cause := fmt.Errorf("%v", r)
		if _, ok := r.(runtime.Error); ok {
			cause = errors.New("it points to what is not there")
		}
		*err = graph.Errorf(graph.KindInternal, "store file %s: damaged; use a backup, or another file and load again", path).Because(cause)
	}
}

func (f *file) close() error {
	err := f.db.Close()
	_ = os.Remove(ownerPath(f.path))
	if err != nil {
		return graph.Errorf(graph.KindInternal, "store file %s: cannot be closed", f.path).Because(err)
	}
	return nil
}

// load reads the file into a snapshot.
func (f *file) load() (s *snapshot, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(f.path, &err)
	damaged := func(why string) error {
		return graph.Errorf(graph.KindInternal, "store file %s: damaged (%s); use a backup, or another file and load again", f.path, why)
	}
	fresh := false
	var l loading
	err = f.db.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil {
			if name, _ := tx.Cursor().First(); name != nil {
				return graph.Errorf(graph.KindConflict, "store file %s: a database of another program; use another file", f.path)
			}
			fresh = true
			return nil
		}
		if v := meta.Get(formatKey); len(v) != 4 {
			return damaged("no format")
		} else if n := binary.BigEndian.Uint32(v); n > format {
			return graph.Errorf(graph.KindConflict, "store file %s: written by a newer Entente (format %d, this one reads up to %d); use that version, or another file",
				f.path, n, format)
		}
		for name, add := range map[string]func(k, v []byte) error{string(nodeBucket): l.node, string(linkBucket): l.link} {
			bucket := tx.Bucket([]byte(name))
			if bucket == nil {
				return damaged("no " + name)
			}
			if err := bucket.ForEach(add); err != nil {
				return damaged(err.Error())
			}
		}
		runs := tx.Bucket(runBucket)
		if runs == nil {
			return damaged("no runs")
		}
		if err := runs.ForEach(func(k, v []byte) error { return l.run(v) }); err != nil {
			return damaged(err.Error())
		}
		l.fingerprint = string(meta.Get(printKey))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if fresh {
		return newSnapshot(), f.create()
	}
	s, err = l.snapshot()
	if err != nil {
		return nil, damaged(err.Error())
	}
	return s, nil
}

func (f *file) create() error {
	err := f.db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{nodeBucket, linkBucket, runBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta, err := tx.CreateBucketIfNotExists(metaBucket)
		if err != nil {
			return err
		}
		if err := meta.Put(printKey, make([]byte, 16)); err != nil {
			return err
		}
		return meta.Put(formatKey, binary.BigEndian.AppendUint32(nil, format))
	})
	if err != nil {
		return graph.Errorf(graph.KindUnavailable, "store file %s: cannot be written; check the disk", f.path).Because(err)
	}
	return nil
}

// save writes what an edit changed, in one transaction, synced when it returns.
func (f *file) save(e *edit) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(f.path, &err)
	err = f.db.Update(func(tx *bbolt.Tx) error {
		nodes := tx.Bucket(nodeBucket)
		for _, key := range slices.Sorted(maps.Keys(e.nodeValues)) {
			value := e.nodeValues[key]
			if value == nil {
				if err := nodes.Delete([]byte(key)); err != nil {
					return err
				}
				continue
			}
			if err := nodes.Put([]byte(key), sealed(key, e.hashOf(key), value)); err != nil {
				return err
			}
		}
		links := tx.Bucket(linkBucket)
		for _, id := range slices.Sorted(maps.Keys(e.linkValues)) {
			l := e.linkValues[id]
			if l == nil {
				if err := links.Delete([]byte(id)); err != nil {
					return err
				}
				continue
			}
			if err := links.Put([]byte(id), sealed(id, l.hash, []byte(l.raw))); err != nil {
				return err
			}
		}
		if e.run != nil {
			b, err := json.Marshal(e.run)
			if err != nil {
				return err
			}
			if err := tx.Bucket(runBucket).Put([]byte(e.run.ID), b); err != nil {
				return err
			}
		}
		return tx.Bucket(metaBucket).Put(printKey, e.next.fingerprint[:])
	})
	if err != nil {
		return graph.Errorf(graph.KindUnavailable, "store file %s: cannot be written; check that the disk has room", f.path).Because(err)
	}
	return nil
}

// hashOf is the hash of a record that the edit wrote.
func (e *edit) hashOf(key string) graph.Hash {
	r, _ := decodeNode(key, "")
	n := e.next.entry(r.ID)
	return n.hashes[n.find(r.Dataset, r.Discriminator)]
}

func sealed(key string, hash graph.Hash, record []byte) []byte {
	out := make([]byte, valueHeader, valueHeader+len(record))
	copy(out, hash[:])
	out = append(out, record...)
	binary.BigEndian.PutUint32(out[16:], checksum(key, out))
	return out
}

func checksum(key string, value []byte) uint32 {
	sum := crc32.Update(0, checksums, []byte(key))
	sum = crc32.Update(sum, checksums, value[:16])
	return crc32.Update(sum, checksums, value[valueHeader:])
}
