package graphtest

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

var retractCases = []testCase{
	{"a dataset's records go and nothing else", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), pairs("A-B")...)
		before := stats(t, s)
		put(t, s, []graph.NodeRecord{by(state("B", "Beta's B", "Bee"), beta, 90), by(state("C", "C"), beta, 90)},
			allied("B", "C", "", from(beta)), allied("A", "B", "", from(beta)))
		same(t, "shown name", "Beta's B", nameOf(t, s, "state:B"))
		same(t, "result", graph.ApplyResult{NodesRemoved: 2, RelationshipsRemoved: 2}, retract(t, s, beta))
		same(t, "stats", before, stats(t, s))
		same(t, "shown afterwards", graph.Header{ID: "state:B", Name: "State B"}, *node(t, s, "state:B").Head())
		same(t, "left over", "", nameOf(t, s, "state:C"))
		same(t, "found by a retracted name", stateIDs(), find(t, s, graph.NodeQuery{Text: "bee", First: 5}))
		same(t, "again", graph.ApplyResult{}, retract(t, s, beta))
	}},
	{"a node that another dataset's relationship touches stays by its id", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"))
		put(t, s, nil, allied("A", "B", "", from(beta)))
		retract(t, s, alpha)
		n := node(t, s, "state:A")
		if n == nil || n.Label() != graph.LabelState || n.Head().Name != "state:A" {
			t.Fatalf("node %+v", n)
		}
		st := stats(t, s)
		same(t, "nodes", map[graph.Label]int{graph.LabelState: 2}, st.Nodes)
		same(t, "datasets", map[graph.ID]graph.DatasetStats{beta: {Relationships: 1}}, st.Datasets)
		retract(t, s, beta)
		same(t, "left over", graph.Stats{}, stats(t, s))
	}},
	{"an unknown dataset is no error", func(t *testing.T, s graph.Store) {
		same(t, "result", graph.ApplyResult{}, retract(t, s, "dataset:unknown"))
	}},
	{"thousands of records go", func(t *testing.T, s graph.Store) {
		var b graph.Batch
		for i := range 3000 {
			b.Nodes = append(b.Nodes, state(fmt.Sprintf("N%04d", i), "N"))
			b.Relationships = append(b.Relationships, allied(fmt.Sprintf("N%04d", i), fmt.Sprintf("N%04d", i*7%3000), "x"))
		}
		apply(t, s, b)
		put(t, s, []graph.NodeRecord{by(state("N0000", "kept"), beta, 1)})
		same(t, "result", graph.ApplyResult{NodesRemoved: 3000, RelationshipsRemoved: 3000}, retract(t, s, alpha))
		same(t, "left", map[graph.Label]int{graph.LabelState: 1}, stats(t, s).Nodes)
	}},
}

var statementCases = []testCase{
	{"the record with the highest priority precedes, then dataset and discriminator", func(t *testing.T, s graph.Store) {
		n := func(name, capital, ended string, aliases ...string) *graph.State {
			out := &graph.State{Capital: graph.Text(capital)}
			out.ID, out.Name, out.Aliases = "state:A", name, aliases
			if ended != "" {
				out.Period = period("1900", ended)
			}
			return out
		}
		low := by(record(n("Low", "L", "1990-01-01", "a", "b")), "dataset:low", 10)
		first := record(n("Alpha", "", "1990", "b", "c"))
		second := record(n("Alpha too", "Second", ""))
		second.Discriminator = "2"
		same50 := by(record(n("Beta", "Beta", "1991-12-26")), beta, 50)
		put(t, s, []graph.NodeRecord{low, same50})
		put(t, s, []graph.NodeRecord{second, first})
		inOrder := []graph.NodeRecord{first, second, same50, low}
		records := must(s.Statements(t.Context(), []graph.ID{"state:Z", "state:A", "state:A"}))(t)
		same(t, "records", [][]graph.NodeRecord{nil, inOrder, inOrder}, records)
		want := n("Alpha", "Second", "1990", "b", "c", "a")
		same(t, "shown", graph.Node(want), node(t, s, "state:A"))
		disagreements := graph.DisagreementsOf(records[1])
		properties := lists.Map(disagreements, func(d graph.Disagreement) string { return d.Property })
		same(t, "disagreements", []string{"capital", "until"}, properties)
		low.Priority = 90
		put(t, s, []graph.NodeRecord{low})
		same(t, "shown after its priority rose", "Low", nameOf(t, s, "state:A"))
	}},
	{"too many ids are refused", func(t *testing.T, s graph.Store) {
		ids := make([]graph.ID, graph.MaxIDs+1)
		wantKind(t, failure(s.Statements(t.Context(), ids)), graph.KindInvalid)
		wantKind(t, failure(s.Nodes(t.Context(), ids)), graph.KindInvalid)
		wantKind(t, failure(s.Relationships(t.Context(), ids)), graph.KindInvalid)
		wantKind(t, failure(s.Degrees(t.Context(), ids, graph.DegreeQuery{})), graph.KindInvalid)
		wantKind(t, failure(s.Expand(t.Context(), ids, graph.HopQuery{PerNode: 1})), graph.KindInvalid)
		same(t, "nodes", graph.MaxIDs, len(must(s.Nodes(t.Context(), ids[1:]))(t)))
	}},
}
