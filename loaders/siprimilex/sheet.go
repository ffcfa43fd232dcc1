package siprimilex

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// measure is what a sheet holds.
type measure struct {
	indicator, unit, note string
	factor                float64 // from the cell to the unit
}

var pricesOf = regexp.MustCompile(`\b(19|20)\d\d\b`)

// measureOf tells what a sheet holds by its title; ok is false for sheets that hold no figures by country.
func measureOf(title string) (m measure, ok bool) {
	t := strings.ToLower(title)
	switch {
	case strings.Contains(t, "constant"):
		return measure{"MILITARY_SPENDING_CONSTANT", "million constant USD", "prices and exchange rates of " + pricesOf.FindString(t), 1}, true
	case strings.Contains(t, "share of gdp") || strings.Contains(t, "% of gdp") || strings.Contains(t, "percentage of gross domestic product") || strings.Contains(t, "share of gross domestic product"):
		return measure{"MILITARY_SPENDING_SHARE", "percent of GDP", "", 100}, true
	case strings.Contains(t, "per capita"):
		return measure{"MILITARY_SPENDING_PER_CAPITA", "current USD", "", 1}, true
	case strings.Contains(t, "govt") || strings.Contains(t, "government"):
		return measure{"MILITARY_SPENDING_SHARE_OF_GOVERNMENT", "percent of government spending", "", 100}, true
	case strings.Contains(t, "local currency"):
		return measure{"MILITARY_SPENDING_LOCAL", "million in local currency", "", 1}, true
	case strings.Contains(t, "current"):
		return measure{"MILITARY_SPENDING", "million current USD", "", 1}, true
	}
	return measure{}, false
}

// header finds the years of a header row; ok is false for any other row.
func header(cells []string) (country, notes int, years map[int]int, ok bool) {
	country, notes, years = -1, -1, map[int]int{}
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case name == "country" || name == "state":
			country = i
		case name == "notes":
			notes = i
		}
		if year, err := strconv.ParseFloat(name, 64); err == nil && year == float64(int(year)) && year >= 1900 && year <= 2100 {
			years[i] = int(year)
		}
	}
	return country, notes, years, country >= 0 && len(years) > 0
}

// missing are SIPRI's marks for a figure that there is not.
var missing = []string{"", "xxx", ". .", "..", "...", ". . .", "…", "n.a.", "na", "-"}

// sheet reads the rows of one sheet.
type sheet struct {
	identities     loaders.Identities
	file           string
	measure        measure
	country, notes int
	years          map[int]int
	spellings      map[string]string
}

// record makes the observations of one row; an empty record for a row without figures, such as a region's.
func (s *sheet) record(locator string, line int, cells []string) (loaders.Record, error) {
	cell := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[i])
	}
	name := cell(s.country)
	record := loaders.Record{Locator: locator}
	reject := func(column, rule, message string) error {
		return &loaders.RowError{File: s.file, Line: line, Column: column, Rule: rule, Message: message, Row: cells}
	}
	columns := make([]int, 0, len(s.years))
	for i := range s.years {
		columns = append(columns, i)
	}
	slices.Sort(columns)
	for _, i := range columns {
		year := s.years[i]
		text := cell(i)
		if slices.Contains(missing, strings.ToLower(text)) {
			continue
		}
		percent := strings.HasSuffix(text, "%")
		value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSuffix(text, "%"), ",", ""), 64)
		if err != nil || value != value || value < 0 {
			return loaders.Record{}, reject(strconv.Itoa(year), "bad-number", strconv.Quote(text)+": want a number, or one of SIPRI's marks for what is missing")
		}
		if !percent {
			value = value * s.measure.factor
		}
		period := graph.Between(graph.YearOnly(year), graph.YearOnly(year))
		id, _, ok := s.byName(name, period)
		if !ok {
			return loaders.Record{}, reject("Country", "unknown-name", "no state is called "+strconv.Quote(name))
		}
		if len(record.Nodes) == 0 || !slices.ContainsFunc(record.Nodes, func(n graph.NodeRecord) bool { return n.ID == id }) {
			record.Nodes = append(record.Nodes, graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: name}}))
		}
		observation := &graph.Observation{Header: graph.Header{ID: graph.ID("observation:sipri-" + graph.Slug(s.measure.indicator) + "-" + graph.Slug(string(id)) + "-" + strconv.Itoa(year)),
			Name: name + ", " + s.measure.unit + ", " + strconv.Itoa(year), Period: period}, Indicator: graph.Text(s.measure.indicator), Value: &value,
			Unit: graph.Text(s.measure.unit), Subject: id, Note: graph.Text(strings.TrimSpace(strings.Join([]string{s.measure.note, cell(s.notes)}, " ")))}
		record.Nodes = append(record.Nodes, graph.NewNodeRecord(observation))
		record.Relationships = append(record.Relationships, graph.NewRelationshipRecord(&graph.ObservedFor{Plain: graph.Plain{
			RelationshipHeader: graph.RelationshipHeader{FromID: observation.ID, ToID: id, Period: period}}}, ""))
	}
	for i := range record.Nodes {
		record.Nodes[i].Locator = locator
	}
	for i := range record.Relationships {
		record.Relationships[i].Locator = locator
	}
	return record, nil
}

// byName is the state that SIPRI calls so in that year. A figure for the year in which a state began or ended is its own.
func (s *sheet) byName(name string, period graph.Period) (graph.ID, []graph.Candidate, bool) {
	first, end := period.Bounds()
	plain := strings.TrimRight(name, "*‡†¶| ")
	for _, spelling := range []string{plain, s.spellings[plain]} {
		for _, day := range []graph.Day{end.Previous(), first, 0} {
			if spelling == "" {
				continue
			}
			if id, candidates, ok := s.identities.ByName(spelling, []graph.Label{graph.LabelState}, day); ok {
				return id, candidates, true
			}
		}
	}
	return "", nil, false
}
