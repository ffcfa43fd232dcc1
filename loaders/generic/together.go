package generic

import "github.com/entente-graph/entente/graph"

// together counts the rows of which a node is one that an earlier row described already.
type together struct {
	seen map[[2]string]struct{} // by name of the node in the mapping, and its id
	rows map[string]int         // by name of the node in the mapping
	into map[string]map[graph.ID]struct{}
}

func newTogether() *together {
	return &together{map[[2]string]struct{}{}, map[string]int{}, map[string]map[graph.ID]struct{}{}}
}

func (t *together) add(name string, id graph.ID) {
	key := [2]string{name, string(id)}
	if _, again := t.seen[key]; !again {
		t.seen[key] = struct{}{}
		return
	}
	t.rows[name]++
	if t.into[name] == nil {
		t.into[name] = map[graph.ID]struct{}{}
	}
	t.into[name][id] = struct{}{}
}

// warn says how many rows fell together; a node that others describe as well may be meant so, and only its rows can tell.
func (t *together) warn(m *Mapping, warn func(string, ...any)) {
	for _, name := range sortedKeys(t.rows) {
		warn("nodes.%s: %d rows are about %d nodes that an earlier row is about: %s does not tell them apart, and the first row describes the node", name, t.rows[name], len(t.into[name]), m.Nodes[name].ID)
	}
}
