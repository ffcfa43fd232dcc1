// Package table reads delimited text the way the published datasets come: columns by name, whatever their case and
// order, in any of the usual encodings, line ends and delimiters.
//
//	spec := table.Spec{Dataset: "cow-states", Missing: []string{"", "-9"}, Columns: []table.Column{
//		{Name: "ccode", Required: true}, {Name: "statenme", Aliases: []string{"StateNme"}}}}
//	t, err := table.Open(in, file, spec)       // refuses a file without the required columns, naming them
//	for row, err := range t.Rows() {           // a *loaders.RowError is one bad row, anything else the end
//		code, known := row.Int("ccode")
//		if err := row.Err(); err != nil { … }  // the first thing wrong with what was read from the row
//	}
//
// Reading is streaming: memory is bounded by [MaxField] and [MaxRecord], not by the file.
//
// Encoding: a byte order mark decides; then UTF-16 shows by its zero bytes; then text is UTF-8 for as long as it is
// valid UTF-8, and Windows-1252 (of which Latin-1's letters are a part) where the very first letter beyond ASCII is
// not. Mac Roman, where the same bytes are other letters, is told from it by the load runner, which reads the whole
// file before; the report says what was assumed, and the option encoding=macintosh decides. So is an encoding of
// another alphabet, which has to be declared.
package table
