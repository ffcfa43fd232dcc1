package runner

import (
	"context"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
)

// markTimeout bounds the writing of a mark after the user has stopped the load.
const markTimeout = 10 * time.Second

// write puts the surveyed load into the store.
func (r *run) write(ctx context.Context, s *survey, unfinished *graph.LoadRun) error {
	held, err := r.store.Nodes(ctx, []graph.ID{r.dataset.ID})
	if err != nil {
		return err
	}
	r.fresh = held[0] == nil && unfinished == nil && !r.verbatim()
	r.begin()
	skip := 0
	if unfinished != nil && !r.verbatim() {
		skip = unfinished.Position
		r.mark.ID, r.mark.Started, r.report.Run = unfinished.ID, unfinished.Started, unfinished.ID
		r.mark.Result = unfinished.Result
	}
	r.report.resetRows()
	w := &writer{batcher: batcher{run: r, survey: s, written: r.spill.keys()}, skip: skip}
	if err := w.run(ctx); err != nil {
		return r.stop(ctx, err)
	}
	return nil
}

// writer cuts the items into batches and applies them, each while the next one is read.
type writer struct {
	batcher
	skip     int        // records that the store has gathered before the run was interrupted
	ended    bool       // everything was taken in
	underway chan error // what becomes of the batch that is being written; nil where none is
}

func (w *writer) run(ctx context.Context) error {
	r := w.batcher.run
	err := w.survey.each(func(it item) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.add(it)
		if w.position%progressEvery == 0 {
			r.options.Progress(Progress{"write", w.position, w.survey.records})
		}
		if w.full() {
			return w.flush(ctx)
		}
		return nil
	})
	if failed := w.settle(); err == nil {
		err = failed
	}
	w.ended = true
	for more := true; err == nil && more; more = len(w.waiting) > 0 && err == nil {
		if err = w.flush(ctx); err == nil {
			err = w.settle()
		}
	}
	if err != nil {
		return err
	}
	r.options.Progress(Progress{"write", w.survey.records, w.survey.records})
	if !r.fresh {
		if err := r.sweep(ctx, w.survey.pass); err != nil {
			return err
		}
	}
	if err := w.putDown(ctx); err != nil {
		return err
	}
	return w.finish(ctx)
}

// settle waits for the batch that is being written.
func (w *writer) settle() error {
	if w.underway == nil {
		return nil
	}
	err := <-w.underway
	w.underway = nil
	return err
}

// flush begins to write the batch, with the run's mark in one transaction, once the one before is written. A batch that
// the store has gathered already is passed over.
func (w *writer) flush(ctx context.Context) error {
	if err := w.settle(); err != nil {
		return err
	}
	batch, r := w.cut(), w.batcher.run
	if r.spill.err != nil {
		return r.spill.err
	}
	mark := r.mark
	mark.Position = w.position
	if w.ended && len(w.waiting) > 0 {
		mark.Position-- // the last record is not wholly in the store yet
	}
	mark.Read, mark.Accepted, mark.Rejected = r.report.Read, r.report.Accepted, r.report.Rejected
	if w.position <= w.skip && w.position > 0 {
		r.mark, r.report.Resumed = mark, w.position
		return nil
	}
	if len(batch.Nodes)+len(batch.Relationships) == 0 {
		return nil
	}
	w.underway = make(chan error, 1)
	go func(written chan<- error) { written <- r.apply(ctx, batch, mark) }(w.underway)
	return nil
}

// putDown takes away the records that only carried relationships in.
func (w *writer) putDown(ctx context.Context) error {
	for keys := range slices.Chunk(w.carriers, w.batcher.run.options.BatchSize) {
		if err := w.batcher.run.apply(ctx, graph.Batch{RemoveNodes: keys}, w.batcher.run.mark); err != nil {
			return err
		}
	}
	return nil
}

// apply writes one batch whatever becomes of ctx meanwhile: a load stops between batches, never in one. The mark is the
// run's from then on.
func (r *run) apply(ctx context.Context, batch graph.Batch, mark graph.LoadRun) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	batch.Run = new(mark)
	result, err := r.store.Apply(context.WithoutCancel(ctx), batch)
	if err != nil {
		return err
	}
	r.mark = mark
	r.mark.Result = mark.Result.Add(result)
	r.report.Result = r.mark.Result
	return nil
}

func (w *writer) finish(ctx context.Context) error {
	r := w.batcher.run
	r.mark.Read, r.mark.Accepted, r.mark.Rejected = r.report.Read, r.report.Accepted, r.report.Rejected
	r.mark.Status, r.mark.Finished = graph.LoadFinished, r.options.Now().UTC().Truncate(time.Microsecond)
	r.report.Result = r.mark.Result
	if !r.mark.Result.Changes() {
		r.mark.Message = "no change"
	}
	_, err := r.store.Apply(context.WithoutCancel(ctx), graph.Batch{Run: new(r.mark)})
	r.report.finished, r.report.Repeated = err == nil, w.survey.pass.repeated
	return err
}

// stop marks a run that did not come to its end, as far as the store can still be reached, and says how to go on.
func (r *run) stop(ctx context.Context, cause error) error {
	status, err := graph.LoadFailed, cause
	kind := graph.KindOf(cause)
	if ctx.Err() != nil || kind == graph.KindUnavailable || kind == graph.KindTimeout {
		status = graph.LoadStopped // to be resumed
	}
	if ctx.Err() != nil {
		err = canceled(ctx, "%s: stopped after %d records, each wholly or not at all; the same command goes on from there",
			r.loader.Name, r.mark.Position)
	} else if kind != graph.KindInvalid && r.mark.Position == 0 && !r.mark.Result.Changes() {
		err = graph.Errorf(kind, "%s: stopped at the first batch; the same command begins anew", r.loader.Name).Because(cause)
	} else if kind != graph.KindInvalid && status == graph.LoadFailed {
		err = graph.Errorf(kind, "%s: stopped after %d records, of which none is kept; the same command begins anew",
			r.loader.Name, r.mark.Position).Because(cause)
	} else if kind != graph.KindInvalid {
		err = graph.Errorf(kind, "%s: stopped after %d records; the same command goes on from there", r.loader.Name,
			r.mark.Position).Because(cause)
	}
	if r.mark.Position == 0 && !r.mark.Result.Changes() {
		return err // nothing is in the store, no mark either
	}
	r.mark.Status, r.mark.Message = status, cause.Error()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTimeout)
	defer cancel()
	// the run stays RUNNING where that fails, and can be resumed too
	_, _ = r.store.Apply(ctx, graph.Batch{Run: new(r.mark)})
	return err
}
