package curated

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

func identities(t testing.TB) loaders.Identities {
	t.Helper()
	ids, err := Identities()
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func period(t testing.TB, from, until string) graph.Period {
	t.Helper()
	a, errA := graph.ParseDate(from)
	b, errB := graph.ParseDate(until)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	return graph.Between(a, b)
}

func TestSpansSplitOnSuccessionAndLoseNoDayNearby(t *testing.T) {
	ids := identities(t)
	for name, c := range map[string]struct {
		value       string
		from, until string
		want        []loaders.Span
	}{
		"across a succession": {"365", "1980-01-01", "2000-01-01", []loaders.Span{
			{ID: "state:SUN", Period: period(t, "1980-01-01", "1991-12-26")}, {ID: "state:RUS", Period: period(t, "1991-12-26", "2000-01-01")}}},
		"within one bearer": {"732", "1953-10-01", "", []loaders.Span{{ID: "state:KOR", Period: period(t, "1953-10-01", "")}}},
		"a little before":   {"530", "1890-01-01", "1900-01-01", []loaders.Span{{ID: "state:ETH", Period: period(t, "1890-01-01", "1900-01-01")}}},
		"before it existed": {"771", "1969-01-01", "1980-01-01", []loaders.Span{{ID: "state:BGD", Period: period(t, "1969-01-01", "1980-01-01")}}},
		"long before":       {"771", "1900-01-01", "1910-01-01", []loaders.Span{}},
		"an unknown code":   {"999", "1900-01-01", "1910-01-01", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := ids.Spans(graph.SchemeCOW, c.value, period(t, c.from, c.until))
			if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b graph.Date) bool { return a == b })); diff != "" {
				t.Errorf("COW %s (-want +got):\n%s", c.value, diff)
			}
		})
	}
}

func TestTreatiesAreFoundByTheNumbersOfOtherDatasets(t *testing.T) {
	ids := identities(t)
	for _, c := range []struct {
		scheme graph.IdentifierScheme
		value  string
		want   graph.ID
	}{
		{graph.SchemeCOWAlliance, "264", "treaty:su-kp-1961"}, {graph.SchemeATOP, "3440", "treaty:su-kp-1961"}, {graph.SchemeCOWAlliance, "236", "treaty:us-kr-1953"},
		{graph.SchemeCOWAlliance, "227", "treaty:nato-1949"}, {graph.SchemeCOWAlliance, "233", "treaty:us-jp-1960"}, {graph.SchemeATOP, "3220", "treaty:us-jp-1951"}, {graph.SchemeUNTS, "I-541", "treaty:nato-1949"},
	} {
		if got, ok := ids.ByCode(c.scheme, c.value, 0); got != c.want || !ok {
			t.Errorf("%s %s: %q, want %s", c.scheme, c.value, got, c.want)
		}
	}
}

func TestTwoTreatiesNeverShareANumber(t *testing.T) {
	seen := map[codeKey]graph.ID{}
	for id, node := range load(t).nodes {
		if treaty, ok := node.(*graph.Treaty); ok {
			for _, c := range treaty.Identifiers {
				key := codeKey{c.Scheme, c.Value}
				if other, twice := seen[key]; twice {
					t.Errorf("%s %s numbers %s and %s", c.Scheme, c.Value, other, id)
				}
				seen[key] = id
			}
		}
	}
}

func TestANameInTheOrderOfACatalogueIsThatName(t *testing.T) {
	ids := identities(t)
	for name, want := range map[string]graph.ID{"Korea, Republic of": "state:KOR", "Korea (Democratic People's Republic of)": "state:PRK", "Korea, North": "state:PRK",
		"Iran (Islamic Republic of)": "state:IRN", "Tanzania, United Republic of": "state:TZA", "Yemen, South": "state:YMD", "Vietnam, South": "state:south-vietnam",
		"Guinea, Equatorial": "state:GNQ", "China (Taiwan)": "", "Russia (Soviet Union)": "", "Korea, Atlantis": "", ",": ""} {
		if got, candidates, ok := ids.ByName(name, nil, 0); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v; want %q", name, got, candidates, want)
		}
	}
}

func TestANameThatIsPartOfSeveralIsNoneOfThem(t *testing.T) {
	ids := identities(t)
	for _, c := range []struct {
		name, on string
		want     graph.ID
		of       []graph.ID
	}{
		{"Korea", "2020-01-01", "", []graph.ID{"state:KOR", "state:PRK", "state:korea"}}, {"Korea", "1900-01-01", "state:korea", nil},
		{"Congo", "2020-01-01", "", []graph.ID{"state:COD", "state:COG"}}, {"Kinshasa", "2020-01-01", "", []graph.ID{"state:COD"}},
		{"Hyderabad", "1948-01-01", "state:hyderabad", nil}, {"Vatican", "2020-01-01", "state:VAT", nil}, {"NK", "2020-01-01", "", nil},
	} {
		got, candidates, ok := ids.ByName(c.name, nil, day(t, c.on))
		var of []graph.ID
		for _, x := range candidates {
			of = append(of, x.ID)
		}
		if got != c.want || ok != (c.want != "") || !cmp.Equal(c.of, of) {
			t.Errorf("%s on %s: %q of %v; want %q of %v", c.name, c.on, got, of, c.want, c.of)
		}
	}
}

func TestNamesAreRecognisedOnTheirDayAndNeverGuessed(t *testing.T) {
	ids := identities(t)
	for _, c := range []struct {
		name   string
		labels []graph.Label
		on     string
		want   graph.ID
	}{
		{"DPRK", nil, "2024-12-04", "state:PRK"}, {"north korea", nil, "2024-12-04", "state:PRK"}, {"ROK", nil, "2024-12-04", "state:KOR"}, {"USSR", nil, "1980-01-01", "state:SUN"},
		{"USA", nil, "2024-01-01", "state:USA"}, {"U.S.", nil, "2024-01-01", "state:USA"}, {"UK", nil, "2024-01-01", "state:GBR"}, {"Türkiye", nil, "2024-01-01", "state:TUR"}, {"Turkey", nil, "1914-01-01", "state:ottoman-empire"},
		{"Russia", nil, "1914-01-01", "state:russian-empire"}, {"Russia", nil, "2024-01-01", "state:RUS"}, {"Germany", nil, "1939-09-01", "state:german-reich"}, {"Germany", nil, "2024-01-01", "state:DEU"},
		{"China", nil, "1937-07-07", "state:republic-of-china"}, {"China", nil, "2024-01-01", "state:CHN"}, {"Taiwan", nil, "2024-01-01", "state:TWN"}, {"Côte d'Ivoire", nil, "2024-01-01", "state:CIV"}, {"Korea", nil, "1900-01-01", "state:korea"},
		{"Korea", nil, "2024-01-01", ""}, {"Congo", nil, "2024-01-01", ""}, {"PRK", nil, "2024-01-01", ""}, {"Soviet Union", nil, "2024-01-01", ""}, {"NATO", nil, "2024-01-01", "org:nato"}, {"Kim Jong-un", nil, "2024-01-01", "person:kim-jong-un"},
		{"North Atlantic Treaty", []graph.Label{graph.LabelTreaty}, "2024-01-01", "treaty:nato-1949"}, {"Hyunmoo-5", []graph.Label{graph.LabelWeaponSystem}, "2024-01-01", "weapon:hyunmoo-5"},
	} {
		got, candidates, ok := ids.ByName(c.name, c.labels, day(t, c.on))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q on %s: %q, want %q (%v)", c.name, c.on, got, c.want, candidates)
		}
	}
	if _, candidates, _ := ids.ByName("Nroth Korea", nil, 0); len(candidates) == 0 || candidates[0].ID != "state:PRK" {
		t.Errorf("nearest to a misspelt name: %v", candidates)
	}
	for code, want := range map[string]graph.Candidate{"DEU": {ID: "state:DEU", Name: "Germany", Why: "say iso3:DEU, since 1949-05-23"}, "SUN": {ID: "state:SUN"}, "jp": {ID: "state:JPN"}} {
		id, candidates, ok := ids.ByName(code, nil, day(t, "1939-09-01"))
		if ok || id != "" || len(candidates) == 0 || candidates[0].ID != want.ID || want.Why != "" && candidates[0] != want || loaders.Borne(candidates) {
			t.Errorf("nearest to the code %s: %q %v", code, id, candidates)
		}
	}
	if _, candidates, _ := ids.ByName("DEU", []graph.Label{graph.LabelTreaty}, 0); len(candidates) > 0 && candidates[0].ID.Prefix() != "treaty" {
		t.Errorf("a treaty was asked for: %v", candidates)
	}
	if ids.Name("state:PRK") != "North Korea" || ids.Name("state:ZZZ") != "" {
		t.Error("shown names")
	}
}
