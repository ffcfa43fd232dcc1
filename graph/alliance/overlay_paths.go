package alliance

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// maxSteps bounds the search for paths in an overlay; a search that reaches it says that it timed out.
const maxSteps = 500_000

// Paths implements graph.Reader over the overlay's own hops: the balls around the start are read in one call a hop, then
// the simple paths are listed by length and node ids, pruned by the distance that is left to a target.
func (o *overlay) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	if err := q.Validate(); err != nil {
		return graph.PathResult{}, err
	}
	if q.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, q.Timeout)
		defer cancel()
	}
	s, err := o.surroundings(ctx, q)
	if err != nil {
		return graph.PathResult{}, err
	}
	return s.paths(ctx, q), nil
}

// surroundings are the nodes within MaxHops of the start and the hops among them.
type surroundings struct {
	nodes    map[graph.ID]graph.Node
	next     map[graph.ID][]graph.ID // sorted
	hops     map[[2]graph.ID][]graph.Relationship
	distance map[graph.ID]int // to the nearest target, along hops
}

func (o *overlay) surroundings(ctx context.Context, q graph.PathQuery) (*surroundings, error) {
	s := &surroundings{nodes: map[graph.ID]graph.Node{}, next: map[graph.ID][]graph.ID{}, hops: map[[2]graph.ID][]graph.Relationship{}}
	start, err := o.Nodes(ctx, []graph.ID{q.From})
	if err != nil || start[0] == nil {
		return s, err
	}
	s.nodes[q.From] = start[0]
	frontier := []graph.ID{q.From}
	query := graph.HopQuery{Filter: q.Filter, Direction: q.Direction, PerNode: graph.MaxPerNode}
	for range q.MaxHops {
		var found []graph.ID
		err := expand(ctx, o, frontier, query, func(id graph.ID, hops []graph.Hop) {
			for _, h := range hops {
				other := h.Other.Head().ID
				if other == id {
					continue
				}
				key := [2]graph.ID{id, other}
				if s.hops[key] == nil {
					s.next[id] = append(s.next[id], other)
				}
				s.hops[key] = append(s.hops[key], h.Relationship)
				if s.nodes[other] == nil {
					s.nodes[other] = h.Other
					found = append(found, other)
				}
			}
		})
		if err != nil {
			return nil, err
		}
		slices.Sort(found)
		frontier = found
	}
	for id := range s.next {
		slices.Sort(s.next[id])
	}
	s.measure(q.To)
	return s, nil
}

// measure finds the distance of every node to its nearest target by a search backwards.
func (s *surroundings) measure(targets []graph.ID) {
	before := map[graph.ID][]graph.ID{}
	for from, list := range s.next {
		for _, to := range list {
			before[to] = append(before[to], from)
		}
	}
	s.distance = map[graph.ID]int{}
	var queue []graph.ID
	for _, t := range targets {
		if s.nodes[t] != nil {
			s.distance[t] = 0
			queue = append(queue, t)
		}
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for _, from := range before[id] {
			if _, seen := s.distance[from]; !seen {
				s.distance[from] = s.distance[id] + 1
				queue = append(queue, from)
			}
		}
	}
}

func (s *surroundings) paths(ctx context.Context, q graph.PathQuery) graph.PathResult {
	out := graph.PathResult{ExploredNodes: len(s.nodes)}
	walk := walker{surroundings: s, ctx: ctx, targets: q.To, limit: q.Limit, on: map[graph.ID]bool{}}
	for length := 1; length <= q.MaxHops && !walk.full && !walk.stopped; length++ {
		walk.from(q.From, length)
	}
	out.Paths, out.Truncated, out.TimedOut = walk.found, walk.full, walk.stopped
	return out
}

type walker struct {
	*surroundings
	ctx           context.Context
	targets       []graph.ID
	limit, steps  int
	trail         []graph.ID
	on            map[graph.ID]bool
	found         []graph.Path
	full, stopped bool
}

// from lists the paths of exactly `left` more hops.
func (w *walker) from(id graph.ID, left int) {
	if w.steps++; w.steps > maxSteps || w.steps%1024 == 0 && w.ctx.Err() != nil {
		w.stopped = true
	}
	if w.full || w.stopped {
		return
	}
	w.trail, w.on[id] = append(w.trail, id), true
	defer func() { w.trail, w.on[id] = w.trail[:len(w.trail)-1], false }()
	if left == 0 {
		if len(w.trail) > 1 && slices.Contains(w.targets, id) {
			if len(w.found) == w.limit {
				w.full = true
				return
			}
			w.found = append(w.found, w.path())
		}
		return
	}
	for _, next := range w.next[id] {
		if d, reaches := w.distance[next]; reaches && d < left && !w.on[next] {
			w.from(next, left-1)
		}
	}
}

func (w *walker) path() graph.Path {
	p := graph.Path{}
	for i, id := range w.trail {
		p.Nodes = append(p.Nodes, w.nodes[id])
		if i > 0 {
			hop := slices.Clone(w.hops[[2]graph.ID{w.trail[i-1], id}])
			slices.SortFunc(hop, graph.CompareStrength)
			p.Hops = append(p.Hops, hop)
		}
	}
	return p
}
