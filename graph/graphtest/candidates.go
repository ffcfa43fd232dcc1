package graphtest

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// candidateWorld has A and B meet at two candidates, which come first by id, and at an event that is reported.
func candidateWorld(t testing.TB, s graph.Store) {
	t.Helper()
	b := graph.Batch{Nodes: states("A", "B")}
	for id, status := range map[graph.ID]graph.EventStatus{"event:a": graph.EventCandidate, "event:b": graph.EventCandidate, "event:c": graph.EventReported, "event:d": ""} {
		b.Nodes = append(b.Nodes, record(&graph.Event{Header: graph.Header{ID: id, Name: "Meeting " + string(id)}, Status: status}))
		for _, actor := range stateIDs("A", "B") {
			if id != "event:d" || actor == "state:A" {
				b.Relationships = append(b.Relationships, attended(actor, id))
			}
		}
	}
	apply(t, s, b)
}

func attended(actor, event graph.ID) graph.RelationshipRecord {
	r := &graph.ActorIn{}
	r.FromID, r.ToID, r.DatasetID = actor, event, alpha
	return graph.NewRelationshipRecord(r, "")
}

var candidateCases = []testCase{
	{"pages are full of what is shown", func(t *testing.T, s graph.Store) {
		candidateWorld(t, s)
		q := graph.NodeQuery{Labels: []graph.Label{graph.LabelEvent}, First: 1, Total: true, HideCandidates: true}
		finds(t, s, "events", []graph.ID{"event:c", "event:d"}, q)
		q.Text, q.Order.Property = "meeting", "relevance"
		same(t, "events by text", []graph.ID{"event:c", "event:d"}, find(t, s, q))
		q.HideCandidates = false
		same(t, "all events", []graph.ID{"event:a", "event:b", "event:c", "event:d"}, find(t, s, q))
	}},
	{"hops and degrees leave them out before the limit", func(t *testing.T, s graph.Store) {
		candidateWorld(t, s)
		hidden := graph.HopQuery{PerNode: 1, Filter: graph.Filter{HideCandidates: true}}
		pages, err := s.Expand(t.Context(), []graph.ID{"state:A", "event:a"}, hidden)
		if err != nil || !pages[0].More {
			t.Fatalf("pages %+v, %v", pages, err)
		}
		same(t, "first hop", recordIDs(attended("state:A", "event:c")), relationshipIDs([]graph.Relationship{pages[0].Hops[0].Relationship}))
		same(t, "first hop from a candidate", recordIDs(attended("state:A", "event:a")), relationshipIDs([]graph.Relationship{pages[1].Hops[0].Relationship}))
		for hide, want := range map[bool]int{false: 4, true: 2} {
			for _, on := range []graph.Day{0, day("2000-01-01")} {
				degrees, err := s.Degrees(t.Context(), []graph.ID{"state:A", "event:a"}, graph.DegreeQuery{HideCandidates: hide, On: on})
				if err != nil || len(degrees[0]) != 1 || degrees[0][0].Count != want || len(degrees[1]) != 1 || degrees[1][0].Count != 2 {
					t.Errorf("degrees %v, %v; want %d and 2", degrees, err, want)
				}
			}
		}
	}},
	{"a neighborhood has room for what is shown", func(t *testing.T, s graph.Store) {
		candidateWorld(t, s)
		q := graph.NeighborhoodQuery{Of: []graph.ID{"state:A"}, Hops: 2, PerNode: 10, Limit: 4, Filter: graph.Filter{HideCandidates: true}}
		sub := must(s.Neighborhood(t.Context(), q))(t)
		same(t, "truncated and omitted", []any{false, 0}, []any{sub.Truncated, sub.Omitted})
		same(t, "nodes", []graph.ID{"state:A", "event:c", "event:d", "state:B"}, nodeIDs(sub.Nodes))
		q.Of = []graph.ID{"event:a"}
		sub = must(s.Neighborhood(t.Context(), q))(t)
		same(t, "around one that was asked for", []graph.ID{"event:a", "state:A", "state:B", "event:c"}, nodeIDs(sub.Nodes))
	}},
	{"paths lead to one that was asked for, and through none", func(t *testing.T, s graph.Store) {
		candidateWorld(t, s)
		q := query("A", "B")
		q.Filter.HideCandidates = true
		for limit := 1; limit <= 2; limit++ {
			q.Limit = limit
			result := paths(t, s, q)
			same(t, "from A to B", []string{"A>event:c>B"}, routes(t, result))
			same(t, fmt.Sprintf("limit %d: truncated by what is hidden", limit), false, result.Truncated)
		}
		q.Limit, q.To = 0, []graph.ID{"event:a"}
		same(t, "to a candidate", []string{"A>event:a", "A>event:c>B>event:a"}, routes(t, paths(t, s, q)))
		q.From, q.To = "event:a", stateIDs("B")
		same(t, "from a candidate", []string{"event:a>B", "event:a>A>event:c>B"}, routes(t, paths(t, s, q)))
		q.Filter.Exclude, q.To = []graph.ID{"event:b"}, []graph.ID{"event:b"}
		same(t, "to one that is excluded, too", []string(nil), routes(t, paths(t, s, q)))
	}},
}
