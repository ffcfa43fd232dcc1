package table

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Row is one row. Its typed getters remember the first thing that was wrong: read all that is needed, then ask Err.
type Row struct {
	table  *Table
	line   int
	fields []string
	err    error // a *loaders.RowError
}

func (r *Row) blank() bool { return Filled(r.fields) == 0 }

// check finds what makes a row unreadable as a whole.
func (r *Row) check() error {
	header := r.table.layout.header
	if len(header) > 1 && slices.Equal(r.fields, header) {
		return r.Errorf("", "repeated-header", "the header again; was the file put together from several?")
	}
	// Spreadsheets write delimiters for blank cells to the right of the table: they are no data.
	for len(r.fields) > len(header) && strings.TrimSpace(r.fields[len(r.fields)-1]) == "" {
		r.fields = r.fields[:len(r.fields)-1]
	}
	if len(r.fields) != len(header) {
		over := ""
		if lines := r.lines(); lines > 1 {
			over = fmt.Sprintf("; a quote makes one row of lines %d to %d, all rejected", r.line, r.line+lines-1)
		}
		return r.Errorf("", "ragged-row", "has %d fields; want %d as in the header%s", len(r.fields), len(header), over)
	}
	if r.swallowed() {
		return r.badQuote(r.lines())
	}
	for i, f := range r.fields {
		switch {
		case len(f) > MaxField:
			size := len(f)
			r.fields[i] = ""
			return r.Errorf(header[i], "field-too-long", "%d bytes exceed the limit of %d", size, MaxField)
		case strings.IndexByte(f, 0) >= 0:
			return r.Errorf(header[i], "nul-byte", "has a zero byte")
		case !utf8.ValidString(f):
			return r.Errorf(header[i], "bad-encoding", "%.40q holds bytes that are not valid in the encoding of the file; "+
				"declare the right one (%s)", f, EncodingNames)
		}
	}
	return nil
}

// badQuote says of a row over a number of lines that a quote in it is not where it should be.
func (r *Row) badQuote(lines int) error {
	if lines == 1 {
		return r.Errorf("", "bad-quote", "a quote that does not enclose the whole value; double it, and enclose the value")
	}
	return r.Errorf("", "bad-quote", "a quote is opened and not closed in its value: lines %d to %d are taken for one "+
		"row, and all rejected; close it, or double it where it is part of the text", r.line, r.line+lines-1)
}

// lines is over how many lines of the file the row goes.
func (r *Row) lines() (n int) {
	for _, f := range r.fields {
		n += strings.Count(f, "\n")
	}
	return n + 1
}

// swallowed tells several rows that a quote has made one, by being closed in a later one: each of the lines has as many
// fields as the header. A delimiter before a space is a comma in prose.
func (r *Row) swallowed() bool {
	if len(r.fields) < 3 || r.lines() == 1 {
		return false
	}
	delimiter := string(r.table.delimiter)
	for line := range strings.SplitSeq(strings.Join(r.fields, delimiter), "\n") {
		if strings.Count(line, delimiter)-strings.Count(line, delimiter+" ")+1 != len(r.fields) {
			return false
		}
	}
	return true
}

// Line is the line of the row's first byte, from 1.
func (r *Row) Line() int { return r.line }

// Locator is "file:line".
func (r *Row) Locator() string { return r.table.file + ":" + strconv.Itoa(r.line) }

// File is the base name of the row's file.
func (r *Row) File() string { return r.table.file }

// Origin is the row as it was read, for a record made of it; a copy.
func (r *Row) Origin() loaders.Origin {
	return loaders.Origin{File: r.table.file, Line: r.line, Row: r.Fields(), Header: r.table.layout.header}
}

// Fields are the row as it was read; a copy.
func (r *Row) Fields() []string { return slices.Clone(r.fields) }

// Has tells whether the file has the column.
func (r *Row) Has(column string) bool { return r.table.Has(column) }

// Raw is the field as it was read, "" where the file has no such column.
func (r *Row) Raw(column string) string {
	if i := r.table.layout.at(column); i >= 0 {
		return r.fields[i]
	}
	return ""
}

// Text is the field without white space around it; "" where it is missing.
func (r *Row) Text(column string) string {
	s := strings.TrimSpace(r.Raw(column))
	missing, ok := r.table.layout.missing[column]
	if !ok {
		missing = r.table.spec.missing()
	}
	if slices.Contains(missing, s) {
		return ""
	}
	// A number written with decimals, as statistics packages do: "-9.0" is the code -9.
	if whole, decimals, ok := strings.Cut(s, "."); ok && whole != "" && strings.Trim(decimals, "0") == "" &&
		slices.Contains(missing, whole) {
		return ""
	}
	return s
}

// Int is a whole number, also where it is written with zero decimals; known is false where it is missing. A number of
// more than nine digits is refused.
func (r *Row) Int(column string) (n int, known bool) {
	s := r.Text(column)
	if s == "" {
		return 0, false
	}
	digits := s
	if whole, decimals, ok := strings.Cut(s, "."); ok && strings.Trim(decimals, "0") == "" {
		digits = whole
	}
	if r.table.notation == Commas && apart.MatchString(s) {
		digits = strings.ReplaceAll(s, ".", "")
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > 999_999_999 || n < -999_999_999 {
		r.Fail(column, "bad-number", "%.40q: want a whole number", s)
		return 0, false
	}
	return n, true
}

// MustInt is Int for a column that every row must fill.
func (r *Row) MustInt(column string) int {
	n, known := r.Int(column)
	if !known {
		r.Fail(column, "missing-value", "is blank or missing; every row needs it")
	}
	return n
}

// MustNumber is MustInt for a column of numbers by which a dataset names something: they count from 1, and what is less
// would be another thing of a name that nobody gave.
func (r *Row) MustNumber(column string) int {
	n := r.MustInt(column)
	if n < 1 {
		r.Fail(column, "bad-number", "%d: want a number of 1 or more", n)
	}
	return n
}

// MustText is Text for a column that every row must fill.
func (r *Row) MustText(column string) string {
	s := r.Text(column)
	if s == "" {
		r.Fail(column, "missing-value", "is blank or missing; every row needs it")
	}
	return s
}

// Float is a number with a decimal point, also without a leading zero; known is false where it is missing. Where
// semicolons set the fields apart the decimal mark may be a comma.
func (r *Row) Float(column string) (f float64, known bool) {
	s := r.Text(column)
	if s == "" {
		return 0, false
	}
	f, err := r.table.notation.Number(s)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || strings.ContainsAny(s, "xXpP_") {
		r.Fail(column, "bad-number", "%.40q: want a number", s)
		return 0, false
	}
	return f, true
}

// FloatPointer is Float as the graph's structs hold numbers that may be unknown.
func (r *Row) FloatPointer(column string) *float64 {
	if f, known := r.Float(column); known {
		return &f
	}
	return nil
}

// IntPointer is Int as the graph's structs hold numbers that may be unknown.
func (r *Row) IntPointer(column string) *int {
	if n, known := r.Int(column); known {
		return &n
	}
	return nil
}

// Flag is a column of 0 and 1; known is false where it is missing.
func (r *Row) Flag(column string) (set, known bool) {
	n, known := r.Int(column)
	if known && n != 0 && n != 1 {
		r.Fail(column, "bad-flag", "%d: want 0 or 1", n)
		return false, false
	}
	return n == 1, known
}

// Date is a date in three columns. A part that is missing or 0 is unknown: a date without its day keeps its month, one
// without its month keeps its year alone, and one without its year is the unknown date. A day that the month does not
// have, such as 29 February of most years, is unknown too, and told. A part below 0 that does not stand for a missing
// one is an error: taken for unknown it would leave an end open.
func (r *Row) Date(year, month, day string) graph.Date {
	part := func(column string) int {
		n, known := r.Int(column)
		if known && n < 0 {
			r.Fail(column, "bad-date", "%d is no part of a date, and does not stand for a missing one here", n)
		}
		if !known || n < 0 {
			return 0
		}
		return n
	}
	y, m, d := part(year), part(month), part(day)
	if y == 0 {
		return graph.Date{}
	}
	if m == 0 {
		d = 0
	}
	date, err := graph.NewDate(y, m, d)
	if err != nil && d > 0 && d <= 31 {
		if whole, monthErr := graph.NewDate(y, m, 0); monthErr == nil {
			if r.table.warn != nil {
				r.table.warn("%s:%d: column %s: %d-%02d has no day %d; the month is kept", r.table.file, r.line, day, y, m, d)
			}
			return whole
		}
	}
	if err != nil {
		column := day
		if m > 12 {
			column = month
		} else if y > 9998 {
			column = year
		}
		r.Fail(column, "bad-date", "%d-%d-%d is no day of the calendar", y, m, d)
		return graph.Date{}
	}
	return date
}

// Err is the first error of the getters, a *loaders.RowError, or nil.
func (r *Row) Err() error { return r.err }

// Fail notes an error in a field, unless there is one already; Err returns it.
func (r *Row) Fail(column, rule, format string, args ...any) {
	if r.err == nil {
		r.err = r.Errorf(column, rule, format, args...)
	}
}

// Errorf makes a *loaders.RowError about this row.
func (r *Row) Errorf(column, rule, format string, args ...any) error {
	return r.Origin().Rejected(column, rule, format, args...)
}

var grouped = regexp.MustCompile(`^[1-9]\d{0,2}(,\d{3})+$`)

// GroupedFloat is Float for columns in which some files write thousands as "12,000".
func (r *Row) GroupedFloat(column string) (f float64, known bool) {
	if s := r.Text(column); grouped.MatchString(s) {
		f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
		return f, err == nil
	}
	return r.Float(column)
}
