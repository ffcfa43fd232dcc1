package resolvers

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/lists"
)

// batchers gather what the fields of one level need and ask the store once for all of them. They live for one request
// and remember what they have met.
type batchers struct {
	store        graph.Reader
	spend        func(relationships int) error
	nodes        *batcher[graph.ID, graph.Node]
	hops         *batcher[hopKey, graph.HopPage]
	degrees      *batcher[degreeKey, []graph.Degree]
	records      *batcher[graph.ID, []graph.NodeRecord]
	capabilities *batcher[capabilityKey, *alliance.Capability]
}

type degreeKey struct {
	id graph.ID
	graph.DegreeQuery
}

// hopKey is a node and the question which hops it has, in a form that can be compared.
type hopKey struct {
	id graph.ID
	hopQuestion
}

type hopQuestion struct {
	types, obligations, datasets string // joined by NUL
	direction                    graph.Direction
	on                           graph.Day
	perNode                      int
	hideCandidates               bool
}

func (q hopQuestion) of(ids []graph.ID) []hopKey {
	return lists.Map(ids, func(id graph.ID) hopKey { return hopKey{id, q} })
}

func (q *hopQuestion) query() graph.HopQuery {
	return graph.HopQuery{Direction: q.direction, PerNode: q.perNode, Filter: graph.Filter{
		On: q.on, Types: split[graph.RelationshipType](q.types), ObligationTypes: split[graph.ObligationType](q.obligations),
		Datasets: split[graph.ID](q.datasets), HideCandidates: q.hideCandidates,
	}}
}

func newBatchers(store graph.Reader, wait time.Duration, spend func(int) error) *batchers {
	if graph.IsLocal(store) {
		wait = 0
	}
	b := &batchers{store: store, spend: spend}
	b.nodes = newBatcher(wait, store.Nodes)
	b.records = newBatcher(wait, store.Statements)
	b.hops = newBatcher(wait, grouped(func(k hopKey) (graph.ID, hopQuestion) { return k.id, k.hopQuestion },
		func(ctx context.Context, ids []graph.ID, q hopQuestion) ([]graph.HopPage, error) {
			return b.expand(ctx, ids, q.query())
		}))
	b.degrees = newBatcher(wait,
		grouped(func(k degreeKey) (graph.ID, graph.DegreeQuery) { return k.id, k.DegreeQuery }, store.Degrees))
	b.capabilities = newBatcher(wait, grouped(func(k capabilityKey) (graph.ID, graph.Day) { return k.id, k.on },
		func(ctx context.Context, ids []graph.ID, on graph.Day) ([]*alliance.Capability, error) {
			return alliance.Capabilities(ctx, store, ids, on)
		}))
	return b
}

// expandAtOnce is how many nodes are expanded between two looks at the budget: each may have thousands of
// relationships.
const expandAtOnce = 200

func (b *batchers) expand(ctx context.Context, ids []graph.ID, query graph.HopQuery) ([]graph.HopPage, error) {
	all := make([]graph.HopPage, 0, len(ids))
	for some := range slices.Chunk(ids, expandAtOnce) {
		pages, err := b.store.Expand(ctx, some, query)
		if err != nil {
			return nil, err
		}
		met := 0
		for _, page := range pages {
			met += len(page.Hops)
			for _, hop := range page.Hops {
				b.nodes.Prime(hop.Other.Head().ID, hop.Other)
			}
		}
		if err := b.spend(met); err != nil {
			return nil, err
		}
		all = append(all, pages...)
	}
	return all, nil
}

// grouped makes a fetch function that asks the store once for each different question among the keys.
func grouped[K, Q comparable, V any](part func(K) (graph.ID, Q),
	method func(context.Context, []graph.ID, Q) ([]V, error),
) func(context.Context, []K) ([]V, error) {
	return func(ctx context.Context, keys []K) ([]V, error) {
		ids := map[Q][]graph.ID{}
		places := map[Q][]int{}
		var order []Q
		for i, key := range keys {
			id, question := part(key)
			if places[question] == nil {
				order = append(order, question)
			}
			ids[question], places[question] = append(ids[question], id), append(places[question], i)
		}
		out := make([]V, len(keys))
		for _, question := range order {
			values, err := method(ctx, ids[question], question)
			if err != nil {
				return nil, err
			}
			for i, place := range places[question] {
				out[place] = values[i]
			}
		}
		return out, nil
	}
}

func join[T ~string](list []T) string {
	return strings.Join(lists.Map(list, func(v T) string { return string(v) }), "\x00")
}

func split[T ~string](joined string) []T {
	if joined == "" {
		return nil
	}
	words := strings.Split(joined, "\x00")
	return lists.Map(words, func(w string) T { return T(w) })
}
