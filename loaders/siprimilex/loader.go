package siprimilex

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
	"github.com/entente-graph/entente/loaders/workbook"
)

// Loader loads SIPRI's military expenditure.
var Loader = loaders.Loader{
	Name: "sipri-milex",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:sipri-milex", Name: "SIPRI Military Expenditure Database"},
		Publisher: "Stockholm International Peace Research Institute", Licence: "(c) SIPRI, use with attribution",
		Attribution: "Source: SIPRI Military Expenditure Database",
		URL:         "https://www.sipri.org/databases/milex", Priority: 60,
		CoverageFrom: graph.YearOnly(1949),
	},
	Mode: loaders.ByFile, // a sheet of the database may come as a file of its own
	Read: read,
}

func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		read := readText
		is, err := workbook.IsWorkbook(file)
		if is {
			read = readBook
		}
		if err == nil {
			err = read(in, file, yield)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// maxPreamble is how many rows may stand before the header.
const maxPreamble = 40

// reader gathers the rows of one sheet: first the title and the header, then the figures.
type reader struct {
	sheet
	title  string
	before int
	ready  bool
	// sheetAt is where a rejects file says of which sheet a row was, -1 where there is no such column.
	sheetAt int
}

// row takes one row; it yields what the row states.
func (r *reader) row(locator string, line int, cells []string, yield loaders.Yield) error {
	if !r.ready {
		h := header(cells)
		if !h.found() {
			r.title += " " + strings.Join(cells, " ")
			r.before++
			return nil
		}
		r.sheetAt = slices.Index(cells, input.SheetColumn)
		if r.measure.indicator == "" && r.sheetAt < 0 {
			m, known := measureOf(r.title)
			if !known {
				return graph.Invalidf("%s:%d: nothing before the header says what the figures are: want \"constant\", "+
					"\"current\", \"share of GDP\", \"per capita\", \"share of govt spending\" or \"local currency\" in the text or "+
					"in the file's name", r.file, line)
			}
			r.measure, r.name = m, m.title
		}
		r.columns, r.names, r.ready = h, slices.Clone(cells), true
		return nil
	}
	if r.sheetAt >= 0 && r.sheetAt < len(cells) { // rejected rows say of which sheet they were
		if m, known := measureOf(cells[r.sheetAt]); known {
			r.measure, r.name = m, cells[r.sheetAt]
		}
	}
	if r.measure.indicator == "" {
		return graph.Invalidf("%s:%d: column %s does not say what the figures are", r.file, line, input.SheetColumn)
	}
	record, err := r.record(locator, line, cells)
	if len(record.Nodes) > 0 && !yield(record, nil) {
		return loaders.ErrStopped
	}
	if err != nil && !yield(loaders.Record{}, err) {
		return loaders.ErrStopped
	}
	return nil
}

func readBook(in loaders.Input, file input.File, yield loaders.Yield) error {
	book, err := workbook.Open(file)
	if err != nil {
		return err
	}
	defer book.Close() // read only
	used := 0
	for _, name := range book.Sheets() {
		m, ok := measureOf(name)
		if !ok {
			continue
		}
		r := &reader{sheet: sheet{identities: in.Identities, file: file.Name}}
		r.measure, r.name = m, name
		for row, err := range book.Rows(name) {
			if err != nil {
				return err
			}
			if !r.ready && r.before > maxPreamble {
				break
			}
			if err := r.row(fmt.Sprintf("%s[%s]:%d", file.Name, name, row.Number), row.Number, row.Cells, yield); err != nil {
				return err
			}
		}
		if r.ready {
			used++
		}
	}
	if used == 0 {
		return loaders.Foreign(file, "%s: none of the sheets %q is one of SIPRI's: want a name with \"constant\", "+
			"\"current\", \"share of GDP\" … and a header Country, Notes, years", file.Path, book.Sheets())
	}
	return nil
}

// spec is that of a sheet as text. That its header has years shows when it is read.
var spec = table.Spec{Dataset: "sipri-milex", Preamble: maxPreamble, Columns: []table.Column{
	{Name: "Country", Aliases: []string{"State"}, Required: true},
}}

func readText(in loaders.Input, file input.File, yield loaders.Yield) error {
	t, err := table.Open(in, file, spec)
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }()
	r := &reader{sheet: sheet{identities: in.Identities, file: file.Name, notation: t.Notation()}}
	r.title = strings.NewReplacer("_", " ", "-", " ").Replace(file.Name) + " " + strings.Join(t.Above(), " ")
	if err := r.row("", len(t.Above()), t.Header(), yield); err != nil { // the line after those above
		return err
	}
	if !r.ready {
		return loaders.Foreign(file, "%s: no header Country, Notes, years among the first %d rows", file.Path, maxPreamble)
	}
	return loaders.Gather(t.Rows(), yield, func(row *table.Row) error {
		return r.row(row.Locator(), row.Line(), row.Fields(), yield)
	})
}
