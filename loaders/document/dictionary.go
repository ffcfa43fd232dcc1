package document

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Bounds of the dictionary.
const (
	maxNames     = 3_000_000
	maxNameWords = 60 // titles of treaties are long
)

// sought are the labels that are looked for.
var sought = append(slices.Clone(graph.ActorLabels), graph.LabelTreaty, graph.LabelWeaponSystem, graph.LabelPlace)

// dictionary finds names in texts. It is a tree of whole words: walking it from each word of a text and keeping the
// longest name gives the leftmost-longest matches. Aho-Corasick over bytes, the usual choice, would find names within
// words as well, and would have to be told what folding, possessives and word boundaries are.
type dictionary struct {
	words map[string]int32 // fold → number
	next  map[edge]int32   // → node
	ends  map[int32][]entry
	nodes int32
	names int
	parts map[string][]loaders.Span // states by each word of their names of several words
}

type edge struct{ node, word int32 }

// entry is one spelling of a name with one of its bearers.
type entry struct {
	span    loaders.Span
	label   graph.Label
	written string // for names of one word: how the case has to be
	rule    caseRule
}

type caseRule int

const (
	anyCase caseRule = iota
	capital          // begins with a capital
	exact            // written just so, points aside
)

func newDictionary(list iter.Seq2[string, loaders.Span]) (*dictionary, error) {
	d := &dictionary{
		words: map[string]int32{}, next: map[edge]int32{}, ends: map[int32][]entry{},
		parts: map[string][]loaders.Span{},
	}
	for name, span := range list {
		label := graph.Ontology.LabelOf(span.ID)
		if slices.Contains(sought, label) && name != string(span.ID) {
			d.add(name, span, label)
		}
		if d.names > maxNames {
			return nil, graph.Errorf(graph.KindLimitExceeded, "document: the store has more than %d names; tag documents with "+
				"a store that has fewer", maxNames)
		}
	}
	for _, entries := range d.ends {
		slices.SortFunc(entries, func(a, b entry) int {
			return cmp.Or(cmp.Compare(a.span.ID, b.span.ID), cmp.Compare(a.rule, b.rule), cmp.Compare(a.written, b.written))
		})
	}
	return d, nil
}

func (d *dictionary) add(name string, span loaders.Span, label graph.Label) {
	words := split(name)
	if len(words) == 0 || len(words) > maxNameWords || !strings.ContainsFunc(name, unicode.IsLetter) || words[0].sign {
		return
	}
	if len(words) == 1 && (compass[words[0].fold] || unspacedLetter(words[0].fold)) {
		return
	}
	var node int32
	for _, w := range words {
		number, known := d.words[w.fold]
		if !known {
			number = int32(len(d.words))
			d.words[w.fold] = number
		}
		to, known := d.next[edge{node, number}]
		if !known {
			d.nodes++
			to = d.nodes
			d.next[edge{node, number}] = to
		}
		node = to
	}
	e := entry{span: span, label: label}
	if len(words) == 1 {
		e.written, e.rule = withoutPoints(strings.TrimSpace(name)), ruleOf(words[0].fold, name, label)
	}
	d.ends[node] = append(d.ends[node], e)
	if label == graph.LabelState && len(words) > 1 {
		for _, w := range words {
			d.parts[w.fold] = append(d.parts[w.fold], span)
		}
	}
	d.names++
}

// compass words alone are nobody's name: "the North" is not North Korea.
var compass = setOf("north south east west northern southern eastern western")

// ruleOf tells in which case a name of one word counts.
func ruleOf(fold, name string, label graph.Label) caseRule {
	letters, capitals := 0, true
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
		capitals = capitals && !unicode.IsLower(r)
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(name))
	switch {
	case letters <= 2 || common[fold], capitals && letters <= 3 && unicode.IsUpper(first):
		return exact
	case unicode.IsUpper(first) && label != graph.LabelState: // the names of states are no words, except the common ones
		return capital
	}
	return anyCase
}

// shortFor lists the states of the day whose names of several words have the phrase, of one word, in them.
func (d *dictionary) shortFor(phrase string, day graph.Day) (ids []graph.ID) {
	words := split(phrase)
	if len(words) != 1 {
		return nil
	}
	for _, span := range d.parts[words[0].fold] {
		if (day == graph.Beginning || span.Period.Contains(day)) && !slices.Contains(ids, span.ID) {
			ids = append(ids, span.ID)
		}
	}
	return ids
}

func unspacedLetter(fold string) bool {
	r, size := utf8.DecodeRuneInString(fold)
	return size == len(fold) && unspaced(r)
}

func withoutPoints(s string) string { return strings.ReplaceAll(s, ".", "") }

// allows tells whether a phrase is written as the name has to be.
func (e *entry) allows(phrase string, shouted bool) bool {
	switch e.rule {
	case exact:
		short := utf8.RuneCountInString(e.written) <= 2 || common[strings.ToLower(e.written)]
		// A folded name (a user's alias) has lost its case: its capitals count.
		return (withoutPoints(phrase) == e.written || e.written == strings.ToLower(e.written) &&
			withoutPoints(phrase) == strings.ToUpper(e.written)) &&
			!(shouted && short)
	case capital:
		r, _ := utf8.DecodeRuneInString(phrase)
		return !unicode.IsLower(r)
	}
	return true
}

// match is a name found: words[from:to] of the text, which end at the byte end.
type match struct {
	from, to, end int
	entries       []entry
}

// matches finds the names among the words, leftmost first, the longest of those that start at one word, none over
// another. shouted says that the text is all in capitals, where "US" may well be "us".
func (d *dictionary) matches(text string, words []word, shouted bool) []match {
	var out []match
	for i := 0; i < len(words); i++ {
		if m := d.longest(text, words, i, shouted); m.to > 0 {
			out = append(out, m)
			i = m.to - 1
		}
	}
	return out
}

func (d *dictionary) longest(text string, words []word, from int, shouted bool) (best match) {
	if words[from].sign || words[from].inner && hangul(words[from].fold) {
		return match{}
	}
	try := func(node int32, to, end int) {
		if to < len(words) && words[to].joined && strings.ContainsAny(words[to].fold[:1], "0123456789") {
			return // Hwasong-99 is not Hwasong
		}
		var allowed []entry
		for _, e := range d.ends[node] {
			if e.allows(text[words[from].start:end], shouted) {
				allowed = append(allowed, e)
			}
		}
		if len(allowed) > 0 {
			best = match{from, to, end, allowed}
		}
	}
	var node int32
	for i := from; i < len(words) && i < from+maxNameWords; i++ {
		w := &words[i]
		if to, known := d.follow(node, w.base); known && w.base != "" {
			try(to, i+1, w.baseEnd)
		}
		var known bool
		if node, known = d.follow(node, w.fold); !known {
			break
		}
		try(node, i+1, w.end)
	}
	return best
}

// follow is the node that a word leads to.
func (d *dictionary) follow(node int32, fold string) (to int32, known bool) {
	number, known := d.words[fold]
	if known {
		to, known = d.next[edge{node, number}]
	}
	return to, known
}

func hangul(fold string) bool {
	r, _ := utf8.DecodeRuneInString(fold)
	return unicode.Is(unicode.Hangul, r)
}

// common are English words that are names, or abbreviations in capitals, too: only the exact spelling counts, and not
// where all is in capitals.
var common = setOf(`us un it is in as at or an am pm who aid arm arms start salt plan quad scalp ice act can may will august march china turkey patriot dagger
	chad guinea hazel taurus typhon star hope victory union court council party army navy guard shield sword spear arrow eagle falcon hawk hornet raptor lightning
	thunder storm trident javelin stinger harpoon peacekeeper minuteman titan atlas bear badger bull cat cobra dragon fox lion panther puma tiger wolf
	base case center centre city class corps defence defense democracy east english export field force forces general global group home iron joint
	justice king law leader light live major man mission model nation national new north office one open order peace people police power president
	press prime project red region right rock second security senate service shadow shot silver sky south state station sun system target team
	unity war watch water way west white wind world young`)
