package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// recordedWar is a war with its participants.
type recordedWar struct {
	conflict           *graph.Conflict
	spells             []*graph.ParticipatedIn
	first              graph.Day
	attackers, victims []graph.ID
	attackerSide       graph.Text
	firstSide          map[graph.ID]graph.Text
	since              map[graph.ID]graph.Day
}

func readWars(ctx context.Context, reader graph.Reader, dataset graph.ID) ([]*recordedWar, error) {
	nodes, err := findAll[*graph.Conflict](ctx, reader,
		graph.NodeQuery{Labels: []graph.Label{graph.LabelConflict}, Datasets: []graph.ID{dataset}})
	if err != nil {
		return nil, err
	}
	wars := map[graph.ID]*recordedWar{}
	for _, c := range nodes {
		wars[c.ID] = &recordedWar{conflict: c, firstSide: map[graph.ID]graph.Text{}, since: map[graph.ID]graph.Day{}}
	}
	q := along(graph.DirectionIn, graph.ParticipatedInType)
	q.Filter.Datasets = []graph.ID{dataset}
	err = expandEach(ctx, reader, slices.Sorted(maps.Keys(wars)), q, func(id graph.ID, h graph.Hop) {
		wars[id].spells = append(wars[id].spells, h.Relationship.(*graph.ParticipatedIn))
	})
	if err != nil {
		return nil, err
	}
	out := lists.Map(slices.Sorted(maps.Keys(wars)), func(id graph.ID) *recordedWar { return wars[id] })
	slices.SortFunc(out, func(a, b *recordedWar) int {
		return cmp.Or(a.conflict.Period.From.Compare(b.conflict.Period.From), cmp.Compare(a.conflict.ID, b.conflict.ID))
	})
	return out, nil
}

// chooseSides finds the attackers and victims of the first day; it returns why the rules cannot use the war, empty if
// they can.
func (w *recordedWar) chooseSides() string {
	slices.SortFunc(w.spells, func(a, b *graph.ParticipatedIn) int {
		return cmp.Or(cmp.Compare(a.Period.From.First(), b.Period.From.First()), cmp.Compare(a.ID, b.ID))
	})
	if len(w.spells) == 0 {
		return "no participants are recorded"
	}
	w.first = w.spells[0].Period.From.First()
	if w.first <= graph.Beginning || w.spells[0].Period.From.DayOfMonth() == 0 {
		return "the first day is not recorded"
	}
	var initiators []*graph.ParticipatedIn
	for _, s := range w.spells {
		if _, known := w.firstSide[s.FromID]; !known {
			w.firstSide[s.FromID], w.since[s.FromID] = s.Side, s.Period.From.First()
		}
		if s.Period.From.First() == w.first && s.Initiator != nil && *s.Initiator {
			initiators = append(initiators, s)
		}
	}
	if len(initiators) == 0 {
		return "no initiator took part on the first day"
	}
	w.attackerSide = initiators[0].Side
	for _, s := range w.spells {
		if s.Period.From.First() != w.first {
			continue
		}
		switch {
		case s.Side != w.attackerSide:
			w.victims = append(w.victims, s.FromID)
		case s.Initiator != nil && *s.Initiator:
			w.attackers = append(w.attackers, s.FromID)
		}
	}
	for _, s := range initiators {
		if s.Side != w.attackerSide {
			return "there are initiators on both sides"
		}
	}
	if len(w.victims) == 0 {
		return "nobody on the other side took part on the first day"
	}
	return ""
}
