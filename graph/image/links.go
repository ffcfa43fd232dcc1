package image

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// link is a relationship: what it joins, and its record.
type link struct {
	raw        string // the record, encoded
	from, to   uint32 // slots of the nodes
	dataset    uint32 // number of the text
	kind       uint8  // index into the ontology's types
	confidence uint8  // one more than stated; 0 where none is
}

// hop is a link seen from one of its ends. What filters ask of it stands side by side in an adjacency, so that they do
// not fetch each link from somewhere else in memory.
type hop struct {
	first, end graph.Day
	other      uint32 // slot of the node at the other end
	link       uint32 // slot of the link
	kind       uint8
	bits       uint8 // of an ALLIED_WITH: its obligation type, and whether it does not bind
}

// politicalBit marks an ALLIED_WITH that does not bind; the bits below are of obligation types.
const politicalBit = 1 << 7

// linkTable finds links by slot, as table does entries.
type linkTable struct {
	chunks []*[chunkSize]link
	length uint32
	free   []uint32 // vacant slots
}

func (t *linkTable) at(slot uint32) *link { return &t.chunks[slot/chunkSize][slot%chunkSize] }

// compareIDs orders ids as they stand in relationships' ids, where a "|" follows.
func compareIDs(a, b graph.ID) int {
	n := min(len(a), len(b))
	switch c := strings.Compare(string(a[:n]), string(b[:n])); {
	case c != 0 || len(a) == len(b):
		return c
	case len(a) < len(b):
		return cmp.Compare('|', b[n])
	}
	return cmp.Compare(a[n], '|')
}

// compareTails orders what comes after the ends in relationships' ids: discriminator, "|", dataset.
func compareTails(a, dataset, b, other string) int {
	n := min(len(a), len(b))
	switch c := strings.Compare(a[:n], b[:n]); {
	case c != 0:
		return c
	case len(a) == len(b):
		return strings.Compare(dataset, other)
	}
	return strings.Compare(a[n:]+"|"+dataset, b[n:]+"|"+other)
}

// compareLinks orders links, which may be of two images, as their ids sort.
func compareLinks(x *Image, a *link, y *Image, b *link) int {
	if c := typeRank[a.kind] - typeRank[b.kind]; c != 0 {
		return c
	}
	if x != y || a.from != b.from {
		if c := compareIDs(x.table.at(a.from).id, y.table.at(b.from).id); c != 0 {
			return c
		}
	}
	if x != y || a.to != b.to {
		if c := compareIDs(x.table.at(a.to).id, y.table.at(b.to).id); c != 0 {
			return c
		}
	}
	return compareTails(a.discriminator(), x.texts.at(a.dataset), b.discriminator(), y.texts.at(b.dataset))
}

// compareTo orders a link and a key as the link's id and that of the key sort.
func (now *Image) compareTo(l *link, key *graph.RelationshipRecord) int {
	if c := typeRank[l.kind] - rankOf(key.Type); c != 0 {
		return c
	}
	if c := compareIDs(now.table.at(l.from).id, key.From); c != 0 {
		return c
	}
	if c := compareIDs(now.table.at(l.to).id, key.To); c != 0 {
		return c
	}
	return now.compareTail(l, key)
}

func (now *Image) compareTail(l *link, key *graph.RelationshipRecord) int {
	return compareTails(l.discriminator(), now.texts.at(l.dataset), key.Discriminator, string(key.Dataset))
}

// order brings hops of adjacencies into the order of their links' ids.
type order struct {
	*Image
	ranks []uint32 // places of the nodes by slot; nil where their ids are compared
}

// order is that of the image for so many hops. Where they are more than the nodes, these are put in order once.
func (now *Image) order(hops int) *order {
	o := &order{Image: now}
	if hops > now.starts.Len() {
		o.ranks = make([]uint32, now.table.length)
		rank := uint32(0)
		now.starts.Scan(func(_ string, slot uint32) bool {
			o.ranks[slot] = rank
			rank++
			return true
		})
	}
	return o
}

// compare orders hops of one adjacency.
func (o *order) compare(a, b hop) int {
	switch c := typeRank[a.kind] - typeRank[b.kind]; {
	case c != 0:
		return c
	case a.other != b.other && o.ranks != nil:
		return cmp.Compare(o.ranks[a.other], o.ranks[b.other])
	case a.other != b.other:
		return compareIDs(o.table.at(a.other).id, o.table.at(b.other).id)
	}
	l, m := o.links.at(a.link), o.links.at(b.link)
	return compareTails(l.discriminator(), o.texts.at(l.dataset), m.discriminator(), o.texts.at(m.dataset))
}

// rankOf is the place of a type among those in order; that of the next one for a text that is no type.
func rankOf(t graph.RelationshipType) int {
	if kind, ok := typeIndex[t]; ok {
		return typeRank[kind]
	}
	return sort.Search(len(typesInOrder), func(i int) bool { return typePrefix(typesInOrder[i]) > string(t)+"|" })
}

// find is the slot of the link of a key; ok is false where there is none.
func (now *Image) find(key *graph.RelationshipRecord) (slot uint32, ok bool) {
	from, to := now.entry(key.From), now.entry(key.To)
	return now.between(from, to, key)
}

// between is the slot of the link of a key among those of its ends, which may be nil.
func (now *Image) between(from, to *entry, key *graph.RelationshipRecord) (slot uint32, ok bool) {
	kind, known := typeIndex[key.Type]
	if from == nil || to == nil || !known {
		return 0, false
	}
	list, other := ofType(from.out, kind), to
	if in := ofType(to.in, kind); len(in) < len(list) {
		list, other = in, from
	}
	i := sort.Search(len(list), func(i int) bool {
		if h := &list[i]; h.other != other.slot {
			return compareIDs(now.table.at(h.other).id, other.id) >= 0
		}
		return now.compareTail(now.links.at(list[i].link), key) >= 0
	})
	if i == len(list) || list[i].other != other.slot || now.compareTail(now.links.at(list[i].link), key) != 0 {
		return 0, false
	}
	return list[i].link, true
}

// ofType is the stretch of an adjacency that has one type.
func ofType(list []hop, kind uint8) []hop {
	rank := typeRank[kind]
	low := sort.Search(len(list), func(i int) bool { return typeRank[list[i].kind] >= rank })
	high := low + sort.Search(len(list)-low, func(i int) bool { return typeRank[list[low+i].kind] > rank })
	return list[low:high]
}

// stretches are the parts of an adjacency that have the types of a set, in order; 0 is every type.
func stretches(list []hop, types uint64) iter.Seq[[]hop] {
	return func(yield func([]hop) bool) {
		if types == 0 {
			yield(list)
			return
		}
		for _, kind := range typesInOrder {
			if types&(1<<kind) != 0 {
				if part := ofType(list, kind); len(part) > 0 && !yield(part) {
					return
				}
			}
		}
	}
}

// hops yields the relationships of a node in a direction that the filter allows, with the node at the other end where
// it may be entered: first those that go out, then those that come in. A relationship with itself comes once.
func (now *Image) hops(e *entry, direction graph.Direction, f *filter) iter.Seq2[*hop, *entry] {
	return func(yield func(*hop, *entry) bool) {
		side := func(list []hop, loops bool) (more bool) {
			for part := range stretches(list, f.types) {
				for i := range part {
					h := &part[i]
					if h.other == e.slot && !loops || !f.allows(h) || !f.enters(h.other, now.table.mark(h.other)) {
						continue
					}
					if !yield(h, now.table.at(h.other)) {
						return false
					}
				}
			}
			return true
		}
		if direction != graph.DirectionIn && !side(e.out, true) {
			return
		}
		if direction != graph.DirectionOut {
			side(e.in, direction == graph.DirectionIn)
		}
	}
}

// orderedHops yields the same by relationship id.
func (now *Image) orderedHops(e *entry, direction graph.Direction, f *filter) iter.Seq2[*hop, *entry] {
	if direction == graph.DirectionOut || direction == graph.DirectionIn {
		return now.hops(e, direction, f)
	}
	return func(yield func(*hop, *entry) bool) {
		next, stop := iter.Pull2(now.hops(e, graph.DirectionIn, f))
		defer stop()
		in, inOther, more := next()
		for h, other := range now.hops(e, graph.DirectionOut, f) {
			for more && now.compareAround(e, in, h) <= 0 {
				if in.link != h.link && !yield(in, inOther) {
					return
				}
				in, inOther, more = next()
			}
			if !yield(h, other) {
				return
			}
		}
		for more {
			if !yield(in, inOther) {
				return
			}
			in, inOther, more = next()
		}
	}
}

// compareAround orders a hop into a node and one out of it as their links' ids sort.
func (now *Image) compareAround(e *entry, in, out *hop) int {
	if c := typeRank[in.kind] - typeRank[out.kind]; c != 0 {
		return c
	}
	if in.other != e.slot {
		return compareIDs(now.table.at(in.other).id, e.id)
	}
	if out.other != e.slot {
		return compareIDs(e.id, now.table.at(out.other).id)
	}
	return compareLinks(now, now.links.at(in.link), now, now.links.at(out.link))
}

// merge adds to an ordered adjacency and takes out of it, leaving the given array alone.
func (o *order) merge(old, come []hop, gone map[uint32]bool) []hop {
	if len(come) == 0 && len(gone) == 0 {
		return old
	}
	if !slices.IsSortedFunc(come, o.compare) {
		slices.SortFunc(come, o.compare)
	}
	out := make([]hop, 0, len(old)+len(come)-len(gone))
	if len(gone) == 0 && len(old) == 0 {
		return append(out, come...)
	}
	kept := old
	if len(gone) > 0 {
		kept = make([]hop, 0, len(old)-len(gone))
		for i := range old {
			if !gone[old[i].link] {
				kept = append(kept, old[i])
			}
		}
	}
	for _, h := range come {
		n, _ := slices.BinarySearchFunc(kept, h, o.compare)
		out = append(append(out, kept[:n]...), h)
		kept = kept[n:]
	}
	return append(out, kept...)
}
