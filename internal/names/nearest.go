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
// the words of the text ("Congo": "Republic of the Congo"). To a text of two letters nothing is near: any abbreviation
// would be.
func Nearest(text string, list iter.Seq2[string, string], most int) []Suggestion {
	folded := Fold(text)
	bound := min(4, max(1, utf8.RuneCountInString(folded)/3))
	if utf8.RuneCountInString(folded) < 3 || most <= 0 {
		return nil
	}
	words := strings.Fields(folded)
	best := map[string]Suggestion{}
	for key, name := range list {
		fold := Fold(name)
		d := Distance(folded, fold, bound)
		if d > bound {
			if !hasWords(fold, words) {
				continue
			}
			d = bound + 1 + strings.Count(fold, " ")
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

// hasWords tells whether a fold has every one of the words.
func hasWords(fold string, words []string) bool {
	for _, w := range words {
		i := strings.Index(fold, w)
		for i >= 0 && (i > 0 && fold[i-1] != ' ' || i+len(w) < len(fold) && fold[i+len(w)] != ' ') {
			next := strings.Index(fold[i+1:], w)
			if next < 0 {
				return false
			}
			i += 1 + next
		}
		if i < 0 {
			return false
		}
	}
	return true
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
