package graphtest

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

func neighborhood(t testing.TB, s graph.Store, q graph.NeighborhoodQuery) graph.Subgraph {
	t.Helper()
	q.Hops, q.PerNode, q.Limit = max(1, q.Hops), max(1, q.PerNode), max(1, q.Limit)
	q.Timeout = cmp.Or(q.Timeout, patience)
	return must(s.Neighborhood(t.Context(), q))(t)
}

var neighborhoodCases = []testCase{
	{"nodes by distance then id, and every relationship followed", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D", "E", "Z"), pairs("Z-C", "Z-B", "B-C", "C-D", "D-E", "B-D", "Z-Z")...)
		q := graph.NeighborhoodQuery{Of: stateIDs("Z", "unknown"), PerNode: 100, Limit: 100}
		for hops, c := range map[int]struct{ nodes, links []graph.ID }{
			1: {stateIDs("Z", "B", "C"), recordIDs(pairs("Z-B", "Z-C", "Z-Z")...)},
			2: {stateIDs("Z", "B", "C", "D"), recordIDs(pairs("B-C", "B-D", "C-D", "Z-B", "Z-C", "Z-Z")...)},
			3: {stateIDs("Z", "B", "C", "D", "E"), recordIDs(pairs("B-C", "B-D", "C-D", "D-E", "Z-B", "Z-C", "Z-Z")...)},
			4: {stateIDs("Z", "B", "C", "D", "E"), recordIDs(pairs("B-C", "B-D", "C-D", "D-E", "Z-B", "Z-C", "Z-Z")...)},
		} {
			q.Hops = hops
			got := neighborhood(t, s, q)
			same(t, fmt.Sprintf("nodes within %d", hops), c.nodes, nodeIDs(got.Nodes))
			same(t, fmt.Sprintf("relationships within %d", hops), c.links, relationshipIDs(got.Relationships))
			same(t, fmt.Sprintf("truncated, timed out, omitted within %d", hops), []any{false, false, 0}, []any{got.Truncated, got.TimedOut, got.Omitted})
		}
		q.Hops, q.Direction = 2, graph.DirectionIn
		q.Of = stateIDs("D")
		got := neighborhood(t, s, q)
		same(t, "inward", stateIDs("D", "B", "C", "Z"), nodeIDs(got.Nodes))
		q.Of = stateIDs("unknown")
		same(t, "around the unknown", graph.Subgraph{}, neighborhood(t, s, q))
	}},
	{"several starts come first, by id, and may always be entered", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C"), pairs("A-C", "B-A", "B-C")...)
		got := neighborhood(t, s, graph.NeighborhoodQuery{Of: stateIDs("C", "A", "C"), PerNode: 10, Limit: 10, Filter: graph.Filter{Exclude: stateIDs("B", "C")}})
		same(t, "nodes", stateIDs("A", "C"), nodeIDs(got.Nodes))
		same(t, "relationships", recordIDs(pairs("A-C")...), relationshipIDs(got.Relationships))
	}},
	{"the limit keeps the nearest and counts those left out", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D", "E", "F"), pairs("A-B", "A-C", "A-D", "B-E", "C-E", "D-F", "B-C", "C-D")...)
		q := graph.NeighborhoodQuery{Of: stateIDs("A"), Hops: 2, PerNode: 100, Direction: graph.DirectionOut}
		for limit, c := range map[int]struct {
			nodes, links []graph.ID
			omitted      int
		}{
			1: {stateIDs("A"), nil, 3},
			2: {stateIDs("A", "B"), recordIDs(pairs("A-B")...), 3},
			3: {stateIDs("A", "B", "C"), recordIDs(pairs("A-B", "A-C", "B-C")...), 2},
			4: {stateIDs("A", "B", "C", "D"), recordIDs(pairs("A-B", "A-C", "A-D", "B-C", "C-D")...), 2},
			5: {stateIDs("A", "B", "C", "D", "E"), recordIDs(pairs("A-B", "A-C", "A-D", "B-C", "B-E", "C-D", "C-E")...), 1},
			6: {stateIDs("A", "B", "C", "D", "E", "F"), recordIDs(pairs("A-B", "A-C", "A-D", "B-C", "B-E", "C-D", "C-E", "D-F")...), 0},
		} {
			q.Limit = limit
			got := neighborhood(t, s, q)
			name := fmt.Sprintf("limit %d", limit)
			same(t, name+", nodes", c.nodes, nodeIDs(got.Nodes))
			same(t, name+", relationships", c.links, relationshipIDs(got.Relationships))
			same(t, name+", omitted and truncated", []any{c.omitted, c.omitted > 0}, []any{got.Omitted, got.Truncated})
		}
	}},
	{"only the first relationships of each node are followed, after filtering", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D", "E"), allied("A", "B", ""), allied("A", "C", "", during("1900", "1910")), allied("A", "D", ""), borders("A", "E"))
		q := graph.NeighborhoodQuery{Of: stateIDs("A"), PerNode: 2, Limit: 10, Filter: graph.Filter{On: day("2000-01-01")}}
		got := neighborhood(t, s, q)
		same(t, "nodes", stateIDs("A", "B", "D"), nodeIDs(got.Nodes))
		same(t, "truncated, omitted", []any{true, 0}, []any{got.Truncated, got.Omitted})
		q.Filter.Exclude = stateIDs("B")
		got = neighborhood(t, s, q)
		same(t, "without B", stateIDs("A", "D", "E"), nodeIDs(got.Nodes))
		same(t, "truncated, though nothing was cut", false, got.Truncated)
	}},
	{"wrong questions are refused, and time and cancellation heeded", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), pairs("A-B")...)
		ok := graph.NeighborhoodQuery{Of: stateIDs("A"), Hops: 1, PerNode: 1, Limit: 1}
		for name, change := range map[string]func(q *graph.NeighborhoodQuery){
			"of":       func(q *graph.NeighborhoodQuery) { q.Of = nil },
			"hops":     func(q *graph.NeighborhoodQuery) { q.Hops = graph.MaxDepth + 1 },
			"no hops":  func(q *graph.NeighborhoodQuery) { q.Hops = 0 },
			"per node": func(q *graph.NeighborhoodQuery) { q.PerNode = graph.MaxPerNode + 1 },
			"limit":    func(q *graph.NeighborhoodQuery) { q.Limit = graph.MaxSubgraph + 1 },
			"filter":   func(q *graph.NeighborhoodQuery) { q.Filter.Labels = []graph.Label{"X"} },
		} {
			q := ok
			change(&q)
			wantKind(t, failure(s.Neighborhood(t.Context(), q)), graph.KindInvalid, name)
		}
		q := ok
		q.Timeout, q.Limit = time.Nanosecond, 10
		same(t, "timed out", true, neighborhood(t, s, q).TimedOut)
		wantKind(t, failure(s.Neighborhood(canceled(t), ok)), graph.KindCanceled)
	}},
}
