package graph

import (
	"context"
	"iter"
)

// Pages yields the pages of a list from that on which the query asks for. It ends with the last or with an error.
func Pages(ctx context.Context, r Reader, q NodeQuery) iter.Seq2[NodePage, error] {
	return func(yield func(NodePage, error) bool) {
		for {
			page, err := r.Find(ctx, q)
			if !yield(page, err) || err != nil || !page.More {
				return
			}
			q.After = page.Cursors[len(page.Cursors)-1]
		}
	}
}
