package document

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRun bounds what is taken for one sentence, in bytes: a text without a full stop is cut at a space.
const maxRun = 20_000

// abbreviations are words, folded, whose point ends no sentence.
var abbreviations = setOf(`mr mrs ms dr prof gen lt col maj capt cmdr adm sgt sen rep gov pres st no nos jan feb mar apr jun jul aug sep sept oct nov
	dec vs cf approx art arts para paras pp fig vol ch sec brig min dept amb hon rev ft`)

// beginnings are words, folded, with which a new sentence goes on after an abbreviation such as "U.S.".
var beginnings = setOf(
	`the a an it he she they we this that these those in on at but and however meanwhile there both according after before`)

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// sentences yields where the sentences of a text start and end, in bytes, without the space around them.
func sentences(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := 0
		for i := 0; i < len(text); {
			end := boundary(text, start, i)
			if end < 0 {
				_, size := utf8.DecodeRuneInString(text[i:])
				i += size
				continue
			}
			if s, e := trimmed(text, start, end); s < e && !yield(s, e) {
				return
			}
			start, i = end, end
		}
		if s, e := trimmed(text, start, len(text)); s < e {
			yield(s, e)
		}
	}
}

func trimmed(text string, start, end int) (int, int) {
	part := text[start:end]
	left := strings.TrimLeftFunc(part, unicode.IsSpace)
	return end - len(left), start + len(strings.TrimRightFunc(part, unicode.IsSpace))
}

// boundary tells where the sentence that began at start ends if it ends with what stands at i; -1 where it goes on.
func boundary(text string, start, i int) int {
	switch r, size := utf8.DecodeRuneInString(text[i:]); r {
	case '\n', '\r':
		for j := i + 1; j < len(text) && j < i+200; j++ { // a blank line
			switch text[j] {
			case ' ', '\t':
			case '\r':
				if r == '\r' {
					return j
				}
			case '\n':
				if r == '\n' || j > i+1 {
					return j
				}
			default:
				return -1
			}
		}
	case '\f', '\u2029':
		return i + size
	case '。', '！', '？':
		return i + size
	case '.', '!', '?', '…':
		j := i + size
		for j < len(text) && j < i+40 { // more signs, closing quotes and brackets
			c, n := utf8.DecodeRuneInString(text[j:])
			if !strings.ContainsRune(".!?…\"'”’»)]", c) {
				break
			}
			j += n
		}
		if j >= len(text) {
			return j
		}
		if next, _ := utf8.DecodeRuneInString(text[j:]); !unicode.IsSpace(next) {
			return -1
		}
		rest := strings.TrimLeft(text[j:min(len(text), j+100)], " \t\r\n\"'“‘«([")
		next, _ := utf8.DecodeRuneInString(rest)
		if unicode.IsLower(next) || r == '.' && abbreviated(text[start:i], rest) {
			return -1
		}
		return j
	case ' ', '\t':
		if i-start > maxRun {
			return i
		}
	default:
		if i-start > 2*maxRun {
			return i
		}
	}
	return -1
}

// abbreviated tells whether a point after the text belongs to an abbreviation in the middle of a sentence.
func abbreviated(before, after string) bool {
	last := before
	if i := strings.LastIndexFunc(before,
		func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("(\"“'‘", r) }); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		last = before[i+size:]
	}
	next := after
	if i := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		next = after[:i]
	}
	switch {
	case abbreviations[strings.ToLower(last)]:
		return true
	case utf8.RuneCountInString(last) == 1 && unicode.IsUpper([]rune(last)[0]): // an initial
		return true
	case strings.Contains(last, ".") && len(last) < 8 && strings.ContainsFunc(last, unicode.IsLetter): // U.S
		return !beginnings[strings.ToLower(next)]
	}
	return false
}
