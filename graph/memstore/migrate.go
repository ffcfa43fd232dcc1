package memstore

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"time"

	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// former is what a file of format 1 holds: the records of the newest state, each behind its hash and a checksum, and
// load runs.
type former struct {
	changes     []graph.Change
	runs        []graph.LoadRun
	fingerprint graph.Hash
}

var (
	formerNodes       = []byte("nodes")
	formerLinks       = []byte("relationships")
	formerFingerprint = []byte("fingerprint")
)

const formerHeader = 16 + checksumSize

func (f *file) readFormer() (*former, error) {
	out := &former{}
	err := f.db.View(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{formerNodes, formerLinks, runBucket} {
			if tx.Bucket(name) == nil {
				return fmt.Errorf("no %s", name)
			}
		}
		err := tx.Bucket(formerNodes).ForEach(func(k, v []byte) error {
			return out.take(k, v, func(key, value string) (c graph.Change, h graph.Hash, err error) {
				r, err := decodeNode(key, value)
				return graph.Change{NodeAfter: &r}, r.Hash(), err
			})
		})
		if err != nil {
			return err
		}
		err = tx.Bucket(formerLinks).ForEach(func(k, v []byte) error {
			return out.take(k, v, func(key, value string) (c graph.Change, h graph.Hash, err error) {
				r, err := decodeRelationship(graph.ID(key), value)
				return graph.Change{RelationshipAfter: &r}, r.Hash(), err
			})
		})
		if err != nil {
			return err
		}
		if want := tx.Bucket(metaBucket).Get(formerFingerprint); string(out.fingerprint[:]) != string(want) {
			return fmt.Errorf("fingerprint %s is not that of the records", out.fingerprint)
		}
		return tx.Bucket(runBucket).ForEach(func(_, v []byte) error {
			var r graph.LoadRun
			out.runs = append(out.runs, r)
			return json.Unmarshal(v, &out.runs[len(out.runs)-1])
		})
	})
	if err != nil {
		return nil, f.damaged(err.Error())
	}
	return out, nil
}

func (f *former) take(k, v []byte, decode func(key, value string) (graph.Change, graph.Hash, error)) error {
	if len(v) < formerHeader || !formerlySealed(k, v) {
		return fmt.Errorf("checksum of %.100q", k)
	}
	c, hash, err := decode(string(k), string(v[formerHeader:]))
	if err != nil {
		return err
	}
	f.changes = append(f.changes, c)
	f.fingerprint = f.fingerprint.Add(hash)
	return nil
}

func formerlySealed(key, value []byte) bool {
	sum := crc32.Update(checksum(key, value[:16]), checksums, value[formerHeader:])
	return binary.BigEndian.Uint32(value[16:]) == sum
}

// carryOver makes what a file of format 1 holds the first commit of a ledger.
func (f *former) carryOver(tx *bbolt.Tx) error {
	for _, name := range [][]byte{formerNodes, formerLinks, runBucket} {
		if err := tx.DeleteBucket(name); err != nil {
			return err
		}
	}
	if err := tx.Bucket(metaBucket).Delete(formerFingerprint); err != nil {
		return err
	}
	if err := createBuckets(tx); err != nil {
		return err
	}
	w := writes{runs: f.runs}
	if len(f.changes) > 0 {
		w.commit = &ledger.Kept{Commit: graph.Commit{
			Number: 1, Kind: graph.CommitOpening, Time: ledger.NextTime(time.Now(), time.Time{}),
			Dataset: ledger.Dataset(f.changes), Result: ledger.Result(f.changes), Fingerprint: f.fingerprint,
		}}
		for i, b := range ledger.Blocks(f.changes) {
			w.blocks = append(w.blocks, block{uint64(i), b.Data})
			w.commit.Blocks = append(w.commit.Blocks, ledger.Ref{Key: uint64(i), Changes: b.Changes})
		}
	}
	return w.into(tx)
}
