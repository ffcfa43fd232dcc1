package graph_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// hopOf has a relationship for each period, the strongest first.
func hopOf(periods ...graph.Period) (out []graph.Relationship) {
	for _, p := range periods {
		out = append(out, &graph.Borders{RelationshipHeader: graph.RelationshipHeader{Period: p}})
	}
	return out
}

func TestAPathHoldsWhileAllItsHopsDo(t *testing.T) {
	first, second := between("1940", "1949"), between("1955-01-01", "1960-01-01")
	for name, c := range map[string]struct {
		hops [][]graph.Relationship
		want graph.Period
		held bool
	}{
		"no hop":                            {nil, graph.Period{}, true},
		"by the strongest":                  {[][]graph.Relationship{hopOf(first, second), hopOf(between("1945", "1970"))}, between("1945", "1949"), true},
		"by others than the strongest":      {[][]graph.Relationship{hopOf(first, second), hopOf(between("1958", "1970"))}, between("1958", "1960-01-01"), true},
		"never together":                    {[][]graph.Relationship{hopOf(first), hopOf(second)}, graph.Period{}, false},
		"never together, then one that was": {[][]graph.Relationship{hopOf(first), hopOf(second), hopOf(graph.Period{})}, graph.Period{}, false},
		"one begins on the day after":       {[][]graph.Relationship{hopOf(between("1950-01-01", "1955-01-01")), hopOf(second)}, graph.Period{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, held := graph.Path{Hops: c.hops}.Period()
			if got != c.want || held != c.held {
				t.Errorf("%s, %t; want %s, %t", got.Text(), held, c.want.Text(), c.held)
			}
		})
	}
}

func TestARelationshipNamesTheTreatyWhereNoArticleIsKnown(t *testing.T) {
	names := map[graph.ID]string{"state:PRK": "North Korea", "state:RUS": "Russia", "treaty:x": "Treaty of X"}
	allied := &graph.AlliedWith{
		RelationshipHeader: graph.RelationshipHeader{FromID: "state:PRK", ToID: "state:RUS"}, ObligationType: graph.ObligationDefense,
		TreatyID: "treaty:x",
	}
	name := func(id graph.ID) string { return names[id] }
	if got := graph.Describe(allied, name); got != "North Korea allied with Russia via Treaty of X (DEFENSE)" {
		t.Error(got)
	}
	allied.ArticleNumber = "4"
	if got := graph.Describe(allied, name); got != "North Korea allied with Russia via Article 4 (DEFENSE)" {
		t.Error(got)
	}
}

func TestAPeriodWithoutADayIsRefusedWhereverItIsStored(t *testing.T) {
	for name, thing := range map[string]graph.Node{
		"of a node": &graph.State{Header: graph.Header{ID: "state:x", Name: "X", Period: between("1950-01-01", "1950-01-01")}},
		"of a code": &graph.State{Header: graph.Header{ID: "state:x", Name: "X", Identifiers: []graph.Identifier{{
			Scheme: graph.SchemeCOW, Value: "1",
			Period: between("1951", "1949"),
		}}}},
		"of a suspension": &graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "X"}, Suspensions: []graph.Suspension{{Period: between("1951", "1949")}}},
	} {
		r := graph.NewNodeRecord(thing)
		r.Dataset = "dataset:x"
		if err := r.Validate(); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoPeriodThatIsShownIsWithoutADay: a period is shown as it was stored, or was made of stored ones by meeting, by
// taking out or along a path. Of periods that may be stored none of these makes one without a day.
func TestNoPeriodThatIsShownIsWithoutADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stored := func(name string) graph.Period {
			return rapid.Custom(func(t *rapid.T) graph.Period { return drawPeriod(t, "period") }).
				Filter(func(p graph.Period) bool { return p.Validate() == nil && !p.Unknown() }).Draw(t, name)
		}
		p, q := stored("p"), stored("q")
		shown := append([]graph.Period{p, q}, p.Without(q)...)
		if both, ok := p.Intersect(q); ok {
			shown = append(shown, both)
		}
		var path graph.Path
		for i := range rapid.IntRange(1, 4).Draw(t, "hops") {
			var hop []graph.Relationship
			for j := range rapid.IntRange(1, 3).Draw(t, "relationships") {
				hop = append(hop, hopOf(stored(fmt.Sprint(i, j)))...)
			}
			path.Hops = append(path.Hops, hop)
		}
		if whole, held := path.Period(); held {
			shown = append(shown, whole)
		}
		for _, s := range shown {
			if first, end := s.Bounds(); first >= end || s.Validate() != nil {
				t.Fatalf("%s, of %s and %s, holds no day", s.Text(), p.Text(), q.Text())
			}
		}
	})
}
