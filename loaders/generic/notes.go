package generic

import (
	"regexp"
	"slices"

	"github.com/entente-graph/entente/loaders"
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
)

// second tells whether the first row is a second header: at least two columns hold figures only below it, and it has
// none, but words above figures.
func (h *head) second() bool {
	if len(h.rows) < 3 {
		return false
	}
	first, words := h.rows[0], 0
	for i, cell := range first {
		figures := 0
		for _, r := range h.rows[1:] {
			if i >= len(r) || r[i] == "" {
				continue
			}
			if !figure.MatchString(r[i]) {
				figures = -maxHead
			}
			figures++
		}
		switch {
		case figure.MatchString(cell):
			return false
		case figures >= 2 && !blank.MatchString(cell):
			words++
		}
	}
	return words >= 2
}

// check rejects a row that is about the table, and not one of its data.
func (h *head) check(file input.File, r row) error {
	at := slices.IndexFunc(r.fields, func(f string) bool { return f != "" })
	if r.line == h.line && h.second() {
		return &loaders.RowError{
			File: file.Name, Line: r.line, Row: r.fields, Header: r.header, Rule: "second-header",
			Message: "units or longer names below the header, since it has words where the rows below it have figures; " +
				"delete the line",
		}
	}
	if len(r.header) > 2 && table.Filled(r.fields) == 1 && at >= 0 && note.MatchString(r.fields[at]) {
		return &loaders.RowError{
			File: file.Name, Line: r.line, Row: r.fields, Header: r.header, Rule: "note",
			Message: "a note beside the data, by its first word and as no other column is filled",
		}
	}
	return nil
}
