package document

import (
	"github.com/ledongthuc/pdf"
)

// face is a font as the layout needs it: which letters a string shows, and how wide it is.
type face struct {
	encoder pdf.TextEncoding
	simple  [256]float64    // widths by code, in thousandths of the size
	wide    map[int]float64 // widths by code of two bytes; nil for a font of one-byte codes
	spans   []widthSpan     // the same for runs of codes
	rest    float64         // of the codes that neither names
}

type widthSpan struct {
	from, to int
	width    float64
}

// maxWidths bounds the widths that are read of one font.
const maxWidths = 1 << 16

// newFace reads a font dictionary, PDF 1.7, 9.6 and 9.7.4.3.
func newFace(v pdf.Value) *face {
	font := pdf.Font{V: v}
	out := &face{encoder: font.Encoder()}
	if v.Key("Subtype").Name() != "Type0" {
		first, widths := int(v.Key("FirstChar").Int64()), v.Key("Widths")
		for i := range min(widths.Len(), len(out.simple)) {
			if code := first + i; code >= 0 && code < len(out.simple) {
				out.simple[code] = widths.Index(i).Float64()
			}
		}
		return out
	}
	descendant := v.Key("DescendantFonts").Index(0)
	out.wide, out.rest = map[int]float64{}, 1000
	if d := descendant.Key("DW"); !d.IsNull() {
		out.rest = d.Float64()
	}
	list := descendant.Key("W")
	for i, n := 0, list.Len(); i+1 < n && len(out.wide)+len(out.spans) < maxWidths; {
		from, next := int(list.Index(i).Int64()), list.Index(i+1)
		if next.Kind() == pdf.Array { // c [w1 w2 …]
			for j := range min(next.Len(), maxWidths) {
				out.wide[from+j] = next.Index(j).Float64()
			}
			i += 2
			continue
		}
		if i+2 < n { // from to w
			out.spans = append(out.spans, widthSpan{from, int(next.Int64()), list.Index(i + 2).Float64()})
		}
		i += 3
	}
	return out
}

// width is how far a string goes, in thousandths of the size; 0 where the font does not say.
func (f *face) width(raw string) (sum float64) {
	if f.wide == nil {
		for i := range len(raw) {
			sum += f.simple[raw[i]]
		}
		return sum
	}
	for i := 0; i+1 < len(raw); i += 2 {
		sum += f.widthOf(int(raw[i])<<8 | int(raw[i+1]))
	}
	return sum
}

func (f *face) widthOf(code int) float64 {
	if w, known := f.wide[code]; known {
		return w
	}
	for _, s := range f.spans {
		if s.from <= code && code <= s.to {
			return s.width
		}
	}
	return f.rest
}
