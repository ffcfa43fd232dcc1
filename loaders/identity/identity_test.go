package identity_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/identity"
)

// storing is a store with these nodes.
func storing(t *testing.T, nodes ...graph.Node) graph.Store {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var batch graph.Batch
	for _, n := range nodes {
		record := graph.NewNodeRecord(n)
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return store
}

// bundled knows two names of one state, and a name that two states share.
type bundled struct{ loaders.Identities }

func (bundled) ByName(name string, _ []graph.Label, _ graph.Day) (graph.ID, []graph.Candidate, bool) {
	switch name {
	case "North Korea", "DPRK":
		return "state:PRK", nil, true
	case "Korea":
		return "", []graph.Candidate{{ID: "state:KOR", Name: "South Korea", Why: `alias "Korea"`}, {ID: "state:PRK", Name: "North Korea", Why: `alias "Korea"`}}, false
	}
	return "", []graph.Candidate{{ID: "state:PRK", Name: "North Korea", Why: "similar name"}}, false
}

func TestAliasesAreReadWithTheirLine(t *testing.T) {
	aliases, err := identity.ReadAliases(strings.NewReader("\ufeffname,id\n# a remark\n\"Régime, the\", state:PRK\nMoskva,state:RUS\nMOSKVA,state:RUS\n"), "my.csv")
	if diff := cmp.Diff(identity.Aliases{"regime the": "state:PRK", "moskva": "state:RUS"}, aliases); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for text, want := range map[string]string{
		"Moskva,state:RUS\nmoskva,state:SUN\n": "my.csv:2: \"moskva\" means state:SUN here and state:RUS above",
		"a,b,c\n":                              "my.csv:1: 3 fields",
		"Moskva,RUS\n":                         "my.csv:1: id \"RUS\"",
		"Moskva,city:moscow\n":                 "my.csv:1: id city:moscow: no label",
		"???,state:RUS\n":                      "no letter or digit",
		"\"open,state:RUS\n":                   "my.csv: ",
	} {
		if _, err := identity.ReadAliases(strings.NewReader(text), "my.csv"); graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", text, err, want)
		}
	}
}

func TestTheUsersAliasesGoFirstAndOnlyForTheLabelsAskedFor(t *testing.T) {
	ids := identity.WithAliases(bundled{}, identity.Aliases{"korea": "state:KOR", "dprk": "weapon:dprk"})
	if id, why, ok := ids.ByName("KOREA", nil, 0); !ok || id != "state:KOR" || why[0].Why != "your alias" {
		t.Errorf("%s %v %v", id, why, ok)
	}
	if id, _, ok := ids.ByName("DPRK", nil, 0); !ok || id != "state:PRK" {
		t.Errorf("an alias of a weapon answered for an actor: %s %v", id, ok)
	}
	if id, _, ok := ids.ByName("DPRK", []graph.Label{graph.LabelWeaponSystem}, 0); !ok || id != "weapon:dprk" {
		t.Errorf("%s %v", id, ok)
	}
}

// coded knows that COW 365 was the Soviet Union.
type coded struct{ loaders.Identities }

func (coded) Spans(_ graph.IdentifierScheme, value string, period graph.Period) []loaders.Span {
	if value == "365" {
		return []loaders.Span{{ID: "state:SUN", Period: period}}
	}
	return nil
}

func (coded) ByCode(_ graph.IdentifierScheme, value string, _ graph.Day) (graph.ID, bool) {
	return "state:SUN", value == "365"
}

func TestAUsersCodesAnswerBeforeTheTables(t *testing.T) {
	aliases, err := identity.ReadAliases(strings.NewReader("name,id\ncow:999,state:atlantis\nCOW:365,state:RUS\nIso3: atl,state:atlantis\nsipri:Ab-7,org:x\nATOP:03,treaty:x\nm49:8,state:atlantis\nisonum:9,state:atlantis\nx:y,state:PRK\n"), "my.csv")
	if err != nil {
		t.Fatal(err)
	}
	ids := identity.WithAliases(coded{}, aliases)
	period := graph.Between(graph.YearOnly(1950), graph.YearOnly(1960))
	for _, c := range []struct {
		scheme graph.IdentifierScheme
		value  string
		want   graph.ID
	}{
		{graph.SchemeCOW, "999", "state:atlantis"},
		{graph.SchemeCOW, "365", "state:RUS"},
		{graph.SchemeGW, "365", "state:SUN"},
		{graph.SchemeISOAlpha3, "ATL", "state:atlantis"},
		{graph.SchemeCOW, "1", ""},
		{graph.SchemeSIPRI, "Ab-7", "org:x"},
		{graph.SchemeATOP, "3", "treaty:x"},
		{graph.SchemeUNM49, "008", "state:atlantis"},
		{graph.SchemeISONumeric, "9", "state:atlantis"},
	} {
		var got graph.ID
		if spans := ids.Spans(c.scheme, c.value, period); len(spans) == 1 && spans[0].Period == period {
			got = spans[0].ID
		}
		if got != c.want {
			t.Errorf("%s %s: %q; want %q", c.scheme, c.value, got, c.want)
		}
		if got, _ := ids.ByCode(c.scheme, c.value, 19550101); c.want != "" && got != c.want {
			t.Errorf("%s %s on a day: %q; want %q", c.scheme, c.value, got, c.want)
		}
	}
	for name := range loaders.NamesOf(ids) {
		if strings.Contains(name, "999") {
			t.Errorf("the code %q is taken for a name", name)
		}
	}
}

func TestStoredNamesAnswerOnlyWhereTheTableKnowsNone(t *testing.T) {
	store := storing(t,
		&graph.ArmedGroup{Header: graph.Header{ID: "group:houthis", Name: "Ansar Allah", Aliases: []string{"Houthis"}}},
		&graph.State{Header: graph.Header{ID: "state:XXX", Name: "Korea"}},
		&graph.Organization{Header: graph.Header{ID: "org:a", Name: "Twins"}},
		&graph.Organization{Header: graph.Header{ID: "org:b", Name: "TWINS"}},
		&graph.State{Header: graph.Header{ID: "state:OLD", Name: "Oldland", Period: graph.Between(graph.YearOnly(1900), graph.FullDate(1920, 1, 1))}},
		&graph.Place{Header: graph.Header{ID: "place:x", Name: "Somewhere"}},
	)
	ids, err := identity.WithStored(t.Context(), bundled{}, store)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		on   graph.Day
		want graph.ID
		near int // candidates where it is not known
	}{
		{"houthis", 0, "group:houthis", 0},
		{"Korea", 0, "", 2}, // ambiguous in the table: a stored name does not decide
		{"Twins", 0, "", 3},
		{"Oldland", 19100101, "state:OLD", 0},
		{"Oldland", 19500101, "", 2},
		{"Somewhere", 0, "", 1}, // no actor
		{"Houthi", 0, "", 2},
	} {
		id, candidates, ok := ids.ByName(c.name, nil, c.on)
		if id != c.want || ok != (c.want != "") || !ok && len(candidates) != c.near {
			t.Errorf("%s on %d: %q %v %v", c.name, c.on, id, candidates, ok)
		}
	}
}
