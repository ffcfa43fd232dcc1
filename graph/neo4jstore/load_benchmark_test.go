package neo4jstore_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// alliances is a batch of dated, sourced relationships between two hundred states, as the recorded alliances are.
func alliances(n int) graph.Batch {
	b := graph.Batch{Nodes: ring(200).Nodes}
	for i := range n {
		from, to := &b.Nodes[i%200], &b.Nodes[(i/200*7+i+1)%200]
		binding := i%3 > 0
		r := graph.NewRelationshipRecord(&graph.AlliedWith{
			ObligationType: graph.ObligationDefense, Binding: &binding, Mutual: true, ArticleNumber: "IV",
			RelationshipHeader: graph.RelationshipHeader{
				FromID: from.ID, ToID: to.ID, DatasetID: dataset, SourceID: "source:cow", Locator: graph.Text(fmt.Sprintf("alliances.csv:%d", i)),
				Period: graph.Period{From: graph.YearOnly(1900 + i%100), Until: graph.YearOnly(2001 + i%20)},
			},
		}, fmt.Sprint(i))
		b.Relationships = append(b.Relationships, r)
	}
	return b
}

// BenchmarkLoad loads relationships into a store that is empty but for the schema, on a server that has done so before,
// and the same again; then the same with every hundredth corrected. Each load's answers are checked.
func BenchmarkLoad(b *testing.B) {
	const n = 100_000
	all := alliances(n)
	corrected := graph.Batch{Nodes: all.Nodes, Relationships: slices.Clone(all.Relationships)}
	for i := 0; i < n; i += 100 {
		r := &corrected.Relationships[i]
		r.Properties = maps.Clone(r.Properties)
		r.Properties["articleNumber"] = "V"
	}
	same := graph.ApplyResult{NodesUnchanged: 200, RelationshipsUnchanged: n}
	loads := []struct {
		name  string
		batch graph.Batch
		want  graph.ApplyResult
	}{
		{"first", all, graph.ApplyResult{NodesCreated: 200, RelationshipsCreated: n}},
		{"again", all, same},
		{"corrected", corrected, graph.ApplyResult{NodesUnchanged: 200, RelationshipsChanged: n / 100, RelationshipsUnchanged: n - n/100}},
	}
	all20 := graph.Batch{Nodes: all.Nodes, Relationships: all.Relationships[:n/5]}
	neo4jtest.Clean(b)
	for range 3 { // Java compiles what is called often
		s := open(b)
		bring(b, s, all20, "warm")
		bring(b, s, all20, "warm again")
	}
	took := make([]time.Duration, len(loads))
	for b.Loop() {
		s := open(b)
		for i, l := range loads {
			began := time.Now()
			result := bring(b, s, l.batch, l.name)
			took[i] += time.Since(began)
			if result != l.want || fingerprint(b, s) != sum(l.batch) {
				b.Fatalf("%s: %+v, %v", l.name, result, fingerprint(b, s))
			}
		}
	}
	for i, l := range loads {
		b.ReportMetric(n*float64(b.N)/took[i].Seconds(), l.name+"-relationships/s")
	}
}

// bring loads a batch in parts of 5,000, as a run.
func bring(t testing.TB, s graph.Store, b graph.Batch, run string) (result graph.ApplyResult) {
	t.Helper()
	for _, part := range inBatches(b, run, 5000) {
		result = result.Add(apply(t, s, part))
	}
	return result
}
