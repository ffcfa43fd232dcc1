package loaders

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// sweepPage is how many keys are read at once when looking for what is gone.
const sweepPage = 10_000

// sweep removes what the dataset held before and what did not come with this load.
func (r *run) sweep(ctx context.Context, seen map[keyHash]uint64) error {
	return r.gone(ctx, seen, func(nodes []string, relationships []graph.ID) error {
		return r.apply(ctx, graph.Batch{RemoveNodes: nodes, RemoveRelationships: relationships}, r.mark)
	})
}

// gone calls each, page by page, with the keys of records that the store holds and the load did not bring.
func (r *run) gone(ctx context.Context, seen map[keyHash]uint64, each func(nodes []string, relationships []graph.ID) error) error {
	for _, dataset := range r.swept() {
		query := graph.RecordQuery{Dataset: dataset, Limit: sweepPage, KeysOnly: true}
		for checked := 0; ; {
			page, err := r.store.Records(ctx, query)
			if err != nil {
				return err
			}
			var nodes []string
			var relationships []graph.ID
			for i := range page.Nodes {
				n := &page.Nodes[i]
				if _, came := seen[hashKey("n"+n.Key())]; !came && r.concerns(n.Part) {
					nodes = append(nodes, n.Key())
				}
			}
			for i := range page.Relationships {
				rel := &page.Relationships[i]
				if _, came := seen[hashKey(string(rel.ID()))]; !came && r.concerns(rel.Part) {
					relationships = append(relationships, rel.ID())
				}
			}
			if len(nodes)+len(relationships) > 0 {
				if err := each(nodes, relationships); err != nil {
					return err
				}
			}
			checked += len(page.Nodes) + len(page.Relationships)
			r.options.Progress(Progress{Stage: "clean up", Done: checked})
			if page.Next == "" {
				break
			}
			query.After = page.Next
		}
	}
	return nil
}

// swept lists the datasets that the load replaces.
func (r *run) swept() []graph.ID {
	out := []graph.ID{r.dataset.ID}
	if v, ok := r.loader.(Verbatim); ok {
		out = append(out, v.VerbatimDatasets()...)
	}
	return out
}

// concerns tells whether a stored record's part is one that this load brings anew.
func (r *run) concerns(part string) bool {
	if r.loader.Mode() == Whole {
		return true
	}
	_, ok := r.sums[part]
	return ok
}
