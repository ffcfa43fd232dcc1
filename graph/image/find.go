package image

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/match"
)

// Find implements graph.Reader. Lists by id or name are read in order from the cursor on; with a text or with links to
// named nodes only the nodes found through an index are looked at; all else looks at every node of the labels.
func (now *Image) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	if err := cmp.Or(q.Validate(), Ended(ctx)); err != nil {
		return graph.NodePage{}, err
	}
	var after *match.Cursor
	if q.After != "" {
		after = &match.Cursor{}
		if err := match.ReadCursor(&q, after); err != nil {
			return graph.NodePage{}, err
		}
	}
	f := &finder{ctx: ctx, matcher: now.matcher(&q), after: after}
	if candidates, few := f.candidates(); few {
		f.scan(candidates)
	} else {
		f.list()
	}
	if f.err != nil {
		return graph.NodePage{}, f.err
	}
	return f.page(), nil
}

// finder collects a page and one node more.
type finder struct {
	*matcher
	ctx     context.Context
	err     error
	after   *match.Cursor
	found   []found
	total   int
	visited int
}

type found struct {
	match.Place
	entry *entry
}

func (f *finder) page() graph.NodePage {
	f.sort()
	var out graph.NodePage
	if f.q.Total {
		out.Total = f.total
	}
	if len(f.found) > f.q.First {
		f.found, out.More = f.found[:f.q.First], true
	}
	order := match.OrderName(f.q.Order)
	for i := range f.found {
		out.Nodes = append(out.Nodes, f.found[i].entry.node)
		out.Cursors = append(out.Cursors, match.WriteCursor(match.Cursor{Order: order, Place: f.found[i].Place}))
	}
	return out
}

func (f *finder) sort() {
	slices.SortFunc(f.found, func(a, b found) int { return f.Compare(a.Place, b.Place) })
}

// alive looks at the context now and then.
func (f *finder) alive() bool {
	if f.visited++; f.visited%1024 == 0 {
		f.err = Ended(f.ctx)
	}
	return f.err == nil
}

// candidates are the nodes that an index leaves over; few is false where none is of use.
func (f *finder) candidates() (out iter.Seq[*entry], few bool) {
	var slots []uint32
	if f.q.Text != "" {
		longest := ""
		for _, word := range f.Words() {
			if len(word) > len(longest) {
				longest = word
			}
		}
		if longest != "" {
			slots = f.s.prefixed(f.s.words, longest)
			if f.q.Similar {
				slots = append(slots, f.s.similar(longest)...)
			}
		}
		few = true
	}
	for _, l := range f.links {
		if few || l.ids == nil {
			continue
		}
		few = true
		for slot := range l.ids {
			for _, other := range f.s.hops(f.s.table.at(slot), l.Direction.Reverse(), l.filter) {
				slots = append(slots, other.slot)
			}
		}
	}
	slices.Sort(slots)
	return f.entries(slices.Compact(slots)), few
}

// entries yields those of slots.
func (f *finder) entries(slots []uint32) iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for _, slot := range slots {
			if !yield(f.s.table.at(slot)) {
				return
			}
		}
	}
}

// scan looks at nodes in any order and keeps the first of a page.
func (f *finder) scan(candidates iter.Seq[*entry]) {
	keep := f.q.First + 1
	for e := range candidates {
		if !f.alive() {
			return
		}
		if !f.matches(e) {
			continue
		}
		f.total++
		p := f.placeOf(e)
		if f.after != nil && f.Compare(p, f.after.Place) <= 0 {
			continue
		}
		f.found = append(f.found, found{p, e})
		if len(f.found) >= 2*keep+64 {
			f.sort()
			f.found = f.found[:keep]
		}
	}
}

func (f *finder) placeOf(e *entry) match.Place {
	subject := e.subject()
	return f.Place(&subject)
}

// list reads the nodes of each label, in order where there is an index for it.
func (f *finder) list() {
	ordered := f.q.Order.Property == "" || f.q.Order.Property == "id" ||
		f.q.Order.Property == "name" && !f.q.Order.Descending
	if !ordered || f.q.Total && !f.unfiltered() {
		f.scan(f.all())
		return
	}
	for label := range graph.Ontology.Labels {
		if f.labels != 0 && f.labels&(1<<label) == 0 {
			continue
		}
		f.total += f.s.labels[label]
		left := f.q.First + 1
		for e := range f.inOrder(label) {
			if !f.alive() {
				return
			}
			if f.matches(e) {
				f.found = append(f.found, found{f.placeOf(e), e})
				if left--; left == 0 {
					break
				}
			}
		}
	}
}

// all yields the nodes of the labels by id.
func (f *finder) all() iter.Seq[*entry] {
	var slots []uint32
	for label, spec := range graph.Ontology.Labels {
		if f.labels == 0 || f.labels&(1<<label) != 0 {
			slots = append(slots, f.s.prefixed(f.s.ids, spec.Prefix+":")...)
		}
	}
	return f.entries(slots)
}

// inOrder yields the nodes of a label in the order of the query, those after the cursor.
func (f *finder) inOrder(label int) iter.Seq[*entry] {
	spec := graph.Ontology.Labels[label]
	index, prefix, pivot := f.s.ids, spec.Prefix+":", ""
	if f.q.Order.Property == "name" {
		index, prefix = f.s.byName, string(spec.Label)+"\x00"
	}
	if f.after != nil {
		pivot = string(f.after.ID)
		if f.q.Order.Property == "name" {
			pivot = prefix + f.after.Text + "\x00" + pivot
		}
	}
	return func(yield func(*entry) bool) {
		visit := func(key string, slot uint32) bool {
			return strings.HasPrefix(key, prefix) && (key == pivot || yield(f.s.table.at(slot)))
		}
		if f.q.Order.Descending {
			end := prefix + "\xff"
			if pivot != "" && pivot < end {
				end = pivot
			}
			index.Descend(end, visit)
			return
		}
		index.Ascend(max(prefix, pivot), visit)
	}
}
