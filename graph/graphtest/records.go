package graphtest

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// allRecords pages through the records and checks the size of each page.
func allRecords(t testing.TB, s graph.Reader, q graph.RecordQuery) (nodes []graph.NodeRecord, relationships []graph.RelationshipRecord) {
	t.Helper()
	for range 10_000 {
		page, err := s.Records(t.Context(), q)
		if err != nil {
			t.Fatalf("Records(%+v): %v", q, err)
		}
		if n := len(page.Nodes) + len(page.Relationships); n > q.Limit || page.Next != "" && n < q.Limit {
			t.Fatalf("Records(%+v): %d records, next %q", q, n, page.Next)
		}
		nodes, relationships = append(nodes, page.Nodes...), append(relationships, page.Relationships...)
		if page.Next == "" {
			return nodes, relationships
		}
		q.After = page.Next
	}
	t.Fatalf("Records(%+v): pages have no end", q)
	return nil, nil
}

var recordCases = []testCase{
	{"node records by key, then relationships by id, in pages of any size", func(t *testing.T, s graph.Store) {
		second := state("A", "A again")
		second.Discriminator = "2"
		nodes := []graph.NodeRecord{state("A", "A"), second, by(state("A", "Beta's A"), beta, 10), state("A-B", "AB"), by(state("C", "C"), beta, 10)}
		links := []graph.RelationshipRecord{allied("A", "A-B", ""), allied("A", "C", "x|y"), allied("A", "C", "", from(beta)), borders("C", "A")}
		put(t, s, nodes, links...)
		// "|" sorts after "-": keys are compared as they are, not node by node.
		nodeKeys := func(list ...int) (out []string) {
			for _, i := range list {
				out = append(out, nodes[i].Key())
			}
			return out
		}
		for _, c := range []struct {
			dataset graph.ID
			nodes   []string
			links   []graph.ID
		}{
			{"", nodeKeys(3, 0, 1, 2, 4), recordIDs(links[0], links[1], links[2], links[3])},
			{alpha, nodeKeys(3, 0, 1), recordIDs(links[0], links[1], links[3])},
			{beta, nodeKeys(2, 4), recordIDs(links[2])},
			{"dataset:none", nil, nil},
		} {
			for limit := 1; limit <= 10; limit++ {
				for _, keysOnly := range []bool{false, true} {
					n, r := allRecords(t, s, graph.RecordQuery{Dataset: c.dataset, Limit: limit, KeysOnly: keysOnly})
					var keys []string
					for i := range n {
						keys = append(keys, n[i].Key())
					}
					same(t, fmt.Sprintf("nodes of %q by %d", c.dataset, limit), c.nodes, keys)
					same(t, fmt.Sprintf("relationships of %q by %d", c.dataset, limit), c.links, recordIDs(r...))
				}
			}
		}
	}},
	{"keys only leaves out all but key, label and part", func(t *testing.T, s graph.Store) {
		a := state("A", "A")
		a.Part, a.Source, a.Locator, a.Confidence = "p", "source:s", "l", new(1)
		r := allied("A", "A", "d", func(r *graph.AlliedWith) { r.Derived, r.SourceID = true, "source:s" })
		r.Part = "p"
		put(t, s, []graph.NodeRecord{a}, r)
		page := must(s.Records(t.Context(), graph.RecordQuery{Limit: 10, KeysOnly: true}))(t)
		same(t, "page", graph.RecordPage{
			Nodes:         []graph.NodeRecord{{ID: "state:A", Label: graph.LabelState, Dataset: alpha, Part: "p"}},
			Relationships: []graph.RelationshipRecord{{Type: graph.AlliedWithType, From: "state:A", To: "state:A", Discriminator: "d", Dataset: alpha, Part: "p"}},
		}, page)
	}},
	{"wrong questions are refused", func(t *testing.T, s graph.Store) {
		for _, q := range []graph.RecordQuery{{}, {Limit: graph.MaxRecords + 1}, {Limit: 1, After: "?"}} {
			wantKind(t, failure(s.Records(t.Context(), q)), graph.KindInvalid)
		}
	}},
}
