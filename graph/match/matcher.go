package match

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
)

// Subject is a node with what a query can ask about it.
type Subject struct {
	Node    graph.Node
	Shown   graph.Properties   // as graph.Merge gives them
	Records []graph.NodeRecord // from which they come
	Folded  []string           // its name and aliases, folded; found when they are needed where nil
}

// Matcher decides one query. It is not safe for concurrent use.
type Matcher struct {
	query *graph.NodeQuery
	text  names.Query
}

// New makes the matcher of a query that is valid.
func New(q *graph.NodeQuery) *Matcher {
	m := &Matcher{query: q, text: names.Parse(q.Text)}
	if q.Similar {
		m.text = m.text.WithSlips()
	}
	return m
}

// Words are the folded words of the query's text: an index can look them up.
func (m *Matcher) Words() []string { return m.text.Words() }

// Matches tells whether the node answers the query as far as it can be seen from the node itself: all but its links.
func (m *Matcher) Matches(s *Subject) bool {
	q, h := m.query, s.Node.Head()
	switch {
	case len(q.Labels) > 0 && !slices.Contains(q.Labels, s.Node.Label()),
		q.HideCandidates && graph.IsCandidate(s.Node),
		len(q.Datasets) > 0 &&
			!slices.ContainsFunc(s.Records, func(r graph.NodeRecord) bool { return slices.Contains(q.Datasets, r.Dataset) }),
		len(q.Schemes) > 0 &&
			!slices.ContainsFunc(h.Identifiers, func(x graph.Identifier) bool { return slices.Contains(q.Schemes, x.Scheme) }),
		q.During != nil && !h.Period.Overlaps(*q.During):
		return false
	}
	if q.Text != "" {
		if _, ok := m.score(s); !ok {
			return false
		}
	}
	return !slices.ContainsFunc(q.Where, func(w graph.PropertyFilter) bool { return !holds(&w, s) })
}

func (m *Matcher) score(s *Subject) (int, bool) {
	if s.Folded == nil {
		s.Folded = names.FoldAll(s.Node.Head().Name, s.Node.Head().Aliases)
	}
	return m.text.Score(s.Folded)
}

func holds(w *graph.PropertyFilter, s *Subject) bool {
	value, shown := s.Shown[w.Property]
	if !shown || w.Operator == graph.Missing {
		return !shown && w.Operator == graph.Missing
	}
	if w.Operator == graph.Equal {
		if list, ok := value.([]string); ok {
			return slices.ContainsFunc(w.Values, func(v any) bool {
				text, ok := v.(string)
				return ok && slices.Contains(list, text)
			})
		}
		return slices.ContainsFunc(w.Values, func(v any) bool { return equal(value, v) })
	}
	have, ok := measure(s, w.Property, value)
	want, comparable := measure(s, w.Property, w.Values[0])
	return ok && comparable && (w.Operator == graph.AtLeast && have >= want || w.Operator == graph.AtMost && have <= want)
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

// measure is what a number or date of the property is compared by.
func measure(s *Subject, property string, v any) (float64, bool) {
	spec := graph.Ontology.Label(s.Node.Label()).Property(property)
	if spec == nil || spec.Kind != graph.DateValue {
		return number(v)
	}
	text, ok := v.(string)
	d, err := graph.ParseDate(text)
	return float64(d.First()), ok && err == nil && !d.IsZero()
}
