package generic

import (
	"hash/maphash"

	"github.com/entente-graph/entente/graph"
)

// together counts the rows of which a node is one that an earlier row described already.
type together struct {
	seen  map[uint64]bool // by hash of a node: whether more than one row did
	rows  map[string]int  // by name of the node in the mapping
	nodes map[string]int  // those that more than one row is about, likewise
}

// described is a node under its name in the mapping.
type described struct {
	name string
	id   graph.ID
}

func newTogether() *together {
	return &together{map[uint64]bool{}, map[string]int{}, map[string]int{}}
}

func (t *together) add(name string, id graph.ID) {
	key := maphash.Comparable(seed, described{name, id})
	several, again := t.seen[key]
	if again {
		t.rows[name]++
	}
	if again && !several {
		t.nodes[name]++
	}
	if !several {
		t.seen[key] = again
	}
}

// warn says how many rows fell together; a node that others describe as well may be meant so, and only its rows can
// tell.
func (t *together) warn(m *Mapping, warn func(string, ...any)) {
	for _, name := range sortedKeys(t.rows) {
		warn("nodes.%s: %d rows are about %d nodes that an earlier row is about: %s does not tell them apart, and the "+
			"first row describes the node", name, t.rows[name], t.nodes[name], m.Nodes[name].ID)
	}
}
