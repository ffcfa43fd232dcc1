package alliance

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// Relaid lays treaties over a reader without a change, so that their duties are derived again.
func Relaid(ctx context.Context, r graph.Reader, on graph.Day, treaties ...graph.ID) (graph.Reader, error) {
	return relay(ctx, r, treaties, nil, on)
}

// Called is how sentences call a name.
var Called = called
