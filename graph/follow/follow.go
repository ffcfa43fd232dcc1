package follow

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/image"
	"github.com/entente-graph/entente/graph/ledger"
)

// Options say how closely to follow. Zero values take the defaults named.
type Options struct {
	// Poll is how often the store is asked for new commits. Default 500 ms.
	Poll time.Duration
	// Away is how long questions are answered while the store cannot be reached. Default 15 min.
	Away time.Duration
	// Patience is how long the store may take for one answer before it counts as away: one that is stopped rather than
	// gone keeps its connections and says nothing. Default 30 s.
	Patience time.Duration
	// Now is time.Now where it is nil.
	Now func() time.Time
}

// Bytes is about how much memory the image of a graph takes: to decide whether it fits before it is read.
func Bytes(stats graph.Stats) int64 {
	const perNode, perRelationship = 4_000, 700
	var n int64
	for _, d := range stats.Datasets {
		n += int64(d.NodeRecords)*perNode + int64(d.Relationships)*perRelationship
	}
	return n
}

// Store is a graph.Store whose questions are answered from memory. Writes go to the store that it follows, and are seen
// here when they return.
type Store struct {
	graph.Relay // of questions to the newest image
	followed
	options  Options
	current  atomic.Pointer[state]
	reached  atomic.Pointer[contact]
	catching sync.Mutex // held while the next image is made
	runs     atomic.Pointer[[]graph.LoadRun]
	stop     context.CancelFunc
	stopped  chan struct{}
}

var _ graph.Store = (*Store)(nil)

// followed is the store that is followed. It is embedded this deep so that the questions are the Relay's.
type followed struct{ graph.Store }

// state is an image with the commit that it shows.
type state struct {
	*image.Image
	commit graph.Commit
	store  *Store
}

// contact is how the last look at the store ended.
type contact struct {
	at  time.Time // when it was reached the last time
	err error     // why it was not since
}

// Open reads the graph of a store into memory and follows it until Close, which closes the store too. Where it fails
// the store stays open.
func Open(ctx context.Context, store graph.Store, o Options) (*Store, error) {
	if o.Poll <= 0 {
		o.Poll = 500 * time.Millisecond
	}
	if o.Away <= 0 {
		o.Away = 15 * time.Minute
	}
	if o.Patience <= 0 {
		o.Patience = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{followed: followed{store}, options: o, stopped: make(chan struct{})}
	s.Relay = func(_ context.Context, question func(graph.Reader) error) error {
		now, err := s.now()
		if err != nil {
			return err
		}
		return question(now)
	}
	if err := s.readAll(ctx); err != nil {
		return nil, err
	}
	s.reached.Store(&contact{at: o.Now()})
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	go s.follow(running)
	return s, nil
}

// readPage is how many records are read at once: few enough for a server that has just been started and is slow yet.
const readPage = 2_500

// within asks the store, for as long as it may take.
func within[T any](ctx context.Context, s *Store, ask func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.Patience)
	defer cancel()
	return ask(ctx)
}

// readAll makes the image of the newest commit from all that the store holds.
func (s *Store) readAll(ctx context.Context) error {
	var commit graph.Commit
	reader, err := within(ctx, s, func(ctx context.Context) (reader graph.Reader, err error) {
		reader, commit, err = s.Store.At(ctx, graph.KnownAt{})
		return reader, err
	})
	if err != nil {
		return err
	}
	next := image.New()
	for q := (graph.RecordQuery{Limit: readPage}); ; {
		page, err := within(ctx, s, func(ctx context.Context) (graph.RecordPage, error) { return reader.Records(ctx, q) })
		if err != nil {
			return err
		}
		if next, err = next.With(graph.Batch{Nodes: page.Nodes, Relationships: page.Relationships}); err != nil {
			return err
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	return s.show(next, commit)
}

// show answers from an image from now on.
func (s *Store) show(next *image.Image, commit graph.Commit) error {
	if next.Fingerprint() != commit.Fingerprint {
		return graph.Errorf(graph.KindInternal, "the image of commit %d has the fingerprint %s, not %s", commit.Number,
			next.Fingerprint(), commit.Fingerprint)
	}
	s.current.Store(&state{next, commit, s})
	return nil
}

// follow looks for new commits until its context ends.
func (s *Store) follow(ctx context.Context) {
	defer close(s.stopped)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(s.options.Poll):
		}
		err := s.catchUp(ctx)
		if ctx.Err() != nil {
			return
		}
		last := s.reached.Load()
		if err == nil {
			s.reached.Store(&contact{at: s.options.Now()})
		} else {
			s.reached.Store(&contact{at: last.at, err: err})
		}
	}
}

// catchUp brings the image to the store's newest commit.
func (s *Store) catchUp(ctx context.Context) error {
	s.catching.Lock()
	defer s.catching.Unlock()
	newest, err := within(ctx, s, func(ctx context.Context) ([]graph.Commit, error) {
		return s.Store.Commits(ctx, graph.CommitQuery{First: 1})
	})
	if err != nil {
		return err
	}
	runs, err := within(ctx, s, func(ctx context.Context) ([]graph.LoadRun, error) {
		return s.Store.LoadRuns(ctx, graph.MaxFirst)
	})
	if err != nil {
		return err
	}
	s.runs.Store(&runs)
	now := s.current.Load()
	if len(newest) == 0 || newest[0].Number == now.commit.Number {
		return nil
	}
	var changes []graph.Change
	for q := (graph.ChangeQuery{Since: now.commit.Number, Until: newest[0].Number, Limit: graph.MaxRecords}); ; {
		page, err := within(ctx, s, func(ctx context.Context) (graph.ChangePage, error) { return s.Store.Changes(ctx, q) })
		if graph.KindOf(err) == graph.KindNotFound { // they were forgotten meanwhile
			return s.readAll(ctx)
		}
		if err != nil {
			return err
		}
		changes = append(changes, page.Changes...)
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	next, err := now.With(ledger.Redo(ledger.Net(changes)))
	if err == nil {
		err = s.show(next, newest[0])
	}
	if err != nil { // what the ledger says does not lead there: it did not know all from the beginning
		return s.readAll(ctx)
	}
	return nil
}

// now is the state from which to answer. KindUnavailable: the store has been away for too long.
func (s *Store) now() (*state, error) {
	last := s.reached.Load()
	if away := s.options.Now().Sub(last.at); last.err != nil && away > s.options.Away {
		return nil, graph.Errorf(graph.KindUnavailable, "the store has not been reached for %s, and what was read of it "+
			"may be out of date", away.Round(time.Second)).Because(last.err)
	}
	return s.current.Load(), nil
}

// Degraded says what is amiss while questions are still answered; "" where nothing is.
func (s *Store) Degraded() string {
	last := s.reached.Load()
	if last.err == nil {
		return ""
	}
	return fmt.Sprintf("the store has not been reached for %s; answers are of commit %d",
		s.options.Now().Sub(last.at).Round(time.Second), s.current.Load().commit.Number)
}

// Ready implements graph.Store: it is nil as long as questions are answered. It does not ask the store, which has been
// asked a moment ago, and may be slow to say anything.
func (s *Store) Ready(context.Context) error {
	_, err := s.now()
	return err
}

func (s *Store) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	now, err := s.now()
	if err != nil {
		return nil, graph.Commit{}, err
	}
	if known.IsZero() || known.Commit != 0 && known.Commit == now.commit.Number {
		return now, now.commit, nil
	}
	return s.Store.At(ctx, known)
}

func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	result, err := s.Store.Apply(ctx, b)
	if err == nil {
		err = s.catchUp(ctx)
	}
	return result, err
}

func (s *Store) Retract(ctx context.Context, dataset graph.ID) (graph.ApplyResult, error) {
	result, err := s.Store.Retract(ctx, dataset)
	if err == nil {
		err = s.catchUp(ctx)
	}
	return result, err
}

func (s *Store) Close() error {
	s.stop()
	<-s.stopped
	s.reached.Store(&contact{err: graph.Errorf(graph.KindUnavailable, "the store is closed")}) // reached never
	return s.Store.Close()
}

// LoadRuns implements graph.Reader: those of the last look at the store.
func (s *Store) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	if _, err := s.now(); err != nil {
		return nil, err
	}
	known := s.runs.Load()
	if known == nil || first < 1 || first > graph.MaxFirst {
		return s.Store.LoadRuns(ctx, first)
	}
	return slices.Clone((*known)[:min(first, len(*known))]), nil
}

func (s *state) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	return s.store.LoadRuns(ctx, first)
}
