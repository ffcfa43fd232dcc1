package image

import (
	"context"
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"github.com/entente-graph/entente/graph"
)

// Records implements graph.Reader. A page goes on after a key: "n" with that of a node record, "r" with a relationship's.
func (now *Image) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	if err := q.Validate(); err != nil {
		return graph.RecordPage{}, err
	}
	if err := Ended(ctx); err != nil {
		return graph.RecordPage{}, err
	}
	section, key := "n", ""
	if q.After != "" {
		section, key = q.After[:1], q.After[1:]
		if section != "n" && section != "r" {
			return graph.RecordPage{}, graph.Invalidf("after: %.40q is not the Next of a page", q.After)
		}
	}
	var sets []*dataset
	for id, d := range now.datasets {
		if q.Dataset == "" || q.Dataset == id {
			sets = append(sets, d)
		}
	}
	var out graph.RecordPage
	last := ""
	room := q.Limit
	if section == "n" {
		keys := nextKeys(sets, func(d *dataset) *btree.Map[string, uint32] { return d.nodes }, key, room+1)
		for _, k := range keys[:min(room, len(keys))] {
			r, err := now.nodeRecord(k.key, k.value, q.KeysOnly)
			if err != nil {
				return graph.RecordPage{}, err
			}
			out.Nodes = append(out.Nodes, r)
			last = "n" + k.key
		}
		if len(keys) > room {
			out.Next = last
			return out, nil
		}
		room, key = room-len(keys), ""
	}
	if err := Ended(ctx); err != nil {
		return graph.RecordPage{}, err
	}
	keys := nextKeys(sets, func(d *dataset) *btree.Map[string, *link] { return d.links }, key, room+1)
	for _, k := range keys[:min(room, len(keys))] {
		r, err := k.value.record(q.KeysOnly)
		if err != nil {
			return graph.RecordPage{}, err
		}
		out.Relationships = append(out.Relationships, r)
		last = "r" + k.key
	}
	if len(keys) > room {
		out.Next = last
	}
	return out, nil
}

type keyed[V any] struct {
	key   string
	value V
}

// nextKeys are the first keys after one over all sets, in byte order.
func nextKeys[V any](sets []*dataset, index func(*dataset) *btree.Map[string, V], after string, limit int) []keyed[V] {
	var out []keyed[V]
	for _, d := range sets {
		left := limit
		index(d).Ascend(after, func(key string, value V) bool {
			if key == after {
				return true
			}
			out = append(out, keyed[V]{key, value})
			left--
			return left > 0
		})
	}
	slices.SortFunc(out, func(a, b keyed[V]) int { return strings.Compare(a.key, b.key) })
	return out[:min(limit, len(out))]
}

func (s *Image) nodeRecord(key string, slot uint32, keysOnly bool) (graph.NodeRecord, error) {
	e := s.table.at(slot)
	for i := range e.records {
		if r := &e.records[i]; r.Key() == key {
			if keysOnly {
				return graph.NodeRecord{ID: r.ID, Label: r.Label, Dataset: r.Dataset, Discriminator: r.Discriminator, Part: r.Part}, nil
			}
			return *r, nil
		}
	}
	return graph.NodeRecord{}, graph.Errorf(graph.KindInternal, "record %s: is in an index and not at its node", key)
}

func (l *link) record(keysOnly bool) (graph.RelationshipRecord, error) {
	if keysOnly {
		r, _ := SplitID(l.id)
		r.Part = l.part
		return r, nil
	}
	r, err := decodeRelationship(l.id, l.raw)
	if err != nil {
		return r, graph.Errorf(graph.KindInternal, "relationship %s", l.id).Because(err)
	}
	return r, nil
}
