package image

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// matcher decides whether a node answers a NodeQuery.
type matcher struct {
	s      *Image
	q      *graph.NodeQuery
	labels uint32
	text   names.Query
	where  []condition
	links  []linkFilter
}

// condition is a property filter with the kind that the property has for each label.
type condition struct {
	*graph.PropertyFilter
	kinds [maxLabels]graph.ValueKind
}

type linkFilter struct {
	*graph.LinkFilter
	filter *filter
	ids    map[uint32]bool // nil: any
}

func (s *Image) matcher(q *graph.NodeQuery) *matcher {
	m := &matcher{s: s, q: q, labels: labelSet(q.Labels), text: names.Parse(q.Text)}
	if q.Similar {
		m.text = m.text.WithSlips()
	}
	for i := range q.Where {
		c := condition{PropertyFilter: &q.Where[i]}
		for l := range graph.Ontology.Labels {
			if p := graph.Ontology.Labels[l].Property(c.Property); p != nil {
				c.kinds[l] = p.Kind
			}
		}
		m.where = append(m.where, c)
	}
	for i := range q.Links {
		l := linkFilter{LinkFilter: &q.Links[i]}
		l.filter = s.prepare(&graph.Filter{On: l.On, Types: l.Types, Datasets: l.Datasets})
		if len(l.IDs) > 0 {
			l.ids = map[uint32]bool{}
			for _, id := range l.IDs {
				if slot, ok := s.ids.Get(string(id)); ok {
					l.ids[slot] = true
				}
			}
		}
		m.links = append(m.links, l)
	}
	return m
}

// unfiltered tells whether nothing but labels is asked.
func (m *matcher) unfiltered() bool {
	q := m.q
	return q.Text == "" && !q.HideCandidates && len(q.Datasets)+len(q.Schemes)+len(q.Where)+len(q.Links) == 0 && q.During == nil
}

func (m *matcher) matches(e *entry) bool {
	if m.labels != 0 && m.labels&(1<<e.label) == 0 {
		return false
	}
	if m.q.HideCandidates && e.candidate {
		return false
	}
	if m.q.Text != "" {
		if _, ok := m.text.Score(e.folded); !ok {
			return false
		}
	}
	if len(m.q.Datasets) > 0 && !slices.ContainsFunc(e.records, func(r graph.NodeRecord) bool { return slices.Contains(m.q.Datasets, r.Dataset) }) {
		return false
	}
	h := e.node.Head()
	if len(m.q.Schemes) > 0 && !slices.ContainsFunc(h.Identifiers, func(x graph.Identifier) bool { return slices.Contains(m.q.Schemes, x.Scheme) }) {
		return false
	}
	if m.q.During != nil && !h.Period.Overlaps(*m.q.During) {
		return false
	}
	for i := range m.where {
		if !m.where[i].holds(e) {
			return false
		}
	}
	for i := range m.links {
		if !m.linked(e, &m.links[i]) {
			return false
		}
	}
	return true
}

func (m *matcher) linked(e *entry, f *linkFilter) bool {
	for h, other := range m.s.hops(e, f.Direction, f.filter) {
		if (f.ids == nil || f.ids[other.slot]) && (len(f.MembershipKinds) == 0 || f.Allows(m.s.relationship(m.s.links.at(h.link)))) {
			return true
		}
	}
	return false
}

func (c *condition) holds(e *entry) bool {
	value, ok := e.shown[c.Property]
	if !ok || c.Operator == graph.Missing {
		return !ok && c.Operator == graph.Missing
	}
	switch c.Operator {
	case graph.Equal:
		if list, ok := value.([]string); ok {
			return slices.ContainsFunc(c.Values, func(v any) bool {
				s, ok := v.(string)
				return ok && slices.Contains(list, s)
			})
		}
		return slices.ContainsFunc(c.Values, func(v any) bool { return equal(value, v) })
	case graph.AtLeast, graph.AtMost:
		have, ok := measure(value, c.kinds[e.label])
		want, ok2 := measure(c.Values[0], c.kinds[e.label])
		if !ok || !ok2 {
			return false
		}
		if c.Operator == graph.AtLeast {
			return have >= want
		}
		return have <= want
	}
	return false
}

func equal(a, b any) bool {
	if x, ok := number(a); ok {
		y, ok := number(b)
		return ok && x == y
	}
	return a == b
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// measure is what a number or date is compared by.
func measure(v any, kind graph.ValueKind) (float64, bool) {
	if s, ok := v.(string); ok && kind == graph.DateValue {
		d, err := graph.ParseDate(s)
		return float64(d.First()), err == nil && !d.IsZero()
	}
	if kind == graph.DateValue {
		return 0, false
	}
	return number(v)
}
