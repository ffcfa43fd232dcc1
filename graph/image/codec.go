package image

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Records are kept in a small binary form, in memory (relationships) and in the file: it is read five times as fast as
// JSON and keeps integers apart from floats. What is in the key (id, dataset, discriminator) is not repeated.
//
//	node:         label part priority source locator confidence properties
//	relationship: flags part source locator confidence properties
//	properties:   count, then name, kind, value in order of the names
const (
	kindString byte = iota
	kindTrue
	kindFalse
	kindInt
	kindFloat
	kindStrings
)

const derivedFlag = 1

var errDamaged = errors.New("damaged record")

type encoder struct{ b []byte }

func (e *encoder) uint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) int(n int64)   { e.b = binary.AppendVarint(e.b, n) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) confidence(c *int) {
	if c == nil {
		e.uint(0)
		return
	}
	e.uint(uint64(*c) + 1)
}

func (e *encoder) properties(p graph.Properties) {
	e.uint(uint64(len(p)))
	names := slices.AppendSeq(make([]string, 0, 16), maps.Keys(p))
	slices.Sort(names)
	for _, name := range names {
		e.text(name)
		switch v := p[name].(type) {
		case string:
			e.b = append(e.b, kindString)
			e.text(v)
		case bool:
			if v {
				e.b = append(e.b, kindTrue)
			} else {
				e.b = append(e.b, kindFalse)
			}
		case int64:
			e.b = append(e.b, kindInt)
			e.int(v)
		case float64:
			e.b = append(e.b, kindFloat)
			e.b = binary.BigEndian.AppendUint64(e.b, math.Float64bits(v))
		case []string:
			e.b = append(e.b, kindStrings)
			e.uint(uint64(len(v)))
			for _, s := range v {
				e.text(s)
			}
		}
	}
}

func encodeNode(r *graph.NodeRecord) []byte {
	e := encoder{make([]byte, 0, 512)}
	e.text(string(r.Label))
	e.text(r.Part)
	e.int(int64(r.Priority))
	e.text(string(r.Source))
	e.text(r.Locator)
	e.confidence(r.Confidence)
	e.properties(r.Properties)
	return e.b
}

func encodeRelationship(r *graph.RelationshipRecord) []byte {
	e := encoder{make([]byte, 0, 512)}
	flags := uint64(0)
	if r.Derived {
		flags |= derivedFlag
	}
	e.uint(flags)
	e.text(r.Part)
	e.text(string(r.Source))
	e.text(r.Locator)
	e.confidence(r.Confidence)
	e.properties(r.Properties)
	return e.b
}

// decoder reads from a string, so that texts share its memory.
type decoder struct {
	s   string
	bad bool
}

func (d *decoder) uint() uint64 {
	var n uint64
	for i := 0; i < len(d.s) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(d.s[i]&0x7f) << (7 * i)
		if d.s[i] < 0x80 {
			d.s = d.s[i+1:]
			return n
		}
	}
	d.bad, d.s = true, ""
	return 0
}

func (d *decoder) int() int64 {
	n := d.uint()
	return int64(n>>1) ^ -int64(n&1)
}

func (d *decoder) take(n uint64) string {
	if n > uint64(len(d.s)) {
		d.bad, d.s = true, ""
		return ""
	}
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) text() string { return d.take(d.uint()) }

func (d *decoder) confidence() *int {
	n := int(d.uint())
	if n == 0 {
		return nil
	}
	n--
	return &n
}

func (d *decoder) properties() graph.Properties {
	n := d.uint()
	if n > uint64(len(d.s)) {
		d.bad = true
		return nil
	}
	p := make(graph.Properties, n)
	for range n {
		name := d.text()
		kind := d.take(1)
		if d.bad {
			return nil
		}
		switch kind[0] {
		case kindString:
			p[name] = d.text()
		case kindTrue:
			p[name] = true
		case kindFalse:
			p[name] = false
		case kindInt:
			p[name] = d.int()
		case kindFloat:
			if bits := d.take(8); !d.bad {
				p[name] = math.Float64frombits(binary.BigEndian.Uint64([]byte(bits)))
			}
		case kindStrings:
			n := d.uint()
			if n > uint64(len(d.s)) {
				d.bad = true
				return nil
			}
			list := make([]string, n)
			for i := range list {
				list[i] = d.text()
			}
			p[name] = list
		default:
			d.bad = true
		}
	}
	return p
}

func (d *decoder) end() error {
	if d.bad || d.s != "" {
		return errDamaged
	}
	return nil
}

func decodeNode(key, value string) (r graph.NodeRecord, err error) {
	id, rest, ok := strings.Cut(key, "|")
	dataset, discriminator, ok2 := strings.Cut(rest, "|")
	if !ok || !ok2 {
		return r, errDamaged
	}
	d := decoder{s: value}
	r = graph.NodeRecord{ID: graph.ID(id), Dataset: graph.ID(dataset), Discriminator: discriminator, Label: graph.Label(d.text()), Part: d.text(),
		Priority: int(d.int()), Source: graph.ID(d.text()), Locator: d.text(), Confidence: d.confidence(), Properties: d.properties()}
	return r, d.end()
}

// SplitID takes a key apart: neither ids nor datasets hold "|", a discriminator may.
func SplitID(id graph.ID) (r graph.RelationshipRecord, ok bool) {
	t, rest, ok1 := strings.Cut(string(id), "|")
	from, rest, ok2 := strings.Cut(rest, "|")
	to, rest, ok3 := strings.Cut(rest, "|")
	last := strings.LastIndexByte(rest, '|')
	if !ok1 || !ok2 || !ok3 || last < 0 {
		return r, false
	}
	return graph.RelationshipRecord{Type: graph.RelationshipType(t), From: graph.ID(from), To: graph.ID(to), Discriminator: rest[:last],
		Dataset: graph.ID(rest[last+1:])}, true
}

func decodeRelationship(id graph.ID, value string) (graph.RelationshipRecord, error) {
	r, ok := SplitID(id)
	if !ok {
		return r, errDamaged
	}
	d := decoder{s: value}
	r.Derived = d.uint()&derivedFlag != 0
	r.Part, r.Source, r.Locator, r.Confidence, r.Properties = d.text(), graph.ID(d.text()), d.text(), d.confidence(), d.properties()
	return r, d.end()
}
