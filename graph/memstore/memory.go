package memstore

import (
	"sync"

	"github.com/entente-graph/entente/graph"
)

// memory is a vault that ends with the process. It has blocks only: all else is in the store.
type memory struct {
	lock   sync.RWMutex
	blocks map[uint64][]byte
}

func newMemory() *memory { return &memory{blocks: map[uint64][]byte{}} }

func (m *memory) read(key uint64) ([]byte, error) {
	m.lock.RLock()
	defer m.lock.RUnlock()
	data, ok := m.blocks[key]
	if !ok {
		return nil, errForgotten()
	}
	return data, nil
}

// errForgotten is for what was asked of history while it was compacted.
func errForgotten() error {
	return graph.Errorf(graph.KindNotFound, "this part of the store's history was compacted meanwhile; ask again")
}

func (m *memory) write(w *writes) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, b := range w.blocks {
		m.blocks[b.key] = b.data
	}
	for _, ref := range w.forget {
		delete(m.blocks, ref.Key)
	}
	return nil
}

func (m *memory) survives() bool { return false }
func (m *memory) shrink() error  { return nil }

func (m *memory) close() error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.blocks = nil
	return nil
}
