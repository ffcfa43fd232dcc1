package memstore

import (
	"github.com/entente-graph/entente/graph"
)

// filter is a graph.Filter prepared for many questions: sets as bits, the rest asked of graph.Filter itself.
type filter struct {
	on      graph.Day
	types   uint64 // 0: all
	labels  uint32 // 0: all
	exclude map[uint32]bool
	starts  map[uint32]bool // may be entered whatever the labels and Exclude say
	rest    *graph.Filter   // nil where nothing else is asked
}

func (s *snapshot) prepare(f *graph.Filter) *filter {
	out := &filter{on: f.On, types: typeSet(f.Types), labels: labelSet(f.Labels)}
	if len(f.Datasets) > 0 || f.MinConfidence > 0 || len(f.ObligationTypes) > 0 || f.BindingOnly {
		rest := *f
		rest.On, rest.Types = 0, nil // asked already
		out.rest = &rest
	}
	for _, id := range f.Exclude {
		if slot, ok := s.ids.Get(string(id)); ok {
			if out.exclude == nil {
				out.exclude = map[uint32]bool{}
			}
			out.exclude[slot] = true
		}
	}
	return out
}

func typeSet(types []graph.RelationshipType) (set uint64) {
	for _, t := range types {
		set |= 1 << typeIndex[t]
	}
	return set
}

func labelSet(labels []graph.Label) (set uint32) {
	for _, l := range labels {
		set |= 1 << labelIndex[l]
	}
	return set
}

func (f *filter) allows(l *link) bool {
	return (f.types == 0 || f.types&(1<<l.kind) != 0) && (f.on == 0 || l.first <= f.on && f.on < l.end) && (f.rest == nil || f.rest.Allows(l.rel))
}

func (f *filter) enters(e *entry) bool {
	return ((f.labels == 0 || f.labels&(1<<e.label) != 0) && !f.exclude[e.slot]) || f.starts[e.slot]
}
