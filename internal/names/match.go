package names

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Query is a text to search names for. The zero Query matches nothing.
type Query struct {
	folded string
	words  []string
	slips  []speltWord // the words, where slips are forgiven
}

// Parse prepares a text. One without a letter or digit matches nothing.
func Parse(text string) Query {
	folded := Fold(text)
	return Query{folded: folded, words: strings.Fields(folded)}
}

// Words are the folded words of the query, in order.
func (q Query) Words() []string { return q.words }

// WithSlips is the query that also forgives slips of the pen, as many as [Slips] tells for each word.
func (q Query) WithSlips() Query {
	q.slips = spelt(q.words)
	return q
}

// Slips is how many edits (see [Distance]) a word of a query may be from the word of a name that it means: none for a
// short one or a number, where an edit makes another word.
func Slips(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 4 || strings.ContainsAny(word, "0123456789"):
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// FoldAll folds a name and its aliases, the name first: what [Query.Score] takes and a store may keep.
func FoldAll(name string, aliases []string) []string {
	out := make([]string, 1, 1+len(aliases))
	out[0] = Fold(name)
	for _, alias := range aliases {
		if folded := Fold(alias); folded != "" && !slices.Contains(out, folded) {
			out = append(out, folded)
		}
	}
	return out
}

// Score tells how well the query matches folded names (the name first, then aliases); less is better. ok is false
// where it does not: every word of the query must begin a word of one of the names, a single name for all of them.
//
// The name itself precedes an alias that is equal; then come a name and an alias that begin with the query, then a name
// and an alias that have its words anywhere; last, where slips are forgiven, names by the number of slips. Within each
// of these a shorter name comes first. Nodes of one score are ordered by id.
func (q Query) Score(folded []string) (score int, ok bool) {
	if len(q.words) == 0 {
		return 0, false
	}
	for i, name := range folded {
		class, slips, near := q.class(name, strings.FieldsSeq(name), Distance)
		if !near {
			continue
		}
		class -= 2 * max(0, slips-9)
		if i > 0 {
			class++
		}
		if s := class*lengths + min(len(name), lengths-1); !ok || s < score {
			score, ok = s, true
		}
	}
	return score, ok
}

// lengths is how many lengths a score tells apart.
const lengths = 1 << 20

// class tells how a name answers the query: 0 it is the text, 2 it begins with it, 4 it has its words, and 2 more for
// each slip. An alias is one more.
func (q Query) class(name string, words iter.Seq[string], distance func(word, name string, bound int) int,
) (class, slips int, ok bool) {
	switch {
	case name == q.folded:
		return 0, 0, true
	case strings.HasPrefix(name, q.folded):
		return 2, 0, true
	case q.begins(name):
		return 4, 0, true
	}
	slips, ok = slipsIn(words, q.slips, strings.HasPrefix, distance)
	return 4 + 2*slips, slips, ok
}

func (q Query) begins(name string) bool {
	for _, word := range q.words {
		if !strings.HasPrefix(name, word) && !strings.Contains(name, " "+word) {
			return false
		}
	}
	return true
}
