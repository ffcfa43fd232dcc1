package runner

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// batcher collects items into batches in which every relationship finds its ends: in the same batch, an earlier one or
// the store. A relationship whose end the load describes only later waits for it.
type batcher struct {
	run      *run
	survey   *survey
	written  *keys // node ids that this batch or an earlier one describes
	batch    graph.Batch
	waiting  []graph.RelationshipRecord
	carriers []string // keys of records that go at the end
	position int      // records taken in
}

// add takes an item in. Rejected rows go to the report.
func (b *batcher) add(it item) {
	r := b.run
	if it.rejected != nil {
		r.reject(it.rejected, max(it.rows, 1))
		return
	}
	if it.rows > 0 {
		b.position++
		r.report.Read += it.rows
		r.report.Accepted += it.rows
	}
	for _, n := range it.nodes {
		b.written.put(hashKey(string(n.ID)), 1)
		b.batch.Nodes = append(b.batch.Nodes, n)
		b.identify(n)
	}
	faulty := false
	for _, rel := range it.relationships {
		switch b.place(rel) {
		case here:
			b.batch.Relationships = append(b.batch.Relationships, rel)
		case later:
			b.waiting = append(b.waiting, rel)
		case nowhere:
			b.survey.pass.seen.delete(hashKey(string(rel.ID()))) // it is not written, so an old one goes
			if !faulty && !rel.Derived {
				faulty = true
				b.dangling(it, rel)
			}
		}
	}
}

// dangling reports a row one of whose relationships leads nowhere; what else it says is loaded.
func (b *batcher) dangling(it item, rel graph.RelationshipRecord) {
	r := b.run
	end := rel.To
	if b.survey.outside[rel.From] == missing {
		end = rel.From
	}
	file, line := splitLocator(it.locator)
	r.report.Read -= it.rows
	r.report.Accepted -= it.rows
	rejected := (&loaders.RowError{
		File: file, Line: line, Rule: "dangling",
		Message: string(rel.Type) + " from " + string(rel.From) + " to " + string(rel.To) +
			": nothing describes " + string(end) +
			"; load the dataset that does first. The rest of the row was loaded",
	}).MadeOf(it.origin)
	r.reject(rejected, it.rows)
	r.rejects.add(rejected)
}

type place int

const (
	here place = iota
	later
	nowhere
)

// place tells when a relationship can be written, and adds the bare records of ends that only the bundled table knows.
func (b *batcher) place(rel graph.RelationshipRecord) place {
	out := here
	for _, end := range []graph.ID{rel.From, rel.To} {
		key := hashKey(string(end))
		if b.written.has(key) {
			continue
		}
		if b.survey.described.has(key) {
			out = max(out, later)
			continue
		}
		switch b.survey.outside[end] {
		case fromTable:
			properties := b.run.known(end)
			if properties == nil {
				properties = graph.Properties{"name": b.run.options.Identities.Name(end)}
			}
			b.bare(end, key, properties)
		case missing:
			if !b.run.verbatim() {
				return nowhere
			}
			b.bare(end, key, nil)
		}
	}
	return out
}

// bare describes a node that the load only refers to. It belongs to no part: every file of the dataset would write the
// same. An export's bare record only carries the relationship in and goes at the end, since no dataset states it.
func (b *batcher) bare(id graph.ID, key keyHash, properties graph.Properties) {
	d := &b.run.dataset
	record := graph.NodeRecord{
		ID: id, Label: graph.Ontology.LabelOf(id), Dataset: d.ID, Priority: d.Priority,
		Properties: properties,
	}
	b.written.put(key, 1)
	b.batch.Nodes = append(b.batch.Nodes, record)
	if b.run.verbatim() {
		b.carriers = append(b.carriers, record.Key())
		return
	}
	b.survey.pass.seen.put(hashKey("n"+record.Key()), 0)
}

func (b *batcher) full() bool {
	return len(b.batch.Nodes)+len(b.batch.Relationships) >= b.run.options.BatchSize
}

// cut returns the batch, with what has waited for its nodes as far as there is room, and starts the next one.
func (b *batcher) cut() graph.Batch {
	waiting := b.waiting
	b.waiting = nil
	for _, rel := range waiting {
		if len(b.batch.Relationships) < 2*b.run.options.BatchSize && b.place(rel) == here {
			b.batch.Relationships = append(b.batch.Relationships, rel)
		} else {
			b.waiting = append(b.waiting, rel)
		}
	}
	out := b.batch
	b.batch = graph.Batch{ // likely about as large
		Nodes:         make([]graph.NodeRecord, 0, len(out.Nodes)*9/8),
		Relationships: make([]graph.RelationshipRecord, 0, len(out.Relationships)*9/8),
	}
	return out
}
