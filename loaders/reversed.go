package loaders

import (
	"strings"

	"github.com/entente-graph/entente/graph"
)

// shownReversed bounds how many of the reversed periods of a file a warning names.
const shownReversed = 10

// Reversed gathers what a source lets end before it starts. One of the two days is wrong and nobody knows which, so the
// start is kept, the end is an unknown day, and the report names what it is about.
type Reversed struct {
	count int
	names []string
	last  string
}

// Mend is the period as it can be stored; of is what a warning calls its owner.
func (r *Reversed) Mend(of string, p graph.Period) graph.Period {
	if p.Validate() == nil {
		return p
	}
	r.Add(of)
	return graph.Period{From: p.From, StartUncertain: p.StartUncertain, EndUncertain: true}
}

// Add notes one that the loader has mended itself. What is asked several times in a row counts once.
func (r *Reversed) Add(of string) {
	if of == r.last {
		return
	}
	r.last = of
	if r.count++; len(r.names) < shownReversed {
		r.names = append(r.names, of)
	}
}

// Warn tells of the reversed periods of a file.
func (r *Reversed) Warn(in Input, file string) {
	if r.count == 0 || in.Warn == nil {
		return
	}
	names := strings.Join(r.names, ", ")
	if r.count > len(r.names) {
		names += ", …"
	}
	in.Warning("%s: %d with an end before the start: the start is kept and the end is unknown: %s", file, r.count, names)
}
