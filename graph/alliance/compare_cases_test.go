package alliance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// TestWhereTwoDatasetsDifferOnATreaty: it is told of a treaty in force, of which both cover the day and state other
// types of duty.
func TestWhereTwoDatasetsDifferOnATreaty(t *testing.T) {
	const differ = alliance.DatasetsDiffer
	kinds := []alliance.ContradictionKind{differ}
	plain := func(*statute) {}
	for name, c := range map[string]struct {
		change  func(*statute) // of what both say of the treaty
		second  []clause
		covered graph.Date // the end of what the second covers
		query   alliance.ContradictionQuery
		want    string
	}{
		"other types":                {plain, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{Kinds: kinds}, "the Law imposes DEFENSE by dataset:one; NONAGG by dataset:two"},
		"one type more":              {plain, []clause{{"I", defense}, {"", nonagg}}, graph.Date{}, alliance.ContradictionQuery{}, "the Law imposes DEFENSE by dataset:one; DEFENSE and NONAGG by dataset:two"},
		"the same types":             {plain, []clause{{"II", defense}}, graph.Date{}, alliance.ContradictionQuery{Kinds: kinds}, ""},
		"of a party":                 {plain, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{Actors: []graph.ID{aaa}}, "the Law imposes DEFENSE by dataset:one; NONAGG by dataset:two"},
		"of one who is no party":     {plain, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{Actors: []graph.ID{ddd}}, ""},
		"by one of the datasets":     {plain, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{Datasets: []graph.ID{"dataset:one"}}, ""},
		"of another kind":            {plain, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{Kinds: []alliance.ContradictionKind{alliance.DefenseOfBothSides}}, ""},
		"that covers an earlier day": {plain, []clause{{"I", nonagg}}, graph.YearOnly(1999), alliance.ContradictionQuery{}, ""},
		"of a treaty that is signed": {func(s *statute) { s.signed() }, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{}, ""},
		"of a treaty that is suspended": {func(s *statute) {
			s.treaty.Suspensions = []graph.Suspension{{Period: graph.Since(graph.YearOnly(1995))}}
		}, []clause{{"I", nonagg}}, graph.Date{}, alliance.ContradictionQuery{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			one, two := statuteOf(clause{"I", defense}), statuteOf(append([]clause{{"Preamble", ""}}, c.second...)...) // its duties are its own
			c.change(one)
			c.change(two)
			store := one.store(t, "dataset:one")
			two.into(t, store, "dataset:two")
			dataset := graph.NewNodeRecord(&graph.Dataset{Header: graph.Header{ID: "dataset:two", Name: "dataset:two"}, CoverageUntil: c.covered})
			dataset.Dataset = "dataset:two"
			if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{dataset}}); err != nil {
				t.Fatal(err)
			}
			c.query.On = asked
			found, err := alliance.Contradictions(t.Context(), store, c.query)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, one := range found {
				if one.Kind != differ || one.Treaty.ID != "treaty:law" || one.Actor != nil || one.Since != graph.YearOnly(1990) {
					t.Errorf("%+v is another contradiction", one)
				}
				got = append(got, one.Explanation)
			}
			if text := strings.Join(got, "; "); !strings.EqualFold(strings.TrimSuffix(text, "."), c.want) {
				t.Errorf("%q; want %q", text, c.want)
			}
		})
	}
}

// TestWhatLinksTwoThroughTime lists how long the shortest path between AAA and BBB was, time after time.
func TestWhatLinksTwoThroughTime(t *testing.T) {
	const consult = graph.ObligationConsul
	until2000, since1995, political := pactOf(1, "AB", defense), pactOf(2, "AC", defense), pactOf(1, "AB", defense)
	until2000.until, since1995.from, political.force = graph.YearOnly(2000), graph.YearOnly(1995), doesNotBind
	linked := func(path string, of graph.ObligationType) (out []pact) {
		for i := range len(path) - 1 {
			out = append(out, pactOf(10+i, path[i:i+2], of))
		}
		return out
	}
	for name, c := range map[string]struct {
		pacts   []pact
		query   alliance.HistoryQuery
		lengths string
		bound   int // times in which they owed each other something
	}{
		"a treaty of the two":               {linked("AB", defense), alliance.HistoryQuery{}, "1", 1},
		"a promise that binds nobody":       {[]pact{political}, alliance.HistoryQuery{MaxHops: 3}, "", 0},
		"by way of one, where that counts":  {linked("ACB", defense), alliance.HistoryQuery{MaxHops: 2}, "2", 0},
		"by way of one, where it does not":  {linked("ACB", defense), alliance.HistoryQuery{}, "", 0},
		"by way of two, where that counts":  {linked("ACDB", defense), alliance.HistoryQuery{MaxHops: 3}, "3", 0},
		"by way of two, where it does not":  {linked("ACDB", defense), alliance.HistoryQuery{MaxHops: 2}, "", 0},
		"by way of three":                   {linked("ACDEB", defense), alliance.HistoryQuery{MaxHops: 3}, "", 0},
		"consultation is no link by itself": {linked("ACB", consult), alliance.HistoryQuery{MaxHops: 2}, "", 0},
		"consultation, where it is asked":   {linked("ACB", consult), alliance.HistoryQuery{MaxHops: 2, Types: []graph.ObligationType{consult}}, "2", 0},
		"consultation of the two":           {linked("AB", consult), alliance.HistoryQuery{MaxHops: 2}, "", 1},
		"first directly, then by way of one": {
			[]pact{until2000, since1995, pactOf(3, "CB", defense)}, alliance.HistoryQuery{MaxHops: 2}, "1 2", 1,
		},
		"the same length by one treaty after the other": {
			[]pact{until2000, pactOf(2, "AB", defense)}, alliance.HistoryQuery{MaxHops: 2}, "1", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.query.A, c.query.B = aaa, bbb
			h, err := alliance.History(t.Context(), world(t, c.pacts), c.query)
			if err != nil {
				t.Fatal(err)
			}
			var lengths []string
			for _, p := range h.Paths {
				lengths = append(lengths, fmt.Sprint(p.Length))
			}
			if got := strings.Join(lengths, " "); got != c.lengths || len(h.Periods) != c.bound {
				t.Errorf("paths of %q hops, bound in %d times; want %q, %d", got, len(h.Periods), c.lengths, c.bound)
			}
		})
	}
}

// TestAHistorySaysOfWhomTheTwoTookThePlace, and not who came after them.
func TestAHistorySaysOfWhomTheTwoTookThePlace(t *testing.T) {
	var m made
	state := func(code string, p graph.Period) {
		m.add(&graph.State{Header: graph.Header{ID: graph.ID("state:" + code), Name: code, Period: p}})
	}
	state("AAA", years(1950, 0))
	state("BBB", years(1900, 0))
	state("OLD", years(1900, 1950))
	state("NEW", years(1990, 0))
	m.link(&graph.Succeeds{}, aaa, "state:OLD", graph.Period{})
	m.link(&graph.Succeeds{}, bbb, "state:NEW", graph.Period{}) // came later, whatever it took over
	m.owes(aaa, bbb, "treaty:t", defense)
	h, err := alliance.History(t.Context(), m.store(t), alliance.HistoryQuery{A: aaa, B: bbb})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(h.Warnings, "\n")
	if !strings.Contains(text, "OLD (state:OLD)") || strings.Contains(text, "NEW") {
		t.Errorf("%q; want a word on OLD alone", text)
	}
}
