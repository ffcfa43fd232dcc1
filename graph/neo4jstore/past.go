package neo4jstore

import (
	"context"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// past reads commits that are no longer the newest from images in memory, of which a few are kept: from the nearest
// one, or from all that the database holds, what came later is taken back.
type past struct {
	store *Store

	mu     sync.Mutex
	images []*pastImage // the one that was asked of last comes first
}

// pastImage is one commit in memory, or the reason why it is not.
type pastImage struct {
	number int64
	made   chan struct{} // closed when the rest is there
	image  *image.Image
	err    error
}

// at is a reader of a commit that the ledger has. KindLimitExceeded: the graph is too large to be read into memory.
func (p *past) at(ctx context.Context, number int64) (graph.Reader, error) {
	for {
		m, base, mine := p.find(number)
		if mine {
			m.image, m.err = p.read(ctx, number, base)
			if m.err != nil {
				p.drop(m)
			}
			close(m.made)
		}
		select {
		case <-m.made:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if m.err == nil {
			return pastReader{m.image, p.store}, nil
		}
		if kind := graph.KindOf(m.err); mine || kind != graph.KindCanceled && kind != graph.KindTimeout {
			return nil, m.err
		}
	}
}

// find is an image that is there or being made, or a new one, which is the caller's to make, perhaps from the nearest
// later one.
func (p *past) find(number int64) (m, base *pastImage, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.images, func(m *pastImage) bool { return m.number == number })
	if i >= 0 {
		m = p.images[i]
		p.images = slices.Delete(p.images, i, i+1)
	} else {
		m, mine = &pastImage{number: number, made: make(chan struct{})}, true
		for _, other := range p.images {
			if other.number > number && (base == nil || other.number < base.number) && other.there() {
				base = other
			}
		}
	}
	p.images = slices.Insert(p.images, 0, m)
	if most := p.store.options.PastCommits; len(p.images) > most {
		p.images = slices.Clip(p.images[:most]) // those who still read the last one keep it alive
	}
	return m, base, mine
}

// there tells whether the image has been made.
func (m *pastImage) there() bool {
	select {
	case <-m.made:
		return m.err == nil
	default:
		return false
	}
}

func (p *past) drop(gone *pastImage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.images = slices.DeleteFunc(p.images, func(m *pastImage) bool { return m == gone })
}

// read makes the image of a commit: from a later one that is held, from nothing by doing again what led to it, or from
// all that the database holds by taking back what came after it, whichever means the least to read.
func (p *past) read(ctx context.Context, number int64, base *pastImage) (made *image.Image, err error) {
	var all, step graph.Batch
	var want graph.Hash
	_, err = p.store.readMarked(ctx, func(ctx context.Context, tx transaction) error {
		all = graph.Batch{}
		h, err := tx.history(ctx)
		if err != nil {
			return err
		}
		c, err := ledger.Find(h.commits, graph.KnownAt{Commit: number})
		if err != nil {
			return err
		}
		want = c.Fingerprint
		from := int64(0)
		if base != nil {
			from = number
		}
		kept, err := tx.since(ctx, h.kept, from)
		if err != nil {
			return err
		}
		first := slices.IndexFunc(kept, func(k ledger.Kept) bool { return k.Number > number })
		if first < 0 {
			first = len(kept)
		}
		led, came := kept[:first], kept[first:]
		again := false
		if base != nil {
			came = slices.DeleteFunc(came, func(k ledger.Kept) bool { return k.Number > base.number })
		} else if again, err = p.again(ctx, tx, led, came); err != nil {
			return err
		}
		if again {
			changes, err := tx.between(ctx, led)
			step = ledger.Redo(changes)
			return err
		}
		changes, err := tx.between(ctx, came)
		step = ledger.Undo(changes)
		if err == nil && base == nil {
			all, err = tx.everything(ctx)
		}
		return err
	})
	if err != nil {
		return nil, p.store.fault(ctx, err)
	}
	from := image.New()
	if base != nil {
		from = base.image
	} else if from, err = from.With(all); err != nil {
		return nil, errDamaged
	}
	made, err = from.With(step)
	if err != nil || made.Fingerprint() != want {
		return nil, errDamaged
	}
	return made, nil
}

// again tells whether a commit is made from nothing by the commits that led to it, which needs a ledger that nothing
// was forgotten of, rather than from all that the database holds by those that came after it. What is too large either
// way is refused.
func (p *past) again(ctx context.Context, tx transaction, led, came []ledger.Kept) (bool, error) {
	held, err := tx.datasets(ctx)
	if err != nil {
		return false, err
	}
	redo, undo := written(led), written(came)
	for id := range held {
		undo += int(held.total(id))
	}
	whole := len(led) > 0 && led[0].Number == 1 && led[0].Kind != graph.CommitOpening
	again := whole && redo <= undo
	n := undo
	if again {
		n = redo
	}
	if most := p.store.options.PastRecords; n > most {
		return false, graph.Errorf(graph.KindLimitExceeded, "%d records would have to be read to tell what was known then; "+
			"at most %d are", n, most)
	}
	return again, nil
}

// written is how many changes the blocks of commits hold.
func written(kept []ledger.Kept) (n int) {
	for _, c := range kept {
		for _, ref := range c.Blocks {
			n += ref.Changes
		}
	}
	return n
}

// everything is all that the database holds.
func (t transaction) everything(ctx context.Context) (out graph.Batch, err error) {
	q := graph.RecordQuery{Limit: graph.MaxRecords}
	for {
		page, err := t.records(ctx, &q)
		if err != nil {
			return out, err
		}
		out.Nodes = append(out.Nodes, page.Nodes...)
		out.Relationships = append(out.Relationships, page.Relationships...)
		if q.After = page.Next; q.After == "" {
			return out, nil
		}
	}
}

// pastReader reads an image; runs are seen as they are.
type pastReader struct {
	*image.Image
	store *Store
}

func (p pastReader) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	return p.store.LoadRuns(ctx, first)
}
