package table

import (
	"strings"

	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/loaders"
)

// Garbled finds values that were garbled before the file was written. They are loaded as they stand: what they were is
// a guess.
type Garbled struct{ misread, lost firstOf }

// firstOf counts values and keeps the first.
type firstOf struct {
	count, line  int
	column       string
	value, meant string
}

func (f *firstOf) add(line int, header []string, i int, value, meant string) {
	if f.count++; f.count > 1 {
		return
	}
	f.line, f.value, f.meant = line, value, meant
	if i < len(header) {
		f.column = header[i]
	}
}

// lost stands where a letter was lost.
const lost = "\uFFFD"

// MayBeGarbled tells quickly of which values that is sure not to be so.
func MayBeGarbled(value string) bool {
	return strings.Contains(value, lost) || utf8text.MayBeGarbled(value)
}

// Look looks at the values of a row, or of the header.
func (g *Garbled) Look(line int, header, fields []string) {
	for i, f := range fields {
		if meant, misread := utf8text.Ungarbled(f); misread {
			g.misread.add(line, header, i, f, meant)
		}
		if strings.Contains(f, lost) {
			g.lost.add(line, header, i, f, "")
		}
	}
}

// Warn tells of them.
func (g *Garbled) Warn(in loaders.Input, file string) {
	const kept = "; they are loaded as they stand; have the file written anew from where it comes"
	if f := g.misread; f.count > 0 {
		in.Warning("%s: values that look as UTF-8 does that was read as Windows-1252: %d, the first in row %d, column %s: "+
			"%.60q, perhaps %.60q"+kept, file, f.count, f.line, f.column, f.value, f.meant)
	}
	if f := g.lost; f.count > 0 {
		in.Warning("%s: values with the sign \uFFFD in the place of a letter that was lost before: %d, the first in row %d, "+
			"column %s: %.60q"+kept, file, f.count, f.line, f.column, f.value)
	}
}
