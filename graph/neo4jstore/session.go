package neo4jstore

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// transaction runs statements of one transaction, or each in one of its own.
type transaction struct {
	tx     neo4j.ManagedTransaction
	single *singles // nil: all in tx
}

// singles are statements that each run in a transaction of its own and tell of which commit their answer is: together
// they are an answer of one commit where all say the same.
type singles struct {
	store *Store
	at    *mark
}

// errOvertaken says that statements were answered of two commits.
var errOvertaken = errors.New("the data changed between two statements")

// table runs a statement and reads its rows.
func (t transaction) table(ctx context.Context, m marked, parameters map[string]any) ([][]any, error) {
	if t.single == nil {
		answer, err := t.rows(ctx, m.text(), parameters)
		if err != nil {
			return nil, err
		}
		rows, _, err := m.answer(answer)
		return rows, err
	}
	answer, err := t.single.store.ask(ctx, m.text(), parameters)
	if err != nil {
		return nil, err
	}
	rows, at, err := m.answer(answer)
	if err == nil && t.single.at != nil && *t.single.at != at {
		err = errOvertaken
	}
	t.single.at = &at
	return rows, err
}

// rows runs a statement and reads its rows.
func (t transaction) rows(ctx context.Context, cypher string, parameters map[string]any) ([][]any, error) {
	result, err := t.tx.Run(ctx, cypher, parameters)
	if err != nil {
		return nil, err
	}
	return all(ctx, result)
}

// row runs a statement that gives one row.
func (t transaction) row(ctx context.Context, cypher string, parameters map[string]any) ([]any, error) {
	rows, err := t.rows(ctx, cypher, parameters)
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, errDamaged
	}
	return rows[0], nil
}

func all(ctx context.Context, result neo4j.ResultWithContext) (out [][]any, err error) {
	for result.Next(ctx) {
		out = append(out, result.Record().Values)
	}
	return out, result.Err()
}

// observed tells of the statements of a transaction.
type observed struct {
	neo4j.ManagedTransaction
	observe func(cypher string, parameters map[string]any)
}

func (o observed) Run(ctx context.Context, cypher string, parameters map[string]any) (neo4j.ResultWithContext, error) {
	o.observe(cypher, parameters)
	return o.ManagedTransaction.Run(ctx, cypher, parameters)
}

// session opens a session; its transactions see what this Store has written before.
func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx,
		neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.options.Database, BookmarkManager: s.bookmarks})
}

// execute runs work in one managed transaction, which the driver may try more than once.
func (s *Store) execute(ctx context.Context, mode neo4j.AccessMode,
	work func(context.Context, transaction) error,
) error {
	session := s.session(ctx, mode)
	defer session.Close(context.WithoutCancel(ctx))
	limit := s.options.ReadTimeout
	run := session.ExecuteRead
	if mode == neo4j.AccessModeWrite {
		defer s.wrote.Add(1)
		limit, run = s.options.WriteTimeout, session.ExecuteWrite
	}
	if _, waits := ctx.Deadline(); waits && mode == neo4j.AccessModeRead && s.lost.Load() {
		if err := s.reached(ctx); err != nil {
			return err
		}
	}
	for try := 1; ; try++ {
		_, err := run(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			if s.observe != nil {
				tx = observed{tx, s.observe}
			}
			return nil, work(ctx, transaction{tx: tx})
		}, neo4j.WithTxTimeout(s.limit(ctx, limit)))
		// The driver never repeats a transaction whose commit was lost; one that only read has lost nothing.
		if mode == neo4j.AccessModeWrite || try == commitsInDoubt || ctx.Err() != nil || !lostInCommit(err) {
			s.notice(ctx, err)
			return err
		}
	}
}

// notice keeps in mind that there was no connection: the server may be gone, or only one that was idle.
func (s *Store) notice(ctx context.Context, err error) {
	if limit, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err); ok && len(limit.Errors) > 0 {
		err = limit.Errors[len(limit.Errors)-1]
	}
	if err != nil && ctx.Err() == nil && neo4j.IsConnectivityError(err) {
		s.lost.Store(true)
	}
}

// reached tells whether Neo4j, which was lost, is back. What reads against the clock is not tried again and again while
// it is not, which takes RetryTime and the pause before the last try; one attempt decides: at once where the connection
// is refused, after AcquisitionTimeout where nothing comes back. A load, which has no deadline, tries on.
func (s *Store) reached(ctx context.Context) error {
	err := s.driver.VerifyConnectivity(ctx)
	if err == nil {
		s.lost.Store(false)
	}
	return err
}

func lostInCommit(err error) bool {
	return err != nil && serverError(err) == nil && strings.Contains(err.Error(), "during commit")
}

func (s *Store) write(ctx context.Context, work func(context.Context, transaction) error) error {
	return s.execute(ctx, neo4j.AccessModeWrite, work)
}

// ask runs one statement that only reads, without the round trips of a managed transaction.
func (s *Store) ask(ctx context.Context, cypher string, parameters map[string]any) ([][]any, error) {
	if s.observe != nil {
		s.observe(cypher, parameters)
	}
	session := s.session(ctx, neo4j.AccessModeRead)
	defer session.Close(context.WithoutCancel(ctx))
	result, err := session.Run(ctx, cypher, parameters, neo4j.WithTxTimeout(s.limit(ctx, s.options.ReadTimeout)))
	var out [][]any
	if err == nil {
		out, err = all(ctx, result)
	}
	if err == nil || ctx.Err() != nil || !neo4j.IsRetryable(err) && !neo4j.IsConnectivityError(err) {
		return out, err
	}
	s.notice(ctx, err)
	err = s.execute(ctx, neo4j.AccessModeRead, func(ctx context.Context, tx transaction) (err error) {
		out, err = tx.rows(ctx, cypher, parameters)
		return err
	})
	return out, err
}

// limit is how long a transaction may take on the server, whose own clock ends one whose client is gone.
func (s *Store) limit(ctx context.Context, limit time.Duration) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, max(time.Until(deadline), 0)+time.Second)
	}
	return limit
}
