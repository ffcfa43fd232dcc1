package graphtest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// The graph of the benchmark has the size and shape of COW and ATOP together: two hundred states, of which a few are in
// most treaties, and fifty thousand dated obligations between them.
const (
	benchmarkStates      = 200
	benchmarkObligations = 50_000
	benchmarkBatch       = 5_000
)

// Benchmark times the questions that a server asks most, and loading, on a store of realistic size. Each answer is
// checked before it is timed.
func Benchmark(b *testing.B, open Open) {
	batches := benchmarkGraph()
	s := open(b)
	for _, batch := range batches {
		apply(b, s, batch)
	}
	if st := stats(b, s); st.Nodes[graph.LabelState] != benchmarkStates || st.Relationships[graph.AlliedWithType] != benchmarkObligations {
		b.Fatalf("loaded %v, %v", st.Nodes, st.Relationships)
	}
	ctx := b.Context()
	on := day("1955-06-01")
	hub, other := benchmarkState(0), benchmarkState(120)
	filter := graph.Filter{On: on, Types: []graph.RelationshipType{graph.AlliedWithType}, ObligationTypes: []graph.ObligationType{graph.ObligationDefense}}

	b.Run("one node", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Nodes(ctx, []graph.ID{hub}); err != nil || list[0].Head().Name != "State 000" {
				b.Fatal(list, err)
			}
		}
	})
	b.Run("all states by code", func(b *testing.B) {
		var codes []graph.IdentifierRef
		for i := range benchmarkStates {
			codes = append(codes, graph.IdentifierRef{Scheme: graph.SchemeCOW, Value: fmt.Sprint(i)})
		}
		for b.Loop() {
			if list, err := s.Lookup(ctx, codes, on); err != nil || len(list) != benchmarkStates || len(list[7]) != 1 || list[7][0] != benchmarkState(7) {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("a page by name", func(b *testing.B) {
		for b.Loop() {
			page, err := s.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 50, Order: graph.Order{Property: "name"}, Total: true})
			if err != nil || len(page.Nodes) != 50 || page.Total != benchmarkStates || page.Nodes[1].Head().ID != benchmarkState(1) {
				b.Fatal(len(page.Nodes), page.Total, err)
			}
		}
	})
	b.Run("a search by text", func(b *testing.B) {
		for b.Loop() {
			page, err := s.Find(ctx, graph.NodeQuery{Text: "state 017", First: 20, Order: graph.Order{Property: "relevance"}})
			if err != nil || len(page.Nodes) != 1 || page.Nodes[0].Head().ID != benchmarkState(17) {
				b.Fatal(len(page.Nodes), err)
			}
		}
	})
	b.Run("what is owed to a hub", func(b *testing.B) {
		want := 0
		for _, batch := range batches {
			for _, r := range batch.Relationships {
				if rel, err := graph.NewRelationship(r); err == nil && r.To == hub && filter.Allows(rel) {
					want++
				}
			}
		}
		for b.Loop() {
			pages, err := s.Expand(ctx, []graph.ID{hub}, graph.HopQuery{Filter: filter, Direction: graph.DirectionIn, PerNode: graph.MaxPerNode})
			if err != nil || len(pages[0].Hops) != want || want == 0 {
				b.Fatal(len(pages[0].Hops), want, err)
			}
		}
	})
	hops := func(b *testing.B, r graph.Reader) {
		var ids []graph.ID
		for i := range 50 {
			ids = append(ids, benchmarkState(i))
		}
		for b.Loop() {
			pages, err := r.Expand(ctx, ids, graph.HopQuery{Filter: graph.Filter{On: on}, PerNode: 25})
			if err != nil || len(pages) != 50 || len(pages[0].Hops) != 25 || !pages[0].More {
				b.Fatal(len(pages), err)
			}
		}
	}
	b.Run("twenty-five hops from each of fifty states", func(b *testing.B) { hops(b, s) })
	b.Run("a neighborhood of two hops", func(b *testing.B) {
		for b.Loop() {
			sub, err := s.Neighborhood(ctx, graph.NeighborhoodQuery{Of: []graph.ID{other}, Hops: 2, Filter: filter, PerNode: 50, Limit: 500})
			if err != nil || len(sub.Nodes) < 10 || sub.Nodes[0].Head().ID != other {
				b.Fatal(len(sub.Nodes), err)
			}
		}
	})
	for _, limit := range []int{1, 5, 50} {
		b.Run(fmt.Sprintf("the %d shortest paths", limit), func(b *testing.B) {
			for b.Loop() {
				result, err := s.Paths(ctx, graph.PathQuery{From: benchmarkState(90), To: []graph.ID{other}, Filter: filter, MaxHops: 4, Limit: limit})
				if err != nil || len(result.Paths) != limit || !result.Truncated {
					b.Fatal(len(result.Paths), err)
				}
			}
		})
	}
	_, then := at(b, s, graph.KnownAt{})
	apply(b, s, graph.Batch{RemoveRelationships: recordIDs(batches[0].Relationships...)})
	b.Run("the same hops of an old commit", func(b *testing.B) {
		r, _ := at(b, s, graph.KnownAt{Commit: then.Number})
		hops(b, r)
	})
	b.Run("opening an old commit and one node of it", func(b *testing.B) {
		for b.Loop() {
			r, _ := at(b, s, graph.KnownAt{Commit: then.Number})
			if list, err := r.Nodes(ctx, []graph.ID{hub}); err != nil || list[0].Head().Name != "State 000" {
				b.Fatal(list, err)
			}
		}
	})
	apply(b, s, batches[0])
	b.Run("one record", func(b *testing.B) {
		r := state("bench000", "State 000")
		for i := 0; b.Loop(); i++ {
			r.Properties = graph.Properties{"name": fmt.Sprintf("State 000 %d", i%2)}
			if result, err := s.Apply(ctx, graph.Batch{Nodes: []graph.NodeRecord{by(r, beta, 1)}}); err != nil || i > 0 && result.NodesChanged != 1 {
				b.Fatal(result, err)
			}
		}
	})
	b.Run("loading again what is there", func(b *testing.B) {
		for b.Loop() {
			for _, batch := range batches {
				if result, err := s.Apply(ctx, batch); err != nil || result.Changes() {
					b.Fatal(result, err)
				}
			}
		}
	})
	b.Run("loading", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			retract(b, s, alpha)
			b.StartTimer()
			for _, batch := range batches {
				apply(b, s, batch)
			}
		}
	})
}

func benchmarkState(i int) graph.ID { return stateID(fmt.Sprintf("bench%03d", i)) }

func benchmarkGraph() []graph.Batch {
	random := rand.New(rand.NewPCG(1815, 1949))
	var out []graph.Batch
	var b graph.Batch
	for i := range benchmarkStates {
		n := &graph.State{}
		n.ID, n.Name = benchmarkState(i), fmt.Sprintf("State %03d", i)
		n.Aliases = []string{fmt.Sprintf("Republic of %03d", i)}
		n.Identifiers = []graph.Identifier{{Scheme: graph.SchemeCOW, Value: fmt.Sprint(i)}}
		b.Nodes = append(b.Nodes, record(n))
	}
	// A state's number is drawn so that low numbers come often.
	draw := func() int { return int(random.Float64() * random.Float64() * benchmarkStates) }
	for i := range benchmarkObligations {
		from, to := draw(), draw()
		start := 1816 + random.IntN(190)
		r := &graph.AlliedWith{ObligationType: graph.ObligationTypes[random.IntN(5)], TreatyID: graph.ID(fmt.Sprintf("treaty:bench-%d", i/20)), Binding: new(true)}
		r.RelationshipHeader = graph.RelationshipHeader{
			FromID: benchmarkState(from), ToID: benchmarkState(to), DatasetID: alpha, Derived: true,
			Period: graph.Between(graph.FullDate(start, 1+random.IntN(12), 1+random.IntN(28)), graph.YearOnly(start+random.IntN(50))), Locator: graph.Text(fmt.Sprintf("atop.csv:%d", i)),
		}
		b.Relationships = append(b.Relationships, graph.NewRelationshipRecord(r, fmt.Sprintf("obligation:bench-%d/%d", i/20, i)))
		if len(b.Relationships) == benchmarkBatch {
			out, b = append(out, b), graph.Batch{}
		}
	}
	return append(out, b)
}
