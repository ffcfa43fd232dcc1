package cowmid

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

type reader struct {
	in       loaders.Input
	book     *statecode.Book
	disputes []*dispute
	byNumber map[int]*dispute
	alone    bool // participants without a dispute file make the disputes
}

type dispute struct {
	number       int
	locator, key string
	origin       []loaders.Origin
	stated       bool // by the dispute file
	period       graph.Period
	hostility    *int
	fatalities   fatalities
	note         string
	participants []*participant
	place        *place
	keys         map[string]bool
}

type participant struct {
	key        string
	code       int
	spans      []loaders.Span
	start      graph.Date
	side       graph.Text
	originator *bool
	hostility  *int
	fatalities fatalities
	note       string
}

type place struct {
	key                 string
	name                string
	latitude, longitude *float64
}

type fatalities struct{ low, best, high *float64 }

// levels bound the fatalities of each level; the last one has no upper bound.
var levels = [...][2]float64{{0, 0}, {1, 25}, {26, 100}, {101, 250}, {251, 500}, {501, 999}, {1000, 0}}

func fatalitiesOf(row *table.Row) (f fatalities) {
	f.best = row.FloatPointer("fatalpre")
	if level, known := row.Int("fatality"); known && level >= 0 && level < len(levels) {
		low, high := levels[level][0], levels[level][1]
		f.low = &low
		if level < len(levels)-1 {
			f.high = &high
		}
	}
	return f
}

var outcomes = map[int]string{
	1: "victory of side A", 2: "victory of side B", 3: "side A yields", 4: "side B yields", 5: "stalemate",
	6: "compromise", 7: "released", 8: "unclear", 9: "joins an ongoing war",
}

var settlements = map[int]string{1: "negotiated", 2: "imposed", 3: "none", 4: "unclear"}

var revisions = map[int]string{1: "territory", 2: "policy", 3: "regime or government", 4: "other"}

func period(row *table.Row) (p graph.Period, err error) {
	start, end := row.Date("styear", "stmon", "stday"), row.Date("endyear", "endmon", "endday")
	if err := row.Err(); err != nil {
		return p, err
	}
	if start.IsZero() {
		return p, row.Errorf("styear", "missing-value", "has no year; every row has a start")
	}
	p = graph.Through(start, end)
	p.EndUncertain = end.IsZero()
	if p.Validate() != nil {
		return p, row.Errorf("endyear", "bad-period", "ends on %s, before its start %s", end, start)
	}
	return p, nil
}

func (r *reader) addDispute(row *table.Row) error {
	d := &dispute{
		number: row.MustNumber("dispnum"), locator: row.Locator(), origin: []loaders.Origin{row.Origin()}, stated: true,
		keys:      map[string]bool{},
		hostility: row.IntPointer("hostlev"), fatalities: fatalitiesOf(row),
	}
	var err error
	if d.period, err = period(row); err != nil {
		return err
	}
	ongoing, _ := row.Int("ongoing")
	d.period.EndUncertain = d.period.EndUncertain || ongoing == 1
	var notes []string
	if n, _ := row.Int("outcome"); outcomes[n] != "" {
		notes = append(notes, "Outcome: "+outcomes[n]+".")
	}
	if n, _ := row.Int("settle"); settlements[n] != "" {
		notes = append(notes, "Settlement: "+settlements[n]+".")
	}
	if ongoing == 1 {
		notes = append(notes, "Still going on when the data end.")
	}
	if err := row.Err(); err != nil {
		return err
	}
	if other := r.byNumber[d.number]; other != nil {
		return row.Errorf("dispnum", "duplicate-row", "dispute %d has a row already, at %s", d.number, other.locator)
	}
	d.note = strings.Join(notes, " ")
	d.key = fmt.Sprintf("%s: dispnum %d", row.File(), d.number)
	r.byNumber[d.number] = d
	r.disputes = append(r.disputes, d)
	return nil
}

func (r *reader) addParticipant(row *table.Row) error {
	number := row.MustNumber("dispnum")
	p := &participant{
		code: row.MustInt("ccode"), side: "B", hostility: row.IntPointer("hostlev"),
		fatalities: fatalitiesOf(row),
	}
	when, err := period(row)
	if err != nil {
		return err
	}
	sideA, known := row.Flag("sidea")
	if sideA {
		p.side = "A"
	}
	if original, known := row.Flag("orig"); known {
		p.originator = &original
	}
	var wants []string
	for _, column := range []string{"revtype1", "revtype2"} {
		if n, _ := row.Int(column); revisions[n] != "" {
			wants = append(wants, revisions[n])
		}
	}
	if err := row.Err(); err != nil {
		return err
	}
	if !known {
		return row.Errorf("sidea", "missing-value", "is blank or missing; every participant is on a side")
	}
	if len(wants) > 0 {
		p.note = "Wanted to change: " + strings.Join(wants, ", ") + "."
	}
	d := r.byNumber[number]
	if d == nil && !r.alone {
		return row.Errorf("dispnum", "unknown-dispute", "dispute %d has no row in the dispute file", number)
	}
	if p.spans, err = r.book.Spans(row, "ccode", when); err != nil {
		return err
	}
	p.start = when.From
	if d == nil {
		d = &dispute{number: number, locator: row.Locator(), keys: map[string]bool{}, period: when}
		d.key = fmt.Sprintf("%s: dispnum %d", row.File(), number)
		r.byNumber[number] = d
		r.disputes = append(r.disputes, d)
	}
	p.key = fmt.Sprintf("%s: dispnum %d, ccode %d, side %s, from %s", row.File(), number, p.code, p.side, p.start)
	if d.keys[p.key] {
		return row.Errorf("", "duplicate-row", "state %d is in dispute %d on side %s from %s already", p.code, number,
			p.side, p.start)
	}
	d.keys[p.key] = true
	if !d.stated {
		d.period = around(d.period, when)
	}
	r.book.Mention(p.spans, "")
	d.participants = append(d.participants, p)
	d.origin = append(d.origin, row.Origin())
	return nil
}

// around is the time from the earlier start to the later end.
func around(p, q graph.Period) graph.Period {
	if q.From.Compare(p.From) < 0 {
		p.From = q.From
	}
	_, pe := p.Bounds()
	if _, qe := q.Bounds(); qe > pe {
		p.Until, p.EndUncertain = q.Until, q.EndUncertain
	}
	return p
}

func (r *reader) addPlace(row *table.Row) error {
	number := row.MustNumber("dispnum")
	p := &place{
		name: row.Text("location"), latitude: row.FloatPointer("latitude"),
		longitude: row.FloatPointer("longitude"),
	}
	if err := row.Err(); err != nil {
		return err
	}
	d := r.byNumber[number]
	switch {
	case d == nil:
		return row.Errorf("dispnum", "unknown-dispute", "dispute %d is in none of the other files", number)
	// MIDLOC lists those that it could not locate, too.
	case p.latitude == nil && (p.longitude == nil || *p.longitude == -99):
		d.origin = append(d.origin, row.Origin())
		return nil
	case p.latitude == nil || p.longitude == nil:
		return row.Errorf("latitude", "missing-value", "a place has both a latitude and a longitude, or neither")
	case !loaders.OnGlobe(*p.latitude, *p.longitude):
		return row.Errorf("latitude", "bad-coordinates", "%v, %v is not on the globe", *p.latitude, *p.longitude)
	case d.place != nil:
		return row.Errorf("dispnum", "duplicate-row", "dispute %d has a place already", number)
	}
	p.key = fmt.Sprintf("%s: dispnum %d", row.File(), number)
	d.place = p
	d.origin = append(d.origin, row.Origin())
	return nil
}
