package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// maxAgain bounds how often paths are looked for again without the candidates of those found before.
const maxAgain = 20

// shownPaths are the store's paths that do not lead through events which were only found by a program; a path may begin or end at
// one, for that was asked for. Where there are very many of those some paths may be missing: the answer is truncated.
func shownPaths(ctx context.Context, store graph.Reader, search graph.PathQuery) (graph.PathResult, error) {
	search.Filter.Exclude = slices.Clone(search.Filter.Exclude)
	for again := 0; ; again++ {
		found, err := store.Paths(ctx, search)
		if err != nil {
			return found, err
		}
		var hidden []graph.ID
		for _, path := range found.Paths {
			for _, n := range path.Nodes[1 : len(path.Nodes)-1] {
				if id := n.Head().ID; candidate(n) && !slices.Contains(search.To, id) && !slices.Contains(hidden, id) {
					hidden = append(hidden, id)
				}
			}
		}
		if len(hidden) == 0 {
			return found, nil
		}
		if again == maxAgain || len(search.Filter.Exclude)+len(hidden) > graph.MaxFilterValues {
			found.Truncated = true
			found.Paths = slices.DeleteFunc(slices.Clone(found.Paths), func(p graph.Path) bool {
				return slices.ContainsFunc(p.Nodes, func(n graph.Node) bool { return slices.Contains(hidden, n.Head().ID) })
			})
			return found, nil
		}
		search.Filter.Exclude = append(search.Filter.Exclude, hidden...)
	}
}
