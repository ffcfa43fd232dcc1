package resolvers

import (
	"context"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/resolvers/api"
)

// pathsIf searches the paths of a what-if and says what differs from the real graph.
func (q query) pathsIf(ctx context.Context, search graph.PathQuery, whatIf []*api.TreatyChange, on graph.Day) (*api.PathResult, error) {
	if on == 0 {
		return nil, graph.Invalidf("whatIf: a change of the law needs a day: give asOf instead of allTime")
	}
	changes, err := q.changes(ctx, whatIf, on)
	if err != nil {
		return nil, err
	}
	changed, err := alliance.Overlay(ctx, q.store, changes, on)
	if err != nil {
		return nil, err
	}
	before, err := q.store.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	after, err := changed.Paths(ctx, search)
	if err != nil {
		return nil, err
	}
	for _, path := range after.Paths {
		for _, hop := range path.Hops {
			if err := q.primeAdded(ctx, changed, hop); err != nil {
				return nil, err
			}
		}
	}
	was, out := pathResult(before, on), pathResult(after, on)
	out.Changes = &api.PathChanges{Gained: missingFrom(out.Paths, was.Paths), Lost: missingFrom(was.Paths, out.Paths)}
	return out, nil
}

// primeAdded makes the nodes that a what-if added, and that no store knows, known to the batcher.
func (q query) primeAdded(ctx context.Context, changed graph.Reader, hop []graph.Relationship) error {
	for _, r := range hop {
		allied, ok := r.(*graph.AlliedWith)
		if !ok || allied.DatasetID != alliance.WhatIfDataset {
			continue
		}
		nodes, err := changed.Nodes(ctx, []graph.ID{allied.TreatyID, allied.ArticleID, allied.ObligationID, allied.DatasetID})
		if err != nil {
			return err
		}
		of(ctx).prime(nodes)
	}
	return nil
}

// missingFrom are the paths whose sequence of nodes the others do not have.
func missingFrom(paths, others []api.Path) []api.Path {
	key := func(p api.Path) string {
		var b strings.Builder
		for _, n := range p.Nodes {
			b.WriteString(string(n.Head().ID) + "|")
		}
		return b.String()
	}
	known := map[string]bool{}
	for _, p := range others {
		known[key(p)] = true
	}
	out := []api.Path{}
	for _, p := range paths {
		if !known[key(p)] {
			out = append(out, p)
		}
	}
	return out
}
