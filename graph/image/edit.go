package image

import (
	"maps"
	"slices"
	"sort"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// edit makes the next snapshot of a base one. Nothing that the base can reach is changed.
type edit struct {
	base      *Image
	next      *Image
	ownLinks  map[uint32]bool // chunks of links that may be changed
	vacant    []uint32        // slots of links that this edit takes out
	start     *draft          // from which the last relationship went out: they come in order
	ownChunks map[uint32]bool
	ownSets   map[graph.ID]bool // datasets that may be changed
	touched   map[uint32]*draft
	left      graph.ApplyResult // counts the records that stay as they are
	log       *Difference       // nil where nobody asks what is changed
}

// draft is an entry under change.
type draft struct {
	*entry
	old             *entry // nil where the node is new
	start           string // its key in starts, where it is new
	recordsChanged  bool
	out, in         []hop           // that come
	goneOut, goneIn map[uint32]bool // links that go, or are replaced
}

// copying is held while a tree is copied, which marks both as sharing their parts: several images may be made of one at
// the same time. It takes nanoseconds.
var copying sync.Mutex

func newEdit(base *Image) *edit {
	next := *base
	copying.Lock()
	next.ids, next.byName, next.words, next.identifiers, next.starts = base.ids.Copy(), base.byName.Copy(),
		base.words.Copy(), base.identifiers.Copy(), base.starts.Copy()
	copying.Unlock()
	next.table.chunks = slices.Clone(base.table.chunks)
	next.free = slices.Clip(base.free)
	next.links.chunks, next.links.free = slices.Clone(base.links.chunks), slices.Clip(base.links.free)
	next.coming = map[graph.ID]*draft{}
	return &edit{
		base: base, next: &next, ownLinks: map[uint32]bool{}, ownChunks: map[uint32]bool{},
		ownSets: map[graph.ID]bool{}, touched: map[uint32]*draft{},
	}
}

func (e *edit) apply(p *prepared) error {
	e.take(p)
	return e.finish()
}

// take makes the changes of a batch, but for what follows from them.
func (e *edit) take(p *prepared) {
	for i := range p.Nodes {
		e.putNode(&p.Nodes[i], &p.nodes[i])
	}
	for i := range p.links {
		e.putLink(&p.links[i])
	}
	for _, id := range p.RemoveRelationships {
		e.removeLink(id)
	}
	for _, key := range p.RemoveNodes {
		e.removeNode(key)
	}
}

// draft makes an entry ready to be changed; a new one takes a vacant slot.
func (e *edit) draft(id graph.ID, label graph.Label) *draft {
	if d := e.next.coming[id]; d != nil {
		return d
	}
	if slot, ok := e.base.ids.Get(string(id)); ok {
		return e.draftAt(slot)
	}
	var slot uint32
	if n := len(e.next.free); n > 0 {
		slot, e.next.free = e.next.free[n-1], e.next.free[:n-1:n-1]
	} else {
		slot = e.next.table.length
		e.next.table.length++
		if int(slot/chunkSize) == len(e.next.table.chunks) {
			e.next.table.chunks = append(e.next.table.chunks, new(chunk))
			e.ownChunks[slot/chunkSize] = true
		}
	}
	key := string(id) + "|"
	id = graph.ID(key[:len(id)])
	d := &draft{entry: &entry{slot: slot, id: id, label: labelIndex[label]}, start: key, recordsChanged: true}
	e.touched[slot], e.next.coming[id] = d, d
	e.place(slot, d.entry)
	e.next.labels[d.label]++
	return d
}

func (e *edit) draftAt(slot uint32) *draft {
	if d := e.touched[slot]; d != nil {
		return d
	}
	old := e.next.table.at(slot)
	d := &draft{entry: new(*old), old: old}
	e.touched[slot] = d
	e.place(slot, d.entry)
	return d
}

func (e *edit) place(slot uint32, n *entry) {
	chunk := slot / chunkSize
	if !e.ownChunks[chunk] {
		e.next.table.chunks[chunk] = new(*e.next.table.chunks[chunk])
		e.ownChunks[chunk] = true
	}
	e.next.table.chunks[chunk].entries[slot%chunkSize] = n
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
		copying.Lock()
		d = &dataset{nodes: d.nodes.Copy(), links: d.links}
		copying.Unlock()
	}
	e.ownSets[id] = true
	e.next.datasets = maps.Clone(e.next.datasets)
	e.next.datasets[id] = d
	return d
}

// find is the position of a record, -1 where there is none.
func (n *entry) find(dataset graph.ID, discriminator string) int {
	return slices.IndexFunc(n.records, func(r graph.NodeRecord) bool {
		return r.Dataset == dataset && r.Discriminator == discriminator
	})
}

func (e *edit) putNode(r *graph.NodeRecord, p *preparedNode) {
	if p.unchanged && !p.moved {
		e.left.NodesUnchanged++
		return
	}
	n := e.draft(r.ID, r.Label)
	key, set := r.Key(), e.set(r.Dataset) // another one from now on, so that compare looks into it
	var before *graph.NodeRecord
	if i := n.find(r.Dataset, r.Discriminator); i >= 0 {
		before = &n.records[i]
		e.next.fingerprint = e.next.fingerprint.Sub(p.former)
		n.drop(i)
	} else {
		set.nodes.Set(key, n.slot)
	}
	n.recordsChanged = true
	at := sort.Search(len(n.records), func(i int) bool { return n.records[i].Compare(r) > 0 })
	n.records = slices.Insert(slices.Clip(n.records), at, *r)
	e.next.fingerprint = e.next.fingerprint.Add(p.hash)
	e.log.node(key, before, r, p.unchanged)
}

// drop takes out a record without touching the array of the old entry.
func (n *entry) drop(i int) {
	n.records = slices.Delete(slices.Clone(n.records), i, i+1)
}

func (e *edit) removeNode(key string) {
	gone, _ := graph.ParseNodeKey(key)
	known := e.next.entry(gone.ID)
	if known == nil {
		return
	}
	i := known.find(gone.Dataset, gone.Discriminator)
	if i < 0 {
		return
	}
	n := e.draftAt(known.slot)
	e.log.node(key, &n.records[i], nil, false)
	e.next.fingerprint = e.next.fingerprint.Sub(n.records[i].Hash())
	n.drop(i)
	n.recordsChanged = true
	e.set(gone.Dataset).nodes.Delete(key)
}

func (e *edit) putLink(p *preparedLink) {
	if p.unchanged && !p.moved {
		e.left.RelationshipsUnchanged++
		return
	}
	if e.start == nil || e.start.id != p.start {
		e.start = e.end(p.from, p.start)
	}
	from, to := e.start, e.end(p.to, p.end)
	l, h := p.link, p.hop
	l.from, l.to = from.slot, to.slot
	var before *link
	h.link = p.slot
	if p.replaces {
		before = e.base.links.at(p.slot)
		e.next.fingerprint = e.next.fingerprint.Sub(p.former)
		from.goneOut, to.goneIn = with(from.goneOut, p.slot), with(to.goneIn, p.slot)
		*e.ownLink(p.slot) = l
	} else {
		h.link = e.addLink(l)
		e.next.types[l.kind]++
		e.set(p.dataset).links++
	}
	e.next.fingerprint = e.next.fingerprint.Add(p.hash)
	h.other = to.slot
	from.out = append(from.out, h)
	h.other = from.slot
	to.in = append(to.in, h)
	e.log.link(before, e.next.links.at(h.link), p.unchanged)
}

// end is the draft of a node that a relationship joins.
func (e *edit) end(known *entry, id graph.ID) *draft {
	if known != nil {
		return e.draftAt(known.slot)
	}
	return e.draft(id, graph.Ontology.LabelOf(id))
}

// ownLink is a link ready to be changed.
func (e *edit) ownLink(slot uint32) *link {
	chunk := slot / chunkSize
	if !e.ownLinks[chunk] {
		e.next.links.chunks[chunk] = new(*e.next.links.chunks[chunk])
		e.ownLinks[chunk] = true
	}
	return e.next.links.at(slot)
}

// addLink puts a link into a vacant slot.
func (e *edit) addLink(l link) (slot uint32) {
	t := &e.next.links
	if n := len(t.free); n > 0 {
		slot, t.free = t.free[n-1], t.free[:n-1:n-1]
	} else {
		slot = t.length
		t.length++
		if int(slot/chunkSize) == len(t.chunks) {
			t.chunks = append(t.chunks, new([chunkSize]link))
			e.ownLinks[slot/chunkSize] = true
		}
	}
	*e.ownLink(slot) = l
	return slot
}

func with(set map[uint32]bool, slot uint32) map[uint32]bool {
	if set == nil {
		set = map[uint32]bool{}
	}
	set[slot] = true
	return set
}

func (e *edit) removeLink(id graph.ID) {
	key, ok := id.RelationshipKey()
	if !ok {
		return
	}
	slot, ok := e.base.find(&key)
	if !ok {
		return
	}
	l := e.base.links.at(slot)
	from, to := e.draftAt(l.from), e.draftAt(l.to)
	from.goneOut, to.goneIn = with(from.goneOut, slot), with(to.goneIn, slot)
	e.set(key.Dataset).links--
	e.next.types[l.kind]--
	e.next.fingerprint = e.next.fingerprint.Sub(e.base.record(l).Hash())
	e.vacant = append(e.vacant, slot)
	e.log.link(l, nil, false)
}

// finish rebuilds what follows from the records and relationships of the touched nodes.
func (e *edit) finish() error {
	slots := slices.Sorted(maps.Keys(e.touched))
	hops := 0
	for _, slot := range slots {
		d := e.touched[slot]
		if hops += len(d.out) + len(d.in); d.start != "" {
			e.next.ids.Set(string(d.id), slot)
			e.next.starts.Set(d.start, slot)
		}
	}
	e.next.coming = nil
	order := e.next.order(hops)
	if err := parallel(len(slots), func(i int) error { return e.touched[slots[i]].rebuild(order) }); err != nil {
		return err
	}
	for _, slot := range slots {
		d := e.touched[slot]
		e.next.table.chunks[slot/chunkSize].marks[slot%chunkSize] = d.mark()
		if len(d.records)+len(d.entry.out)+len(d.entry.in) == 0 {
			e.vacate(d)
		} else if d.recordsChanged {
			e.reindex(d.old, d.entry)
		}
	}
	for _, slot := range e.vacant {
		*e.ownLink(slot) = link{}
	}
	e.next.links.free = append(e.next.links.free, e.vacant...)
	for id := range e.ownSets {
		if d := e.next.datasets[id]; d.nodes.Len()+d.links == 0 {
			delete(e.next.datasets, id) // the map is this edit's own
		}
	}
	return nil
}

// rebuild makes the entry of a draft anew.
func (d *draft) rebuild(order *order) error {
	d.entry.out = order.merge(d.entry.out, d.out, d.goneOut)
	d.entry.in = order.merge(d.entry.in, d.in, d.goneIn)
	if !d.recordsChanged {
		return nil
	}
	label := graph.Ontology.Labels[d.label].Label
	_, d.shown = graph.Merge(d.records)
	if len(d.records) == 1 && sameProperties(d.shown, d.records[0].Properties) {
		d.shown = d.records[0].Properties // once in memory
	}
	node, err := graph.NewNode(label, d.id, d.shown)
	if err != nil {
		return err
	}
	d.node = node
	h := node.Head()
	d.folded = names.FoldAll(h.Name, h.Aliases)
	d.nameKey = string(label) + "\x00" + names.SortKey(h.Name) + "\x00" + string(d.id)
	return nil
}

func (n *entry) mark() mark {
	m := mark(n.label)
	if graph.IsCandidate(n.node) {
		m |= candidateMark
	}
	return m
}

// vacate takes a node out that nothing keeps alive.
func (e *edit) vacate(d *draft) {
	e.reindex(d.old, nil)
	e.next.ids.Delete(string(d.id))
	e.next.starts.Delete(string(d.id) + "|")
	e.next.labels[d.label]--
	e.place(d.slot, nil)
	e.next.free = append(e.next.free, d.slot)
}
