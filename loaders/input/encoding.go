package input

import (
	"bytes"
	"unicode/utf8"
)

// invalidUTF8 is where the first byte lies that is not valid UTF-8, -1 where there is none.
func invalidUTF8(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// BadByte is the line and the column, in characters, of the first byte that is not valid UTF-8, each from 1; line is 0
// where there is none.
func BadByte(text []byte) (line, column int) {
	at := invalidUTF8(text)
	if at < 0 {
		return 0, 0
	}
	before := text[:at]
	return 1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
}
