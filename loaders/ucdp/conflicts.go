package ucdp

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

var conflictSpec = table.Spec{Dataset: "ucdp-acd", Missing: []string{"", "NA", "-99"}, Columns: append([]table.Column{
	{Name: "conflict_id", Aliases: []string{"conflict_new_id"}, Required: true},
	{Name: "year", Required: true},
	{Name: "side_a", Required: true},
	{Name: "side_a_id", Aliases: []string{"side_a_new_id"}, Required: true},
	{Name: "side_b", Required: true},
	{Name: "side_b_id", Aliases: []string{"side_b_new_id"}, Required: true},
	{Name: "gwno_a", Aliases: []string{"gwnoa"}, Required: true},
	{Name: "gwno_a_2nd", Aliases: []string{"gwno_a2nd"}},
	{Name: "gwno_b", Aliases: []string{"gwnob"}, Required: true},
	{Name: "gwno_b_2nd", Aliases: []string{"gwno_b2nd"}},
	{Name: "territory_name", Aliases: []string{"territory"}},
	{Name: "intensity_level", Aliases: []string{"intensity"}},
	{Name: "type_of_conflict", Aliases: []string{"type"}},
}, table.Names("side_a_2nd", "side_b_2nd", "location", "incompatibility", "start_date", "start_prec",
	"start_date2", "start_prec2", "ep_end", "ep_end_date", "version")...)}

// conflictRelatives have the columns of conflicts but other rows.
var conflictRelatives = []table.Relative{
	{
		Name:    "conflicts by pair of parties (the UCDP Dyadic Dataset)",
		Columns: []string{"dyad_id", "year", "side_a", "side_b"},
	},
	{Name: "the states in which conflicts were fought", Columns: []string{"conflict_id", "year", "gwno_loc_year"}},
	{Name: "the locations of conflicts by cell", Columns: []string{"conflict_id", "year", "gid"}},
	{Name: "battle-related deaths", Columns: []string{"bd_best", "conflict_id", "year"}},
}

type conflicts struct {
	in        loaders.Input
	book      *statecode.Book
	conflicts []*conflict
	byNumber  map[int]*conflict
	names     map[int]string // of actors, from cells that hold one
	newest    int            // last year of the data
	version   string
	described map[graph.ID]bool
}

func newConflicts(in loaders.Input) *conflicts {
	return &conflicts{
		in: in, book: statecode.New(in, graph.SchemeGW), byNumber: map[int]*conflict{},
		names: map[int]string{}, described: map[graph.ID]bool{},
	}
}

type conflict struct {
	number        int
	locator, file string
	start         graph.Date
	name, issue   string
	kind          string
	intensity     int
	years         map[int]*year
	origin        []loaders.Origin
}

// year is one row.
type year struct {
	episode graph.Date // start of the episode
	end     graph.Date // last day of the episode, zero where it does not end in the year
	parties []party
}

// party is an actor on a side in a year: a state by its number, or a group by UCDP's.
type party struct {
	side      graph.Text
	secondary bool
	state     int
	actor     int
}

var conflictTypes = map[int]string{
	1: "extrasystemic", 2: "interstate", 3: "intrastate",
	4: "internationalised intrastate",
}

var issues = map[int]string{1: "territory", 2: "government", 3: "territory and government"}

func (r *conflicts) add(row *table.Row) error {
	number, when := row.MustNumber("conflict_id"), row.MustInt("year")
	y := &year{}
	start, startPrecision := day(row, "start_date"), precision(row, "start_prec")
	y.episode = rounded(day(row, "start_date2"), precision(row, "start_prec2"))
	if ended, _ := row.Int("ep_end"); ended == 1 {
		y.end = day(row, "ep_end_date")
	}
	intensity, _ := row.Int("intensity_level")
	kind, _ := row.Int("type_of_conflict")
	about, _ := row.Int("incompatibility")
	if err := row.Err(); err != nil {
		return err
	}
	if when < 1900 || when > 2200 {
		return row.Errorf("year", "bad-date", "%d: want a year", when)
	}
	for _, s := range []struct {
		side      graph.Text
		secondary bool
		ids, gw   string
		name      string
	}{
		{"A", false, "side_a_id", "gwno_a", "side_a"},
		{"A", true, "", "gwno_a_2nd", ""},
		{"B", false, "side_b_id", "gwno_b", "side_b"},
		{"B", true, "", "gwno_b_2nd", ""},
	} {
		parties, err := r.side(row, s.ids, s.gw, s.name)
		if err != nil {
			return err
		}
		for _, p := range parties {
			p.side, p.secondary = s.side, s.secondary
			y.parties = append(y.parties, p)
		}
	}
	c := r.byNumber[number]
	if c == nil {
		c = &conflict{number: number, locator: row.Locator(), file: row.File(), years: map[int]*year{}}
		r.byNumber[number] = c
		r.conflicts = append(r.conflicts, c)
	} else if c.years[when] != nil {
		return row.Errorf("year", "duplicate-row", "conflict %d has a row for %d already", number, when)
	}
	c.years[when] = y
	c.origin = append(c.origin, row.Origin())
	c.intensity = max(c.intensity, intensity)
	// the newest row describes the conflict
	if len(c.years) == 1 || when == slices.Max(slices.Collect(maps.Keys(c.years))) {
		about := issues[about]
		c.issue, c.kind = about, conflictTypes[kind]
		c.name = row.Text("location") + ": " +
			cmp.Or(row.Text("territory_name"), upper(about), "conflict "+strconv.Itoa(number))
		if c.start = rounded(start, startPrecision); c.start.IsZero() {
			c.start = y.episode
		}
	}
	r.newest = max(r.newest, when)
	r.version = max(r.version, strings.Replace(row.Text("version"), ",", ".", 1))
	return nil
}

// release finds the version in names such as ucdp-prio-acd-201.csv and UcdpPrioConflict_v25_1.csv, for a file without
// its column.
var release = regexp.MustCompile(`(?i)(?:acd|conflict)[_-]?v?(\d\d)[_.]?(\d)(?:\D|$)`)

// edition says of which version the file is and how far it reaches, which differs from year to year.
func (r *conflicts) edition(file string) graph.Dataset {
	version := r.version
	if found := release.FindStringSubmatch(file); version == "" && found != nil {
		version = found[1] + "." + found[2]
	}
	return graph.Dataset{
		Header: graph.Header{ID: conflictsID}, Version: graph.Text(version),
		CoverageUntil: graph.FullDate(r.newest+1, 1, 1),
	}
}

func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// side reads the parties in one pair of columns. A government has a state number in the position of its id.
func (r *conflicts) side(row *table.Row, idColumn, gwColumn, nameColumn string) ([]party, error) {
	states, ok := list(row.Text(gwColumn))
	if !ok {
		return nil, row.Errorf(gwColumn, "bad-number", "%.60q: want state numbers joined by commas", row.Text(gwColumn))
	}
	if idColumn == "" {
		out := lists.Map(states, func(n int) party { return party{state: n} })
		return out, nil
	}
	ids, ok := list(row.Text(idColumn))
	if !ok {
		return nil, row.Errorf(idColumn, "bad-number", "%.60q: want actor ids joined by commas", row.Text(idColumn))
	}
	if len(states) > 0 && len(states) != len(ids) {
		return nil, row.Errorf(gwColumn, "unequal-lists", "%d state numbers for %d actors", len(states), len(ids))
	}
	called := names(row.Text(nameColumn), len(ids))
	out := make([]party, len(ids))
	for i, n := range ids {
		out[i] = party{actor: n}
		if len(states) > 0 {
			out[i].state = states[i]
		}
		if called[i] != "" && (len(ids) == 1 || r.names[n] == "") {
			r.names[n] = called[i]
		}
	}
	return out, nil
}

// day reads "1949-05-31", also with a time after it. What is no date is the row's fault.
func day(row *table.Row, column string) graph.Date {
	text := row.Text(column)
	if len(text) > 10 && (text[10] == ' ' || text[10] == 'T') {
		text = text[:10]
	}
	d, err := loaders.ParseDate(text)
	if err != nil {
		row.Fail(column, "bad-date", "%.40q: want YYYY-MM-DD", text)
	}
	return d
}

func precision(row *table.Row, column string) int {
	n, known := row.Int(column)
	if !known {
		return 1
	}
	return n
}

// rounded leaves of a date what its precision says is known: 1 the day, 2 and 3 the month, others the year.
func rounded(d graph.Date, precision int) graph.Date {
	switch {
	case d.IsZero() || precision <= 1:
		return d
	case precision <= 3:
		return graph.MonthOnly(d.Year(), d.Month())
	}
	return graph.YearOnly(d.Year())
}

func (r *conflicts) record(c *conflict) loaders.Record {
	id := graph.ID(fmt.Sprintf("conflict:ucdp-acd-%d", c.number))
	years := slices.Sorted(maps.Keys(c.years))
	out := loaders.Record{Locator: c.locator, Rows: len(c.origin), Origin: c.origin}
	final := years[len(years)-1]
	period := graph.Period{From: cmp.Or(c.start, graph.YearOnly(years[0]))}
	period.Until, period.EndUncertain = r.end(c, final, false)
	node := &graph.Conflict{Header: graph.Header{
		ID: id, Name: c.name, Period: period,
		Identifiers: []graph.Identifier{{Scheme: graph.SchemeUCDP, Value: strconv.Itoa(c.number)}},
	}, Kind: graph.ConflictArmed, Issue: graph.Text(c.issue)}
	switch c.intensity {
	case 1:
		node.Intensity = "minor"
	case 2:
		node.Intensity = "war"
	}
	if c.kind != "" {
		node.Note = graph.Text("Type: " + c.kind + ".")
	}
	if period.Validate() != nil {
		node.Period.From = graph.YearOnly(years[0])
	}
	out.State(node, fmt.Sprintf("%s: conflict_id %d", c.file, c.number))
	for _, run := range c.runs(years) {
		r.participate(&out, id, c, run)
	}
	if c == r.conflicts[0] {
		out.Edition(r.edition(c.file), c.file)
	}
	return out
}

// run is a party in consecutive years.
type run struct {
	party
	first, last int
}

// runs lists the runs of all parties by side, party and year.
func (c *conflict) runs(years []int) []run {
	open := map[party]*run{}
	var out []*run
	for _, y := range years {
		for _, p := range c.years[y].parties {
			if current := open[p]; current != nil && current.last >= y-1 {
				current.last = y
				continue
			}
			open[p] = &run{p, y, y}
			out = append(out, open[p])
		}
	}
	list := lists.Map(out, func(r *run) run { return *r })
	slices.SortStableFunc(list, func(a, b run) int {
		return cmp.Or(cmp.Compare(a.side, b.side), cmp.Compare(a.state, b.state), cmp.Compare(a.actor, b.actor),
			cmp.Compare(a.first, b.first))
	})
	return list
}

// end is the first day after an activity whose last year is given. A secondary party's part is known to the year only.
func (r *conflicts) end(c *conflict, last int, secondary bool) (until graph.Date, uncertain bool) {
	if end := c.years[last].end; !end.IsZero() && !secondary && end.Year() == last {
		return graph.Through(graph.Date{}, end).Until, false
	}
	return graph.YearOnly(last), last == r.newest
}

func (r *conflicts) participate(out *loaders.Record, id graph.ID, c *conflict, run run) {
	period := graph.Period{From: graph.YearOnly(run.first)}
	if start := c.years[run.first].episode; start.Year() == run.first && !run.secondary {
		period.From = start
	}
	period.Until, period.EndUncertain = r.end(c, run.last, run.secondary)
	if period.Empty() || period.Validate() != nil {
		period.From = graph.YearOnly(run.first)
	}
	locator := fmt.Sprintf("%s: conflict_id %d, %d to %d", c.file, c.number, run.first, run.last)
	spans := []loaders.Span{{Period: period}}
	who := fmt.Sprintf("actor %d", run.actor)
	if run.state > 0 {
		who = fmt.Sprintf("gw %d", run.state)
		spans = r.in.Identities.Spans(graph.SchemeGW, strconv.Itoa(run.state), period)
		name, named := strings.CutPrefix(r.names[run.actor], government)
		switch {
		case spans == nil && named: // a state of Gleditsch and Ward's that the bundled table lacks, such as Hyderabad in 1948
			spans = []loaders.Span{{ID: graph.ID("state:gw-" + strconv.Itoa(run.state)), Period: period}}
			r.book.Mention(spans, name)
		case len(spans) == 0:
			r.in.Warning("%s: GW number %d means no state in %s; its part in the conflict is left out", locator, run.state,
				period.Text())
			return
		default:
			r.book.Mention(spans, "")
		}
		for _, s := range spans {
			out.Nodes = append(out.Nodes, r.book.Take(c.file, s.ID)...)
		}
	} else if id, ok := actorNamed(r.in.Identities, r.names[run.actor], period.From.First()); ok {
		spans[0].ID = id
		out.Nodes = append(out.Nodes, r.book.Take(c.file, id)...)
	} else {
		spans[0].ID = group(run.actor)
		if !r.described[spans[0].ID] {
			r.described[spans[0].ID] = true
			out.State(groupNode(spans[0].ID, r.names[run.actor]), c.file)
		}
	}
	for _, span := range spans {
		rel := &graph.ParticipatedIn{Side: run.side}
		kind := "primary"
		if run.secondary {
			kind, rel.Note = "secondary", "Secondary party: supports the side with troops."
		}
		out.Relate(rel,
			graph.RelationshipHeader{FromID: span.ID, ToID: id, Period: span.Period, Locator: graph.Text(locator)},
			fmt.Sprintf("%s/%s/%s/%s", who, run.side, kind, span.Period.From))
	}
}
