package generic

import (
	"regexp"
	"strings"

	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
)

// head is the first rows below a header. They tell whether the first of them is one of data, or of units or longer
// names.
type head struct {
	line int
	rows [][]string
}

// maxHead is of how many rows it is.
const maxHead = 8

// add tells whether more rows are wanted.
func (h *head) add(line int, cells []string) bool {
	if len(h.rows) == 0 {
		h.line = line
	}
	h.rows = append(h.rows, cells)
	return len(h.rows) < maxHead
}

var (
	figure = regexp.MustCompile(`^[-+]?\d[-\d.,:/% ]*(T\d.*)?$`)
	// blank is what stands in a row of data in the place of a figure.
	blank = regexp.MustCompile(`(?i)^([^\pL]*|n\.?[/.]?[ad]\.?|nan?|nat|null|nil|none|unknown|missing|present|ongoing|current|tb[adc])$`)
	// note is how what stands below a table begins.
	note = regexp.MustCompile(`(?i)^(sources?|notes?|quellen?|anmerkung(en)?|fuentes?|notas?|copyright|(last )?updated|(data )?as of)([ :.]|$)|^[*†‡©]`)
	// total is what the row is called that sums up others.
	total = regexp.MustCompile(`(?i)^((grand|overall|sub)[- ]?totals?|totals?|sums?|sum total|total general|totaux|totale|` +
		`gesamt|insgesamt|(gesamt|zwischen)?summe|ogółem|razem|всего|итого|总计|合计|合計|總計|합계|toplam|المجموع) ?:?$`)
)

// second tells whether the first row is a second header: at least two columns hold figures only below it, and it has
// none, but words above figures.
func (h *head) second() bool {
	if len(h.rows) < 3 {
		return false
	}
	words := 0
	for i, cell := range h.rows[0] {
		switch {
		case figure.MatchString(cell):
			return false
		case !blank.MatchString(cell) && h.figuresBelow(i):
			words++
		}
	}
	return words >= 2
}

// figuresBelow tells whether a column holds two figures or more below the first row, and nothing else.
func (h *head) figuresBelow(column int) bool {
	n := 0
	for _, r := range h.rows[1:] {
		switch {
		case column >= len(r) || r[column] == "":
		case !figure.MatchString(r[column]):
			return false
		default:
			n++
		}
	}
	return n >= 2
}

// sumsUp tells a row that is called a total, with figures in all other columns that it fills.
func sumsUp(cells []string) bool {
	named, figures := false, 0
	for _, cell := range cells {
		switch cell = strings.TrimSpace(cell); {
		case !named && total.MatchString(cell):
			named = true
		case named && figure.MatchString(cell):
			figures++
		case !blank.MatchString(cell) || !named && cell != "":
			return false
		}
	}
	return figures > 0
}

// check rejects a row that is about the table, and not one of its data.
func (h *head) check(file input.File, r row) error {
	switch {
	case r.line == h.line && h.second():
		return r.origin(file.Name).Rejected("", "second-header", "units or longer names, no data: it has words where the "+
			"rows below it have figures; delete the line")
	case len(r.header) > 2 && table.Filled(r.fields) == 1 &&
		note.MatchString(strings.TrimSpace(strings.Join(r.fields, ""))):
		return r.origin(file.Name).Rejected("", "note", "a note, no data: it begins as notes do, and no other column is "+
			"filled; delete the line")
	case sumsUp(r.fields):
		return r.origin(file.Name).Rejected("", "total", "the sum of other rows, no data: it is called a total, and all "+
			"else in it is figures; delete the line, or say more of it where it is a name")
	}
	return nil
}
