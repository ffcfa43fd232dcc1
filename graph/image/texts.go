package image

import (
	"sync"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
)

// texts are texts that come again and again, each under a number, and the relationships that were read last. All images
// that come of each other share them; they only ever grow: names of properties, days, sources, parts of datasets and the
// values of enumerations.
type texts struct {
	lock    sync.RWMutex
	numbers map[string]uint32
	list    atomic.Pointer[[]string]
	read    [lastRead]atomic.Pointer[decoded]
}

// lastRead is how many decoded relationships are held at most.
const lastRead = 1 << 16

// decoded is a relationship that was read, under the record that it was read from: the same bytes in the same place are
// those of the same relationship.
type decoded struct {
	raw string
	rel graph.Relationship
}

func newTexts() *texts {
	t := &texts{numbers: map[string]uint32{}}
	t.list.Store(&[]string{})
	return t
}

// number is that of a text, which has one from then on.
func (t *texts) number(s string) uint32 {
	if n, ok := t.known(s); ok {
		return n
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	if n, ok := t.numbers[s]; ok {
		return n
	}
	list := append(*t.list.Load(), s)
	n := uint32(len(list) - 1)
	t.numbers[s] = n
	t.list.Store(&list)
	return n
}

// known is the number of a text, if it has one.
func (t *texts) known(s string) (uint32, bool) {
	t.lock.RLock()
	defer t.lock.RUnlock()
	n, ok := t.numbers[s]
	return n, ok
}

// at is the text of a number.
func (t *texts) at(n uint32) string { return (*t.list.Load())[n] }
