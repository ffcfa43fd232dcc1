package alliance

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Relaid lays treaties over a reader without a change, so that their duties are derived again.
func Relaid(ctx context.Context, r graph.Reader, on graph.Day, treaties ...graph.ID) (graph.Reader, error) {
	return relay(ctx, r, treaties, nil, on)
}

// Called is how sentences call a name.
var Called = called

// FactKeys are the facts on which the duties in question hang, in byte order.
func FactKeys(a *AttackAssessment) []string {
	var keys []string
	for _, r := range a.rulings {
		for i := range r.duties {
			keys = append(keys, r.seenBy(&r.duties[i]).facts(r.duties[i].AlliedWith)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Rulings are the actors judged, also those that are not listed.
func Rulings(a *AttackAssessment) (out []*Responder) {
	for _, r := range a.rulings {
		out = append(out, &Responder{Actor: r.actor, Verdict: r.verdict, ruling: r})
	}
	return out
}

// Again judges all duties of a responder once more under further assumptions.
func Again(r *Responder, assume ...Assumption) Verdict {
	s := *r.ruling.view.scenario
	s.Assume = append(slices.Clone(s.Assume), assume...)
	duties := make([]weighed, len(r.ruling.duties))
	for i := range duties {
		view := *r.ruling.seenBy(&r.ruling.duties[i])
		view.scenario = &s
		duties[i] = view.weigh(r.ruling.duties[i].AlliedWith)
	}
	return decide(duties, &s)
}

// FactsOf are the facts on which a responder's duties hang.
func FactsOf(r *Responder) []string {
	return FactKeys(&AttackAssessment{rulings: []*ruling{r.ruling}})
}

// Eves are the attacks of the recorded wars, asked of the day before.
func Eves(ctx context.Context, r graph.Reader) ([]Question, error) {
	wars, err := readWars(ctx, r, "dataset:cow-interstate-wars")
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, w := range wars {
		if w.muster() != "" {
			continue
		}
		for _, attacker := range w.attackers {
			for _, victim := range w.victims {
				out = append(out, Question{Attacker: attacker, Victim: victim, On: w.first.Previous(), Scenario: DefaultScenario()})
			}
		}
	}
	return out, nil
}
