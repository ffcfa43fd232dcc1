package runner

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// survey is what the first reading of all files found. Nothing is written before it is complete.
type survey struct {
	pass      *pass
	described *keys                 // node ids that the load describes itself
	outside   map[graph.ID]outsider // ends of relationships that it does not
	items     []item                // all of them, unless there are more records than the buffer holds
	spool     *spool                // else all of them; nil before
	held      int

	records  int // accepted
	rows     int // accepted
	rejected int
	labels   map[graph.Label]int
	types    map[graph.RelationshipType]int
	bases    map[graph.Label]int // node records without a discriminator
	layouts  map[string]string   // layout of files → a file in it, of a loader with LayoutOf
	filled   map[string]int      // "Label.property" → node records that have it
}

// outsider is where the node at an end of a relationship comes from when the load does not describe it.
type outsider int

const (
	unresolved outsider = iota
	stored              // another dataset has brought it
	fromTable           // the bundled table knows it: it gets a bare record
	missing             // nobody knows it
)

func (r *run) survey(ctx context.Context) (*survey, error) {
	s := &survey{
		pass: r.newPass(), described: r.spill.keys(), outside: map[graph.ID]outsider{}, labels: map[graph.Label]int{},
		types: map[graph.RelationshipType]int{}, bases: map[graph.Label]int{}, filled: map[string]int{},
		layouts: map[string]string{},
	}
	n := 0
	err := s.pass.items(ctx, func(it item) error {
		if n++; n%progressEvery == 0 {
			r.options.Progress(Progress{Stage: "read", Done: n})
		}
		s.add(it, r.spill, r.options.Buffer)
		if r.loader.LayoutOf != nil {
			for _, n := range it.nodes {
				if layout := r.loader.LayoutOf(n.ID); layout != "" && s.layouts[layout] == "" {
					s.layouts[layout] = n.Part
				}
			}
		}
		if it.rejected != nil {
			r.rejects.add(it.rejected)
		}
		return r.rejects.err
	})
	if err == nil {
		err = r.rejects.flush() // while the store is as it was
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		if graph.KindOf(err) == graph.KindInternal {
			err = graph.Invalidf("%s: %v; nothing was written", r.loader.Name, err)
		}
		return nil, err
	}
	r.options.Progress(Progress{Stage: "read", Done: n, Total: n})
	for id := range s.outside {
		if s.described.has(hashKey(string(id))) {
			delete(s.outside, id)
		}
	}
	return s, nil
}

func (s *survey) add(it item, spill *spill, buffer int) {
	s.keep(it, spill, buffer)
	if it.rejected != nil {
		s.rejected += max(it.rows, 1)
		return
	}
	if it.rows > 0 {
		s.records++
		s.rows += it.rows
	}
	for _, n := range it.nodes {
		key := hashKey(string(n.ID))
		if !s.described.has(key) {
			s.described.put(key, 1)
			s.labels[n.Label]++
		}
		s.bases[n.Label]++
		for name := range n.Properties {
			s.filled[string(n.Label)+"."+name]++
		}
	}
	for _, rel := range it.relationships {
		s.types[rel.Type]++
		for _, end := range []graph.ID{rel.From, rel.To} {
			if _, known := s.outside[end]; !known && !s.described.has(hashKey(string(end))) {
				s.outside[end] = unresolved
			}
		}
	}
}

// keep holds an item until it is written. Once there are too many they all go to a file.
func (s *survey) keep(it item, spill *spill, buffer int) {
	s.held += 1 + len(it.nodes) + len(it.relationships) + len(it.origin)
	switch {
	case s.spool != nil:
		s.spool.add(&it)
		return
	case s.held <= buffer:
		s.items = append(s.items, it)
		return
	}
	s.spool = spill.spool()
	for i := range s.items {
		s.spool.add(&s.items[i])
	}
	s.items = nil
	s.spool.add(&it)
}

// resolve finds out where the nodes come from that the load only refers to. The bundled table goes first, so that the
// same load leaves the same records whatever the store holds.
func (s *survey) resolve(ctx context.Context, r *run) error {
	var ask []graph.ID
	for _, id := range slices.Sorted(maps.Keys(s.outside)) {
		if !r.verbatim() && r.options.Identities.Name(id) != "" && graph.Ontology.LabelOf(id) != "" {
			s.outside[id] = fromTable
		} else {
			ask = append(ask, id)
		}
	}
	for ids := range slices.Chunk(ask, graph.MaxIDs) {
		nodes, err := r.store.Nodes(ctx, ids)
		if err != nil {
			return err
		}
		for i, n := range nodes {
			s.outside[ids[i]] = stored
			if n == nil {
				s.outside[ids[i]] = missing
			}
		}
	}
	return nil
}

// each calls f with the items of the survey, in order.
func (s *survey) each(f func(item) error) error {
	if s.spool != nil {
		return s.spool.each(f)
	}
	for _, it := range s.items {
		if err := f(it); err != nil {
			return err
		}
	}
	return nil
}
