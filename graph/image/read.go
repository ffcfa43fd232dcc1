package image

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// each answers for each of the keys, aligned with them, until the context ends.
func each[K, V any](ctx context.Context, keys []K, answer func(K) V) ([]V, error) {
	if len(keys) > graph.MaxIDs {
		return nil, graph.Invalidf("ids: %d exceed the limit of %d", len(keys), graph.MaxIDs)
	}
	out := make([]V, len(keys))
	for i, key := range keys {
		if ctx.Err() != nil {
			break
		}
		out[i] = answer(key)
	}
	if err := Ended(ctx); err != nil {
		return nil, err
	}
	return out, nil
}

func (now *Image) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return each(ctx, ids, func(id graph.ID) graph.Node {
		if e := now.entry(id); e != nil {
			return e.node
		}
		return nil
	})
}

func (now *Image) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	return each(ctx, ids, func(id graph.ID) graph.Relationship {
		if key, ok := id.RelationshipKey(); ok {
			if slot, ok := now.find(&key); ok {
				return now.relationship(now.links.at(slot))
			}
		}
		return nil
	})
}

func (now *Image) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	return each(ctx, codes, func(code graph.IdentifierRef) (out []graph.ID) {
		for _, slot := range now.prefixed(now.identifiers, string(code.Scheme)+"\x00"+code.Value+"\x00") {
			e := now.table.at(slot)
			if slices.ContainsFunc(e.node.Head().Identifiers, func(x graph.Identifier) bool {
				return x.Scheme == code.Scheme && x.Value == code.Value && (on == 0 || x.Period.Contains(on))
			}) {
				out = append(out, e.id)
			}
		}
		return out
	})
}

func (now *Image) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	return each(ctx, ids, func(id graph.ID) []graph.NodeRecord {
		if e := now.entry(id); e != nil {
			return slices.Clone(e.records)
		}
		return nil
	})
}

func (now *Image) Stats(ctx context.Context) (graph.Stats, error) {
	if err := Ended(ctx); err != nil {
		return graph.Stats{}, err
	}
	out := graph.Stats{
		Nodes: map[graph.Label]int{}, Relationships: map[graph.RelationshipType]int{},
		Datasets:    map[graph.ID]graph.DatasetStats{},
		Fingerprint: now.fingerprint,
	}
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
		out.Datasets[id] = graph.DatasetStats{NodeRecords: d.nodes.Len(), Relationships: d.links}
	}
	return out, nil
}

func (now *Image) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	return each(ctx, ids, func(id graph.ID) (out []graph.Degree) {
		e := now.entry(id)
		if e == nil {
			return nil
		}
		outward, inward := now.count(e.out, e.slot, q), now.count(e.in, e.slot, q)
		for kind, spec := range graph.Ontology.Types {
			if n := outward[kind]; n > 0 {
				out = append(out, graph.Degree{Type: spec.Type, Direction: graph.DirectionOut, Count: n})
			}
			if n := inward[kind]; n > 0 {
				out = append(out, graph.Degree{Type: spec.Type, Direction: graph.DirectionIn, Count: n})
			}
		}
		return out
	})
}

func (s *Image) count(list []hop, from uint32, q graph.DegreeQuery) (counts [maxTypes]int) {
	for i := range list {
		h := &list[i]
		if q.On != 0 && (q.On < h.first || h.end <= q.On) {
			continue
		}
		if q.HideCandidates && h.other != from && s.table.mark(h.other).candidate() {
			continue
		}
		counts[h.kind]++
	}
	return counts
}

func (now *Image) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	f := now.prepare(&q.Filter)
	f.starts = map[uint32]bool{}
	found := make([]*hop, 0, 256)
	return each(ctx, ids, func(id graph.ID) (page graph.HopPage) {
		e := now.entry(id)
		if e == nil {
			return page
		}
		clear(f.starts)
		f.starts[e.slot] = true
		found = found[:0]
		for h := range now.orderedHops(e, q.Direction, f) {
			if len(found) == q.PerNode {
				page.More = true
				break
			}
			found = append(found, h)
		}
		page.Hops = now.ends(found)
		return page
	})
}

// ends are hops as readers see them, each with the node at its other end.
func (now *Image) ends(hops []*hop) []graph.Hop {
	if len(hops) == 0 {
		return nil
	}
	out := make([]graph.Hop, len(hops))
	for i, h := range hops {
		out[i] = graph.Hop{Relationship: now.relationship(now.links.at(h.link)), Other: now.table.at(h.other).node}
	}
	return out
}
