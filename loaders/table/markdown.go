package table

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// separator is the second line of a table in Markdown, or as psql prints one: "| --- | :-: |", "-----+-----".
var separator = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*([|+]\s*:?-+:?\s*)*\|?\s*$`)

func isSeparator(line string) bool {
	return strings.ContainsAny(line, "|+") && separator.MatchString(line)
}

// cellsOf cuts a line at its pipes; one behind a backslash is part of a cell. The pipes at both ends set nothing apart.
func cellsOf(line string) []string {
	line = strings.TrimPrefix(strings.TrimSpace(line), "|")
	var cells []string
	var cell strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '|':
			cell.WriteByte('|')
			i++
		case line[i] == '|':
			cells = append(cells, strings.TrimSpace(cell.String()))
			cell.Reset()
		default:
			cell.WriteByte(line[i])
		}
	}
	if last := strings.TrimSpace(cell.String()); last != "" || !strings.HasSuffix(line, "|") {
		cells = append(cells, last)
	}
	return cells
}

// isMarkdown tells a text in which a line is followed by a separator of as many cells.
func isMarkdown(head []byte) bool {
	above := ""
	for line := range strings.Lines(string(head)) {
		if isSeparator(line) && strings.Contains(above, "|") &&
			len(cellsOf(above)) == len(cellsOf(strings.ReplaceAll(line, "+", "|"))) {
			return true
		}
		above = line
	}
	return false
}

// plainTable gives a table in Markdown as CSV with the same lines; the separator's is blank. Any other text comes as it
// is.
func plainTable(in *bufio.Reader, file string) io.Reader {
	if head, _ := in.Peek(peeked); !isMarkdown(head) { // an error comes again with the first read
		return in
	}
	return &markdown{in: in, file: file}
}

type markdown struct {
	in      *bufio.Reader
	file    string
	line    int
	begun   bool // the separator has been read
	pending []byte
}

func (m *markdown) Read(p []byte) (int, error) {
	for len(m.pending) == 0 {
		line, err := m.in.ReadString('\n')
		if line == "" {
			return 0, err
		}
		m.line++
		if m.pending, err = m.plain(line); err != nil {
			return 0, err
		}
	}
	n := copy(p, m.pending)
	m.pending = m.pending[n:]
	return n, nil
}

func (m *markdown) plain(line string) ([]byte, error) {
	switch {
	case isSeparator(line) && m.begun:
		return nil, graph.Invalidf("%s:%d: a second table in Markdown begins; give each a file of its own", m.file, m.line-1)
	case isSeparator(line):
		m.begun = true
		return []byte("\n"), nil
	case !strings.Contains(line, "|"):
		return []byte(line), nil
	}
	var out bytes.Buffer
	for i, cell := range cellsOf(line) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
