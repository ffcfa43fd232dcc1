package table

import (
	"regexp"
	"strconv"
	"strings"
)

// Notation is how a text writes numbers.
type Notation int

const (
	Points Notation = iota // 1200.5
	Either                 // 1200.5 or 1200,5, and 12.345 has three decimals
	Commas                 // 1.200,5, and 12.345 is 12345
)

var (
	pointed = regexp.MustCompile(`(^|[;\n])"?[-+]?\d+\.(\d{1,2}|\d{4,})"?[;\r\n]`)
	commaed = regexp.MustCompile(`(^|[;\n])"?[-+]?\d[\d.]*,\d+"?[;\r\n]`)
	apart   = regexp.MustCompile(`^[-+]?[1-9]\d{0,2}(\.\d{3})+$`)
	// withComma is a number with a decimal comma, and points between thousands.
	withComma = regexp.MustCompile(`^[-+]?(\d+|[1-9]\d{0,2}(\.\d{3})+)?,\d+$`)
)

// NotationOf tells the notation by the beginning of a text. Spreadsheets set fields apart by semicolons where the comma
// is the decimal mark, other programs also where it is not: the fields that can only be read in one way decide.
func NotationOf(head []byte, delimiter rune) Notation {
	switch {
	case delimiter != ';':
		return Points
	case commaed.Match(head) && !pointed.Match(head):
		return Commas
	}
	return Either
}

// Number reads a number.
func (n Notation) Number(text string) (float64, error) {
	if n != Points && withComma.MatchString(text) {
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	} else if n == Commas && apart.MatchString(text) {
		text = strings.ReplaceAll(text, ".", "")
	}
	return strconv.ParseFloat(text, 64)
}
