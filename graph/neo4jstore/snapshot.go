package neo4jstore

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// A commit of Neo4j becomes visible piece by piece, and a transaction sees what others commit while it runs. So a
// writer announces its commit just before it (on a node of its own, in a transaction of its own), and its transaction
// carries the same number. An answer is of one state where both numbers were equal, and the same, before and after: a
// sequence lock over the database. A reader who is overtaken again and again takes the writers' lock for once; that
// also clears the announcement of a writer who died.
type mark struct {
	head       int64 // number of the last commit that is there in full
	announced  int64 // of the last commit that was begun
	publishing bool  // a commit that takes several transactions has begun
}

func (m mark) settled() bool { return m.head == m.announced && !m.publishing }

const cypherAnnounce = `MATCH (a:EntenteAnnouncement {id: 'announcement'})
SET a.number = $number
RETURN a.number`

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

// settledMark reads the mark; where a commit is being made it waits a little, where a large one is being published
// until that is done.
func (s *Store) settledMark(ctx context.Context, try int) (mark, error) {
	m, err := s.readMark(ctx)
	if err != nil || m.settled() {
		return m, err
	}
	if m.publishing {
		return m, s.awaitPublication(ctx)
	}
	return m, pause(ctx, commitPause<<try)
}

func (s *Store) readMark(ctx context.Context) (m mark, err error) {
	err = s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
		m, err = tx.mark(ctx)
		return err
	})
	return m, err
}

func (t transaction) mark(ctx context.Context) (mark, error) {
	row, err := t.row(ctx, cypherMark, nil)
	if err != nil {
		return mark{}, err
	}
	return mark{integer(row[0]), integer(row[1]), row[2] == true}, nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
