package utf8text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Ungarbled is what a text was before somebody read its UTF-8 as Windows-1252 or Latin-1 and wrote down what came of
// it: "Türkiye" for "TÃ¼rkiye". ok is false for a text that was not, as far as can be told: of letters of other
// alphabets two in a row are wanted, since one may be a capital before a quotation mark.
func Ungarbled(text string) (was string, ok bool) {
	if !MayBeGarbled(text) {
		return text, false
	}
	var out strings.Builder
	other := 0 // letters of other alphabets in a row
	for rest := text; rest != ""; {
		c, n := ungarbledRune(rest)
		if n == 0 || endsWord(text[:len(text)-len(rest)], rest[:n], rest[n:]) {
			c, n = utf8.DecodeRuneInString(rest)
			other = 0
		} else if european(c) {
			ok = true
		} else if other++; other == 2 {
			ok = true
		}
		out.WriteRune(c)
		rest = rest[n:]
	}
	if !ok {
		return text, false
	}
	return out.String(), true
}

// quotes are marks of quotation that bytes beyond ASCII are in Windows-1252.
const quotes = "«»‹›‘’‚“”„"

// endsWord tells whether a pair, between what stands before and after it, may be a word's last capital and what follows
// it: a mark that ends a quotation ("»HYVÄ»", "«MANHÃ»"), or a space at which no line may break.
func endsWord(before, pair, after string) bool {
	first, n := utf8.DecodeRuneInString(pair)
	second, m := utf8.DecodeRuneInString(pair[n:])
	if n+m != len(pair) {
		return false
	}
	if strings.ContainsRune(quotes, second) {
		next, _ := utf8.DecodeRuneInString(after)
		return !unicode.IsLetter(next) && strings.ContainsAny(before, quotes)
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return second == 0xa0 && (first == 'Ã' || first == 'Ä') && unicode.IsUpper(last)
}

// MayBeGarbled tells quickly of which texts that is sure not to be so: those without the letters that the first byte of
// a character is taken for, Â to ô.
func MayBeGarbled(text string) bool {
	for i := strings.IndexByte(text, 0xc3); i >= 0 && i+1 < len(text); {
		if text[i+1] >= 0x82 && text[i+1] <= 0xb4 {
			return true
		}
		next := strings.IndexByte(text[i+1:], 0xc3)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// european tells letters and signs that one garbled pair gives away: those of Latin-1 and of the languages of Central
// Europe, and what typesetters use.
func european(c rune) bool {
	return c >= 0xa0 && c < 0x180 || c >= 0x2010 && c < 0x2040 || c == '€' || c == '™'
}

// ungarbledRune is the character that the first letters of a text are the bytes of, and the length of these; 0 for
// none.
func ungarbledRune(text string) (c rune, size int) {
	var raw [utf8.UTFMax]byte
	n := 0
	for _, letter := range text {
		b, ok := byteOf(letter)
		if !ok {
			break
		}
		raw[n] = b
		n++
		size += utf8.RuneLen(letter)
		if c, whole := utf8.DecodeRune(raw[:n]); c != utf8.RuneError && whole == n && n > 1 {
			return c, size
		}
		if n == len(raw) || utf8.FullRune(raw[:n]) {
			break
		}
	}
	return 0, 0
}

// byteOf is the byte beyond ASCII that was taken for a letter.
func byteOf(letter rune) (byte, bool) {
	if letter >= 0x80 && letter < 0x100 { // Latin-1, with the control characters that Windows-1252 leaves open
		return byte(letter), true
	}
	b, ok := charmap.Windows1252.EncodeRune(letter)
	return b, ok && b >= 0x80
}
