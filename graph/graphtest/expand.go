package graphtest

import (
	"cmp"
	"fmt"
	"testing"

	"github.com/entente-graph/entente/graph"
)

func expand(t testing.TB, s graph.Store, q graph.HopQuery, ids ...graph.ID) [][]graph.ID {
	t.Helper()
	q.PerNode = cmp.Or(q.PerNode, graph.MaxPerNode)
	pages, err := s.Expand(t.Context(), ids, q)
	if err != nil || len(pages) != len(ids) {
		t.Fatalf("Expand(%v, %+v): %d pages, %v", ids, q, len(pages), err)
	}
	out := make([][]graph.ID, len(pages))
	for i, page := range pages {
		for _, hop := range page.Hops {
			h := hop.Relationship.Head()
			if other := hop.Other.Head().ID; other != h.FromID && other != h.ToID || other == ids[i] && h.FromID != h.ToID {
				t.Errorf("from %s, %s leads to %s", ids[i], h.ID, other)
			}
			out[i] = append(out[i], h.ID)
		}
	}
	return out
}

var expandCases = []testCase{
	{"by relationship id, aligned, in each direction, a loop once", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "A-B", "B", "C"), allied("A", "B", "1"), allied("A", "B", "2"), allied("B", "A", ""), allied("A", "A", ""), borders("C", "A"),
			allied("A-B", "A", ""))
		out := recordIDs(allied("A", "A", ""), allied("A", "B", "1"), allied("A", "B", "2"))
		in := recordIDs(allied("A-B", "A", ""), allied("A", "A", ""), allied("B", "A", ""), borders("C", "A"))
		any := recordIDs(allied("A-B", "A", ""), allied("A", "A", ""), allied("A", "B", "1"), allied("A", "B", "2"), allied("B", "A", ""), borders("C", "A"))
		same(t, "out", [][]graph.ID{out, nil, nil, out}, expand(t, s, graph.HopQuery{Direction: graph.DirectionOut}, "state:A", "state:Z", "", "state:A"))
		same(t, "in", [][]graph.ID{in}, expand(t, s, graph.HopQuery{Direction: graph.DirectionIn}, "state:A"))
		same(t, "any", [][]graph.ID{any}, expand(t, s, graph.HopQuery{Direction: graph.DirectionAny}, "state:A"))
		same(t, "no direction is any", [][]graph.ID{any}, expand(t, s, graph.HopQuery{}, "state:A"))
	}},
	{"each node has its own limit and says whether there is more", func(t *testing.T, s graph.Store) {
		var codes []string
		var links []graph.RelationshipRecord
		for i := range 30 {
			codes = append(codes, fmt.Sprintf("N%02d", i))
			links = append(links, allied("HUB", codes[i], ""), allied(codes[i], "HUB", ""))
		}
		put(t, s, states(append(codes, "HUB")...), links...)
		for perNode, more := range map[int]bool{1: true, 59: true, 60: false, 61: false} {
			pages, err := s.Expand(t.Context(), []graph.ID{"state:HUB", "state:N00"}, graph.HopQuery{PerNode: perNode})
			if err != nil || len(pages[0].Hops) != min(perNode, 60) || pages[0].More != more || len(pages[1].Hops) != min(perNode, 2) || pages[1].More != (perNode < 2) {
				t.Errorf("%d per node: %d hops, more %v; %d hops, more %v; %v", perNode, len(pages[0].Hops), pages[0].More, len(pages[1].Hops), pages[1].More, err)
			}
		}
	}},
	{"every filter is asked, a period on its first and last day", func(t *testing.T, s graph.Store) {
		put(t, s, append(states("A", "B", "C"), orgO()),
			allied("A", "B", "day", during("1950-06-25", "1953-07-27")), allied("A", "B", "month", during("1950-06", "1953-07")),
			allied("A", "B", "year", during("1950", "1953")),
			allied("A", "C", "neutral", ofType(graph.ObligationNeutral)), allied("A", "C", "political", func(r *graph.AlliedWith) { r.Binding = new(false) }),
			allied("A", "C", "sure", func(r *graph.AlliedWith) { r.Confidence = new(80) }), allied("A", "C", "beta", from(beta)), borders("A", "C"))
		member := member("A", "")
		put(t, s, nil, member)
		dated := []graph.ID{recordIDs(allied("A", "B", "day"))[0], recordIDs(allied("A", "B", "month"))[0], recordIDs(allied("A", "B", "year"))[0]}
		on := func(d string) graph.Filter { return graph.Filter{On: day(d), Exclude: []graph.ID{"state:C", "org:O"}} }
		for d, want := range map[string][]graph.ID{
			"1949-12-31": nil, "1950-01-01": dated[2:], "1950-05-31": dated[2:], "1950-06-01": dated[1:], "1950-06-24": dated[1:], "1950-06-25": dated,
			"1953-07-26": dated, "1953-07-27": dated[1:], "1953-07-31": dated[1:], "1953-08-01": dated[2:], "1953-12-31": dated[2:], "1954-01-01": nil,
		} {
			same(t, d, [][]graph.ID{want}, expand(t, s, graph.HopQuery{Filter: on(d)}, "state:A"))
		}
		ids := func(discriminators ...string) (out []graph.ID) {
			for _, d := range discriminators {
				out = append(out, recordIDs(allied("A", "C", d))...)
			}
			return out
		}
		never := day("1000-01-01")
		for name, c := range map[string]struct {
			f    graph.Filter
			want []graph.ID
		}{
			"types":      {graph.Filter{Types: []graph.RelationshipType{graph.BordersType, graph.MemberOfType}}, append(recordIDs(borders("A", "C")), member.ID())},
			"labels":     {graph.Filter{Labels: []graph.Label{graph.LabelOrganization}}, recordIDs(member)},
			"exclude":    {graph.Filter{On: never, Exclude: []graph.ID{"state:C", "state:unknown"}}, recordIDs(member)},
			"obligation": {graph.Filter{On: never, Types: []graph.RelationshipType{graph.AlliedWithType}, ObligationTypes: []graph.ObligationType{graph.ObligationNeutral}}, ids("neutral")},
			"obligation of other types": {
				graph.Filter{On: never, ObligationTypes: []graph.ObligationType{graph.ObligationOffense}},
				append(recordIDs(borders("A", "C")), member.ID()),
			},
			"binding":          {graph.Filter{On: never, Types: []graph.RelationshipType{graph.AlliedWithType}, BindingOnly: true}, append(recordIDs(allied("A", "C", "beta", from(beta))), ids("neutral", "sure")...)},
			"dataset":          {graph.Filter{Datasets: []graph.ID{beta}}, recordIDs(allied("A", "C", "beta", from(beta)))},
			"confidence":       {graph.Filter{MinConfidence: 80}, ids("sure")},
			"confidence above": {graph.Filter{MinConfidence: 81}, nil},
		} {
			same(t, name, [][]graph.ID{c.want}, expand(t, s, graph.HopQuery{Filter: c.f}, "state:A"))
		}
	}},
	{"degrees are exact, on a day and for all time", func(t *testing.T, s graph.Store) {
		put(t, s, states("A", "B"), allied("A", "B", "1", during("1950", "1960")), allied("A", "B", "2"), allied("A", "A", ""), borders("B", "A"))
		degree := func(t graph.RelationshipType, d graph.Direction, n int) graph.Degree {
			return graph.Degree{Type: t, Direction: d, Count: n}
		}
		for on, want := range map[graph.Day][][]graph.Degree{
			0: {
				{degree(graph.AlliedWithType, graph.DirectionOut, 3), degree(graph.AlliedWithType, graph.DirectionIn, 1), degree(graph.BordersType, graph.DirectionIn, 1)},
				nil,
				{degree(graph.AlliedWithType, graph.DirectionIn, 2), degree(graph.BordersType, graph.DirectionOut, 1)},
			},
			day("1961-01-01"): {
				{degree(graph.AlliedWithType, graph.DirectionOut, 2), degree(graph.AlliedWithType, graph.DirectionIn, 1), degree(graph.BordersType, graph.DirectionIn, 1)},
				nil,
				{degree(graph.AlliedWithType, graph.DirectionIn, 1), degree(graph.BordersType, graph.DirectionOut, 1)},
			},
		} {
			got := must(s.Degrees(t.Context(), []graph.ID{"state:A", "state:Z", "state:B"}, graph.DegreeQuery{On: on}))(t)
			same(t, on.String(), want, got)
		}
	}},
	{"wrong questions are refused", func(t *testing.T, s graph.Store) {
		for name, q := range map[string]graph.HopQuery{
			"no limit":           {},
			"limit too large":    {PerNode: graph.MaxPerNode + 1},
			"unknown type":       {PerNode: 1, Filter: graph.Filter{Types: []graph.RelationshipType{"X"}}},
			"unknown obligation": {PerNode: 1, Filter: graph.Filter{ObligationTypes: []graph.ObligationType{"X"}}},
			"unknown direction":  {PerNode: 1, Direction: "UP"},
			"confidence":         {PerNode: 1, Filter: graph.Filter{MinConfidence: 101}},
		} {
			wantKind(t, failure(s.Expand(t.Context(), nil, q)), graph.KindInvalid, name)
		}
		ctx := canceled(t)
		wantKind(t, failure(s.Expand(ctx, []graph.ID{"state:A"}, graph.HopQuery{PerNode: 1})), graph.KindCanceled)
		wantKind(t, failure(s.Degrees(ctx, []graph.ID{"state:A"}, graph.DegreeQuery{})), graph.KindCanceled)
	}},
}
