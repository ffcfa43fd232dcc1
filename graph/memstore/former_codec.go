package memstore

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
)

// Format 1 had records in this form. What is in the key (id, dataset, discriminator) is not repeated.
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
	r = graph.NodeRecord{
		ID: graph.ID(id), Dataset: graph.ID(dataset), Discriminator: discriminator, Label: graph.Label(d.text()),
		Part:     d.text(),
		Priority: int(d.int()), Source: graph.ID(d.text()), Locator: d.text(), Confidence: d.confidence(),
		Properties: d.properties(),
	}
	return r, d.end()
}

func decodeRelationship(id graph.ID, value string) (graph.RelationshipRecord, error) {
	r, ok := image.SplitID(id)
	if !ok {
		return r, errDamaged
	}
	d := decoder{s: value}
	r.Derived = d.uint()&derivedFlag != 0
	r.Part, r.Source, r.Locator, r.Confidence, r.Properties = d.text(), graph.ID(d.text()), d.text(), d.confidence(),
		d.properties()
	return r, d.end()
}
