package memstore

import (
	"context"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// Retract implements graph.Store.
func (s *Store) Retract(ctx context.Context, id graph.ID) (graph.ApplyResult, error) {
	if err := s.enter(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.leave()
	if err := s.beginWrite(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.endWrite()
	var w writes
	s.discard(&w, id, "the dataset was retracted before the load had finished", func(string) bool { return true })
	e := newEdit(s.current.Load().snapshot)
	e.log = &difference{}
	if d := e.next.datasets[id]; d != nil {
		var b graph.Batch
		b.RemoveNodes = d.nodes.Keys()
		for _, key := range d.links.Keys() {
			b.RemoveRelationships = append(b.RemoveRelationships, graph.ID(key))
		}
		if err := e.apply(&prepared{Batch: &b}); err != nil {
			return graph.ApplyResult{}, err
		}
	}
	if err := s.publish(&w, e.next, e.changes(), graph.Commit{Kind: graph.CommitRetraction}); err != nil {
		return graph.ApplyResult{}, err
	}
	return e.result, nil
}

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	if err := s.enter(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.leave()
	if err := s.beginWrite(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.endWrite()
	if b.Run != nil {
		return s.applyRun(ctx, &b)
	}
	e, err := s.edit(ctx, s.current.Load().snapshot, &b)
	if err != nil {
		return graph.ApplyResult{}, err
	}
	if err := s.publish(&writes{}, e.next, e.changes(), graph.Commit{Kind: graph.CommitEdit}); err != nil {
		return graph.ApplyResult{}, err
	}
	return e.result, nil
}

func (s *Store) beginWrite(ctx context.Context) error {
	select {
	case <-s.writing:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

func (s *Store) endWrite() { s.writing <- struct{}{} }

// edit checks a batch against a snapshot and makes the next one.
func (s *Store) edit(ctx context.Context, base *snapshot, b *graph.Batch) (*edit, error) {
	p, err := base.check(b, s.current.Load().snapshot)
	if err != nil {
		return nil, err
	}
	if err := ended(ctx); err != nil {
		return nil, err
	}
	e := newEdit(base)
	e.log = &difference{}
	return e, e.apply(p)
}

// publish writes the changes that lead from the newest commit to the next snapshot, with what else is to be written, and
// shows them to the readers. Where there are no changes it makes no commit.
func (s *Store) publish(w *writes, next *snapshot, d *difference, c graph.Commit) error {
	head := s.current.Load()
	now := &published{snapshot: next, commits: head.commits, kept: head.kept}
	if d.len() > 0 {
		refs, err := s.keep(w, d)
		if err != nil {
			return err
		}
		last := head.newest()
		c.Number, c.Time = last.Number+1, ledger.NextTime(time.Now(), last.Time)
		c.Dataset, c.Result, c.Fingerprint = d.dataset(), d.result, next.fingerprint
		w.commit = &ledger.Kept{Commit: c, Blocks: refs}
		now.commits, now.kept = append(head.commits, c), append(head.kept, *w.commit)
	}
	if err := s.write(w); err != nil {
		return err
	}
	if w.commit != nil {
		s.current.Store(now)
	}
	return nil
}

// atOnce is about how many bytes of blocks a transaction writes.
const atOnce = 16 << 20

// keep makes blocks of changes. Those of a large commit are written at once, where nothing refers to them yet; the rest
// is left to the transaction that publishes them.
func (s *Store) keep(w *writes, d *difference) (refs []ledger.Ref, err error) {
	out := ledger.NewWriter()
	var early writes
	bytes := 0
	take := func(blocks []ledger.Block) {
		for _, b := range blocks {
			refs = append(refs, ledger.Ref{Key: s.nextBlock, Changes: b.Changes})
			early.blocks = append(early.blocks, block{s.nextBlock, b.Data})
			s.nextBlock++
			bytes += len(b.Data)
		}
	}
	err = d.each(func(c *graph.Change) error {
		out.Add(c)
		take(out.Full())
		if bytes < atOnce {
			return nil
		}
		err := s.vault.write(&early)
		early, bytes = writes{}, 0
		return err
	})
	take(out.Blocks())
	w.blocks = append(w.blocks, early.blocks...)
	return refs, err
}

// write keeps what is to be kept and brings the load runs and what is gathered up to date with it.
func (s *Store) write(w *writes) error {
	if w.empty() {
		return nil
	}
	if err := s.vault.write(w); err != nil {
		return err
	}
	for _, id := range w.drop {
		delete(s.gathering, id)
	}
	if len(w.runs) > 0 {
		runs := slices.Clone(*s.runs.Load())
		for _, run := range w.runs {
			runs = slices.DeleteFunc(runs, func(r graph.LoadRun) bool { return r.ID == run.ID })
			runs = append(runs, run)
		}
		sortRuns(runs)
		s.runs.Store(&runs)
	}
	return nil
}

func (w *writes) empty() bool {
	return len(w.blocks)+len(w.forget)+len(w.runs)+len(w.gather)+len(w.drop) == 0 && w.commit == nil && w.opening == nil
}
