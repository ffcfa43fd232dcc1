package neo4jstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4jstore"
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

// BenchmarkLoad loads relationships into an empty graph, and the same again.
func BenchmarkLoad(b *testing.B) {
	const n = 100_000
	all := alliances(n)
	for b.Loop() {
		neo4jtest.Clean(b)
		s := reopen(b, neo4jstore.Options{URL: neo4jtest.URL(b)})
		for _, name := range []string{"first", "again"} {
			began := time.Now()
			batches := inBatches(all, name, 5000)
			for i, part := range batches {
				if i == len(batches)-1 {
					b.Logf("%s: gathered in %v", name, time.Since(began))
				}
				apply(b, s, part)
			}
			took := time.Since(began)
			b.ReportMetric(n/took.Seconds(), name+"/s")
			b.Logf("%s: %v", name, took)
		}
	}
}
