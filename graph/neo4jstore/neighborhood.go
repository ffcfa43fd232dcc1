package neo4jstore

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

// errStopped ends a search whose own time is up; what it has found by then is the answer.
var errStopped = errors.New("the search's time is up")

// search runs one that has a time of its own, within which work begins anew each time it is called.
func (s reader) search(ctx context.Context, timeout time.Duration, timedOut *bool,
	work func(context.Context, transaction) error,
) error {
	search, cancel, stopped := walk.Within(ctx, timeout)
	defer cancel()
	return s.each(ctx, func(_ context.Context, tx transaction) error {
		err := work(search, tx)
		if *timedOut = stopped(err); *timedOut {
			return errStopped
		}
		return err
	})
}

func (s reader) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	return answer(ctx, s, func(ctx context.Context) (out graph.Subgraph, err error) {
		if err := q.Validate(); err != nil {
			return out, err
		}
		err = s.search(ctx, q.Timeout, &out.TimedOut, func(ctx context.Context, tx transaction) error {
			a := around{tx: tx, links: map[graph.ID]graph.Relationship{}, nodes: map[graph.ID]graph.Node{}}
			return a.answer(ctx, &q, &out)
		})
		return out, err
	})
}

// around follows relationships for one walk, a level in one statement.
type around struct {
	walk.Numbers // of nodes
	tx           transaction
	cypher       string
	parameters   map[string]any
	keys         walk.Numbers // of relationships
	links        map[graph.ID]graph.Relationship
	nodes        map[graph.ID]graph.Node // read with each level: later the context may have ended
}

func (a *around) answer(ctx context.Context, q *graph.NeighborhoodQuery, out *graph.Subgraph) error {
	*out = graph.Subgraph{}
	if err := ctx.Err(); err != nil {
		return err
	}
	a.cypher, a.parameters = expansion(&q.Filter, q.Direction, q.PerNode, "y.id IN $starts", toldWhole)
	a.parameters["starts"] = anys(q.Of)
	starts, err := a.tx.nodes(ctx, q.Of)
	if err != nil {
		return err
	}
	maps.Copy(a.nodes, starts)
	found, err := walk.Neighborhood(ctx, a, q, a.Numbered(sortedKeys(a.nodes)))
	out.Truncated, out.Omitted = found.Truncated, found.Omitted
	for _, id := range a.IDs(found.Nodes) {
		out.Nodes = append(out.Nodes, a.nodes[id])
	}
	for _, id := range sortedUnique(a.keys.IDs(found.Relationships)) {
		out.Relationships = append(out.Relationships, a.links[id])
	}
	return err
}

// Follow implements walk.Around.
func (a *around) Follow(ctx context.Context, nodes []uint32, perNode int) (out [][]walk.Step, more bool, err error) {
	ids := a.IDs(nodes)
	steps, cut, met, err := a.tx.follow(ctx, a.cypher, a.parameters, ids, perNode)
	if err != nil {
		return nil, false, err
	}
	maps.Copy(a.nodes, met)
	out = make([][]walk.Step, len(nodes))
	for i, id := range ids {
		for _, step := range steps[id] {
			key := step.link.Head().ID
			a.links[key] = step.link
			out[i] = append(out[i], walk.Step{Relationship: a.keys.Number(key), Other: a.Number(step.other)})
		}
	}
	return out, len(cut) > 0, nil
}
