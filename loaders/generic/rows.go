package generic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
	"github.com/entente-graph/entente/loaders/table"
	"github.com/entente-graph/entente/loaders/workbook"
)

// row is one row of any format. It is valid until the next one is read.
type row struct {
	line   int
	cells  *table.Row        // of a delimited file
	values map[string]string // else: by column name
	fields []string          // as read, for the rejects
	header []string
}

// value is that of a column, "" where it is missing.
func (r *row) value(column string) string {
	if r.cells != nil {
		return r.cells.Text(column)
	}
	return strings.TrimSpace(r.values[column])
}

// origin is the row as it was read.
func (r *row) origin(file string) loaders.Origin {
	return loaders.Origin{File: file, Line: r.line, Row: r.fields, Header: r.header}
}

// noTable refuses what is no table although it may be text, and would be read as one of a single column, or of none.
func noTable(file input.File, layout string, head []byte) error {
	switch layout {
	case "xlsx", "parquet":
		return nil
	case "json", "jsonl", "ndjson":
		if key := wraps(head); key != "" {
			list := "." + key
			if strings.ContainsFunc(key, func(r rune) bool { return r != '.' && r != '_' && !unicode.IsLetter(r) }) {
				list = fmt.Sprintf(`."%s"`, strings.ReplaceAll(key, ".", `"."`))
			}
			if key == "features" {
				list = "[.features[].properties]"
			}
			return graph.Invalidf("%s: one JSON object whose rows are in %q; write them as a list, such as with: jq '%s'",
				file.Path, key, list)
		}
		return nil
	case "yaml", "yml":
		return graph.Invalidf("%s: a YAML file; write its rows as .csv or JSON", file.Path)
	}
	if is := input.FormatOf(file); is != "" {
		return graph.Invalidf("%s: no table that can be read; %s", file.Path, is)
	}
	return nil
}

// wraps is the key under which the first value, if it is the only one, holds a list of objects, with dots where that is
// deeper in it and nothing plain beside it, as in results of SPARQL; empty where there is none.
func wraps(head []byte) string {
	all := json.NewDecoder(bytes.NewReader(head))
	var first json.RawMessage
	if err := all.Decode(&first); err == nil && all.More() {
		return "" // an object a line
	}
	return listIn(head, 3)
}

func listIn(object []byte, depth int) string {
	in := json.NewDecoder(bytes.NewReader(object))
	if t, err := in.Token(); err != nil || t != json.Delim('{') || depth == 0 {
		return ""
	}
	deeper, plain := "", false
	for in.More() {
		key, err := in.Token()
		if err != nil {
			break
		}
		rest := object[in.InputOffset():]
		if list.Match(rest) {
			return fmt.Sprint(key)
		}
		value := bytes.TrimLeft(rest, ": \t\r\n")
		plain = plain || !bytes.HasPrefix(value, []byte("{")) && !bytes.HasPrefix(value, []byte("["))
		if inner := listIn(value, depth-1); inner != "" && deeper == "" {
			deeper = fmt.Sprint(key) + "." + inner
		}
		var skipped json.RawMessage
		if err := in.Decode(&skipped); err != nil {
			break
		}
	}
	if plain {
		return ""
	}
	return deeper
}

var list = regexp.MustCompile(`^\s*:\s*\[\s*\{`)

// rows reads a file in the format of the mapping, or by its ending.
func rows(in loaders.Input, file input.File, t TableMapping) iter.Seq2[row, error] {
	layout, err := layoutOf(file, t.Format)
	if err != nil {
		return failed(err)
	}
	var read iter.Seq2[row, error]
	switch layout {
	case "json", "jsonl", "ndjson":
		read = ungarbled(in, file, objects(file))
	case "xlsx":
		read = ungarbled(in, file, sheet(in, file, t.Sheet))
	case "parquet":
		read = ungarbled(in, file, columnar(file))
	case "tsv", "tab":
		read = delimited(in, file, '\t', t)
	default:
		read = delimited(in, file, 0, t)
	}
	if t.Wide {
		return turned(file, t, read)
	}
	return read
}

// layoutOf is the format that is declared, or else what the ending says. A file of rejected rows is a table whatever it
// was made from; where that had no columns it gives JSON again.
func layoutOf(file input.File, declared string) (string, error) {
	layout := declared
	if layout == "" {
		layout = strings.TrimPrefix(strings.ToLower(filepath.Ext(file.Name)), ".")
	}
	if layout == "geojson" {
		layout = "json"
	}
	head, err := file.Head(64 << 10)
	if err != nil {
		return "", err
	}
	first, _, _ := bytes.Cut(head, []byte("\n"))
	switch {
	case bytes.Contains(first, []byte(input.RejectPrefix+"file")):
		return "csv", nil
	case declared == "" && layout == "csv" && opensObject.Match(first):
		layout = "json"
	}
	return layout, noTable(file, layout, head)
}

// opensObject is how a line of JSON begins.
var opensObject = regexp.MustCompile(`^\s*\{\s*"`)

func delimited(in loaders.Input, file input.File, delimiter rune, t TableMapping) iter.Seq2[row, error] {
	spec := table.Spec{Dataset: "generic", Delimiter: delimiter, Missing: t.Missing}
	if t.Missing == nil {
		for _, name := range t.codes {
			spec.Columns = append(spec.Columns, table.Column{Name: name, Missing: []string{"", "."}})
		}
	}
	unheard := in // the rows come again
	unheard.Warn = nil
	first, err := table.Open(unheard, file, spec)
	if err != nil {
		return failed(err)
	}
	var head head
	for r, err := range first.Rows() {
		if err == nil && !head.add(r.Line(), r.Fields()) {
			break
		}
	}
	opened, err := table.Open(in, file, spec)
	if err != nil {
		return failed(err)
	}
	return loaders.Map(opened.Rows(), func(r *table.Row) (row, error) {
		out := row{line: r.Line(), cells: r, fields: r.Fields(), header: opened.Header()}
		return out, head.check(file, out)
	})
}

// ungarbled warns of values that were garbled before the file was written, as tables of text do by themselves.
func ungarbled(in loaders.Input, file input.File, of iter.Seq2[row, error]) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var garbled table.Garbled
		for r, err := range of {
			if err == nil {
				var names []string
				for name, value := range r.values {
					if table.MayBeGarbled(value) {
						names = append(names, name)
					}
				}
				slices.Sort(names)
				garbled.Look(r.line, names, lists.Map(names, func(name string) string { return r.values[name] }))
			}
			if !yield(r, err) {
				return
			}
		}
		garbled.Warn(in, file.Name)
	}
}

// failed are no rows, and why there are none.
func failed(err error) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) { yield(row{}, err) }
}

func objects(file input.File) iter.Seq2[row, error] {
	return loaders.Map(jsonstream.Values(file, ""), func(v jsonstream.Value) (row, error) {
		r := row{line: v.Line, values: map[string]string{}, fields: []string{string(v.Raw)}}
		twice, ok := flatten(v.Raw, r.values)
		switch {
		case twice != "":
			return r, v.Reject(file, "", "bad-json", "has %.40q twice; only one can be meant", twice)
		case !ok:
			return r, v.Reject(file, "", "no-object", "want a JSON object")
		}
		return r, nil
	})
}

// maxNested is how deep objects may be nested: their names are put together to those of columns.
const maxNested = 100

// flatten gives the members of nested objects names with dots; lists of plain values are joined by ";". It tells a name
// that has two values, since another run could take the other one, and whether the text is one object.
func flatten(object []byte, out map[string]string) (twice string, ok bool) {
	f := &flattener{json.NewDecoder(bytes.NewReader(object)), out, ""}
	f.in.UseNumber()
	if t, err := f.in.Token(); err != nil || t != json.Delim('{') {
		return "", false
	}
	err := f.members("", 1)
	return f.twice, err == nil
}

type flattener struct {
	in    *json.Decoder
	out   map[string]string
	twice string // the first name that came twice
}

// members reads those of an object, up to its end.
func (f *flattener) members(prefix string, depth int) error {
	if depth > maxNested {
		return errors.New("nested too deep")
	}
	for f.in.More() {
		key, err := f.in.Token()
		if err != nil {
			return err
		}
		name := prefix + fmt.Sprint(key)
		switch value, err := f.in.Token(); {
		case err != nil:
			return err
		case value == json.Delim('{'):
			if err := f.members(name+".", depth+1); err != nil {
				return err
			}
		case value == json.Delim('['):
			parts, err := f.elements()
			if err != nil {
				return err
			}
			f.put(name, strings.Join(parts, ";"))
		case value != nil:
			f.put(name, fmt.Sprint(value))
		}
	}
	_, err := f.in.Token()
	return err
}

// elements are the plain values of a list; lists and objects in it are passed over.
func (f *flattener) elements() (plain []string, err error) {
	for depth := 1; depth > 0; {
		t, err := f.in.Token()
		if err != nil {
			return nil, err
		}
		switch {
		case t == json.Delim('['), t == json.Delim('{'):
			depth++
		case t == json.Delim(']'), t == json.Delim('}'):
			depth--
		case depth == 1 && t != nil:
			plain = append(plain, fmt.Sprint(t))
		}
	}
	return plain, nil
}

func (f *flattener) put(name, value string) {
	if _, known := f.out[name]; known && f.twice == "" {
		f.twice = name
	}
	f.out[name] = value
}

// sheetsOf are the sheets of a workbook, and none of another file.
func sheetsOf(file input.File) ([]string, error) {
	if layout, err := layoutOf(file, ""); err != nil || layout != "xlsx" {
		return nil, err
	}
	book, err := workbook.Open(file)
	if err != nil {
		return nil, err
	}
	return book.Sheets(), book.Close()
}

func sheet(in loaders.Input, file input.File, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		if err := readSheet(in, file, name, yield); err != nil {
			yield(row{}, err)
		}
	}
}

func readSheet(in loaders.Input, file input.File, name string, yield func(row, error) bool) error {
	book, err := workbook.Open(file)
	if err != nil {
		return err
	}
	defer book.Close() // read only
	sheets := book.Sheets()
	if name == "" && len(sheets) > 0 {
		name = sheets[0]
		if len(sheets) > 1 {
			in.Warning("%s: of its sheets %q the first was read; `sheet` in the mapping's table names another", file.Name,
				sheets)
		}
	}
	if !slices.Contains(sheets, name) {
		return graph.Invalidf("%s: no sheet %q: want one of %q", file.Path, name, sheets)
	}
	areas, err := book.Merged(name)
	if err != nil {
		return err
	}
	header, err := headerOf(book, name, areas)
	if err != nil {
		return err
	}
	if header, err = overTwoRows(book, name, header, areas); err != nil {
		return err
	}
	below := merged(areas, header.Number)
	var head head
	for r, err := range book.Rows(name) {
		if err == nil && r.Number > header.Number && table.Filled(r.Cells) > 0 && !head.add(r.Number, r.Cells) {
			break
		}
	}
	for r, err := range book.Rows(name) {
		if err != nil {
			return err
		}
		if r.Number <= header.Number || table.Filled(r.Cells) == 0 {
			continue
		}
		r.Cells = below.fill(r)
		values := map[string]string{}
		for i, column := range header.Cells {
			if v := r.Cell(i); v != "" && column != "" {
				values[column] = v
			}
		}
		out := row{line: r.Number, values: values, fields: r.Cells, header: header.Cells}
		if !yield(out, head.check(file, out)) {
			return nil
		}
	}
	if notes := book.Notes(); len(notes) > 0 {
		in.Warning("%s: sheet %q: signs in superscript that refer to notes are left out: %d, the first in cell %s, where "+
			"%.60q is read as %.60q", file.Name, name, len(notes), notes[0].Cell, notes[0].Text, notes[0].Read)
	}
	return nil
}

// spread is what cells that are merged over several rows say of the rows below their first.
type spread struct {
	from    map[int][]workbook.Merged // by first row
	current map[int]spreading         // by column
}

// spreading is the value of such a cell, down to its last row.
type spreading struct {
	value string
	last  int
}

// merged finds such cells below the header. Of several columns it is the first that has the value.
func merged(areas []workbook.Merged, header int) *spread {
	s := &spread{map[int][]workbook.Merged{}, map[int]spreading{}}
	for _, area := range areas {
		if area.First > header && area.Last > area.First {
			s.from[area.First] = append(s.from[area.First], area)
		}
	}
	return s
}

// overTwoRows puts a header together with the row below it, where cells of the header are merged over several columns
// and the row tells these apart: "Signed" over "day" and "place" are "Signed day" and "Signed place". A row that has
// something of its own in its first column, or a figure other than a year, is one of the data.
func overTwoRows(book *workbook.Book, sheet string, header workbook.Row,
	areas []workbook.Merged,
) (workbook.Row, error) {
	above := slices.Clone(header.Cells)
	below := workbook.Row{}
	wide := map[int]bool{}
	for _, area := range areas {
		if area.First != header.Number || area.Last != area.First || area.LastColumn == area.Column {
			continue
		}
		for column := area.Column; column <= area.LastColumn; column++ {
			for len(above) <= column {
				above = append(above, "")
			}
			above[column], wide[column] = header.Cell(area.Column), true
		}
	}
	if len(wide) == 0 {
		return header, nil
	}
	for r, err := range book.Rows(sheet) {
		if err != nil {
			return header, err
		}
		if r.Number > header.Number {
			below = r
			break
		}
	}
	if below.Number != header.Number+1 || below.Cell(0) != "" && !wide[0] {
		return header, nil
	}
	for column := range wide {
		if below.Cell(column) == "" {
			return header, nil
		}
	}
	for i, cell := range below.Cells {
		if _, err := strconv.ParseFloat(cell, 64); err == nil && len(cell) != len("1999") || dated(cell) {
			return header, nil
		}
		for len(above) <= i {
			above = append(above, "")
		}
		above[i] = strings.TrimSpace(above[i] + " " + cell)
	}
	return workbook.Row{Number: below.Number, Cells: above}, nil
}

func dated(cell string) bool {
	d, err := clearDate(cell)
	return err == nil && d.Month() != 0
}

// fill gives the cells of a row with the values of those that reach down into it.
func (s *spread) fill(r workbook.Row) []string {
	cells := r.Cells
	for column, of := range s.current {
		switch {
		case r.Number > of.last:
			delete(s.current, column)
		case r.Cell(column) == "":
			if missing := column + 1 - len(cells); missing > 0 {
				cells = append(cells, make([]string, missing)...)
			}
			cells[column] = of.value
		}
	}
	for _, area := range s.from[r.Number] {
		s.current[area.Column] = spreading{r.Cell(area.Column), area.Last}
	}
	return cells
}

// maxAbove is how many rows a title above a header may take.
const maxAbove = 20

// headerOf is the first row with more than one filled cell among the first rows that covers at least half as many
// columns as the fullest of them fills, so that a title above the table is no header; where there is none, the first
// row that is not blank.
func headerOf(book *workbook.Book, sheet string, areas []workbook.Merged) (header workbook.Row, err error) {
	var head []workbook.Row
	fullest := 0
	for r, err := range book.Rows(sheet) {
		if err != nil {
			return header, err
		}
		if filled := table.Filled(r.Cells); filled > 0 {
			head, fullest = append(head, r), max(fullest, filled)
		}
		if r.Number > maxAbove && len(head) > 0 {
			break
		}
	}
	if len(head) == 0 {
		return header, nil
	}
	wide := slices.IndexFunc(head, func(r workbook.Row) bool {
		filled := table.Filled(r.Cells)
		covered := filled
		for _, area := range areas {
			if area.First == r.Number {
				covered += area.LastColumn - area.Column
			}
		}
		return filled > 1 && 2*covered >= fullest
	})
	return head[max(wide, 0)], nil
}
