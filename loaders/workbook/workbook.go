// Package workbook reads the sheets of Excel workbooks (.xlsx) row by row, as plain values.
package workbook

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Bounds: of the file, of what it unpacks to, and of the cells of one row.
const (
	maxFile     = 64 << 20
	maxUnpacked = 512 << 20
	maxSheetXML = 64 << 20
	maxColumns  = 2000
)

// Book is an open workbook.
type Book struct {
	file     input.File
	book     *excelize.File
	styles   map[int]int     // how many characters of an ISO date the styles show that show dates
	from1904 bool            // is what days count from
	noted    map[string]bool // texts that refer to a note
	notes    []Note
	known    map[string]bool // cells that are among the notes
}

// IsWorkbook tells by its first bytes whether a file is a workbook (a zip) rather than text.
func IsWorkbook(file input.File) (bool, error) {
	magic, err := file.Head(4)
	return string(magic) == "PK\x03\x04", err
}

// Open opens a workbook; one that is damaged, encrypted or too large is refused with KindInvalid. The caller closes it.
func Open(file input.File) (*Book, error) {
	content, err := file.Head(maxFile + 1)
	if err != nil {
		return nil, err
	}
	if len(content) > maxFile {
		return nil, graph.Invalidf("%s: the workbook exceeds the limit of %d bytes", file.Path, maxFile)
	}
	if err := unpacked(content); err != nil {
		return nil, graph.Invalidf("%s: %v", file.Path, err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content),
		excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxSheetXML})
	if err != nil {
		return nil, graph.Invalidf("%s: no workbook that can be read: %v", file.Path, err)
	}
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, graph.Invalidf("%s: no workbook that can be read: %v", file.Path, err)
	}
	return &Book{
		file: file, book: book, styles: dateStyles(book), from1904: props.Date1904 != nil && *props.Date1904,
		noted: notedTexts(content), known: map[string]bool{},
	}, nil
}

// Close releases the workbook and its temporary files.
func (b *Book) Close() error { return b.book.Close() }

// Sheets are the names of the sheets, in the order of the workbook: first those that Excel shows, then those that are
// hidden.
func (b *Book) Sheets() []string {
	var shown, hidden []string
	for _, name := range b.book.GetSheetList() {
		if visible, err := b.book.GetSheetVisible(name); err == nil && !visible {
			hidden = append(hidden, name)
		} else {
			shown = append(shown, name)
		}
	}
	return append(shown, hidden...)
}

// faults are what Excel shows in a cell whose formula has no value.
var faults = []string{"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}

// Row is one row of a sheet: its number from 1 and its cells, without white space around them.
type Row struct {
	Number int
	Cells  []string
}

// Cell is a cell by its index from 0, "" where the row is shorter.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Rows reads a sheet. Cells are raw values, but those that are shown as dates are in ISO 8601, as exact as they are
// shown. What refers to a note is left out, see [Book.Notes]. A formula gives the value that was saved with it, or
// where none was saved the one that it comes to; a fault such as #N/A is a blank cell.
func (b *Book) Rows(sheet string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		rows, err := b.book.Rows(sheet)
		if err != nil {
			yield(Row{}, graph.Invalidf("%s: sheet %q: %v", b.file.Path, sheet, err))
			return
		}
		defer rows.Close() // read only
		for number := 1; rows.Next(); number++ {
			cells, err := rows.Columns()
			if err == nil && len(cells) > maxColumns {
				err = fmt.Errorf("%d columns exceed the limit of %d", len(cells), maxColumns)
			}
			if err != nil {
				yield(Row{}, graph.Invalidf("%s: sheet %q row %d: %v", b.file.Path, sheet, number, err))
				return
			}
			for i, cell := range cells {
				cells[i] = b.withoutNote(sheet, i+1, number, strings.TrimSpace(cell))
				if slices.Contains(faults, cells[i]) {
					cells[i] = ""
				} else if cells[i] == "" {
					cells[i] = b.calculated(sheet, i+1, number)
				}
				cells[i] = b.dated(sheet, i+1, number, cells[i])
			}
			if !yield(Row{number, cells}, nil) {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(Row{}, graph.Invalidf("%s: sheet %q: %v", b.file.Path, sheet, err))
		}
	}
}

// cellName is that of a cell by its column and row, from 1; empty, which names none, beyond the last of a sheet.
func cellName(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// Merged is a cell that stands for all of its area: it was merged with them.
type Merged struct {
	Column, LastColumn int // from 0
	First, Last        int // rows, from 1
}

// Merged lists the cells of a sheet that are merged with others.
func (b *Book) Merged(sheet string) ([]Merged, error) {
	areas, err := b.book.GetMergeCells(sheet, true)
	if err != nil {
		return nil, graph.Invalidf("%s: sheet %q: %v", b.file.Path, sheet, err)
	}
	var out []Merged
	for _, area := range areas {
		column, first, err := excelize.CellNameToCoordinates(area.GetStartAxis())
		lastColumn, last, endErr := excelize.CellNameToCoordinates(area.GetEndAxis())
		if err != nil || endErr != nil || column > maxColumns {
			continue
		}
		out = append(out, Merged{column - 1, min(lastColumn, maxColumns) - 1, first, last})
	}
	return out, nil
}

// calculated is the value of a formula that was saved without one; "" for a cell that is empty or that cannot be
// calculated.
func (b *Book) calculated(sheet string, column, row int) string {
	name := cellName(column, row)
	formula, err := b.book.GetCellFormula(sheet, name)
	if err != nil || formula == "" {
		return ""
	}
	looks := 0
	if !b.calculable(sheet, formula, &looks) {
		return ""
	}
	value, err := b.book.CalcCellValue(sheet, name, excelize.Options{RawCellValue: true})
	if err != nil {
		return ""
	}
	return strings.TrimSpace(value)
}

// Date reads a cell that holds a date: text in ISO 8601, or a day number that is not shown as one. The time of day is
// dropped.
func Date(cell string) (graph.Date, bool) {
	if d, err := loaders.ParseDate(cell[:min(len(cell), len(time.DateOnly))]); err == nil && cell != "" &&
		strings.Contains(cell, "-") {
		return d, true
	}
	d, err := loaders.ParseDate(day(cell, false))
	return d, err == nil && !d.IsZero()
}
