package document

import (
	"regexp"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Where the head of a text says what it is.
var (
	headField = regexp.MustCompile(`(?i)^(title|headline|publisher|source|date|published|url|link)\s*:\s*(.+)$`)
	// dateline is the start of a news report: a place in capitals, a date, perhaps the agency, a dash.
	dateline = regexp.MustCompile(`^[\p{Lu} .'’/-]{3,40}, ?(.{6,40}?)(?: ?\([^)]{1,60}\))? ?(?:--|[-–—:]) `)
	dateOnly = regexp.MustCompile(
		`(?i)^(?:published|updated|posted|date)?:?\s*(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(.+)$`)
)

// headLines is how many lines at the start may say what a text is.
const headLines = 12

// dateOfHead takes the date that the first lines of the text give, for a page or PDF file that does not state one.
func (d *document) dateOfHead() {
	if d.date.IsZero() {
		head := document{text: d.text}
		head.readHead()
		d.date = head.date
	}
}

// readHead takes what the first lines of the text say about it.
func (d *document) readHead() {
	head := d.text[:min(len(d.text), 8000)]
	n := 0
	for line := range strings.Lines(strings.ReplaceAll(head, "\r", "\n")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if n++; n > headLines {
			break
		}
		if m := headField.FindStringSubmatch(line); m != nil {
			d.headField(strings.ToLower(m[1]), strings.TrimSpace(m[2]))
			continue
		}
		if d.date.IsZero() {
			if m := dateOnly.FindStringSubmatch(line); m != nil && len(line) < 60 {
				d.date = wholeDate(m[1])
			}
			if m := dateline.FindStringSubmatch(line); m != nil && d.date.IsZero() {
				d.date = wholeDate(m[1])
			}
		}
		if d.title == "" && len([]rune(line)) <= 200 && wholeDate(line).IsZero() {
			d.title = line
		}
	}
}

func (d *document) headField(name, value string) {
	switch name {
	case "title", "headline":
		d.title = value
	case "publisher", "source":
		d.publisher = value
	case "date", "published":
		if date := anyDate(value); !date.IsZero() {
			d.date = date
		}
	default:
		d.url = webAddress(value)
	}
}

// anyDate reads a date that stands alone, in ISO form (also only a year, or with a time after it) or in words.
func anyDate(text string) graph.Date {
	text = strings.TrimSpace(text)
	if d := wholeDate(text); !d.IsZero() {
		return d
	}
	if d, err := graph.ParseDate(text); err == nil {
		return d
	}
	if len(text) > 10 && (text[10] == 'T' || text[10] == ' ') {
		if d, err := graph.ParseDate(text[:10]); err == nil {
			return d
		}
	}
	if m := dateOnly.FindStringSubmatch(text); m != nil {
		return wholeDate(m[1])
	}
	return graph.Date{}
}

// wholeDate is the date that the whole text is.
func wholeDate(text string) graph.Date {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	if found := dates(text); len(found) == 1 && found[0].start == 0 && found[0].end == len(text) {
		return found[0].period.From
	}
	return graph.Date{}
}
