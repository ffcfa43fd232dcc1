package form

import (
	"encoding/binary"
	"math"

	"github.com/entente-graph/entente/graph"
)

// Texts are the words that a Reader meets as numbers.
type Texts interface {
	// At is the text of a number; false where there is none. It is in an interface, as a property has it.
	At(n uint64) (any, bool)
	// Met is called for a text that is written out. It gives it in an interface, and the number that it has from then
	// on, 0 for none.
	Met(text string) (any, uint64)
}

// Reader reads from a string, with which texts share memory: nothing that it gives may be changed. Where the bytes are
// damaged it becomes Bad and has nothing more.
type Reader struct {
	Bytes string
	Bad   bool
	Texts Texts
}

func (r *Reader) fail() {
	r.Bad, r.Bytes = true, ""
}

// Uint reads a number.
func (r *Reader) Uint() uint64 {
	var n uint64
	for i := 0; i < len(r.Bytes) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(r.Bytes[i]&0x7f) << (7 * i)
		if r.Bytes[i] < 0x80 {
			r.Bytes = r.Bytes[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// Int reads a number that may be negative.
func (r *Reader) Int() int64 {
	n := r.Uint()
	return int64(n>>1) ^ -int64(n&1)
}

// Count reads the number of things of which each takes a byte at least.
func (r *Reader) Count() uint64 {
	n := r.Uint()
	if n > uint64(len(r.Bytes)) {
		r.fail()
		return 0
	}
	return n
}

// countOrNil is a count that was written one higher; ok is false for nil.
func (r *Reader) countOrNil() (n uint64, ok bool) {
	n = r.Uint()
	if n == 0 {
		return 0, false
	}
	if n-1 > uint64(len(r.Bytes)) {
		r.fail()
		return 0, false
	}
	return n - 1, true
}

// Take reads n bytes.
func (r *Reader) Take(n uint64) string {
	if n > uint64(len(r.Bytes)) {
		r.fail()
		return ""
	}
	s := r.Bytes[:n]
	r.Bytes = r.Bytes[n:]
	return s
}

// Text reads what Writer.Text has written.
func (r *Reader) Text() string { return r.Take(r.Uint()) }

// text is a word as a property has it, with its number.
func (r *Reader) text() (number uint64, text any) {
	n := r.Uint()
	if n == 0 {
		text, n = r.Texts.Met(r.Text())
		return n, text
	}
	text, ok := r.Texts.At(n)
	if !ok {
		r.fail()
		return 0, ""
	}
	return n, text
}

func (r *Reader) word() (number uint64, text string) {
	number, v := r.text()
	text, _ = v.(string)
	return number, text
}

// Word reads what Writer.Word has written.
func (r *Reader) Word() string {
	_, s := r.word()
	return s
}

func (r *Reader) confidence() *int {
	switch r.Uint() {
	case 0:
	case 1:
		return new(int(r.Int()))
	default:
		r.fail()
	}
	return nil
}

// NodeKey reads what Writer.NodeKey has written.
func (r *Reader) NodeKey() graph.NodeRecord {
	return graph.NodeRecord{ID: graph.ID(r.Word()), Dataset: graph.ID(r.Word()), Discriminator: r.Text()}
}

// RelationshipKey reads what Writer.RelationshipKey has written.
func (r *Reader) RelationshipKey() graph.RelationshipRecord {
	return graph.RelationshipRecord{
		Type: graph.RelationshipType(r.Word()), From: graph.ID(r.Word()), To: graph.ID(r.Word()), Discriminator: r.Text(),
		Dataset: graph.ID(r.Word()),
	}
}

// Node reads the state of a node record into one that has its key.
func (r *Reader) Node(into *graph.NodeRecord) {
	into.Label, into.Part, into.Priority = graph.Label(r.Word()), r.Word(), int(r.Int())
	into.Source, into.Locator, into.Confidence = r.provenance()
	into.Properties = r.properties()
}

// Relationship reads the state of a relationship into a record that has its key.
func (r *Reader) Relationship(into *graph.RelationshipRecord) {
	into.Derived, into.Part = r.Origin()
	into.Source, into.Locator, into.Confidence = r.provenance()
	into.Properties = r.properties()
}

// Skip passes over the state of a relationship.
func (r *Reader) Skip() {
	r.Origin()
	r.provenance()
	n, _ := r.countOrNil()
	for ; n > 0 && !r.Bad; n-- {
		r.Word()
		r.value()
	}
}

// Origin reads with what the state of a relationship begins: whether it is derived, and its part. What follows is what
// it says.
func (r *Reader) Origin() (derived bool, part string) { return r.flags()&derivedFlag != 0, r.Word() }

func (r *Reader) flags() uint64 {
	flags := r.Uint()
	if flags > derivedFlag {
		r.fail()
	}
	return flags
}

func (r *Reader) provenance() (source graph.ID, locator string, confidence *int) {
	return graph.ID(r.Word()), r.Text(), r.confidence()
}

func (r *Reader) properties() graph.Properties {
	n, _ := r.countOrNil()
	if n == 0 {
		return nil
	}
	p := make(graph.Properties, n)
	for range n {
		name := r.Word()
		_, value := r.value()
		if r.Bad {
			return nil
		}
		p[name] = value
	}
	return p
}

// value reads a property's value; number is that of a text.
func (r *Reader) value() (number uint64, value any) {
	kind := r.Take(1)
	if r.Bad {
		return 0, nil
	}
	switch kind[0] {
	case kindString:
		return r.text()
	case kindTrue:
		return 0, true
	case kindFalse:
		return 0, false
	case kindInt:
		return 0, r.Int()
	case kindFloat:
		if bits := r.Take(8); !r.Bad {
			return 0, math.Float64frombits(binary.BigEndian.Uint64([]byte(bits)))
		}
	case kindStrings:
		return 0, r.strings()
	}
	r.fail()
	return 0, nil
}

func (r *Reader) strings() []string {
	n, ok := r.countOrNil()
	if !ok {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.Word()
	}
	return list
}
