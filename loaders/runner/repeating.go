package runner

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// warnOfRepeats warns where files of this load, or of an earlier one, tell the same under other ids.
func (r *run) warnOfRepeats(ctx context.Context, s *survey) error {
	loader, ok := r.loader.(loaders.Repeating)
	if !ok || len(s.kinds) == 0 {
		return nil
	}
	kinds := slices.Sorted(maps.Keys(s.kinds))
	if len(kinds) > 1 {
		r.warnRepeated(s.kinds[kinds[0]], kinds[0], s.kinds[kinds[1]], kinds[1])
		return nil
	}
	stats, err := r.store.Stats(ctx)
	if err != nil || stats.Datasets[r.dataset.ID] == (graph.DatasetStats{}) {
		return err
	}
	query := graph.RecordQuery{Dataset: r.dataset.ID, Limit: sweepPage}
	for {
		page, err := r.store.Records(ctx, query)
		if err != nil {
			return err
		}
		for _, n := range page.Nodes {
			if kind := loader.Kind(n.ID); kind != "" && kind != kinds[0] && r.sums[n.Part] == "" {
				r.warnRepeated(s.kinds[kinds[0]], kinds[0], n.Part+", loaded before", kind)
				return nil
			}
		}
		if page.Next == "" || len(page.Nodes) == 0 { // relationships come after all nodes
			return nil
		}
		query.After = page.Next
	}
}

func (r *run) warnRepeated(file, kind, other, otherKind string) {
	const text = "%s is one of the files %s, and %s one of those %s: what both tell counts twice; keep one of them, or files that have nothing in common"
	r.warnings.add(text, file, kind, other, otherKind)
}
