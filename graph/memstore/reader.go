package memstore

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
)

// reader answers from one image, or from the newest one of its store at each question.
type reader struct {
	store *Store
	fixed *image.Image // nil: the newest
}

var _ graph.Reader = (*reader)(nil)

// ask calls f with the image, as long as the store is open.
func ask[T any](ctx context.Context, r *reader, f func(*image.Image) (T, error)) (none T, err error) {
	if err := r.store.enter(ctx); err != nil {
		return none, err
	}
	defer r.store.leave()
	if r.fixed != nil {
		return f(r.fixed)
	}
	return f(r.store.current.Load().Image)
}

func (r *reader) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return ask(ctx, r, func(i *image.Image) ([]graph.Node, error) { return i.Nodes(ctx, ids) })
}

func (r *reader) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	return ask(ctx, r, func(i *image.Image) ([]graph.Relationship, error) { return i.Relationships(ctx, ids) })
}

func (r *reader) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	return ask(ctx, r, func(i *image.Image) ([][]graph.ID, error) { return i.Lookup(ctx, codes, on) })
}

func (r *reader) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	return ask(ctx, r, func(i *image.Image) (graph.NodePage, error) { return i.Find(ctx, q) })
}

func (r *reader) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	return ask(ctx, r, func(i *image.Image) ([]graph.HopPage, error) { return i.Expand(ctx, ids, q) })
}

func (r *reader) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	return ask(ctx, r, func(i *image.Image) ([][]graph.Degree, error) { return i.Degrees(ctx, ids, q) })
}

func (r *reader) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	return ask(ctx, r, func(i *image.Image) (graph.Subgraph, error) { return i.Neighborhood(ctx, q) })
}

func (r *reader) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	return ask(ctx, r, func(i *image.Image) (graph.PathResult, error) { return i.Paths(ctx, q) })
}

func (r *reader) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	return ask(ctx, r, func(i *image.Image) ([][]graph.NodeRecord, error) { return i.Statements(ctx, ids) })
}

func (r *reader) Stats(ctx context.Context) (graph.Stats, error) {
	return ask(ctx, r, func(i *image.Image) (graph.Stats, error) { return i.Stats(ctx) })
}

func (r *reader) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	return ask(ctx, r, func(i *image.Image) (graph.RecordPage, error) { return i.Records(ctx, q) })
}

func (r *reader) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	if first < 1 || first > graph.MaxFirst {
		return nil, graph.Invalidf("first: %d is outside 1 to %d", first, graph.MaxFirst)
	}
	if err := r.store.enter(ctx); err != nil {
		return nil, err
	}
	defer r.store.leave()
	runs := *r.store.runs.Load()
	return slices.Clone(runs[:min(first, len(runs))]), nil
}
