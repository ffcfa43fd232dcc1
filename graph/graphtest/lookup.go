package graphtest

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

var lookupCases = []testCase{
	{"a code means another node before and after a succession", func(t *testing.T, s graph.Store) {
		coded := func(code string, identifiers ...graph.Identifier) graph.NodeRecord {
			n := &graph.State{}
			n.ID, n.Name, n.Identifiers = stateID(code), code, identifiers
			return record(n)
		}
		cow := func(value, from, until string) graph.Identifier {
			return graph.Identifier{Scheme: graph.SchemeCOW, Value: value, Period: period(from, until)}
		}
		put(t, s, []graph.NodeRecord{
			coded("SUN", cow("365", "1922-12-30", "1991-12-26"), graph.Identifier{Scheme: graph.SchemeISOAlpha3, Value: "SUN"}),
			coded("RUS", cow("365", "1991-12-26", ""), cow("365", "1816", "1922")),
			coded("ANY", graph.Identifier{Scheme: graph.SchemeGW, Value: "365"}),
			coded("YEAR", cow("9", "", "1950")),
		})
		ref := func(scheme graph.IdentifierScheme, value string) graph.IdentifierRef {
			return graph.IdentifierRef{Scheme: scheme, Value: value}
		}
		codes := []graph.IdentifierRef{
			ref(graph.SchemeCOW, "365"), ref(graph.SchemeCOW, "36"), ref(graph.SchemeGW, "365"), ref(graph.SchemeCOW, "9"),
			ref(graph.SchemeCOW, "365"), ref(graph.SchemeISOAlpha3, "SUN"),
		}
		for on, want := range map[string][][]graph.ID{
			"1980-01-01": {{"state:SUN"}, nil, {"state:ANY"}, nil, {"state:SUN"}, {"state:SUN"}},
			"1991-12-25": {{"state:SUN"}, nil, {"state:ANY"}, nil, {"state:SUN"}, {"state:SUN"}},
			"1991-12-26": {{"state:RUS"}, nil, {"state:ANY"}, nil, {"state:RUS"}, {"state:SUN"}},
			"2020-01-01": {{"state:RUS"}, nil, {"state:ANY"}, nil, {"state:RUS"}, {"state:SUN"}},
			"1922-12-29": {{"state:RUS"}, nil, {"state:ANY"}, {"state:YEAR"}, {"state:RUS"}, {"state:SUN"}},
			"1950-12-31": {{"state:SUN"}, nil, {"state:ANY"}, {"state:YEAR"}, {"state:SUN"}, {"state:SUN"}},
			"1951-01-01": {{"state:SUN"}, nil, {"state:ANY"}, nil, {"state:SUN"}, {"state:SUN"}},
		} {
			got := must(s.Lookup(t.Context(), codes, day(on)))(t)
			same(t, on, want, got)
		}
		got := must(s.Lookup(t.Context(), codes[:1], 0))(t)
		same(t, "on any day", [][]graph.ID{{"state:RUS", "state:SUN"}}, got)
	}},
	{"a code follows the record that states it", func(t *testing.T, s graph.Store) {
		n := &graph.State{}
		n.ID, n.Name, n.Identifiers = "state:A", "A", []graph.Identifier{{Scheme: graph.SchemeGW, Value: "1"}}
		put(t, s, []graph.NodeRecord{record(n)})
		n.Identifiers[0].Value = "2"
		put(t, s, []graph.NodeRecord{record(n)})
		got := must(s.Lookup(t.Context(), []graph.IdentifierRef{{Scheme: graph.SchemeGW, Value: "1"}, {Scheme: graph.SchemeGW, Value: "2"}}, 0))(t)
		same(t, "ids", [][]graph.ID{nil, {"state:A"}}, got)
		same(t, "no codes", [][]graph.ID(nil), must(s.Lookup(t.Context(), nil, 0))(t))
	}},
}
