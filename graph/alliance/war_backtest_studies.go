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
	of          graph.ObligationType // empty: the studiedTypes together
	judgement   Judgement            // empty: MET or UNKNOWN
	era         graph.Text
}

// tallies tell of each treaty that a war tried whether each state that owed something under it kept that.
type tallies map[tried]map[graph.ID]bool

// study counts a duty as the studies do. Who fought on the first day against the beneficiary is no ally that could have
// kept it: the treaty is not tried between them.
func (t tallies) study(w *recordedWar, r *graph.AlliedWith, judgement Judgement) {
	opponents := w.attackers
	if slices.Contains(w.attackers, r.ToID) {
		opponents = w.victims
	}
	if slices.Contains(studiedTypes, r.ObligationType) && r.FromID != r.ToID && !slices.Contains(opponents, r.FromID) {
		t.note(tried{war: w.conflict.ID, treaty: r.TreatyID, era: w.era()}, r.FromID, judgement, w.honoured(r))
	}
}

// note counts a duty of a state, among all and among those of its judgement.
func (t tallies) note(key tried, state graph.ID, judgement Judgement, kept bool) {
	for _, key.judgement = range []Judgement{"", judgement} {
		if t[key] == nil {
			t[key] = map[graph.ID]bool{}
		}
		before, known := t[key][state]
		t[key][state] = kept && (before || !known)
	}
}

// count is how many treaties were kept by all who owed something under them, how many by one, and how many were tried;
// without an era: in all.
func (t tallies) count(of graph.ObligationType, j Judgement, era graph.Text) (strict, lenient, total int) {
	for key, members := range t {
		if key.of != of || key.judgement != j || era != "" && key.era != era {
			continue
		}
		all, one := true, false
		for _, kept := range members {
			all, one = all && kept, one || kept
		}
		strict, lenient, total = strict+oneIf(all), lenient+oneIf(one), total+1
	}
	return strict, lenient, total
}
