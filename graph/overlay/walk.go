package overlay

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/walk"
)

func (o *Reader) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Subgraph, error) {
	if err := q.Validate(); err != nil {
		return graph.Subgraph{}, err
	}
	search, cancel, stopped := walk.Within(ctx, q.Timeout)
	defer cancel()
	starts, err := o.Nodes(search, q.Of)
	a := around{over: o, query: &q, nodes: map[graph.ID]graph.Node{}, links: map[graph.ID]graph.Relationship{}}
	for _, n := range starts {
		if n != nil {
			a.nodes[n.Head().ID] = n
		}
	}
	var found walk.Subgraph
	if err == nil {
		found, err = walk.Neighborhood(search, &a, &q, a.Numbered(slices.Collect(maps.Keys(a.nodes))))
	}
	out := graph.Subgraph{Truncated: found.Truncated, Omitted: found.Omitted}
	for _, id := range a.IDs(found.Nodes) {
		out.Nodes = append(out.Nodes, a.nodes[id])
	}
	for _, id := range slices.Sorted(slices.Values(a.keys.IDs(found.Relationships))) {
		out.Relationships = append(out.Relationships, a.links[id])
	}
	if err != nil && !stopped(err) {
		return graph.Subgraph{}, err
	}
	out.TimedOut = err != nil
	return out, nil
}

// around follows relationships for one walk.
type around struct {
	walk.Numbers // of nodes
	keys         walk.Numbers
	over         *Reader
	query        *graph.NeighborhoodQuery
	nodes        map[graph.ID]graph.Node
	links        map[graph.ID]graph.Relationship
}

// Follow implements walk.Around.
func (a *around) Follow(ctx context.Context, nodes []uint32, perNode int) (out [][]walk.Step, more bool, err error) {
	out = make([][]walk.Step, 0, len(nodes))
	q := graph.HopQuery{Filter: a.query.Filter, Direction: a.query.Direction, PerNode: perNode}
	for some := range slices.Chunk(a.IDs(nodes), graph.MaxIDs) {
		pages, err := a.over.expand(ctx, some, q, a.query.Of)
		if err != nil {
			return nil, false, err
		}
		for _, page := range pages {
			var steps []walk.Step
			for _, h := range page.Hops {
				key, other := h.Relationship.Head().ID, h.Other.Head().ID
				a.nodes[other], a.links[key] = h.Other, h.Relationship
				steps = append(steps, walk.Step{Relationship: a.keys.Number(key), Other: a.Number(other)})
			}
			out, more = append(out, steps), more || page.More
		}
	}
	return out, more, nil
}

func (o *Reader) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	if err := q.Validate(); err != nil {
		return graph.PathResult{}, err
	}
	search, cancel, stopped := walk.Within(ctx, q.Timeout)
	defer cancel()
	s := steps{over: o, query: &q, nodes: map[graph.ID]graph.Node{}, links: map[[2]graph.ID][]graph.Relationship{}}
	out, err := s.paths(search)
	if err != nil && !stopped(err) {
		return graph.PathResult{}, err
	}
	out.TimedOut = err != nil
	return out, nil
}

// steps are the hops that one search for paths has met.
type steps struct {
	over  *Reader
	query *graph.PathQuery
	nodes map[graph.ID]graph.Node
	links map[[2]graph.ID][]graph.Relationship // by the ends in the direction of the search
	named []graph.ID                           // ends of the question that the filter alone would not let be entered
	cut   bool                                 // a node has more hops than can be read
}

func (s *steps) paths(ctx context.Context) (out graph.PathResult, err error) {
	q := s.query
	named, err := s.over.Nodes(ctx, append([]graph.ID{q.From}, q.To...))
	if err != nil || named[0] == nil {
		return out, err
	}
	s.nodes[q.From] = named[0]
	var targets []graph.ID
	for _, n := range named[1:] {
		if n != nil && n.Head().ID != q.From && q.Filter.EntersTarget(n) {
			s.nodes[n.Head().ID] = n
			targets = append(targets, n.Head().ID)
		}
	}
	for id, n := range s.nodes {
		if !q.Filter.Enters(n) {
			s.named = append(s.named, id)
		}
	}
	remote := walk.NewRemote(s.ask, 0, 0)
	found, err := walk.Find(ctx, remote, walk.Question{
		From: remote.Number(q.From), To: remote.Numbered(targets), MaxHops: q.MaxHops, Limit: q.Limit, UpToLimit: q.UpToLimit,
	})
	for _, numbers := range found.Found {
		out.Paths = append(out.Paths, s.path(remote.IDs(numbers)))
	}
	out.ExploredNodes, out.Truncated = found.Explored, found.Truncated || s.cut
	return out, err
}

// ask implements walk.Ask.
func (s *steps) ask(ctx context.Context, ids []graph.ID, backward bool) (map[graph.ID][]graph.ID, error) {
	q := graph.HopQuery{Filter: s.query.Filter, Direction: s.query.Direction, PerNode: graph.MaxPerNode}
	if backward {
		q.Direction = q.Direction.Reverse()
	}
	out := map[graph.ID][]graph.ID{}
	for some := range slices.Chunk(ids, graph.MaxIDs) {
		pages, err := s.over.expand(ctx, some, q, s.named)
		if err != nil {
			return nil, err
		}
		for i, page := range pages {
			s.cut = s.cut || page.More
			between := map[graph.ID][]graph.Relationship{}
			for _, h := range page.Hops {
				other := h.Other.Head().ID
				if between[other] == nil {
					out[some[i]] = append(out[some[i]], other)
				}
				between[other] = append(between[other], h.Relationship)
				s.nodes[other] = h.Other
			}
			for other, list := range between {
				step := [2]graph.ID{some[i], other}
				if backward {
					step = [2]graph.ID{other, some[i]}
				}
				s.links[step] = list
			}
		}
	}
	return out, nil
}

func (s *steps) path(ids []graph.ID) (p graph.Path) {
	for i, id := range ids {
		p.Nodes = append(p.Nodes, s.nodes[id])
		if i > 0 {
			hop := slices.Clone(s.links[[2]graph.ID{ids[i-1], id}])
			slices.SortFunc(hop, graph.CompareStrength)
			p.Hops = append(p.Hops, hop)
		}
	}
	return p
}
