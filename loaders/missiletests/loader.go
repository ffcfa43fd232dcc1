package missiletests

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/jsonstream"
	"github.com/entente-graph/entente/loaders/table"
	"github.com/entente-graph/entente/loaders/workbook"
)

// Loader loads tables of missile tests.
var Loader = loaders.Loader{
	Name: "missile-tests",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: "dataset:missile-tests", Name: "Missile Test Database"},
		Publisher: "James Martin Center for Nonproliferation Studies", Licence: "as stated by its publisher",
		Attribution: "The CNS North Korea Missile Test Database, Nuclear Threat Initiative", Priority: 55,
		CoverageFrom: graph.YearOnly(1984),
	},
	Read: read,
}

// test is one row: its values by folded column name.
type test struct {
	locator string
	line    int
	sheet   string
	row     []string
	header  []string // nil for JSON
	values  map[string]string
}

func read(in loaders.Input, yield loaders.Yield) error {
	for _, file := range in.Files {
		source := texts(file)
		is, err := workbook.IsWorkbook(file)
		if is {
			source = sheets(file)
		} else if t, tableErr := table.Open(in, file, spec); tableErr == nil {
			source = rows(t)
		}
		if err != nil {
			return err
		}
		b := &builder{identities: in.Identities, file: file.Name, days: map[string]int{}}
		read := 0
		err = loaders.Each(source, yield, func(row test) (loaders.Record, error) {
			read++
			return b.record(row)
		})
		if err != nil {
			return err
		}
		if read == 0 {
			return loaders.Foreign(file, "%s: no missile test: want a workbook whose header has Date and Missile Name, or "+
				"JSON objects with those names", file.Path)
		}
	}
	return nil
}

// spec is that of a table as text, such as a sheet's rejected rows.
var spec = table.Spec{Dataset: "missile-tests", Columns: table.Required("Date", "Missile Name")}

// rows reads the tests of a table.
func rows(t *table.Table) iter.Seq2[test, error] {
	names := lists.Map(t.Header(), table.Fold)
	return loaders.Map(t.Rows(), func(row *table.Row) (test, error) {
		one := newTest(row.Locator(), row.Line(), row.Fields(), names)
		one.header = t.Header()
		return one, nil
	})
}

// newTest takes the values of a row from its cells.
func newTest(locator string, line int, cells, names []string) test {
	t := test{locator: locator, line: line, row: cells, values: map[string]string{}}
	for i, name := range names {
		if i < len(cells) && t.values[name] == "" {
			if v := value(cells[i]); v != "" {
				t.values[name] = v
			}
		}
	}
	return t
}

// value is a cell, "" where it says that nothing is known.
func value(cell string) string {
	cell = strings.TrimSpace(strings.ReplaceAll(cell, "\x00", ""))
	switch strings.ToLower(cell) {
	case "unknown", "n/a", "na", "none", "-", "tbd", "undisclosed":
		return ""
	}
	return strings.ToValidUTF8(cell, "\ufffd")
}

// sheets reads the tests of a workbook: of each sheet whose first ten rows have a header.
func sheets(file input.File) iter.Seq2[test, error] {
	return func(yield func(test, error) bool) {
		book, err := workbook.Open(file)
		if err != nil {
			yield(test{}, err)
			return
		}
		defer book.Close() // read only
		for _, sheet := range book.Sheets() {
			var names, titles []string
			for row, err := range book.Rows(sheet) {
				if err != nil {
					yield(test{}, err)
					return
				}
				if names == nil {
					titles = row.Cells
					if names = header(row.Cells); names == nil && row.Number >= 10 {
						break
					}
					continue
				}
				t := newTest(fmt.Sprintf("%s[%s]:%d", file.Name, sheet, row.Number), row.Number, row.Cells, names)
				t.sheet, t.header = sheet, titles
				if len(t.values) > 0 && !yield(t, nil) {
					return
				}
			}
		}
	}
}

func header(cells []string) []string {
	names := make([]string, len(cells))
	found := map[string]bool{}
	for i, cell := range cells {
		names[i] = table.Fold(cell)
		found[names[i]] = true
	}
	if !found["date"] || !found["missilename"] {
		return nil
	}
	return names
}

// texts reads the tests of a JSON file.
func texts(file input.File) iter.Seq2[test, error] {
	return loaders.Map(jsonstream.Values(file, ""), func(v jsonstream.Value) (test, error) {
		t := newTest(fmt.Sprintf("%s:%d", file.Name, v.Line), v.Line, []string{string(v.Raw)}, nil)
		var members map[string]any
		_ = json.Unmarshal(v.Raw, &members) // what is no object has no members
		known := false
		for name, member := range members {
			known = known || table.Fold(name) == "date" || table.Fold(name) == "missilename"
			if member == nil {
				continue
			}
			if s := value(fmt.Sprint(member)); s != "" {
				t.values[table.Fold(name)] = s
			}
		}
		if !known {
			return t, v.Reject(file, "", "no-object", "want a JSON object with Date and Missile Name")
		}
		return t, nil
	})
}
