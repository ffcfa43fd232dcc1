package image

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// filter is a graph.Filter prepared for many questions: sets as bits, the rest asked of graph.Filter itself.
type filter struct {
	on      graph.Day
	types   uint64 // 0: all
	labels  uint32 // 0: all
	exclude map[uint32]bool
	starts  map[uint32]bool // may be entered whatever the labels and Exclude say
	// obligations are bits of link.obligation; 0: all. Both concern ALLIED_WITH only.
	obligations    uint8
	bindingOnly    bool
	hideCandidates bool
	rest           *graph.Filter // nil where nothing else is asked
}

func (s *Image) prepare(f *graph.Filter) *filter {
	out := &filter{on: f.On, types: typeSet(f.Types), labels: labelSet(f.Labels)}
	out.bindingOnly, out.hideCandidates = f.BindingOnly, f.HideCandidates
	for _, t := range f.ObligationTypes {
		out.obligations |= obligationBit(t)
	}
	if len(f.Datasets) > 0 || f.MinConfidence > 0 {
		out.rest = &graph.Filter{Datasets: f.Datasets, MinConfidence: f.MinConfidence}
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

// obligationBit is a bit for each obligation type, and one for what is none of them.
func obligationBit(t graph.ObligationType) uint8 {
	i := slices.Index(graph.ObligationTypes, t)
	if i < 0 {
		i = len(graph.ObligationTypes)
	}
	return 1 << i
}

func (f *filter) allows(h *hop) bool {
	return (f.types == 0 || f.types&(1<<h.kind) != 0) && (f.on == 0 || h.first <= f.on && f.on < h.end) &&
		(f.obligations == 0 || h.obligation == 0 || f.obligations&h.obligation != 0) && !(f.bindingOnly && h.political) &&
		(f.rest == nil || f.rest.Allows(h.link.rel))
}

func (f *filter) enters(e *entry) bool {
	if f.labels == 0 && f.exclude == nil && !f.hideCandidates {
		return true
	}
	return ((f.labels == 0 || f.labels&(1<<e.label) != 0) && !f.exclude[e.slot] && !(f.hideCandidates && e.candidate)) || f.starts[e.slot]
}

// entersTarget is enters for a node that was asked for by its id.
func (f *filter) entersTarget(e *entry) bool {
	shown := *f
	shown.hideCandidates = false
	return shown.enters(e)
}
