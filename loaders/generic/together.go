package generic

import (
	"hash/maphash"

	"github.com/entente-graph/entente/graph"
)

// together is what only all rows together show: of how many a node is one that an earlier row described already, and
// how many dates lie centuries ahead. A builder that warns nobody has none.
type together struct {
	seen  map[uint64]bool // by hash of a node: whether more than one row did
	rows  map[string]int  // by name of the node in the mapping
	nodes map[string]int  // those that more than one row is about, likewise
	// late are dates of years that are today's in the Buddhist calendar, and the first of them.
	late  int
	first string
}

// described is a node under its name in the mapping.
type described struct {
	name string
	id   graph.ID
}

func newTogether() *together {
	return &together{seen: map[uint64]bool{}, rows: map[string]int{}, nodes: map[string]int{}}
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

func (t *together) date(d graph.Date, text string) {
	if t == nil || d.Year() < 2360 || d.Year() > 2600 { // 1817 to 2057
		return
	}
	if t.late++; t.late == 1 {
		t.first = text
	}
}

// warn says how many rows fell together; a node that others describe as well may be meant so, and only its rows can
// tell.
func (t *together) warn(m *Mapping, warn func(string, ...any)) {
	if t.late > 0 {
		warn("%d dates are of years like that of %q, centuries ahead: if they are of the Buddhist calendar, take 543 from "+
			"each year before you load them", t.late, t.first)
	}
	for _, name := range sortedKeys(t.rows) {
		warn("nodes.%s: %d rows are about %d nodes that an earlier row is about: %s does not tell them apart, and the "+
			"first row describes the node", name, t.rows[name], t.nodes[name], m.Nodes[name].ID)
	}
}
