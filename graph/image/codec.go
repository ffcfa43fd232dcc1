package image

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/entente-graph/entente/graph"
)

// A relationship's record is kept in a small binary form and decoded when it is read. What its link says already (type,
// ends, dataset) is not repeated, and texts that come again stand in it as numbers:
//
//	record:     discriminator part content
//	content:    flags source locator confidence properties
//	properties: count, then name, kind, value in order of the names
//
// One record has one form, so that two say the same where their bytes are the same.
const (
	kindText byte = iota // a text that comes again
	kindString
	kindTrue
	kindFalse
	kindInt
	kindFloat
	kindStrings
)

const derivedFlag = 1

// comesAgain tells which properties have values that come again: days and enumerations.
var comesAgain = func() map[string]bool {
	out := map[string]bool{}
	for _, spec := range graph.Ontology.Types {
		for _, p := range spec.Properties {
			if p.Kind == graph.DateValue || p.Enum != nil {
				out[p.Name] = true
			}
		}
	}
	return out
}()

type encoder struct {
	b     []byte
	names []string // of the properties at hand
	texts *texts
}

// encoders are encoders that nobody uses just now.
var encoders = sync.Pool{New: func() any { return &encoder{} }}

func (e *encoder) uint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

// number writes that of a text. The texts are locked for reading, once for the whole record.
func (e *encoder) number(s string) {
	n, ok := e.texts.numbers[s]
	if !ok {
		e.texts.lock.RUnlock()
		n = e.texts.add(strings.Clone(s)) // it may be a part of a large text
		e.texts.lock.RLock()
	}
	e.uint(uint64(n))
}

// encode makes the form of a record.
func (e *encoder) encode(r *graph.RelationshipRecord) {
	e.b = e.b[:0]
	e.texts.lock.RLock()
	defer e.texts.lock.RUnlock()
	e.text(r.Discriminator)
	e.number(r.Part)
	flags := uint64(0)
	if r.Derived {
		flags |= derivedFlag
	}
	e.uint(flags)
	e.number(string(r.Source))
	e.text(r.Locator)
	if r.Confidence == nil {
		e.uint(0)
	} else {
		e.uint(uint64(*r.Confidence) + 1)
	}
	e.properties(r.Properties)
}

func (e *encoder) properties(p graph.Properties) {
	e.uint(uint64(len(p)))
	e.names = e.names[:0]
	for name := range p {
		e.names = append(e.names, name)
	}
	slices.Sort(e.names)
	for _, name := range e.names {
		e.number(name)
		switch v := p[name].(type) {
		case string:
			if comesAgain[name] {
				e.b = append(e.b, kindText)
				e.number(v)
				continue
			}
			e.b = append(e.b, kindString)
			e.text(v)
		case bool:
			kind := kindFalse
			if v {
				kind = kindTrue
			}
			e.b = append(e.b, kind)
		case int64:
			e.b = append(e.b, kindInt)
			e.b = binary.AppendVarint(e.b, v)
		case float64:
			e.b = append(e.b, kindFloat)
			e.b = binary.BigEndian.AppendUint64(e.b, math.Float64bits(v))
		case []string:
			e.b = append(e.b, kindStrings)
			e.strings(v)
		}
	}
}

// strings writes one more than their number, so that none and nil are told apart.
func (e *encoder) strings(list []string) {
	if list == nil {
		e.uint(0)
		return
	}
	e.uint(uint64(len(list)) + 1)
	for _, s := range list {
		e.text(s)
	}
}

// decoder reads what was encoded in this process: it trusts it.
type decoder struct {
	s     string
	texts *texts
}

func (d *decoder) uint() uint64 {
	var n uint64
	for i := 0; ; i++ {
		n |= uint64(d.s[i]&0x7f) << (7 * i)
		if d.s[i] < 0x80 {
			d.s = d.s[i+1:]
			return n
		}
	}
}

func (d *decoder) int() int64 {
	n := d.uint()
	return int64(n>>1) ^ -int64(n&1)
}

func (d *decoder) take(n uint64) string {
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) text() string   { return d.take(d.uint()) }
func (d *decoder) number() string { return d.texts.at(uint32(d.uint())) }

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
	if n == 0 {
		return nil
	}
	p := make(graph.Properties, n)
	for range n {
		name := d.number()
		switch d.take(1)[0] {
		case kindText:
			p[name] = d.number()
		case kindString:
			p[name] = d.text()
		case kindTrue:
			p[name] = true
		case kindFalse:
			p[name] = false
		case kindInt:
			p[name] = d.int()
		case kindFloat:
			p[name] = math.Float64frombits(binary.BigEndian.Uint64([]byte(d.take(8))))
		case kindStrings:
			p[name] = d.strings()
		}
	}
	return p
}

func (d *decoder) strings() []string {
	n := d.uint()
	if n == 0 {
		return nil
	}
	list := make([]string, n-1)
	for i := range list {
		list[i] = d.text()
	}
	return list
}

// record decodes a link.
func (now *Image) record(l *link) graph.RelationshipRecord {
	d := decoder{l.raw, now.texts}
	r := now.key(l)
	d.text() // the discriminator, which the key has
	r.Part = d.number()
	r.Derived = d.uint()&derivedFlag != 0
	r.Source, r.Locator, r.Confidence, r.Properties = graph.ID(d.number()), d.text(), d.confidence(), d.properties()
	return r
}

// key is what a link's id is made of.
func (now *Image) key(l *link) graph.RelationshipRecord {
	return graph.RelationshipRecord{
		Type: graph.Ontology.Types[l.kind].Type, From: now.table.at(l.from).id, To: now.table.at(l.to).id,
		Discriminator: l.discriminator(), Dataset: graph.ID(now.texts.at(l.dataset)),
	}
}

// discriminator is that of the record.
func (l *link) discriminator() string {
	d := decoder{s: l.raw}
	return d.text()
}

// content is the record without discriminator and part.
func (l *link) content() string {
	d := decoder{s: l.raw}
	d.text()
	d.uint()
	return d.s
}

// relationship is a link as readers see it. Those read last are held decoded.
func (now *Image) relationship(l *link) graph.Relationship {
	held := now.texts.held(l.raw)
	if d := held.Load(); d != nil && unsafe.StringData(d.raw) == unsafe.StringData(l.raw) {
		return d.rel
	}
	rel, err := graph.NewRelationship(now.record(l))
	if err != nil {
		panic(err) // what was checked when it was written is decoded
	}
	held.Store(&decoded{l.raw, rel})
	return rel
}

// SplitID takes a relationship's id apart: neither ids nor datasets hold "|", a discriminator may.
func SplitID(id graph.ID) (r graph.RelationshipRecord, ok bool) {
	t, rest, ok1 := strings.Cut(string(id), "|")
	from, rest, ok2 := strings.Cut(rest, "|")
	to, rest, ok3 := strings.Cut(rest, "|")
	last := strings.LastIndexByte(rest, '|')
	if !ok1 || !ok2 || !ok3 || last < 0 {
		return r, false
	}
	return graph.RelationshipRecord{
		Type: graph.RelationshipType(t), From: graph.ID(from), To: graph.ID(to), Discriminator: rest[:last],
		Dataset: graph.ID(rest[last+1:]),
	}, true
}
