package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/internal/names"
)

// word is one word of a text, or one sign that parts names: a comma, a bracket, a dash with spaces around it.
type word struct {
	start, end int // bytes
	fold       string
	// base is the fold without a possessive "'s", and baseEnd where that ends; empty where there is none.
	base    string
	baseEnd int
	sign    bool
	inner   bool // goes on a run of letters of a script that writes no spaces, or of Korean
	joined  bool // a hyphen joins it to the word before
}

// maxPointed bounds a word with points or apostrophes in it, in bytes.
const maxPointed = 60

// apostrophes as names.Fold knows them.
const apostrophes = "'’‘`´ʼʻʿʾ"

// split takes a text apart. Names and documents are split alike, so that what is equal after folding is found.
func split(text string) []word {
	var out []word
	joined := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case inWord(r):
			j := i + size
			for j < len(text) {
				r, size := utf8.DecodeRuneInString(text[j:])
				if !inWord(r) && !(pointed(r) && j < i+maxPointed && followed(text[j+size:])) {
					break
				}
				j += size
			}
			if j < len(text) && text[j] == '.' && strings.Contains(text[i:j], ".") { // the last point of U.S.
				j++
			}
			before := len(out)
			out = appendRun(out, text, i, j)
			if joined && len(out) > before {
				out[before].joined = true
			}
			i, joined = j, false
			continue
		case r == '&':
			out = append(out, word{start: i, end: i + size, fold: "and"})
			joined = false
		case hyphen(r) && isInside(text, i, i+size):
			joined = true // a hyphen within a word
		case hyphen(r) && lineEnd(text[i+size:]) > 0 && isInside(text, i, i+size+lineEnd(text[i+size:])):
			joined = true // at the end of a line
			size += lineEnd(text[i+size:])
		case unicode.IsSpace(r), strings.ContainsRune(apostrophes+"\"“”«»„", r):
			joined = false
		default:
			out = append(out, word{start: i, end: i + size, fold: string(r), sign: true})
			joined = false
		}
		i += size
	}
	return out
}

func inWord(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf)
}

// pointed tells whether the rune may stand within a word: the point of an abbreviation, an apostrophe.
func pointed(r rune) bool { return r == '.' || strings.ContainsRune(apostrophes, r) }

func followed(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return inWord(r)
}

// isInside tells whether what stands from i to j has words on both sides.
func isInside(text string, i, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	return (inWord(before) || pointed(before)) && followed(text[j:])
}

// lineEnd is how many bytes at the start of a text end one line, with the space around that; 0 where none ends.
func lineEnd(text string) int {
	rest := strings.TrimLeft(text[:min(len(text), 100)], " \t")
	if !strings.HasPrefix(rest, "\n") && !strings.HasPrefix(rest, "\r") {
		return 0
	}
	rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(rest, "\r"), "\n"), " \t")
	return min(len(text), 100) - len(rest)
}

func hyphen(r rune) bool { return strings.ContainsRune("-‐‑–—/", r) }

// appendRun adds the words of one run of letters, which are mostly one.
func appendRun(out []word, text string, start, end int) []word {
	run := text[start:end]
	if strings.ContainsFunc(run, unspaced) {
		return appendUnspaced(out, text, start, end)
	}
	fold := names.Fold(run)
	if fold == "" {
		return out
	}
	if strings.Contains(fold, " ") { // d'Ivoire, a full stop without a space
		for i, r := range run {
			if i > 0 && pointed(r) {
				size := utf8.RuneLen(r)
				out = appendRun(out, text, start, start+i)
				if r == '.' {
					out = append(out, word{start: start + i, end: start + i + size, fold: ".", sign: true})
				}
				return appendRun(out, text, start+i+size, end)
			}
		}
		fold = strings.ReplaceAll(fold, " ", "")
	}
	w := word{start: start, end: end, fold: fold}
	if i := strings.LastIndexFunc(run, func(r rune) bool { return strings.ContainsRune(apostrophes, r) }); i > 0 {
		if rest := strings.TrimLeft(run[i:], apostrophes); rest == "s" || rest == "S" {
			w.base, w.baseEnd = names.Fold(run[:i]), start+i
		}
	}
	return append(out, w)
}

// unspaced tells whether letters of the rune's script follow one another without spaces between words, or (Korean) with
// particles at their ends.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
}

// appendUnspaced adds each letter of such a script as a word, and runs of other letters as words.
func appendUnspaced(out []word, text string, start, end int) []word {
	first := len(out)
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(text[i:end])
		j := i + size
		if !unspaced(r) {
			for j < end {
				if r, size = utf8.DecodeRuneInString(text[j:end]); unspaced(r) {
					break
				}
				j += size
			}
			out = appendRun(out, text, i, j)
			i = j
			continue
		}
		for j < end { // marks belong to the letter before
			r, size := utf8.DecodeRuneInString(text[j:end])
			if !unicode.In(r, unicode.M) {
				break
			}
			j += size
		}
		if fold := names.Fold(text[i:j]); fold != "" {
			out = append(out, word{start: i, end: j, fold: fold, inner: len(out) > first})
		}
		i = j
	}
	return out
}
