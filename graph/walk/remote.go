package walk

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Ask returns, for each of the ids, the nodes that one hop leads to (backward: comes from) and that may be entered.
type Ask func(ctx context.Context, ids []graph.ID, backward bool) (map[graph.ID][]graph.ID, error)

// Remote is a Graph whose answers come from elsewhere, by id. It remembers them.
type Remote struct {
	Numbers
	ask  Ask
	next map[uint32]*set // known steps
	near map[bool]int    // what asking for the first level costs, by whether it is backward; 0 once it was asked
}

// NewRemote makes one. The costs are those of the first question at either end, where they are known, in any unit; for
// all further ones the number of nodes counts.
func NewRemote(ask Ask, forward, backward int) *Remote {
	return &Remote{ask: ask, next: map[uint32]*set{}, near: map[bool]int{false: forward, true: backward}}
}

// Neighbours implements Graph.
func (r *Remote) Neighbours(ctx context.Context, nodes []uint32, backward bool) ([][]uint32, error) {
	found, err := r.ask(ctx, r.IDs(nodes), backward)
	if err != nil {
		return nil, err
	}
	r.near[backward] = 0
	out := make([][]uint32, len(nodes))
	for i, node := range nodes {
		for _, id := range found[r.ID(node)] {
			other := r.Number(id)
			out[i] = append(out[i], other)
			from, to := node, other
			if backward {
				from, to = other, node
			}
			if r.next[from] == nil {
				r.next[from] = &set{}
			}
			r.next[from].add(to)
		}
	}
	return out, nil
}

// After implements Graph.
func (r *Remote) After(node uint32) []uint32 {
	if known := r.next[node]; known != nil {
		return known.list
	}
	return nil
}

// Cost implements Graph.
func (r *Remote) Cost(nodes []uint32, backward bool) int {
	if near := r.near[backward]; near > 0 {
		return near
	}
	return len(nodes)
}

// Numbers gives numbers to ids as they come.
type Numbers struct {
	ids     []graph.ID
	numbers map[graph.ID]uint32
}

// Number is that of an id.
func (n *Numbers) Number(id graph.ID) uint32 {
	number, ok := n.numbers[id]
	if !ok {
		if n.numbers == nil {
			n.numbers = map[graph.ID]uint32{}
		}
		number = uint32(len(n.ids))
		n.numbers[id] = number
		n.ids = append(n.ids, id)
	}
	return number
}

// Numbered are the numbers of several ids, each once, in the order of the ids.
func (n *Numbers) Numbered(ids []graph.ID) []uint32 {
	out := &set{}
	for _, id := range slices.Sorted(slices.Values(ids)) {
		out.add(n.Number(id))
	}
	return out.list
}

// ID is the id of a number.
func (n *Numbers) ID(number uint32) graph.ID { return n.ids[number] }

// IDs are those of several numbers.
func (n *Numbers) IDs(numbers []uint32) []graph.ID {
	out := make([]graph.ID, len(numbers))
	for i, number := range numbers {
		out[i] = n.ids[number]
	}
	return out
}

// Compare orders numbers by their ids.
func (n *Numbers) Compare(a, b uint32) int {
	return strings.Compare(string(n.ids[a]), string(n.ids[b]))
}
