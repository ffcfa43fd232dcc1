package table

import (
	"math"
	"strconv"

	"github.com/entente-graph/entente/loaders"
)

// Versions compares the column "version" of a file with the version that a loader describes, so that somebody who brings
// another one is told: what the Dataset says of version and coverage is not true of that file then.
type Versions struct {
	Known  string // "4.01"
	warned bool
}

// Check warns once where the row names another version. "4.0100002" and "4.01" are one version, as statistics packages
// write numbers; a row without a version says nothing.
func (v *Versions) Check(in loaders.Input, row *Row) {
	if v.warned || in.Warn == nil || !row.Has("version") {
		return
	}
	text := row.Text("version")
	have, err := strconv.ParseFloat(text, 64)
	want, _ := strconv.ParseFloat(v.Known, 64)
	if err != nil || math.Abs(have-want) < 0.001 {
		return
	}
	v.warned = true
	in.Warn("%s is of version %s: its columns are read like those of version %s, whose number and coverage the dataset shows", row.table.file, text, v.Known)
}
