package memstore

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
)

// Store is the embedded store. Build it with [New] or [Open].
type Store struct {
	current atomic.Pointer[snapshot]
	writing chan struct{} // holds one token: who has taken it may write
	file    *file         // nil in memory
	// open is held for reading during every call and for writing by Close.
	open   sync.RWMutex
	closed bool
}

var _ graph.Store = (*Store)(nil)

// New makes an empty store that lives as long as the process.
func New() *Store {
	s := &Store{writing: make(chan struct{}, 1)}
	s.writing <- struct{}{}
	s.current.Store(newSnapshot())
	return s
}

// enter starts a call: it refuses one after Close or with a context that has ended. Where it returns no error, leave must
// be called.
func (s *Store) enter(ctx context.Context) error {
	if err := ended(ctx); err != nil {
		return err
	}
	s.open.RLock()
	if s.closed {
		s.open.RUnlock()
		return graph.Errorf(graph.KindUnavailable, "the store is closed")
	}
	return nil
}

func (s *Store) leave() { s.open.RUnlock() }

// ended is the error of a context that has ended, nil before.
func ended(ctx context.Context) error {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case graph.KindOf(err) == graph.KindTimeout:
		return graph.Errorf(graph.KindTimeout, "the time for the question has passed").Because(err)
	default:
		return graph.Errorf(graph.KindCanceled, "the question was canceled").Because(err)
	}
}

// Ready implements graph.Store: an embedded store that is open can answer.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	s.leave()
	return nil
}

// Close implements graph.Store. It may be called again.
func (s *Store) Close() error {
	s.open.Lock()
	defer s.open.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.current.Store(newSnapshot())
	if s.file != nil {
		return s.file.close()
	}
	return nil
}

// Nodes implements graph.Reader.
func (s *Store) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	if err := s.enterIDs(ctx, len(ids)); err != nil {
		return nil, err
	}
	defer s.leave()
	now := s.current.Load()
	out := make([]graph.Node, len(ids))
	for i, id := range ids {
		if e := now.entry(id); e != nil {
			out[i] = e.node
		}
	}
	return out, nil
}

func (s *Store) enterIDs(ctx context.Context, n int) error {
	if n > graph.MaxIDs {
		return graph.Invalidf("ids: %d exceed the limit of %d", n, graph.MaxIDs)
	}
	return s.enter(ctx)
}

// Relationships implements graph.Reader.
func (s *Store) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	if err := s.enterIDs(ctx, len(ids)); err != nil {
		return nil, err
	}
	defer s.leave()
	now := s.current.Load()
	out := make([]graph.Relationship, len(ids))
	for i, id := range ids {
		if l := now.link(id); l != nil {
			out[i] = l.rel
		}
	}
	return out, nil
}

// Lookup implements graph.Reader.
func (s *Store) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	if err := s.enterIDs(ctx, len(codes)); err != nil {
		return nil, err
	}
	defer s.leave()
	now := s.current.Load()
	out := make([][]graph.ID, len(codes))
	for i, code := range codes {
		for _, slot := range now.prefixed(now.identifiers, string(code.Scheme)+"\x00"+code.Value+"\x00") {
			e := now.table.at(slot)
			if slices.ContainsFunc(e.node.Head().Identifiers, func(x graph.Identifier) bool {
				return x.Scheme == code.Scheme && x.Value == code.Value && (on == 0 || x.Period.Contains(on))
			}) {
				out[i] = append(out[i], e.id)
			}
		}
	}
	return out, nil
}

// Statements implements graph.Reader.
func (s *Store) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	if err := s.enterIDs(ctx, len(ids)); err != nil {
		return nil, err
	}
	defer s.leave()
	now := s.current.Load()
	out := make([][]graph.NodeRecord, len(ids))
	for i, id := range ids {
		if e := now.entry(id); e != nil {
			out[i] = slices.Clone(e.records)
		}
	}
	return out, nil
}

// Stats implements graph.Reader.
func (s *Store) Stats(ctx context.Context) (graph.Stats, error) {
	if err := s.enter(ctx); err != nil {
		return graph.Stats{}, err
	}
	defer s.leave()
	now := s.current.Load()
	out := graph.Stats{Nodes: map[graph.Label]int{}, Relationships: map[graph.RelationshipType]int{}, Datasets: map[graph.ID]graph.DatasetStats{},
		Fingerprint: now.fingerprint}
	for i, spec := range graph.Ontology.Labels {
		if n := now.labels[i]; n > 0 {
			out.Nodes[spec.Label] = n
		}
	}
	for i, spec := range graph.Ontology.Types {
		if n := now.types[i]; n > 0 {
			out.Relationships[spec.Type] = n
		}
	}
	for id, d := range now.datasets {
		out.Datasets[id] = graph.DatasetStats{NodeRecords: d.nodes.Len(), Relationships: d.links.Len()}
	}
	return out, nil
}

// LoadRuns implements graph.Reader.
func (s *Store) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	if first < 1 || first > graph.MaxFirst {
		return nil, graph.Invalidf("first: %d is outside 1 to %d", first, graph.MaxFirst)
	}
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.leave()
	runs := s.current.Load().runs
	return slices.Clone(runs[:min(first, len(runs))]), nil
}

// Degrees implements graph.Reader.
func (s *Store) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	if err := s.enterIDs(ctx, len(ids)); err != nil {
		return nil, err
	}
	defer s.leave()
	now := s.current.Load()
	out := make([][]graph.Degree, len(ids))
	for i, id := range ids {
		e := now.entry(id)
		if e == nil {
			continue
		}
		if err := ended(ctx); err != nil {
			return nil, err
		}
		outward, inward := now.count(e.out, e.slot, q), now.count(e.in, e.slot, q)
		for kind, spec := range graph.Ontology.Types {
			if n := outward[kind]; n > 0 {
				out[i] = append(out[i], graph.Degree{Type: spec.Type, Direction: graph.DirectionOut, Count: n})
			}
			if n := inward[kind]; n > 0 {
				out[i] = append(out[i], graph.Degree{Type: spec.Type, Direction: graph.DirectionIn, Count: n})
			}
		}
	}
	return out, nil
}

func (s *snapshot) count(list []hop, from uint32, q graph.DegreeQuery) (counts [maxTypes]int) {
	for i := range list {
		h := &list[i]
		if q.On != 0 && (q.On < h.first || h.end <= q.On) {
			continue
		}
		if other := h.from + h.to - from; q.HideCandidates && other != from && s.table.at(other).candidate {
			continue
		}
		counts[h.kind]++
	}
	return counts
}

// Expand implements graph.Reader.
func (s *Store) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if err := s.enterIDs(ctx, len(ids)); err != nil {
		return nil, err
	}
	defer s.leave()
	now := s.current.Load()
	out := make([]graph.HopPage, len(ids))
	f := now.prepare(&q.Filter)
	f.starts = map[uint32]bool{}
	found := make([]*link, 0, 256)
	for i, id := range ids {
		e := now.entry(id)
		if e == nil {
			continue
		}
		if err := ended(ctx); err != nil {
			return nil, err
		}
		clear(f.starts)
		f.starts[e.slot] = true
		found = found[:0]
		for l := range now.orderedHops(e, q.Direction, f) {
			if len(found) == q.PerNode {
				out[i].More = true
				break
			}
			found = append(found, l)
		}
		out[i].Hops = now.ends(e, found)
	}
	return out, nil
}

// ends are the links of a node as hops, each with the node at its other end.
func (s *snapshot) ends(e *entry, links []*link) []graph.Hop {
	if len(links) == 0 {
		return nil
	}
	out := make([]graph.Hop, len(links))
	for i, l := range links {
		other := l.to
		if other == e.slot {
			other = l.from
		}
		out[i] = graph.Hop{Relationship: l.rel, Other: s.table.at(other).node}
	}
	return out
}

// Retract implements graph.Store. Here it is one transaction.
func (s *Store) Retract(ctx context.Context, id graph.ID) (graph.ApplyResult, error) {
	if err := s.enter(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.leave()
	if err := s.beginWrite(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.endWrite()
	d := s.current.Load().datasets[id]
	if d == nil {
		return graph.ApplyResult{}, nil
	}
	var b graph.Batch
	b.RemoveNodes = d.nodes.Keys()
	for _, key := range d.links.Keys() {
		b.RemoveRelationships = append(b.RemoveRelationships, graph.ID(key))
	}
	return s.write(ctx, b)
}

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	if err := s.enter(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.leave()
	if err := s.beginWrite(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	defer s.endWrite()
	return s.write(ctx, b)
}

func (s *Store) beginWrite(ctx context.Context) error {
	select {
	case <-s.writing:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

func (s *Store) endWrite() { s.writing <- struct{}{} }

// write makes the next snapshot, keeps it in the file and publishes it. The caller holds the right to write.
func (s *Store) write(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	prepared, err := s.current.Load().check(&b)
	if err != nil {
		return graph.ApplyResult{}, err
	}
	if err := ended(ctx); err != nil {
		return graph.ApplyResult{}, err
	}
	e := newEdit(s.current.Load())
	if err := e.apply(prepared); err != nil {
		return graph.ApplyResult{}, err
	}
	if s.file != nil && e.changed() {
		if err := s.file.save(e); err != nil {
			return graph.ApplyResult{}, err
		}
	}
	s.current.Store(e.next)
	return e.result, nil
}

// withDataset is the map of datasets with one that may be changed.
func withDataset(m map[graph.ID]*dataset, id graph.ID, d *dataset) map[graph.ID]*dataset {
	out := maps.Clone(m)
	out[id] = d
	return out
}
