package table

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

// EncodingNames are values of the option encoding: those that are recognized, and some of those that have to be
// declared.
const EncodingNames = "utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1, macintosh, iso-8859-2, " +
	"windows-1251, koi8-r, shift_jis, euc-kr, gbk, cp437, cp850"

const peeked = 64 << 10

// Decode gives the text of a file as UTF-8 with LF line ends, without its byte order mark. The option encoding goes
// before the encoding that the file is known to have, which may be empty; one that is not known is an Invalid error.
func Decode(r io.Reader, file input.File, options map[string]string) (io.Reader, error) {
	declared := cmp.Or(options[input.EncodingOption], file.Encoding)
	in := bufio.NewReaderSize(r, peeked)
	head, err := in.Peek(peeked)
	if err != nil && err != io.EOF {
		return nil, err
	}
	// whatever was declared, it is no text
	if mark := []byte("\xef\xbb\xbf"); declared != "" && bytes.HasPrefix(head, mark) {
		_, _ = in.Discard(len(mark))
		head = head[len(mark):]
	}
	var chosen transform.Transformer
	switch strings.ToLower(strings.TrimSpace(declared)) {
	case "":
		chosen = detect(head)
	case "utf-8", "utf8":
		chosen = skipMark(head)
	case "utf-16", "utf16", "utf-16le", "utf16le":
		chosen = marked(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case "utf-16be", "utf16be":
		chosen = marked(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case "windows-1252", "cp1252", "ansi":
		chosen = marked(charmap.Windows1252.NewDecoder())
	case "iso-8859-1", "latin-1", "latin1":
		chosen = charmap.ISO8859_1.NewDecoder()
	case "macintosh", "mac-roman", "macroman":
		chosen = charmap.Macintosh.NewDecoder()
	case input.UnknownEncoding:
		return nil, graph.Invalidf("%s: its letters are neither those of UTF-8 nor of Windows-1252 or Mac Roman; declare "+
			"its encoding with -o encoding=NAME, such as cp850 (DOS), windows-1251, koi8-r, iso-8859-2, gbk, euc-kr or "+
			"shift_jis", file.Name)
	default: // those that web pages are written in, and those that are registered, such as the code pages of DOS
		other, err := htmlindex.Get(declared)
		if err != nil {
			other, err = ianaindex.IANA.Encoding(declared)
		}
		if err != nil || other == nil {
			return nil, graph.Invalidf("encoding %q: want one of %s", declared, EncodingNames)
		}
		chosen = marked(other.NewDecoder())
	}
	return &lineEnds{in: bufio.NewReaderSize(transform.NewReader(in, chosen), peeked)}, nil
}

// detect goes by the byte order mark, then by zero bytes, then by what is valid.
func detect(head []byte) transform.Transformer {
	switch utf16 := input.UTF16(head); {
	case utf16 == "utf-16le":
		return marked(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case utf16 == "utf-16be":
		return marked(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return skipMark(head)
	}
	return &guess{}
}

func skipMark(head []byte) transform.Transformer {
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		return unicode.BOMOverride(encoding.Nop.NewDecoder())
	}
	return transform.Nop
}

// badByte stands for what an encoding does not have. It is never valid UTF-8, so that the row in which it stands is
// rejected; the decoders would put U+FFFD there, or a control character for the five bytes that Windows-1252 leaves
// open, and a name would be kept with a hole in it.
var badByte = []byte{0xff}

// notThere are the texts that decoders give for what an encoding does not have.
var notThere = [][]byte{
	[]byte("\uFFFD"), []byte("\u0081"), []byte("\u008d"), []byte("\u008f"), []byte("\u0090"),
	[]byte("\u009d"),
}

// mark puts badByte in the place of what an encoding does not have, and gives the length of what remains.
func mark(text []byte) int {
	out := text
	for _, missing := range notThere {
		if bytes.Contains(out, missing) {
			out = bytes.ReplaceAll(out, missing, badByte)
		}
	}
	return copy(text, out)
}

// marked is a decoder that marks.
func marked(t transform.Transformer) transform.Transformer { return marking{t} }

type marking struct{ transform.Transformer }

func (m marking) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = m.Transformer.Transform(dst, src, atEOF)
	return mark(dst[:nDst]), nSrc, err
}

// guess passes bytes through while they are ASCII. The first other letter decides for the rest of the file: where it is
// valid UTF-8 all later bytes pass as they are (invalid ones are the row's fault), else all are Windows-1252.
type guess struct{ utf8, windows bool }

func (g *guess) Reset() { *g = guess{} }

func (g *guess) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if g.windows {
			d, s, err := charmap.Windows1252.NewDecoder().Transform(dst[nDst:], src[nSrc:], atEOF)
			return nDst + mark(dst[nDst:nDst+d]), nSrc + s, err
		}
		end := len(src)
		if !g.utf8 {
			if i := bytes.IndexFunc(src[nSrc:], func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
				end = nSrc + i
			}
			if end == nSrc { // the deciding letter
				if !atEOF && !utf8.FullRune(src[nSrc:]) {
					return nDst, nSrc, transform.ErrShortSrc
				}
				r, size := utf8.DecodeRune(src[nSrc:])
				g.utf8, g.windows = r != utf8.RuneError || size > 1, r == utf8.RuneError && size == 1
				continue
			}
		}
		n := copy(dst[nDst:], src[nSrc:end])
		nDst, nSrc = nDst+n, nSrc+n
		if nSrc < end {
			return nDst, nSrc, transform.ErrShortDst
		}
	}
	return nDst, nSrc, nil
}

// lineEnds turns CR into LF in a file that begins without any LF. In all others a CR is part of a CRLF, which
// encoding/csv knows, or of a field.
type lineEnds struct {
	in      *bufio.Reader
	decided bool
	crOnly  bool
}

func (l *lineEnds) Read(p []byte) (int, error) {
	if !l.decided {
		head, err := l.in.Peek(l.in.Size())
		if err != nil && err != io.EOF && len(head) == 0 {
			return 0, err
		}
		l.crOnly = !bytes.ContainsRune(head, '\n') && bytes.ContainsRune(head, '\r')
		l.decided = true
	}
	n, err := l.in.Read(p)
	if l.crOnly {
		for i, b := range p[:n] {
			if b == '\r' {
				p[i] = '\n'
			}
		}
	}
	return n, err
}
