package cowalliances

import (
	"fmt"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader reads COW formal alliances by member.
var Loader = loaders.Loader{
	Name: "cow-alliances",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:cow-alliances", Name: "COW Formal Alliances"},
		Publisher: "Correlates of War project", Version: "4.1", Licence: "free to use with citation",
		Attribution: "Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. CQ Press.",
		URL:         "https://correlatesofwar.org/data-sets/formal-alliances/",
		Priority:    60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: graph.FullDate(2013, 1, 1),
		Scope: "every formal alliance of at least two states of the interstate system, 1816 to 2012, by type and without " +
			"articles",
	},
	// A file whose codes mostly mean nothing holds no alliances of states.
	Assertions: loaders.Assertions{
		Nodes:         map[graph.Label]int{graph.LabelTreaty: 1},
		Relationships: map[graph.RelationshipType]int{graph.PartyToType: 1}, Filled: map[string]float64{"Treaty.from": 0.9},
		MaxUnknown: 0.5,
	},
	VersionOf: table.Version,
	Read:      read,
}

var spec = table.Spec{
	Dataset: "cow-alliances", Missing: []string{"", ".", "NA", "-9", "-8"}, Columns: append([]table.Column{
		{Name: "version4id", Aliases: []string{"alliance_id", "allianceid", "alliance"}, Required: true},
		{Name: "ccode", Required: true},
		{Name: "state_name", Aliases: []string{"statename", "statenme"}},
		{Name: "mem_st_day", Required: true},
		{Name: "mem_st_month", Required: true},
		{Name: "mem_st_year", Required: true},
		{Name: "mem_end_day", Required: true},
		{Name: "mem_end_month", Required: true},
		{Name: "mem_end_year", Required: true},
		{Name: "defense", Aliases: []string{"defence"}, Required: true},
		{Name: "neutrality", Required: true},
		{Name: "nonaggression", Required: true},
		{Name: "entente", Required: true},
	}, table.Names("all_st_day", "all_st_month", "all_st_year", "all_end_day", "all_end_month", "all_end_year",
		"ss_type", "left_censor", "version")...),
}

// relatives come in the same archive: the spells written out by year, and pairs of members, which follow from the
// spells.
var relatives = []table.Relative{
	{Name: "the members of each year", Columns: []string{"version4id", "ccode", "mem_st_year", "year"}},
	{Name: "pairs of members of each year", Columns: []string{"ccode1", "ccode2", "dyad_st_year", "year"}},
	{Name: "pairs of members", Columns: []string{"ccode1", "ccode2", "dyad_st_year"}},
}

var set = table.Set{Relatives: relatives, Specs: []table.Spec{spec}}

// spell is one accepted row.
type spell struct {
	locator, code string
	spans         []loaders.Span
	owes          [4]bool // by terms
}

// alliance gathers the rows of one number.
type alliance struct {
	number       string
	locator      string // of the first row, for messages
	file         string
	label        string
	start, ended graph.Date
	open         bool
	spells       []spell
	origin       []loaders.Origin
	keys         map[string]bool
}

// read takes in all rows before it yields the first record, because the rows of an alliance belong together wherever
// they stand.
func read(in loaders.Input, yield loaders.Yield) error {
	r := reader{in: in, book: statecode.New(in, graph.SchemeCOW), byNumber: map[string]*alliance{}}
	return table.Records(set, in, yield, func() []*alliance { return r.alliances }, r.record, r.add)
}

type reader struct {
	in        loaders.Input
	book      *statecode.Book
	alliances []*alliance
	byNumber  map[string]*alliance
}

func (r *reader) add(row *table.Row) error {
	number := fmt.Sprint(row.MustNumber("version4id"))
	start := row.Date("mem_st_year", "mem_st_month", "mem_st_day")
	end := row.Date("mem_end_year", "mem_end_month", "mem_end_day")
	allStart := row.Date("all_st_year", "all_st_month", "all_st_day")
	allEnd := row.Date("all_end_year", "all_end_month", "all_end_day")
	censored, _ := row.Flag("left_censor")
	s := spell{code: strconv.Itoa(row.MustInt("ccode"))}
	for i, term := range terms {
		s.owes[i], _ = row.Flag(term.column)
	}
	if err := row.Err(); err != nil {
		return err
	}
	if start.IsZero() {
		return row.Errorf("mem_st_year", "missing-value", "has no year; every spell has a start")
	}
	period := graph.Period{From: start, Until: end, StartUncertain: censored}
	if !end.IsZero() && end.DayOfMonth() != 0 && (end != allEnd || end.Compare(start) <= 0) {
		period.Until = end.After().Date()
	}
	if err := period.Validate(); err != nil {
		return row.Errorf("mem_end_year", "bad-period", "the spell ends on %s, before its start %s", end, start)
	}
	spans, err := r.book.Spans(row, "ccode", period)
	if err != nil {
		return err
	}
	a := r.byNumber[number]
	if a == nil {
		a = &alliance{
			number: number, locator: row.Locator(), file: row.File(), label: row.Text("ss_type"), start: allStart,
			ended: allEnd, keys: map[string]bool{},
		}
	}
	key := s.code + " " + start.String()
	if a.keys[key] {
		return row.Errorf("", "duplicate-row", "state %s has a spell from %s in alliance %s already", s.code, start, number)
	}
	a.keys[key] = true
	s.spans = spans
	s.locator = fmt.Sprintf("%s: version4id %s, ccode %s, from %s", a.file, number, s.code, start)
	r.book.Mention(spans, row.Text("state_name"))
	if r.byNumber[number] == nil {
		r.byNumber[number] = a
		r.alliances = append(r.alliances, a)
	}
	a.spells = append(a.spells, s)
	a.origin = append(a.origin, row.Origin())
	a.open = a.open || end.IsZero()
	return nil
}
