package form

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/entente-graph/entente/graph"
)

// Words number texts for a Writer.
type Words interface {
	// Number is that of a text, from 1; 0 for one that is to be written out here.
	Number(text string) uint64
	// Again tells whether values of a property come again, so that they are words.
	Again(property string) bool
}

// Writer appends to Bytes.
type Writer struct {
	Bytes  []byte
	words  Words
	recent [32]recent
	named  []graph.Property // those at hand
	met    []word           // by the numbers of the Reader that is copied; nil where they mean something else each time
}

// recent is a text that had a number, by where it lies in memory: most texts are names that lie in one place.
type recent struct {
	text   string
	number uint64
}

// NewWriter makes a writer.
func NewWriter(words Words) *Writer { return &Writer{words: words} }

// Begin begins anew, with these words.
func (w *Writer) Begin(words Words) {
	if w.Bytes = w.Bytes[:0]; w.words != words {
		w.words = words
		w.Renumber()
	}
}

// Renumber says that the words have other numbers from now on.
func (w *Writer) Renumber() { w.recent = [len(w.recent)]recent{} }

// word is what is known of a text.
type word struct {
	number uint64 // 0: not known
	asked  bool   // whether it is a property whose values come again
	again  bool
}

// The kinds of values, and the flag of a relationship that is derived.
const (
	kindString byte = iota
	kindTrue
	kindFalse
	kindInt
	kindFloat
	kindStrings

	derivedFlag = 1
)

// Uint appends a number.
func (w *Writer) Uint(n uint64) { w.Bytes = binary.AppendUvarint(w.Bytes, n) }

func (w *Writer) int(n int64) { w.Bytes = binary.AppendVarint(w.Bytes, n) }

// Text appends a text that hardly comes again.
func (w *Writer) Text(s string) {
	w.Uint(uint64(len(s)))
	w.Bytes = append(w.Bytes, s...)
}

// Word appends a text that is likely to come again.
func (w *Writer) Word(s string) (number uint64) {
	at := unsafe.StringData(s)
	r := &w.recent[uintptr(unsafe.Pointer(at))/8%uintptr(len(w.recent))]
	if r.number > 0 && len(r.text) == len(s) && unsafe.StringData(r.text) == at {
		w.Uint(r.number)
		return r.number
	}
	number = w.words.Number(s)
	if w.Uint(number); number == 0 {
		w.Text(s)
	} else {
		*r = recent{s, number}
	}
	return number
}

// value appends a text that is a word where again is true.
func (w *Writer) value(s string, again bool) {
	if again {
		w.Word(s)
		return
	}
	w.Uint(0)
	w.Text(s)
}

func (w *Writer) confidence(c *int) {
	if c == nil {
		w.Uint(0)
		return
	}
	w.Uint(1)
	w.int(int64(*c))
}

// NodeKey appends what a node record's key is made of.
func (w *Writer) NodeKey(r *graph.NodeRecord) {
	w.Word(string(r.ID))
	w.Word(string(r.Dataset))
	w.Text(r.Discriminator)
}

// RelationshipKey appends what a relationship's id is made of.
func (w *Writer) RelationshipKey(r *graph.RelationshipRecord) {
	w.Word(string(r.Type))
	w.Word(string(r.From))
	w.Word(string(r.To))
	w.Text(r.Discriminator)
	w.Word(string(r.Dataset))
}

// Node appends the state of a node record: all but its key.
func (w *Writer) Node(r *graph.NodeRecord) {
	w.Word(string(r.Label))
	w.Word(r.Part)
	w.int(int64(r.Priority))
	w.provenance(r.Source, r.Locator, r.Confidence)
	w.properties(r.Properties)
}

// Relationship appends the state of a relationship: all but its key.
func (w *Writer) Relationship(r *graph.RelationshipRecord) {
	flags := uint64(0)
	if r.Derived {
		flags |= derivedFlag
	}
	w.Uint(flags)
	w.Word(r.Part)
	w.provenance(r.Source, r.Locator, r.Confidence)
	w.properties(r.Properties)
}

func (w *Writer) provenance(source graph.ID, locator string, confidence *int) {
	w.Word(string(source))
	w.Text(locator)
	w.confidence(confidence)
}

func (w *Writer) properties(p graph.Properties) {
	w.size(len(p))
	w.named = p.AppendSorted(w.named[:0])
	for i := range w.named {
		name, value := w.named[i].Name, w.named[i].Value
		w.Word(name)
		w.kind(value)
		switch v := value.(type) {
		case string:
			w.value(v, w.words.Again(name))
		case []string:
			w.strings(v, w.words.Again(name))
		}
	}
}

// size appends the number of properties. There is no difference between none and nil.
func (w *Writer) size(n int) {
	if n > 0 {
		n++
	}
	w.Uint(uint64(n))
}

// kind appends the kind of a value, and the value where it is no text.
func (w *Writer) kind(value any) {
	switch v := value.(type) {
	case string:
		w.Bytes = append(w.Bytes, kindString)
	case bool:
		kind := kindFalse
		if v {
			kind = kindTrue
		}
		w.Bytes = append(w.Bytes, kind)
	case int64:
		w.Bytes = append(w.Bytes, kindInt)
		w.int(v)
	case float64:
		w.Bytes = append(w.Bytes, kindFloat)
		w.Bytes = binary.BigEndian.AppendUint64(w.Bytes, math.Float64bits(v))
	case []string:
		w.Bytes = append(w.Bytes, kindStrings)
	}
}

func (w *Writer) strings(list []string, again bool) {
	if list == nil {
		w.Uint(0)
		return
	}
	w.Uint(uint64(len(list)) + 1)
	for _, s := range list {
		w.value(s, again)
	}
}

// Remember says that what is copied from now on has the same words under the same numbers.
func (w *Writer) Remember() { w.met = make([]word, 1, 256) }

// Copy appends the state of a relationship as a Reader has it next, shows its properties in passing and returns its
// confidence.
func (w *Writer) Copy(r *Reader, show func(name string, value any)) (confidence *int) {
	w.Uint(r.flags())
	w.copyWord(r.word()) // part
	w.copyWord(r.word()) // source
	w.Text(r.Text())
	confidence = r.confidence()
	w.confidence(confidence)
	n, _ := r.countOrNil()
	w.size(int(n))
	for ; n > 0 && !r.Bad; n-- {
		number, name := r.word()
		w.copyWord(number, name)
		again := w.again(number, name)
		textNumber, value := r.value()
		w.kind(value)
		switch v := value.(type) {
		case string:
			if again {
				w.copyWord(textNumber, v)
			} else {
				w.value(v, false)
			}
		case []string:
			w.strings(v, again)
		}
		show(name, value)
	}
	return confidence
}

// about is what is known of the text of a number, nil where that is not kept.
func (w *Writer) about(number uint64) *word {
	if w.met == nil || number == 0 {
		return nil
	}
	for uint64(len(w.met)) <= number {
		w.met = append(w.met, word{})
	}
	return &w.met[number]
}

func (w *Writer) copyWord(number uint64, text string) {
	known := w.about(number)
	switch {
	case known == nil:
		w.Word(text)
	case known.number > 0:
		w.Uint(known.number)
	default:
		known.number = w.Word(text)
	}
}

func (w *Writer) again(number uint64, property string) bool {
	known := w.about(number)
	if known == nil {
		return w.words.Again(property)
	}
	if !known.asked {
		known.asked, known.again = true, w.words.Again(property)
	}
	return known.again
}

// A Visitor is shown changes, one after the other.
type Visitor interface {
	// Node is a change of a node record.
	Node(c graph.Change)
	// Relationship is a change of the relationship with this key. Readers have its state before and after, nil where
	// there is none; they may be one and the same, from which the state before has to be read first.
	Relationship(key *graph.RelationshipRecord, before, after *Reader)
}
