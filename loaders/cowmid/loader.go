package cowmid

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader reads militarized interstate disputes.
var Loader = loaders.Loader{
	Name: "cow-mid",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:cow-mid", Name: "COW Militarized Interstate Disputes"},
		Publisher: "Correlates of War project", Version: "5.0", Licence: "free to use with citation",
		Attribution: "Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela Karstens, Chase " +
			"Bloch, Nick Dietrich, Kayla Kahn, Kellan Ritter, and Michael J. Soules. 2021. “The MID5 Dataset, " +
			"2011–2014: Procedures, coding rules, and description.” Conflict Management and Peace Science.",
		URL:      "https://correlatesofwar.org/data-sets/mids/",
		Priority: 60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: graph.FullDate(2015, 1, 1),
	},
	// A file whose codes mostly mean nothing holds no disputes of states.
	Assertions: loaders.Assertions{
		Nodes:  map[graph.Label]int{graph.LabelConflict: 1},
		Filled: map[string]float64{"Conflict.from": 0.9}, MaxUnknown: 0.5,
	},
	VersionOf: table.Version,
	Read:      read,
}

var (
	missing   = []string{"", ".", "NA", "-9", "-8"}
	number    = table.Column{Name: "dispnum", Aliases: []string{"dispnum3", "dispnum4", "disp_num"}, Required: true}
	dates     = table.Required("stday", "stmon", "styear", "endday", "endmon", "endyear")
	outcomeOf = table.Spec{Dataset: "cow-mid (disputes, MIDA)", Missing: missing, Columns: append(append(
		table.Required("outcome", "hostlev"), append(dates, number)...),
		append(table.Names("settle", "fatality", "fatalpre"),
			table.Column{Name: "ongoing", Aliases: []string{"ongo2014", "ongo2010", "ongo2001", "ongo"}})...)}
	partyOf = table.Spec{Dataset: "cow-mid (participants, MIDB)", Missing: missing, Columns: append(append(
		table.Required("ccode", "sidea"), append(dates, number)...),
		table.Names("hostlev", "fatality", "fatalpre", "orig", "revtype1", "revtype2")...)}
	placeOf = table.Spec{Dataset: "cow-mid (places, MIDLOC)", Missing: missing, Columns: []table.Column{
		number,
		{
			Name: "latitude", Aliases: placeNames("ylatitude", "latitude"), Required: true,
			Missing: []string{"", ".", "NA", "-99", "-999"},
		},
		{
			Name: "longitude", Aliases: placeNames("xlongitude", "longitude"), Required: true,
			Missing: []string{"", ".", "NA", "-999"},
		},
		{Name: "location", Aliases: placeNames("location")},
	}}
)

// placeNames are the names of a column in the versions of MIDLOC, of which version 2 repeats the columns of 1.1 beside
// its own.
func placeNames(names ...string) (out []string) {
	for _, prefix := range []string{"midloc3_", "midloc2_", "midloc_", "midloc11_", ""} {
		for _, name := range names {
			out = append(out, prefix+name)
		}
	}
	return out
}

// relatives come in the same archive: the incidents of which disputes are made, with their participants and places.
var relatives = []table.Relative{
	{Name: "incidents", Columns: []string{"incidnum"}},
	{Name: "incidents", Columns: []string{"incidnum3"}},
	{Name: "the participants of each year", Columns: []string{"dispnum", "ccode", "styear", "year"}},
	{Name: "the disputes of each year", Columns: []string{"dispnum", "styear", "year"}},
	{Name: "pairs of participants", Columns: []string{"dyindex", "statea", "stateb"}},
}

// read takes in all files before it yields the first record, because a dispute, its participants and its place belong
// together; the disputes of two centuries fit into some megabytes.
func read(in loaders.Input, yield loaders.Yield) error {
	r := reader{in: in, book: statecode.New(in, graph.SchemeCOW), byNumber: map[int]*dispute{}}
	set := table.Set{Relatives: relatives, Specs: []table.Spec{outcomeOf, partyOf, placeOf}, Check: r.check}
	return table.Records(set, in, yield, func() []*dispute { return r.disputes }, r.record, r.addDispute,
		r.addParticipant, r.addPlace)
}

// check refuses files of which none is of disputes or participants, and says what is not known without one of the two.
func (r *reader) check(count []int) error {
	r.alone = count[0] == 0
	switch {
	case count[0] == 0 && count[1] == 0:
		return graph.Invalidf("cow-mid: neither the dispute file (MIDA) nor the participant file (MIDB) is among the files")
	case count[0] == 0:
		r.in.Warning("cow-mid: loaded without the dispute file (MIDA): periods are those of the participants, outcomes are " +
			"unknown")
	case count[1] == 0:
		r.in.Warning("cow-mid: loaded without the participant file (MIDB): nobody is known to have taken part")
	}
	return nil
}
