package gdelt

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/plover"
)

// columns are where the fields of a row stand; geo and url depend on its width.
type columns struct {
	lat, long, id, kind, name, country int // of the place of action
	url                                int // -1 where the row has none
}

var widths = map[int]columns{
	57: {kind: 49, name: 50, country: 51, lat: 53, long: 54, id: 55, url: -1},
	58: {kind: 49, name: 50, country: 51, lat: 53, long: 54, id: 55, url: 57},
	61: {kind: 51, name: 52, country: 53, lat: 56, long: 57, id: 58, url: 60},
}

// header tells whether a row is the header that somebody has put in front.
func header(fields []string) bool {
	return strings.EqualFold(strings.TrimSpace(fields[0]), "globaleventid")
}

// parsed is one row of either version.
type parsed struct {
	id             string
	day            graph.Date
	one, two       side
	code, root     string
	quad, mentions *int
	goldstein      *float64
	place          *graph.Place
	url            string
	locator        string
	origin         loaders.Origin
}

// side is what a row says about one actor.
type side struct {
	plover.Side
	code, country, group string
}

// parse reads a row; the error is its first fault.
func parse(file string, line int, fields []string) (*parsed, error) {
	origin := loaders.Origin{File: file, Line: line, Row: fields}
	c, ok := widths[len(fields)]
	if !ok {
		return nil, origin.Rejected("", "ragged-row", "%d columns; GDELT has 61 (version 2.0), 58 or 57 (version 1.0)",
			len(fields))
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	p := &parsed{
		id: fields[0], code: fields[26], root: fields[28], locator: fmt.Sprintf("%s:%d", file, line), origin: origin,
	}
	if len(p.root) == 1 { // a spreadsheet took the zeros of numbers away
		p.code, p.root = "0"+p.code, "0"+p.root
	}
	lost := !strings.HasPrefix(p.code, p.root) || p.root == "" && len(p.code) == 2
	if lost && plover.Valid(p.code) {
		return nil, origin.Rejected("EventCode", "bad-code", "%q beside the EventRootCode %q; did the codes lose zeros, as "+
			"010 that became 10?", p.code, p.root)
	}
	if _, err := strconv.ParseUint(p.id, 10, 64); err != nil {
		return nil, origin.Rejected("GlobalEventID", "bad-id", "%q: want a number", p.id)
	}
	if len(fields[1]) == 8 {
		day, err := loaders.ParseDate(fields[1][:4] + "-" + fields[1][4:6] + "-" + fields[1][6:])
		if err != nil {
			return nil, origin.Rejected("SQLDATE", "bad-date", "%v", err)
		}
		p.day = day
	} else {
		return nil, origin.Rejected("SQLDATE", "bad-date", "%q: want YYYYMMDD", fields[1])
	}
	var err error
	if p.quad, err = integer(fields[29]); err != nil || (p.quad != nil && (*p.quad < 1 || *p.quad > 4)) {
		return nil, origin.Rejected("QuadClass", "bad-number", "%q: want 1 to 4", fields[29])
	}
	if p.mentions, err = integer(fields[31]); err != nil {
		return nil, origin.Rejected("NumMentions", "bad-number", "%q: want a whole number", fields[31])
	}
	if p.goldstein, err = number(fields[30]); err != nil ||
		(p.goldstein != nil && (*p.goldstein < -10 || *p.goldstein > 10)) {
		return nil, origin.Rejected("GoldsteinScale", "bad-number", "%q: want -10 to 10", fields[30])
	}
	p.one, p.two = newSide(fields[5:15]), newSide(fields[15:25])
	if c.url >= 0 {
		p.url = fields[c.url]
	}
	p.place = place(fields, c)
	return p, nil
}

func newSide(f []string) side {
	s := side{Side: plover.Side{Name: f[1]}, code: f[0], country: f[2], group: f[3]}
	for _, t := range f[7:10] {
		if t != "" {
			s.Sectors = append(s.Sectors, t)
		}
	}
	return s
}

func integer(s string) (*int, error) {
	if s == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(s)
	return &n, err
}

func number(s string) (*float64, error) {
	if s == "" {
		return nil, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if f != f {
		return nil, strconv.ErrRange
	}
	return &f, err
}

// kinds are GDELT's types of place.
var kinds = map[string]string{"1": "COUNTRY", "2": "REGION", "3": "CITY", "4": "CITY", "5": "REGION"}

// place is where the action took place; nil where the row does not say.
func place(fields []string, c columns) *graph.Place {
	id := cmp.Or(fields[c.id], fields[c.country])
	name := fields[c.name]
	if id == "" || name == "" || kinds[fields[c.kind]] == "" {
		return nil
	}
	p := &graph.Place{Header: graph.Header{
		ID:   graph.ID("place:gdelt-" + graph.Slug(strings.Replace(id, "-", "m", 1))),
		Name: name,
	}, Kind: graph.Text(kinds[fields[c.kind]])}
	lat, err1 := number(fields[c.lat])
	long, err2 := number(fields[c.long])
	if err1 == nil && err2 == nil && lat != nil && long != nil && loaders.OnGlobe(*lat, *long) {
		p.Latitude, p.Longitude = lat, long
	}
	if p.ID.Validate() != nil {
		return nil
	}
	return p
}
