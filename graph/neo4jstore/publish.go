package neo4jstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// A commit of up to Options.CommitRecords changes is one transaction. A larger one takes several: the store's node
// tells what is being published and how far it has come, readers wait, and every process that meets it can do the next
// step, so that it is brought to its end when the one that began is gone.

// publication is a large commit under way.
type publication struct {
	Commit  graph.Commit   // with the result so far
	Run     *graph.LoadRun // of a load
	Block   int            // of what the run has gathered: the next; -1 where all is done
	Step    int            // transactions made
	Several bool           // datasets
}

// begunError says that a large commit is under way.
type begunError struct{ head head }

func (*begunError) Error() string { return "a large commit is being published" }

const (
	cypherPublishing = `MATCH (s:EntenteStore {id: 'store'})
SET s.publishing = $publishing, s.fingerprint = $fingerprint
RETURN count(*)`

	cypherStage = `UNWIND $rows AS row
CREATE (g:EntenteGathered)
SET g = row
RETURN count(*)`

	cypherMergeBlock = `UNWIND $rows AS row
MERGE (b:EntenteBlock {key: row.key})
SET b = row
RETURN count(*)`
)

// publishRun makes what a run has gathered a commit.
func (s *Store) publishRun(ctx context.Context, g *gathering, run *graph.LoadRun) error {
	var err error
	if g.stated > s.options.CommitRecords {
		_, err = s.publishLarge(ctx, publication{Commit: graph.Commit{Kind: graph.CommitLoad, Run: run.ID}, Run: run}, g)
	} else {
		err = s.publishSmall(ctx, g, run)
	}
	if errors.Is(err, errPublished) {
		return nil
	}
	return err
}

// errPublished says that another process has published what a run had gathered.
var errPublished = errors.New("the run has been published")

func (s *Store) publishSmall(ctx context.Context, g *gathering, run *graph.LoadRun) error {
	_, err := s.commit(ctx, func(ctx context.Context, w *writer) error {
		w.publish, w.kind, w.run, w.lenient = true, graph.CommitLoad, run, true
		if err := w.tx.stillGathered(ctx, g, run); err != nil {
			return err
		}
		for n := range g.blocks {
			p, err := w.gathered(ctx, g, n, w.head.number)
			if err != nil {
				return err
			}
			if err := w.put(ctx, p); err != nil {
				return err
			}
		}
		if err := w.complete(ctx); err != nil {
			return err
		}
		return w.endRun(ctx, g, run)
	})
	return err
}

// stillGathered refuses a run that was discarded.
func (t transaction) stillGathered(ctx context.Context, g *gathering, run *graph.LoadRun) error {
	blocks, _, finished, err := t.run(ctx, run.ID)
	switch {
	case err != nil || blocks == g.blocks:
		return err
	case finished:
		return errPublished
	}
	return graph.Errorf(graph.KindConflict, "load run %s: another process goes on with it", run.ID)
}

// gathered is the plan of a block, of which what a later one states again is left out. base is the commit on which the
// run is published.
func (w *writer) gathered(ctx context.Context, g *gathering, n int, base int64) (*plan, error) {
	changes, err := w.tx.gatheredBlock(ctx, gatheredKey(g.run, n))
	if err != nil {
		return nil, err
	}
	fresh := g.of(base)
	changes = slices.DeleteFunc(changes, func(c graph.Change) bool {
		r := g.records[shortKey(ledger.Key(&c))]
		if r.block != int32(n) {
			return true
		}
		fresh = fresh && r.absent && !r.removed
		return false
	})
	p, err := arrange(ledger.Redo(changes))
	if err == nil {
		p.fresh = fresh
	}
	return p, err
}

// endRun writes the run's last mark and drops what it had gathered.
func (w *writer) endRun(ctx context.Context, g *gathering, run *graph.LoadRun) error {
	p, err := runProperties(run, false)
	if err != nil {
		return err
	}
	p["blocks"] = int64(0)
	if _, err := w.tx.rows(ctx, cypherSaveRun, map[string]any{"id": run.ID, "p": p}); err != nil {
		return err
	}
	w.wrote = true
	if err := w.keepBatches(ctx, g, run.Dataset); err != nil {
		return err
	}
	keys := make([]any, g.blocks)
	for i := range keys {
		keys[i] = gatheredKey(run.ID, i)
	}
	return w.inBatches(ctx, cypherDropGathered, keys, nil)
}

// publishLarge begins a publication and brings it to its end.
func (s *Store) publishLarge(ctx context.Context, p publication, g *gathering) (number int64, err error) {
	var began head
	_, err = s.commit(ctx, func(ctx context.Context, w *writer) error {
		if g != nil {
			if err := w.tx.stillGathered(ctx, g, p.Run); err != nil {
				return err
			}
		} else if err := w.tx.discard(ctx, p.Commit.Dataset, "", retracted, true); err != nil {
			return err
		}
		p.Commit.Number, p.Commit.Time = w.head.number+1, ledger.NextTime(time.Now(), w.head.time)
		began = w.head
		began.publication = &p
		return w.progress(ctx, &p)
	})
	if err != nil {
		return 0, err
	}
	return p.Commit.Number, s.finishWith(ctx, began, g)
}

// progress writes how far a publication has come.
func (w *writer) progress(ctx context.Context, p *publication) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	w.wrote = true
	_, err = w.tx.rows(ctx, cypherPublishing,
		map[string]any{"publishing": string(b), "fingerprint": w.fingerprint.String()})
	return err
}

// finish brings a publication to its end that this call has met.
func (s *Store) finish(ctx context.Context, met head) error {
	if met.publication.Run == nil {
		return s.finishWith(ctx, met, nil)
	}
	g := newGathering(met.publication.Run.ID) // not the one that a call at that run may hold
	if err := s.recall(ctx, g, met.publication.Run); err != nil {
		return err
	}
	return s.finishWith(ctx, met, g)
}

var errFinished = errors.New("the publication has come to its end")

// finishWith does step after step. A step whose commit was lost is seen by the state that the next one finds.
func (s *Store) finishWith(ctx context.Context, met head, g *gathering) error {
	for lost := 0; ; {
		err := s.step(ctx, met.publication.Commit.Number, g)
		switch {
		case errors.Is(err, errFinished):
			return nil
		case err == nil:
			lost = 0
		case ctx.Err() != nil || serverError(err) != nil || graph.KindOf(s.fault(ctx, err)) != graph.KindUnavailable:
			return err
		default:
			if lost++; lost == commitsInDoubt {
				return s.inDoubt(err)
			}
		}
	}
}

// lockMet makes a transaction the only writer where a large commit may be under way.
func (t transaction) lockMet(ctx context.Context) (head, error) {
	h, err := t.lock(ctx, cypherLock, map[string]any{"token": ""})
	var begun *begunError
	if errors.As(err, &begun) {
		err = nil
	}
	return h, err
}

// step makes one transaction of a publication, errFinished where there is none left.
func (s *Store) step(ctx context.Context, number int64, g *gathering) error {
	var merge *publication
	err := s.write(ctx, func(ctx context.Context, tx transaction) error {
		merge = nil
		h, err := tx.lockMet(ctx)
		if err != nil {
			return err
		}
		p := h.publication
		if p == nil || p.Commit.Number != number {
			return errFinished
		}
		if p.Block < 0 {
			merge = p
			return nil
		}
		w := &writer{store: s, tx: tx, lenient: true}
		if err := w.begin(ctx, h); err != nil {
			return err
		}
		if p.Run == nil {
			err = w.retractSome(ctx, p)
		} else {
			err = w.publishSome(ctx, p, g)
		}
		if err != nil {
			return err
		}
		if err := w.complete(ctx); err != nil {
			return err
		}
		return w.stage(ctx, p)
	})
	if err != nil || merge == nil {
		return err
	}
	if merge.Commit.Result.Changes() { // otherwise there is no commit whose blocks they would be
		if err := s.mergeParts(ctx, merge); err != nil {
			return err
		}
	}
	return s.endLarge(ctx, number, g)
}

const (
	// stepRecords is about how many records a step of a load changes. In a transaction of four times as many the server
	// takes a fifth longer for each.
	stepRecords = 5000
	// stagedRecords bounds the blocks of a step, because one of each step is in memory when they are merged.
	stagedRecords = 1000
)

// publishSome puts the next blocks of what a run has gathered.
func (w *writer) publishSome(ctx context.Context, p *publication, g *gathering) error {
	for p.Block < g.blocks && len(w.did) < min(stepRecords, w.store.options.CommitRecords) {
		plan, err := w.gathered(ctx, g, p.Block, p.Commit.Number-1)
		if err != nil {
			return err
		}
		if err := w.put(ctx, plan); err != nil {
			return err
		}
		p.Block++
	}
	if p.Block == g.blocks {
		p.Block = -1
	}
	return nil
}

func stagedPrefix(commit int64) string { return fmt.Sprintf("commit %d|", commit) }

func stagedKey(commit int64, step, n int) string {
	return fmt.Sprintf("%s%06d|%06d", stagedPrefix(commit), step, n)
}

// stage keeps the changes of a step until the last, in their order, and writes how far the publication has come.
func (w *writer) stage(ctx context.Context, p *publication) error {
	w.sortDid()
	var rows []any
	for some := range slices.Chunk(w.did, stagedRecords) {
		for _, b := range ledger.Blocks(some) {
			rows = append(rows, map[string]any{
				"key": stagedKey(p.Commit.Number, p.Step, len(rows)), "changes": int64(b.Changes), "bytes": b.Data,
			})
		}
	}
	if err := w.inBatches(ctx, cypherStage, rows, nil); err != nil {
		return err
	}
	p.Step++
	p.Commit.Result = p.Commit.Result.Add(w.result)
	for id := range w.datasets {
		p.Several = p.Several || p.Commit.Dataset != "" && p.Commit.Dataset != id
		p.Commit.Dataset = id
	}
	return w.progress(ctx, p)
}
