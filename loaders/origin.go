package loaders

import "fmt"

// Origin is a row of a file, as it was read, that a record was made of.
type Origin struct {
	File   string   // base name
	Sheet  string   // as in RowError
	Line   int      // 1-based
	Row    []string // of text without columns, such as JSON, the whole
	Header []string // the file's column names in the order of Row, nil where it has none
	// Above are rows without which it cannot be read, such as a heading that it stands under. They go before it to the
	// rejects file.
	Above [][]string
}

// Rejected is why the row was rejected.
func (o Origin) Rejected(column, rule, format string, args ...any) *RowError {
	return &RowError{
		File: o.File, Sheet: o.Sheet, Line: o.Line, Column: column, Rule: rule, Message: fmt.Sprintf(format, args...),
		Row: o.Row, Header: o.Header, Above: o.Above,
	}
}

// MadeOf makes the error of a record that was made of the origins. They all go to the rejects file with it: what was
// made of several rows can only be mended and loaded again as several rows.
func (e *RowError) MadeOf(origins []Origin) *RowError {
	if len(e.Row) > 0 || len(origins) == 0 {
		return e
	}
	out, first := *e, origins[0]
	if out.File, out.Sheet, out.Row, out.Header, out.Above, out.Further = first.File, first.Sheet, first.Row, first.Header,
		first.Above, origins[1:]; first.Line > 0 {
		out.Line = first.Line
	}
	return &out
}

// Rows are the rejected rows, each with the reason of all.
func (e *RowError) Rows() []*RowError {
	out := []*RowError{e}
	for _, origin := range e.Further {
		one := *e
		one.File, one.Sheet, one.Line, one.Row, one.Header, one.Above = origin.File, origin.Sheet, origin.Line, origin.Row,
			origin.Header, origin.Above
		out = append(out, &one)
	}
	return out
}
