package neo4jstore

import (
	"cmp"
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

const (
	cypherRun = `MATCH (l:LoadRun {id: $id})
SET l.asked = true
RETURN coalesce(l.blocks, 0), l.run`

	cypherSaveRun = `MERGE (l:LoadRun {id: $id})
SET l += $p
RETURN count(*)`

	// cypherGather adds a block to those of the run, unless another process has added one meanwhile.
	cypherGather = `MATCH (l:LoadRun {id: $id})
WHERE coalesce(l.blocks, 0) = $n OR l.token = $token
SET l.blocks = $n + 1, l.token = $token
MERGE (g:EntenteGathered {key: $block.key})
SET g = $block
RETURN count(*)`

	cypherUnfinished = `MATCH (l:LoadRun {dataset: $dataset})
WHERE l.id <> $id AND l.status IN ['RUNNING', 'STOPPED']
SET l.asked = true
WITH l
WHERE l.status IN ['RUNNING', 'STOPPED']
RETURN l.run, coalesce(l.blocks, 0)`

	cypherDropRun = `MATCH (g:EntenteGathered)
WHERE g.key STARTS WITH $prefix
DELETE g`

	cypherGatheredBlock = `MATCH (g:EntenteGathered {key: $key})
RETURN g.bytes`

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
	hash    graph.Hash
	part    uint32 // number of the part
	block   int32  // the last one that has it
	removed bool
	absent  bool // from the store, in the commit that the gathering was compared with
}

// gathering is what a run has gathered.
type gathering struct {
	sync.Mutex
	run      string
	known    bool // the rest is as it is in the store
	begun    bool // the store has a mark of the run
	blocks   int
	head     int64    // the commit that the batches were compared with
	heads    int      // how many they were, one after the other
	version  string   // of what is kept of the dataset's batches, when the first was compared
	digests  []digest // of its batches
	restated bool     // a record came twice, or the version became another
	records  map[recordKey]gathered
	alive    map[recordKey]int32 // by node: how many records and ends of relationships the run has gathered of it
	parts    map[string]uint32
	stated   int // records that the blocks have, more than once where they came again
}

func newGathering(run string) *gathering {
	g := &gathering{run: run}
	g.reset()
	return g
}

func (g *gathering) reset() {
	g.known, g.begun, g.blocks, g.stated, g.head, g.heads = false, false, 0, 0, 0, 0
	g.version, g.digests, g.restated = "", nil, false
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

// saw notes with which commit a batch was compared.
func (g *gathering) saw(head int64) {
	if g.heads == 0 || g.head != head {
		g.head = head
		g.heads++
	}
}

// of tells whether all that is known of what is absent is of this commit.
func (g *gathering) of(head int64) bool { return g.heads == 1 && g.head == head }

// take notes a change that a block has; absent says that the store had nothing under its key.
func (g *gathering) take(c *graph.Change, block int32, absent bool) {
	key := shortKey(ledger.Key(c))
	before, was := g.records[key]
	now := gathered{block: block, removed: true}
	switch {
	case c.NodeAfter != nil:
		now = gathered{hash: c.NodeAfter.Hash(), part: g.part(c.NodeAfter.Part), block: block}
	case c.RelationshipAfter != nil:
		now = gathered{hash: c.RelationshipAfter.Hash(), part: g.part(c.RelationshipAfter.Part), block: block}
	}
	now.absent = absent || was && before.absent
	g.restated = g.restated || was
	g.records[key] = now
	g.stated++
	lives := int32(0)
	if !now.removed {
		lives++
	}
	if was && !before.removed {
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
	if n := cmp.Or(c.NodeAfter, c.NodeBefore); n != nil {
		return []graph.ID{n.ID}
	}
	if r := cmp.Or(c.RelationshipAfter, c.RelationshipBefore); r != nil {
		return []graph.ID{r.From, r.To}
	}
	return nil
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
func (s *Store) applyRun(ctx context.Context, b *graph.Batch) (result graph.ApplyResult, err error) {
	run := b.Run
	if run.ID == "" {
		return result, graph.Invalidf("load run: has no id")
	}
	g := s.gathering(run.ID)
	g.Lock()
	defer g.Unlock()
	if run.Status == graph.LoadFailed {
		s.forget(g)
		return result, s.surely(ctx, func(ctx context.Context, tx transaction) error { return tx.fail(ctx, run) })
	}
	if err := s.recall(ctx, g, run); err != nil {
		g.reset()
		return result, err
	}
	c, err := s.compare(ctx, g, b)
	if err != nil {
		return c.result, err
	}
	result = c.result
	finished := run.Status == graph.LoadFinished
	if !finished || len(c.changes) > 0 {
		if err := s.gather(ctx, g, run, finished, c); err != nil {
			g.reset()
			return result, err
		}
	}
	if finished {
		err = s.publishRun(ctx, g, run)
	}
	if run.Status != graph.LoadRunning {
		s.forget(g)
	}
	return result, err
}

// recall learns what a run has gathered that another process, or a former one, was at.
func (s *Store) recall(ctx context.Context, g *gathering, run *graph.LoadRun) error {
	if g.known {
		return nil
	}
	g.reset()
	blocks := 0
	err := s.surely(ctx, func(ctx context.Context, tx transaction) (err error) {
		blocks, g.begun, _, err = tx.run(ctx, run.ID)
		return err
	})
	for n := 0; err == nil && n < blocks; n++ {
		var changes []graph.Change
		err = s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
			changes, err = tx.gatheredBlock(ctx, gatheredKey(run.ID, n))
			return err
		})
		if err == nil {
			g.add(changes, nil)
		}
	}
	g.known = err == nil
	return err
}

// run reads the mark of a run, with a lock on it. One that has failed is KindConflict.
func (t transaction) run(ctx context.Context, id string) (blocks int, begun, finished bool, err error) {
	rows, err := t.rows(ctx, cypherRun, map[string]any{"id": id})
	if err != nil || len(rows) == 0 {
		return 0, false, false, err
	}
	mark, err := runFrom(rows[0][1])
	if err == nil && mark.Status == graph.LoadFailed {
		err = errDiscarded(&mark)
	}
	return int(integer(rows[0][0])), true, mark.Status == graph.LoadFinished, err
}

func errDiscarded(run *graph.LoadRun) error {
	return graph.Errorf(graph.KindConflict, "load run %s: discarded: %s; load again", run.ID, run.Message)
}

// discard marks unfinished runs of a dataset as failed, so that nobody goes on with them, and drops what they have
// gathered: all, or those that have gathered something.
func (t transaction) discard(ctx context.Context, dataset graph.ID, but, why string, all bool) error {
	rows, err := t.rows(ctx, cypherUnfinished, map[string]any{"dataset": string(dataset), "id": but})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !all && integer(row[1]) == 0 {
			continue
		}
		run, err := runFrom(row[0])
		if err != nil {
			return err
		}
		run.Status, run.Message = graph.LoadFailed, why
		if err := t.fail(ctx, &run); err != nil {
			return err
		}
	}
	return nil
}

// fail writes the mark of a run that has failed and drops what it has gathered.
func (t transaction) fail(ctx context.Context, run *graph.LoadRun) error {
	p, err := runProperties(run, false)
	if err != nil {
		return err
	}
	p["blocks"] = int64(0)
	if _, err = t.rows(ctx, cypherSaveRun, map[string]any{"id": run.ID, "p": p}); err != nil {
		return err
	}
	_, err = t.rows(ctx, cypherDropRun, map[string]any{"prefix": run.ID + "|"})
	return err
}

// add takes in a block; absent tells of which of its records the store had nothing, where that is known.
func (g *gathering) add(changes []graph.Change, absent []bool) {
	for i := range changes {
		g.take(&changes[i], int32(g.blocks), absent != nil && absent[i])
	}
	g.blocks++
}

func gatheredKey(run string, n int) string { return fmt.Sprintf("%s|%06d", run, n) }

// gatheredBlock reads changes with the state after; one that removes has a state before, of which only the key counts.
func (t transaction) gatheredBlock(ctx context.Context, key string) ([]graph.Change, error) {
	row, err := t.row(ctx, cypherGatheredBlock, map[string]any{"key": key})
	if err != nil {
		return nil, err
	}
	data, _ := row[0].([]byte)
	changes, err := ledger.Decode(data)
	if err != nil {
		return nil, errDamaged
	}
	return changes, nil
}

// compare finds out what a batch does to the store with what the run has gathered.
func (s *Store) compare(ctx context.Context, g *gathering, b *graph.Batch) (c comparison, err error) {
	if len(b.Nodes)+len(b.Relationships)+len(b.RemoveNodes)+len(b.RemoveRelationships) == 0 {
		return c, nil
	}
	d, whole := digestOf(b)
	var p *plan
	version := ""
	m, err := s.readMarked(ctx, func(ctx context.Context, tx transaction) error {
		c = comparison{g: g, tx: tx}
		if whole {
			kept, err := tx.batches(ctx, b.Run.Dataset)
			if err != nil {
				return err
			}
			version = kept.version
			if slices.Contains(kept.digests, d) && !g.touches(b) {
				c.result = graph.ApplyResult{NodesUnchanged: len(b.Nodes), RelationshipsUnchanged: len(b.Relationships)}
				return nil
			}
		}
		if p == nil {
			if p, err = newPlan(*b); err != nil {
				return err
			}
		}
		c.plan = p
		return c.run(ctx)
	})
	if err != nil {
		return c, err
	}
	g.saw(m.head)
	if whole {
		g.brought(d, version)
	}
	return c, nil
}

// gather writes a block with the run's mark. A new run discards what others of its dataset have gathered.
func (s *Store) gather(ctx context.Context, g *gathering, run *graph.LoadRun, unpublished bool, c comparison) error {
	changes := c.changes
	p, err := runProperties(run, unpublished)
	if err != nil {
		return err
	}
	var add map[string]any
	if len(changes) > 0 {
		add = map[string]any{"id": run.ID, "n": int64(g.blocks), "token": rand.Text(), "block": map[string]any{
			"key": gatheredKey(run.ID, g.blocks),
			"run": run.ID, "changes": int64(len(changes)), "bytes": ledger.Encode(changes),
		}}
	}
	err = s.surely(ctx, func(ctx context.Context, tx transaction) error {
		if g.begun {
			if _, _, _, err := tx.run(ctx, run.ID); err != nil {
				return err
			}
		} else if err := tx.discard(ctx, run.Dataset, run.ID,
			"another load of the dataset began before this one had finished", false); err != nil {
			return err
		}
		if _, err := tx.rows(ctx, cypherSaveRun, map[string]any{"id": run.ID, "p": p}); err != nil || add == nil {
			return err
		}
		rows, err := tx.rows(ctx, cypherGather, add)
		if err == nil && (len(rows) != 1 || integer(rows[0][0]) != 1) {
			err = graph.Errorf(graph.KindConflict, "load run %s: another process goes on with it", run.ID)
		}
		return err
	})
	if err == nil && add != nil {
		g.add(changes, c.absent)
	}
	g.begun = g.begun || err == nil
	return err
}

// surely runs a transaction that may be run again, and does so where its commit was lost.
func (s *Store) surely(ctx context.Context, work func(context.Context, transaction) error) (err error) {
	for range commitsInDoubt {
		err = s.write(ctx, work)
		if err == nil || ctx.Err() != nil || serverError(err) != nil ||
			graph.KindOf(s.fault(ctx, err)) != graph.KindUnavailable {
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
	return map[string]any{
		"id": run.ID, "dataset": string(run.Dataset), "status": string(shown.Status),
		"started": run.Started.UTC().Format(sortableTime), "position": int64(run.Position), "run": string(whole),
	}, err
}

func runFrom(stated any) (run graph.LoadRun, err error) {
	if json.Unmarshal([]byte(text(stated)), &run) != nil {
		err = errDamaged
	}
	return run, err
}
