package runner

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// sweepPage is how many keys are read at once when looking for what did not come again.
const sweepPage = 10_000

// sweep removes what the dataset held before and what did not come with this load.
func (r *run) sweep(ctx context.Context, p *pass) error {
	if all, err := r.allCame(ctx); all || err != nil {
		return err
	}
	return r.removals(ctx, p, func(batch graph.Batch) error { return r.apply(ctx, batch, r.mark) })
}

// allCame tells by their number alone that all records that the store holds of the dataset came again: each comes once
// in a load. Where a load went on in another process, others may have changed the store meanwhile. A delta brings few.
func (r *run) allCame(ctx context.Context) (bool, error) {
	if r.delta != nil || r.verbatim() || r.report.Resumed > 0 {
		return false, nil
	}
	stats, err := r.store.Stats(ctx)
	if err != nil {
		return false, err
	}
	came, held := r.mark.Result, stats.Datasets[r.dataset.ID]
	return held.NodeRecords == came.NodesUnchanged+came.NodesChanged &&
		held.Relationships == came.RelationshipsUnchanged+came.RelationshipsChanged, nil
}

// removals calls each, page by page, with what takes away the records that the store holds and the load did not bring.
// A delta takes away only what it names, and leads to another node what led to one that is another now.
func (r *run) removals(ctx context.Context, p *pass, each func(graph.Batch) error) error {
	for _, dataset := range r.swept() {
		query := graph.RecordQuery{Dataset: dataset, Limit: sweepPage, KeysOnly: true}
		for checked := 0; ; {
			page, err := r.store.Records(ctx, query)
			if err != nil {
				return err
			}
			var batch graph.Batch
			for i := range page.Nodes {
				n := &page.Nodes[i]
				if !p.seen.has(hashKey("n"+n.Key())) && r.concerns(n.Part) && p.names(n.ID, "") {
					batch.RemoveNodes = append(batch.RemoveNodes, n.Key())
				}
			}
			var kept []graph.RelationshipRecord
			for i := range page.Relationships {
				rel := &page.Relationships[i]
				came := p.seen.has(hashKey(string(rel.ID())))
				switch {
				case came || !r.concerns(rel.Part):
				case p.names(rel.From, rel.Discriminator):
					batch.RemoveRelationships = append(batch.RemoveRelationships, rel.ID())
				default:
					kept = append(kept, *rel)
				}
			}
			if r.delta != nil {
				if err := r.move(ctx, p, kept, &batch); err != nil {
					return err
				}
			}
			if r.spill.err != nil {
				return r.spill.err // what came is not known
			}
			if len(batch.RemoveNodes)+len(batch.RemoveRelationships) > 0 {
				if err := each(batch); err != nil {
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
	if r.delta != nil {
		r.delta.warn(r)
	}
	return nil
}

// swept lists the datasets that the load replaces.
func (r *run) swept() []graph.ID {
	out := []graph.ID{r.dataset.ID}
	if r.loader.Verbatim != nil {
		out = append(out, r.loader.Verbatim()...)
	}
	return out
}

// concerns tells whether a stored record's part is one that this load brings anew, or changes.
func (r *run) concerns(part string) bool {
	if r.loader.Mode == loaders.Whole {
		return true
	}
	if r.delta != nil {
		return part == r.delta.collection
	}
	_, ok := r.sums[part]
	return ok
}
