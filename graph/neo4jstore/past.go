package neo4jstore

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/ledger"
)

// past reads commits that are no longer the newest: from copies of the graph in memory, from which what came later has
// been taken back. A few are kept.
type past struct {
	store *Store

	mu     sync.Mutex
	copies []*memory // the one that was asked of last comes first
}

// memory is a copy of one commit, or the reason why there is none.
type memory struct {
	number int64
	made   chan struct{} // closed when the rest is there
	reader graph.Store
	err    error
}

// at is a reader of a commit that the ledger has. KindLimitExceeded: the graph is too large to be copied.
func (p *past) at(ctx context.Context, number int64) (graph.Reader, error) {
	for {
		m, mine := p.find(number)
		if mine {
			m.reader, m.err = p.read(ctx, number)
			if m.err != nil {
				p.drop(m)
			}
			close(m.made)
			return m.reader, m.err
		}
		select {
		case <-m.made:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if m.err == nil {
			return m.reader, nil
		}
		if kind := graph.KindOf(m.err); kind != graph.KindCanceled && kind != graph.KindTimeout {
			return nil, m.err
		}
	}
}

// find is a copy that is there or being made, or a new one, which is the caller's to make.
func (p *past) find(number int64) (m *memory, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.copies, func(m *memory) bool { return m.number == number })
	if i >= 0 {
		m = p.copies[i]
		p.copies = slices.Delete(p.copies, i, i+1)
	} else {
		m, mine = &memory{number: number, made: make(chan struct{})}, true
	}
	p.copies = slices.Insert(p.copies, 0, m)
	if most := p.store.options.PastCommits; len(p.copies) > most {
		p.copies = slices.Clip(p.copies[:most]) // those who still read the last one keep it alive
	}
	return m, mine
}

func (p *past) drop(gone *memory) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.copies = slices.DeleteFunc(p.copies, func(m *memory) bool { return m == gone })
}

// read copies the newest commit and takes back what came after the one asked of.
func (p *past) read(ctx context.Context, number int64) (graph.Store, error) {
	if p.store.options.Memory == nil {
		return nil, graph.Errorf(graph.KindUnavailable, "only the newest commit can be read here")
	}
	var batch graph.Batch
	_, err := p.store.readMarked(ctx, func(ctx context.Context, tx transaction) error {
		batch = graph.Batch{}
		held, err := tx.datasets(ctx)
		if err != nil {
			return err
		}
		var n int64
		for id := range held {
			n += held.total(id)
		}
		if most := p.store.options.PastRecords; n > int64(most) {
			return graph.Errorf(graph.KindLimitExceeded, "the graph has %d records; an earlier state can be read of one with at most %d", n, most)
		}
		undo, err := tx.undo(ctx, number)
		if err != nil {
			return err
		}
		batch, err = tx.restore(ctx, undo)
		return err
	})
	if err != nil {
		return nil, p.store.fault(ctx, err)
	}
	return fill(ctx, p.store.options.Memory(), batch)
}

// undo is the batch that takes back all commits after one.
func (t transaction) undo(ctx context.Context, number int64) (graph.Batch, error) {
	h, err := t.history(ctx)
	if err != nil {
		return graph.Batch{}, err
	}
	if len(h.commits) == 0 || number < h.commits[0].Number {
		return graph.Batch{}, ledger.NotFound(h.commits, graph.KnownAt{Commit: number})
	}
	kept, err := t.since(ctx, h.kept, number)
	if err != nil {
		return graph.Batch{}, err
	}
	changes, err := ledger.Between(ctx, kept, t.block)
	return ledger.Undo(changes), err
}

// restore is all that the store has with a batch applied to it.
func (t transaction) restore(ctx context.Context, undo graph.Batch) (out graph.Batch, err error) {
	out = graph.Batch{Nodes: undo.Nodes, Relationships: undo.Relationships}
	passed := make(map[string]bool, len(undo.Nodes)+len(undo.Relationships)+len(undo.RemoveNodes)+len(undo.RemoveRelationships))
	for i := range undo.Nodes {
		passed[undo.Nodes[i].Key()] = true
	}
	for _, key := range undo.RemoveNodes {
		passed[key] = true
	}
	for i := range undo.Relationships {
		passed[string(undo.Relationships[i].ID())] = true
	}
	for _, id := range undo.RemoveRelationships {
		passed[string(id)] = true
	}
	q := graph.RecordQuery{Limit: graph.MaxRecords}
	for section, after := nodeSection, ""; ; {
		page, err := t.records(ctx, &q, section, after)
		if err != nil {
			return out, err
		}
		for i := range page.Nodes {
			if !passed[page.Nodes[i].Key()] {
				out.Nodes = append(out.Nodes, page.Nodes[i])
			}
		}
		for i := range page.Relationships {
			if !passed[string(page.Relationships[i].ID())] {
				out.Relationships = append(out.Relationships, page.Relationships[i])
			}
		}
		if page.Next == "" {
			return out, nil
		}
		section, after = page.Next[:1], page.Next[1:]
	}
}

// fill puts records into an empty store. Nodes that only relationships keep alive are described for a moment.
func fill(ctx context.Context, s graph.Store, b graph.Batch) (graph.Store, error) {
	described := map[graph.ID]bool{}
	for i := range b.Nodes {
		described[b.Nodes[i].ID] = true
	}
	var bare graph.Batch
	for i := range b.Relationships {
		for _, id := range []graph.ID{b.Relationships[i].From, b.Relationships[i].To} {
			if !described[id] {
				described[id] = true
				r := graph.NodeRecord{ID: id, Label: graph.Ontology.LabelOf(id), Dataset: "dataset:none"}
				b.Nodes = append(b.Nodes, r)
				bare.RemoveNodes = append(bare.RemoveNodes, r.Key())
			}
		}
	}
	_, err := s.Apply(ctx, b)
	if err == nil && len(bare.RemoveNodes) > 0 {
		_, err = s.Apply(ctx, bare)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// pastReader reads a copy; runs are seen as they are.
type pastReader struct {
	graph.Reader
	store *Store
}

// LoadRuns implements graph.Reader.
func (p pastReader) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	return p.store.LoadRuns(ctx, first)
}
