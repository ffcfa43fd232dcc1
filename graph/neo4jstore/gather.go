package neo4jstore

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// What a run brings is gathered in blocks beside the graph, a block a batch, and published when the run finishes. A
// process that loads keeps in memory under which keys something was gathered; another that goes on reads the blocks.
//
// Of a record that is in the store already as the run states it only the key is gathered, with the number of the commit
// that was the newest then: where the record has changed by the time of publication, the ledger has it as it was.

const (
	cypherRun = `MATCH (l:LoadRun {id: $id})
RETURN coalesce(l.blocks, 0), coalesce(l.discarded, false), l.status`

	cypherSaveRun = `MERGE (l:LoadRun {id: $id})
SET l += $p
RETURN count(*)`

	// cypherGather adds a block to those of the run, unless another process has added one meanwhile or discarded them all.
	cypherGather = `MATCH (l:LoadRun {id: $id})
WHERE NOT coalesce(l.discarded, false) AND (coalesce(l.blocks, 0) = $n OR l.token = $token)
SET l.blocks = $n + 1, l.token = $token
MERGE (g:EntenteGathered {key: $block.key})
SET g = $block
RETURN count(*)`

	// cypherDiscard takes away what other runs of the dataset have gathered.
	cypherDiscard = `MATCH (l:LoadRun {dataset: $dataset})
WHERE l.id <> $id AND coalesce(l.blocks, 0) > 0
SET l.blocks = 0, l.discarded = true
WITH l
MATCH (g:EntenteGathered)
WHERE g.key STARTS WITH l.id + '|'
DELETE g`

	cypherGatheredBlock = `MATCH (g:EntenteGathered {key: $key})
RETURN g.bytes, g.same, g.head`

	cypherDropGathered = `UNWIND $rows AS key
MATCH (g:EntenteGathered {key: key})
DELETE g
RETURN count(*)`
)

// recordKey is short for the key of a record, as ledger.Key makes it.
type recordKey [16]byte

func shortKey(key string) recordKey {
	sum := sha256.Sum256([]byte(key))
	return recordKey(sum[:16])
}

// gathered is what is known of a record of the run.
type gathered struct {
	hash  graph.Hash // of the record; zero where it was the same as in the store or is to be removed
	part  uint32     // number of the part
	block int32
	state gatheredState
}

type gatheredState uint8

const (
	stated    gatheredState = iota // the block has it
	unchanged                      // it was in the store already
	removed
)

// gathering is what a run has gathered.
type gathering struct {
	sync.Mutex
	run     string
	known   bool    // the rest is as it is in the store
	begun   bool    // the store has a mark of the run
	blocks  []int64 // of each the number of the newest commit when it was made
	records map[recordKey]gathered
	alive   map[recordKey]int32 // by node: how many records and ends of relationships the run has gathered of it
	parts   map[string]uint32
	stated  int // records that the blocks have, more than once where they came again
}

func newGathering(run string) *gathering {
	g := &gathering{run: run}
	g.reset()
	return g
}

func (g *gathering) reset() {
	g.known, g.begun, g.blocks, g.stated = false, false, nil, 0
	g.records, g.alive, g.parts = map[recordKey]gathered{}, map[recordKey]int32{}, map[string]uint32{}
}

func (g *gathering) part(name string) uint32 {
	n, ok := g.parts[name]
	if !ok {
		n = uint32(len(g.parts))
		g.parts[name] = n
	}
	return n
}

// take notes a change that a block has.
func (g *gathering) take(c *graph.Change, block int32) {
	key := shortKey(ledger.Key(c))
	before, was := g.records[key]
	now := gathered{block: block, state: removed}
	switch {
	case c.NodeAfter != nil:
		now = gathered{c.NodeAfter.Hash(), g.part(c.NodeAfter.Part), block, stated}
	case c.RelationshipAfter != nil:
		now = gathered{c.RelationshipAfter.Hash(), g.part(c.RelationshipAfter.Part), block, stated}
	}
	g.records[key] = now
	g.stated++
	lives := int32(0)
	if now.state == stated {
		lives++
	}
	if was && before.state == stated {
		lives--
	}
	if lives != 0 {
		for _, id := range nodesOf(c) {
			g.alive[shortKey(string(id))] += lives
		}
	}
}

// nodesOf are the nodes that the record of a change keeps alive.
func nodesOf(c *graph.Change) []graph.ID {
	for _, n := range []*graph.NodeRecord{c.NodeAfter, c.NodeBefore} {
		if n != nil {
			return []graph.ID{n.ID}
		}
	}
	for _, r := range []*graph.RelationshipRecord{c.RelationshipAfter, c.RelationshipBefore} {
		if r != nil {
			return []graph.ID{r.From, r.To}
		}
	}
	return nil
}

// takeSame notes records that were the same in the store.
func (g *gathering) takeSame(keys []byte, block int32) {
	for key := range slices.Chunk(keys, len(recordKey{})) {
		g.records[recordKey(key)] = gathered{block: block, state: unchanged}
	}
}

// gathering finds that of a run, locked.
func (s *Store) gathering(run string) *gathering {
	s.runs.Lock()
	defer s.runs.Unlock()
	g := s.runs.gatherings[run]
	if g == nil {
		g = newGathering(run)
		s.runs.gatherings[run] = g
	}
	return g
}

func (s *Store) forget(g *gathering) {
	s.runs.Lock()
	defer s.runs.Unlock()
	delete(s.runs.gatherings, g.run)
}

// applyRun gathers a batch of a run, and publishes what it has gathered where the run has finished.
func (s *Store) applyRun(ctx context.Context, p *plan, run *graph.LoadRun) (result graph.ApplyResult, err error) {
	g := s.gathering(run.ID)
	g.Lock()
	defer g.Unlock()
	if err := s.recall(ctx, g, run); err != nil {
		g.reset()
		return result, err
	}
	batch, result, err := s.compare(ctx, g, p)
	if err != nil {
		return result, err
	}
	finished := run.Status == graph.LoadFinished
	if !finished || !batch.empty() {
		if err := s.gather(ctx, g, run, finished, batch); err != nil {
			g.reset()
			return result, err
		}
	}
	if !finished {
		if run.Status != graph.LoadRunning {
			s.forget(g)
		}
		return result, nil
	}
	err = s.publishRun(ctx, g, run)
	s.forget(g)
	return result, err
}

// recall learns what a run has gathered that another process, or a former one, was at.
func (s *Store) recall(ctx context.Context, g *gathering, run *graph.LoadRun) error {
	if g.known {
		return nil
	}
	g.reset()
	blocks, discarded := int64(0), false
	err := s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) error {
		rows, err := tx.rows(ctx, cypherRun, map[string]any{"id": run.ID})
		if err == nil && len(rows) == 1 {
			blocks, discarded, g.begun = integer(rows[0][0]), rows[0][1] == true, true
		}
		return err
	})
	if err == nil && discarded {
		err = errDiscarded(run)
	}
	for n := 0; err == nil && n < int(blocks); n++ {
		var b *gatheredBatch
		err = s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
			b, err = tx.gatheredBlock(ctx, gatheredKey(run.ID, n))
			return err
		})
		if err == nil {
			g.add(b)
		}
	}
	g.known = err == nil
	return err
}

func errDiscarded(run *graph.LoadRun) error {
	return graph.Errorf(graph.KindConflict, "load run %s: another load of %s has begun since, and what this one had gathered was discarded", run.ID, run.Dataset)
}

// gatheredBatch is what one block has.
type gatheredBatch struct {
	changes []graph.Change // with the state after; one that removes has a state before, of which only the key counts
	same    []byte         // short keys of the records that the store has already
	head    int64          // the newest commit when they were compared
}

func (b *gatheredBatch) empty() bool { return len(b.changes) == 0 && len(b.same) == 0 }

func (g *gathering) add(b *gatheredBatch) {
	block := int32(len(g.blocks))
	g.blocks = append(g.blocks, b.head)
	for i := range b.changes {
		g.take(&b.changes[i], block)
	}
	g.takeSame(b.same, block)
}

func gatheredKey(run string, n int) string { return fmt.Sprintf("%s|%06d", run, n) }

func (t transaction) gatheredBlock(ctx context.Context, key string) (*gatheredBatch, error) {
	rows, err := t.rows(ctx, cypherGatheredBlock, map[string]any{"key": key})
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, errDamaged
	}
	data, _ := rows[0][0].([]byte)
	b := &gatheredBatch{head: integer(rows[0][2])}
	b.same, _ = rows[0][1].([]byte)
	if b.changes, err = ledger.Decode(data); err != nil {
		return nil, errDamaged
	}
	return b, nil
}

// compare finds out what a batch does to the store with what the run has gathered.
func (s *Store) compare(ctx context.Context, g *gathering, p *plan) (*gatheredBatch, graph.ApplyResult, error) {
	var b *gatheredBatch
	var result graph.ApplyResult
	if p.empty() {
		return &gatheredBatch{}, result, nil
	}
	m, err := s.readMarked(ctx, func(ctx context.Context, tx transaction) error {
		c := comparison{g: g, tx: tx, plan: p, b: &gatheredBatch{}}
		err := c.run(ctx)
		b, result = c.b, c.result
		return err
	})
	if err != nil {
		return nil, graph.ApplyResult{}, err
	}
	b.head = m.head
	return b, result, nil
}

// gather writes a block with the run's mark. A new run discards what others of its dataset have gathered.
func (s *Store) gather(ctx context.Context, g *gathering, run *graph.LoadRun, unpublished bool, b *gatheredBatch) error {
	p, err := runProperties(run, unpublished)
	if err != nil {
		return err
	}
	var add map[string]any
	if !b.empty() {
		n := len(g.blocks)
		block := map[string]any{"key": gatheredKey(run.ID, n), "run": run.ID, "changes": int64(len(b.changes)), "bytes": ledger.Encode(b.changes)}
		if len(b.same) > 0 {
			block["same"], block["head"] = b.same, b.head
		}
		add = map[string]any{"id": run.ID, "n": int64(n), "token": rand.Text(), "block": block}
	}
	err = s.surely(ctx, func(ctx context.Context, tx transaction) error {
		if !g.begun {
			if _, err := tx.rows(ctx, cypherDiscard, map[string]any{"id": run.ID, "dataset": string(run.Dataset)}); err != nil {
				return err
			}
		}
		if _, err := tx.rows(ctx, cypherSaveRun, map[string]any{"id": run.ID, "p": p}); err != nil || add == nil {
			return err
		}
		rows, err := tx.rows(ctx, cypherGather, add)
		if err == nil && (len(rows) != 1 || integer(rows[0][0]) != 1) {
			err = errDiscarded(run)
		}
		return err
	})
	if err == nil && add != nil {
		g.add(b)
	}
	g.begun = g.begun || err == nil
	return err
}

// surely runs a transaction that may be run again, and does so where its commit was lost.
func (s *Store) surely(ctx context.Context, work func(context.Context, transaction) error) (err error) {
	for range commitsInDoubt {
		err = s.write(ctx, work)
		if err == nil || ctx.Err() != nil || serverError(err) != nil || graph.KindOf(s.fault(ctx, err)) != graph.KindUnavailable {
			return err
		}
	}
	return err
}

// runProperties are those of the node that tells of a run; one that has finished is under way until it is published.
func runProperties(run *graph.LoadRun, unpublished bool) (map[string]any, error) {
	shown := *run
	if unpublished {
		shown.Status = graph.LoadRunning
	}
	whole, err := json.Marshal(&shown)
	return map[string]any{"id": run.ID, "dataset": string(run.Dataset), "status": string(shown.Status),
		"started": run.Started.UTC().Format(sortableTime), "position": int64(run.Position), "run": string(whole)}, err
}
