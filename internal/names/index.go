package names

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Index finds the names that a text may be the beginning of, while it is typed. It is made once and never changes, so
// that it is safe for concurrent use. Memory goes with the number of names.
type Index struct {
	names []indexed
	words []indexedWord // by text
}

type indexed struct {
	key    int // of what is named
	folded string
	words  []string
	alias  bool
	text   string // as it was added
}

type indexedWord struct {
	text    string
	letters uint64 // which letters it has
	names   []int32
}

// Match is a name that a text may mean.
type Match struct {
	Key   int    // as given to [NewIndex]
	Name  string // as it was added
	Alias bool
	Slips int // edits that were forgiven
	class int
}

// NewIndex makes an index of nodes: names yields the name and the aliases of each, by its number from 0.
func NewIndex(nodes int, names func(i int) (name string, aliases []string)) *Index {
	x := &Index{}
	at := map[string][]int32{}
	for i := range nodes {
		name, aliases := names(i)
		seen := map[string]bool{}
		for j, text := range append([]string{name}, aliases...) {
			folded := Fold(text)
			if folded == "" || seen[folded] {
				continue
			}
			seen[folded] = true
			n := indexed{key: i, folded: folded, words: strings.Fields(folded), alias: j > 0, text: text}
			for k, w := range n.words {
				if !slices.Contains(n.words[:k], w) {
					at[w] = append(at[w], int32(len(x.names)))
				}
			}
			x.names = append(x.names, n)
		}
	}
	for w, names := range at {
		x.words = append(x.words, indexedWord{w, lettersOf(w), names})
	}
	slices.SortFunc(x.words, func(a, b indexedWord) int { return cmp.Compare(a.text, b.text) })
	return x
}

// lettersOf are the letters of a word, as far as a few bits can tell.
func lettersOf(word string) (set uint64) {
	for _, r := range word {
		set |= 1 << (uint32(r) % 64)
	}
	return set
}

// Find lists what a text may mean, each node once by its best name: names that are the text, begin with it or have its
// words, aliases after names; where fewer than enough are, then those that are some slips away, the fewest first.
// Order among equals is the caller's.
func (x *Index) Find(text string, enough int) []Match {
	q := Parse(text)
	if len(q.words) == 0 {
		return nil
	}
	best := map[int]Match{}
	x.collect(q, best)
	if len(best) < enough {
		x.collect(q.WithSlips(), best)
	}
	return slices.Collect(maps.Values(best))
}

// Compare orders matches by how well they match.
func (m Match) Compare(o Match) int { return cmp.Compare(m.class, o.class) }

// collect adds the nodes with a name that matches.
func (x *Index) collect(q Query, best map[int]Match) {
	longest := slices.MaxFunc(q.words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	for _, w := range x.near(longest, q.slips != nil) {
		for _, i := range x.words[w].names {
			n := &x.names[i]
			m, ok := n.match(q)
			if !ok {
				continue
			}
			if known, found := best[n.key]; !found || m.class < known.class {
				best[n.key] = m
			}
		}
	}
}

// near are the words that begin with a word, or may but for slips.
func (x *Index) near(word string, slips bool) (out []int) {
	bound := Slips(word)
	if !slips || bound == 0 {
		first, _ := slices.BinarySearchFunc(x.words, word, func(w indexedWord, s string) int {
			return cmp.Compare(w.text, s)
		})
		for i := first; i < len(x.words) && strings.HasPrefix(x.words[i].text, word); i++ {
			out = append(out, i)
		}
		return out
	}
	has := lettersOf(word)
	for i := range x.words {
		w := &x.words[i]
		if missing(has, w.letters, bound) {
			continue
		}
		if beginDistance(word, w.text, bound) <= bound {
			out = append(out, i)
		}
	}
	return out
}

// missing tells whether more letters of a word are missing in another than slips could explain.
func missing(has, in uint64, bound int) bool {
	lost := has &^ in
	for range bound {
		lost &= lost - 1
	}
	return lost != 0
}

// beginDistance is the fewest edits that make the beginning of a word of another. What is typed so far is as long as
// what it means, give or take the slips.
func beginDistance(typed, word string, bound int) int {
	runes, n := []rune(word), len([]rune(typed))
	least := bound + 1
	for length := max(1, n-bound); length <= min(len(runes), n+bound); length++ {
		least = min(least, Distance(typed, string(runes[:length]), bound))
	}
	return least
}

// match tells how a name answers a query.
func (n *indexed) match(q Query) (m Match, ok bool) {
	m = Match{Key: n.key, Name: n.text, Alias: n.alias}
	m.class, m.Slips, ok = q.class(n.folded, slices.Values(n.words), beginDistance)
	if n.alias {
		m.class++
	}
	return m, ok
}
