package memstore

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// Store is the embedded store. Build it with [New] or [Open].
type Store struct {
	reader
	current atomic.Pointer[published]
	runs    atomic.Pointer[[]graph.LoadRun] // newest first; the list is never changed, replaced
	past    past
	vault   vault
	writing chan struct{} // holds one token: who has taken it may write
	// What follows belongs to who may write.
	gathering map[string]*gathered // by the id of the run
	nextBlock uint64               // key that no block has had yet
	opening   []ledger.Ref         // blocks of the first state, where history was compacted
	// open is held for reading during every call and for writing by Close.
	open   sync.RWMutex
	closed bool
}

var _ graph.Store = (*Store)(nil)

// published is a state that readers see: that of the newest commit, with the commits up to it.
type published struct {
	*image.Image
	commits []graph.Commit // all that are known, the oldest first
	kept    []ledger.Kept  // those whose changes are known: all but perhaps the first
}

// newest is the last commit; the zero Commit where there is none.
func (p *published) newest() graph.Commit {
	if len(p.commits) == 0 {
		return graph.Commit{}
	}
	return p.commits[len(p.commits)-1]
}

// vault keeps what a store has to keep: in memory or in a file.
type vault interface {
	// read returns the block of a key; KindNotFound where it was forgotten.
	read(key uint64) ([]byte, error)
	// write does all of it or nothing.
	write(w *writes) error
	// survives tells whether what it keeps outlives the process.
	survives() bool
	// shrink gives back the room of what was forgotten.
	shrink() error
	close() error
}

// writes are what a vault writes at once.
type writes struct {
	blocks  []block                 // that come
	forget  []ledger.Ref            // blocks that go
	commit  *ledger.Kept            // that is published
	runs    []graph.LoadRun         // that come or are replaced
	gather  map[string][]ledger.Ref // blocks that a run gathers, by its id
	drop    []string                // runs whose gathered blocks no longer count
	opening *opening                // where history begins anew
}

type block struct {
	key  uint64
	data []byte
}

// opening is where the history of a compacted ledger begins: commits before it are forgotten, and blocks hold its
// state.
type opening struct {
	first  int64
	forget []int64
	blocks []ledger.Ref
}

// New makes an empty store that lives as long as the process.
func New() *Store { return newStore(newMemory()) }

func newStore(v vault) *Store {
	s := &Store{vault: v, writing: make(chan struct{}, 1), gathering: map[string]*gathered{}}
	s.reader = *s.readerOf(nil)
	s.writing <- struct{}{}
	s.current.Store(&published{Image: image.New()})
	s.runs.Store(&[]graph.LoadRun{})
	return s
}

// enter starts a call: it refuses one after Close or with a context that has ended. Where it returns no error, leave
// must be called.
func (s *Store) enter(ctx context.Context) error {
	if err := image.Ended(ctx); err != nil {
		return err
	}
	s.open.RLock()
	if s.closed {
		s.open.RUnlock()
		return graph.Errorf(graph.KindUnavailable, "the store is closed")
	}
	return nil
}

func (s *Store) leave() { s.open.RUnlock() }

// Ready implements graph.Store: an embedded store that is open can answer.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	s.leave()
	return nil
}

// Close implements graph.Store. It may be called again.
func (s *Store) Close() error {
	s.open.Lock()
	defer s.open.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.current.Store(&published{Image: image.New()})
	s.past.clear()
	s.gathering = nil
	return s.vault.close()
}
