package api_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/api"
)

func TestNumbersAreWrittenTheWayPeopleWriteThem(t *testing.T) {
	for number, want := range map[float64]string{
		0: "0", 0.5: "0.5", -1280000: "-1280000", 999999999999999: "999999999999999", 1e15: "1e+15", -2e15: "-2e+15", 1e-6: "0.000001", 5e-7: "5e-07",
	} {
		var got strings.Builder
		api.MarshalFloat(number).MarshalGQL(&got)
		if got.String() != want {
			t.Errorf("%g: %s; want %s", number, &got, want)
		}
	}
}

func TestOnlyFiniteNumbersAreRead(t *testing.T) {
	if got, err := api.UnmarshalFloat(1.5); err != nil || got != 1.5 {
		t.Errorf("1.5: %g, %v", got, err)
	}
	for _, v := range []any{math.NaN(), math.Inf(1), math.Inf(-1), "one", true} {
		if _, err := api.UnmarshalFloat(v); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%v: %v; want it refused", v, err)
		}
	}
}

func TestATimeIsAskedForByOneOrTwoDates(t *testing.T) {
	year, day, none := graph.YearOnly(2024), graph.FullDate(2024, 11, 1), graph.Date{}
	for name, c := range map[string]struct {
		in   *api.PeriodInput
		want *graph.Period
	}{
		"no time":              {nil, nil},
		"all time":             {&api.PeriodInput{}, &graph.Period{}},
		"since a year":         {&api.PeriodInput{From: &year}, &graph.Period{From: year}},
		"an end that is empty": {&api.PeriodInput{From: &year, Until: &none}, &graph.Period{From: year}},
		"until a year":         {&api.PeriodInput{Until: &year}, &graph.Period{Until: graph.FullDate(2024, 1, 1)}},
		"since a year to a day": {
			&api.PeriodInput{From: &year, Until: &day}, &graph.Period{From: year, Until: day},
		},
	} {
		got, err := c.in.Period("during")
		if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b graph.Date) bool { return a == b })); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	for _, c := range [][2]graph.Date{{day, year}, {year, graph.FullDate(2024, 1, 1)}} {
		if _, err := (&api.PeriodInput{From: &c[0], Until: &c[1]}).Period("during"); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s to %s: %v; want it refused", c[0], c[1], err)
		}
	}
}

// path is one through states, with the treaties of each hop; "" is a relationship of no treaty.
func path(names string, treaties ...string) api.Path {
	var out api.Path
	for name := range strings.FieldsSeq(names) {
		out.Nodes = append(out.Nodes, &graph.State{Header: graph.Header{ID: graph.ID("state:" + name), Name: name}})
	}
	for _, of := range treaties {
		var hop api.Hop
		for _, id := range strings.Split(of, " ") {
			if id == "" {
				hop.Relationships = append(hop.Relationships, &graph.MemberOf{})
			} else {
				hop.Relationships = append(hop.Relationships, &graph.AlliedWith{TreatyID: graph.ID("treaty:" + id)})
			}
		}
		out.Hops = append(out.Hops, hop)
	}
	return out
}

func TestWhatAllPathsPassThrough(t *testing.T) {
	for name, c := range map[string]struct {
		paths           []api.Path
		nodes, treaties string
	}{
		"no path":                      {nil, "", ""},
		"ends alone":                   {[]api.Path{path("A B", "x")}, "", "treaty:x"},
		"one path":                     {[]api.Path{path("A B C", "x", "y")}, "B", "treaty:x treaty:y"},
		"a treaty twice":               {[]api.Path{path("A B C", "x", "x")}, "B", "treaty:x"},
		"a hop by two treaties":        {[]api.Path{path("A B C", "x y", "z")}, "B", "treaty:z"},
		"a hop by one treaty twice":    {[]api.Path{path("A B", "x x")}, "", "treaty:x"},
		"a hop by more than treaties":  {[]api.Path{path("A B C", "x ", "z")}, "B", "treaty:z"},
		"a hop by no treaty":           {[]api.Path{path("A B", "")}, "", ""},
		"two paths that share a part":  {[]api.Path{path("A B C D", "x", "y", "z"), path("A E C D", "w", "v", "z")}, "C", "treaty:z"},
		"two paths that share nothing": {[]api.Path{path("A B D", "x", "y"), path("A C D", "w", "v")}, "", ""},
	} {
		got := (&api.PathResult{Paths: c.paths}).OnlyThrough()
		var nodes []string
		for _, n := range got.Nodes {
			nodes = append(nodes, n.Head().Name)
		}
		var treaties []string
		for _, id := range got.TreatyIDs {
			treaties = append(treaties, string(id))
		}
		if strings.Join(nodes, " ") != c.nodes || strings.Join(treaties, " ") != c.treaties {
			t.Errorf("%s: %s by %s; want %s by %s", name, nodes, treaties, c.nodes, c.treaties)
		}
	}
}

func TestColumnsLeaveOutRelationshipsWithoutAnEnd(t *testing.T) {
	between := func(id, from, to graph.ID) graph.RelationshipHeader {
		return graph.RelationshipHeader{ID: id, FromID: from, ToID: to}
	}
	got := api.Columns(&graph.Subgraph{
		Nodes: []graph.Node{&graph.State{Header: graph.Header{ID: "state:A"}}, &graph.Treaty{Header: graph.Header{ID: "treaty:x"}}, &graph.State{Header: graph.Header{ID: "state:B"}}},
		Relationships: []graph.Relationship{
			&graph.AlliedWith{RelationshipHeader: between("1", "state:A", "state:B"), TreatyID: "treaty:x", ObligationType: graph.ObligationDefense},
			&graph.AlliedWith{RelationshipHeader: between("2", "state:A", "state:C")},
			&graph.AlliedWith{RelationshipHeader: between("3", "state:C", "state:B")},
			&graph.PartyTo{RelationshipHeader: between("4", "state:B", "treaty:x")},
		},
	})
	if !slices.Equal(got.Relationships, []graph.ID{"1", "4"}) || !slices.Equal(got.Starts, []int{0, 2}) || !slices.Equal(got.Ends, []int{2, 1}) {
		t.Errorf("%+v", got)
	}
	if got.Treaties[0] == nil || *got.Treaties[0] != "treaty:x" || *got.ObligationTypes[0] != graph.ObligationDefense || got.Treaties[1] != nil || got.ObligationTypes[1] != nil {
		t.Errorf("treaties %v, types %v", got.Treaties, got.ObligationTypes)
	}
	if !slices.Equal(got.Pending, []bool{false, true}) {
		t.Errorf("pending: %v", got.Pending)
	}
}
