package runner

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// compare goes through a load without writing: it counts what writing would do.
func (r *run) compare(ctx context.Context, s *survey) error {
	r.report.resetRows()
	b := batcher{run: r, survey: s, written: r.spill.keys()}
	check := func() error {
		result, err := r.difference(ctx, b.cut())
		r.report.Result = r.report.Result.Add(result)
		return err
	}
	err := s.each(func(it item) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b.add(it)
		if b.position%progressEvery == 0 {
			r.options.Progress(Progress{"compare", b.position, s.records})
		}
		if b.full() {
			return check()
		}
		return nil
	})
	for err == nil {
		if err = check(); len(b.waiting) == 0 {
			break
		}
	}
	if err == nil {
		err = r.removals(ctx, s.pass, func(batch graph.Batch) error {
			r.report.Result.NodesRemoved += len(batch.RemoveNodes)
			r.report.Result.RelationshipsRemoved += len(batch.RemoveRelationships)
			r.report.Result.RelationshipsCreated += len(batch.Relationships)
			return nil
		})
	}
	if ctx.Err() != nil {
		return canceled(ctx, "%s: stopped; a dry run writes nothing", r.loader.Name)
	}
	r.report.finished, r.report.Repeated = err == nil, s.pass.repeated
	return err
}

// difference counts what a batch would create and change.
func (r *run) difference(ctx context.Context, batch graph.Batch) (out graph.ApplyResult, err error) {
	for nodes := range slices.Chunk(batch.Nodes, graph.MaxIDs) {
		ids := lists.Map(nodes, func(n graph.NodeRecord) graph.ID { return n.ID })
		known, err := r.store.Statements(ctx, ids)
		if err != nil {
			return out, err
		}
		for i, n := range nodes {
			at := slices.IndexFunc(known[i], func(k graph.NodeRecord) bool { return k.Key() == n.Key() })
			switch {
			case at < 0:
				out.NodesCreated++
			case known[i][at].Hash() == n.Hash():
				out.NodesUnchanged++
			default:
				out.NodesChanged++
			}
		}
	}
	for relationships := range slices.Chunk(batch.Relationships, graph.MaxIDs) {
		ids := lists.Map(relationships, func(rel graph.RelationshipRecord) graph.ID { return rel.ID() })
		known, err := r.store.Relationships(ctx, ids)
		if err != nil {
			return out, err
		}
		for i, rel := range relationships {
			if known[i] == nil {
				out.RelationshipsCreated++
				continue
			}
			new, err := graph.NewRelationship(rel)
			if err != nil {
				return out, err
			}
			before := graph.NewRelationshipRecord(known[i], rel.Discriminator)
			after := graph.NewRelationshipRecord(new, rel.Discriminator)
			if before.Hash() == after.Hash() {
				out.RelationshipsUnchanged++
			} else {
				out.RelationshipsChanged++
			}
		}
	}
	return out, nil
}
