package memstore

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
)

// Paths implements graph.Reader.
//
// For each length, from 1 on, the search enumerates the paths of exactly that length in the order of their node ids: it
// goes on to a node only where a walk of exactly the remaining length leads from it to a target. Those nodes are found
// from both ends, the half near the targets layer by layer, the half near the start on demand. A walk of the least length
// is always a path; a longer walk may pass a node twice, so a long fruitless stretch makes the search ask whether the
// targets can be reached at all without the nodes it stands on. Yen's algorithm would bound the work too, at the price of
// a search for every node of every path found.
func (s *Store) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	if err := q.Validate(); err != nil {
		return graph.PathResult{}, err
	}
	if err := s.enter(ctx); err != nil {
		return graph.PathResult{}, err
	}
	defer s.leave()
	now := s.current.Load()
	p := &pathSearch{ctx: ctx, s: now, q: &q, filter: now.prepare(&q.Filter), until: deadline(q.Timeout), next: map[uint32][]*entry{},
		onPath: map[uint32]bool{}}
	start := now.entry(q.From)
	if start == nil {
		return graph.PathResult{}, nil
	}
	p.start = start
	targets := map[uint32]bool{}
	p.filter.starts = targets // a candidate that was asked for may be entered
	for _, id := range q.To {
		if e := now.entry(id); e != nil && e != start && p.filter.entersTarget(e) {
			targets[e.slot] = true
		}
	}
	p.near = []map[uint32]bool{targets}
	if len(targets) > 0 {
		p.search()
	}
	if p.err != nil {
		return graph.PathResult{}, p.err
	}
	out := graph.PathResult{ExploredNodes: len(p.next) + p.expanded, Truncated: p.truncated, TimedOut: p.timedOut}
	for _, nodes := range p.found {
		out.Paths = append(out.Paths, p.path(nodes))
	}
	return out, nil
}

type pathSearch struct {
	ctx    context.Context
	err    error
	s      *snapshot
	q      *graph.PathQuery
	filter *filter
	until  time.Time
	start  *entry

	next map[uint32][]*entry // nodes one hop on, each once, without the start
	// near[j] are the nodes, other than the start, from which a walk of exactly j hops leads to a target.
	near     []map[uint32]bool
	expanded int
	reaches  map[reach]bool // answers of leads beyond near

	onPath    map[uint32]bool
	trail     []*entry
	found     [][]*entry
	truncated bool
	timedOut  bool
	steps     int
	fruitless int // steps since the last path
	budget    int // steps after which it no longer matters whether there is one path more; 0: none yet
}

type reach struct {
	slot uint32
	hops int
}

func (p *pathSearch) search() {
	for length := 1; length <= p.q.MaxHops && !p.stopped(); length++ {
		for len(p.near) <= length/2 && !p.stopped() {
			p.layer()
		}
		p.reaches = map[reach]bool{}
		p.trail = append(p.trail[:0], p.start)
		p.onPath[p.start.slot] = true
		p.extend(p.start, length)
	}
}

// step counts the work and looks now and then whether it must end.
func (p *pathSearch) step() {
	p.steps++
	p.fruitless++
	if p.budget > 0 && p.steps > p.budget {
		p.truncated = true // not known, and not worth finding out
	}
	if p.steps%256 == 1 {
		p.err = ended(p.ctx)
		p.timedOut = p.timedOut || !time.Now().Before(p.until)
	}
}

func (p *pathSearch) stopped() bool { return p.err != nil || p.timedOut || p.truncated }

// layer adds to near the nodes one hop before the last layer.
func (p *pathSearch) layer() {
	layer := map[uint32]bool{}
	for slot := range p.near[len(p.near)-1] {
		p.step()
		if p.stopped() {
			return
		}
		p.expanded++
		e := p.s.table.at(slot)
		for _, other := range p.s.hops(e, reverse(p.q.Direction), p.filter) {
			if other != p.start {
				layer[other.slot] = true
			}
		}
	}
	p.near = append(p.near, layer)
}

func reverse(d graph.Direction) graph.Direction {
	switch d {
	case graph.DirectionIn:
		return graph.DirectionOut
	case graph.DirectionOut:
		return graph.DirectionIn
	}
	return d
}

// after lists the nodes one hop on from a node, each once.
func (p *pathSearch) after(e *entry) []*entry {
	if list, ok := p.next[e.slot]; ok {
		return list
	}
	var list []*entry
	last := e
	for _, other := range p.s.hops(e, p.q.Direction, p.filter) {
		if other != last && other != p.start && other != e {
			list = append(list, other)
			last = other
		}
	}
	slices.SortFunc(list, func(a, b *entry) int { return int(a.slot) - int(b.slot) })
	list = slices.Compact(list)
	p.next[e.slot] = list
	p.step()
	return list
}

// leads tells whether a walk of exactly so many hops leads from a node to a target.
func (p *pathSearch) leads(e *entry, hops int) bool {
	if hops < len(p.near) {
		return p.near[hops][e.slot]
	}
	key := reach{e.slot, hops}
	if known, ok := p.reaches[key]; ok {
		return known
	}
	ok := false
	for _, other := range p.after(e) {
		if p.stopped() {
			return false
		}
		if p.leads(other, hops-1) {
			ok = true
			break
		}
	}
	p.reaches[key] = ok
	return ok
}

// extend enumerates the paths that go on from the last node with so many hops.
func (p *pathSearch) extend(e *entry, left int) {
	if left == 0 {
		p.emit()
		return
	}
	if left > 1 && p.fruitless > 1000 && !p.reachable(e, left) {
		return
	}
	var on []*entry
	for _, other := range p.after(e) {
		if !p.onPath[other.slot] && p.leads(other, left-1) {
			on = append(on, other)
		}
	}
	slices.SortFunc(on, func(a, b *entry) int { return strings.Compare(string(a.id), string(b.id)) })
	for _, other := range on {
		p.step()
		if p.stopped() {
			return
		}
		p.onPath[other.slot] = true
		p.trail = append(p.trail, other)
		p.extend(other, left-1)
		p.trail = p.trail[:len(p.trail)-1]
		delete(p.onPath, other.slot)
	}
}

func (p *pathSearch) emit() {
	if len(p.found) == p.q.Limit {
		p.truncated = true
		return
	}
	p.found = append(p.found, slices.Clone(p.trail))
	p.fruitless = 0
	if len(p.found) == p.q.Limit {
		p.budget = p.steps + max(10_000, p.steps)
	}
}

// reachable tells whether a target can be reached within so many hops without passing the nodes of the path.
func (p *pathSearch) reachable(from *entry, hops int) bool {
	seen := map[uint32]bool{from.slot: true}
	frontier := []*entry{from}
	for ; hops > 0 && len(frontier) > 0; hops-- {
		var next []*entry
		for _, e := range frontier {
			for _, other := range p.after(e) {
				if seen[other.slot] || p.onPath[other.slot] {
					continue
				}
				if p.near[0][other.slot] {
					return true
				}
				seen[other.slot] = true
				next = append(next, other)
			}
			if p.step(); p.stopped() {
				return false
			}
		}
		frontier = next
	}
	return false
}

// path puts the nodes found together with the relationships between each and the next.
func (p *pathSearch) path(nodes []*entry) graph.Path {
	var out graph.Path
	for i, e := range nodes {
		out.Nodes = append(out.Nodes, e.node)
		if i > 0 {
			out.Hops = append(out.Hops, p.between(nodes[i-1], e))
		}
	}
	return out
}

func (p *pathSearch) between(a, b *entry) []graph.Relationship {
	var out []graph.Relationship
	add := func(list []hop, from, to *entry) {
		for part := range stretches(list, p.filter.types) {
			for i := range part {
				if h := &part[i]; h.from == from.slot && h.to == to.slot && p.filter.allows(h) {
					out = append(out, h.link.rel)
				}
			}
		}
	}
	if p.q.Direction != graph.DirectionIn {
		if len(a.out) <= len(b.in) {
			add(a.out, a, b)
		} else {
			add(b.in, a, b)
		}
	}
	if p.q.Direction != graph.DirectionOut {
		if len(a.in) <= len(b.out) {
			add(a.in, b, a)
		} else {
			add(b.out, b, a)
		}
	}
	slices.SortFunc(out, graph.CompareStrength)
	return out
}
