package graphtest

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// routes writes the paths found as "A>B>C", checking that each hop holds what its two nodes join.
func routes(t testing.TB, result graph.PathResult) []string {
	t.Helper()
	var out []string
	for _, p := range result.Paths {
		var codes []string
		for i, n := range p.Nodes {
			codes = append(codes, strings.TrimPrefix(string(n.Head().ID), "state:"))
			if i == 0 {
				continue
			}
			a, b := p.Nodes[i-1].Head().ID, n.Head().ID
			if len(p.Hops[i-1]) == 0 {
				t.Errorf("hop %s to %s has no relationship", a, b)
			}
			for _, r := range p.Hops[i-1] {
				if h := r.Head(); (h.FromID != a || h.ToID != b) && (h.FromID != b || h.ToID != a) {
					t.Errorf("hop %s to %s has %s", a, b, h.ID)
				}
			}
		}
		if len(p.Hops) != len(p.Nodes)-1 {
			t.Errorf("%d hops for %d nodes", len(p.Hops), len(p.Nodes))
		}
		out = append(out, strings.Join(codes, ">"))
	}
	return out
}

// patience is how long a search may take: a busy machine needs seconds to plan a statement.
const patience = 2 * time.Minute

func paths(t testing.TB, s graph.Store, q graph.PathQuery) graph.PathResult {
	t.Helper()
	q.MaxHops = cmp.Or(q.MaxHops, 4)
	q.Limit = cmp.Or(q.Limit, graph.MaxPaths)
	q.Timeout = cmp.Or(q.Timeout, patience)
	return must(s.Paths(t.Context(), q))(t)
}

func query(from string, to ...string) graph.PathQuery {
	return graph.PathQuery{From: stateID(from), To: stateIDs(to...)}
}

var pathCases = []testCase{
	{"shortest first, then by the sequence of node ids", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D", "E", "F"), pairs("A-F", "A-D", "D-F", "A-B", "B-F", "A-C", "C-E", "E-F", "B-C", "A-E")...)
		q := query("A", "F")
		q.Direction = graph.DirectionOut
		want := []string{"A>F", "A>B>F", "A>D>F", "A>E>F", "A>C>E>F", "A>B>C>E>F"}
		for limit := 1; limit <= 7; limit++ {
			q.Limit = limit
			result := paths(t, s, q)
			same(t, fmt.Sprintf("limit %d", limit), want[:min(limit, len(want))], routes(t, result))
			same(t, fmt.Sprintf("limit %d: truncated, timed out", limit), []bool{limit < len(want), false}, []bool{result.Truncated, result.TimedOut})
		}
		for hops, n := range map[int]int{1: 1, 2: 4, 3: 5, 4: 6, graph.MaxHops: 6} {
			q.Limit, q.MaxHops = 50, hops
			result := paths(t, s, q)
			same(t, fmt.Sprintf("within %d hops", hops), want[:n], routes(t, result))
			same(t, fmt.Sprintf("within %d hops: truncated, though no limit cut", hops), false, result.Truncated)
		}
	}},
	{"ids are compared as strings, byte by byte", func(t *testing.T, s graph.Store) {
		put(t, s, states("S", "T", "a", "B", "a-b", "é", "Z", "10", "9"), pairs("S-a", "S-B", "S-é", "S-Z", "S-10", "S-9", "a-T", "B-T", "é-T", "Z-T", "10-T", "9-T")...)
		put(t, s, nil, allied("S", "a-b", ""), allied("a-b", "T", ""))
		same(t, "routes", []string{"S>10>T", "S>9>T", "S>B>T", "S>Z>T", "S>a>T", "S>a-b>T", "S>é>T"}, routes(t, paths(t, s, query("S", "T"))))
	}},
	{"parallel relationships belong to a hop and never multiply paths", func(t *testing.T, s graph.Store) {
		weak := allied("A", "B", "weak", ofType(graph.ObligationConsul))
		strong := allied("B", "A", "strong")
		old := allied("A", "B", "old", during("1900", "1910"))
		put(t, s, states("A", "B", "C"), weak, strong, old, allied("A", "B", "beta", from(beta)), borders("A", "B"), allied("B", "C", "1"), allied("B", "C", "2"))
		q := query("A", "C")
		result := paths(t, s, q)
		same(t, "routes", []string{"A>B>C"}, routes(t, result))
		same(t, "first hop, strongest first", recordIDs(allied("A", "B", "beta", from(beta)), old, strong, weak, borders("A", "B")), relationshipIDs(result.Paths[0].Hops[0]))
		q.Filter = graph.Filter{On: day("2024-01-01"), Types: []graph.RelationshipType{graph.AlliedWithType}, Datasets: []graph.ID{alpha}}
		same(t, "first hop as filtered", recordIDs(strong, weak), relationshipIDs(paths(t, s, q).Paths[0].Hops[0]))
		q.Direction = graph.DirectionOut
		same(t, "first hop outward", recordIDs(weak), relationshipIDs(paths(t, s, q).Paths[0].Hops[0]))
	}},
	{"direction is that of every hop", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D"), pairs("A-B", "B-C", "D-C", "D-A")...)
		for d, want := range map[graph.Direction][]string{graph.DirectionOut: {"A>B>C"}, graph.DirectionIn: nil, graph.DirectionAny: {"A>B>C", "A>D>C"}, "": {"A>B>C", "A>D>C"}} {
			q := query("A", "C")
			q.Direction = d
			same(t, "from A to C, "+string(d), want, routes(t, paths(t, s, q)))
		}
		q := query("C", "A")
		q.Direction = graph.DirectionIn
		same(t, "from C to A, inward", []string{"C>B>A"}, routes(t, paths(t, s, q)))
	}},
	{"an expired pact is never walked", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C"), allied("A", "B", "", during("1950", "1960-01-01")), allied("B", "C", "", during("1959-12-31", "")), allied("A", "C", "", during("1970", "")))
		for d, want := range map[string][]string{"1949-12-31": nil, "1959-12-30": nil, "1959-12-31": {"A>B>C"}, "1960-01-01": nil, "1970-01-01": {"A>C"}} {
			q := query("A", "C")
			q.Filter.On = day(d)
			same(t, d, want, routes(t, paths(t, s, q)))
		}
		same(t, "all time", []string{"A>C", "A>B>C"}, routes(t, paths(t, s, query("A", "C"))))
	}},
	{"filters apply to the nodes on the way and to the target", func(t *testing.T, s graph.Store) {
		put(t, s, append(states("A", "B", "C", "D"), orgO()), member("A", ""), member("D", ""))
		put(t, s, nil, pairs("A-B", "B-D", "A-C", "C-D")...)
		q := query("A", "D")
		same(t, "unfiltered", []string{"A>org:O>D", "A>B>D", "A>C>D"}, routes(t, paths(t, s, q)))
		q.Filter = graph.Filter{Exclude: []graph.ID{"state:B", "org:O"}}
		same(t, "excluded", []string{"A>C>D"}, routes(t, paths(t, s, q)))
		q.Filter = graph.Filter{Labels: []graph.Label{graph.LabelState}}
		same(t, "states only", []string{"A>B>D", "A>C>D"}, routes(t, paths(t, s, q)))
		q.Filter = graph.Filter{Labels: []graph.Label{graph.LabelOrganization}}
		same(t, "target of another label", []string(nil), routes(t, paths(t, s, q)))
		q.Filter = graph.Filter{Exclude: []graph.ID{"state:D"}}
		same(t, "target excluded", []string(nil), routes(t, paths(t, s, q)))
		q.Filter = graph.Filter{Exclude: []graph.ID{"state:A", "org:O", "state:B"}, Types: []graph.RelationshipType{graph.AlliedWithType}}
		same(t, "start excluded", []string{"A>C>D"}, routes(t, paths(t, s, q)))
	}},
	{"to itself, to strangers and from the unknown there is none", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D"), pairs("A-B", "B-A", "A-A", "C-D")...)
		for _, q := range []graph.PathQuery{query("A", "A"), query("A", "C"), query("Z", "A"), query("A", "Z"), query("Z", "Z")} {
			result := paths(t, s, q)
			result.ExploredNodes = 0
			same(t, fmt.Sprintf("%s to %v", q.From, q.To), graph.PathResult{}, result)
		}
		same(t, "several targets", []string{"A>B"}, routes(t, paths(t, s, query("A", "A", "Z", "B", "B", "C"))))
	}},
	{"of several targets each is reached, one through another", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D"), pairs("A-B", "B-C", "C-D", "A-D")...)
		q := query("A", "C", "B", "D")
		q.Direction = graph.DirectionOut
		same(t, "routes", []string{"A>B", "A>D", "A>B>C", "A>B>C>D"}, routes(t, paths(t, s, q)))
	}},
	{"a path of exactly n hops is found within n and not within n-1", func(t *testing.T, s graph.Store) {
		var codes, links []string
		for i := range 11 {
			codes = append(codes, fmt.Sprintf("N%02d", i))
			if i > 0 {
				links = append(links, codes[i-1]+"-"+codes[i])
			}
		}
		put(t, s, states(codes...), pairs(links...)...)
		for n := 1; n <= 9; n++ {
			for hops := max(1, n-1); hops <= min(n, graph.MaxHops); hops++ {
				q := query(codes[0], codes[n])
				q.MaxHops = hops
				same(t, fmt.Sprintf("paths %d hops away, within %d", n, hops), boolToInt(hops >= n), len(paths(t, s, q).Paths))
			}
		}
	}},
	{"no node comes twice, whatever cycles there are", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B", "C", "D"), pairs("A-B", "B-A", "B-C", "C-B", "C-A", "A-C", "C-D", "D-A", "B-B")...)
		q := query("A", "D")
		q.MaxHops = graph.MaxHops
		q.Direction = graph.DirectionOut
		same(t, "routes", []string{"A>C>D", "A>B>C>D"}, routes(t, paths(t, s, q)))
	}},
	{"all of k equally short paths, in order, and whether there are more", func(t *testing.T, s graph.Store) {
		var codes []string
		var links []graph.RelationshipRecord
		for i := range 60 {
			codes = append(codes, fmt.Sprintf("M%02d", i))
			links = append(links, allied("A", codes[i], "x"), allied("A", codes[i], "y"), allied(codes[i], "Z", ""))
		}
		put(t, s, states(append(codes, "A", "Z")...), links...)
		q := query("A", "Z")
		q.MaxHops = 2
		for _, limit := range []int{1, 7, graph.MaxPaths} {
			q.Limit = limit
			result := paths(t, s, q)
			want := lists.Map(codes[:limit], func(code string) string { return "A>" + code + ">Z" })
			same(t, fmt.Sprintf("limit %d", limit), want, routes(t, result))
			same(t, fmt.Sprintf("limit %d: truncated", limit), true, result.Truncated)
		}
	}},
	{"between two hubs without a link the search ends soon", func(t *testing.T, s graph.Store) {
		var codes []string
		var links []graph.RelationshipRecord
		for i := range 1000 {
			code := fmt.Sprintf("L%04d", i)
			codes = append(codes, code)
			links = append(links, allied("HUB"+string('A'+rune(i%2)), code, ""))
		}
		put(t, s, states(append(codes, "HUBA", "HUBB", "X")...), append(links, allied("X", "HUBA", ""))...)
		for _, q := range []graph.PathQuery{query("HUBA", "HUBB"), query("X", "L0000"), query("L0002", "L0004")} {
			q.MaxHops = graph.MaxHops
			q.Limit = 3
			result := paths(t, s, q)
			same(t, fmt.Sprintf("%s to %v: paths, timed out, truncated", q.From, q.To),
				[]any{boolToInt(q.From != "state:HUBA"), false, false}, []any{len(result.Paths), result.TimedOut, result.Truncated})
		}
	}},
	{"a search that runs out of time says so", func(t *testing.T, s graph.Store) {
		var links []graph.RelationshipRecord
		var codes []string
		for i := range 40 {
			codes = append(codes, fmt.Sprintf("N%02d", i))
			for j := range i {
				links = append(links, allied(codes[i], codes[j], ""))
			}
		}
		put(t, s, states(codes...), links...)
		q := query("N00", "N39")
		q.Timeout = time.Nanosecond
		same(t, "timed out within a nanosecond", true, paths(t, s, q).TimedOut)
		q.MaxHops, q.Limit = 4, 5
		wantKind(t, failure(s.Paths(canceled(t), q)), graph.KindCanceled)
		ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
		defer cancel()
		wantKind(t, failure(s.Paths(ctx, q)), graph.KindTimeout)
	}},
	{"wrong questions are refused with the limit", func(t *testing.T, s graph.Store) {
		ok := graph.PathQuery{From: "state:A", To: []graph.ID{"state:B"}, MaxHops: 4, Limit: 5}
		for want, change := range map[string]func(q *graph.PathQuery){
			"maxHops: 50 exceeds the limit of 8":   func(q *graph.PathQuery) { q.MaxHops = 50 },
			"maxHops: 0 is below":                  func(q *graph.PathQuery) { q.MaxHops = 0 },
			"limit: 51 exceeds the limit of 50":    func(q *graph.PathQuery) { q.Limit = 51 },
			"to: 0 is below":                       func(q *graph.PathQuery) { q.To = nil },
			`labels: "X" is not in the ontology`:   func(q *graph.PathQuery) { q.Filter.Labels = []graph.Label{"X"} },
			`direction "UP" is not OUT, IN or ANY`: func(q *graph.PathQuery) { q.Direction = "UP" },
		} {
			q := ok
			change(&q)
			_, err := s.Paths(t.Context(), q)
			if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
		}
	}},
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
