package curated

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/internal/shareddata"
)

func states(t testing.TB) []*graph.State {
	t.Helper()
	docs, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	var out []*graph.State
	for _, d := range docs {
		for i := range d.States {
			out = append(out, d.States[i].node())
		}
	}
	return out
}

func TestNoCodeMeansTwoStatesOnOneDay(t *testing.T) {
	type use struct {
		id     graph.ID
		period graph.Period
	}
	uses := map[codeKey][]use{}
	for _, s := range states(t) {
		for _, c := range s.Identifiers {
			if !slices.Contains(graph.Schemes, c.Scheme) {
				t.Errorf("%s: scheme %s", s.ID, c.Scheme)
			}
			key := codeKey{c.Scheme, c.Value}
			for _, u := range uses[key] {
				if u.period.Overlaps(c.Period) {
					t.Errorf("%s %s means %s (%s) and %s (%s)", c.Scheme, c.Value, u.id, u.period.Text(), s.ID, c.Period.Text())
				}
			}
			uses[key] = append(uses[key], use{s.ID, c.Period})
		}
	}
	if n := len(uses); n < 1200 {
		t.Errorf("%d codes, want at least 1200", n)
	}
}

func TestNoNameMeansTwoLivingStatesButThoseThatPeopleUseForBoth(t *testing.T) {
	type use struct {
		id     graph.ID
		period graph.Period
	}
	uses := map[string][]use{}
	for _, s := range states(t) {
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			fold := names.Fold(name)
			if fold == "korea" || fold == "congo" { // the resolver names the candidates and takes neither
				continue
			}
			for _, u := range uses[fold] {
				if u.id != s.ID && u.period.Overlaps(s.Period) {
					t.Errorf("%q means %s (%s) and %s (%s)", name, u.id, u.period.Text(), s.ID, s.Period.Text())
				}
			}
			uses[fold] = append(uses[fold], use{s.ID, s.Period})
		}
	}
}

func TestAliasesOfStatesAreNoCodes(t *testing.T) {
	known := []string{"DPRK", "ROK", "ROC", "USSR", "USA", "UK", "PRC", "UAE", "FRG", "GDR", "US", "SFRY", "CSSR", "CSFR", "DRV", "PDRY", "NDH", "RSFSR", "FYROM", "DRC", "SADR", "TRNC", "U.S.", "U.K."}
	for _, s := range states(t) {
		for _, alias := range s.Aliases {
			if alias == strings.ToUpper(alias) && !slices.Contains(known, alias) {
				t.Errorf("%s: alias %q looks like a code", s.ID, alias)
			}
		}
	}
}

func TestEveryStateHasAHomePointAndAnOrderedLife(t *testing.T) {
	for _, s := range states(t) {
		if s.Latitude == nil || s.Longitude == nil || *s.Latitude < -90 || *s.Latitude > 90 || *s.Longitude < -180 || *s.Longitude > 180 || (*s.Latitude == 0 && *s.Longitude == 0) {
			t.Errorf("%s: home point %v %v", s.ID, s.Latitude, s.Longitude)
		}
		if s.Period.Empty() {
			t.Errorf("%s: %s", s.ID, s.Period.Text())
		}
		if s.Capital == "" {
			t.Errorf("%s: no capital", s.ID)
		}
		if !s.UNMember.IsZero() && s.UNMember.First() < graph.FullDate(1945, 10, 24).First() {
			t.Errorf("%s: admitted to the United Nations on %s", s.ID, s.UNMember)
		}
	}
}

func TestCodesOfSuccessorsAreSplitOnTheDayOfSuccession(t *testing.T) {
	ids, err := Identities()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scheme graph.IdentifierScheme
		value  string
		on     string
		want   graph.ID
	}{
		{graph.SchemeCOW, "365", "1900-01-01", "state:russian-empire"},
		{graph.SchemeCOW, "365", "1920-01-01", "state:soviet-russia"},
		{graph.SchemeCOW, "365", "1980-01-01", "state:SUN"},
		{graph.SchemeCOW, "365", "1991-12-25", "state:SUN"},
		{graph.SchemeCOW, "365", "1991-12-26", "state:RUS"},
		{graph.SchemeCOW, "365", "2020-01-01", "state:RUS"},
		{graph.SchemeCOW, "255", "1866-01-01", "state:prussia"},
		{graph.SchemeCOW, "255", "1914-08-01", "state:german-reich"},
		{graph.SchemeCOW, "260", "1980-01-01", "state:DEU"},
		{graph.SchemeCOW, "255", "2000-01-01", "state:DEU"},
		{graph.SchemeCOW, "265", "1980-01-01", "state:DDR"},
		{graph.SchemeCOW, "730", "1900-01-01", "state:korea"},
		{graph.SchemeCOW, "731", "2024-01-01", "state:PRK"},
		{graph.SchemeCOW, "732", "2024-01-01", "state:KOR"},
		{graph.SchemeCOW, "816", "1970-01-01", "state:VDR"},
		{graph.SchemeCOW, "816", "1980-01-01", "state:VNM"},
		{graph.SchemeCOW, "817", "1970-01-01", "state:south-vietnam"},
		{graph.SchemeCOW, "345", "1900-01-01", "state:serbia-1817"},
		{graph.SchemeCOW, "345", "1980-01-01", "state:YUG"},
		{graph.SchemeCOW, "345", "2000-01-01", "state:SCG"},
		{graph.SchemeCOW, "345", "2010-01-01", "state:SRB"},
		{graph.SchemeCOW, "300", "1900-01-01", "state:austria-hungary"},
		{graph.SchemeCOW, "640", "1914-01-01", "state:ottoman-empire"},
		{graph.SchemeCOW, "640", "1952-02-18", "state:TUR"},
		{graph.SchemeCOW, "678", "1980-01-01", "state:YAR"},
		{graph.SchemeCOW, "679", "2000-01-01", "state:YEM"},
		{graph.SchemeCOW, "680", "1980-01-01", "state:YMD"},
		{graph.SchemeCOW, "315", "1980-01-01", "state:CSK"},
		{graph.SchemeCOW, "325", "1850-01-01", "state:sardinia"},
		{graph.SchemeCOW, "710", "1900-01-01", "state:qing"},
		{graph.SchemeCOW, "710", "1937-07-07", "state:republic-of-china"},
		{graph.SchemeCOW, "710", "1961-07-11", "state:CHN"},
		{graph.SchemeCOW, "713", "1954-12-02", "state:TWN"},
		{graph.SchemeGW, "678", "2000-01-01", "state:YEM"},
		{graph.SchemeGW, "260", "2000-01-01", "state:DEU"},
		{graph.SchemeGW, "340", "2010-01-01", "state:SRB"},
		{graph.SchemeISOAlpha2, "CS", "1980-01-01", "state:CSK"},
		{graph.SchemeISOAlpha2, "CS", "2004-01-01", "state:SCG"},
		{graph.SchemeISOAlpha3, "YUG", "1980-01-01", "state:YUG"},
		{graph.SchemeISOAlpha3, "YUG", "2000-01-01", "state:SCG"},
		{graph.SchemeISOAlpha3, "prk", "2024-01-01", "state:PRK"},
		{graph.SchemeISOAlpha2, "NA", "2024-01-01", "state:NAM"},
		{graph.SchemeCOW, "002", "2024-01-01", "state:USA"},
	} {
		if got, ok := ids.ByCode(c.scheme, c.value, day(t, c.on)); got != c.want || !ok {
			t.Errorf("%s %s on %s: %q, want %s", c.scheme, c.value, c.on, got, c.want)
		}
	}
}

// cowPeriods are the days on which each COW code is borne.
func cowPeriods(t testing.TB) map[string][]graph.Period {
	out := map[string][]graph.Period{}
	for _, s := range states(t) {
		for _, c := range s.Identifiers {
			if c.Scheme == graph.SchemeCOW {
				out[c.Value] = append(out[c.Value], c.Period)
			}
		}
	}
	return out
}

// uncovered is the first day of those given that is in no period, empty where there is none.
func uncovered(periods []graph.Period, first, last graph.Day) string {
	for on := first; on <= last; {
		next := on
		for _, p := range periods {
			if p.Contains(on) {
				_, next = p.Bounds()
			}
		}
		if next == on {
			return on.String()
		}
		on = next
	}
	return ""
}

func table2(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(filepath.Join(shareddata.Dir(t), path))
	if err != nil {
		t.Skipf("needs %s: %v", path, err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			if i < len(line) {
				row[name] = strings.TrimSpace(line[i])
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// rowDay reads three columns; an unknown month or day counts as the first.
func rowDay(row map[string]string, year, month, dayOf string) graph.Day {
	part := func(name string) int {
		n, _ := strconv.Atoi(row[name])
		return n
	}
	return graph.Day(part(year)*10000 + max(part(month), 1)*100 + max(part(dayOf), 1))
}

func TestCOWStateCodesAreCoveredOnEveryDayOfMembership(t *testing.T) {
	borne := cowPeriods(t)
	codes := map[string]bool{}
	for _, row := range table2(t, "cow/states2016.csv") {
		codes[row["ccode"]] = true
		first, last := rowDay(row, "styear", "stmonth", "stday"), rowDay(row, "endyear", "endmonth", "endday")
		if gap := uncovered(borne[row["ccode"]], first, last); gap != "" {
			t.Errorf("COW %s (%s): nobody bears it on %s", row["ccode"], row["statenme"], gap)
		}
	}
	if len(codes) != 217 {
		t.Errorf("%d codes, want 217", len(codes))
	}
}

func TestCOWCodesAreCoveredOnEveryDayOfTheAllianceLists(t *testing.T) {
	borne := cowPeriods(t)
	check := func(what, value string, first, last graph.Day) {
		if gap := uncovered(borne[value], first, last); gap != "" {
			t.Errorf("%s, COW %s: nobody bears it on %s", what, value, gap)
		}
	}
	for _, row := range table2(t, "cow/alliance_v4.1_by_member.csv") {
		last := day(t, "2012-12-31")
		if row["mem_end_year"] != "" {
			last = rowDay(row, "mem_end_year", "mem_end_month", "mem_end_day")
		}
		check("alliance "+row["version4id"], row["ccode"], rowDay(row, "mem_st_year", "mem_st_month", "mem_st_day"), last)
	}
	for _, row := range table2(t, "atop/atop-member-level.csv") {
		if row["member"] == "8152" {
			continue // no COW code: a number of ATOP's own, which its loader knows
		}
		last := day(t, "2016-12-31")
		if row["yrexit"] != "0" {
			last = rowDay(row, "yrexit", "moexit", "dayexit")
		}
		check("ATOP "+row["atopid"], row["member"], rowDay(row, "yrent", "moent", "dayent"), last)
	}
}

func TestCodesAgreeWithPublishedLists(t *testing.T) {
	byISO := map[string]*graph.State{}
	for _, s := range states(t) {
		if iso := strings.TrimPrefix(string(s.ID), "state:"); iso == strings.ToUpper(iso) {
			byISO[iso] = s
		}
	}
	has := func(s *graph.State, scheme graph.IdentifierScheme, value string) bool {
		return slices.ContainsFunc(s.Identifiers, func(c graph.Identifier) bool {
			return c.Scheme == scheme && strings.TrimLeft(c.Value, "0") == strings.TrimLeft(value, "0")
		})
	}
	compared := 0
	for _, row := range table2(t, "codes/countrycode_codelist_without_cldr.csv") {
		s := byISO[row["iso3c"]]
		if s == nil {
			continue
		}
		for column, scheme := range map[string]graph.IdentifierScheme{"iso2c": graph.SchemeISOAlpha2, "iso3n": graph.SchemeISONumeric, "cown": graph.SchemeCOW, "gwn": graph.SchemeGW} {
			value := row[column]
			if value == "" || value == "NA" && column != "iso2c" {
				continue
			}
			if s.ID == "state:VAT" && (column == "cown" || column == "gwn") || s.ID == "state:VNM" && column == "gwn" {
				continue // the Papal States and the older Vietnam are states of their own here
			}
			compared++
			if !has(s, scheme, value) {
				t.Errorf("%s: no %s %s", s.ID, scheme, value)
			}
		}
	}
	if compared < 700 {
		t.Errorf("%d codes compared, want at least 700", compared)
	}
}

func TestCapitalsLieInTheirCountries(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(shareddata.Dir(t), "codes/countries.json"))
	if err != nil {
		t.Skipf("needs codes/countries.json: %v", err)
	}
	var list []struct {
		CCA3   string    `json:"cca3"`
		LatLng []float64 `json:"latlng"`
		Area   float64   `json:"area"`
	}
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	at := map[string][2]float64{}
	for _, c := range list {
		if c.Area < 3e6 {
			at[c.CCA3] = [2]float64{c.LatLng[0], c.LatLng[1]}
		}
	}
	compared := 0
	for _, s := range states(t) {
		p, ok := at[strings.TrimPrefix(string(s.ID), "state:")]
		if !ok {
			continue
		}
		compared++
		if dLat, dLon := *s.Latitude-p[0], *s.Longitude-p[1]; dLat > 13 || dLat < -13 || (dLon > 18 || dLon < -18) && (dLon < 342 && dLon > -342) {
			t.Errorf("%s: capital at %s, country at %v", s.ID, fmt.Sprint(*s.Latitude, " ", *s.Longitude), p)
		}
	}
	if compared < 150 {
		t.Errorf("%d states compared", compared)
	}
}
