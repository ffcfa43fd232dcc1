package memstore

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
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

// decoder reads what an entry of a file of format 1 holds.
type decoder struct{ form.Reader }

func (d *decoder) confidence() *int {
	n := int(d.Uint())
	if n == 0 {
		return nil
	}
	n--
	return &n
}

func (d *decoder) properties() graph.Properties {
	n := d.Count()
	p := make(graph.Properties, n)
	for range n {
		name := d.Text()
		kind := d.Take(1)
		if d.Bad {
			return nil
		}
		switch kind[0] {
		case kindString:
			p[name] = d.Text()
		case kindTrue:
			p[name] = true
		case kindFalse:
			p[name] = false
		case kindInt:
			p[name] = d.Int()
		case kindFloat:
			if bits := d.Take(8); !d.Bad {
				p[name] = math.Float64frombits(binary.BigEndian.Uint64([]byte(bits)))
			}
		case kindStrings:
			list := make([]string, d.Count())
			for i := range list {
				list[i] = d.Text()
			}
			p[name] = list
		default:
			d.Bad = true
		}
	}
	return p
}

func (d *decoder) end() error {
	if d.Bad || d.Bytes != "" {
		return errDamaged
	}
	return nil
}

func decodeNode(key, value string) (graph.NodeRecord, error) {
	r, ok := graph.ParseNodeKey(key)
	if !ok {
		return r, errDamaged
	}
	d := decoder{form.Reader{Bytes: value}}
	r.Label, r.Part, r.Priority = graph.Label(d.Text()), d.Text(), int(d.Int())
	r.Source, r.Locator, r.Confidence, r.Properties = graph.ID(d.Text()), d.Text(), d.confidence(), d.properties()
	return r, d.end()
}

func decodeRelationship(id, value string) (graph.RelationshipRecord, error) {
	r, ok := graph.ID(id).RelationshipKey()
	if !ok {
		return r, errDamaged
	}
	d := decoder{form.Reader{Bytes: value}}
	r.Derived, r.Part = d.Uint()&derivedFlag != 0, d.Text()
	r.Source, r.Locator, r.Confidence, r.Properties = graph.ID(d.Text()), d.Text(), d.confidence(), d.properties()
	return r, d.end()
}
