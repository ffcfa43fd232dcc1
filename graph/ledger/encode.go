package ledger

import (
	"cmp"
	"encoding/binary"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/form"
)

// A block is a version byte and a zstd frame, which has a checksum. In the frame are the number of changes, then for
// each
//
//	kind (relationship, has a state before, has one after), the record's key, the states
//
// in the form of graph/form. A text that is likely to come again is written where it comes first and referred to by its
// number afterwards.
const blockVersion = 1

// The bits of a change's kind.
const (
	relationshipBit = 1 << iota
	beforeBit
	afterBit
)

// BlockChanges is how many changes a block holds at most that Blocks cuts.
const BlockChanges = 4096

// blockBytes is about how many bytes, before compression, a block holds that Blocks cuts.
const blockBytes = 4 << 20

var compressor = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1),
	zstd.WithLowerEncoderMem(true)))

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
	w.cutFull()
}

// Node implements form.Visitor.
func (w *Writer) Node(c graph.Change) { w.Add(&c) }

// Relationship implements form.Visitor: the states are copied.
func (w *Writer) Relationship(key *graph.RelationshipRecord, before, after *form.Reader) {
	w.e.begin(relationshipBit, before != nil, after != nil)
	w.e.RelationshipKey(key)
	for _, state := range []*form.Reader{before, after} {
		if state != nil {
			w.e.Copy(state, func(string, any) {})
		}
	}
	w.cutFull()
}

func (w *Writer) cutFull() {
	if w.e.changes == BlockChanges || len(w.e.Bytes) >= blockBytes {
		w.cut()
	}
}

func (w *Writer) cut() {
	w.out = append(w.out, Block{w.e.changes, w.e.block()})
	w.e.changes, w.e.Bytes = 0, w.e.Bytes[:0]
	w.e.words.Forget()
	w.e.Renumber()
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

// encoder writes the changes of a block, and numbers its words as they come.
type encoder struct {
	*form.Writer
	words   *form.Dictionary
	changes int
}

func newEncoder() *encoder {
	words := form.NewDictionary()
	return &encoder{Writer: form.NewWriter(words), words: words}
}

func (e *encoder) block() []byte {
	raw := append(binary.AppendUvarint(make([]byte, 0, len(e.Bytes)+binary.MaxVarintLen64), uint64(e.changes)), e.Bytes...)
	return compressor.EncodeAll(raw, append(make([]byte, 0, len(raw)/4+64), blockVersion))
}

func (e *encoder) change(c *graph.Change) {
	switch {
	case c.NodeBefore != nil || c.NodeAfter != nil:
		node := cmp.Or(c.NodeBefore, c.NodeAfter)
		e.begin(0, c.NodeBefore != nil, c.NodeAfter != nil)
		e.NodeKey(node)
		for _, state := range []*graph.NodeRecord{c.NodeBefore, c.NodeAfter} {
			if state != nil {
				e.Node(state)
			}
		}
	default:
		rel := cmp.Or(c.RelationshipBefore, c.RelationshipAfter)
		e.begin(relationshipBit, c.RelationshipBefore != nil, c.RelationshipAfter != nil)
		e.RelationshipKey(rel)
		for _, state := range []*graph.RelationshipRecord{c.RelationshipBefore, c.RelationshipAfter} {
			if state != nil {
				e.Relationship(state)
			}
		}
	}
}

func (e *encoder) begin(kind uint64, before, after bool) {
	e.changes++
	if before {
		kind |= beforeBit
	}
	if after {
		kind |= afterBit
	}
	e.Uint(kind)
}
