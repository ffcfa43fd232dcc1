package ledger

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-graph/entente/graph"
)

// A block is a version byte and a zstd frame, which has a checksum. In the frame are the number of changes, then for each
//
//	kind (relationship, has a state before, has one after), the record's key, the states
//
// A text that is likely to come again is written where it comes first and referred to by its number afterwards.
const blockVersion = 1

// The bits of a change's kind, and of a relationship's flags.
const (
	relationshipBit = 1 << iota
	beforeBit
	afterBit
)

const derivedFlag = 1

const (
	kindString byte = iota
	kindTrue
	kindFalse
	kindInt
	kindFloat
	kindStrings
)

// BlockChanges is how many changes a block holds at most that Blocks cuts.
const BlockChanges = 4096

// blockBytes is about how many bytes, before compression, a block holds that Blocks cuts.
const blockBytes = 4 << 20

// longest text that is looked up among those that came before
const internedBytes = 64

var compressor = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true)))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // constant options
	}
	return v
}

// A Block is encoded changes and how many they are.
type Block struct {
	Changes int
	Data    []byte
}

// Encode makes a block. The same changes give the same bytes; their commits are not kept.
func Encode(changes []graph.Change) []byte {
	e := newEncoder()
	for i := range changes {
		e.change(&changes[i])
	}
	return e.block()
}

// Blocks makes the blocks of a commit of any size.
func Blocks(changes []graph.Change) []Block {
	w := NewWriter()
	for i := range changes {
		w.Add(&changes[i])
	}
	return w.Blocks()
}

// Writer makes blocks out of changes that come one by one.
type Writer struct {
	e   *encoder
	out []Block
}

// NewWriter makes a writer that has no changes yet.
func NewWriter() *Writer { return &Writer{e: newEncoder()} }

// Add takes a change in; it is not kept.
func (w *Writer) Add(c *graph.Change) {
	w.e.change(c)
	if w.e.changes == BlockChanges || len(w.e.b) >= blockBytes {
		w.cut()
	}
}

func (w *Writer) cut() {
	w.out = append(w.out, Block{w.e.changes, w.e.block()})
	w.e = newEncoder()
}

// Blocks are the blocks that are full, and after the last change also the last one. The writer gives each out once.
func (w *Writer) Blocks() []Block {
	if w.e.changes > 0 {
		w.cut()
	}
	return w.Full()
}

// Full are the blocks that are full and were not given out yet.
func (w *Writer) Full() []Block {
	out := w.out
	w.out = nil
	return out
}

type encoder struct {
	b       []byte
	changes int
	known   map[string]uint64 // text → its number, from 1
	names   []string          // of the properties at hand
}

func newEncoder() *encoder { return &encoder{known: map[string]uint64{}} }

func (e *encoder) block() []byte {
	raw := append(binary.AppendUvarint(make([]byte, 0, len(e.b)+binary.MaxVarintLen64), uint64(e.changes)), e.b...)
	return compressor.EncodeAll(raw, append(make([]byte, 0, len(raw)/4+64), blockVersion))
}

func (e *encoder) uint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) int(n int64)   { e.b = binary.AppendVarint(e.b, n) }

// text writes a text that hardly comes again.
func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

// word writes a text that is likely to come again.
func (e *encoder) word(s string) {
	if n, ok := e.known[s]; ok {
		e.uint(n)
		return
	}
	e.uint(0)
	e.text(s)
	if len(s) <= internedBytes {
		e.known[s] = uint64(len(e.known)) + 1
	}
}

func (e *encoder) confidence(c *int) {
	if c == nil {
		e.uint(0)
		return
	}
	e.uint(1)
	e.int(int64(*c))
}

func (e *encoder) change(c *graph.Change) {
	e.changes++
	kind := uint64(0)
	node, rel := c.NodeBefore, c.RelationshipBefore
	if node == nil {
		node = c.NodeAfter
	}
	if rel == nil {
		rel = c.RelationshipAfter
	}
	if node == nil {
		kind |= relationshipBit
	}
	if c.NodeBefore != nil || c.RelationshipBefore != nil {
		kind |= beforeBit
	}
	if c.NodeAfter != nil || c.RelationshipAfter != nil {
		kind |= afterBit
	}
	e.uint(kind)
	switch {
	case node != nil:
		e.word(string(node.ID))
		e.word(string(node.Dataset))
		e.text(node.Discriminator)
		e.nodeState(c.NodeBefore)
		e.nodeState(c.NodeAfter)
	case rel != nil:
		e.word(string(rel.Type))
		e.word(string(rel.From))
		e.word(string(rel.To))
		e.text(rel.Discriminator)
		e.word(string(rel.Dataset))
		e.relationshipState(c.RelationshipBefore)
		e.relationshipState(c.RelationshipAfter)
	}
}

func (e *encoder) nodeState(r *graph.NodeRecord) {
	if r == nil {
		return
	}
	e.word(string(r.Label))
	e.word(r.Part)
	e.int(int64(r.Priority))
	e.word(string(r.Source))
	e.text(r.Locator)
	e.confidence(r.Confidence)
	e.properties(r.Properties)
}

func (e *encoder) relationshipState(r *graph.RelationshipRecord) {
	if r == nil {
		return
	}
	flags := uint64(0)
	if r.Derived {
		flags |= derivedFlag
	}
	e.uint(flags)
	e.word(r.Part)
	e.word(string(r.Source))
	e.text(r.Locator)
	e.confidence(r.Confidence)
	e.properties(r.Properties)
}

// properties writes one more than their number, so that none and nil are told apart, then name, kind and value by name.
func (e *encoder) properties(p graph.Properties) {
	if p == nil {
		e.uint(0)
		return
	}
	e.uint(uint64(len(p)) + 1)
	e.names = slices.AppendSeq(e.names[:0], maps.Keys(p))
	slices.Sort(e.names)
	for _, name := range e.names {
		e.word(name)
		switch v := p[name].(type) {
		case string:
			e.b = append(e.b, kindString)
			e.word(v)
		case bool:
			kind := kindFalse
			if v {
				kind = kindTrue
			}
			e.b = append(e.b, kind)
		case int64:
			e.b = append(e.b, kindInt)
			e.int(v)
		case float64:
			e.b = append(e.b, kindFloat)
			e.b = binary.BigEndian.AppendUint64(e.b, math.Float64bits(v))
		case []string:
			e.b = append(e.b, kindStrings)
			e.strings(v)
		}
	}
}

func (e *encoder) strings(list []string) {
	if list == nil {
		e.uint(0)
		return
	}
	e.uint(uint64(len(list)) + 1)
	for _, s := range list {
		e.word(s)
	}
}
