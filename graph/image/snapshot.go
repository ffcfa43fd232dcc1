package image

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/tidwall/btree"

	"github.com/entente-graph/entente/graph"
)

// Image is one state of the graph. It never changes. Build one with [New] and the methods that make the next.
type Image struct {
	table       table
	free        []uint32                   // slots of the table that are vacant
	ids         *btree.Map[string, uint32] // node id → slot
	byName      *btree.Map[string, uint32] // label, sort key of the name, id → slot
	words       *btree.Map[string, uint32] // folded word of a name, id → slot
	identifiers *btree.Map[string, uint32] // scheme, value, id → slot
	datasets    map[graph.ID]*dataset      // never changed, replaced
	labels      [maxLabels]int             // nodes by label
	types       [maxTypes]int              // relationships by type
	fingerprint graph.Hash
}

// dataset indexes what one dataset states.
type dataset struct {
	nodes *btree.Map[string, uint32] // record key → slot of the node
	links *btree.Map[string, *link]  // relationship id → link
}

// entry is a node with all that is known of it.
type entry struct {
	slot  uint32
	label uint8 // index into the ontology's labels
	// candidate: an event that only a program found.
	candidate bool
	id        graph.ID
	node      graph.Node
	shown     graph.Properties
	records   []graph.NodeRecord // in order of precedence
	hashes    []graph.Hash       // of the records
	out, in   []hop              // by relationship id, thus by type and then by the other end
	folded    []string           // folded names, the first name first
	nameKey   string             // key in byName
}

// facts are what filters ask of a relationship.
type facts struct {
	first, end graph.Day
	from, to   uint32
	kind       uint8 // index into the ontology's types
	obligation uint8 // bit of an ALLIED_WITH's obligation type; 0 for other types
	political  bool  // an ALLIED_WITH that does not bind
}

// link is a relationship with all that is known of it.
type link struct {
	facts
	id   graph.ID
	rel  graph.Relationship
	hash graph.Hash
	part string
	raw  string // the record, encoded
}

// hop is a link in an adjacency. The facts stand side by side there, so that a filter does not fetch each link from
// somewhere else in memory.
type hop struct {
	facts
	link *link
}

const (
	maxLabels = 32
	maxTypes  = 64
)

// labelIndex and typeIndex are positions in the ontology, which fit the arrays and bit sets of this package: init-time
// arithmetic, checked by a test.
var (
	labelIndex = map[graph.Label]uint8{}
	typeIndex  = map[graph.RelationshipType]uint8{}
	// typesInOrder are the types in the order in which their relationships' ids sort.
	typesInOrder = typeOrder()
	// typeRank is the place of a type among typesInOrder.
	typeRank = ranks(typesInOrder)
)

func typeOrder() []uint8 {
	for i, l := range graph.Ontology.Labels {
		labelIndex[l.Label] = uint8(i)
	}
	var out []uint8
	for i, t := range graph.Ontology.Types {
		typeIndex[t.Type] = uint8(i)
		out = append(out, uint8(i))
	}
	slices.SortFunc(out, func(a, b uint8) int { return strings.Compare(typePrefix(a), typePrefix(b)) })
	return out
}

func ranks(order []uint8) (rank [maxTypes]int) {
	for i, kind := range order {
		rank[kind] = i
	}
	return rank
}

func typePrefix(kind uint8) string { return string(graph.Ontology.Types[kind].Type) + "|" }

// New is the empty image.
func New() *Image {
	return &Image{ids: new(btree.Map[string, uint32]), byName: new(btree.Map[string, uint32]), words: new(btree.Map[string, uint32]),
		identifiers: new(btree.Map[string, uint32]), datasets: map[graph.ID]*dataset{}}
}

// table finds entries by slot. It is an array in chunks, so that a change copies one chunk.
type table struct {
	chunks []*[chunkSize]*entry
	length uint32
}

const chunkSize = 256

func (t *table) at(slot uint32) *entry { return t.chunks[slot/chunkSize][slot%chunkSize] }

// entry finds a node, nil where there is none.
func (s *Image) entry(id graph.ID) *entry {
	slot, ok := s.ids.Get(string(id))
	if !ok {
		return nil
	}
	return s.table.at(slot)
}

// link finds a relationship, nil where there is none. Its dataset is the last part of its id.
func (s *Image) link(id graph.ID) *link {
	d := s.datasets[id[strings.LastIndexByte(string(id), '|')+1:]]
	if d == nil {
		return nil
	}
	l, _ := d.links.Get(string(id))
	return l
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

// hops yields the relationships of a node in a direction that the filter allows, with the node at the other end where it
// may be entered: first those that go out, then those that come in. A relationship with itself comes once.
func (s *Image) hops(e *entry, direction graph.Direction, f *filter) iter.Seq2[*link, *entry] {
	return func(yield func(*link, *entry) bool) {
		if direction != graph.DirectionIn {
			for part := range stretches(e.out, f.types) {
				for i := range part {
					if h := &part[i]; f.allows(h) {
						if other := s.table.at(h.to); f.enters(other) && !yield(h.link, other) {
							return
						}
					}
				}
			}
		}
		if direction != graph.DirectionOut {
			for part := range stretches(e.in, f.types) {
				for i := range part {
					h := &part[i]
					if h.from == h.to && direction != graph.DirectionIn {
						continue
					}
					if f.allows(h) {
						if other := s.table.at(h.from); f.enters(other) && !yield(h.link, other) {
							return
						}
					}
				}
			}
		}
	}
}

// orderedHops yields the same by relationship id.
func (s *Image) orderedHops(e *entry, direction graph.Direction, f *filter) iter.Seq2[*link, *entry] {
	if direction == graph.DirectionOut || direction == graph.DirectionIn {
		return s.hops(e, direction, f)
	}
	return func(yield func(*link, *entry) bool) {
		next, stop := iter.Pull2(s.hops(e, graph.DirectionIn, f))
		defer stop()
		in, inOther, more := next()
		for l, other := range s.hops(e, graph.DirectionOut, f) {
			for more && in.id <= l.id {
				if in != l && !yield(in, inOther) {
					return
				}
				in, inOther, more = next()
			}
			if !yield(l, other) {
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
