package image

import (
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"github.com/entente-graph/entente/graph"
)

// Image is one state of the graph. It never changes. Build one with [New] and the methods that make the next.
type Image struct {
	table       table
	free        []uint32 // slots of the table that are vacant
	links       linkTable
	texts       *texts
	ids         *btree.Map[string, uint32] // node id → slot
	starts      *btree.Map[string, uint32] // node id with "|" → slot: the order in which relationships' ids sort
	byName      *btree.Map[string, uint32] // label, sort key of the name, id → slot
	words       *btree.Map[string, uint32] // folded word of a name, id → slot
	identifiers *btree.Map[string, uint32] // scheme, value, id → slot
	datasets    map[graph.ID]*dataset      // never changed, replaced
	labels      [maxLabels]int             // nodes by label
	types       [maxTypes]int              // relationships by type
	fingerprint graph.Hash
	coming      map[graph.ID]*draft // nodes that are not in ids and starts yet; nil once the image is made
}

// dataset indexes what one dataset states. Its links are found through the nodes.
type dataset struct {
	nodes *btree.Map[string, uint32] // record key → slot of the node
	links int
}

// entry is a node with all that is known of it.
type entry struct {
	slot    uint32
	label   uint8 // index into the ontology's labels
	id      graph.ID
	node    graph.Node
	shown   graph.Properties
	records []graph.NodeRecord // in order of precedence
	out, in []hop              // by relationship id, thus by type and then by the other end
	folded  []string           // folded names, the first name first
	nameKey string             // key in byName
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
	return &Image{
		texts: newTexts(), starts: new(btree.Map[string, uint32]), ids: new(btree.Map[string, uint32]),
		byName: new(btree.Map[string, uint32]), words: new(btree.Map[string, uint32]),
		identifiers: new(btree.Map[string, uint32]), datasets: map[graph.ID]*dataset{},
	}
}

// table finds entries by slot. It is an array in chunks, so that a change copies one chunk.
type table struct {
	chunks []*chunk
	length uint32
}

// chunk has the marks apart from the entries, which lie anywhere in memory: a search asks for those of each node that
// it meets.
type chunk struct {
	entries [chunkSize]*entry
	marks   [chunkSize]mark
}

const chunkSize = 256

func (t *table) at(slot uint32) *entry { return t.chunks[slot/chunkSize].entries[slot%chunkSize] }
func (t *table) mark(slot uint32) mark { return t.chunks[slot/chunkSize].marks[slot%chunkSize] }

// mark is what filters ask of a node: its label, and whether it is an event that only a program found.
type mark uint8

const candidateMark mark = 1 << 7

func (m mark) label() uint8    { return uint8(m &^ candidateMark) }
func (m mark) candidate() bool { return m&candidateMark != 0 }

// entry finds a node, nil where there is none.
func (s *Image) entry(id graph.ID) *entry {
	if d := s.coming[id]; d != nil {
		return d.entry
	}
	slot, ok := s.ids.Get(string(id))
	if !ok {
		return nil
	}
	return s.table.at(slot)
}

// Local implements graph.Local: every answer comes from memory.
func (s *Image) Local() bool { return true }
