package walk

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Step is one relationship followed from a node.
type Step struct{ Relationship, Other uint32 }

// Around is what a walk around nodes asks.
type Around interface {
	// Follow returns, aligned with the nodes, the first perNode relationships by id that the question allows and whose
	// other end may be entered (a start always may be), and whether any node has more.
	Follow(ctx context.Context, nodes []uint32, perNode int) (steps [][]Step, more bool, err error)
	// Compare orders nodes by their ids.
	Compare(a, b uint32) int
}

// Subgraph is what a walk held: nodes by distance, then id, and in no order the relationships followed whose two ends
// it holds.
type Subgraph struct {
	Nodes         []uint32
	Relationships []uint32
	Truncated     bool
	Omitted       int
}

// Neighborhood walks breadth first from the starts, which are there and come once. Beside the error of a context that
// ended stands what was complete by then.
func Neighborhood(ctx context.Context, g Around, q *graph.NeighborhoodQuery, starts []uint32) (Subgraph, error) {
	w := &walker{Around: g, limit: q.Limit, held: &set{}, omitted: &set{}, followed: &set{}}
	frontier := w.hold(starts)
	err := ctx.Err()
	for hop := 0; err == nil && hop < q.Hops && len(frontier) > 0; hop++ {
		var steps [][]Step
		var more bool
		if steps, more, err = w.Follow(ctx, frontier, q.PerNode); err != nil {
			break
		}
		w.out.Truncated = w.out.Truncated || more
		seen := &set{}
		for i, list := range steps {
			for _, step := range list {
				if w.followed.add(step.Relationship) {
					w.ends = append(w.ends, [2]uint32{frontier[i], step.Other})
				}
				seen.add(step.Other)
			}
		}
		frontier = w.hold(seen.list)
	}
	return w.answer(), err
}

type walker struct {
	Around
	limit         int
	held, omitted *set
	followed      *set
	ends          [][2]uint32 // of what was followed
	out           Subgraph
}

// hold takes nodes of one distance into the answer while there is room, and returns those that it took.
func (w *walker) hold(seen []uint32) []uint32 {
	slices.SortFunc(seen, w.Compare)
	var taken []uint32
	for _, node := range seen {
		switch {
		case w.held.has(node):
		case len(w.held.list) < w.limit:
			w.held.add(node)
			taken = append(taken, node)
		default:
			w.omitted.add(node)
		}
	}
	return taken
}

func (w *walker) answer() Subgraph {
	w.out.Nodes = w.held.list
	for i, ends := range w.ends {
		if w.held.has(ends[0]) && w.held.has(ends[1]) {
			w.out.Relationships = append(w.out.Relationships, w.followed.list[i])
		}
	}
	w.out.Omitted = len(w.omitted.list)
	w.out.Truncated = w.out.Truncated || w.out.Omitted > 0
	return w.out
}
