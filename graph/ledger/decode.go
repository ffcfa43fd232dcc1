package ledger

import (
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
)

// ErrDamaged is what Decode says of bytes that Encode has not written.
var ErrDamaged = errors.New("damaged block")

// maxDecoded bounds what a damaged block can make of itself.
const maxDecoded = 1 << 30

var decompressor = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxDecoded)))

// Decode reads a block. The records share memory with each other: nothing in them may be changed. Any damage is an
// error that wraps ErrDamaged.
func Decode(block []byte) ([]graph.Change, error) {
	var all changes
	_, err := Visit(block, &all)
	return all.list, err
}

// Visit shows the changes of a block and counts them. What was shown means nothing where there is an error.
func Visit(block []byte, v form.Visitor) (n int, err error) {
	if len(block) == 0 || block[0] != blockVersion {
		return 0, fmt.Errorf("%w: not of version %d", ErrDamaged, blockVersion)
	}
	raw, err := decompressor.DecodeAll(block[1:], nil)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	d := decoder{form.Reader{Bytes: string(raw), Texts: new(form.Glossary)}}
	n = int(d.Count())
	for i := 0; i < n && !d.Bad; i++ {
		d.change(v)
	}
	if d.Bad || d.Bytes != "" {
		return 0, fmt.Errorf("%w: cut off or overlong", ErrDamaged)
	}
	return n, nil
}

type decoder struct{ form.Reader }

func (d *decoder) change(v form.Visitor) {
	kind := d.Uint()
	before, after := kind&beforeBit != 0, kind&afterBit != 0
	if kind > relationshipBit|beforeBit|afterBit || !before && !after {
		d.Bad = true
		return
	}
	if kind&relationshipBit == 0 {
		var c graph.Change
		key := d.NodeKey()
		if before {
			c.NodeBefore = d.node(key)
		}
		if after {
			c.NodeAfter = d.node(key)
		}
		v.Node(c)
		return
	}
	key := d.RelationshipKey()
	var states [2]*form.Reader
	if before {
		states[0] = &d.Reader
	}
	if after {
		states[1] = &d.Reader
	}
	v.Relationship(&key, states[0], states[1])
}

func (d *decoder) node(r graph.NodeRecord) *graph.NodeRecord {
	d.Node(&r)
	return &r
}

// changes is the Visitor that Decode needs.
type changes struct{ list []graph.Change }

func newChanges(n int) *changes { return &changes{make([]graph.Change, 0, min(n, BlockChanges))} }

// Node implements form.Visitor.
func (c *changes) Node(change graph.Change) { c.list = append(c.list, change) }

// Relationship implements form.Visitor.
func (c *changes) Relationship(key *graph.RelationshipRecord, before, after *form.Reader) {
	read := func(state *form.Reader) *graph.RelationshipRecord {
		if state == nil {
			return nil
		}
		r := *key
		state.Relationship(&r)
		return &r
	}
	c.list = append(c.list, graph.Change{RelationshipBefore: read(before), RelationshipAfter: read(after)})
}
