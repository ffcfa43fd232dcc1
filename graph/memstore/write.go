package memstore

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

func (s *Store) Retract(ctx context.Context, id graph.ID) (graph.ApplyResult, error) {
	if err := s.beginWrite(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.endWrite()
	var w writes
	s.discard(&w, id, "the dataset was retracted before the load had finished", func(string) bool { return true })
	e, err := s.current.Load().Retract(id)
	if err != nil {
		return graph.ApplyResult{}, err
	}
	if err := s.publish(&w, e.Next, e.Changes(), graph.Commit{Kind: graph.CommitRetraction}); err != nil {
		return graph.ApplyResult{}, err
	}
	return e.Result, nil
}

func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	if err := s.beginWrite(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.endWrite()
	if b.Run != nil {
		return s.applyRun(ctx, &b)
	}
	head := s.current.Load().Image
	e, err := head.Apply(ctx, &b, head)
	if err != nil {
		return graph.ApplyResult{}, err
	}
	if err := s.publish(&writes{}, e.Next, e.Changes(), graph.Commit{Kind: graph.CommitEdit}); err != nil {
		return graph.ApplyResult{}, err
	}
	return e.Result, nil
}

// beginWrite enters the store as the only one who writes. Where it returns no error, endWrite must be called.
func (s *Store) beginWrite(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	select {
	case <-s.writing:
		return nil
	case <-ctx.Done():
		s.leave()
		return image.Ended(ctx)
	}
}

func (s *Store) endWrite() {
	s.writing <- struct{}{}
	s.leave()
}

// publish writes the changes that lead from the newest commit to the next snapshot, with what else is to be written,
// and shows them to the readers. Where there are no changes it makes no commit.
func (s *Store) publish(w *writes, next *image.Image, d *image.Difference, c graph.Commit) error {
	head := s.current.Load()
	now := &published{Image: next, commits: head.commits, kept: head.kept}
	if d.Len() > 0 {
		refs, err := s.keep(w, d)
		if err != nil {
			return err
		}
		last := head.newest()
		c.Number, c.Time = last.Number+1, ledger.NextTime(time.Now(), last.Time)
		c.Dataset, c.Result, c.Fingerprint = d.Dataset(), d.Result, next.Fingerprint()
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

// atOnce is about how many bytes of blocks a transaction writes; tests make it small.
var atOnce = 16 << 20

// keep makes blocks of changes. Those of a large commit are written at once, where nothing refers to them yet; the rest
// is left to the transaction that publishes them.
func (s *Store) keep(w *writes, d *image.Difference) (refs []ledger.Ref, err error) {
	var early writes
	bytes := 0
	made, writers := make([][]ledger.Block, runtime.GOMAXPROCS(0)), make([]*ledger.Writer, runtime.GOMAXPROCS(0))
	for i := range writers {
		writers[i] = ledger.NewWriter()
	}
	for start := 0; start < d.Len(); start += len(made) * ledger.BlockChanges {
		var wait sync.WaitGroup
		for i := range made {
			wait.Go(func() {
				from := min(start+i*ledger.BlockChanges, d.Len())
				d.Visit(from, min(from+ledger.BlockChanges, d.Len()), writers[i])
				made[i] = writers[i].Blocks()
			})
		}
		wait.Wait()
		if bytes >= atOnce {
			if err := s.vault.write(&early); err != nil {
				return nil, err
			}
			early, bytes = writes{}, 0
		}
		for _, b := range slices.Concat(made...) {
			refs = append(refs, ledger.Ref{Key: s.nextBlock, Changes: b.Changes})
			early.blocks = append(early.blocks, block{s.nextBlock, b.Data})
			s.nextBlock++
			bytes += len(b.Data)
		}
	}
	w.blocks = append(w.blocks, early.blocks...)
	return refs, nil
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

func sortRuns(runs []graph.LoadRun) {
	slices.SortFunc(runs,
		func(a, b graph.LoadRun) int { return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(b.ID, a.ID)) })
}
