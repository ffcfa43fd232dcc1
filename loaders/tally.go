package loaders

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tally counts what a loader leaves out, by what it is.
type Tally map[string]int

// Warn tells of it in one warning, where there is anything: what happened, then what to, in order.
func (t Tally) Warn(in Input, happened string) {
	if len(t) == 0 {
		return
	}
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(t)) {
		parts = append(parts, fmt.Sprintf("%s %d", what, t[what]))
	}
	in.Warning("%s: %s", happened, strings.Join(parts, ", "))
}
