package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/resolvers/api"
)

// slice is a page of a list that was made as a whole. A cursor names its item, so that it stays valid while others come
// and go.
func slice[N any](ctx context.Context, all []N, page api.Page, key func(N) string) (*api.Connection[N], error) {
	most, err := size(ctx, page)
	if err != nil {
		return nil, err
	}
	cursor := func(n N) string { return encoded(key(n)) }
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
	if page.Last != nil {
		first = max(first, end-most)
	} else {
		end = min(end, first+most)
	}
	nodes := append([]N{}, all[first:end]...)
	return connectionOf(nodes, lists.Map(nodes, cursor), len(all), first > 0, end < len(all)), nil
}
