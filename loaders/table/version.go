package table

import (
	"math"
	"strconv"

	"github.com/entente-graph/entente/loaders"
)

// Version reads the version that a file states in its column "version", in the first row that has one; empty where it states none. A number that is
// the known one is written as that is: statistics packages make "4.0100002" of "4.01", and "5" of "5.0".
func Version(in loaders.Input, file loaders.File, known string) string {
	t, err := Open(in, file, Spec{Columns: Required("version")})
	if err != nil {
		return ""
	}
	defer CloseAll([]*Table{t})
	for row, err := range t.Rows() {
		if err != nil {
			return ""
		}
		stated, err := strconv.ParseFloat(row.Text("version"), 64)
		if err != nil {
			continue
		}
		if want, err := strconv.ParseFloat(known, 64); err == nil && math.Abs(stated-want) < 0.001 {
			return known
		}
		return strconv.FormatFloat(math.Round(stated*1000)/1000, 'f', -1, 64)
	}
	return ""
}
