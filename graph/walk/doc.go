// Package walk searches a graph for the shortest paths and for what is around nodes. It is the one search of the
// project: an image in memory, Neo4j and a what-if each tell it which nodes are one hop away, under every filter of the
// question, and it asks for no more of them than the answer needs.
//
//	Paths         ──▶ Graph.Neighbours(nodes, backward), a level at a time, from whichever end has less to ask for
//	Neighborhood  ──▶ Around.Follow(nodes, perNode), one call for each distance
//
// Nodes and relationships are numbers here. A graph that knows its nodes by their ids gives them numbers as they come
// ([Remote]).
package walk

import (
	"context"
	"time"
)

// Patience bounds a search whose question sets no bound.
const Patience = 10 * time.Second

// Within gives the context of a search, and tells afterwards whether an error is only the end of the search's own time:
// what it has found by then is the answer.
func Within(ctx context.Context,
	timeout time.Duration,
) (search context.Context, cancel context.CancelFunc, stopped func(error) bool) {
	if timeout <= 0 {
		timeout = Patience
	}
	search, cancel = context.WithTimeout(ctx, timeout)
	return search, cancel, func(err error) bool { return err != nil && search.Err() != nil && ctx.Err() == nil }
}
