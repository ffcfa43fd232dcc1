package workbook

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// lastDay is the last day number of Excel, 9999-12-31.
const lastDay = 2_958_465

// day is the day of a day number in ISO 8601, "" for what is none. In workbooks that count from 1900 Excel has a day 29
// February of that year.
func day(cell string, from1904 bool) string {
	number, err := strconv.ParseFloat(cell, 64)
	if err != nil || !(number >= 1 && number <= lastDay+1) {
		return ""
	}
	if !from1904 && int(number) == 60 {
		return "1900-02-29"
	}
	t, err := excelize.ExcelDateToTime(number, from1904)
	if err != nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

// unshown are the parts of a number format that are no place for a value: texts, signs behind a backslash, colours and
// conditions.
var unshown = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|_.|\*.`)

// shownOf is how many characters of an ISO date a number format shows: 10, 7 for a month, 4 for a year, 0 where it
// shows no date.
func shownOf(style *excelize.Style) int {
	if style.CustomNumFmt == nil {
		switch n := style.NumFmt; {
		case n == 17: // mmm-yy
			return len("2006-01")
		case n >= 14 && n <= 16, n == 22, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n >= 57 && n <= 58:
			return len(time.DateOnly)
		}
		return 0
	}
	positive, _, _ := strings.Cut(unshown.ReplaceAllString(strings.ToLower(*style.CustomNumFmt), ""), ";")
	switch {
	case positive == "general" || positive == "standard":
		return 0
	case strings.Contains(positive, "d"):
		return len(time.DateOnly)
	case strings.Contains(positive, "y") && strings.Contains(positive, "m"):
		return len("2006-01")
	case strings.Contains(positive, "y"):
		return len("2006")
	}
	return 0
}

// dateStyles finds the styles of a workbook that show dates.
func dateStyles(book *excelize.File) map[int]int {
	styles := map[int]int{}
	for i := 0; ; i++ {
		style, err := book.GetStyle(i)
		if err != nil {
			return styles
		}
		if n := shownOf(style); n > 0 {
			styles[i] = n
		}
	}
}

// dated is the value of a cell, as a date where it is a day number that is shown as one.
func (b *Book) dated(sheet string, column, row int, value string) string {
	if len(b.styles) == 0 || value == "" {
		return value
	}
	text := day(value, b.from1904)
	if text == "" {
		return value
	}
	name := cellName(column, row)
	style, err := b.book.GetCellStyle(sheet, name)
	if n := b.styles[style]; err == nil && n > 0 {
		return text[:n]
	}
	return value
}
