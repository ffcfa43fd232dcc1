package walk

import (
	"context"
	"errors"
	"slices"
)

// Graph is what a search for paths walks on: the nodes that may be entered, and the hops that the question allows. The
// start may always be entered.
type Graph interface {
	// Neighbours returns, aligned with the nodes, those that one hop leads to (backward: comes from), in any order.
	Neighbours(ctx context.Context, nodes []uint32, backward bool) ([][]uint32, error)
	// After returns, each once and without asking anybody, the nodes that one hop leads to: all of them of a node whose
	// Neighbours were asked for, and else at least those whose own Neighbours backward were.
	After(node uint32) []uint32
	// Cost measures what asking for those Neighbours would take.
	Cost(nodes []uint32, backward bool) int
	// Compare orders nodes by their ids.
	Compare(a, b uint32) int
}

// Question asks for the shortest loop-free paths from a node to any of others.
type Question struct {
	From    uint32
	To      []uint32 // may be entered, From left out
	MaxHops int
	Limit   int
	// UpToLimit ends the search with so many paths: whether there are more is not found out.
	UpToLimit bool
	// Least is a number of hops below which there is known to be no path.
	Least int
	// Complete, where set, takes the paths of each length as soon as they are found: later the context may have ended.
	Complete func(ctx context.Context, found [][]uint32) error
}

// Paths are sequences of nodes, the shortest first and those of one length by the ids of their nodes.
type Paths struct {
	Found     [][]uint32
	Explored  int
	Truncated bool
}

// Find searches until it has all paths wanted and knows whether there are more. Beside the error of a context that
// ended, or of the graph, stands what was found by then.
//
// Let every node less than f steps from the start, and every node less than b steps before a target, have been asked
// for. Then every step of every path of f+b hops is known. For each length the paths are enumerated in order: the
// search goes on to a node only where a walk of exactly the remaining length leads from it to a target. A walk of the
// least length is always a path; a longer one may pass a node twice, so a long fruitless stretch makes the search look
// whether the targets can be reached at all without the nodes it stands on.
func Find(ctx context.Context, g Graph, q Question) (Paths, error) {
	s := &search{
		Graph: g, ctx: ctx, q: q, targets: setOf(q.To...), before: map[uint32][]uint32{},
		after: map[uint32][]uint32{},
	}
	if len(q.To) == 0 {
		return s.out, ctx.Err()
	}
	s.forward = side{seen: setOf(q.From), edge: []uint32{q.From}}
	s.backward = side{seen: setOf(q.To...), edge: slices.Clone(s.targets.list)}
	s.layers = []*set{s.targets}
	for hops := max(q.Least, 1); hops <= q.MaxHops && !s.out.Truncated && !s.full(); hops++ {
		before := len(s.out.Found)
		err := s.ofLength(hops)
		if errors.Is(err, errEnough) {
			s.out.Truncated, err = true, nil
		}
		if err == nil && q.Complete != nil && len(s.out.Found) > before {
			err = q.Complete(ctx, s.out.Found[before:])
		}
		if err != nil {
			return s.out, err
		}
	}
	return s.out, nil
}

// search is one search under way.
type search struct {
	Graph
	ctx               context.Context
	q                 Question
	targets           *set
	forward, backward side
	before            map[uint32][]uint32 // Neighbours backward of the nodes asked for
	after             map[uint32][]uint32 // After, as far as it was needed at the present length
	// layers[j] are the nodes, other than the start, from which a walk of exactly j hops leads to a target.
	layers  []*set
	reaches map[reach]bool // the same beyond the layers

	on               []uint32 // the path under way, so short that nothing finds a node in it faster than looking
	out              Paths
	steps, fruitless int // of the enumeration, and since the last path
	// enough is where it no longer matters whether there is one path more; zero: not yet.
	enough struct{ steps, explored int }
}

// side is one end of the search.
type side struct {
	depth int
	seen  *set
	edge  []uint32 // seen and not yet asked for
}

// reach asks whether a walk of so many hops leads from a node to a target.
type reach struct {
	node uint32
	hops int
}

// errEnough ends a search that has gone past its budget.
var errEnough = errors.New("finding out whether there are more paths would take longer than finding these")

const (
	// patientSteps is after how many steps without a path the enumeration looks whether its path can be finished at
	// all.
	patientSteps = 1000
	// What finding out whether there is a path more may cost at least.
	enoughSteps, enoughExplored = 10_000, 2_000
)

// extend asks for one more level at the end where that is less.
func (s *search) extend() error {
	end, backward := &s.forward, false
	if s.Cost(s.backward.edge, true) < s.Cost(s.forward.edge, false) {
		end, backward = &s.backward, true
	}
	end.depth++
	if len(end.edge) == 0 {
		return s.ctx.Err()
	}
	if s.enough.explored > 0 && s.out.Explored+len(end.edge) > s.enough.explored {
		return errEnough
	}
	found, err := s.Neighbours(s.ctx, end.edge, backward)
	if err != nil {
		return err
	}
	s.out.Explored += len(end.edge)
	var edge []uint32
	for i, node := range end.edge {
		if backward {
			s.before[node] = found[i]
		}
		for _, other := range found[i] {
			if end.seen.add(other) {
				edge = append(edge, other)
			}
		}
	}
	end.edge = edge
	return nil
}

// layer makes sure of the layer, all of whose steps are known.
func (s *search) layer(hops int) {
	for len(s.layers) <= hops {
		next := &set{}
		for _, node := range s.layers[len(s.layers)-1].list {
			for _, other := range s.before[node] {
				if other != s.q.From && other != node {
					next.add(other)
				}
			}
		}
		s.layers = append(s.layers, next)
	}
}

// ofLength finds the paths of exactly so many hops, in order, as far as they are wanted.
func (s *search) ofLength(hops int) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	for s.forward.depth+s.backward.depth < hops {
		if err := s.extend(); err != nil {
			return err
		}
	}
	s.layer(min(s.backward.depth, hops))
	s.reaches = map[reach]bool{}
	clear(s.after)
	s.on = append(s.on[:0], s.q.From)
	return s.walk(s.q.From, hops)
}

// known is After, remembered.
func (s *search) known(node uint32) []uint32 {
	list, ok := s.after[node]
	if !ok {
		list = s.After(node)
		s.after[node] = list
	}
	return list
}

// step counts the work and looks now and then whether it must end.
func (s *search) step() error {
	s.steps++
	s.fruitless++
	if s.enough.steps > 0 && s.steps > s.enough.steps {
		return errEnough
	}
	if s.steps%256 == 1 {
		return s.ctx.Err()
	}
	return nil
}

// walk enumerates the paths that go on from the last node with so many hops.
func (s *search) walk(at uint32, left int) error {
	if err := s.step(); err != nil {
		return err
	}
	if left == 0 {
		return s.emit()
	}
	if left > 1 && s.fruitless > patientSteps && !s.reachable(at, left) {
		return nil
	}
	var onward []uint32
	cheap := left-1 < len(s.layers)
	for _, other := range s.known(at) {
		if other != at && !slices.Contains(s.on, other) && (!cheap || s.layers[left-1].has(other)) {
			onward = append(onward, other)
		}
	}
	order := newQueue(onward, s.Compare)
	for {
		other, more := order.next()
		if !more {
			return nil
		}
		if !cheap {
			leads, err := s.leads(other, left-1)
			if err != nil {
				return err
			}
			if !leads {
				continue
			}
		}
		s.on = append(s.on, other)
		err := s.walk(other, left-1)
		s.on = s.on[:len(s.on)-1]
		if err != nil || s.out.Truncated || s.full() {
			return err
		}
	}
}

// full tells that nothing more is wanted.
func (s *search) full() bool { return s.q.UpToLimit && len(s.out.Found) == s.q.Limit }

func (s *search) emit() error {
	if len(s.out.Found) == s.q.Limit {
		s.out.Truncated = true
		return nil
	}
	s.out.Found = append(s.out.Found, slices.Clone(s.on))
	s.fruitless = 0
	if len(s.out.Found) == s.q.Limit {
		s.enough.steps = s.steps + max(enoughSteps, s.steps)
		s.enough.explored = s.out.Explored + max(enoughExplored, s.out.Explored)
	}
	return nil
}

// leads tells whether a walk of exactly so many hops leads from a node to a target. Nodes may repeat on the walk, so it
// says no only where no path can be.
func (s *search) leads(node uint32, hops int) (bool, error) {
	if hops < len(s.layers) {
		return s.layers[hops].has(node), nil
	}
	key := reach{node, hops}
	if known, ok := s.reaches[key]; ok {
		return known, nil
	}
	if err := s.step(); err != nil {
		return false, err
	}
	leads := false
	for _, other := range s.known(node) {
		if other == s.q.From || other == node {
			continue
		}
		var err error
		if leads, err = s.leads(other, hops-1); err != nil {
			return false, err
		}
		if leads {
			break
		}
	}
	s.reaches[key] = leads
	return leads, nil
}

// reachable tells whether a target can be reached within so many hops without passing the nodes of the path.
func (s *search) reachable(at uint32, hops int) bool {
	seen := setOf(at)
	frontier := []uint32{at}
	for ; hops > 0 && len(frontier) > 0; hops-- {
		var next []uint32
		for _, node := range frontier {
			for _, other := range s.known(node) {
				if s.steps++; slices.Contains(s.on, other) || !seen.add(other) {
					continue
				}
				if s.targets.has(other) {
					return true
				}
				next = append(next, other)
			}
		}
		frontier = next
	}
	return false
}
