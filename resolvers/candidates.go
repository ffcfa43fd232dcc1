package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// maxAgain bounds how often paths are looked for again without the candidates of those found before.
const maxAgain = 20

// shownPaths are the store's paths that do not lead through events which were only found by a program; a path may begin or end at
// one, for that was asked for. Where there are very many of those, paths through other events are missing, too: the answer is
// truncated.
func shownPaths(ctx context.Context, store graph.Reader, search graph.PathQuery) (graph.PathResult, error) {
	asked := search.Filter.Exclude
	for again := 0; ; again++ {
		found, err := store.Paths(ctx, search)
		if err != nil {
			return found, err
		}
		hidden := hiddenIn(found.Paths, search.To)
		if len(hidden) == 0 {
			return found, nil
		}
		if again == maxAgain || len(search.Filter.Exclude)+len(hidden) > graph.MaxFilterValues {
			search.Filter.Exclude = asked
			return withoutEvents(ctx, store, search)
		}
		search.Filter.Exclude = slices.Concat(search.Filter.Exclude, hidden)
	}
}

// hiddenIn lists the candidates that paths lead through.
func hiddenIn(paths []graph.Path, to []graph.ID) (hidden []graph.ID) {
	for _, path := range paths {
		for _, n := range path.Nodes[1 : len(path.Nodes)-1] {
			if id := n.Head().ID; candidate(n) && !slices.Contains(to, id) && !slices.Contains(hidden, id) {
				hidden = append(hidden, id)
			}
		}
	}
	return hidden
}

// withoutEvents are the paths that enter no event, and none to an event.
func withoutEvents(ctx context.Context, store graph.Reader, search graph.PathQuery) (graph.PathResult, error) {
	labels := search.Filter.Labels
	if len(labels) == 0 {
		for _, l := range graph.Ontology.Labels {
			labels = append(labels, l.Label)
		}
	}
	search.Filter.Labels = slices.DeleteFunc(slices.Clone(labels), func(l graph.Label) bool { return l == graph.LabelEvent })
	if len(search.Filter.Labels) == 0 {
		return graph.PathResult{Truncated: true}, nil
	}
	found, err := store.Paths(ctx, search)
	found.Truncated = true
	return found, err
}
