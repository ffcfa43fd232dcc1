package memstore

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// At implements graph.Store. A commit before the newest is made by undoing changes, and held while it is asked of.
func (s *Store) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	if err := s.enter(ctx); err != nil {
		return nil, graph.Commit{}, err
	}
	defer s.leave()
	head := s.current.Load()
	c, err := ledger.Find(head.commits, known)
	if err != nil {
		return nil, graph.Commit{}, err
	}
	snapshot, err := s.past.at(ctx, head, c, s.block)
	if err != nil {
		return nil, graph.Commit{}, err
	}
	return s.readerOf(snapshot), c, nil
}

func (s *Store) block(_ context.Context, key uint64) ([]byte, error) { return s.vault.read(key) }

func (s *Store) Commits(ctx context.Context, q graph.CommitQuery) ([]graph.Commit, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.leave()
	return ledger.Page(s.current.Load().commits, q)
}

func (s *Store) Changes(ctx context.Context, q graph.ChangeQuery) (graph.ChangePage, error) {
	if err := s.enter(ctx); err != nil {
		return graph.ChangePage{}, err
	}
	defer s.leave()
	head := s.current.Load()
	return ledger.Changes(ctx, q, head.commits, head.kept, s.block)
}

// heldCommits is how many images of commits before the newest are held.
const heldCommits = 4

// past holds images of older commits, those that were asked of last.
type past struct {
	lock sync.Mutex
	held []*state // the one that was asked of last comes last
}

// state is an older commit, and its image once that is made.
type state struct {
	number int64
	made   atomic.Pointer[image.Image]
	making sync.Mutex
}

// at is the image of a commit.
func (p *past) at(ctx context.Context, head *published, c graph.Commit, read ledger.Reader) (*image.Image, error) {
	if c.Number == head.newest().Number {
		return head.Image, nil
	}
	s := p.state(c.Number)
	if made := s.made.Load(); made != nil {
		return made, nil
	}
	s.making.Lock()
	defer s.making.Unlock()
	if made := s.made.Load(); made != nil {
		return made, nil
	}
	from, nearest := p.nearest(head, c.Number)
	changes, err := ledger.Between(ctx, head.between(from, c.Number), read)
	if err != nil {
		return nil, err
	}
	batch := ledger.Undo(changes)
	if from < c.Number {
		batch = ledger.Redo(changes)
	}
	made, err := nearest.With(batch)
	if err != nil {
		return nil, err
	}
	if made.Fingerprint() != c.Fingerprint {
		return nil, graph.Errorf(graph.KindInternal, "commit %d: its changes lead to data version %s, not to %s: the "+
			"ledger is damaged; use a backup", c.Number,
			made.Fingerprint(), c.Fingerprint)
	}
	s.made.Store(made)
	return made, nil
}

// state is that of a commit, which is the last one to go now.
func (p *past) state(number int64) *state {
	p.lock.Lock()
	defer p.lock.Unlock()
	found := &state{number: number}
	if i := slices.IndexFunc(p.held, func(s *state) bool { return s.number == number }); i >= 0 {
		found = p.held[i]
		p.held = slices.Delete(p.held, i, i+1)
	}
	if p.held = append(p.held, found); len(p.held) > heldCommits {
		p.held = slices.Delete(p.held, 0, 1)
	}
	return found
}

// nearest is the commit from whose image the fewest changes lead to that of another, and that image.
func (p *past) nearest(head *published, number int64) (int64, *image.Image) {
	p.lock.Lock()
	defer p.lock.Unlock()
	from, nearest := head.newest().Number, head.Image
	for _, s := range p.held {
		made := s.made.Load()
		if made != nil && s.number >= head.commits[0].Number && s.number <= head.newest().Number &&
			head.changes(s.number, number) < head.changes(from, number) {
			from, nearest = s.number, made
		}
	}
	return from, nearest
}

func (p *past) clear() {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.held = nil
}

// between are the commits whose changes lead from the state of one commit to that of another.
func (p *published) between(a, b int64) []ledger.Kept {
	first := p.newest().Number - int64(len(p.kept)) // the state before the first changes that are kept
	return p.kept[min(a, b)-first : max(a, b)-first]
}

// changes counts those that lead from the state of one commit to that of another.
func (p *published) changes(a, b int64) (n int) {
	for _, c := range p.between(a, b) {
		for _, ref := range c.Blocks {
			n += ref.Changes
		}
	}
	return n
}

func (s *Store) Compact(ctx context.Context, before graph.KnownAt) (int, error) {
	if err := s.beginWrite(ctx); err != nil {
		return 0, err
	}
	defer s.endWrite()
	head := s.current.Load()
	c, err := ledger.Find(head.commits, before)
	if err != nil {
		return 0, err
	}
	if len(head.commits) == 0 || c.Number == head.commits[0].Number {
		return 0, nil
	}
	snapshot, err := s.past.at(ctx, head, c, s.block)
	if err != nil {
		return 0, err
	}
	w := writes{opening: &opening{first: c.Number}, forget: s.opening}
	if w.opening.blocks, err = s.keep(&w, image.Compare(image.New(), snapshot)); err != nil {
		return 0, err
	}
	now := &published{Image: head.Image}
	for _, known := range head.commits {
		if known.Number >= c.Number {
			now.commits = append(now.commits, known)
			continue
		}
		w.opening.forget = append(w.opening.forget, known.Number)
	}
	for _, kept := range head.kept {
		if kept.Number > c.Number {
			now.kept = append(now.kept, kept)
			continue
		}
		w.forget = append(w.forget, kept.Blocks...)
	}
	if err := s.write(&w); err != nil {
		return 0, err
	}
	s.opening = w.opening.blocks
	s.current.Store(now)
	s.past.clear()
	return len(w.opening.forget), s.vault.shrink()
}
