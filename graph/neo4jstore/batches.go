package neo4jstore

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// A file that is loaded again brings the same batches. Of each batch that a run has brought the store keeps a digest,
// as long as it holds all that the batch states exactly so: one that comes again is then known to change nothing by one
// look, and not by one for each record. What is created takes nothing away from that; as soon as a record of a dataset
// is changed or removed, all digests of the dataset go, and its version becomes another.

// digest tells batches apart.
type digest [16]byte

// mostDigests bounds those of a dataset; the oldest go first.
const mostDigests = 4096

// batches are what is kept of the batches of a dataset.
type batches struct {
	version string
	digests []digest // the oldest first
}

const (
	cypherBatches = `MATCH (b:EntenteBatches {dataset: $dataset})
RETURN b.version, b.digests`

	cypherKeepBatches = `MERGE (b:EntenteBatches {dataset: $dataset})
SET b.digests = $digests
RETURN count(*)`

	cypherDropBatches = `UNWIND $rows AS dataset
MERGE (b:EntenteBatches {dataset: dataset})
SET b.version = $version, b.digests = null
RETURN count(*)`
)

// digestOf is that of a batch that only brings records of the run's dataset; ok is false for another.
func digestOf(b *graph.Batch) (d digest, ok bool) {
	if len(b.RemoveNodes)+len(b.RemoveRelationships) > 0 {
		return d, false
	}
	sum := sha256.New()
	add := func(dataset graph.ID, hash graph.Hash, part string) bool {
		_, _ = sum.Write(hash[:]) // which never fails
		_, _ = sum.Write(append([]byte(part), 0))
		return dataset == b.Run.Dataset
	}
	for i := range b.Nodes {
		if r := &b.Nodes[i]; !add(r.Dataset, r.Hash(), r.Part) {
			return d, false
		}
	}
	_, _ = sum.Write([]byte{1})
	for i := range b.Relationships {
		if r := &b.Relationships[i]; !add(r.Dataset, r.Hash(), r.Part) {
			return d, false
		}
	}
	return digest(sum.Sum(nil)[:16]), true
}

func (t transaction) batches(ctx context.Context, dataset graph.ID) (out batches, err error) {
	rows, err := t.rows(ctx, cypherBatches, map[string]any{"dataset": string(dataset)})
	if err != nil || len(rows) == 0 {
		return out, err
	}
	out.version = text(rows[0][0])
	kept, _ := rows[0][1].([]byte)
	for d := range slices.Chunk(kept, len(digest{})) {
		if len(d) < len(digest{}) {
			return out, errDamaged
		}
		out.digests = append(out.digests, digest(d))
	}
	return out, nil
}

// touches tells whether a batch states a record of which the run has gathered something.
func (g *gathering) touches(b *graph.Batch) bool {
	if len(g.records) == 0 {
		return false
	}
	for i := range b.Nodes {
		if _, has := g.records[shortKey(ledger.Key(&graph.Change{NodeAfter: &b.Nodes[i]}))]; has {
			return true
		}
	}
	for i := range b.Relationships {
		if _, has := g.records[shortKey(ledger.Key(&graph.Change{RelationshipAfter: &b.Relationships[i]}))]; has {
			return true
		}
	}
	return false
}

// brought notes a batch of the run, and which version the dataset had when it was compared.
func (g *gathering) brought(d digest, version string) {
	if len(g.digests) == 0 {
		g.version = version
	}
	g.restated = g.restated || g.version != version
	g.digests = append(g.digests, d)
}

// keepBatches keeps the digests of the run's batches where they hold: no record came twice, and none that a batch
// states was changed since the first of them was compared.
func (w *writer) keepBatches(ctx context.Context, g *gathering, dataset graph.ID) error {
	if g.restated || len(g.digests) == 0 {
		return nil
	}
	kept, err := w.tx.batches(ctx, dataset)
	if err != nil || kept.version != g.version {
		return err
	}
	known := map[digest]bool{}
	for _, d := range kept.digests {
		known[d] = true
	}
	all := kept.digests
	for _, d := range g.digests {
		if !known[d] {
			known[d] = true
			all = append(all, d)
		}
	}
	if len(all) == len(kept.digests) {
		return nil
	}
	var bytes []byte
	for _, d := range all[max(len(all)-mostDigests, 0):] {
		bytes = append(bytes, d[:]...)
	}
	_, err = w.tx.rows(ctx, cypherKeepBatches, map[string]any{"dataset": string(dataset), "digests": bytes})
	return err
}

// dropBatches forgets those of the datasets of which a record was changed or is taken away.
func (w *writer) dropBatches(ctx context.Context) error {
	return w.inBatches(ctx, cypherDropBatches, anys(sortedKeys(w.altered)), map[string]any{"version": rand.Text()})
}
