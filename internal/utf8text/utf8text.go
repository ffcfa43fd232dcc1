// Package utf8text finds the bytes of a text that are not valid UTF-8, where they are: a parser that takes them, or
// puts a replacement character in their place, would give a name that nobody wrote. And it takes off the mark that
// programs on Windows put before a text.
package utf8text

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Unmarked reads what r does without the byte order mark that it may begin with. One of UTF-16 tells that the text is
// written in it, as PowerShell writes into a file what a program prints.
func Unmarked(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
}

// WithoutMark is Unmarked for a text that is read already.
func WithoutMark(text []byte) []byte {
	out, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), text)
	if err != nil {
		return text
	}
	return out
}

// InvalidError says where the first byte is that is not valid.
type InvalidError struct{ Line, Column int } // from 1; columns are counted in characters

// Error implements error.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("line %d, column %d: a byte that is not valid UTF-8", e.Line, e.Column)
}

// Check returns an *InvalidError for a text that is not UTF-8.
func Check(text []byte) error {
	if utf8.Valid(text) {
		return nil
	}
	_, err := io.Copy(io.Discard, NewReader(bytes.NewReader(text)))
	return err
}

// NewReader reads what r does; in place of a byte that is not valid it returns an *InvalidError.
func NewReader(r io.Reader) io.Reader { return &reader{from: r, at: InvalidError{1, 1}} }

type reader struct {
	from io.Reader
	at   InvalidError // where the next character is
	part []byte       // the beginning of a character of which the rest is yet to be read
	err  error
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.from.Read(p)
	text := p[:n]
	if len(r.part) > 0 {
		text = append(r.part, text...)
	}
	rest := r.pass(text)
	switch {
	case r.err != nil:
		return 0, r.err
	case err != nil && len(rest) > 0:
		r.err = &r.at
		return 0, r.err
	}
	r.part = append([]byte(nil), rest...)
	return n, err
}

// pass counts characters and returns the beginning of one that is not whole.
func (r *reader) pass(text []byte) (rest []byte) {
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		switch {
		case c == utf8.RuneError && size == 1 && !utf8.FullRune(text):
			return text
		case c == utf8.RuneError && size == 1:
			r.err = &r.at
			return nil
		case c == '\n':
			r.at = InvalidError{r.at.Line + 1, 1}
		default:
			r.at.Column++
		}
		text = text[size:]
	}
	return nil
}
