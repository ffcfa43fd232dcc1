package table

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"slices"
	"strings"
)

type header struct {
	layout
	delimiter   rune
	start, size int  // of the header line in bytes, its line end included in size
	line        int  // number of the header line, from 1
	quoted      bool // whether all names stand in quotes
}

// findHeader tries every line that may be the header with every delimiter, and takes the best match; where nothing
// matches, the first line that is not blank stands for the file in the message.
func findHeader(head []byte, spec Spec, delimiters []rune) (best header, ok bool) {
	start, tried := 0, 0
	for number := 1; start < len(head) && tried <= spec.Preamble; number++ {
		size := cmp.Or(bytes.IndexByte(head[start:], '\n')+1, len(head)-start)
		line := strings.TrimRight(string(head[start:start+size]), "\r\n")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "sep=") { // a hint that spreadsheets write
			tried++
			for _, d := range delimiters {
				quoted := allQuoted(strings.Split(line, string(d)))
				l := spec.match(split(line, d, spec.Verbatim && !quoted))
				if !ok || l.known > best.known || l.known == 0 && best.known == 0 && best.line == number &&
					len(l.header) > len(best.header) {
					best, ok = header{l, d, start, size, number, quoted}, true
				}
			}
		}
		start += size
	}
	return best, ok
}

// maxLooked is how many lines a table of unknown columns is recognised by.
const maxLooked = 20

// firstWide finds the header of a table of which no column is known: the first line that has about as many fields as
// most lines have, so that a title above the table is none. Of several delimiters the one with which most lines agree
// wins.
func firstWide(head []byte, spec Spec, delimiters []rune) (best header, ok bool) {
	most, wide := 0, 0
	for _, d := range delimiters {
		var lines []header
		counts := map[int]int{}
		for number, start := 1, 0; start < len(head) && len(lines) < maxLooked; number++ {
			size := cmp.Or(bytes.IndexByte(head[start:], '\n')+1, len(head)-start)
			if line := strings.TrimRight(string(head[start:start+size]), "\r\n"); strings.TrimSpace(line) != "" &&
				!strings.HasPrefix(line, "sep=") {
				l := spec.match(split(line, d, spec.Verbatim))
				lines = append(lines, header{l, d, start, size, number, false})
				counts[len(l.header)]++
			}
			start += size
		}
		usual := 0
		for n, lines := range counts {
			if n > 1 && (lines > counts[usual] || lines == counts[usual] && n > usual) {
				usual = n
			}
		}
		for _, l := range lines {
			if usual > 0 && len(l.header) < max(2, usual-1) {
				continue
			}
			if !ok || counts[usual] > most || counts[usual] == most && usual > wide {
				best, ok, most, wide = l, true, counts[usual], usual
			}
			break
		}
	}
	return best, ok
}

// allQuoted tells a header of which another program has put every name into quotes: then quotes are no part of the text
// below it.
func allQuoted(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		name = strings.TrimSpace(name)
		return len(name) < 2 || name[0] != '"' || name[len(name)-1] != '"'
	})
}

func split(line string, delimiter rune, verbatim bool) []string {
	if !verbatim {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma, r.LazyQuotes = delimiter, true
		if fields, err := r.Read(); err == nil {
			return fields
		}
	}
	return strings.Split(line, string(delimiter))
}
