package alliance

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// studiedTypes are the obligations that the published studies take together.
var studiedTypes = []graph.ObligationType{graph.ObligationDefense, graph.ObligationOffense, graph.ObligationNeutral}

// tried is a treaty in a war, and whether the duties that count had to be MET.
type tried struct {
	war, treaty graph.ID
	judgement   Judgement // empty: MET or UNKNOWN
	era         graph.Text
}

// tallies tell of each treaty that a war tried whether each state that owed something under it kept that.
type tallies map[tried]map[graph.ID]bool

// add counts a duty. Who fought on the first day against the beneficiary is no ally that could have kept it: the treaty
// is not tried between them.
func (t tallies) add(w *recordedWar, r *graph.AlliedWith, judgement Judgement) {
	if !slices.Contains(studiedTypes, r.ObligationType) || r.FromID == r.ToID {
		return
	}
	opponents := w.attackers
	if slices.Contains(w.attackers, r.ToID) {
		opponents = w.victims
	}
	if slices.Contains(opponents, r.FromID) {
		return
	}
	kept := w.honoured(r)
	for _, j := range []Judgement{"", judgement} {
		key := tried{w.conflict.ID, r.TreatyID, j, w.era()}
		if t[key] == nil {
			t[key] = map[graph.ID]bool{}
		}
		before, known := t[key][r.FromID]
		t[key][r.FromID] = kept && (before || !known)
	}
}

// count makes the table: of all and of MET duties, of all wars and by era.
func (t tallies) count() (out []StudyReliability) {
	for _, j := range []Judgement{"", Met} {
		for _, era := range []graph.Text{"", EraEarly, EraLate} {
			r := StudyReliability{Judgement: j, Era: era}
			for key, members := range t {
				if key.judgement != j || era != "" && key.era != era {
					continue
				}
				r.Total++
				all, one := true, false
				for _, kept := range members {
					all, one = all && kept, one || kept
				}
				if all {
					r.Strict++
				}
				if one {
					r.Lenient++
				}
			}
			out = append(out, r)
		}
	}
	return out
}
