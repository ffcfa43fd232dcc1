package alliance

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/overlay"
)

// Relaid lays treaties over a reader without a change: what it holds of them gives way to what derives from their
// records.
func Relaid(ctx context.Context, r graph.Reader, on graph.Day, treaties ...graph.ID) (graph.Reader, error) {
	bundles, others, err := readBundles(ctx, r, treaties)
	if err != nil {
		return nil, err
	}
	var batch graph.Batch
	allied := graph.HopQuery{Filter: graph.Filter{Types: []graph.RelationshipType{graph.AlliedWithType}}, PerNode: graph.MaxPerNode}
	err = expand(ctx, r, slices.Sorted(maps.Keys(others)), allied, func(_ graph.ID, hops []graph.Hop) {
		for _, h := range hops {
			if duty := h.Relationship.(*graph.AlliedWith); slices.Contains(treaties, duty.TreatyID) {
				batch.RemoveRelationships = append(batch.RemoveRelationships, duty.ID)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for _, b := range bundles {
		law, err := b.law()
		if err != nil {
			return nil, err
		}
		for _, record := range law {
			batch.Relationships = append(batch.Relationships, record)
		}
	}
	return overlay.New(ctx, r, batch)
}

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
		if w.chooseSides() != "" {
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
