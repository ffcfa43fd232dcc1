package names

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Suggestion is a name near to one that was not found.
type Suggestion struct {
	Key      string // what the name belongs to, such as a node's id
	Name     string
	Distance int // edits between the folds, 0: they are equal; more than any edits for a name that only has the words
}

// Nearest lists the names next to a text, at most the given number, by distance, then name, then key. Every key comes
// once, with its nearest name. A name is near within a third of the text's length, and at most four edits: an
// insertion, a deletion, a substitution or a swap of neighbouring letters is one. After those come names that have all
// the words of the text ("Congo": "Republic of the Congo"), then those that have them but for slips of the pen (see
// [Slips]; "hwasung": "Hwasong-15"). To a text of two letters nothing is near: any abbreviation would be.
func Nearest(text string, list iter.Seq2[string, string], most int) []Suggestion {
	folded := Fold(text)
	bound := min(4, max(1, utf8.RuneCountInString(folded)/3))
	if utf8.RuneCountInString(folded) < 3 || most <= 0 {
		return nil
	}
	words := spelt(strings.Fields(folded))
	best := map[string]Suggestion{}
	for key, name := range list {
		fold := Fold(name)
		d := Distance(folded, fold, bound)
		if d > bound {
			slips, ok := slipsIn(strings.FieldsSeq(fold), words, equal, Distance)
			if !ok {
				continue
			}
			d = bound + 1 + strings.Count(fold, " ") + slips*longName
		}
		if known, ok := best[key]; !ok || d < known.Distance || d == known.Distance && name < known.Name {
			best[key] = Suggestion{key, name, d}
		}
	}
	out := slices.SortedFunc(maps.Values(best), func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	return out[:min(most, len(out))]
}

// longName is more words than names have, so that fewer slips come first whatever the lengths of the names.
const longName = 1000

func equal(a, b string) bool { return a == b }

// speltWord is a word of a text, which may be spelt with slips of the pen.
type speltWord struct {
	text    string
	letters uint64
	slips   int
}

func spelt(words []string) (out []speltWord) {
	for _, word := range words {
		out = append(out, speltWord{word, lettersOf(word), Slips(word)})
	}
	return out
}

// slipsIn tells how many slips of the pen the words are away from words of a name; ok is false where one of them is
// like none, and where there are no words. A word of the name that is the same has no slip, any other as many as
// distance says.
func slipsIn(name iter.Seq[string], words []speltWord, same func(name, word string) bool,
	distance func(word, name string, bound int) int,
) (slips int, ok bool) {
	for _, w := range words {
		least := w.slips + 1
		for other := range name {
			if same(other, w.text) {
				least = 0
				break
			}
			if w.slips > 0 && !missing(w.letters, lettersOf(other), w.slips) {
				least = min(least, distance(w.text, other, w.slips))
			}
		}
		if least > w.slips {
			return 0, false
		}
		slips += least
	}
	return slips, len(words) > 0
}

// Distance is the number of edits (optimal string alignment) that make b of a, counted in letters; where it exceeds the
// bound it is bound+1, found in time bounded by the length of a times the bound.
func Distance(a, b string, bound int) int {
	over := bound + 1
	if len(a)-len(b) > bound*utf8.UTFMax || len(b)-len(a) > bound*utf8.UTFMax {
		return over
	}
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > bound || len(y)-len(x) > bound {
		return over
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = min(j, over)
	}
	for i := 1; i <= len(x); i++ {
		low, high := max(1, i-bound), min(len(y), i+bound)
		for j := range row {
			row[j] = over
		}
		if i <= bound {
			row[0] = i
		}
		least := row[0]
		for j := low; j <= high; j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := min(last[j-1]+cost, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = min(d, over)
			least = min(least, row[j])
		}
		if least > bound && (i < 2 || slices.Min(last) > bound) {
			return over
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
