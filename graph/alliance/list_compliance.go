package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Outcome is whether an obligor did what it owed; empty where the dataset does not code it.
type Outcome = graph.Text

// The outcomes.
const (
	OutcomeHonoured    Outcome = "HONOURED"
	OutcomeNotHonoured Outcome = "NOT_HONOURED"
	OutcomePartly      Outcome = "PARTLY"
	OutcomeDisputed    Outcome = "DISPUTED"
)

// Compliance is an event that put an obligation to the test, and what came of it by the reading of its source.
type Compliance struct {
	Relationship *graph.Triggers
	Event        *graph.Event
	Obligation   *graph.Obligation
	Treaty       *graph.Treaty
	Article      *graph.Article // nil where the treaty imposes the obligation as a whole
	Obligor      graph.Actor    // nil where the dataset does not name it
	Beneficiary  graph.Actor    // nil likewise
	Outcome      Outcome
	Note         graph.Text
	Dataset      *graph.Dataset
	Source       *graph.Source // nil where none is named
}

// ComplianceQuery filters the cases; what is empty does not.
type ComplianceQuery struct {
	Treaty   graph.ID
	Actors   []graph.ID // obligors or beneficiaries
	Outcomes []Outcome
	Datasets []graph.ID
	From, To graph.Day // the event begins within; 0: open
}

// Cases lists the recorded cases, the latest first, in four calls to the store.
func Cases(ctx context.Context, reader graph.Reader, q ComplianceQuery) ([]*Compliance, error) {
	types := []graph.RelationshipType{graph.TriggersType}
	events, err := findByID[*graph.Event](ctx, reader, graph.NodeQuery{
		Labels:  []graph.Label{graph.LabelEvent},
		Related: []graph.RelatedTo{{Types: types, Direction: graph.DirectionOut, Datasets: q.Datasets}},
	})
	if err != nil {
		return nil, err
	}
	g := newReading(reader, 0, q.Datasets)
	var cases []*Compliance
	triggers := along(graph.DirectionOut, graph.TriggersType)
	triggers.Filter.Datasets = q.Datasets
	obligations := map[graph.ID]bool{}
	err = expandEach(ctx, reader, slices.Sorted(maps.Keys(events)), triggers, func(id graph.ID, h graph.Hop) {
		o, t := h.Other.(*graph.Obligation), h.Relationship.(*graph.Triggers)
		obligations[o.ID] = true
		cases = append(cases,
			&Compliance{Relationship: t, Event: events[id], Obligation: o, Outcome: t.Outcome, Note: t.Note})
	})
	if err != nil {
		return nil, err
	}
	imposer := map[graph.ID]graph.Node{}
	imposes, articleOf := along(graph.DirectionIn, graph.ImposesType), along(graph.DirectionIn, graph.HasArticleType)
	articles := map[graph.ID]bool{}
	err = expandEach(ctx, reader, slices.Sorted(maps.Keys(obligations)), imposes, func(id graph.ID, h graph.Hop) {
		imposer[id] = h.Other
		if h.Other.Label() == graph.LabelArticle {
			articles[h.Other.Head().ID] = true
		}
	})
	if err != nil {
		return nil, err
	}
	treaties := map[graph.ID]*graph.Treaty{}
	err = expandEach(ctx, reader, slices.Sorted(maps.Keys(articles)), articleOf, func(id graph.ID, h graph.Hop) {
		treaties[id], _ = h.Other.(*graph.Treaty)
	})
	if err != nil {
		return nil, err
	}
	var ids []graph.ID
	for _, c := range cases {
		h := c.Relationship.Head()
		ids = append(ids, c.Relationship.Obligor, c.Relationship.Requested, h.DatasetID, h.SourceID)
	}
	if err := g.readNodes(ctx, ids...); err != nil {
		return nil, err
	}
	for _, c := range cases {
		switch n := imposer[c.Obligation.ID].(type) {
		case *graph.Article:
			c.Article, c.Treaty = n, treaties[n.ID]
		case *graph.Treaty:
			c.Treaty = n
		}
		c.Obligor, c.Beneficiary = g.actor(c.Relationship.Obligor), g.actor(c.Relationship.Requested)
		c.Dataset, _ = g.nodes[c.Relationship.DatasetID].(*graph.Dataset)
		c.Source, _ = g.nodes[c.Relationship.SourceID].(*graph.Source)
	}
	cases = slices.DeleteFunc(cases, func(c *Compliance) bool { return !q.keeps(c) })
	slices.SortFunc(cases, func(a, b *Compliance) int {
		return cmp.Or(b.Event.Period.From.Compare(a.Event.Period.From), cmp.Compare(a.Relationship.ID, b.Relationship.ID))
	})
	return cases, nil
}

func (q *ComplianceQuery) keeps(c *Compliance) bool {
	day := c.Event.Period.From.First()
	switch {
	case c.Treaty == nil || q.Treaty != "" && c.Treaty.ID != q.Treaty:
		return false
	case len(q.Outcomes) > 0 && !slices.Contains(q.Outcomes, c.Outcome):
		return false
	case q.From != 0 && day < q.From || q.To != 0 && day > q.To:
		return false
	}
	return len(q.Actors) == 0 || slices.Contains(q.Actors, c.Relationship.Obligor) ||
		slices.Contains(q.Actors, c.Relationship.Requested)
}
