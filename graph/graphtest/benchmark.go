package graphtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
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

	// asks times a question; ask says whether the answer is right.
	asks := func(name string, ask func() (right bool, err error)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if right, err := ask(); !right || err != nil {
					b.Fatalf("the answer is right: %t, %v", right, err)
				}
			}
		})
	}
	asks("one node", func() (bool, error) {
		list, err := s.Nodes(ctx, []graph.ID{hub})
		return err == nil && list[0].Head().Name == "State 000", err
	})
	var codes []graph.IdentifierRef
	var fifty []graph.ID
	for i := range benchmarkStates {
		codes = append(codes, graph.IdentifierRef{Scheme: graph.SchemeCOW, Value: fmt.Sprint(i)})
		if i < 50 {
			fifty = append(fifty, benchmarkState(i))
		}
	}
	asks("all states by code", func() (bool, error) {
		list, err := s.Lookup(ctx, codes, on)
		return len(list) == benchmarkStates && slices.Equal(list[7], []graph.ID{benchmarkState(7)}), err
	})
	asks("a page by name", func() (bool, error) {
		page, err := s.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelState}, First: 50, Order: graph.Order{Property: "name"}, Total: true})
		return len(page.Nodes) == 50 && page.Total == benchmarkStates && page.Nodes[1].Head().ID == benchmarkState(1), err
	})
	asks("a search by text", func() (bool, error) {
		page, err := s.Find(ctx, graph.NodeQuery{Text: "state 017", First: 20, Order: graph.Order{Property: "relevance"}})
		return slices.Equal(nodeIDs(page.Nodes), []graph.ID{benchmarkState(17)}), err
	})
	owed := 0
	for _, batch := range batches {
		for _, r := range batch.Relationships {
			if rel, err := graph.NewRelationship(r); err == nil && r.To == hub && filter.Allows(rel) {
				owed++
			}
		}
	}
	asks("what is owed to a hub", func() (bool, error) {
		pages, err := s.Expand(ctx, []graph.ID{hub}, graph.HopQuery{Filter: filter, Direction: graph.DirectionIn, PerNode: graph.MaxPerNode})
		return err == nil && len(pages[0].Hops) == owed && owed > 0, err
	})
	hops := func(r graph.Reader) func() (bool, error) {
		return func() (bool, error) {
			pages, err := r.Expand(ctx, fifty, graph.HopQuery{Filter: graph.Filter{On: on}, PerNode: 25})
			return len(pages) == 50 && len(pages[0].Hops) == 25 && pages[0].More, err
		}
	}
	asks("twenty-five hops from each of fifty states", hops(s))
	asks("a neighborhood of two hops", func() (bool, error) {
		sub, err := s.Neighborhood(ctx, graph.NeighborhoodQuery{Of: []graph.ID{other}, Hops: 2, Filter: filter, PerNode: 50, Limit: 500})
		return len(sub.Nodes) >= 10 && sub.Nodes[0].Head().ID == other, err
	})
	for _, limit := range []int{1, 5, 50} {
		asks(fmt.Sprintf("the %d shortest paths", limit), func() (bool, error) {
			result, err := s.Paths(ctx, graph.PathQuery{From: benchmarkState(90), To: []graph.ID{other}, Filter: filter, MaxHops: 4, Limit: limit})
			return len(result.Paths) == limit && result.Truncated, err
		})
	}
	_, then := at(b, s, graph.KnownAt{})
	apply(b, s, graph.Batch{RemoveRelationships: recordIDs(batches[0].Relationships...)})
	old, _ := at(b, s, graph.KnownAt{Commit: then.Number})
	asks("the same hops of an old commit", hops(old))
	asks("opening an old commit and one node of it", func() (bool, error) {
		r, _ := at(b, s, graph.KnownAt{Commit: then.Number})
		list, err := r.Nodes(ctx, []graph.ID{hub})
		return err == nil && list[0].Head().Name == "State 000", err
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
