package table

import (
	"math"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Version reads the version that a file states in its column "version", in the first row that has one, as the publisher
// writes it: 3.10 comes long after 3.1. It is empty where the file states none. What statistics packages make of it is
// undone: "4.0100002" of "4.01", and "5" of "5.0".
func Version(in loaders.Input, file input.File, known string) string {
	t, err := Open(in, file, Spec{Columns: Required("version")})
	if err != nil {
		return ""
	}
	defer CloseAll([]*Table{t})
	for row, err := range t.Rows() {
		if err != nil {
			return ""
		}
		text := strings.Replace(row.Text("version"), ",", ".", 1) // as spreadsheets write decimals in many languages
		stated, err := strconv.ParseFloat(text, 64)
		if err != nil {
			continue
		}
		if _, decimals, _ := strings.Cut(text, "."); len(decimals) > 3 || strings.ContainsAny(text, "eE") {
			text = strconv.FormatFloat(math.Round(stated*1000)/1000, 'f', -1, 64)
		}
		if strings.TrimSuffix(text, ".0") == strings.TrimSuffix(known, ".0") {
			return known
		}
		return text
	}
	return ""
}
