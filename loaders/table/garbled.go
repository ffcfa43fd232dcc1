package table

import (
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/loaders"
)

// Garbled finds values that were garbled before the file was written. They are loaded as they stand: what they were is
// a guess.
type Garbled struct {
	count        int
	line         int // of the first
	column       string
	value, meant string
}

// Look looks at the values of a row, or of the header.
func (g *Garbled) Look(line int, header, fields []string) {
	for i, f := range fields {
		meant, garbled := utf8text.Ungarbled(f)
		if !garbled {
			continue
		}
		if g.count++; g.count == 1 {
			g.line, g.value, g.meant = line, f, meant
			if i < len(header) {
				g.column = header[i]
			}
		}
	}
}

// Warn tells of them.
func (g *Garbled) Warn(in loaders.Input, file string) {
	if g.count == 0 {
		return
	}
	in.Warning("%s: %d values look as UTF-8 does that was read as Windows-1252, the first in row %d, column %s: %.60q, "+
		"perhaps %.60q; they are loaded as they stand; have the file written anew from where it comes", file, g.count, g.line,
		g.column, g.value, g.meant)
}
