package generic

import (
	"encoding/json"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// The columns that a turned table has in the place of those of years.
const (
	yearColumn  = "year"
	valueColumn = "value"
)

// yearName is how a column of a year is called, also by statistics packages and the World Bank: "1990 [YR1990]".
var yearName = regexp.MustCompile(`^(?i:X|Y|YR|FY)?_?((?:1[5-9]|20|21)\d\d)(?:\.0)?(?: \[YR\d{4}\])?$`)

// yearOf is the year by which a column is called; empty for any other name.
func yearOf(column string) string {
	if found := yearName.FindStringSubmatch(strings.TrimSpace(column)); found != nil {
		return found[1]
	}
	return ""
}

// turned makes of a table with a column a year one with a row for each of their cells that is filled.
func turned(file input.File, t TableMapping, of iter.Seq2[row, error]) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for r, err := range of {
			cells := []row{r}
			if err == nil {
				cells, err = t.turn(file, r)
			}
			if err != nil && !yield(r, err) {
				return
			}
			for _, cell := range cells {
				if err == nil && !yield(cell, nil) {
					return
				}
			}
		}
	}
}

// turn makes a row of each cell of a year. One that is turned already, such as one that was rejected, stays as it is.
// The error is that of a table that cannot be turned.
func (t TableMapping) turn(file input.File, r row) (out []row, err error) {
	names := r.header
	if names == nil { // objects
		names = sortedKeys(r.values)
	}
	rest, cells := row{line: r.line, values: map[string]string{}}, map[string]string{} // by year
	for i, name := range names {
		value, year := r.value(strings.TrimSpace(name)), yearOf(name)
		if _, twice := cells[year]; twice {
			return nil, graph.Invalidf("%s: two columns are called by the year %s; rename one", file.Path, year)
		}
		if year != "" {
			cells[year] = value
			continue
		}
		rest.values[strings.TrimSpace(name)] = value
		if r.header != nil {
			field := ""
			if i < len(r.fields) { // a row of a sheet may end before
				field = r.fields[i]
			}
			rest.header, rest.fields = append(rest.header, name), append(rest.fields, field)
		}
	}
	_, hasYear := rest.values[yearColumn]
	_, hasValue := rest.values[valueColumn]
	switch {
	case len(cells) == 0 && hasYear && hasValue:
		return []row{r}, nil
	case len(cells) == 0 && r.header != nil:
		return nil, graph.Invalidf("%s: no column is called by a year, as `wide` in the mapping's table says; it has %s",
			file.Path, strings.Join(r.header, ", "))
	case hasYear || hasValue:
		return nil, graph.Invalidf("%s: `wide` makes the columns %s and %s of those of years, and it has one of that name; "+
			"rename it", file.Path, yearColumn, valueColumn)
	}
	for _, year := range sortedKeys(cells) {
		if cells[year] == "" || slices.Contains(t.Missing, cells[year]) {
			continue
		}
		cell := rest
		cell.values = maps.Clone(rest.values)
		cell.values[yearColumn], cell.values[valueColumn] = year, cells[year]
		if r.header != nil {
			cell.header = slices.Concat(rest.header, []string{yearColumn, valueColumn})
			cell.fields = slices.Concat(rest.fields, []string{year, cells[year]})
		} else {
			object, _ := json.Marshal(cell.values) // texts always marshal
			cell.fields = []string{string(object)}
		}
		out = append(out, cell)
	}
	return out, nil
}
