package graph_test

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
)

// A date keeps the precision with which it is known.
func ExampleParseDate() {
	for _, text := range []string{"2024-12-04", "2024-12", "2024"} {
		d, err := graph.ParseDate(text)
		fmt.Println(d, d.First(), err)
	}
	_, err := graph.ParseDate("4 December 2024")
	fmt.Println(err != nil)
	// Output:
	// 2024-12-04 2024-12-04 <nil>
	// 2024-12 2024-12-01 <nil>
	// 2024 2024-01-01 <nil>
	// true
}

// A period is half-open: the day on which it ends is not part of it.
func ExamplePeriod_Contains() {
	from, _ := graph.ParseDate("1949-08-24")
	until, _ := graph.ParseDate("1955-05-06")
	p := graph.Between(from, until)
	fmt.Println(p.Contains(19550505), p.Contains(19550506))
	// Output: true false
}

// A duty binds an obligor to a beneficiary on the days on which its treaty bound both.
func ExampleDerive() {
	since := func(text string) graph.Period { d, _ := graph.ParseDate(text); return graph.Since(d) }
	binding := true
	inForce, _ := graph.ParseDate("1950-01-01")
	treaty := &graph.Treaty{Header: graph.Header{ID: "treaty:t", Name: "Pact", Period: since("1950-01-01")}, Binding: &binding, InForce: inForce}
	duty := &graph.Obligation{Header: graph.Header{ID: "obligation:t/1"}, Type: graph.ObligationDefense}
	var nodes []graph.NodeRecord
	for _, n := range []graph.Node{treaty, duty} {
		r := graph.NewNodeRecord(n)
		r.Dataset = "dataset:mine"
		nodes = append(nodes, r)
	}
	link := func(r graph.Relationship, from, to graph.ID) graph.RelationshipRecord {
		r.Head().FromID, r.Head().ToID, r.Head().DatasetID = from, to, "dataset:mine"
		return graph.NewRelationshipRecord(r, "")
	}
	derived, err := graph.Derive(nodes, []graph.RelationshipRecord{
		link(&graph.Imposes{}, "treaty:t", "obligation:t/1"),
		link(&graph.Obliges{}, "obligation:t/1", "state:A"), link(&graph.Benefits{}, "obligation:t/1", "state:B"),
	})
	for _, r := range derived {
		fmt.Println(r.From, r.Type, r.To, r.Properties.Period().Text())
	}
	fmt.Println(err)
	// Output:
	// state:A ALLIED_WITH state:B since 1950-01-01
	// <nil>
}
