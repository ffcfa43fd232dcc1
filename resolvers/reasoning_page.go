package resolvers

import (
	"encoding/base64"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

// slice is a page of a list that was made as a whole. A cursor names its item, so that it stays valid while others come
// and go.
func slice[N any](all []N, first int, after *string, key func(N) string) (*api.Connection[N], error) {
	if first < 1 || first > graph.MaxFirst {
		return nil, graph.Invalidf("first: %d is outside 1 to %d", first, graph.MaxFirst)
	}
	cursor := func(n N) string { return base64.RawURLEncoding.EncodeToString([]byte(key(n))) }
	out := &api.Connection[N]{TotalCount: len(all), Edges: []api.Edge[N]{}, Nodes: []N{}}
	rest := all
	if after != nil {
		at := -1
		for i, n := range all {
			if cursor(n) == *after {
				at = i
				break
			}
		}
		if at < 0 {
			return nil, graph.Invalidf("after: %.40q is no cursor of this list", *after)
		}
		rest = all[at+1:]
		out.PageInfo.HasPreviousPage = true
	}
	if len(rest) > first {
		rest = rest[:first]
		out.PageInfo.HasNextPage = true
	}
	for _, n := range rest {
		out.Edges = append(out.Edges, api.Edge[N]{Cursor: cursor(n), Node: n})
		out.Nodes = append(out.Nodes, n)
	}
	if len(out.Edges) > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &out.Edges[0].Cursor, &out.Edges[len(out.Edges)-1].Cursor
	}
	return out, nil
}
