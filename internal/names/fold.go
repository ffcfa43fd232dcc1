package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// letters are those that Unicode does not decompose although readers take them for others.
var letters = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h",
	'ŧ': "t", 'ŋ': "ng", 'ə': "e",
}

// Fold reduces a text to what is compared: words of lower-case letters and digits, one space between them. Diacritics
// go, "&" is "and", an apostrophe goes ("People's" is "peoples") but parts after d or l ("d'Ivoire" is "d ivoire"), the
// points of an abbreviation go ("U.S." is "us"), and every other sign is a space. Marks that make another letter stay
// (Japanese voicing). The fold of a fold is the fold itself.
func Fold(text string) string {
	if isASCII(text) {
		return foldRunes(text)
	}
	// Unicode folds Cherokee to its capitals, and the package swaps the two: small letters are the same both times.
	text = strings.ToLower(cases.Fold().String(norm.NFKD.String(text)))
	return norm.NFC.String(foldRunes(norm.NFKD.String(text)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldRunes does the work on a decomposed text.
func foldRunes(text string) string {
	f := folder{out: make([]byte, 0, len(text))}
	for i, r := range text {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			f.put(text[i : i+1])
		case r >= 'A' && r <= 'Z':
			f.put(string(r + 'a' - 'A'))
		case r == '.':
			f.point(text[i+1:])
		case r == '&':
			f.gap = true
			f.put("and")
			f.gap = true
		case strings.ContainsRune("'’‘`´ʼʻʿʾ", r):
			f.gap = f.gap || f.elided()
		case r < utf8.RuneSelf:
			f.gap = true
		case r == 0x3099 || r == 0x309a: // Japanese voicing
			f.out = utf8.AppendRune(f.out, r)
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || r == 0x0640: // marks, direction signs, tatweel
		case unicode.In(r, unicode.L, unicode.N, unicode.Mc):
			if s, ok := letters[r]; ok {
				f.put(s)
			} else {
				f.put(string(r))
			}
		default:
			f.gap = true
		}
	}
	return string(f.out)
}

type folder struct {
	out []byte
	gap bool // a sign or space since the last letter
	// word counts the letters of the word at hand, since those since its last point.
	word, since int
}

func (f *folder) put(s string) {
	if f.gap && len(f.out) > 0 {
		f.out = append(f.out, ' ')
	}
	if f.gap {
		f.word, f.since = 0, 0
	}
	f.gap = false
	f.out = append(f.out, s...)
	f.word++
	f.since++
}

// point drops the point of an abbreviation, which stands between single letters, and takes any other for a space.
func (f *folder) point(rest string) {
	next, size := utf8.DecodeRuneInString(rest)
	after, _ := utf8.DecodeRuneInString(rest[size:])
	if f.gap || f.since != 1 || !unicode.IsLetter(next) || unicode.IsLetter(after) {
		f.gap = true
	}
	f.since = 0
}

// elided tells whether the word at hand is an article cut short before a vowel: d', l'.
func (f *folder) elided() bool {
	return f.word == 1 && (f.out[len(f.out)-1] == 'd' || f.out[len(f.out)-1] == 'l')
}

// maxSortKey keeps keys within what an index can hold.
const maxSortKey = 400

// SortKey is what names are ordered by: the fold, cut to 400 bytes, with numbers padded so that "Article 10" follows
// "Article 9". A name that folds to nothing is its own key.
func SortKey(name string) string {
	folded := Fold(name)
	if folded == "" {
		folded = strings.ToValidUTF8(name, "")
	}
	var b strings.Builder
	for i := 0; i < len(folded) && b.Len() < maxSortKey; {
		j := i
		for j < len(folded) && folded[j] >= '0' && folded[j] <= '9' {
			j++
		}
		if j > i {
			if n := j - i; n < 6 {
				b.WriteString("000000"[n:])
			}
			b.WriteString(folded[i:j])
			i = j
			continue
		}
		b.WriteByte(folded[i])
		i++
	}
	key := b.String()
	if len(key) > maxSortKey {
		key = strings.ToValidUTF8(key[:maxSortKey], "")
	}
	return strings.ToValidUTF8(key, "")
}
