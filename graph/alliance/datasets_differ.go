package alliance

import (
	"context"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// datasetsDiffer finds treaties in force on the day that impose other types of duty by one dataset than by another, of
// those that cover the day.
func (s *search) datasetsDiffer(ctx context.Context) error {
	day := graph.Period{From: s.on.Date(), Until: s.on.Next().Date()}
	query := graph.NodeQuery{Labels: []graph.Label{graph.LabelTreaty}, During: &day}
	if len(s.q.Actors) > 0 {
		query.Links = []graph.LinkFilter{{Types: []graph.RelationshipType{graph.PartyToType}, Direction: graph.DirectionIn, IDs: s.q.Actors}}
	}
	nodes, err := findAll(ctx, s.reader, query)
	if err != nil {
		return err
	}
	treaties := map[graph.ID]*graph.Treaty{}
	for _, n := range nodes {
		if t, ok := n.(*graph.Treaty); ok && t.StatusOn(s.on) == graph.StatusInForce {
			treaties[t.ID] = t
		}
	}
	types := map[graph.ID]map[graph.ID]map[graph.ObligationType]bool{} // treaty, dataset
	owner := map[graph.ID]graph.ID{}
	gather := func(treaty graph.ID, h graph.Hop) {
		switch other := h.Other.(type) {
		case *graph.Article:
			owner[other.ID] = treaty
		case *graph.Obligation:
			dataset := h.Relationship.Head().DatasetID
			if types[treaty] == nil {
				types[treaty] = map[graph.ID]map[graph.ObligationType]bool{}
			}
			if types[treaty][dataset] == nil {
				types[treaty][dataset] = map[graph.ObligationType]bool{}
			}
			if other.Period.Contains(s.on) {
				types[treaty][dataset][other.Type] = true
			}
		}
	}
	q := graph.HopQuery{Filter: graph.Filter{Types: []graph.RelationshipType{graph.HasArticleType, graph.ImposesType}, Datasets: s.datasets},
		Direction: graph.DirectionOut, PerNode: graph.MaxPerNode}
	err = expand(ctx, s.reader, sortedIDs(treaties), q, func(id graph.ID, hops []graph.Hop) {
		for _, h := range hops {
			gather(id, h)
		}
	})
	if err != nil {
		return err
	}
	err = expand(ctx, s.reader, sortedIDs(owner), q, func(id graph.ID, hops []graph.Hop) {
		for _, h := range hops {
			gather(owner[id], h)
		}
	})
	if err != nil {
		return err
	}
	var datasets []graph.ID
	for _, by := range types {
		datasets = append(datasets, sortedIDs(by)...)
	}
	if err := s.readNodes(ctx, datasets...); err != nil {
		return err
	}
	for _, id := range sortedIDs(types) {
		said := map[string]bool{}
		var words []string
		for _, dataset := range sortedIDs(types[id]) {
			d, ok := s.nodes[dataset].(*graph.Dataset)
			if !ok || !d.Coverage().Contains(s.on) || len(types[id][dataset]) == 0 {
				continue
			}
			list := typeList(types[id][dataset])
			said[list] = true
			words = append(words, fmt.Sprintf("%s by %s", list, d.Name))
		}
		if len(said) > 1 {
			s.found = append(s.found, &Contradiction{Kind: DatasetsDiffer, Treaty: treaties[id], SameTreaty: true, Since: treaties[id].Period.From,
				Explanation: fmt.Sprintf("the %s imposes %s", treaties[id].Name, strings.Join(words, "; "))})
		}
	}
	return nil
}
