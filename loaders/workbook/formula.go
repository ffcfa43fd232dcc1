package workbook

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds of what is calculated for one cell. A formula of thirty characters can go through seventeen thousand million
// cells, and forty that each name the one above twice come to a value of terabytes.
const (
	maxFormula  = 2_000  // characters
	maxLooks    = 10_000 // cells that are looked at
	formulaLook = 100    // what a cell with a formula of its own counts as
)

// functions are those that are calculated: none of them makes something large out of something small, or reads cells
// that it does not name.
var functions = map[string]bool{
	"SUM": true, "AVERAGE": true, "MIN": true, "MAX": true, "COUNT": true, "COUNTA": true, "PRODUCT": true, "ROUND": true,
	"ROUNDUP": true, "ROUNDDOWN": true, "INT": true,
	"ABS": true, "MOD": true, "IF": true, "IFERROR": true, "AND": true, "OR": true, "NOT": true, "ISBLANK": true,
	"CONCATENATE": true, "CONCAT": true, "TEXT": true, "VALUE": true,
	"DATE": true, "YEAR": true, "MONTH": true, "DAY": true, "LEFT": true, "RIGHT": true, "MID": true, "LEN": true,
	"TRIM": true, "UPPER": true, "LOWER": true, "PROPER": true,
}

var (
	quoted    = regexp.MustCompile(`"[^"]*"`)
	calls     = regexp.MustCompile(`([A-Za-z_.][A-Za-z0-9_.]*)\s*\(`)
	areas     = regexp.MustCompile(`\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?`)
	otherwise = regexp.MustCompile(`[!:\[\]{}#@]|[A-Za-z_]`) // other sheets, whole columns, tables, names
)

// calculable tells whether a cell's formula, and those of all cells that it names, can be calculated in little time and
// memory.
func (b *Book) calculable(sheet, formula string, looks *int) bool {
	if len(formula) > maxFormula {
		return false
	}
	rest := quoted.ReplaceAllString(formula, "")
	for _, call := range calls.FindAllStringSubmatch(rest, -1) {
		if !functions[strings.ToUpper(call[1])] {
			return false
		}
	}
	rest = calls.ReplaceAllString(rest, "(")
	for _, area := range areas.FindAllStringSubmatch(rest, -1) {
		if area[3] == "" {
			area[3], area[4] = area[1], area[2]
		}
		if !b.plain(sheet, area[1]+area[2], area[3]+area[4], looks) {
			return false
		}
	}
	rest = areas.ReplaceAllString(rest, "")
	rest = strings.NewReplacer("TRUE", "", "FALSE", "").Replace(strings.ToUpper(rest))
	return !otherwise.MatchString(rest)
}

// plain tells whether an area is small and its cells are values, or formulas that can be calculated.
func (b *Book) plain(sheet, from, to string, looks *int) bool {
	left, top, err := excelize.CellNameToCoordinates(from)
	right, bottom, err2 := excelize.CellNameToCoordinates(to)
	if err != nil || err2 != nil {
		return false
	}
	left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
	if (right-left+1)*(bottom-top+1) > maxLooks {
		return false
	}
	for column := left; column <= right; column++ {
		for row := top; row <= bottom; row++ {
			if *looks++; *looks > maxLooks {
				return false
			}
			name := cellName(column, row)
			formula, err := b.book.GetCellFormula(sheet, name)
			if err != nil {
				return false
			}
			if formula == "" {
				continue
			}
			if *looks += formulaLook; *looks > maxLooks || !b.calculable(sheet, formula, looks) {
				return false
			}
		}
	}
	return true
}
