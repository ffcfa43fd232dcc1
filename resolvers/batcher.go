package resolvers

import (
	"context"
	"strings"
	"time"

	"github.com/vikstrous/dataloadgen"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// batcher gathers what the fields of one level need and asks the store once for all of them. It lives for one request and
// remembers what it has met.
type batcher struct {
	store        graph.Reader
	nodes        *dataloadgen.Loader[graph.ID, graph.Node]
	hops         *dataloadgen.Loader[hopKey, graph.HopPage]
	degrees      *dataloadgen.Loader[degreeKey, []graph.Degree]
	records      *dataloadgen.Loader[graph.ID, []graph.NodeRecord]
	capabilities *dataloadgen.Loader[capabilityKey, *alliance.Capability]
}

type degreeKey struct {
	id graph.ID
	on graph.Day
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
}

func newBatcher(store graph.Reader, wait time.Duration) *batcher {
	b := &batcher{store: store}
	options := []dataloadgen.Option{dataloadgen.WithWait(wait), dataloadgen.WithBatchCapacity(graph.MaxIDs)}
	b.nodes = dataloadgen.NewLoader(whole(store.Nodes), options...)
	b.records = dataloadgen.NewLoader(whole(store.Statements), options...)
	b.hops = dataloadgen.NewLoader(grouped(
		func(k hopKey) (graph.ID, hopQuestion) { return k.id, k.hopQuestion }, b.expand), options...)
	b.degrees = dataloadgen.NewLoader(grouped(
		func(k degreeKey) (graph.ID, graph.Day) { return k.id, k.on },
		func(ctx context.Context, ids []graph.ID, on graph.Day) ([][]graph.Degree, error) {
			return store.Degrees(ctx, ids, on)
		}), options...)
	b.capabilities = dataloadgen.NewLoader(grouped(
		func(k capabilityKey) (graph.ID, graph.Day) { return k.id, k.on },
		func(ctx context.Context, ids []graph.ID, on graph.Day) ([]*alliance.Capability, error) {
			return alliance.Capabilities(ctx, store, ids, on)
		}), options...)
	return b
}

func (b *batcher) expand(ctx context.Context, ids []graph.ID, q hopQuestion) ([]graph.HopPage, error) {
	pages, err := b.store.Expand(ctx, ids, graph.HopQuery{Direction: q.direction, PerNode: q.perNode, Filter: graph.Filter{
		On: q.on, Types: split[graph.RelationshipType](q.types), ObligationTypes: split[graph.ObligationType](q.obligations),
		Datasets: split[graph.ID](q.datasets)}})
	for _, page := range pages {
		for _, hop := range page.Hops {
			b.nodes.Prime(hop.Other.Head().ID, hop.Other)
		}
	}
	return pages, err
}

// whole makes a fetch function of a store method that is aligned with ids.
func whole[V any](method func(context.Context, []graph.ID) ([]V, error)) func(context.Context, []graph.ID) ([]V, []error) {
	return func(ctx context.Context, ids []graph.ID) ([]V, []error) {
		values, err := method(ctx, ids)
		return values, failed(err)
	}
}

// grouped makes a fetch function that asks the store once for each different question among the keys.
func grouped[K, Q comparable, V any](part func(K) (graph.ID, Q), method func(context.Context, []graph.ID, Q) ([]V, error),
) func(context.Context, []K) ([]V, []error) {
	return func(ctx context.Context, keys []K) ([]V, []error) {
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
				return nil, failed(err)
			}
			for i, place := range places[question] {
				out[place] = values[i]
			}
		}
		return out, nil
	}
}

func failed(err error) []error {
	if err == nil {
		return nil
	}
	return []error{err}
}

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = string(v)
	}
	return strings.Join(words, "\x00")
}

func split[T ~string](joined string) []T {
	if joined == "" {
		return nil
	}
	words := strings.Split(joined, "\x00")
	out := make([]T, len(words))
	for i, w := range words {
		out[i] = T(w)
	}
	return out
}
