package cowstates

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

var dataset = graph.Dataset{
	Header:    graph.Header{ID: "dataset:cow-states", Name: "COW State System Membership"},
	Publisher: "Correlates of War project", Version: "2016", Licence: "free to use with citation",
	Attribution: "Correlates of War Project. 2017. “State System Membership List, v2016.”",
	URL:         "https://correlatesofwar.org/data-sets/state-system-membership/",
	Priority:    60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: graph.FullDate(2017, 1, 1),
}

// Loader reads COW state system membership, major powers and country codes.
var Loader = loaders.Loader{
	Name:    "cow-states",
	Dataset: dataset,
	// A file whose codes mostly mean nothing is no list of states.
	Assertions: loaders.Assertions{Nodes: map[graph.Label]int{graph.LabelState: 1}, MaxUnknown: 0.5},
	Read:       read,
}

// The two bodies that a spell is membership of. They are lists of the COW project, no organizations of international
// law.
const (
	system graph.ID = "org:cow-state-system"
	majors graph.ID = "org:cow-major-powers"
)

var (
	missing  = []string{"", ".", "NA", "-9", "-8"}
	spelled  = table.Required("ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday")
	called   = table.Column{Name: "statenme", Aliases: []string{"state_name", "statename", "country"}, Required: true}
	version  = table.Column{Name: "version"}
	listSpec = table.Spec{Dataset: "cow-states", Missing: missing, Columns: append(spelled, called, version)}
	// The list of major powers is the same without its names.
	powerSpec = table.Spec{
		Dataset: "cow-states (major powers)", Missing: missing, Columns: append(spelled, version),
	}
	// Many files have a code and a name; the list of codes has nothing else.
	codeSpec = table.Spec{
		Dataset: "cow-states (country codes)", Missing: missing, Closed: true,
		Columns: append(table.Required("ccode"), called, table.Column{Name: "stateabb"}, version),
	}
)

// relatives are the spells written out by year.
var relatives = []table.Relative{{Name: "the states of each year", Columns: []string{"ccode", "styear", "year"}}}

// censored is the list's first day, and last its last one.
var censored, last = graph.FullDate(1816, 1, 1), graph.FullDate(2016, 12, 31)

// spell is one accepted row of membership.
type spell struct {
	locator, key, code string
	of                 graph.ID
	spans              []loaders.Span
	origin             loaders.Origin
}

type reader struct {
	in     loaders.Input
	book   *statecode.Book
	spells []spell
	codes  map[graph.ID][]graph.Identifier
	seen   map[string]bool
	powers int // rows of lists of major powers
}

// read takes in all rows first, because a state is described once however many spells it has.
func read(in loaders.Input, yield loaders.Yield) error {
	r := reader{
		in: in, book: statecode.New(in, graph.SchemeCOW), codes: map[graph.ID][]graph.Identifier{},
		seen: map[string]bool{},
	}
	named := false
	set := table.Set{
		Relatives: relatives, Specs: []table.Spec{listSpec, powerSpec, codeSpec},
		Check: func(count []int) error { named = count[0] > 0; return nil },
	}
	return table.Records(set, in, yield, func() []spell { return r.spells }, r.record, r.spell, r.major,
		func(row *table.Row) error { return r.name(row, !named) })
}

func (r *reader) spell(row *table.Row) error { return r.add(row, system) }

// mostPowers is more spells than there were major powers since 1816; COW counts 14.
const mostPowers = 60

// major reads a row of the list of major powers, which is the list of states without its names: by its length it is
// told that a list of states has lost its column.
func (r *reader) major(row *table.Row) error {
	if r.powers++; r.powers > mostPowers {
		return graph.Invalidf("cow-states: %s has more than %d rows, too many for the list of major powers; a list of "+
			"states needs the column statenme", row.File(), mostPowers)
	}
	return r.add(row, majors)
}

func (r *reader) add(row *table.Row, of graph.ID) error {
	start, end := row.Date("styear", "stmonth", "stday"), row.Date("endyear", "endmonth", "endday")
	if err := row.Err(); err != nil {
		return err
	}
	if start.IsZero() {
		return row.Errorf("styear", "missing-value", "has no year; every spell has a start")
	}
	period := graph.Through(start, end)
	period.StartUncertain = start == censored
	if end == last {
		period.Until = graph.Date{}
	}
	if period.Validate() != nil {
		return row.Errorf("endyear", "bad-period", "the spell ends on %s, before its start %s", end, start)
	}
	spans, err := r.book.Spans(row, "ccode", period)
	if err != nil {
		return err
	}
	code := strconv.Itoa(row.MustInt("ccode"))
	s := spell{row.Locator(), fmt.Sprintf("%s: ccode %s, from %s", row.File(), code, start), code, of, spans, row.Origin()}
	if key := string(of) + code + start.String(); r.seen[key] {
		return row.Errorf("", "duplicate-row", "code %s has a spell from %s already", code, start)
	} else {
		r.seen[key] = true
	}
	r.spells = append(r.spells, s)
	r.book.Mention(spans, row.Text("statenme"))
	if of == system {
		for _, span := range spans {
			r.codes[span.ID] = append(r.codes[span.ID],
				graph.Identifier{Scheme: graph.SchemeCOW, Value: code, Period: span.Period})
		}
	}
	return nil
}

// name reads a row of the code list. It gives names where no list of states is loaded with it; the code itself must be
// known.
func (r *reader) name(row *table.Row, use bool) error {
	spans, err := r.book.Spans(row, "ccode", dataset.Coverage())
	name := row.MustText("statenme")
	if err == nil {
		err = row.Err()
	}
	if err != nil {
		return err
	}
	if !use {
		name = ""
	}
	r.book.Mention(spans, name)
	r.spells = append(r.spells, spell{locator: row.Locator(), key: row.File(), spans: spans, origin: row.Origin()})
	return nil
}

func (r *reader) record(s spell) loaders.Record {
	out := loaders.Record{Locator: s.locator, Origin: []loaders.Origin{s.origin}}
	ids := lists.Map(s.spans, func(span loaders.Span) graph.ID { return span.ID })
	for _, node := range r.book.Take(s.origin.File, ids...) {
		if codes := r.codes[node.ID]; len(codes) > 0 {
			slices.SortFunc(codes, func(a, b graph.Identifier) int { return a.Period.From.Compare(b.Period.From) })
			node.Properties = graph.PropertiesOf(
				&graph.State{Header: graph.Header{Name: r.book.Name(node.ID), Identifiers: codes}})
		}
		out.Nodes = append(out.Nodes, node)
	}
	if s.of == "" {
		return out
	}
	out.State(body(s.of), string(s.of))
	for _, span := range s.spans {
		head := graph.RelationshipHeader{FromID: span.ID, ToID: s.of, Period: span.Period, Locator: graph.Text(s.key)}
		out.Relate(&graph.MemberOf{Kind: graph.FullMember}, head, s.code+"/"+span.Period.From.String())
	}
	return out
}

func body(id graph.ID) *graph.Organization {
	o := &graph.Organization{
		Header: graph.Header{ID: id, Name: "COW state system"},
		Note: "The states that the Correlates of War project counts as members of the interstate system; a list, no " +
			"organization.",
	}
	if id == majors {
		o.Name = "COW major powers"
		o.Note = "The states that the Correlates of War project counts as major powers; a list, no organization."
	}
	return o
}
