package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

// Timeline implements generated.QueryResolver.
func (q query) Timeline(ctx context.Context, actors []api.NodeRef, from, to *graph.Date, kinds []api.TimelineKind, first int, after *string,
) (*api.TimelineConnection, error) {
	return nil, nil
}

// ChangePoints implements generated.QueryResolver.
func (q query) ChangePoints(ctx context.Context, refs []api.NodeRef, from, to *graph.Date) ([]*graph.Date, error) {
	return nil, nil
}
