package memstore

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// gathered is what the batches of an unfinished run have brought so far. Readers see none of it.
type gathered struct {
	// base is the newest snapshot when the run began, work what its batches make of it. After a restart, and where a
	// batch could not be written, both are nil until the run goes on.
	base   *image.Image
	work   *image.Gathering
	blocks []ledger.Ref // in a file: what is to be done again then
}

// applyRun writes a batch of a load run: it is gathered, or published with what the run has gathered where the run has
// finished.
func (s *Store) applyRun(ctx context.Context, b *graph.Batch) (graph.ApplyResult, error) {
	run := *b.Run
	if run.ID == "" {
		return graph.ApplyResult{}, graph.Invalidf("load run: has no id")
	}
	g := s.gathering[run.ID]
	known := slices.IndexFunc(*s.runs.Load(), func(r graph.LoadRun) bool { return r.ID == run.ID })
	w := writes{runs: []graph.LoadRun{run}}
	if run.Status == graph.LoadFailed {
		s.drop(&w, run.ID)
		return graph.ApplyResult{}, s.write(&w)
	}
	if known < 0 {
		s.supersede(&w, run.Dataset)
	} else if r := (*s.runs.Load())[known]; r.Status == graph.LoadFailed {
		return graph.ApplyResult{}, graph.Errorf(graph.KindConflict, "load run %s: discarded: %s; load again",
			run.ID, r.Message)
	}
	head := s.current.Load().Image
	if g == nil {
		g = &gathered{base: head, work: head.Gather()}
	} else if err := s.revive(g); err != nil {
		return graph.ApplyResult{}, s.abandon(run, err)
	}
	made := make(chan []ledger.Block, 1)
	if run.Status != graph.LoadFinished && s.vault.survives() {
		go func() { made <- ledger.Blocks(asked(b)) }()
	} else {
		made <- nil
	}
	e, err := g.work.Apply(ctx, b, head)
	blocks := <-made
	if err == nil && blocks != nil && 2*e.Len() < len(b.Nodes)+len(b.Relationships) {
		few := ledger.NewWriter() // most of it is in the store as it is
		e.Changes().Visit(0, e.Len(), few)
		blocks = few.Blocks()
	}
	if err != nil {
		return graph.ApplyResult{}, err
	}
	if run.Status == graph.LoadFinished {
		err = s.finish(&w, run.ID, g, e)
	} else {
		err = s.gather(&w, run.ID, g, blocks, e)
	}
	if err != nil {
		if s.vault.survives() {
			g.base, g.work = nil, nil // the batch is in it, and is not kept
		}
		return graph.ApplyResult{}, err
	}
	return e.Result, nil
}

// finish publishes what a run has gathered and its last batch. Where others have published meanwhile it is done anew on
// what they left.
func (s *Store) finish(w *writes, id string, g *gathered, e *image.Step) error {
	commit := graph.Commit{Kind: graph.CommitLoad, Run: id}
	next, err := g.work.Image()
	if err != nil {
		return err
	}
	if s.gathering[id] == nil {
		return s.publish(w, next, e.Changes(), commit)
	}
	s.drop(w, id)
	head := s.current.Load().Image
	if g.base != head {
		if next, err = head.After(image.Compare(g.base, next)); err != nil {
			return err
		}
	}
	return s.publish(w, next, image.Compare(head, next), commit)
}

// gather keeps a batch until its run has finished.
func (s *Store) gather(w *writes, id string, g *gathered, blocks []ledger.Block, e *image.Step) error {
	if e.Len() == 0 {
		return s.write(w)
	}
	var refs []ledger.Ref
	for _, made := range blocks {
		refs = append(refs, ledger.Ref{Key: s.nextBlock, Changes: made.Changes})
		w.blocks = append(w.blocks, block{s.nextBlock, made.Data})
		s.nextBlock++
	}
	w.gather = map[string][]ledger.Ref{id: refs}
	if err := s.write(w); err != nil {
		return err
	}
	g.blocks = append(g.blocks, refs...)
	s.gathering[id] = g
	return nil
}

// asked is what a batch asks for, as changes: of a record that is to go only the key is known.
func asked(b *graph.Batch) []graph.Change {
	out := make([]graph.Change, 0, len(b.Nodes)+len(b.Relationships)+len(b.RemoveNodes)+len(b.RemoveRelationships))
	for i := range b.Nodes {
		out = append(out, graph.Change{NodeAfter: &b.Nodes[i]})
	}
	for _, key := range b.RemoveNodes {
		if r, ok := graph.ParseNodeKey(key); ok {
			out = append(out, graph.Change{NodeBefore: &r})
		}
	}
	for i := range b.Relationships {
		out = append(out, graph.Change{RelationshipAfter: &b.Relationships[i]})
	}
	for _, id := range b.RemoveRelationships {
		if r, ok := id.RelationshipKey(); ok {
			out = append(out, graph.Change{RelationshipBefore: &r})
		}
	}
	return out
}

// revive does again, after a restart, what a run had gathered.
func (s *Store) revive(g *gathered) error {
	if g.work != nil {
		return nil
	}
	base := s.current.Load().Image
	work := base
	for _, ref := range g.blocks {
		data, err := s.vault.read(ref.Key)
		if err != nil {
			return err
		}
		changes, err := ledger.Decode(data)
		if err != nil {
			return err
		}
		if work, err = work.With(ledger.Redo(changes)); err != nil {
			return err
		}
	}
	g.base, g.work = base, work.Gather()
	return nil
}

// abandon discards what a run had gathered and cannot be read.
func (s *Store) abandon(run graph.LoadRun, why error) error {
	run.Status, run.Message = graph.LoadFailed, "what it had gathered is damaged"
	w := writes{runs: []graph.LoadRun{run}}
	s.drop(&w, run.ID)
	if err := s.write(&w); err != nil {
		return err
	}
	return graph.Errorf(graph.KindConflict, "load run %s: what it had gathered is damaged and was discarded; load again",
		run.ID).Because(why)
}

// drop lets go what a run has gathered.
func (s *Store) drop(w *writes, id string) {
	if g := s.gathering[id]; g != nil {
		w.drop, w.forget = append(w.drop, id), append(w.forget, g.blocks...)
	}
}

// supersede discards what unfinished runs of a dataset have gathered, since another one begins.
func (s *Store) supersede(w *writes, dataset graph.ID) {
	s.discard(w, dataset, "another load of the dataset began before this one had finished",
		func(id string) bool { return s.gathering[id] != nil })
}

// discard marks unfinished runs of a dataset as failed, so that nobody goes on with them, and lets go what they have
// gathered.
func (s *Store) discard(w *writes, dataset graph.ID, why string, which func(id string) bool) {
	for _, run := range *s.runs.Load() {
		if run.Dataset != dataset || run.Status == graph.LoadFinished || run.Status == graph.LoadFailed || !which(run.ID) {
			continue
		}
		run.Status, run.Message = graph.LoadFailed, why
		w.runs = append(w.runs, run)
		s.drop(w, run.ID)
	}
}
