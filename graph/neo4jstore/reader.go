package neo4jstore

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
)

// reader answers questions by Cypher: of the newest commit, or of the one that it is pinned to for as long as that is
// the newest.
type reader struct {
	store   *Store
	pinned  *mark      // nil: each answer is of the commit that is the newest then
	version graph.Hash // of the commit that it is pinned to: of that what was read is remembered
}

func (r reader) call(ctx context.Context, f func(context.Context) error) error {
	return r.store.call(ctx, f)
}

// errMoved says that the commit which a reader is pinned to is no longer the newest.
var errMoved = graph.Errorf(graph.KindConflict, "the data changed while the question was answered; ask again")

// read runs work, which only reads, until its answer is of one commit. Work must begin anew each time it is called.
func (r reader) read(ctx context.Context, work func(context.Context, transaction) error) error {
	_, err := r.readMarked(ctx, work)
	return err
}

// readMarked also tells of which commit the answer is.
func (r reader) readMarked(ctx context.Context, work func(context.Context, transaction) error) (mark, error) {
	return r.attempt(ctx, func(ctx context.Context) (after mark, err error) {
		err = r.store.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
			if err = work(ctx, tx); err == nil {
				after, err = tx.mark(ctx)
			}
			return err
		})
		return after, err
	}, work)
}

// each runs work, which only reads by [transaction.table], with a round trip for each statement and none beside them.
func (r reader) each(ctx context.Context, work func(context.Context, transaction) error) error {
	_, err := r.attempt(ctx, func(ctx context.Context) (after mark, err error) {
		single := &singles{store: r.store}
		err = work(ctx, transaction{single: single})
		if errors.Is(err, errOvertaken) {
			err = nil
		}
		if single.at != nil {
			after = *single.at
		} else if err == nil {
			after, err = r.store.readMark(ctx)
		}
		return after, err
	}, work)
	return err
}

// one asks a question of one statement in one round trip.
func (r reader) one(ctx context.Context, st marked, parameters map[string]any) (rows [][]any, err error) {
	_, err = r.attempt(ctx, func(ctx context.Context) (after mark, err error) {
		rows, err = r.store.ask(ctx, st.text(), parameters)
		if err == nil {
			rows, after, err = st.answer(rows)
		}
		return after, err
	}, func(ctx context.Context, tx transaction) error {
		rows, err = tx.rows(ctx, st.text(), parameters)
		if err == nil {
			rows, _, err = st.answer(rows)
		}
		return err
	})
	return rows, err
}

// attempt tries to read until the mark is the same before and after; at last it keeps the writers out.
func (r reader) attempt(ctx context.Context, try func(context.Context) (after mark, err error),
	locked func(context.Context, transaction) error,
) (mark, error) {
	s := r.store
	before := s.seen.Load()
	if r.pinned != nil {
		before = r.pinned
	}
	for n := range optimisticReads {
		if before == nil || !before.settled() {
			fresh, err := s.settledMark(ctx, n)
			if err != nil {
				return mark{}, err
			}
			if before = &fresh; !before.settled() {
				continue
			}
		}
		if r.pinned != nil && *before != *r.pinned {
			return mark{}, errMoved
		}
		after, err := try(ctx)
		fault := err
		if errors.Is(err, errStopped) { // its connection went with its time
			after, err = s.readMark(ctx)
		} else if graph.KindOf(s.fault(ctx, err)) == graph.KindInternal {
			// Perhaps it met what a commit was taking away: Neo4j cannot load that, or loads it in part.
			if after, err = s.readMark(ctx); err == nil && after == *before {
				return mark{}, fault
			}
		}
		if err != nil {
			return mark{}, err
		}
		s.seen.Store(&after)
		if after == *before {
			s.confirm(after)
			return after, nil
		}
		before = &after
	}
	return r.readLocked(ctx, locked)
}

// readLocked keeps writers out while it reads.
func (r reader) readLocked(ctx context.Context, work func(context.Context, transaction) error) (now mark, err error) {
	for {
		err = r.store.write(ctx, func(ctx context.Context, tx transaction) error {
			h, err := tx.lock(ctx, cypherKeepOut, nil)
			if err != nil {
				return err
			}
			if now, err = tx.mark(ctx); err != nil {
				return err
			}
			if !now.settled() {
				now.announced = now.head
				if _, err := tx.rows(ctx, cypherAnnounce, map[string]any{"number": h.number}); err != nil {
					return err
				}
			}
			if r.pinned != nil && now != *r.pinned {
				return errMoved
			}
			return work(ctx, tx)
		})
		var begun *begunError
		switch {
		case errors.Is(err, errStopped):
			return now, nil
		case !errors.As(err, &begun):
			return now, err
		}
		if err := r.store.awaitPublication(ctx); err != nil {
			return now, err
		}
	}
}

// pinned is a reader of one commit. While that is the newest, Neo4j answers; afterwards a copy in memory does, from
// which the later commits have been taken back.
type pinned struct {
	graph.Relay
	live  reader
	moved atomic.Bool
	ahead foreseen
}

// Expand implements graph.Reader.
func (p *pinned) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if ctx.Err() == nil {
		if pages := p.ahead.take(ids, &q); pages != nil {
			return pages, nil
		}
	}
	return p.Relay.Expand(ctx, ids, q)
}

// LoadRuns implements graph.Reader: runs are seen as they are, of whatever commit the rest is.
func (p *pinned) LoadRuns(ctx context.Context, first int) ([]graph.LoadRun, error) {
	return p.live.store.LoadRuns(ctx, first)
}

// pin makes the reader of a commit that is the newest.
func (s *Store) pin(m mark, commit graph.Commit) graph.Reader {
	p := &pinned{live: reader{s, &m, commit.Fingerprint}}
	p.Relay = func(ctx context.Context, question func(graph.Reader) error) error {
		if !p.moved.Load() {
			if err := question(p.live); !errors.Is(err, errMoved) {
				return err
			}
			p.moved.Store(true)
		}
		var past graph.Reader
		err := s.call(ctx, func(ctx context.Context) (err error) {
			past, err = s.past.at(ctx, commit.Number)
			return err
		})
		if graph.KindOf(err) == graph.KindLimitExceeded {
			return errMoved
		}
		if err != nil {
			return err
		}
		return question(past)
	}
	return p
}
