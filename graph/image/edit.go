package image

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// edit makes the next snapshot of a base one. Nothing that the base can reach is changed.
type edit struct {
	next      *Image
	ownChunks map[uint32]bool
	ownSets   map[graph.ID]bool // datasets that may be changed
	touched   map[uint32]*draft
	result    graph.ApplyResult
	log       *Difference // nil where nobody asks what is changed
}

// draft is an entry under change.
type draft struct {
	*entry
	old             *entry // nil where the node is new
	recordsChanged  bool
	out, in         []*link         // that come
	goneOut, goneIn map[string]bool // that go, or are replaced
}

func newEdit(base *Image) *edit {
	next := *base
	next.ids, next.byName, next.words, next.identifiers = base.ids.Copy(), base.byName.Copy(), base.words.Copy(), base.identifiers.Copy()
	next.table.chunks = slices.Clone(base.table.chunks)
	next.free = slices.Clip(base.free)
	return &edit{next: &next, ownChunks: map[uint32]bool{}, ownSets: map[graph.ID]bool{}, touched: map[uint32]*draft{}}
}

func (e *edit) apply(p *prepared) error {
	for i := range p.Nodes {
		e.putNode(&p.Nodes[i], &p.nodes[i])
	}
	for i := range p.links {
		e.putLink(&p.Relationships[i], &p.links[i])
	}
	for _, id := range p.RemoveRelationships {
		e.removeLink(id)
	}
	for _, key := range p.RemoveNodes {
		e.removeNode(key)
	}
	return e.finish()
}

// draft makes an entry ready to be changed; a new one takes a vacant slot.
func (e *edit) draft(id graph.ID, label graph.Label) *draft {
	if slot, ok := e.next.ids.Get(string(id)); ok {
		return e.draftAt(slot)
	}
	var slot uint32
	if n := len(e.next.free); n > 0 {
		slot, e.next.free = e.next.free[n-1], e.next.free[:n-1:n-1]
	} else {
		slot = e.next.table.length
		e.next.table.length++
		if int(slot/chunkSize) == len(e.next.table.chunks) {
			e.next.table.chunks = append(e.next.table.chunks, new([chunkSize]*entry))
			e.ownChunks[slot/chunkSize] = true
		}
	}
	d := &draft{entry: &entry{slot: slot, id: id, label: labelIndex[label]}, recordsChanged: true}
	e.touched[slot] = d
	e.place(slot, d.entry)
	e.next.ids.Set(string(id), slot)
	e.next.labels[d.label]++
	return d
}

func (e *edit) draftAt(slot uint32) *draft {
	if d := e.touched[slot]; d != nil {
		return d
	}
	old := e.next.table.at(slot)
	fresh := *old
	d := &draft{entry: &fresh, old: old}
	e.touched[slot] = d
	e.place(slot, d.entry)
	return d
}

func (e *edit) place(slot uint32, n *entry) {
	chunk := slot / chunkSize
	if !e.ownChunks[chunk] {
		own := *e.next.table.chunks[chunk]
		e.next.table.chunks[chunk] = &own
		e.ownChunks[chunk] = true
	}
	e.next.table.chunks[chunk][slot%chunkSize] = n
}

// set is a dataset's index ready to be changed.
func (e *edit) set(id graph.ID) *dataset {
	d := e.next.datasets[id]
	if e.ownSets[id] {
		return d
	}
	if d == nil {
		d = newDataset()
	} else {
		d = &dataset{nodes: d.nodes.Copy(), links: d.links.Copy()}
	}
	e.ownSets[id] = true
	e.next.datasets = withDataset(e.next.datasets, id, d)
	return d
}

// withDataset is the map of datasets with one that may be changed.
func withDataset(m map[graph.ID]*dataset, id graph.ID, d *dataset) map[graph.ID]*dataset {
	out := maps.Clone(m)
	out[id] = d
	return out
}

// find is the position of a record, -1 where there is none.
func (n *entry) find(dataset graph.ID, discriminator string) int {
	return slices.IndexFunc(n.records, func(r graph.NodeRecord) bool { return r.Dataset == dataset && r.Discriminator == discriminator })
}

func precedence(a, b graph.NodeRecord) int {
	return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Discriminator, b.Discriminator))
}

func (e *edit) putNode(r *graph.NodeRecord, p *preparedNode) {
	if p.unchanged {
		e.result.NodesUnchanged++
		if !p.moved {
			return
		}
	}
	n := e.draft(r.ID, r.Label)
	key, set := r.Key(), e.set(r.Dataset) // another one from now on, so that compare looks into it
	var before *graph.NodeRecord
	if i := n.find(r.Dataset, r.Discriminator); i >= 0 {
		if !p.unchanged {
			e.result.NodesChanged++
		}
		before = &n.records[i]
		e.next.fingerprint = e.next.fingerprint.Sub(n.hashes[i])
		n.drop(i)
	} else {
		e.result.NodesCreated++
		set.nodes.Set(key, n.slot)
	}
	n.recordsChanged = true
	at := sort.Search(len(n.records), func(i int) bool { return precedence(n.records[i], *r) > 0 })
	n.records = slices.Insert(slices.Clip(n.records), at, *r)
	n.hashes = slices.Insert(slices.Clip(n.hashes), at, p.hash)
	e.next.fingerprint = e.next.fingerprint.Add(p.hash)
	e.log.node(key, before, r, p.unchanged)
}

// drop takes out a record without touching the arrays of the old entry.
func (n *entry) drop(i int) {
	n.records = slices.Delete(slices.Clone(n.records), i, i+1)
	n.hashes = slices.Delete(slices.Clone(n.hashes), i, i+1)
}

func (e *edit) removeNode(key string) {
	id, rest, _ := strings.Cut(key, "|")
	name, discriminator, _ := strings.Cut(rest, "|")
	slot, ok := e.next.ids.Get(id)
	if !ok {
		return
	}
	i := e.next.table.at(slot).find(graph.ID(name), discriminator)
	if i < 0 {
		return
	}
	n := e.draftAt(slot)
	e.log.node(key, &n.records[i], nil, false)
	e.next.fingerprint = e.next.fingerprint.Sub(n.hashes[i])
	n.drop(i)
	n.recordsChanged = true
	e.set(graph.ID(name)).nodes.Delete(key)
	e.result.NodesRemoved++
}

func (e *edit) putLink(r *graph.RelationshipRecord, p *preparedLink) {
	if p.unchanged {
		e.result.RelationshipsUnchanged++
		if !p.moved {
			return
		}
	}
	from := e.draft(r.From, graph.Ontology.LabelOf(r.From))
	to := e.draft(r.To, graph.Ontology.LabelOf(r.To))
	l := &link{facts: facts{kind: typeIndex[r.Type], from: from.slot, to: to.slot}, id: p.id, rel: p.rel, hash: p.hash, part: r.Part, raw: p.raw}
	l.first, l.end = p.rel.Head().Period.Bounds()
	if a, ok := p.rel.(*graph.AlliedWith); ok {
		l.obligation, l.political = obligationBit(a.ObligationType), a.Binding != nil && !*a.Binding
	}
	old, replaced := e.set(r.Dataset).links.Set(string(p.id), l)
	if replaced {
		if !p.unchanged {
			e.result.RelationshipsChanged++
		}
		e.next.fingerprint = e.next.fingerprint.Sub(old.hash)
		from.goneOut, to.goneIn = with(from.goneOut, p.id), with(to.goneIn, p.id)
	} else {
		e.result.RelationshipsCreated++
		e.next.types[l.kind]++
	}
	e.next.fingerprint = e.next.fingerprint.Add(l.hash)
	from.out, to.in = append(from.out, l), append(to.in, l)
	e.log.link(old, l, r, p.unchanged)
}

func with(set map[string]bool, id graph.ID) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	set[string(id)] = true
	return set
}

func (e *edit) removeLink(id graph.ID) {
	l := e.next.link(id)
	if l == nil {
		return
	}
	from, to := e.draftAt(l.from), e.draftAt(l.to)
	from.goneOut, to.goneIn = with(from.goneOut, id), with(to.goneIn, id)
	e.set(l.rel.Head().DatasetID).links.Delete(string(id))
	e.next.types[l.kind]--
	e.next.fingerprint = e.next.fingerprint.Sub(l.hash)
	e.log.link(l, nil, nil, false)
	e.result.RelationshipsRemoved++
}

// finish rebuilds what follows from the records and relationships of the touched nodes.
func (e *edit) finish() error {
	slots := make([]uint32, 0, len(e.touched))
	for slot := range e.touched {
		slots = append(slots, slot)
	}
	slices.Sort(slots)
	if err := parallel(len(slots), func(i int) error { return e.touched[slots[i]].rebuild() }); err != nil {
		return err
	}
	for _, slot := range slots {
		d := e.touched[slot]
		if len(d.records)+len(d.entry.out)+len(d.entry.in) == 0 {
			e.vacate(d)
		} else if d.recordsChanged {
			e.reindex(d.old, d.entry)
		}
	}
	for id := range e.ownSets {
		if d := e.next.datasets[id]; d.nodes.Len()+d.links.Len() == 0 {
			delete(e.next.datasets, id) // the map is this edit's own
		}
	}
	return nil
}

// rebuild makes the entry of a draft anew.
func (d *draft) rebuild() error {
	d.entry.out = merge(d.entry.out, d.out, d.goneOut)
	d.entry.in = merge(d.entry.in, d.in, d.goneIn)
	if !d.recordsChanged {
		return nil
	}
	label := graph.Ontology.Labels[d.label].Label
	_, d.shown = graph.Merge(d.records)
	node, err := graph.NewNode(label, d.id, d.shown)
	if err != nil {
		return err
	}
	d.node, d.candidate = node, graph.IsCandidate(node)
	h := node.Head()
	d.folded = names.FoldAll(h.Name, h.Aliases)
	d.nameKey = string(label) + "\x00" + names.SortKey(h.Name) + "\x00" + string(d.id)
	return nil
}

// merge adds to an ordered adjacency and takes out of it, leaving the given arrays alone.
func merge(old []hop, come []*link, gone map[string]bool) []hop {
	if len(come) == 0 && len(gone) == 0 {
		return old
	}
	slices.SortFunc(come, func(a, b *link) int { return strings.Compare(string(a.id), string(b.id)) })
	out := make([]hop, 0, len(old)+len(come))
	add := func(l *link) { out = append(out, hop{l.facts, l}) }
	for _, h := range old {
		if gone[string(h.link.id)] {
			continue
		}
		for len(come) > 0 && come[0].id < h.link.id {
			add(come[0])
			come = come[1:]
		}
		out = append(out, h)
	}
	for _, l := range come {
		add(l)
	}
	return out
}

// vacate takes a node out that nothing keeps alive.
func (e *edit) vacate(d *draft) {
	e.reindex(d.old, nil)
	e.next.ids.Delete(string(d.id))
	e.next.labels[d.label]--
	e.place(d.slot, nil)
	e.next.free = append(e.next.free, d.slot)
}
