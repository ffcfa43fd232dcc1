package table

import (
	"slices"
	"strings"
	"unicode"

	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders/input"
)

// Bounds of what is read. A field over MaxField costs its row; a record over MaxRecord, mostly an open quote, ends the
// file.
const (
	MaxField  = 1 << 20
	MaxRecord = 4 << 20
)

// Column is one column that a loader knows.
type Column struct {
	Name     string
	Aliases  []string // what other versions of the dataset call it
	Required bool
	// Missing are the texts that mean "no value" in this column; nil means the Spec's.
	Missing []string
}

// Spec says what a table looks like. Columns that the file has and the spec does not are readable under their own name.
type Spec struct {
	Dataset string // for messages: "atop"
	Columns []Column
	// Delimiter is 0 where comma, semicolon, tab and bar are tried: the one that yields the most known columns wins.
	Delimiter rune
	// Missing are the texts that mean "no value": nil means blank, "." and "NA".
	Missing []string
	// Preamble is how many lines of text may stand before the header.
	Preamble int
	// Verbatim says that quotes are part of the text, as in GDELT's and SIPRI's files; not where all names of the
	// header are quoted.
	Verbatim bool
	// Closed says that a file with columns that the spec does not know is another one, such as where a list of codes
	// has few columns and many files have those, too. What a rejects file adds does not count.
	Closed bool
	// Headerless are the columns, in order, of a file that comes without its header; nil where that does not happen.
	Headerless []string
}

// Names are columns without aliases, none of them required.
func Names(names ...string) []Column {
	return lists.Map(names, func(name string) Column { return Column{Name: name} })
}

// Required are columns without aliases that a file must have.
func Required(names ...string) []Column {
	out := Names(names...)
	for i := range out {
		out[i].Required = true
	}
	return out
}

var defaultMissing = []string{"", ".", "NA"}

func (s Spec) missing() []string {
	if s.Missing != nil {
		return s.Missing
	}
	return defaultMissing
}

// Fold makes "Start Month 1", "START_MONTH_1" and "StartMonth1" one name.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r > 0x7f && r != 0xfffd && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r): // such as a byte order mark
			return r
		}
		return -1
	}, name)
}

// layout is a spec matched with the header of a file.
type layout struct {
	header  []string
	index   map[string]int      // name that loaders use → position; -1: asked for and not there
	folded  map[string]int      // folded name → position
	missing map[string][]string // by the name that loaders use
	known   int                 // how many columns of the spec are there
	absent  []string            // required ones that are not
	twice   string              // a known column that the header has twice
	others  []string            // columns that the spec does not know
}

func (s Spec) match(header []string) layout {
	l := layout{header: slices.Clone(header), index: map[string]int{}, missing: map[string][]string{}}
	first := map[string]int{}
	l.folded = first
	repeated := map[string]bool{}
	for i, name := range header {
		f := Fold(name)
		if _, ok := first[f]; ok {
			repeated[f] = true
			continue
		}
		first[f] = i
	}
	mine := map[int]bool{}
	for _, c := range s.Columns {
		missing := c.Missing
		if missing == nil {
			missing = s.missing()
		}
		l.missing[c.Name] = missing
		at := -1
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			i, ok := first[Fold(name)]
			if !ok {
				continue
			}
			mine[i] = true
			if at < 0 {
				at = i
			}
			if repeated[Fold(name)] {
				l.twice = name
			}
		}
		if at >= 0 {
			l.index[c.Name] = at
			l.known++
		} else {
			l.index[c.Name] = -1
			if c.Required {
				l.absent = append(l.absent, c.Name)
			}
		}
	}
	for i, name := range header {
		if !mine[i] && strings.TrimSpace(name) != "" && !strings.HasPrefix(name, input.RejectPrefix) {
			l.others = append(l.others, name)
		}
	}
	return l
}

// at is the position of a column, -1 where the file has none. A column that the spec does not know is found by its
// name, or else in whatever case and with whatever signs the file writes it: "Cost ($)" is no "Cost (%)" beside it.
func (l *layout) at(column string) int {
	i, known := l.index[column]
	if known {
		return i
	}
	i = slices.IndexFunc(l.header, func(name string) bool { return strings.TrimSpace(name) == column })
	if at, folded := l.folded[Fold(column)]; i < 0 && folded {
		i = at
	}
	l.index[column] = i
	return i
}
