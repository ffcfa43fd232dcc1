package cowwars

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

type reader struct {
	in       loaders.Input
	list     *list
	book     *statecode.Book
	wars     []*war
	byNumber map[string]*war
	// summaries says that files without participants only add to the wars of those with them.
	summaries bool
}

type war struct {
	number, name  string
	locator, file string
	notes         []string
	total         *float64 // as the file states it
	origin        []loaders.Origin
	participants  []*participant
	keys          map[string]bool
}

// participant is one of a row's participants, with the phases of the row.
type participant struct {
	key       string
	name      string
	code      string // of a state, "" for a group
	group     graph.ID
	side      int
	initiator *bool
	outcome   graph.Text
	deaths    *float64
	unknown   bool // whether it has deaths that are not known
	shared    bool // whether the deaths are those of its whole side
	phases    []phase
}

type phase struct {
	start graph.Date
	spans []loaders.Span // one span without a node for a group
}

func (r *reader) add(row *table.Row) error {
	number, name := warNumber(row), row.MustText("WarName")
	if known := r.byNumber[number]; known != nil && r.summaries && !row.Has("CcodeB") {
		return known.sumUp(row)
	}
	periods, err := phases(row)
	if err != nil {
		return err
	}
	w := r.byNumber[number]
	if w == nil {
		w = &war{
			number: number, name: name, locator: row.Locator(), file: row.File(), notes: notes(row),
			keys: map[string]bool{},
		}
	}
	var found []*participant
	outcome, _ := row.Int("Outcome")
	w.total = cmp.Or(w.total, total(row))
	for _, slot := range r.list.perRow {
		p, err := r.participant(row, slot, periods)
		if err != nil {
			return err
		}
		if p == nil {
			continue
		}
		if r.list.kind == graph.ConflictInterstateWar {
			p.outcome = outcomes[outcome]
		} else if outcome == 1 || outcome == 2 { // the winner's side
			p.outcome = outcomes[1]
			if outcome != p.side {
				p.outcome = outcomes[2]
			}
		} else {
			p.outcome = outcomes[outcome]
		}
		p.key = fmt.Sprintf("%s: WarNum %s, %s, side %d, from %s", w.file, number, cmp.Or(p.code, p.name), p.side,
			periods[0].From)
		found = append(found, p)
	}
	if err := row.Err(); err != nil {
		return err
	}
	if len(found) == 0 {
		return row.Errorf("", "no-participant", "names no participant")
	}
	for _, p := range found {
		if w.keys[p.key] {
			return row.Errorf("", "duplicate-row", "%s is in war %s on side %d from %s already", p.name, number, p.side,
				periods[0].From)
		}
		p.shared = p.code == "" && r.list.kind == graph.ConflictNonstateWar && count(found, p.side) > 1
	}
	for _, p := range found {
		w.keys[p.key] = true
		w.participants = append(w.participants, p)
	}
	w.origin = append(w.origin, row.Origin())
	if r.byNumber[number] == nil {
		r.byNumber[number] = w
		r.wars = append(r.wars, w)
	}
	return nil
}

// ordered puts the files of participants first where there is also one that sums the wars up, a row each: version 5.1
// of the intra-state wars is published as both. The latter adds to the wars of the former and brings no participant
// twice.
func (r *reader) ordered(tables []*table.Table) []*table.Table {
	if r.list.kind != graph.ConflictIntrastateWar {
		return tables
	}
	var participants, summaries []*table.Table
	for _, t := range tables {
		if t.Has("CcodeB") {
			participants = append(participants, t)
		} else {
			summaries = append(summaries, t)
		}
	}
	r.summaries = len(participants) > 0
	return append(participants, summaries...)
}

// sumUp adds what a row says of a war as a whole.
func (w *war) sumUp(row *table.Row) error {
	w.total = cmp.Or(w.total, total(row))
	for _, note := range notes(row) {
		if !slices.Contains(w.notes, note) {
			w.notes = append(w.notes, note)
		}
	}
	if err := row.Err(); err != nil {
		return err
	}
	w.origin = append(w.origin, row.Origin())
	return nil
}

// warNumber is the number of a war, which versions 5.0 and 5.1 of the intra-state wars write with decimals: 502.1.
func warNumber(row *table.Row) string {
	text := row.MustText("WarNum")
	if f, known := row.Float("WarNum"); known && f > 0 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	row.Fail("WarNum", "bad-number", "%.40q: want the number of a war", text)
	return ""
}

// total is the number of battle deaths that the row states for its whole war, nil where it states none.
func total(row *table.Row) *float64 {
	if f, known := row.GroupedFloat("TotalCombatDeaths"); known {
		return &f
	}
	return nil
}

func count(found []*participant, side int) (n int) {
	for _, p := range found {
		if p.side == side {
			n++
		}
	}
	return n
}

// phases are the times in which the row's participants fought.
func phases(row *table.Row) ([]graph.Period, error) {
	var out []graph.Period
	for i := 1; i <= maxPhases; i++ {
		n := fmt.Sprint(i)
		start := row.Date("StartYear"+n, "StartMonth"+n, "StartDay"+n)
		end := row.Date("EndYear"+n, "EndMonth"+n, "EndDay"+n)
		if err := row.Err(); err != nil {
			return nil, err
		}
		if start.IsZero() {
			if i == 1 {
				return nil, row.Errorf("StartYear1", "missing-value", "has no year; every participant has a start")
			}
			continue
		}
		p := graph.Through(start, end)
		if end.IsZero() && raw(row, "EndYear"+n) != "-7" { // -7: still going on
			p.EndUncertain = true
		}
		if p.Validate() != nil {
			return nil, row.Errorf("EndYear"+n, "bad-period", "ends on %s, before its start %s", end, start)
		}
		out = append(out, p)
	}
	return out, nil
}

// participant reads one slot of the row, nil where nobody is in it.
func (r *reader) participant(row *table.Row, s slot, periods []graph.Period) (*participant, error) {
	p := &participant{name: row.Text(s.name), side: s.side}
	code, isState := 0, false
	if s.code != "" {
		if code, isState = row.Int(s.code); code <= 0 {
			isState = false
		}
	}
	if !isState && p.name == "" {
		if s.code == "ccode" {
			return nil, row.Errorf("ccode", "missing-value", "is blank or missing; every row needs it")
		}
		return nil, nil
	}
	if p.side == 0 {
		if p.side = row.MustInt("Side"); p.side != 1 && p.side != 2 {
			return nil, row.Errorf("Side", "bad-side", "%d: want 1 or 2", p.side)
		}
	}
	p.initiator = r.list.initiator(row, p, isState)
	lost := s.deaths
	if isState && r.list.kind == graph.ConflictExtrastateWar { // the state of the row, on whichever side
		lost = "BatDeath"
	}
	p.deaths, p.unknown = deaths(row, lost)
	for _, period := range periods {
		ph := phase{period.From, []loaders.Span{{Period: period}}}
		if isState {
			asked, endless := period, period.EndUncertain && period.Until.IsZero()
			if endless { // whoever bore the code later need not have fought
				asked.Until = period.From.First().Next().Date()
			}
			spans, err := r.book.Spans(row, s.code, asked)
			if err != nil {
				return nil, err
			}
			if endless {
				spans = []loaders.Span{{ID: spans[0].ID, Period: period}}
			}
			r.book.Mention(spans, p.name)
			ph.spans = spans
		}
		p.phases = append(p.phases, ph)
	}
	if isState {
		p.code = fmt.Sprint(code)
		return p, nil
	}
	if r.uncoded(p) {
		return p, nil
	}
	p.group = graph.ID("group:cow-" + graph.Slug(p.name))
	if err := p.group.Validate(); err != nil {
		return nil, row.Errorf(s.name, "bad-name", "%.40q makes no id: %v", p.name, err)
	}
	return p, nil
}

// uncoded tells whether a participant without a code is a state nevertheless: the lists of wars have none for a state
// before it entered COW's state system. It is the state that bears the name on the day on which the participant began
// to fight.
func (r *reader) uncoded(p *participant) bool {
	id, _, ok := loaders.Uncounted(r.in.Identities).ByName(p.name, []graph.Label{graph.LabelState},
		p.phases[0].start.First())
	if !ok {
		return false
	}
	for i := range p.phases {
		p.phases[i].spans[0].ID = id
		r.book.Mention(p.phases[i].spans, "")
	}
	return true
}

// groupName is the name of a participant that is no state. One that some state bears on other days is marked, so that
// the name alone goes on meaning the state.
func (r *reader) groupName(name string) string {
	_, candidates, known := loaders.Uncounted(r.in.Identities).ByName(name, nil, 0)
	if known || loaders.HasExactName(candidates) {
		return name + " (in COW's wars)"
	}
	return name
}

// initiator reads the column for one participant. Between states it is the row's own, and in the extra-state list it
// says whether the row's state began; elsewhere it says which side began, by its number, its letter or the name of a
// participant.
func (l *list) initiator(row *table.Row, p *participant, isState bool) *bool {
	text := strings.TrimSuffix(row.Text("Initiator"), ".0")
	yes := text == "1"
	switch text {
	case "":
		return nil
	case "0", "1", "2":
		switch {
		case l.kind == graph.ConflictInterstateWar:
		case l.kind == graph.ConflictExtrastateWar && isState: // "the state began"
		case text == "0":
			return nil
		default:
			yes = text == fmt.Sprint(p.side)
		}
	default:
		switch {
		case strings.EqualFold(text, p.name):
			yes = true
		case strings.EqualFold(text, "A"), strings.EqualFold(text, "Side A"), strings.EqualFold(text, row.Text("SideA")):
			yes = p.side == 1
		case strings.EqualFold(text, "B"), strings.EqualFold(text, "Side B"), strings.EqualFold(text, row.Text("SideB")):
			yes = p.side == 2
		default:
			return nil
		}
	}
	return &yes
}

// deaths reads a column of deaths: -8 does not apply and is not unknown.
func deaths(row *table.Row, column string) (n *float64, unknown bool) {
	if f, known := row.GroupedFloat(column); known {
		return &f, false
	}
	return nil, raw(row, column) != "-8"
}

func notes(row *table.Row) (out []string) {
	if where, known := row.Int("WhereFought"); known && regions[where] != "" {
		out = append(out, "Fought in "+regions[where]+".")
	}
	if where, known := row.Int("V5RegionNum"); known && regionsOf5[where] != "" {
		out = append(out, "Fought in "+regionsOf5[where]+".")
	}
	// A cell may list several wars: "404, 410".
	if from := strings.TrimSuffix(row.Text("TransFrom"), ".0"); from != "" && from != "0" {
		out = append(out, "Transformed from COW war "+from+".")
	}
	if to := strings.TrimSuffix(row.Text("TransTo"), ".0"); to != "" && to != "0" {
		out = append(out, "Transformed into COW war "+to+".")
	}
	return out
}

// initiatingSide is the one side of a war with an initiator; side 1 where there is none or both have one.
func (w *war) initiatingSide() int {
	var has [3]bool
	for _, p := range w.participants {
		if p.initiator != nil && *p.initiator {
			has[p.side] = true
		}
	}
	if has[2] && !has[1] {
		return 2
	}
	return 1
}

// period runs from the first start to the last end of the participants; open where one of them has not ended.
func (w *war) period() graph.Period {
	var out graph.Period
	first := true
	for _, p := range w.participants {
		for _, ph := range p.phases {
			start, last := ph.spans[0].Period, ph.spans[len(ph.spans)-1].Period
			if first || ph.start.Compare(out.From) < 0 {
				out.From, out.StartUncertain = ph.start, start.StartUncertain
			}
			_, end := last.Bounds()
			if _, known := out.Bounds(); first || end > known {
				out.Until, out.EndUncertain = last.Until, last.EndUncertain
			}
			first = false
		}
	}
	return out
}

func (w *war) note() graph.Text {
	return graph.Text(strings.Join(w.notes, " "))
}

// raw is a code as the file writes it, also where it stands for a missing value; without the decimals that statistics
// packages add.
func raw(row *table.Row, column string) string {
	return strings.TrimSuffix(strings.TrimSpace(row.Raw(column)), ".0")
}
