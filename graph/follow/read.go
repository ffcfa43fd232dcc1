package follow

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// answer asks the newest image.
func answer[T any](s *Store, question func(*state) (T, error)) (T, error) {
	now, err := s.now()
	if err != nil {
		var none T
		return none, err
	}
	return question(now)
}

func (s *Store) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return answer(s, func(now *state) ([]graph.Node, error) { return now.Nodes(ctx, ids) })
}

func (s *Store) Relationships(ctx context.Context, ids []graph.ID) ([]graph.Relationship, error) {
	return answer(s, func(now *state) ([]graph.Relationship, error) { return now.Relationships(ctx, ids) })
}

func (s *Store) Lookup(ctx context.Context, codes []graph.IdentifierRef, on graph.Day) ([][]graph.ID, error) {
	return answer(s, func(now *state) ([][]graph.ID, error) { return now.Lookup(ctx, codes, on) })
}

func (s *Store) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	return answer(s, func(now *state) (graph.NodePage, error) { return now.Find(ctx, q) })
}

func (s *Store) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	return answer(s, func(now *state) ([]graph.HopPage, error) { return now.Expand(ctx, ids, q) })
}

func (s *Store) Degrees(ctx context.Context, ids []graph.ID, q graph.DegreeQuery) ([][]graph.Degree, error) {
	return answer(s, func(now *state) ([][]graph.Degree, error) { return now.Degrees(ctx, ids, q) })
}

func (s *Store) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	return answer(s, func(now *state) (graph.Subgraph, error) { return now.Neighborhood(ctx, q) })
}

func (s *Store) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	return answer(s, func(now *state) (graph.PathResult, error) { return now.Paths(ctx, q) })
}

func (s *Store) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	return answer(s, func(now *state) ([][]graph.NodeRecord, error) { return now.Statements(ctx, ids) })
}

func (s *Store) Stats(ctx context.Context) (graph.Stats, error) {
	return answer(s, func(now *state) (graph.Stats, error) { return now.Stats(ctx) })
}

func (s *Store) Records(ctx context.Context, q graph.RecordQuery) (graph.RecordPage, error) {
	return answer(s, func(now *state) (graph.RecordPage, error) { return now.Records(ctx, q) })
}
