package resolvers

import (
	"context"
	"encoding/base64"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

// slice is a page of a list that was made as a whole. A cursor names its item, so that it stays valid while others come
// and go.
func slice[N any](ctx context.Context, all []N, page api.Page, key func(N) string) (*api.Connection[N], error) {
	most, err := size(ctx, page)
	if err != nil {
		return nil, err
	}
	cursor := func(n N) string { return base64.RawURLEncoding.EncodeToString([]byte(key(n))) }
	place := func(argument, wanted string) (int, error) {
		at := slices.IndexFunc(all, func(n N) bool { return cursor(n) == wanted })
		if at < 0 {
			return 0, graph.Invalidf("%s: %.40q is no cursor of this list", argument, wanted)
		}
		return at, nil
	}
	first, end := 0, len(all)
	if page.After != nil {
		at, err := place("after", *page.After)
		if err != nil {
			return nil, err
		}
		first = at + 1
	}
	if page.Before != nil {
		at, err := place("before", *page.Before)
		if err != nil {
			return nil, err
		}
		end = max(first, at)
	}
	out := &api.Connection[N]{TotalCount: len(all), Edges: []api.Edge[N]{}, Nodes: []N{}}
	if page.Last != nil {
		first = max(first, end-most)
	} else {
		end = min(end, first+most)
	}
	out.PageInfo = api.PageInfo{HasPreviousPage: first > 0, HasNextPage: end < len(all)}
	for _, n := range all[first:end] {
		out.Edges = append(out.Edges, api.Edge[N]{Cursor: cursor(n), Node: n})
		out.Nodes = append(out.Nodes, n)
	}
	if len(out.Edges) > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &out.Edges[0].Cursor, &out.Edges[len(out.Edges)-1].Cursor
	}
	return out, nil
}
