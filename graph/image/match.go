package image

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/match"
)

// matcher decides whether a node of the image answers a query.
type matcher struct {
	*match.Matcher
	s      *Image
	q      *graph.NodeQuery
	labels uint32
	links  []relatedTo
}

type relatedTo struct {
	*graph.RelatedTo
	filter *filter
	ids    map[uint32]bool // nil: any
}

func (s *Image) matcher(q *graph.NodeQuery) *matcher {
	m := &matcher{Matcher: match.New(q), s: s, q: q, labels: labelSet(q.Labels)}
	for i := range q.Related {
		l := relatedTo{RelatedTo: &q.Related[i]}
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
	return q.Text == "" && !q.HideCandidates && len(q.Datasets)+len(q.Schemes)+len(q.Where)+len(q.Related) == 0 &&
		q.During == nil
}

func (m *matcher) matches(e *entry) bool {
	if m.labels != 0 && m.labels&(1<<e.label) == 0 {
		return false
	}
	subject := e.subject()
	if !m.Matches(&subject) {
		return false
	}
	for i := range m.links {
		if !m.linked(e, &m.links[i]) {
			return false
		}
	}
	return true
}

// subject is the entry as a matcher sees it.
func (e *entry) subject() match.Subject {
	return match.Subject{Node: e.node, Shown: e.shown, Records: e.records, Folded: e.folded}
}

func (m *matcher) linked(e *entry, f *relatedTo) bool {
	for h, other := range m.s.hops(e, f.Direction, f.filter) {
		if (f.ids == nil || f.ids[other.slot]) &&
			(len(f.MembershipKinds) == 0 || f.Allows(m.s.relationship(m.s.links.at(h.link)))) {
			return true
		}
	}
	return false
}
