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
	start, size int  // of the header in bytes, its line end included in size
	line        int  // number of the header's first line, from 1
	last        int  // and of its last: a name in quotes may go over several
	quoted      bool // whether all names stand in quotes
}

// headerAt reads the line that begins at start as a header.
func headerAt(head []byte, start, number int, d rune, spec Spec) (header, bool) {
	size := cmp.Or(bytes.IndexByte(head[start:], '\n')+1, len(head)-start)
	line := strings.TrimRight(string(head[start:start+size]), "\r\n")
	if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "sep=") { // a hint that spreadsheets write
		return header{size: size}, false
	}
	quoted := allQuoted(strings.Split(line, string(d)))
	if strings.Count(line, `"`)%2 == 1 && !spec.Verbatim {
		if names, over, ok := overLines(head[start:], d); ok {
			lines := bytes.Count(head[start:start+over], []byte("\n"))
			return header{spec.match(names), d, start, over, number, number + lines - 1, quoted}, true
		}
	}
	return header{spec.match(split(line, d, spec.Verbatim && !quoted)), d, start, size, number, number, quoted}, true
}

// overLines reads a header of which a name in quotes goes over several lines, as in a spreadsheet's cell; size is that
// of all its lines.
func overLines(head []byte, d rune) (names []string, size int, ok bool) {
	r := csv.NewReader(bytes.NewReader(head))
	r.Comma = d
	names, err := r.Read()
	size = int(r.InputOffset())
	return names, size, err == nil && head[size-1] == '\n'
}

// findHeader tries every line that may be the header with every delimiter, and takes the best match; where nothing
// matches, the first line that is not blank stands for the file in the message.
func findHeader(head []byte, spec Spec, delimiters []rune) (best header, ok bool) {
	start, tried := 0, 0
	for number := 1; start < len(head) && tried <= spec.Preamble; number++ {
		filled := false
		for _, d := range delimiters {
			h, is := headerAt(head, start, number, d, spec)
			filled = filled || is
			if is && (!ok || h.known > best.known || h.known == 0 && best.known == 0 && best.line == number &&
				len(h.header) > len(best.header)) {
				best, ok = h, true
			}
		}
		if filled {
			tried++
		}
		start += cmp.Or(bytes.IndexByte(head[start:], '\n')+1, len(head)-start)
	}
	return best, ok
}

// maxLooked is how many lines a table of unknown columns is recognised by.
const maxLooked = 20

// firstWide finds the header of a table of which no column is known: the first line that has about as many fields as
// most lines have, and at least half as many that are not blank, so that a title above the table is none. Of several
// delimiters the one with which most lines agree wins.
func firstWide(head []byte, spec Spec, delimiters []rune) (best header, ok bool) {
	most, wide := 0, 0
	for _, d := range delimiters {
		var lines []header
		counts := map[int]int{}
		for number, start := 1, 0; start < len(head) && len(lines) < maxLooked; number++ {
			h, is := headerAt(head, start, number, d, spec)
			if is {
				lines = append(lines, h)
				counts[len(h.header)]++
				number = h.last
			}
			start += h.size
		}
		usual := 0
		for n, lines := range counts {
			if n > 1 && (lines > counts[usual] || lines == counts[usual] && n > usual) {
				usual = n
			}
		}
		fullest := 0
		for _, l := range lines {
			if len(l.header) == usual {
				fullest = max(fullest, Filled(l.header))
			}
		}
		for _, l := range lines {
			if usual > 0 && len(l.header) < max(2, usual-1) || 2*Filled(l.header) < fullest {
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

// Filled counts the fields that are not blank.
func Filled(fields []string) (n int) {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			n++
		}
	}
	return n
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
