package wikidata

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// sparse is a map that Wikidata writes as [] where it is empty.
type sparse[V any] map[string]V

func (m *sparse[V]) UnmarshalJSON(raw []byte) error {
	if bytes.Equal(bytes.TrimSpace(raw), []byte("[]")) {
		*m = nil
		return nil
	}
	return json.Unmarshal(raw, (*map[string]V)(m))
}

type term struct {
	Value string `json:"value"`
}

type entity struct {
	ID      string          `json:"id"`
	Missing *string         `json:"missing"`
	Type    string          `json:"type"`
	Labels  sparse[term]    `json:"labels"`
	Aliases sparse[[]term]  `json:"aliases"`
	Claims  sparse[[]claim] `json:"claims"`
}

type claim struct {
	Mainsnak   snak           `json:"mainsnak"`
	Rank       string         `json:"rank"`
	Qualifiers sparse[[]snak] `json:"qualifiers"`
	References []struct {
		Hash  string         `json:"hash"`
		Snaks sparse[[]snak] `json:"snaks"`
	} `json:"references"`
}

type snak struct {
	Snaktype  string `json:"snaktype"`
	Datavalue struct {
		Value json.RawMessage `json:"value"`
		Type  string          `json:"type"`
	} `json:"datavalue"`
}

// item is the Q number that a snak names, "" where it names none.
func (s snak) item() string {
	var v struct {
		ID      string `json:"id"`
		Numeric int    `json:"numeric-id"`
	}
	if s.Snaktype != "value" || json.Unmarshal(s.Datavalue.Value, &v) != nil {
		return ""
	}
	if v.ID == "" && v.Numeric > 0 {
		return "Q" + strconv.Itoa(v.Numeric) // dumps before 2016 have the number only
	}
	return v.ID
}

// text is the value of a string or a monolingual text.
func (s snak) text() string {
	var plain string
	if s.Snaktype != "value" || json.Unmarshal(s.Datavalue.Value, &plain) == nil {
		return plain
	}
	var v struct {
		Text string `json:"text"`
	}
	_ = json.Unmarshal(s.Datavalue.Value, &v)
	return v.Text
}

// gregorian is the calendar model in which days can be compared with all others.
const gregorian = "Q1985727"

// date is the value of a time, as exact as Wikidata says; unknown where it says nothing that a Date can hold.
func (s snak) date() graph.Date {
	var v struct {
		Time      string `json:"time"`
		Precision int    `json:"precision"`
		Calendar  string `json:"calendarmodel"`
	}
	if s.Snaktype != "value" || json.Unmarshal(s.Datavalue.Value, &v) != nil || !strings.HasPrefix(v.Time, "+") {
		return graph.Date{}
	}
	day, _, _ := strings.Cut(v.Time[1:], "T")
	parts := strings.Split(day, "-")
	if len(parts) != 3 {
		return graph.Date{}
	}
	var n [3]int
	for i, part := range parts {
		value, err := strconv.Atoi(part)
		if err != nil {
			return graph.Date{}
		}
		n[i] = value
	}
	precision := v.Precision
	if !strings.HasSuffix(v.Calendar, gregorian) && precision > 9 {
		precision = 9
	}
	switch {
	case precision < 9:
		return graph.Date{}
	case precision == 9:
		n[1], n[2] = 0, 0
	case precision == 10:
		n[2] = 0
	}
	d, err := loaders.NewDate(n[0], n[1], n[2])
	if err != nil {
		return graph.Date{}
	}
	return d
}

// unsaid tells whether a time is one that a Date cannot hold or that nobody knows; novalue is no time at all.
func (s snak) unsaid() bool { return s.Snaktype != "" && s.Snaktype != "novalue" && s.date().IsZero() }

// stated are the claims of a property that are not deprecated, in the order of the file.
func (e *entity) stated(property string) []claim {
	var out []claim
	for _, c := range e.Claims[property] {
		if c.Rank != "deprecated" {
			out = append(out, c)
		}
	}
	return out
}

// best is the claim of the highest rank, the first of several; ok is false where there is none.
func (e *entity) best(properties ...string) (c claim, ok bool) {
	for _, property := range properties {
		stated := e.stated(property)
		for _, c := range stated {
			if c.Rank == "preferred" {
				return c, true
			}
		}
		if len(stated) > 0 {
			return stated[0], true
		}
	}
	return claim{}, false
}

// date is the value of a property, of several of the same rank the most exact.
func (e *entity) date(properties ...string) graph.Date {
	d, _ := e.moment(properties...)
	return d
}

// moment is date; unsaid tells that there was a day which a Date cannot hold or nobody knows.
func (e *entity) moment(properties ...string) (d graph.Date, unsaid bool) {
	c, ok := e.best(properties...)
	if !ok {
		return d, false
	}
	d, unsaid = c.Mainsnak.date(), c.Mainsnak.unsaid()
	for _, property := range properties {
		for _, other := range e.stated(property) {
			if more := other.Mainsnak.date(); other.Rank == c.Rank && len(more.String()) > len(d.String()) {
				d, unsaid = more, false
			}
		}
		if len(e.stated(property)) > 0 {
			break
		}
	}
	return d, unsaid
}

// through is the time from the day of one property through that of another.
func (e *entity) through(first, last []string) graph.Period {
	from, noStart := e.moment(first...)
	end, noEnd := e.moment(last...)
	p := graph.Through(from, end)
	p.StartUncertain, p.EndUncertain = noStart, noEnd
	return p
}

func (e *entity) text(property string) string {
	c, _ := e.best(property)
	return c.Mainsnak.text()
}

// name is the English label, else the language-independent one, else that of the first language code.
func (e *entity) name() string {
	for _, language := range []string{"en", "mul", "en-gb", "en-us"} {
		if label := e.Labels[language].Value; label != "" {
			return label
		}
	}
	for _, code := range slices.Sorted(maps.Keys(e.Labels)) {
		if label := e.Labels[code].Value; label != "" {
			return label
		}
	}
	return e.ID
}

func (e *entity) aliases() (out []string) {
	seen := map[string]bool{e.name(): true}
	for _, language := range []string{"en", "mul"} {
		for _, alias := range e.Aliases[language] {
			if alias.Value != "" && !seen[alias.Value] {
				seen[alias.Value] = true
				out = append(out, alias.Value)
			}
		}
	}
	return out
}

// qualifier is the first value of one of the qualifiers.
func (c claim) qualifier(properties ...string) snak {
	for _, property := range properties {
		if list := c.Qualifiers[property]; len(list) > 0 {
			return list[0]
		}
	}
	return snak{}
}

// period is the time that the claim's qualifiers give: start and end, or a point in time as the start of what is open.
// The last day belongs to it.
func (c claim) period() graph.Period {
	p := graph.Through(c.qualifier("P580", "P585").date(), c.qualifier("P582").date())
	if s := c.qualifier("P582"); s.unsaid() {
		p.EndUncertain = true
	}
	if s := c.qualifier("P580", "P585"); s.unsaid() {
		p.StartUncertain = true
	}
	return p
}

// source is the page or work of the first reference that names one, works with the names given by their Q numbers; ok
// is false where none does.
func (c claim) source(names map[string]string) (s graph.Source, ok bool) {
	for _, r := range c.References {
		for _, snaks := range [][]snak{r.Snaks["P854"], r.Snaks["P248"]} {
			if len(snaks) == 0 || r.Hash == "" {
				continue
			}
			s = graph.Source{Header: graph.Header{ID: graph.ID("source:wikidata-" + r.Hash)}}
			address, work := snaks[0].text(), snaks[0].item()
			switch {
			case s.ID.Validate() != nil, address == "" && work == "":
				continue
			case strings.HasPrefix(address, "http://"), strings.HasPrefix(address, "https://"):
				s.Name, s.URL = address, graph.Text(address)
			case address != "":
				s.Name = address
			case names[work] != "":
				s.Name = names[work]
			default:
				s.Name = "Work " + work + " as cited by Wikidata"
			}
			if title := r.Snaks["P1476"]; len(title) > 0 && title[0].text() != "" {
				s.Name = title[0].text()
			}
			if published := r.Snaks["P577"]; len(published) > 0 {
				s.Date = published[0].date()
			}
			return s, true
		}
	}
	return s, false
}
