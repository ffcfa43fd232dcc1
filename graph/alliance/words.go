package alliance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
)

// withArticle are the nouns that take the article in English where a name ends in one or has one before "of": the
// United Kingdom, the Democratic Republic of the Congo.
var withArticle = []string{
	"Alliance", "Bahamas", "Commonwealth", "Community", "Comoros", "Confederation", "Council", "Duchy", "Emirate",
	"Emirates", "Empire", "Federation", "Gambia", "Islands", "Kingdom", "League", "Line", "Maldives", "Netherlands",
	"Organisation", "Organization", "Pacific", "Philippines", "Principality", "Reich", "Republic", "Sea", "See",
	"Sicilies", "State", "States", "Sultanate", "Union", "region",
}

// Called is a name as a sentence has it: "the United States", "Japan".
func Called(name string) string {
	head, _, _ := strings.Cut(name, " (")
	head, _, _ = strings.Cut(head, " of ")
	noun := head[strings.LastIndexByte(head, ' ')+1:]
	if !slices.Contains(withArticle, noun) {
		return name
	}
	return titled(name)
}

// called is how a sentence calls a node.
func (g *reading) called(id graph.ID) string { return Called(g.name(id)) }

// numbered is the title of one protocol of several, which has a number in place of the article: Additional Protocol II.
var numbered = regexp.MustCompile(`^(Additional |Optional )?Protocol (No\.? ?)?([0-9]+|[IVX]+)\b`)

// titled is a title, or a name that takes the article, as a sentence has it.
func titled(title string) string {
	if strings.HasPrefix(strings.ToLower(title), "the ") || numbered.MatchString(title) {
		return title
	}
	return "the " + title
}

// lies is the verb of a place: Tallinn lies, islands lie.
func lies(place string) string {
	if strings.HasSuffix(place, " Islands") {
		return "lie"
	}
	return "lies"
}

// sentence makes a sentence of words, as fmt.Sprintf puts them together: a capital and a full stop.
func sentence(format string, arguments ...any) string {
	words := fmt.Sprintf(format, arguments...)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:] + "."
}

// asClause is a sentence as a part of another.
func asClause(s string) string {
	s = strings.TrimSuffix(s, ".")
	if rest, ok := strings.CutPrefix(s, "The "); ok {
		return "the " + rest
	}
	return s
}

// inForce is a period for brackets.
func inForce(p graph.Period) string {
	return "in force " + unbracketed.Replace(p.Text())
}

var unbracketed = strings.NewReplacer(" (", ", ", ") ", ", ", ")", "")
