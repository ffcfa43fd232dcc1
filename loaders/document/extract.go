package document

import (
	"bytes"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	xunicode "golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// Bounds of one document; beyond them it is refused.
const (
	maxFile       = 32 << 20  // bytes
	maxCharacters = 8_000_000 // of text
	maxField      = 1_000     // bytes of a title, publisher or address
)

// document is what was read from a file.
type document struct {
	title, publisher, url string
	date                  graph.Date
	form                  string // "text", "HTML" or "PDF"
	text                  string // valid UTF-8 without NUL
	pages                 []int  // bytes of text at which the pages of a PDF start
}

// extract reads a file. The error is a *loaders.RowError where the file is at fault.
func extract(file input.File, o options) (*document, error) {
	reject := func(rule string, err error) error {
		return &loaders.RowError{File: file.Name, Rule: rule, Message: err.Error()}
	}
	raw, err := file.Head(maxFile + 1)
	if err != nil && graph.KindOf(err) == graph.KindInternal {
		err = graph.Invalidf("%s: %v", file.Path, err)
	}
	if err != nil {
		return nil, err
	}
	if len(raw) > maxFile {
		return nil, reject("too-large", graph.Invalidf("more than %d MB; split the document", maxFile>>20))
	}
	d := &document{}
	switch extension := strings.ToLower(filepath.Ext(file.Name)); {
	case bytes.HasPrefix(bytes.TrimLeft(raw[:min(len(raw), 1024)], "\xef\xbb\xbf \r\n\t"), []byte("%PDF-")):
		d.form = "PDF"
		err = d.readPDF(raw)
	case extension == ".pdf":
		err = errors.New("named .pdf and not a PDF file: it does not start with %PDF-")
	default:
		if err := notText(raw); err != nil {
			return nil, reject("no-document", err)
		}
		var text string
		markup := extension == ".html" || extension == ".htm" || extension == ".xhtml" || looksLikeHTML(raw)
		if text, err = decode(raw, o.encoding, markup); err != nil {
			break
		}
		d.form = "text"
		if markup {
			d.form = "HTML"
			err = d.readHTML(text)
		} else {
			if err := notProse(text); err != nil {
				return nil, reject("no-document", err)
			}
			d.text = text
			d.readHead()
		}
	}
	if err != nil {
		return nil, reject("unreadable", err)
	}
	d.text = clean(d.text)
	d.dateOfHead()
	switch n := utf8.RuneCountInString(d.text); {
	case n > maxCharacters:
		return nil, reject("too-large",
			graph.Invalidf("%d characters of text, more than %d; split the document", n, maxCharacters))
	case !strings.ContainsFunc(d.text, unicode.IsLetter) && d.form == "PDF":
		return nil, reject("no-text", errors.New("the PDF file holds no text, only pictures of it perhaps; recognise its "+
			"text first (OCR) and load the result"))
	case !strings.ContainsFunc(d.text, unicode.IsLetter):
		return nil, reject("no-text", errors.New("the "+d.form+" file holds no text; want a document with words"))
	}
	d.title, d.publisher = field(d.title), field(d.publisher)
	if d.title == "" {
		d.title = field(strings.TrimSuffix(shownName(file.Name), filepath.Ext(file.Name)))
	}
	return d, nil
}

func looksLikeHTML(raw []byte) bool {
	head := strings.ToLower(string(bytes.TrimLeft(raw[:min(len(raw), 1024)], "\xef\xbb\xbf \r\n\t")))
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(head, start) {
			return true
		}
	}
	return strings.HasPrefix(head, "<?xml") && strings.Contains(head, "<html")
}

// decode gives a text in UTF-8. Without a declared encoding the byte order mark decides, then whether it is valid
// UTF-8, then what an HTML page says of itself; else it is Windows-1252.
func decode(raw []byte, declared string, markup bool) (string, error) {
	var chosen encoding.Encoding
	switch {
	case declared != "":
		var err error
		if chosen, err = htmlindex.Get(declared); err != nil {
			return "", graph.Invalidf("encoding %.40q is not known; want one such as utf-8, utf-16le, windows-1252 or euc-kr",
				declared)
		}
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		chosen = xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM)
	case utf8.Valid(raw):
	case markup:
		chosen, _, _ = charset.DetermineEncoding(raw[:min(len(raw), 1024)], "")
	default:
		chosen = charmap.Windows1252
	}
	if chosen != nil {
		decoded, err := chosen.NewDecoder().Bytes(raw)
		if err != nil {
			return "", graph.Invalidf("not in the encoding %s: %v", declared, err)
		}
		if at := bytes.IndexRune(decoded, utf8.RuneError); at >= 0 && !utf8.Valid(raw) {
			before := decoded[:at]
			return "", graph.Invalidf("line %d, column %d: a byte that is not valid in the encoding of the text; name the "+
				"right one with -o encoding=",
				bytes.Count(before, []byte{'\n'})+1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])+1)
		}
		raw = decoded
	}
	text := strings.TrimPrefix(string(raw), "\ufeff")
	controls := 0
	for _, r := range text {
		if r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", r) || r == utf8.RuneError {
			controls++
		}
	}
	if strings.Contains(text, "\x00") || controls*20 > len(text) {
		return "", errors.New("no text, HTML or PDF: it holds bytes that no text has; convert it to one of these, or name " +
			"its encoding with -o encoding=")
	}
	return text, nil
}

// clean makes a text storable, character for character.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", " ")
}

// field is a short text of metadata: one line, bounded.
func field(text string) string {
	text = strings.Join(strings.Fields(clean(text)), " ")
	if len(text) > maxField {
		text = strings.ToValidUTF8(text[:maxField-3], "") + "…"
	}
	return text
}

// webAddress is the text where it is an address of a page, else empty.
func webAddress(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(text) > maxField ||
		!utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return ""
	}
	return text
}
