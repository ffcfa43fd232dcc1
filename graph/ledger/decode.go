package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-graph/entente/graph"
)

// ErrDamaged is what Decode says of bytes that Encode has not written.
var ErrDamaged = errors.New("damaged block")

// maxDecoded bounds what a damaged block can make of itself.
const maxDecoded = 1 << 30

var decompressor = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxDecoded)))

// Decode reads a block. The records share memory with each other: nothing in them may be changed. Any damage is an error
// that wraps ErrDamaged.
func Decode(block []byte) ([]graph.Change, error) {
	if len(block) == 0 || block[0] != blockVersion {
		return nil, fmt.Errorf("%w: not of version %d", ErrDamaged, blockVersion)
	}
	raw, err := decompressor.DecodeAll(block[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	d := decoder{s: string(raw)}
	n := d.count()
	out := make([]graph.Change, 0, n)
	for range n {
		out = append(out, d.change())
		if d.bad {
			break
		}
	}
	if d.bad || d.s != "" {
		return nil, fmt.Errorf("%w: cut off or overlong", ErrDamaged)
	}
	return out, nil
}

// decoder reads from a string, so that texts share its memory.
type decoder struct {
	s     string
	bad   bool
	known []any // strings, each put into its interface once
}

func (d *decoder) fail() {
	d.bad, d.s = true, ""
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
	d.fail()
	return 0
}

func (d *decoder) int() int64 {
	n := d.uint()
	return int64(n>>1) ^ -int64(n&1)
}

// count is a number of things of which each takes a byte at least.
func (d *decoder) count() uint64 {
	n := d.uint()
	if n > uint64(len(d.s)) {
		d.fail()
		return 0
	}
	return n
}

// countOrNil is a count that was written one higher; ok is false for nil.
func (d *decoder) countOrNil() (n uint64, ok bool) {
	n = d.uint()
	if n == 0 {
		return 0, false
	}
	if n-1 > uint64(len(d.s)) {
		d.fail()
		return 0, false
	}
	return n - 1, true
}

func (d *decoder) take(n uint64) string {
	if n > uint64(len(d.s)) {
		d.fail()
		return ""
	}
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) text() string { return d.take(d.uint()) }

// value is a word as a property has it.
func (d *decoder) value() any {
	n := d.uint()
	switch {
	case n == 0:
		s := d.text()
		var v any = s
		if len(s) <= internedBytes {
			d.known = append(d.known, v)
		}
		return v
	case n > uint64(len(d.known)):
		d.fail()
		return ""
	}
	return d.known[n-1]
}

func (d *decoder) word() string {
	s, _ := d.value().(string)
	return s
}

func (d *decoder) confidence() *int {
	switch d.uint() {
	case 0:
	case 1:
		n := int(d.int())
		return &n
	default:
		d.fail()
	}
	return nil
}

func (d *decoder) change() (c graph.Change) {
	kind := d.uint()
	before, after := kind&beforeBit != 0, kind&afterBit != 0
	if kind > relationshipBit|beforeBit|afterBit || !before && !after {
		d.fail()
		return c
	}
	if kind&relationshipBit == 0 {
		key := graph.NodeRecord{ID: graph.ID(d.word()), Dataset: graph.ID(d.word()), Discriminator: d.text()}
		if before {
			c.NodeBefore = d.nodeState(key)
		}
		if after {
			c.NodeAfter = d.nodeState(key)
		}
		return c
	}
	key := graph.RelationshipRecord{
		Type: graph.RelationshipType(d.word()), From: graph.ID(d.word()), To: graph.ID(d.word()), Discriminator: d.text(),
		Dataset: graph.ID(d.word()),
	}
	if before {
		c.RelationshipBefore = d.relationshipState(key)
	}
	if after {
		c.RelationshipAfter = d.relationshipState(key)
	}
	return c
}

func (d *decoder) nodeState(r graph.NodeRecord) *graph.NodeRecord {
	r.Label, r.Part, r.Priority = graph.Label(d.word()), d.word(), int(d.int())
	r.Source, r.Locator, r.Confidence, r.Properties = graph.ID(d.word()), d.text(), d.confidence(), d.properties()
	return &r
}

func (d *decoder) relationshipState(r graph.RelationshipRecord) *graph.RelationshipRecord {
	flags := d.uint()
	if flags > derivedFlag {
		d.fail()
	}
	r.Derived, r.Part = flags&derivedFlag != 0, d.word()
	r.Source, r.Locator, r.Confidence, r.Properties = graph.ID(d.word()), d.text(), d.confidence(), d.properties()
	return &r
}

func (d *decoder) properties() graph.Properties {
	n, ok := d.countOrNil()
	if !ok {
		return nil
	}
	p := make(graph.Properties, n)
	for range n {
		name, kind := d.word(), d.take(1)
		if d.bad {
			return nil
		}
		switch kind[0] {
		case kindString:
			p[name] = d.value()
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
			p[name] = d.strings()
		default:
			d.fail()
		}
	}
	return p
}

func (d *decoder) strings() []string {
	n, ok := d.countOrNil()
	if !ok {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.word()
	}
	return list
}
