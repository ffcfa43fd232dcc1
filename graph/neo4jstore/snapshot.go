package neo4jstore

import (
	"context"
	"errors"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
)

// A commit of Neo4j becomes visible piece by piece, and a transaction sees what others commit while it runs. So a writer
// announces its commit just before it (on a node of its own, in a transaction of its own), and its transaction carries
// the same number. An answer is of one state where both numbers were equal, and the same, before and after: a sequence
// lock over the database. A reader who is overtaken again and again takes the writers' lock for once; that also clears
// the announcement of a writer who died.
type mark struct {
	version   int64 // of the last commit that is there in full
	announced int64 // of the last commit that was begun
}

func (m mark) settled() bool { return m.version == m.announced }

const cypherMark = `MATCH (s:EntenteStore {id: 'store'})
MATCH (c:EntenteCommit {id: 'commit'})
RETURN s.version, c.announced`

const cypherAnnounce = `MATCH (c:EntenteCommit {id: 'commit'})
SET c.announced = $version
RETURN c.announced`

// cypherLock makes this transaction the only writer; the token tells afterwards whose commit was the last.
const cypherLock = `MATCH (s:EntenteStore {id: 'store'})
SET s.lock = $token
RETURN s.lock`

// cypherKeepOut makes this transaction, a reader's, wait for the writer and keeps others out.
const cypherKeepOut = `MATCH (s:EntenteStore {id: 'store'})
SET s.asked = true
RETURN s.asked`

const (
	optimisticReads = 5
	commitPause     = 2 * time.Millisecond
)

// read runs work, which only reads, until its answer is of one state. Work must begin anew each time it is called.
func (s *Store) read(ctx context.Context, work func(context.Context, transaction) error) error {
	before := s.seen.Load()
	for try := range optimisticReads {
		if before == nil || !before.settled() {
			fresh, err := s.readMark(ctx)
			if err != nil {
				return err
			}
			if before = &fresh; !fresh.settled() {
				if err := pause(ctx, commitPause<<try); err != nil {
					return err
				}
				continue
			}
		}
		var after mark
		err := s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
			if err = work(ctx, tx); err == nil {
				after, err = tx.mark(ctx)
			}
			return err
		})
		fault := err
		if errors.Is(err, errStopped) { // its connection went with its time
			after, err = s.readMark(ctx)
		} else if graph.KindOf(s.fault(ctx, err)) == graph.KindInternal {
			// Perhaps it met what a commit was taking away: Neo4j cannot load that, or loads it in part.
			if after, err = s.readMark(ctx); err == nil && after == *before {
				return fault
			}
		}
		if err != nil {
			return err
		}
		s.seen.Store(&after)
		if after == *before {
			return nil
		}
		before = &after
	}
	return s.readLocked(ctx, work)
}

// readLocked keeps writers out while it reads.
func (s *Store) readLocked(ctx context.Context, work func(context.Context, transaction) error) error {
	err := s.write(ctx, func(ctx context.Context, tx transaction) error {
		if _, err := tx.rows(ctx, cypherKeepOut, nil); err != nil {
			return err
		}
		now, err := tx.mark(ctx)
		if err != nil {
			return err
		}
		if !now.settled() {
			if _, err := tx.rows(ctx, cypherAnnounce, map[string]any{"version": now.version}); err != nil {
				return err
			}
		}
		return work(ctx, tx)
	})
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

func (s *Store) readMark(ctx context.Context) (m mark, err error) {
	err = s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
		m, err = tx.mark(ctx)
		return err
	})
	return m, err
}

func (t transaction) mark(ctx context.Context) (mark, error) {
	rows, err := t.rows(ctx, cypherMark, nil)
	if err != nil {
		return mark{}, err
	}
	if len(rows) != 1 {
		return mark{}, errDamaged
	}
	return mark{integer(rows[0][0]), integer(rows[0][1])}, nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
