package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ledongthuc/pdf"
)

// Bounds of a PDF file: a small file may be made to hold, or to take, any amount.
const (
	maxPages   = 5_000
	maxContent = 16 << 20 // bytes of one page's content, unpacked
)

// maxPDFTime is how long a PDF file may take; tests shorten it.
var maxPDFTime = time.Minute

// readPDF takes the text layer of a PDF file, page by page, in a process of its own where there can be one.
func (d *document) readPDF(raw []byte) error {
	raw = wellFramed(raw)
	if apart.Load() {
		return d.readPDFApart(raw)
	}
	done := make(chan error, 1)
	read := &document{}
	source := &stoppable{Reader: bytes.NewReader(raw)}
	go func() { done <- read.pdfGuarded(source) }()
	timer := time.NewTimer(maxPDFTime)
	defer timer.Stop()
	select {
	case err := <-done:
		if err == nil {
			d.title, d.text, d.pages = read.title, read.text, read.pages
		}
		return err
	case <-timer.C:
		source.stopped.Store(true)
		return fmt.Errorf("not read within %s; %s", maxPDFTime, convert)
	}
}

// pdfGuarded reads the file; the library panics on many a damaged one.
func (d *document) pdfGuarded(source pdfSource) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = unreadable(fmt.Sprint(p))
		}
	}()
	return d.pdfPages(source)
}

// pdfSource is the file, from %PDF-.
type pdfSource interface {
	io.ReaderAt
	Size() int64
}

const convert = "convert it to text, for instance with pdftotext or by copying the text out of a PDF viewer, and " +
	"load that"

// stoppable is a file that can be made to end.
type stoppable struct {
	*bytes.Reader
	stopped atomic.Bool
}

func (s *stoppable) ReadAt(p []byte, at int64) (int, error) {
	if s.stopped.Load() {
		return 0, io.ErrClosedPipe
	}
	return s.Reader.ReadAt(p, at)
}

// wellFramed is the file as the library wants it: from %PDF-1.x to %%EOF. It takes PDF 2.0, which has no other syntax
// for what is read here, for 1.7.
func wellFramed(raw []byte) []byte {
	out := bytes.Clone(raw[bytes.Index(raw, []byte("%PDF-")):])
	if end := bytes.LastIndex(out, []byte("%%EOF")); end >= 0 {
		out = out[:end+len("%%EOF")]
	}
	if len(out) > 9 && out[5] == '2' {
		copy(out[5:], "1.7")
	}
	return out
}

func (d *document) pdfPages(source pdfSource) error {
	r, err := pdf.NewReader(source, source.Size())
	if errors.Is(err, pdf.ErrInvalidPassword) {
		return errors.New("the PDF file is locked with a password; save it without one and load that")
	}
	if err != nil {
		return unreadable(err.Error())
	}
	n := r.NumPage()
	if n > maxPages {
		return fmt.Errorf("%d pages, more than %d; split the document", n, maxPages)
	}
	var text strings.Builder
	for i := 1; i <= n; i++ {
		page := r.Page(i)
		if page.V.IsNull() {
			continue
		}
		d.pages = append(d.pages, text.Len())
		p := &pageLayout{out: &text, first: text.Len()}
		if err := p.content(page.V.Key("Contents"), page.Resources(), 0); err != nil {
			return fmt.Errorf("page %d: %w", i, err)
		}
		text.WriteString("\n\n")
		if text.Len() > 4*maxCharacters {
			break // refused by its length
		}
	}
	d.text = strings.ToValidUTF8(text.String(), "\ufffd")
	if len(d.text) != text.Len() {
		d.pages = nil
	}
	if junk := strings.Count(d.text, "\ufffd") + strings.Count(d.text, "\x00"); junk > 20 && junk*3 > len([]rune(d.text)) {
		return errors.New("its fonts do not say which letters they show; " + convert)
	}
	if title := field(r.Trailer().Key("Info").Key("Title").Text()); title != "" &&
		!strings.HasPrefix(title, "Microsoft Word") {
		d.title = title
	} else {
		d.title = firstLine(d.text)
	}
	return nil
}

func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && len(line) <= 200 {
			return line
		}
	}
	return ""
}
