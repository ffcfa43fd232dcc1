package document

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/loaders"
)

// Data that came under this loader's name are refused rather than tagged: a table's cells and a JSON object's members
// are no sentences, and what is said of whom stands in their columns.

// packed are the first bytes of files that hold no text as they are, with what to do about it.
var packed = []struct{ magic, is, instead string }{
	{
		"PK\x03\x04", "an archive or a workbook, or a text processor's file",
		"load an .xlsx file as generic with a mapping or as the dataset that it is of, save any other as text, HTML or PDF",
	},
	{"PAR1", "a Parquet file", "load it as generic with a mapping"},
	{"\xd0\xcf\x11\xe0", "a file of an older office program", "save it as text, HTML or PDF"},
	{"SQLite format 3\x00", "a database", "export its tables and load them as generic with a mapping"},
}

func notText(raw []byte) error {
	for _, p := range packed {
		if strings.HasPrefix(string(raw[:min(len(raw), 16)]), p.magic) {
			return fmt.Errorf("%s, no document; %s", p.is, p.instead)
		}
	}
	return nil
}

// notProse is why a text is data rather than a document; nil for a document, which may hold lists and tables besides
// sentences.
func notProse(text string) error {
	if isJSON(text) {
		return fmt.Errorf("JSON, no document; load it as %s", datasetOf(jsonMarks, text[:min(len(text), maxLooked)]))
	}
	if strings.HasPrefix(strings.TrimLeft(text[:min(len(text), 200)], " \r\n\t"), "<?xml") {
		return fmt.Errorf("XML, no document; convert it to text, HTML or PDF")
	}
	if first, columns := isTable(text); columns > 0 {
		return fmt.Errorf("a table of %d columns, no document; load it as %s; its first line reads %q", columns,
			datasetOf(tableMarks, first), loaders.Clip(first, 81))
	}
	return nil
}

// mark is what tells a dataset, in the header of a table or at the beginning of a JSON text.
type mark struct {
	is      *regexp.Regexp
	dataset string
}

var jsonMarks = []mark{
	{regexp.MustCompile(`"type"\s*:\s*"bundle"`), "stix"},
	{regexp.MustCompile(`"entities"\s*:|"claims"\s*:`), "wikidata"},
	{regexp.MustCompile(`"schema"\s*:\s*"`), "opensanctions"},
	{regexp.MustCompile(`^\s*\{"entente"\s*:`), "jsonl"},
	{regexp.MustCompile(`(?i)"missile ?name"\s*:`), "missile-tests"},
}

var tableMarks = []mark{
	{regexp.MustCompile(`(?i)\batopid\b`), "atop"},
	{regexp.MustCompile(`(?i)\bversion4id\b`), "cow-alliances"},
	{regexp.MustCompile(`(?i)\bdispnum[34]?\b`), "cow-mid"},
	{regexp.MustCompile(`(?i)\bmilper\b`), "cow-nmc"},
	{regexp.MustCompile(`(?i)\bconttype\b`), "cow-contiguity"},
	{regexp.MustCompile(`(?i)\bwarnum\b`), "one of cow-interstate-wars, cow-intrastate-wars, cow-extrastate-wars and " +
		"cow-nonstate-wars"},
	{regexp.MustCompile(`(?i)\bccode\b`), "cow-states"},
	{regexp.MustCompile(`(?i)\bSIPRI AT Database ID\b|\bSIPRI TIV\b`), "sipri-transfers"},
	{regexp.MustCompile(`(?i)\btype_of_violence\b`), "ucdp-ged"},
	{regexp.MustCompile(`(?i)\bintensity_level\b`), "ucdp-acd"},
	{regexp.MustCompile(`(?i)\bCAMEO Code\b`), "icews"},
	{regexp.MustCompile(`(?i)^globaleventid\b|^\d+\t\d{8}\t\d{6}\t\d{4}\t`), "gdelt-events"},
	{regexp.MustCompile(`(?i)\bmissile ?name\b`), "missile-tests"},
}

// datasetOf says what would take a text.
func datasetOf(marks []mark, text string) string {
	for _, m := range marks {
		if m.is.MatchString(text) {
			return m.dataset
		}
	}
	return "the dataset that it is of, or as generic with a mapping, which `entente map FILE` proposes"
}

// maxLooked is how much of a text tells what it is, in bytes.
const maxLooked = 64 << 10

// isJSON goes by the whole text, by its first lines, each a value, or by the beginning of one that goes on for long.
func isJSON(text string) bool {
	head := strings.TrimLeft(text, " \r\n\t")
	if head == "" || head[0] != '{' && head[0] != '[' {
		return false
	}
	if json.Valid([]byte(head)) {
		return true
	}
	line, rest, _ := strings.Cut(head, "\n")
	// one value a line
	if line = strings.TrimRight(line, ", \r\t"); len(line) > 2 && json.Valid([]byte(line)) && line[0] == '{' {
		rest = strings.TrimLeft(rest, " \r\n\t")
		return rest == "" || rest[0] == '{'
	}
	return opensJSON.MatchString(head) // cut off, or with an error somewhere
}

var opensJSON = regexp.MustCompile(`^(\[\s*)?\{\s*"[^"\n]{1,100}"\s*:\s*["\[{\dtfn-]`)

const (
	leastRows   = 3   // lines of a table; fewer tell nothing
	leastShare  = 0.8 // of the text's characters that stand in the table
	likeNumbers = 0.3 // of the cells of a table of figures
)

// isTable tells whether nearly all of a text is one table, by its lines having the same number of cells, and gives the
// header.
func isTable(text string) (first string, columns int) {
	head := text[:min(len(text), maxLooked)]
	if len(head) < len(text) { // not in the middle of a line
		head = head[:strings.LastIndexAny(head, "\r\n")+1]
	}
	head = strings.ReplaceAll(strings.ReplaceAll(head, "\r\n", "\n"), "\r", "\n")
	for _, delimiter := range []rune{'\t', ',', ';', '|'} {
		if first, columns = tableOf(head, delimiter); columns > 0 {
			return first, columns
		}
	}
	return "", 0
}

func tableOf(head string, delimiter rune) (string, int) {
	r := csv.NewReader(strings.NewReader(head))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter, -1, true
	byWidth := map[int][][]string{}
	all := 0
	for {
		cells, err := r.Read()
		if err != nil {
			break // the end: lazy quotes make no other
		}
		all += length(cells)
		if length(cells) > 0 && !sentence(cells, delimiter) {
			byWidth[len(cells)] = append(byWidth[len(cells)], cells)
		}
	}
	width, within := 0, 0
	for n, rows := range byWidth {
		size := 0
		for _, cells := range rows {
			size += length(cells)
		}
		if size > within {
			width, within = n, size
		}
	}
	rows := byWidth[width]
	if width < 2 || len(rows) < leastRows || float64(within) < leastShare*float64(all) || proseLike(rows, delimiter) {
		return "", 0
	}
	return strings.Join(rows[0], string(delimiter)), width
}

// sentence tells a line of prose by its end; beside figures only where it goes on after them as a text does, as in a
// chronology.
func sentence(cells []string, delimiter rune) bool {
	last := strings.TrimRight(cells[len(cells)-1], " \t\"'”’)")
	r, _ := utf8.DecodeLastRuneInString(last)
	return strings.ContainsRune(".!?:…", r) && len(strings.Fields(last)) > 1 &&
		(!slices.ContainsFunc(cells, numeric) || strings.HasPrefix(cells[len(cells)-1], " ") ||
			delimiter == '\t' && len(cells) == 2)
}

// numeric tells whether a cell is a figure, a date or the like.
func numeric(cell string) bool {
	trimmed := strings.TrimSpace(cell)
	return trimmed != "" &&
		!strings.ContainsFunc(trimmed, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsSpace(r) })
}

func length(cells []string) (n int) {
	for _, cell := range cells {
		n += len(cell)
	}
	return n
}

// bullet is how an item of a list begins.
var bullet = regexp.MustCompile(`^\s*([-–—•*·]|\(?[0-9a-zA-Z]{1,3}[.):])\s*$`)

// proseLike tells sentences and lists that happen to hold as many commas or tabs in each line from rows of cells.
func proseLike(rows [][]string, delimiter rune) bool {
	spaced, items, numbers, cells := 0, 0, 0, 0
	for _, row := range rows {
		if bullet.MatchString(row[0]) || len(row) == 2 && strings.TrimSpace(row[0]) == "" { // or an indented line
			items++
		}
		for i, cell := range row {
			cells++
			if i > 0 && strings.HasPrefix(cell, " ") {
				spaced++
			}
			if numeric(cell) {
				numbers++
			}
		}
	}
	most := len(rows) / 2
	switch {
	case float64(numbers) >= likeNumbers*float64(cells):
		return items > most
	case delimiter == ',':
		return spaced*2 > cells-len(rows) || len(rows[0]) == 2 && !codes(rows)
	}
	return items > most
}

// codes tells whether one of two columns holds codes rather than words: a list of places and their states is no table.
func codes(rows [][]string) bool {
	for column := range 2 {
		n := 0
		for _, row := range rows[1:] {
			if cell := row[column]; cell != "" && !strings.ContainsAny(cell, " \t") &&
				(strings.ToUpper(cell) == cell || strings.ContainsAny(cell, "0123456789_")) {
				n++
			}
		}
		if 5*n >= 4*len(rows[1:]) {
			return true
		}
	}
	return false
}
