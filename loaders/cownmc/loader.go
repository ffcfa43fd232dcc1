package cownmc

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader reads national material capabilities. It is streaming: a row is a record.
var Loader = loaders.Loader{
	Name: "cow-nmc",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:cow-nmc", Name: "COW National Material Capabilities"},
		Publisher: "Correlates of War project", Version: "5.0", Licence: "free to use with citation",
		Attribution: "Singer, J. David. 1987. “Reconstructing the Correlates of War Dataset on Material Capabilities " +
			"of States, 1816-1985.” International Interactions 14: 115-132.",
		URL:      "https://correlatesofwar.org/data-sets/national-material-capabilities/",
		Priority: 60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: graph.FullDate(2013, 1, 1),
	},
	// A file whose codes mostly mean nothing holds no figures of states.
	Assertions: loaders.Assertions{
		Nodes:  map[graph.Label]int{graph.LabelObservation: 1},
		Filled: map[string]float64{"Observation.value": 1, "Observation.unit": 1}, MaxUnknown: 0.5,
	},
	Read: readAll,
}

// indicators are the columns with what they measure; scale is the decimal exponent that brings the figure to its unit.
var indicators = []struct {
	column, indicator, words, unit string
	scale                          int
}{
	{"milper", "MILITARY_PERSONNEL", "Military personnel", "persons", 3},
	{"milex", "MILITARY_SPENDING", "Military spending", "USD", 3},
	{"irst", "IRON_AND_STEEL", "Iron and steel production", "tons", 3},
	{"pec", "ENERGY_CONSUMPTION", "Energy consumption", "tons of coal equivalent", 3},
	{"tpop", "POPULATION", "Population", "persons", 3},
	{"upop", "URBAN_POPULATION", "Urban population", "persons", 3},
	{"cinc", "CAPABILITY_INDEX", "Capability index", "share", 0},
}

// lastYear is the last one of version 5.0.
const lastYear = 2012

// firstDollars is the first year in which military spending is in dollars.
const firstDollars = 1914

var spec = table.Spec{
	Dataset: "cow-nmc", Missing: []string{"", ".", "NA", "-9"},
	Columns: append(table.Required("ccode", "year", "milex", "milper", "cinc"),
		append(table.Names("irst", "tpop", "upop"), table.Column{Name: "pec", Aliases: []string{"energy"}})...),
}

func readAll(in loaders.Input, yield loaders.Yield) error {
	book := statecode.New(in, graph.SchemeCOW)
	warned := false
	set := table.Set{Specs: []table.Spec{spec}, Order: func(tables []*table.Table) []*table.Table {
		return withoutRepeats(in, tables)
	}}
	return set.Each(in, yield, func(row *table.Row) (loaders.Record, error) {
		record, err := read(book, row)
		if year, _ := row.Int("year"); err == nil && !warned && year > lastYear {
			warned = true
			in.Warning("%s reaches beyond %d, with which version 5.0 ends: the dataset shows that version's number and coverage",
				row.File(), lastYear)
		}
		return record, err
	})
}

// withoutRepeats leaves out the file with the sources of each figure where the abridged one is there too: they hold the
// same figures.
func withoutRepeats(in loaders.Input, tables []*table.Table) (out []*table.Table) {
	var sourced []*table.Table
	for _, t := range tables {
		if t.Has("milexsource") {
			sourced = append(sourced, t)
		} else {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return sourced
	}
	for _, t := range sourced {
		in.Warning("%s: not read, since %s holds the same figures", t.File(), out[0].File())
	}
	return out
}

func read(book *statecode.Book, row *table.Row) (loaders.Record, error) {
	year := row.MustInt("year")
	code := row.MustInt("ccode")
	if err := row.Err(); err != nil {
		return loaders.Record{}, err
	}
	when, err := graph.NewDate(year, 0, 0)
	if err != nil {
		return loaders.Record{}, row.Errorf("year", "bad-date", "%d: want a year", year)
	}
	period := graph.Between(when, when)
	spans, err := book.Spans(row, "ccode", period)
	if err != nil {
		return loaders.Record{}, err
	}
	state := longest(spans).ID
	file := row.File()
	out := loaders.Record{Locator: row.Locator(), Origin: []loaders.Origin{row.Origin()}, Nodes: book.Take(file, state)}
	locator := fmt.Sprintf("%s: ccode %d, year %d", file, code, year)
	for _, i := range indicators {
		value := scaled(row, i.column, i.scale)
		if err := row.Err(); err != nil {
			return loaders.Record{}, err
		}
		if value == nil {
			continue
		}
		unit := i.unit
		if i.column == "milex" && year < firstDollars {
			unit = "GBP"
		}
		id := graph.ID(fmt.Sprintf("observation:cow-nmc-%d-%d-%s", code, year, i.column))
		name := cmp.Or(book.Name(state), string(state))
		out.State(&graph.Observation{
			Header:    graph.Header{ID: id, Name: fmt.Sprintf("%s of %s, %d", i.words, name, year), Period: period},
			Indicator: graph.Text(i.indicator), Value: value, Unit: graph.Text(unit), Subject: state,
		}, locator)
		out.Relate(&graph.ObservedFor{},
			graph.RelationshipHeader{FromID: id, ToID: state, Period: period, Locator: graph.Text(locator)}, "")
	}
	return out, nil
}

// scaled multiplies in the decimal text, so that 4517.6 thousand is 4517600 and nothing near it.
func scaled(row *table.Row, column string, scale int) *float64 {
	value := row.FloatPointer(column)
	if value == nil || scale == 0 {
		return value
	}
	if text := row.Text(column); !strings.ContainsAny(text, "eE") {
		if f, err := strconv.ParseFloat(text+"e"+strconv.Itoa(scale), 64); err == nil {
			return &f
		}
	}
	for range scale {
		*value *= 10
	}
	return value
}

func longest(spans []loaders.Span) loaders.Span {
	best, most := spans[0], -1.0
	for _, s := range spans {
		if n := days(s.Period); n > most {
			best, most = s, n
		}
	}
	return best
}

func days(p graph.Period) float64 {
	first, end := p.Bounds()
	at := func(d graph.Day) time.Time {
		return time.Date(int(d/10000), time.Month(d/100%100), int(d%100), 0, 0, 0, 0, time.UTC)
	}
	return at(end).Sub(at(first)).Hours() / 24
}
