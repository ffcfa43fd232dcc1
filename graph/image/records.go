package image

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Records implements graph.Reader. A page goes on after a key: "n" with that of a node record, "r" with a
// relationship's.
func (now *Image) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	if err := cmp.Or(q.Validate(), Ended(ctx)); err != nil {
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
		keys := nextKeys(sets, key, room+1)
		for _, k := range keys[:min(room, len(keys))] {
			r, err := now.nodeRecord(k.key, k.slot, q.KeysOnly)
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
		key = ""
	}
	if len(sets) == 0 {
		return out, nil
	}
	var after *graph.RelationshipRecord
	if key != "" {
		r, ok := graph.ID(key).RelationshipKey()
		if !ok {
			return graph.RecordPage{}, graph.Invalidf("after: %.40q is not the Next of a page", q.After)
		}
		after = &r
	}
	for l := range now.linksAfter(ctx, after, q.Dataset) {
		if len(out.Nodes)+len(out.Relationships) == q.Limit {
			if n := len(out.Relationships); n > 0 {
				last = "r" + string(out.Relationships[n-1].ID())
			}
			out.Next = last
			return out, nil
		}
		r := now.key(l)
		if !q.KeysOnly {
			r = now.record(l)
		} else {
			r.Part = now.part(l)
		}
		out.Relationships = append(out.Relationships, r)
	}
	return out, Ended(ctx)
}

// linksAfter yields the links of a dataset, or of all, by id, those after a key where there is one. It ends early with
// the context.
func (now *Image) linksAfter(ctx context.Context, after *graph.RelationshipRecord, dataset graph.ID) iter.Seq[*link] {
	number, known := now.texts.known(string(dataset))
	all := dataset == ""
	return func(yield func(*link) bool) {
		if !all && !known {
			return
		}
		rank, pivot, visited := 0, "", 0
		if after != nil {
			rank, pivot = rankOf(after.Type), string(after.From)+"|"
		}
		for ; rank < len(typesInOrder); rank, after, pivot = rank+1, nil, "" {
			kind := typesInOrder[rank]
			if now.types[kind] == 0 {
				continue
			}
			more := true
			now.starts.Ascend(pivot, func(_ string, slot uint32) bool {
				if visited++; visited%4096 == 0 && ctx.Err() != nil {
					more = false
					return false
				}
				list := ofType(now.table.at(slot).out, kind)
				if after != nil {
					list = list[sort.Search(len(list),
						func(i int) bool { return now.compareTo(now.links.at(list[i].link), after) > 0 }):]
				}
				for i := range list {
					if l := now.links.at(list[i].link); (all || l.dataset == number) && !yield(l) {
						more = false
						return false
					}
				}
				return true
			})
			if !more {
				return
			}
		}
	}
}

type keyed struct {
	key  string
	slot uint32
}

// nextKeys are the first keys of node records after one over all sets, in byte order.
func nextKeys(sets []*dataset, after string, limit int) []keyed {
	var out []keyed
	for _, d := range sets {
		left := limit
		d.nodes.Ascend(after, func(key string, slot uint32) bool {
			if key == after {
				return true
			}
			out = append(out, keyed{key, slot})
			left--
			return left > 0
		})
	}
	slices.SortFunc(out, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	return out[:min(limit, len(out))]
}

func (s *Image) nodeRecord(key string, slot uint32, keysOnly bool) (graph.NodeRecord, error) {
	e := s.table.at(slot)
	for i := range e.records {
		if r := &e.records[i]; r.Key() == key {
			if keysOnly {
				return graph.NodeRecord{ID: r.ID, Label: r.Label, Dataset: r.Dataset, Discriminator: r.Discriminator, Part: r.Part},
					nil
			}
			return *r, nil
		}
	}
	return graph.NodeRecord{}, graph.Errorf(graph.KindInternal, "record %s: is in an index and not at its node", key)
}
