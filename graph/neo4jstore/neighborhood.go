package neo4jstore

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
)

// traversalTime is the store's own bound of a search that names none.
const traversalTime = 20 * time.Second

// errStopped ends a search whose own time is up; what it has found by then is the answer.
var errStopped = errors.New("the search's time is up")

// searchTime gives the context of a search and tells afterwards whether an error is only the end of its time.
func searchTime(ctx context.Context, timeout time.Duration) (search context.Context, cancel context.CancelFunc, stopped func(error) bool) {
	if timeout <= 0 {
		timeout = traversalTime
	}
	search, cancel = context.WithTimeout(ctx, timeout)
	return search, cancel, func(err error) bool { return err != nil && search.Err() != nil && ctx.Err() == nil }
}

// Neighborhood implements graph.Reader.
func (s *Store) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (out graph.Subgraph, err error) {
	err = s.call(ctx, func(ctx context.Context) error {
		if err := q.Validate(); err != nil {
			return err
		}
		search, cancel, stopped := searchTime(ctx, q.Timeout)
		defer cancel()
		return s.read(ctx, func(_ context.Context, tx transaction) error {
			w := walk{tx: tx, q: &q, nodes: map[graph.ID]graph.Node{}, links: map[graph.ID]graph.Relationship{}, omitted: map[graph.ID]bool{}}
			err := w.run(search)
			if err != nil && !stopped(err) {
				return err
			}
			out = w.answer()
			if err != nil {
				out.TimedOut = true
				return errStopped
			}
			return nil
		})
	})
	return given(out, err)
}

// walk is one walk around nodes. What it holds is complete after each level.
type walk struct {
	tx        transaction
	q         *graph.NeighborhoodQuery
	nodes     map[graph.ID]graph.Node
	order     []graph.ID // of the nodes held
	links     map[graph.ID]graph.Relationship
	omitted   map[graph.ID]bool
	truncated bool
}

func (w *walk) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cypher, parameters := expansion(&w.q.Filter, w.q.Direction, "y.id IN $starts")
	parameters["starts"] = anys(w.q.Of)
	frontier, err := w.hold(ctx, sortedUnique(w.q.Of))
	for hop := 0; err == nil && hop < w.q.Hops && len(frontier) > 0; hop++ {
		var steps map[graph.ID][]step
		var cut map[graph.ID]bool
		if steps, cut, err = w.tx.follow(ctx, cypher, parameters, frontier, w.q.PerNode); err != nil {
			return err
		}
		if frontier, err = w.hold(ctx, others(steps)); err != nil {
			return err
		}
		w.truncated = w.truncated || len(cut) > 0
		for _, list := range steps {
			for _, step := range list {
				w.links[step.link.Head().ID] = step.link
			}
		}
	}
	return err
}

// hold takes in those of the ids that are new, in order, while there is room.
func (w *walk) hold(ctx context.Context, ids []graph.ID) ([]graph.ID, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id graph.ID) bool { return w.nodes[id] != nil })
	found, err := w.tx.nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	var held []graph.ID
	for _, id := range ids {
		switch n := found[id]; {
		case n == nil:
		case len(w.order) < w.q.Limit:
			w.nodes[id] = n
			w.order = append(w.order, id)
			held = append(held, id)
		default:
			w.omitted[id] = true
		}
	}
	return held, nil
}

func (w *walk) answer() graph.Subgraph {
	out := graph.Subgraph{Truncated: w.truncated || len(w.omitted) > 0, Omitted: len(w.omitted)}
	for _, id := range w.order {
		out.Nodes = append(out.Nodes, w.nodes[id])
	}
	for _, id := range sortedKeys(w.links) {
		if h := w.links[id].Head(); w.nodes[h.FromID] != nil && w.nodes[h.ToID] != nil {
			out.Relationships = append(out.Relationships, w.links[id])
		}
	}
	return out
}
