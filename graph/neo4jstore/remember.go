package neo4jstore

import (
	"hash/maphash"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// What is remembered at most: a relationship takes about half a kilobyte, a node one or two, a page of a list a tenth
// of one for each node.
const (
	rememberedPages         = 1 << 10
	rememberedRelationships = 1 << 17
	rememberedNodes         = 1 << 14
	rememberedExpansions    = 1 << 14
)

// memory holds what was read last by the readers of a commit, each under the version of the data that it was read of. A
// version names one content, so what is remembered of it stays right; after another commit it is no longer found, and
// what is read then takes its place.
type memory[T any] struct {
	seed  maphash.Seed
	table []atomic.Pointer[remembered[T]]
}

type remembered[T any] struct {
	version graph.Hash
	id      graph.ID
	value   T
}

func newMemory[T any](size int) *memory[T] {
	return &memory[T]{maphash.MakeSeed(), make([]atomic.Pointer[remembered[T]], size)}
}

func (m *memory[T]) place(id graph.ID) *atomic.Pointer[remembered[T]] {
	return &m.table[maphash.String(m.seed, string(id))%uint64(len(m.table))]
}

// keep remembers a value of a version, and tells whether it was not remembered before; the zero version is none.
func (m *memory[T]) keep(version graph.Hash, id graph.ID, value T) (anew bool) {
	if version == (graph.Hash{}) {
		return true
	}
	before := m.place(id).Swap(&remembered[T]{version, id, value})
	return before == nil || before.version != version || before.id != id
}

// recall fills in what is remembered of the ids, aligned with them, and lists the others, each once and in order.
func (m *memory[T]) recall(version graph.Hash, ids []graph.ID, into []T) (others []graph.ID) {
	if version == (graph.Hash{}) {
		return sortedUnique(ids)
	}
	for i, id := range ids {
		if r := m.place(id).Load(); r != nil && r.version == version && r.id == id {
			into[i] = r.value
		} else {
			others = append(others, id)
		}
	}
	return sortedUnique(others)
}

// memories are what a store remembers.
type memories struct {
	nodes         *memory[graph.Node]
	relationships *memory[graph.Relationship]
	pages         *memory[foundPage] // of lists, by what was asked
	// expansions are nodes from which relationships were followed, with the direction and the types, and whether the
	// last time most of what was met was remembered.
	expansions *memory[bool]
}

func newMemories() memories {
	return memories{
		newMemory[graph.Node](rememberedNodes), newMemory[graph.Relationship](rememberedRelationships),
		newMemory[foundPage](rememberedPages), newMemory[bool](rememberedExpansions),
	}
}

// foundPage is a page of a list without its nodes, which are remembered by themselves.
type foundPage struct {
	ids     []graph.ID
	cursors []string
	more    bool
	total   int
}

// expansionsOf are the names under which expansions are remembered.
func expansionsOf(ids []graph.ID, q *graph.HopQuery) []graph.ID {
	question := string(q.Direction) + "|" + typePattern(q.Filter.Types) + "|"
	return lists.Map(ids, func(id graph.ID) graph.ID { return graph.ID(question + string(id)) })
}
