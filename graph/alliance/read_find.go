package alliance

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// findAll reads all pages of a query.
func findAll(ctx context.Context, r graph.Reader, q graph.NodeQuery) ([]graph.Node, error) {
	q.First = graph.MaxFirst
	var out []graph.Node
	for {
		page, err := r.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Nodes...)
		if !page.More || len(page.Nodes) == 0 {
			return out, nil
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
}
