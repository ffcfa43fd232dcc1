// Package memo has a reader that remembers what it has read, for many questions that are asked of one state of a graph.
//
//	memory := memo.New()
//	reader := memory.Over(store)   // Nodes, Expand and Find are asked of the store once each
//
// The memory grows with what is asked and is let go of as a whole: it is for one question, or for few that are always
// the same.
package memo

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// Memory is what was read of one state of a graph. It is safe for concurrent use, and any reader of that state may go
// on where another has left off.
type Memory struct {
	mu    sync.Mutex
	nodes map[graph.ID]graph.Node               // nil where there is none
	hops  map[string]map[graph.ID]graph.HopPage // by query
	pages map[string]graph.NodePage             // by query
}

// New makes an empty memory.
func New() *Memory {
	return &Memory{
		nodes: map[graph.ID]graph.Node{}, hops: map[string]map[graph.ID]graph.HopPage{},
		pages: map[string]graph.NodePage{},
	}
}

// Relationships yields those that Expand has read, once for each question that they answered.
func (m *Memory) Relationships() iter.Seq[graph.Relationship] {
	return func(yield func(graph.Relationship) bool) {
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, byNode := range m.hops {
			for _, page := range byNode {
				for _, hop := range page.Hops {
					if !yield(hop.Relationship) {
						return
					}
				}
			}
		}
	}
}

// Over is a reader that asks another only for what is not remembered.
func (m *Memory) Over(r graph.Reader) *Reader { return &Reader{r, m} }

// Reader remembers.
type Reader struct {
	graph.Reader
	memory *Memory
}

func (r *Reader) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return recall(r.memory, r.memory.nodes, ids, func(missing []graph.ID) ([]graph.Node, error) {
		return r.Reader.Nodes(ctx, missing)
	})
}

func (r *Reader) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	key := fmt.Sprintf("%#v", q) // with %+v one name with a space would read as two names
	r.memory.mu.Lock()
	known := r.memory.hops[key]
	if known == nil {
		known = map[graph.ID]graph.HopPage{}
		r.memory.hops[key] = known
	}
	r.memory.mu.Unlock()
	return recall(r.memory, known, ids, func(missing []graph.ID) ([]graph.HopPage, error) {
		return r.Reader.Expand(ctx, missing, q)
	})
}

func (r *Reader) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	key := q.Key()
	r.memory.mu.Lock()
	page, known := r.memory.pages[key]
	r.memory.mu.Unlock()
	if known {
		return page, nil
	}
	page, err := r.Reader.Find(ctx, q)
	if err == nil {
		r.memory.mu.Lock()
		defer r.memory.mu.Unlock()
		r.memory.pages[key] = page
	}
	return page, err
}

// recall gives the values of ids from what is known, after it has read those that are missing.
func recall[V any](m *Memory, known map[graph.ID]V, ids []graph.ID,
	read func(missing []graph.ID) ([]V, error),
) ([]V, error) {
	out := make([]V, len(ids))
	var missing []graph.ID
	places := map[graph.ID][]int{}
	m.mu.Lock()
	for i, id := range ids {
		value, ok := known[id]
		if out[i] = value; !ok {
			if places[id] == nil {
				missing = append(missing, id)
			}
			places[id] = append(places[id], i)
		}
	}
	m.mu.Unlock()
	if len(missing) == 0 {
		return out, nil
	}
	values, err := read(missing)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, value := range values {
		known[missing[i]] = value
		for _, place := range places[missing[i]] {
			out[place] = value
		}
	}
	return out, nil
}
