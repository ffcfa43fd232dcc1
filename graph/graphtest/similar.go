package graphtest

import (
	"fmt"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// similarNames asks for names with slips of the pen.
func similarNames(t *testing.T, s graph.Store) {
	findWorld(t, s)
	for text, want := range map[string][]graph.ID{
		"korae":            {"org:korea-coal", "state:KOR", "state:PRK"},
		"nroth korea":      {"state:PRK"},
		"noth corea":       {"state:PRK"},
		"korea":            {"state:KOR", "org:korea-coal", "state:PRK"},
		"sovyet":           {"state:SUN"},
		"unitde staets":    {"state:USA"},
		"ivorie":           {"state:CIV"},
		"democrtaic korea": {"state:PRK"},
		"artikel 4":        nil, // two slips in a word of seven letters
		"articel 4":        {"article:t/4"},
		"article 5":        nil, // a number is another one
		"nat":              {"org:nato"},
		"nto":              nil, // too short for slips
		"?!":               nil,
	} {
		q := graph.NodeQuery{Text: text, Similar: true, First: 1, Order: graph.Order{Property: "relevance"}}
		same(t, fmt.Sprintf("%q", text), want, find(t, s, q))
		q.Total = true
		page, err := s.Find(t.Context(), q)
		if err != nil || page.Total != len(want) {
			t.Errorf("%q: total %d, %v; want %d", text, page.Total, err, len(want))
		}
	}
	same(t, "of a label", []graph.ID{"org:korea-coal"}, find(t, s, graph.NodeQuery{
		Text: "koera", Similar: true, First: 1, Labels: []graph.Label{graph.LabelOrganization},
		Order: graph.Order{Property: "relevance"},
	}))
	if _, err := s.Find(t.Context(), graph.NodeQuery{Text: "korea", Similar: true, First: 1}); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("similar names by id: %v", err)
	}
}
