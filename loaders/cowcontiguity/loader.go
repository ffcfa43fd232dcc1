package cowcontiguity

import (
	"fmt"
	"math"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader reads direct contiguity. It is streaming: a row is a record.
var Loader = loaders.Loader{
	Name: "cow-contiguity",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:cow-contiguity", Name: "COW Direct Contiguity"},
		Publisher: "Correlates of War project", Version: "3.2", Licence: "free to use with citation",
		Attribution: "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl, and Charles Gochman. 2002. “The " +
			"Correlates of War Project " +
			"Direct Contiguity Data, Version 3.” Conflict Management and Peace Science 19: 58-66.",
		URL:      "https://correlatesofwar.org/data-sets/direct-contiguity/",
		Priority: 60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: graph.FullDate(2017, 1, 1),
	},
	// A file whose codes mostly mean nothing holds no borders.
	Assertions: loaders.Assertions{Relationships: map[graph.RelationshipType]int{graph.BordersType: 1}, MaxUnknown: 0.5},
	Read:       readAll,
}

var kinds = map[int]graph.Text{1: "LAND", 2: "WATER_12", 3: "WATER_24", 4: "WATER_150", 5: "WATER_400"}

// first is the month in which the list begins.
const first = 181601

// lasts are the months in which the data of a version end, which is no end of a border.
var lasts = []struct {
	version float64
	month   int
}{{3.0, 200012}, {3.1, 200612}, {3.2, 201612}}

// last is the month in which the data of the row's version end; a row without one is of the newest.
func last(row *table.Row) int {
	if version, known := row.Float("version"); known {
		for _, l := range lasts {
			if math.Abs(version-l.version) < 0.001 {
				return l.month
			}
		}
	}
	return lasts[len(lasts)-1].month
}

var spec = table.Spec{Dataset: "cow-contiguity", Missing: []string{"", ".", "NA", "-9"}, Columns: append(
	table.Required("statelno", "statehno", "conttype", "begin", "end"), table.Names("statelab", "statehab", "version")...)}

// relatives come in the same archive: the spells written out by year, and colonies.
var relatives = []table.Relative{
	{Name: "the borders of each year (contdird)", Columns: []string{"state1no", "state2no", "year"}},
	{Name: "the borders of each year", Columns: []string{"statelno", "statehno", "begin", "end", "year"}},
	{Name: "the number of each state's borders (contdirs)", Columns: []string{"stateno", "land", "sea"}},
	{Name: "borders through dependencies (contcol)", Columns: []string{"dependl", "dependh"}},
	{
		Name:    "borders through dependencies of each year (contcold)",
		Columns: []string{"statelno", "statehno", "year", "land", "sea"},
	},
}

func readAll(in loaders.Input, yield loaders.Yield) error {
	book := statecode.New(in, graph.SchemeCOW)
	set := table.Set{Relatives: relatives, Specs: []table.Spec{spec}}
	return set.Each(in, yield, func(row *table.Row) (loaders.Record, error) { return read(book, row) })
}

func read(book *statecode.Book, row *table.Row) (loaders.Record, error) {
	low, high, kind := row.MustInt("statelno"), row.MustInt("statehno"), row.MustInt("conttype")
	begin, end := month(row, "begin"), month(row, "end")
	if err := row.Err(); err != nil {
		return loaders.Record{}, err
	}
	begun, _ := row.Int("begin")
	ended, _ := row.Int("end")
	period := graph.Period{From: begin, Until: end, StartUncertain: begun == first}
	if ended == last(row) {
		period.Until = graph.Date{}
	}
	switch {
	case begin.IsZero():
		return loaders.Record{}, row.Errorf("begin", "bad-date", "%q: want YYYYMM, such as 194808", row.Text("begin"))
	case end.IsZero() && row.Text("end") != "":
		return loaders.Record{}, row.Errorf("end", "bad-date", "%q: want YYYYMM, such as 194808", row.Text("end"))
	case period.Validate() != nil:
		return loaders.Record{}, row.Errorf("end", "bad-period", "ends in %s, before it begins in %s", end, begin)
	case kinds[kind] == "":
		return loaders.Record{}, row.Errorf("conttype", "bad-code", "%d: want 1 (land) to 5 (400 miles of water)", kind)
	case low == high:
		return loaders.Record{}, row.Errorf("statehno", "bad-pair", "%d borders itself", low)
	}
	lows, err := book.Spans(row, "statelno", period)
	if err != nil {
		return loaders.Record{}, err
	}
	highs, err := book.Spans(row, "statehno", period)
	if err != nil {
		return loaders.Record{}, err
	}
	if low > high {
		low, high, lows, highs = high, low, highs, lows
	}
	file := row.File()
	out := loaders.Record{Locator: row.Locator(), Origin: []loaders.Origin{row.Origin()}}
	locator := fmt.Sprintf("%s: %d and %d, type %d, from %s", file, low, high, kind, begin)
	for _, a := range lows {
		for _, b := range highs {
			shared, ok := a.Period.Intersect(b.Period)
			if !ok || a.ID == b.ID {
				continue
			}
			out.Nodes = append(out.Nodes, book.Take(file, a.ID, b.ID)...)
			out.Relate(&graph.Borders{Kind: kinds[kind]},
				graph.RelationshipHeader{FromID: a.ID, ToID: b.ID, Period: shared, Locator: graph.Text(locator)},
				fmt.Sprintf("%d-%d/%d/%s", low, high, kind, shared.From))
		}
	}
	return out, nil
}

// month reads YYYYMM; the zero Date where it is missing or no month.
func month(row *table.Row, column string) graph.Date {
	n, known := row.Int(column)
	if !known || n%100 == 0 {
		return graph.Date{}
	}
	d, err := graph.NewDate(n/100, n%100, 0)
	if err != nil {
		return graph.Date{}
	}
	return d
}
