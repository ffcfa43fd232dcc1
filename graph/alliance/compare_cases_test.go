package alliance_test

import (
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
