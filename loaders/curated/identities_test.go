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
			{ID: "state:SUN", Period: period(t, "1980-01-01", "1991-12-26")}, {ID: "state:RUS", Period: period(t, "1991-12-26", "2000-01-01")},
		}},
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
		{graph.SchemeCOWAlliance, "264", "treaty:su-kp-1961"},
		{graph.SchemeATOP, "3440", "treaty:su-kp-1961"},
		{graph.SchemeCOWAlliance, "236", "treaty:us-kr-1953"},
		{graph.SchemeCOWAlliance, "227", "treaty:nato-1949"},
		{graph.SchemeCOWAlliance, "233", "treaty:us-jp-1960"},
		{graph.SchemeATOP, "3220", "treaty:us-jp-1951"},
		{graph.SchemeUNTS, "I-541", "treaty:nato-1949"},
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
	for name, want := range map[string]graph.ID{
		"Korea, Republic of": "state:KOR", "Korea (Democratic People's Republic of)": "state:PRK", "Korea, North": "state:PRK",
		"Iran (Islamic Republic of)": "state:IRN", "Tanzania, United Republic of": "state:TZA", "Yemen, South": "state:YMD", "Vietnam, South": "state:south-vietnam",
		"Guinea, Equatorial": "state:GNQ", "China (Taiwan)": "", "Russia (Soviet Union)": "", "Korea, Atlantis": "", ",": "",
	} {
		if got, candidates, ok := ids.ByName(name, nil, 0); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v; want %q", name, got, candidates, want)
		}
	}
}

func TestNamesOfTheFieldsListsMeanTheStateOfTheDay(t *testing.T) {
	ids := identities(t)
	for _, c := range []struct {
		name, on string
		want     graph.ID
	}{
		{"German Federal Republic", "1970-01-01", "state:DEU"},
		{"German Democratic Republic", "1970-01-01", "state:DDR"},
		{"German DR", "1970-01-01", "state:DDR"},
		{"Yugoslavia", "1980-01-01", "state:YUG"},
		{"Yugoslavia", "2002-12-31", "state:SCG"},
		{"Korea, People's Republic of", "2000-01-01", "state:PRK"},
		{"Vietnam, Democratic Republic of", "1968-01-01", "state:VDR"},
		{"Vietnam, Republic of", "1968-01-01", "state:south-vietnam"},
		{"Congo, Democratic Republic of (Zaire)", "2010-01-01", "state:COD"},
		{"DRC", "2010-01-01", "state:COD"},
		{"Congo, Dem. Rep.", "2010-01-01", "state:COD"},
		{"Congo, Rep.", "2010-01-01", "state:COG"},
		{"Congo, Republic of", "2010-01-01", "state:COG"},
		{"Congo, DR", "2010-01-01", "state:COD"},
		{"Korea, Rep.", "2010-01-01", "state:KOR"},
		{"Korea, Dem. People's Rep.", "2010-01-01", "state:PRK"},
		{"Egypt, Arab Rep.", "2010-01-01", "state:EGY"},
		{"Yemen, Rep.", "2010-01-01", "state:YEM"},
		{"Yemen, People's Republic of", "1975-01-01", "state:YMD"},
		{"Iran, Islamic Rep.", "2010-01-01", "state:IRN"},
		{"Micronesia, Fed. Sts.", "2010-01-01", "state:FSM"},
		{"Venezuela, RB", "2010-01-01", "state:VEN"},
		{"Bahamas, The", "2010-01-01", "state:BHS"},
		{"Somalia, Fed. Rep.", "2010-01-01", "state:SOM"},
		{"The Netherlands", "2010-01-01", "state:NLD"},
		{"Central African Rep.", "2010-01-01", "state:CAF"},
		{"Dominican Rep.", "2010-01-01", "state:DOM"},
		{"the former Yugoslav Republic of Macedonia", "2010-01-01", "state:MKD"},
		{"Macedonia (Former Yugoslav Republic of)", "2010-01-01", "state:MKD"},
		{"Macedonia, FYR", "2010-01-01", "state:MKD"},
		{"West Bank and Gaza", "2010-01-01", "state:PSE"},
		{"Aruba", "2010-01-01", "state:ABW"},
		{"Western Sahara", "2010-01-01", "state:ESH"},
		{"Northern Cyprus", "2010-01-01", "state:northern-cyprus"},
		{"Katanga", "1961-01-01", "state:katanga"},
		{"Biafra", "1968-01-01", "state:biafra"},
		{"Germany (Prussia)", "1900-01-01", "state:german-reich"},
		{"Germany (Prussia)", "1850-01-01", "state:prussia"},
		{"Italy/Sardinia", "1850-01-01", "state:sardinia"},
		{"Belarus (Byelorussia)", "2010-01-01", "state:BLR"},
	} {
		if got, candidates, ok := ids.ByName(c.name, nil, day(t, c.on)); got != c.want || !ok {
			t.Errorf("%s on %s: %q %v; want %q", c.name, c.on, got, candidates, c.want)
		}
	}
	if got, _, ok := ids.ByName("KN23", []graph.Label{graph.LabelWeaponSystem}, 0); !ok || got != "weapon:hwasong-11a" {
		t.Errorf("KN23: %q", got)
	}
}

func TestNamesInOtherLanguagesMeanTheState(t *testing.T) {
	ids := identities(t)
	for want, list := range map[graph.ID][]string{
		"state:PRK": {"Corée du Nord", "Corea del Norte", "КНДР", "Северная Корея", "朝鲜", "北韓", "كوريا الشمالية", "북한", "北朝鮮", "Nordkorea", "Північна Корея"},
		"state:DEU": {"Allemagne", "Alemania", "Германия", "德国", "ألمانيا", "독일", "ドイツ", "Deutschland", "Німеччина"},
		"state:JPN": {"Japon", "Japón", "Япония", "日本", "اليابان", "일본", "Japan", "Японія"},
		"state:UKR": {"Ucrania", "Украина", "乌克兰", "烏克蘭", "أوكرانيا", "우크라이나", "ウクライナ", "Україна"},
		"org:nato":  {"НАТО", "北约", "나토"},
		"org:un":    {"ООН", "联合国", "유엔", "الأمم المتحدة"},
		"org:csto":  {"ОДКБ"},
		"state:CIV": {"Côte d’Ivoire", "Кот-д’Ивуар", "科特迪瓦"},
	} {
		for _, name := range list {
			if got, candidates, ok := ids.ByName(name, nil, day(t, "2024-10-15")); got != want || !ok {
				t.Errorf("%s: %q %v; want %q", name, got, candidates, want)
			}
		}
	}
	for name, on := range map[string]string{"Советский Союз": "1970-01-01", "소련": "1970-01-01", "Sowjetunion": "1970-01-01"} {
		if got, _, _ := ids.ByName(name, nil, day(t, on)); got != "state:SUN" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTheStatesOfTheDayComeFirstAmongTheCandidates(t *testing.T) {
	ids := identities(t)
	for _, c := range []struct {
		name, on string
		first    []graph.ID
	}{
		{"Russia", "1939-09-01", []graph.ID{"state:SUN", "state:RUS"}},
		{"Serbia", "2004-06-01", []graph.ID{"state:SCG"}},
		{"Serbia", "1970-06-01", []graph.ID{"state:YUG"}},
		{"Czechia", "1938-09-30", []graph.ID{"state:CSK"}},
		{"Korea", "2020-01-01", []graph.ID{"state:KOR", "state:PRK", "state:korea"}},
	} {
		id, candidates, ok := ids.ByName(c.name, nil, day(t, c.on))
		var got []graph.ID
		for _, x := range candidates {
			got = append(got, x.ID)
		}
		if ok || len(got) < len(c.first) || !cmp.Equal(got[:len(c.first)], c.first) || !loaders.HasExactName(candidates) {
			t.Errorf("%s on %s: %q %v; want %v first", c.name, c.on, id, candidates, c.first)
		}
	}
}

func TestBothItemsOfARealmAreItsState(t *testing.T) {
	ids := identities(t)
	for item, want := range map[string]graph.ID{"Q35": "state:DNK", "Q756617": "state:DNK", "q55": "state:NLD", "Q29999": "state:NLD"} {
		if got, ok := ids.ByCode(graph.SchemeWikidata, item, day(t, "2024-10-15")); got != want || !ok {
			t.Errorf("%s: %q", item, got)
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
		{"Korea", "2020-01-01", "", []graph.ID{"state:KOR", "state:PRK", "state:korea"}},
		{"Korea", "1900-01-01", "state:korea", nil},
		{"Congo", "2020-01-01", "", []graph.ID{"state:COD", "state:COG"}},
		{"Kinshasa", "2020-01-01", "", []graph.ID{"state:COD"}},
		{"Hyderabad", "1948-01-01", "state:hyderabad", nil},
		{"Vatican", "2020-01-01", "state:VAT", nil},
		{"NK", "2020-01-01", "", nil},
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
		{"DPRK", nil, "2024-12-04", "state:PRK"},
		{"north korea", nil, "2024-12-04", "state:PRK"},
		{"ROK", nil, "2024-12-04", "state:KOR"},
		{"ROC", nil, "2024-12-04", "state:TWN"},
		{"ROC", nil, "1937-07-07", "state:republic-of-china"},
		{"USSR", nil, "1980-01-01", "state:SUN"},
		{"USA", nil, "2024-01-01", "state:USA"},
		{"U.S.", nil, "2024-01-01", "state:USA"},
		{"UK", nil, "2024-01-01", "state:GBR"},
		{"Türkiye", nil, "2024-01-01", "state:TUR"},
		{"Turkey", nil, "1914-01-01", "state:ottoman-empire"},
		{"Russia", nil, "1914-01-01", "state:russian-empire"},
		{"Russia", nil, "2024-01-01", "state:RUS"},
		{"Germany", nil, "1939-09-01", "state:german-reich"},
		{"Germany", nil, "2024-01-01", "state:DEU"},
		{"China", nil, "1937-07-07", "state:republic-of-china"},
		{"China", nil, "2024-01-01", "state:CHN"},
		{"Taiwan", nil, "2024-01-01", "state:TWN"},
		{"Côte d'Ivoire", nil, "2024-01-01", "state:CIV"},
		{"Korea", nil, "1900-01-01", "state:korea"},
		{"Korea", nil, "2024-01-01", ""},
		{"Congo", nil, "2024-01-01", ""},
		{"PRK", nil, "2024-01-01", ""},
		{"Soviet Union", nil, "2024-01-01", ""},
		{"NATO", []graph.Label{graph.LabelTreaty}, "2024-01-01", "treaty:nato-1949"},
		{"ОДКБ", []graph.Label{graph.LabelTreaty}, "2024-01-01", "treaty:cst-1992"},
		{"Warsaw Treaty Organization", []graph.Label{graph.LabelTreaty}, "2024-01-01", "treaty:warsaw-1955"},
		{"OSCE", []graph.Label{graph.LabelTreaty}, "2024-01-01", ""},
		{"NATO", []graph.Label{graph.LabelTreaty, graph.LabelOrganization}, "2024-01-01", "org:nato"},
		{"NATO", nil, "2024-01-01", "org:nato"},
		{"Kim Jong-un", nil, "2024-01-01", "person:kim-jong-un"},
		{"North Atlantic Treaty", []graph.Label{graph.LabelTreaty}, "2024-01-01", "treaty:nato-1949"},
		{"Hyunmoo-5", []graph.Label{graph.LabelWeaponSystem}, "2024-01-01", "weapon:hyunmoo-5"},
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
		if ok || id != "" || len(candidates) == 0 || candidates[0].ID != want.ID || want.Why != "" && candidates[0] != want || loaders.HasExactName(candidates) {
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
