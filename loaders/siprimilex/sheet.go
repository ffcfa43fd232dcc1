package siprimilex

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/table"
)

// measure is what a sheet holds.
type measure struct {
	indicator, unit, note string
	factor                float64 // from the cell to the unit
	title                 string  // in few words, as measureOf reads it
}

// measures are those of the database, by what the titles of its sheets say; the first that fits counts.
var measures = []struct {
	says *regexp.Regexp
	measure
}{
	{
		regexp.MustCompile(`(?i)constant`),
		measure{"MILITARY_SPENDING_CONSTANT", "million constant USD", "prices and exchange rates of ", 1, "constant "},
	},
	{
		regexp.MustCompile(`(?i)(share|%) of gdp|(share|percentage) of gross domestic product`),
		measure{"MILITARY_SPENDING_SHARE", "percent of GDP", "", 100, "share of GDP"},
	},
	{
		regexp.MustCompile(`(?i)per capita`),
		measure{"MILITARY_SPENDING_PER_CAPITA", "current USD", "", 1, "per capita"},
	},
	{
		regexp.MustCompile(`(?i)govt|government`),
		measure{
			"MILITARY_SPENDING_SHARE_OF_GOVERNMENT", "percent of government spending", "", 100, "share of government spending",
		},
	},
	{
		regexp.MustCompile(`(?i)local currency.*financial|financial.*local currency`),
		measure{
			"MILITARY_SPENDING_LOCAL_FINANCIAL_YEAR", "million in local currency",
			"financial year that is named after this year", 1, "local currency, financial years",
		},
	},
	{
		regexp.MustCompile(`(?i)local currency`),
		measure{"MILITARY_SPENDING_LOCAL", "million in local currency", "", 1, "local currency"},
	},
	{
		regexp.MustCompile(`(?i)current`),
		measure{"MILITARY_SPENDING", "million current USD", "", 1, "current"},
	},
}

var pricesOf = regexp.MustCompile(`\b(19|20)\d\d\b`)

// measureOf tells what a sheet holds by its title; ok is false for sheets that hold no figures by country.
func measureOf(title string) (m measure, ok bool) {
	for _, one := range measures {
		if !one.says.MatchString(title) {
			continue
		}
		m = one.measure
		if m.indicator == "MILITARY_SPENDING_CONSTANT" {
			year := pricesOf.FindString(title)
			m.note, m.title = m.note+year, strings.TrimSpace(m.title+year)
		}
		return m, true
	}
	return measure{}, false
}

// columns are where a sheet keeps what, -1 for a column that it does not have.
type columns struct {
	country, notes, currency int
	years                    map[int]int
}

// found tells whether the row was a header.
func (c columns) found() bool { return c.country >= 0 && len(c.years) > 0 }

// header finds the columns of a header row.
func header(cells []string) columns {
	c := columns{country: -1, notes: -1, currency: -1, years: map[int]int{}}
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case name == "country" || name == "state":
			c.country = i
		case name == "notes":
			c.notes = i
		case name == "currency":
			c.currency = i
		}
		if year, err := strconv.ParseFloat(name, 64); err == nil && year == float64(int(year)) && year >= 1900 &&
			year <= 2100 {
			c.years[i] = int(year)
		}
	}
	return c
}

// missing are SIPRI's marks for a figure that there is not.
var missing = []string{"", "xxx", ". .", "..", "...", ". . .", "…", "n.a.", "na", "-"}

// sheet reads the rows of one sheet.
type sheet struct {
	columns
	identities loaders.Identities
	file       string
	name       string   // of the sheet; of a text what it holds, without which its rows say nothing
	names      []string // of the columns
	measure    measure
	notation   table.Notation
}

// record makes the observations of one row; an empty record for a row without figures, such as a region's. Both are
// given where no state is known by the name in some of the years.
func (s *sheet) record(locator string, line int, cells []string) (record loaders.Record, err error) {
	var nobody []string
	cell := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[i])
	}
	name := cell(s.country)
	origin := loaders.Origin{File: s.file, Sheet: s.name, Line: line, Row: cells, Header: s.names}
	record = loaders.Record{Locator: locator, Origin: []loaders.Origin{origin}}
	unit, factor := s.measure.unit, s.measure.factor
	if currency := cell(s.currency); currency != "" {
		unit, factor = inCurrency(currency)
	}
	for _, i := range slices.Sorted(maps.Keys(s.years)) {
		year := s.years[i]
		text := cell(i)
		if slices.Contains(missing, strings.ToLower(text)) {
			continue
		}
		percent := strings.HasSuffix(text, "%")
		value, err := s.number(strings.TrimSpace(strings.TrimSuffix(text, "%")))
		if err != nil || value != value || value < 0 {
			return loaders.Record{}, origin.Rejected(strconv.Itoa(year), "bad-number",
				"%q: want a number, or one of SIPRI's marks for what is missing", text)
		}
		if !percent {
			value, _ = strconv.ParseFloat(strconv.FormatFloat(value*factor, 'g', 15, 64), 64) // 0.056 is 5.6 percent
		}
		period := graph.Between(graph.YearOnly(year), graph.YearOnly(year))
		id, ok := s.byName(name, period)
		if !ok {
			nobody = append(nobody, strconv.Itoa(year))
			continue
		}
		if !slices.ContainsFunc(record.Nodes, func(n graph.NodeRecord) bool { return n.ID == id }) {
			record.Nodes = append(record.Nodes, graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: name}}))
		}
		observation := &graph.Observation{
			Header: graph.Header{
				ID: graph.ID("observation:sipri-" + graph.Slug(s.measure.indicator) + "-" + graph.Slug(string(id)) + "-" +
					strconv.Itoa(year)),
				Name: name + ", " + unit + ", " + strconv.Itoa(year), Period: period,
			}, Indicator: graph.Text(s.measure.indicator), Value: &value,
			Unit: graph.Text(unit), Subject: id,
			Note: graph.Text(strings.TrimSpace(strings.Join([]string{s.measure.note, cell(s.notes)}, " "))),
		}
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(observation))
		record.Relate(&graph.ObservedFor{}, graph.RelationshipHeader{FromID: observation.ID, ToID: id, Period: period}, "")
	}
	if len(nobody) > 0 {
		// counted once as unknown
		_, _, _ = s.identities.ByName(strings.TrimRight(name, marks), []graph.Label{graph.LabelState}, 0)
		text := "no state is called " + strconv.Quote(name)
		if len(record.Nodes) > 0 {
			text += " in " + strings.Join(nobody, ", ") + ": the figures of these years are left out"
		}
		err = origin.Rejected("Country", "unknown-name", "%s", text)
	}
	record.Cite(locator, "")
	return record, err
}

var grouped = regexp.MustCompile(`^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$`)

// number reads a figure in the notation of the file, also with its thousands set apart ("52,000.5").
func (s *sheet) number(text string) (float64, error) {
	if s.notation == table.Points && grouped.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	return s.notation.Number(text)
}

// inCurrency reads the column of currencies: "b. dinars" are thousands of millions.
func inCurrency(text string) (unit string, factor float64) {
	factor = 1
	for prefix, times := range map[string]float64{"m.": 1, "b.": 1e3, "bn.": 1e3, "tr.": 1e6, "t.": 1e6} {
		if rest, ok := strings.CutPrefix(strings.ToLower(text), prefix); ok {
			text, factor = text[len(text)-len(rest):], times
			break
		}
	}
	return "million " + strings.TrimSpace(text), factor
}

// marks are what SIPRI writes after names for its notes.
const marks = "*‡†¶| "

// byName is the state that SIPRI calls so in that year. A figure for the year in which a state began or ended is its
// own; today's name also stands for the state that was there before.
func (s *sheet) byName(name string, period graph.Period) (graph.ID, bool) {
	first, end := period.Bounds()
	plain := strings.TrimRight(name, marks)
	for _, day := range []graph.Day{end.Previous(), first, 0} {
		id, candidates, ok := loaders.Uncounted(s.identities).ByName(plain, []graph.Label{graph.LabelState}, day)
		if !ok && day == first {
			id, ok = loaders.OfTheDay(candidates)
		}
		if ok {
			return id, true
		}
	}
	return "", false
}
