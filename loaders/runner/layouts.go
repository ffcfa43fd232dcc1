package runner

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// warnOfRepeats warns where files of this load, or of an earlier one, tell the same under other ids.
func (r *run) warnOfRepeats(ctx context.Context, s *survey) error {
	if len(s.layouts) == 0 {
		return nil
	}
	layouts := slices.Sorted(maps.Keys(s.layouts))
	if len(layouts) > 1 {
		r.warnRepeated(s.layouts[layouts[0]], layouts[0], s.layouts[layouts[1]], layouts[1])
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
			if layout := r.loader.LayoutOf(n.ID); layout != "" && layout != layouts[0] && r.sums[n.Part] == "" {
				r.warnRepeated(s.layouts[layouts[0]], layouts[0], n.Part+", loaded before", layout)
				return nil
			}
		}
		if page.Next == "" || len(page.Nodes) == 0 { // relationships come after all nodes
			return nil
		}
		query.After = page.Next
	}
}

func (r *run) warnRepeated(file, layout, other, otherLayout string) {
	const text = "%s is one of the files %s, and %s one of those %s: what both tell counts twice; keep one of them, or " +
		"files that have nothing in common"
	r.warnings.add(text, file, layout, other, otherLayout)
}
