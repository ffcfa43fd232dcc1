package alliance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// TreatyChange is one change of the law for a what-if. Exactly one of its fields is set.
type TreatyChange struct {
	Add      *NewTreaty
	Withdraw *Withdrawal
	Suspend  graph.ID // a treaty that does not apply
	End      graph.ID // a treaty that is no longer in force
	Amend    *Amendment
	// EnterIntoForce is a treaty that is signed and pending: it is in force for all that have signed it.
	EnterIntoForce graph.ID
}

// NewTreaty is a treaty that is not in the graph: in force among its parties on the day of the question.
type NewTreaty struct {
	Title    string // empty: "What-if treaty 1"
	Parties  []graph.ID
	Articles []NewArticle
}

// NewArticle is an article of a NewTreaty with the duty that it imposes.
type NewArticle struct {
	Number     string // empty: its place in the list
	Type       graph.ObligationType
	Conditions []graph.Condition
	// Obligors and Beneficiaries limit who owes to whom; empty means all parties.
	Obligors, Beneficiaries []graph.ID
}

// Withdrawal takes a party out of a treaty.
type Withdrawal struct{ Treaty, Party graph.ID }

// Amendment gives the duties of an article, or of a whole treaty whose articles are not known, another type.
type Amendment struct {
	Treaty  graph.ID
	Article string // its number; empty for all duties of the treaty
	Type    graph.ObligationType
}

// MaxChanges is how many changes one what-if may have.
const MaxChanges = 20

// Treaty is the treaty that is changed; empty where one is added.
func (c *TreatyChange) Treaty() graph.ID {
	switch {
	case c.Withdraw != nil:
		return c.Withdraw.Treaty
	case c.Amend != nil:
		return c.Amend.Treaty
	}
	return c.Suspend + c.End + c.EnterIntoForce
}

func (c *TreatyChange) validate() error {
	set := oneIf(c.Add != nil) + oneIf(c.Withdraw != nil) + oneIf(c.Suspend != "") + oneIf(c.End != "") +
		oneIf(c.Amend != nil) + oneIf(c.EnterIntoForce != "")
	if set != 1 {
		return graph.Invalidf("whatIf: a change has %d of add, withdraw, suspend, end, amend and enterIntoForce; want "+
			"exactly one", set)
	}
	switch {
	case c.Add != nil:
		return c.Add.validate()
	case c.Amend != nil && !slices.Contains(graph.ObligationTypes, c.Amend.Type):
		return graph.Invalidf("whatIf: amend: type %q is not one of DEFENSE, OFFENSE, NEUTRAL, NONAGG, CONSUL", c.Amend.Type)
	}
	return nil
}

func (t *NewTreaty) validate() error {
	if len(t.Parties) < 2 || len(t.Parties) > graph.MaxFilterValues {
		return graph.Invalidf("whatIf: add: %d parties; want 2 to %d", len(t.Parties), graph.MaxFilterValues)
	}
	if len(t.Articles) <= 50 && t.Duties() > maxDuties {
		return graph.Invalidf("whatIf: add: %d duties and conditions of duties, one for each obligor, beneficiary and "+
			"article; want at most %d", t.Duties(), maxDuties)
	}
	for i, id := range t.Parties {
		if slices.Contains(t.Parties[:i], id) {
			return graph.Invalidf("whatIf: add: %s is named twice among the parties; want each once", id)
		}
	}
	if len(t.Articles) == 0 || len(t.Articles) > 50 {
		return graph.Invalidf("whatIf: add: %d articles; want 1 to 50", len(t.Articles))
	}
	for _, a := range t.Articles {
		if !slices.Contains(graph.ObligationTypes, a.Type) {
			return graph.Invalidf("whatIf: add: type %q is not one of DEFENSE, OFFENSE, NEUTRAL, NONAGG, CONSUL", a.Type)
		}
		for _, id := range slices.Concat(a.Obligors, a.Beneficiaries) {
			if !slices.Contains(t.Parties, id) {
				return graph.Invalidf("whatIf: add: %s is named in article %s and is no party", id, a.Number)
			}
		}
		for _, c := range a.Conditions {
			if !slices.Contains(graph.ConditionKinds, c.Kind) {
				return graph.Invalidf("whatIf: add: condition %q is not one of %v", c.Kind, graph.ConditionKinds)
			}
		}
	}
	return nil
}

// maxDuties is how many duties a new treaty may impose: all members of the United Nations can owe two things to each
// other.
const maxDuties = 100_000

// Duties is how many duties the treaty imposes, one for each article, obligor and beneficiary, each counted once more
// for each of its conditions.
func (t *NewTreaty) Duties() (n int) {
	for _, a := range t.Articles {
		weight := 1
		for _, c := range a.Conditions {
			weight += 1 + len(c.Text)/300 + len(c.Adversaries)
		}
		n += weight * len(orAll(a.Obligors, t.Parties)) * len(orAll(a.Beneficiaries, t.Parties))
	}
	return n
}

// records are the new treaty as a dataset of its own would state it.
func (t *NewTreaty) records(n int, on graph.Day) ([]graph.NodeRecord, []graph.RelationshipRecord) {
	slug := fmt.Sprintf("what-if-%d", n)
	treaty := &graph.Treaty{Kind: graph.TreatyTreaty, Binding: new(true), Signed: on.Date(), InForce: on.Date()}
	treaty.Header = graph.Header{
		ID: graph.ID("treaty:" + slug), Period: graph.Since(on.Date()),
		Name: cmp.Or(strings.TrimSpace(t.Title), fmt.Sprintf("What-if treaty %d", n)),
	}
	nodes := []graph.NodeRecord{graph.NewNodeRecord(treaty)}
	var relationships []graph.RelationshipRecord
	relate := func(r graph.Relationship, from, to graph.ID, period graph.Period) {
		*r.Head() = graph.RelationshipHeader{FromID: from, ToID: to, Period: period, DatasetID: WhatIfDataset}
		relationships = append(relationships, graph.NewRelationshipRecord(r, ""))
	}
	for _, p := range t.Parties {
		relate(&graph.PartyTo{Signed: on.Date(), InForce: on.Date()}, p, treaty.ID, treaty.Period)
	}
	for i, a := range t.Articles {
		number := cmp.Or(a.Number, fmt.Sprint(i+1))
		article := &graph.Article{Number: number}
		article.ID, article.Name = graph.ID(fmt.Sprintf("article:%s/%d", slug, i+1)), "Article "+number
		duty := &graph.Obligation{
			Header: graph.Header{ID: graph.ID(fmt.Sprintf("obligation:%s/%d/1", slug, i+1)), Name: "Article " + number},
			Type:   a.Type, Mutual: len(a.Obligors)+len(a.Beneficiaries) == 0, Conditions: a.Conditions,
		}
		nodes = append(nodes, graph.NewNodeRecord(article), graph.NewNodeRecord(duty))
		relate(&graph.HasArticle{}, treaty.ID, article.ID, graph.Period{})
		relate(&graph.Imposes{}, article.ID, duty.ID, graph.Period{})
		for _, p := range orAll(a.Obligors, t.Parties) {
			relate(&graph.Obliges{}, duty.ID, p, graph.Period{})
		}
		for _, p := range orAll(a.Beneficiaries, t.Parties) {
			relate(&graph.Benefits{}, duty.ID, p, graph.Period{})
		}
	}
	for i := range nodes {
		nodes[i].Dataset = WhatIfDataset
	}
	return nodes, relationships
}

func orAll(some, all []graph.ID) []graph.ID {
	if len(some) > 0 {
		return some
	}
	return all
}
