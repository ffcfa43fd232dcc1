package memstore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
)

// patience bounds a search whose query sets no bound.
const patience = 5 * time.Second

func deadline(timeout time.Duration) time.Time {
	if timeout <= 0 {
		timeout = patience
	}
	return time.Now().Add(timeout)
}

// Neighborhood implements graph.Reader.
func (s *Store) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	if err := q.Validate(); err != nil {
		return graph.Subgraph{}, err
	}
	if err := s.enter(ctx); err != nil {
		return graph.Subgraph{}, err
	}
	defer s.leave()
	w := &walk{s: s.current.Load(), q: &q, held: map[uint32]bool{}, omitted: map[uint32]bool{}, followed: map[*link]bool{}, until: deadline(q.Timeout)}
	w.filter = w.s.prepare(&q.Filter)
	w.filter.starts = map[uint32]bool{}
	var starts []*entry
	for _, id := range q.Of {
		if e := w.s.entry(id); e != nil {
			w.filter.starts[e.slot] = true
			starts = append(starts, e)
		}
	}
	frontier := w.hold(starts)
	for range q.Hops {
		var seen []*entry
		for _, e := range frontier {
			if err := ended(ctx); err != nil {
				return graph.Subgraph{}, err
			}
			if !time.Now().Before(w.until) {
				w.out.TimedOut = true
				break
			}
			seen = w.follow(e, seen)
		}
		frontier = w.hold(seen)
	}
	return w.answer(), nil
}

type walk struct {
	s             *snapshot
	q             *graph.NeighborhoodQuery
	filter        *filter
	until         time.Time
	held, omitted map[uint32]bool
	followed      map[*link]bool
	out           graph.Subgraph
}

// hold takes nodes of one distance into the answer while there is room, and returns those that it took.
func (w *walk) hold(seen []*entry) []*entry {
	slices.SortFunc(seen, func(a, b *entry) int { return cmp.Compare(a.id, b.id) })
	var taken []*entry
	for _, e := range seen {
		switch {
		case w.held[e.slot]:
		case len(w.out.Nodes) < w.q.Limit:
			w.held[e.slot] = true
			w.out.Nodes = append(w.out.Nodes, e.node)
			taken = append(taken, e)
		default:
			w.omitted[e.slot] = true
		}
	}
	return taken
}

// follow walks from a node and adds the other ends to what was seen.
func (w *walk) follow(e *entry, seen []*entry) []*entry {
	n := 0
	for l, other := range w.s.orderedHops(e, w.q.Direction, w.filter) {
		if n == w.q.PerNode {
			w.out.Truncated = true
			break
		}
		n++
		w.followed[l] = true
		if !w.held[other.slot] {
			seen = append(seen, other)
		}
	}
	return seen
}

func (w *walk) answer() graph.Subgraph {
	links := make([]*link, 0, len(w.followed))
	for l := range w.followed {
		if w.held[l.from] && w.held[l.to] {
			links = append(links, l)
		}
	}
	slices.SortFunc(links, func(a, b *link) int { return cmp.Compare(a.id, b.id) })
	for _, l := range links {
		w.out.Relationships = append(w.out.Relationships, l.rel)
	}
	w.out.Omitted = len(w.omitted)
	w.out.Truncated = w.out.Truncated || w.out.Omitted > 0
	return w.out
}
