package image

import (
	"math"
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
	// obligations are bits of hop.bits; 0: all. Both concern ALLIED_WITH only.
	obligations    uint8
	bindingOnly    bool
	hideCandidates bool
	datasets       []uint32 // numbers of their texts; empty: all
	confidence     uint8    // one more than the least; 0: any
	links          *linkTable
}

func (s *Image) prepare(f *graph.Filter) *filter {
	out := &filter{links: &s.links, on: f.On, types: typeSet(f.Types), labels: labelSet(f.Labels)}
	out.bindingOnly, out.hideCandidates = f.BindingOnly, f.HideCandidates
	for _, t := range f.ObligationTypes {
		out.obligations |= obligationBit(t)
	}
	for _, id := range f.Datasets {
		number, ok := s.texts.known(string(id))
		if !ok {
			number = unknownText
		}
		out.datasets = append(out.datasets, number)
	}
	if f.MinConfidence > 0 {
		out.confidence = uint8(f.MinConfidence) + 1
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

// unknownText is the number of no text.
const unknownText = math.MaxUint32

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
	if f.types != 0 && f.types&(1<<h.kind) == 0 || f.on != 0 && (f.on < h.first || h.end <= f.on) {
		return false
	}
	if h.bits != 0 && (f.obligations != 0 && f.obligations&h.bits == 0 || f.bindingOnly && h.bits&politicalBit != 0) {
		return false
	}
	if len(f.datasets) == 0 && f.confidence == 0 {
		return true
	}
	l := f.links.at(h.link)
	return l.confidence >= f.confidence && (len(f.datasets) == 0 || slices.Contains(f.datasets, l.dataset))
}

// anyNode tells whether every node may be entered.
func (f *filter) anyNode() bool { return f.labels == 0 && f.exclude == nil && !f.hideCandidates }

// enters tells whether the node of a slot may be entered.
func (f *filter) enters(slot uint32, m mark) bool {
	return f.anyNode() || ((f.labels == 0 || f.labels&(1<<m.label()) != 0) && !f.exclude[slot] &&
		!(f.hideCandidates && m.candidate())) || f.starts[slot]
}

// entersTarget is enters for a node that was asked for by its id.
func (f *filter) entersTarget(slot uint32, m mark) bool {
	shown := *f
	shown.hideCandidates = false
	return shown.enters(slot, m)
}
