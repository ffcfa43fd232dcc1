package memstore

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"time"

	"go.etcd.io/bbolt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// former is what a file of format 1 holds: the records of the newest state, each behind its hash and a checksum, and
// load runs.
type former struct {
	image *image.Image
	runs  []graph.LoadRun
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
		var all graph.Batch
		err := formerEntries(tx.Bucket(formerNodes), decodeNode, &all.Nodes)
		if err == nil {
			err = formerEntries(tx.Bucket(formerLinks), decodeRelationship, &all.Relationships)
		}
		if err != nil {
			return err
		}
		if out.image, err = image.New().With(all); err != nil {
			return err
		}
		fingerprint := out.image.Fingerprint()
		if want := tx.Bucket(metaBucket).Get(formerFingerprint); string(fingerprint[:]) != string(want) {
			return fmt.Errorf("fingerprint %s is not that of the records", fingerprint)
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

// formerEntries adds the records of a bucket.
func formerEntries[R any](bucket *bbolt.Bucket, decode func(key, value string) (R, error), to *[]R) error {
	return bucket.ForEach(func(k, v []byte) error {
		if len(v) < formerHeader ||
			binary.BigEndian.Uint32(v[16:]) != crc32.Update(checksum(k, v[:16]), checksums, v[formerHeader:]) {
			return fmt.Errorf("checksum of %.100q", k)
		}
		r, err := decode(string(k), string(v[formerHeader:]))
		*to = append(*to, r)
		return err
	})
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
	if d := image.Compare(image.New(), f.image); d.Len() > 0 {
		w.commit = &ledger.Kept{Commit: graph.Commit{
			Number: 1, Kind: graph.CommitOpening, Time: ledger.NextTime(time.Now(), time.Time{}),
			Dataset: d.Dataset(), Result: d.Result, Fingerprint: f.image.Fingerprint(),
		}}
		blocks := ledger.NewWriter()
		d.Visit(0, d.Len(), blocks)
		for i, b := range blocks.Blocks() {
			w.blocks = append(w.blocks, block{uint64(i), b.Data})
			w.commit.Blocks = append(w.commit.Blocks, ledger.Ref{Key: uint64(i), Changes: b.Changes})
		}
	}
	return w.into(tx)
}
