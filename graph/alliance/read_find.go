package alliance

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// findAll reads all pages of a query, whose labels are those of N.
func findAll[N graph.Node](ctx context.Context, r graph.Reader, q graph.NodeQuery) ([]N, error) {
	q.First = graph.MaxFirst
	var out []N
	for page, err := range graph.Pages(ctx, r, q) {
		if err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			out = append(out, n.(N))
		}
	}
	return out, nil
}
