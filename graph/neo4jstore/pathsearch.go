package neo4jstore

import (
	"context"
	"errors"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// pathSearch enumerates the loop-free paths from one node to targets, the shortest first and those of one length by
// their node ids. It asks for the neighbours of nodes a level at a time, from whichever end has fewer to ask for, and no
// further than the paths wanted need.
//
// Let every node less than f steps from the start, and every node less than b steps before a target, have been asked
// for. Then every step of every path of f+b hops is known: its first f start at nodes of the first kind, its last b end
// at nodes of the second.
type pathSearch struct {
	from    graph.ID
	targets map[graph.ID]bool
	// neighbours returns, for each of the ids, the nodes that one hop leads to (backward: comes from), those that may be
	// entered only.
	neighbours func(ctx context.Context, ids []graph.ID, backward bool) (map[graph.ID][]graph.ID, error)

	next     map[graph.ID][]graph.ID // known steps, sorted
	explored int

	// steps counts those of the enumeration, fruitless those since the last path. Once enough is set, to where it no longer
	// matters whether there is one path more, the search gives up there.
	steps, fruitless int
	enough           budget

	forward, backward side
	reaches           map[reach]bool
}

// budget is what finding out whether there is a path more may cost; zero: no bound.
type budget struct{ steps, explored int }

// errEnough ends a search that has gone past its budget.
var errEnough = errors.New("finding out whether there are more paths would take longer than finding these")

// side is one end of the search.
type side struct {
	depth int
	seen  map[graph.ID]bool
	edge  []graph.ID // seen and not yet asked for
	cost  int64      // of asking for it: first the degree, then the number of nodes
}

// reach asks whether a walk of so many hops leads from a node to a target.
type reach struct {
	id   graph.ID
	hops int
}

func newPathSearch(from graph.ID, targets []graph.ID) *pathSearch {
	s := &pathSearch{from: from, targets: map[graph.ID]bool{}, next: map[graph.ID][]graph.ID{}, reaches: map[reach]bool{},
		forward: side{seen: map[graph.ID]bool{from: true}, edge: []graph.ID{from}}, backward: side{seen: map[graph.ID]bool{}}}
	for _, id := range targets {
		if id != from && !s.targets[id] {
			s.targets[id], s.backward.seen[id] = true, true
			s.backward.edge = append(s.backward.edge, id)
		}
	}
	return s
}

// extend asks for one more level at the end where that is less.
func (s *pathSearch) extend(ctx context.Context) error {
	end, backward := &s.forward, false
	if s.backward.cost < s.forward.cost {
		end, backward = &s.backward, true
	}
	end.depth++
	if len(end.edge) == 0 {
		return nil
	}
	if s.enough.explored > 0 && s.explored+len(end.edge) > s.enough.explored {
		return errEnough
	}
	found, err := s.neighbours(ctx, end.edge, backward)
	if err != nil {
		return err
	}
	s.explored += len(end.edge)
	changed := map[graph.ID]bool{}
	var edge []graph.ID
	for _, id := range end.edge {
		for _, other := range found[id] {
			a, b := id, other
			if backward {
				a, b = other, id
			}
			s.next[a] = append(s.next[a], b)
			changed[a] = true
			if !end.seen[other] {
				end.seen[other] = true
				edge = append(edge, other)
			}
		}
	}
	for id := range changed {
		slices.Sort(s.next[id])
		s.next[id] = slices.Compact(s.next[id])
	}
	end.edge, end.cost = edge, int64(len(edge))
	return nil
}

// ofLength hands on, in order, every path of so many hops until yield says no.
func (s *pathSearch) ofLength(ctx context.Context, hops int, yield func([]graph.ID) bool) error {
	for s.forward.depth+s.backward.depth < hops {
		if err := s.extend(ctx); err != nil {
			return err
		}
	}
	path := append(make([]graph.ID, 0, hops+1), s.from)
	on := map[graph.ID]bool{s.from: true}
	var walk func(left int) (bool, error)
	walk = func(left int) (bool, error) {
		if err := s.step(ctx); err != nil {
			return false, err
		}
		at := path[len(path)-1]
		if left == 0 {
			s.fruitless = 0
			return yield(slices.Clone(path)), nil
		}
		if left > 1 && s.fruitless > patience && !s.reachable(at, left, on) {
			return true, nil
		}
		for _, id := range s.next[at] {
			if on[id] || !s.reach(id, left-1) {
				continue
			}
			path = append(path, id)
			on[id] = true
			more, err := walk(left - 1)
			path = path[:len(path)-1]
			delete(on, id)
			if !more || err != nil {
				return false, err
			}
		}
		return true, nil
	}
	if !s.reach(s.from, hops) {
		return ctx.Err()
	}
	_, err := walk(hops)
	return err
}

// patience is after how many steps without a path the enumeration looks whether its path can be finished at all.
const patience = 1000

func (s *pathSearch) step(ctx context.Context) error {
	s.steps++
	s.fruitless++
	if s.enough.steps > 0 && s.steps > s.enough.steps {
		return errEnough
	}
	if s.steps%256 == 0 {
		return ctx.Err()
	}
	return nil
}

// reachable tells whether a target can be reached within so many hops without passing the nodes of the path.
func (s *pathSearch) reachable(at graph.ID, hops int, on map[graph.ID]bool) bool {
	seen := map[graph.ID]bool{at: true}
	frontier := []graph.ID{at}
	for ; hops > 0 && len(frontier) > 0; hops-- {
		var next []graph.ID
		for _, id := range frontier {
			for _, other := range s.next[id] {
				if s.steps++; seen[other] || on[other] {
					continue
				}
				if s.targets[other] {
					return true
				}
				seen[other] = true
				next = append(next, other)
			}
		}
		frontier = next
	}
	return false
}

// reach prunes the enumeration. Nodes may repeat on the walk, so it says no only where no path can be. An answer holds for
// good: what is known suffices for every walk of the length at hand, and is only added to.
func (s *pathSearch) reach(id graph.ID, hops int) bool {
	if hops == 0 {
		return s.targets[id]
	}
	key := reach{id, hops}
	if known, ok := s.reaches[key]; ok {
		return known
	}
	yes := false
	for _, other := range s.next[id] {
		if other != s.from && s.reach(other, hops-1) {
			yes = true
			break
		}
	}
	s.reaches[key] = yes
	return yes
}
