package names

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Readings are the ways in which a name may be meant, the text itself first: as a catalogue writes it ("Korea, Republic
// of", "Iran (Islamic Republic of)"), with a leading article, with a remark in brackets after a catalogue's order
// ("Congo, Democratic Republic of (Zaire)"), or with a designation's number joined to its letters ("KN23").
func Readings(text string) []string {
	text = strings.TrimSpace(text)
	out := []string{text}
	add := func(reading string) {
		if reading = strings.TrimSpace(reading); reading != "" && !slices.Contains(out, reading) {
			out = append(out, reading)
		}
	}
	first, rest, inverted := strings.Cut(text, ",")
	bracketed, remark, remarked := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	switch {
	case inverted && strings.Contains(rest, ","): // a list
	case inverted && remarked:
		_, rest, _ = strings.Cut(bracketed, ",")
		add(rest + " " + first)
	case inverted:
		add(rest + " " + first)
	case remarked && !strings.Contains(remark, "("):
		add(remark + " " + bracketed)
	}
	for _, reading := range out {
		if word, name, ok := strings.Cut(reading, " "); ok && strings.EqualFold(word, "the") {
			add(name)
		}
	}
	for _, reading := range out {
		add(joined.ReplaceAllString(reading, "$1 $2"))
	}
	return out
}

// joined is a number after letters: the designations of weapons are written with and without a hyphen.
var joined = regexp.MustCompile(`(\pL)(\d)`)

// written are the abbreviations of statistical offices and indexes, as words of a fold.
var written = map[string]string{
	"rep": "republic", "dem": "democratic", "fed": "federal", "st": "saint",
	"sts": "states", "is": "islands", "prov": "province",
}

// Key is what two writings of one name share: the letters and digits of the fold, with common abbreviations written out
// and without "of" and "the". "Korea, Rep." read in order and "Republic of Korea" have one key. It is no fold: it finds
// what a fold does not, and stands behind it.
func Key(text string) string {
	words := strings.Fields(Fold(text))
	var b strings.Builder
	for i, word := range words {
		switch full, ok := written[word]; {
		case word == "of" || word == "the":
		case word == "fed" && i+1 < len(words) && (words[i+1] == "sts" || words[i+1] == "states"):
			b.WriteString("federated")
		case ok:
			b.WriteString(full)
		default:
			b.WriteString(word)
		}
	}
	if strings.IndexFunc(b.String(), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return Fold(text)
	}
	return b.String()
}

// Keys are the keys of all readings of a text, the likeliest first.
func Keys(text string) []string {
	var out []string
	for _, reading := range Readings(text) {
		if key := Key(reading); key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}
