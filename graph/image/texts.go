package image

import (
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/entente-graph/entente/graph"
)

// texts are texts that come again and again, each under a number, and the relationships that were read last. All images
// that come of each other share them; they only ever grow: names of properties, days, sources, parts of datasets and
// the values of enumerations.
type texts struct {
	settled atomic.Pointer[map[string]uint32] // numbers of most, which are looked up without the lock
	lock    sync.Mutex                        // for the rest
	// numbers of those that came since; moved to the settled once they are many
	recent map[string]uint32
	list   atomic.Pointer[[]any]                             // by number, from 1; each put into its interface once
	read   atomic.Pointer[[lastRead]atomic.Pointer[decoded]] // nil before the first is read
}

// lastRead is how many decoded relationships are held at most: about half a kilobyte each.
const (
	lastReadBits = 17
	lastRead     = 1 << lastReadBits
)

// decoded is a relationship that was read, under the record that it was read from: the same bytes in the same place are
// those of the same relationship.
type decoded struct {
	raw string
	rel graph.Relationship
}

func newTexts() *texts {
	t := &texts{recent: map[string]uint32{}}
	t.settled.Store(&map[string]uint32{})
	t.list.Store(&[]any{nil})
	return t
}

// Number implements form.Words.
func (t *texts) Number(text string) uint64 { return uint64(t.number(text)) }

// Again implements form.Words.
func (t *texts) Again(property string) bool { return comesAgain[property] }

// number is that of a text, which has one from then on.
func (t *texts) number(s string) uint32 {
	settled := *t.settled.Load()
	if n, ok := settled[s]; ok {
		return n
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	if n, ok := t.numbered(s); ok {
		return n
	}
	s = strings.Clone(s) // it may be a part of a large text
	list := append(*t.list.Load(), s)
	n := uint32(len(list) - 1)
	t.recent[s] = n
	t.list.Store(&list)
	if settled = *t.settled.Load(); len(t.recent) > len(settled)/2 {
		all := make(map[string]uint32, len(settled)+len(t.recent))
		maps.Copy(all, settled)
		maps.Copy(all, t.recent)
		t.settled.Store(&all)
		t.recent = map[string]uint32{}
	}
	return n
}

// numbered is the number of a text, if it has one, under the lock.
func (t *texts) numbered(s string) (n uint32, ok bool) {
	if n, ok = (*t.settled.Load())[s]; !ok {
		n, ok = t.recent[s]
	}
	return n, ok
}

// known is the number of a text, if it has one.
func (t *texts) known(s string) (n uint32, ok bool) {
	if n, ok = (*t.settled.Load())[s]; ok {
		return n, ok
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.numbered(s)
}

// at is the text of a number.
func (t *texts) at(n uint32) string { return (*t.list.Load())[n].(string) }

// At implements form.Texts.
func (t *texts) At(n uint64) (any, bool) { return (*t.list.Load())[n], true }

// Met implements form.Texts.
func (t *texts) Met(text string) (any, uint64) { return text, 0 }

// held is the place for a decoded relationship, by where its record lies in memory.
func (t *texts) held(raw string) *atomic.Pointer[decoded] {
	table := t.read.Load()
	for table == nil {
		t.read.CompareAndSwap(nil, new([lastRead]atomic.Pointer[decoded]))
		table = t.read.Load()
	}
	at := uint64(uintptr(unsafe.Pointer(unsafe.StringData(raw)))) * 0x9e3779b97f4a7c15 // spreads what lies side by side
	return &table[at>>(64-lastReadBits)]
}
