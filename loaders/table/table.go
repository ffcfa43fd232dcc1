package table

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Table is an open file whose header has been recognised.
type Table struct {
	spec      Spec
	file      string
	layout    layout
	offset    int // lines before the data
	above     []string
	source    io.Closer
	budget    *budget
	records   records
	warn      func(format string, args ...any) // nil where nobody listens
	delimiter rune
	notation  Notation
}

// records reads one record after another. line is that of the record's first byte, counted from the first data line.
type records interface {
	read() (fields []string, line int, err error)
}

// Open opens a file and finds its header. Options encoding and delimiter of the input overrule what is detected. A file
// that lacks required columns is refused with an Invalid error that names them; nothing has been read from it then. The
// caller ranges over Rows, which closes the file, or calls Close.
func Open(in loaders.Input, file input.File, spec Spec) (*Table, error) {
	source, err := file.Open()
	if err != nil {
		return nil, err
	}
	t, err := open(in, file, spec, source)
	if err != nil {
		_ = source.Close()
		return nil, err
	}
	return t, nil
}

func open(in loaders.Input, file input.File, spec Spec, source io.ReadCloser) (*Table, error) {
	text, err := Decode(source, file, in.Options)
	if err != nil {
		return nil, err
	}
	budget := &budget{in: text}
	r := bufio.NewReaderSize(plainTable(bufio.NewReaderSize(budget, peeked), file.Name), peeked)
	delimiters := []rune{',', ';', '\t', '|'}
	if spec.Delimiter != 0 {
		delimiters = []rune{spec.Delimiter}
	}
	if declared := in.Options["delimiter"]; declared != "" {
		d, err := delimiter(declared)
		if err != nil {
			return nil, err
		}
		delimiters = []rune{d}
	}
	head, err := r.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	find := findHeader
	if len(spec.Columns) == 0 {
		find = firstWide
	}
	found, ok := find(head, spec, delimiters)
	if !ok {
		want := "a table"
		if len(spec.Columns) > 0 {
			want += " with the columns " + strings.Join(spec.names(true), ", ")
		}
		return nil, loaders.Foreign(file, "%s: the file %s is empty; want %s", spec.Dataset, file.Name, want)
	}
	if bytes.IndexByte(head[:found.start+found.size], 0) >= 0 {
		return nil, loaders.Foreign(file, "%s: %s is not a text file (zero byte near its beginning)", spec.Dataset, file.Name)
	}
	for i, name := range found.layout.header {
		if !utf8.ValidString(name) {
			return nil, graph.Invalidf("%s: %s:%d: column %d: the name %.40q holds bytes that are not valid in the encoding "+
				"of the file; declare the right one (%s)",
				spec.Dataset, file.Name, found.line, i+1, name, EncodingNames)
		}
	}
	t := &Table{
		spec: spec, file: file.Name, layout: found.layout, source: source, budget: budget, offset: found.last,
		warn: in.Warn, delimiter: found.delimiter, notation: NotationOf(head[found.start+found.size:], found.delimiter),
	}
	switch {
	case found.layout.twice != "":
		return nil, graph.Invalidf("%s: %s has the column %s twice; remove or rename one", spec.Dataset, file.Name,
			found.layout.twice)
	case len(found.layout.absent) > 0 && spec.Headerless != nil && len(found.layout.header) == len(spec.Headerless):
		t.layout, t.offset = spec.match(spec.Headerless), found.line-1
		found.size = 0
	case len(found.layout.absent) > 0:
		first := strings.ToValidUTF8(strings.Join(found.layout.header, string(found.delimiter)), "�")
		foreign := loaders.Foreign(file, "%s: %s is not a file of this dataset: missing columns %s; its first line reads %q",
			spec.Dataset, file.Name,
			strings.Join(found.layout.absent, ", "), loaders.Clip(first, 101))
		return nil, &absentError{foreign, found.layout.known}
	case spec.Closed && len(found.layout.others) > 0:
		return nil, loaders.Foreign(file, "%s: %s is not a file of this dataset: it has other columns than %s, such as %s",
			spec.Dataset, file.Name,
			strings.Join(spec.names(false), ", "), strings.Join(found.layout.others[:min(5, len(found.layout.others))], ", "))
	}
	t.above = strings.Split(string(head[:found.start]), "\n")
	if _, err := r.Discard(found.start + found.size); err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	budget.spent = 0
	if spec.Verbatim && !found.quoted {
		t.records = &lines{in: r, delimiter: string(found.delimiter)}
	} else {
		t.records = newQuoted(r, found.delimiter)
	}
	return t, nil
}

func delimiter(declared string) (rune, error) {
	switch strings.ToLower(declared) {
	case "tab", `\t`:
		return '\t', nil
	case "comma":
		return ',', nil
	case "semicolon":
		return ';', nil
	}
	d, size := utf8.DecodeRuneInString(declared)
	if size != len(declared) || d == '"' || d == '\r' || d == '\n' || d == utf8.RuneError {
		return 0, graph.Invalidf("delimiter %q: want one character, or comma, semicolon or tab", declared)
	}
	return d, nil
}

func (s Spec) names(required bool) []string {
	var out []string
	for _, c := range s.Columns {
		if c.Required || !required {
			out = append(out, c.Name)
		}
	}
	return out
}

// Has tells whether the file has the column.
func (t *Table) Has(column string) bool {
	return t.layout.at(column) >= 0
}

// Position is that of the column from 0, -1 where the file has none.
func (t *Table) Position(column string) int { return t.layout.at(column) }

// Header is the header as the file writes it.
func (t *Table) Header() []string { return t.layout.header }

// Above are the lines before the header, such as a title.
func (t *Table) Above() []string { return t.above }

// Verbatim tells whether quotes are read as part of the text.
func (t *Table) Verbatim() bool {
	_, verbatim := t.records.(*lines)
	return verbatim
}

// Notation is how the file writes numbers.
func (t *Table) Notation() Notation { return t.notation }

// File is the file's base name.
func (t *Table) File() string { return t.file }

// Close releases the file without reading it.
func (t *Table) Close() error { return t.source.Close() }

// Rows reads the rows in order, skipping blank ones, and closes the file at the end. The Row is valid until the next
// one is read. A *loaders.RowError is one bad row and the iteration goes on; any other error is the last thing yielded.
func (t *Table) Rows() iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		defer func() { _ = t.source.Close() }()
		row := &Row{table: t}
		var garbled Garbled
		garbled.Look(t.offset, t.layout.header, t.layout.header)
		for {
			fields, line, err := t.records.read()
			t.budget.spent = 0
			var parse *csv.ParseError
			switch {
			case errors.Is(err, io.EOF):
				garbled.Warn(loaders.Input{Warn: t.warn}, t.file)
				return
			case errors.As(err, &parse):
				bad := &Row{table: t, line: t.offset + parse.StartLine, fields: fields}
				if !yield(nil, bad.badQuote(parse.Line-parse.StartLine+1)) {
					return
				}
				continue
			case err != nil:
				yield(nil, fmt.Errorf("%s: after line %d: %w", t.file, t.offset+line, err))
				return
			}
			for i, f := range fields { // files that were put together keep the marks of each
				fields[i] = strings.TrimPrefix(f, "\ufeff")
			}
			*row = Row{table: t, line: t.offset + line, fields: fields}
			if row.blank() {
				continue
			}
			if bad := row.check(); bad != nil {
				if !yield(nil, bad) {
					return
				}
				continue
			}
			garbled.Look(row.line, t.layout.header, row.fields)
			if !yield(row, nil) {
				return
			}
		}
	}
}

// budget refuses to read on when one record has taken too much.
type budget struct {
	in    io.Reader
	spent int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.spent > MaxRecord {
		return 0, graph.Errorf(graph.KindLimitExceeded, "a record of more than %d MiB; is a quote left open?", MaxRecord>>20)
	}
	n, err := b.in.Read(p)
	b.spent += n
	return n, err
}

type quoted struct{ *csv.Reader }

func newQuoted(r io.Reader, delimiter rune) quoted {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = delimiter, -1, true
	return quoted{c}
}

func (q quoted) read() ([]string, int, error) {
	fields, err := q.Read()
	line := 0
	if len(fields) > 0 {
		line, _ = q.FieldPos(0)
	}
	return fields, line, err
}

// lines splits at the delimiter alone.
type lines struct {
	in        *bufio.Reader
	delimiter string
	number    int
}

func (l *lines) read() ([]string, int, error) {
	var long []byte
	for {
		part, err := l.in.ReadSlice('\n')
		long = append(long, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(long) == 0) {
			return nil, l.number, err
		}
		break
	}
	l.number++
	return strings.Split(strings.TrimRight(string(long), "\r\n"), l.delimiter), l.number, nil
}

// absentError is the refusal of a file for the columns that it lacks, with the number of those that it has.
type absentError struct {
	error
	known int
}

func (e *absentError) Unwrap() error { return e.error }

// Known is how many columns of the spec a file has that was refused by Open for lacking others. Of several layouts the
// one of which it has the most is most likely meant.
func Known(err error) int {
	if absent, ok := errors.AsType[*absentError](err); ok {
		return absent.known
	}
	return 0
}

// OpenAny opens a file with the first of several specs that it fits; which is the spec's position. Where it fits none
// the error says for each what is missing, the nearest first.
func OpenAny(in loaders.Input, file input.File, specs ...Spec) (t *Table, which int, err error) {
	var reasons []error
	foreign := true
	for which, spec := range specs {
		t, err = Open(in, file, spec)
		if err == nil {
			return t, which, nil
		}
		if graph.KindOf(err) != graph.KindInvalid {
			return nil, 0, err
		}
		reasons = append(reasons, err)
		foreign = foreign && loaders.IsForeign(err)
	}
	slices.SortStableFunc(reasons, func(a, b error) int { return cmp.Compare(Known(b), Known(a)) })
	texts := lists.Map(reasons, error.Error)
	all := strings.Join(texts, "\nor ")
	if foreign {
		return nil, 0, loaders.Foreign(file, "%s", all)
	}
	return nil, 0, graph.Invalidf("%s", all)
}
