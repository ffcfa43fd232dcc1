package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// TestPathSearchAgreesWithTryingEverything compares it, on small random graphs, with a plain search in depth.
func TestPathSearchAgreesWithTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const nodes, longest = 7, 6
		var next, before [nodes][]graph.ID
		id := func(i int) graph.ID { return graph.ID(fmt.Sprintf("state:%c", 'A'+i)) }
		for i := range nodes {
			for j := range nodes {
				if rapid.IntRange(0, 2).Draw(t, "step") == 0 {
					next[i] = append(next[i], id(j))
					before[j] = append(before[j], id(i))
				}
			}
		}
		targets := []graph.ID{id(1), id(rapid.IntRange(0, nodes-1).Draw(t, "target"))}

		var want [][]graph.ID
		var try func(path []graph.ID)
		try = func(path []graph.ID) {
			at := path[len(path)-1]
			if slices.Contains(targets, at) && at != id(0) {
				want = append(want, slices.Clone(path))
			}
			if len(path) > longest {
				return
			}
			for _, other := range next[at[len(at)-1]-'A'] {
				if !slices.Contains(path, other) {
					try(append(path, other))
				}
			}
		}
		try([]graph.ID{id(0)})
		slices.SortFunc(want, func(a, b []graph.ID) int {
			if len(a) != len(b) {
				return len(a) - len(b)
			}
			return slices.Compare(a, b)
		})

		search := newPathSearch(id(0), targets)
		search.neighbours = func(_ context.Context, ids []graph.ID, backward bool) (map[graph.ID][]graph.ID, error) {
			out := map[graph.ID][]graph.ID{}
			for _, id := range ids {
				if list := next[id[len(id)-1]-'A']; !backward {
					out[id] = list
				} else {
					out[id] = before[id[len(id)-1]-'A']
				}
			}
			return out, nil
		}
		var got [][]graph.ID
		for hops := 1; hops <= longest; hops++ {
			if err := search.ofLength(context.Background(), hops, func(path []graph.ID) bool {
				got = append(got, path)
				return true
			}); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
