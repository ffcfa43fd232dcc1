package alliance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// datasetsDiffer finds treaties in force on the day that impose other types of duty by one dataset than by another, of
// those that cover the day.
func (s *search) datasetsDiffer(ctx context.Context) error {
	day := graph.Period{From: s.on.Date(), Until: s.on.Next().Date()}
	query := graph.NodeQuery{Labels: []graph.Label{graph.LabelTreaty}, During: &day}
	if len(s.q.Actors) > 0 {
		query.Related = []graph.RelatedTo{{
			Types: []graph.RelationshipType{graph.PartyToType}, Direction: graph.DirectionIn, IDs: s.q.Actors,
		}}
	}
	treaties, err := findByID[*graph.Treaty](ctx, s.reader, query)
	if err != nil {
		return err
	}
	maps.DeleteFunc(treaties, func(_ graph.ID, t *graph.Treaty) bool { return t.StatusOn(s.on) != graph.StatusInForce })
	types := map[graph.ID][]owedTypes{} // by treaty
	q := along(graph.DirectionOut, graph.HasArticleType, graph.ImposesType)
	q.Filter.Datasets = s.datasets
	err = eachTerm(ctx, s.reader, slices.Sorted(maps.Keys(treaties)), q,
		func(treaty graph.ID, _ *graph.Article, h graph.Hop) {
			if o, ok := h.Other.(*graph.Obligation); ok && o.Period.Contains(s.on) {
				types[treaty] = note(types[treaty], h.Relationship.Head().DatasetID, o.Type)
			}
		})
	if err != nil {
		return err
	}
	for _, said := range types {
		for _, t := range said {
			s.request(t.dataset)
		}
	}
	if err := s.readNodes(ctx); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(types)) {
		said := slices.DeleteFunc(types[id], func(t owedTypes) bool {
			d, ok := s.nodes[t.dataset].(*graph.Dataset)
			return !ok || !d.Coverage().Contains(s.on)
		})
		slices.SortFunc(said, func(a, b owedTypes) int { return cmp.Compare(a.dataset, b.dataset) })
		words := lists.Map(said, func(t owedTypes) string { return fmt.Sprintf("%s by %s", t, s.name(t.dataset)) })
		if slices.ContainsFunc(said, func(t owedTypes) bool { return t.types != said[0].types }) {
			s.found = append(s.found, &Contradiction{
				Kind: DatasetsDiffer, Treaty: treaties[id], SameTreaty: true, Since: treaties[id].Period.From,
				Explanation: sentence("%s imposes %s", titled(treaties[id].Name), strings.Join(words, "; ")),
			})
		}
	}
	return nil
}
