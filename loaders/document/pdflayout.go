package document

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// pageLayout makes running text of the strings that a page shows where. It follows their order in the file, which is
// the reading order in all but the oddest files, and goes by positions only to tell words, lines and paragraphs apart.
type pageLayout struct {
	out   *strings.Builder
	first int // where the page starts in out

	place, line, ctm transform
	stack            []transform
	leading, size    float64
	scale            float64 // horizontal
	font             *face
	fonts            map[string]*face

	lastX, lastY, lastSize float64 // where the last string ended
}

// transform is the matrix [a b 0; c d 0; e f 1] of PDF 1.7, 8.3.3.
type transform struct{ a, b, c, d, e, f float64 }

var unit = transform{a: 1, d: 1}

// then is t followed by u.
func (t transform) then(u transform) transform {
	return transform{
		t.a*u.a + t.b*u.c, t.a*u.b + t.b*u.d, t.c*u.a + t.d*u.c, t.c*u.b + t.d*u.d, t.e*u.a + t.f*u.c + u.e,
		t.e*u.b + t.f*u.d + u.f,
	}
}

// maxForms is how deep forms within forms are followed.
const maxForms = 4

// content reads a content stream, or an array of them.
func (p *pageLayout) content(stream, resources pdf.Value, depth int) error {
	parts := []pdf.Value{stream}
	if stream.Kind() == pdf.Array {
		parts = nil
		for i := range min(stream.Len(), 10_000) {
			parts = append(parts, stream.Index(i))
		}
	}
	size := int64(0)
	for _, part := range parts {
		if part.Kind() != pdf.Stream {
			return nil // an empty page
		}
		n, _ := io.Copy(io.Discard, io.LimitReader(part.Reader(), maxContent+1-size))
		if size += n; size > maxContent {
			return fmt.Errorf("more than %d MB of content; %s", maxContent>>20, convert)
		}
	}
	p.place, p.line, p.ctm, p.scale = unit, unit, unit, 1
	fonts := p.fonts
	p.fonts = map[string]*face{}
	var failed error
	pdf.Interpret(stream, func(stack *pdf.Stack, operator string) {
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		if operator == "Do" && len(args) == 1 && depth < maxForms && failed == nil {
			form := resources.Key("XObject").Key(args[0].Name())
			if form.Key("Subtype").Name() == "Form" {
				inner := *p
				inner.stack = nil
				own := form.Key("Resources")
				if own.IsNull() {
					own = resources
				}
				failed = inner.content(form, own, depth+1)
				p.lastX, p.lastY, p.lastSize = inner.lastX, inner.lastY, inner.lastSize
			}
			return
		}
		p.operate(operator, args, resources)
	})
	p.fonts = fonts
	return failed
}

// operate follows the operators of PDF 1.7, 9.3 and 9.4; what has too few operands is passed over.
func (p *pageLayout) operate(operator string, args []pdf.Value, resources pdf.Value) {
	n := func(i int) float64 { return args[len(args)-1-i].Float64() } // from the end
	needs := map[string]int{
		"cm": 6, "Tm": 6, "Td": 2, "TD": 2, "TL": 1, "Tz": 1, "Tf": 2, "Tj": 1, "'": 1, "\"": 1,
		"TJ": 1,
	}[operator]
	if len(args) < needs {
		return
	}
	switch operator {
	case "q":
		if len(p.stack) < 1000 {
			p.stack = append(p.stack, p.ctm)
		}
	case "Q":
		if i := len(p.stack) - 1; i >= 0 {
			p.ctm, p.stack = p.stack[i], p.stack[:i]
		}
	case "cm":
		p.ctm = transform{n(5), n(4), n(3), n(2), n(1), n(0)}.then(p.ctm)
	case "BT":
		p.place, p.line = unit, unit
	case "Tm":
		p.place = transform{n(5), n(4), n(3), n(2), n(1), n(0)}
		p.line = p.place
	case "TD":
		p.leading = -n(0)
		p.move(n(1), n(0))
	case "Td":
		p.move(n(1), n(0))
	case "T*":
		p.move(0, -p.leading)
	case "TL":
		p.leading = n(0)
	case "Tz":
		p.scale = n(0) / 100
	case "Tf":
		p.size = n(0)
		p.setFont(args[len(args)-2].Name(), resources)
	case "'", "\"":
		p.move(0, -p.leading)
		p.show(args[len(args)-1].RawString())
	case "Tj":
		p.show(args[len(args)-1].RawString())
	case "TJ":
		list := args[len(args)-1]
		for i := range list.Len() {
			if x := list.Index(i); x.Kind() == pdf.String {
				p.show(x.RawString())
			} else {
				p.place = transform{1, 0, 0, 1, -x.Float64() / 1000 * p.size * p.scale, 0}.then(p.place)
			}
		}
	}
}

func (p *pageLayout) move(x, y float64) {
	p.line = transform{1, 0, 0, 1, x, y}.then(p.line)
	p.place = p.line
}

func (p *pageLayout) setFont(name string, resources pdf.Value) {
	f, known := p.fonts[name]
	if !known {
		f = newFace(resources.Key("Font").Key(name))
		p.fonts[name] = f
	}
	p.font = f
}

// show adds a string, after what parts it from the one before: nothing, a space, a new line or a new paragraph.
func (p *pageLayout) show(raw string) {
	if p.font == nil || raw == "" {
		return
	}
	text := p.font.encoder.Decode(raw)
	at := p.place.then(p.ctm)
	size := math.Abs(p.size) * math.Hypot(at.c, at.d)
	if size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
		size = 1
	}
	if text != "" {
		p.out.WriteString(p.gap(at, size))
		p.out.WriteString(text)
	}
	width := p.font.width(raw)
	if width == 0 { // one of the fonts that every reader has
		width = 500 * float64(len([]rune(text)))
	}
	p.place = transform{1, 0, 0, 1, width / 1000 * p.size * p.scale, 0}.then(p.place)
	end := p.place.then(p.ctm)
	p.lastX, p.lastY, p.lastSize = end.e, end.f, size
}

func (p *pageLayout) gap(at transform, size float64) string {
	written := p.out.String()
	if len(written) == p.first || strings.HasSuffix(written, "\n") {
		return ""
	}
	down := math.Abs(at.f - p.lastY)
	switch lines := max(size, p.lastSize); {
	case down > 1.7*lines, down > 0.5*lines && math.Abs(size-p.lastSize) > 0.15*lines:
		return "\n\n"
	case down > 0.5*lines:
		return "\n"
	case (at.e-p.lastX > 0.18*size || at.e < p.lastX-2*size) && !strings.HasSuffix(written, " "):
		return " "
	}
	return ""
}
