package neo4jstore

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// transaction runs statements of one transaction.
type transaction struct {
	tx neo4j.ManagedTransaction
}

// rows runs a statement and reads its rows.
func (t transaction) rows(ctx context.Context, cypher string, parameters map[string]any) ([][]any, error) {
	result, err := t.tx.Run(ctx, cypher, parameters)
	if err != nil {
		return nil, err
	}
	var out [][]any
	for result.Next(ctx) {
		out = append(out, result.Record().Values)
	}
	return out, result.Err()
}

// session opens a session; its transactions see what this Store has written before.
func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.options.Database, BookmarkManager: s.bookmarks})
}

// execute runs work in one managed transaction, which the driver may try more than once.
func (s *Store) execute(ctx context.Context, mode neo4j.AccessMode, work func(context.Context, transaction) error) error {
	session := s.session(ctx, mode)
	defer session.Close(context.WithoutCancel(ctx))
	limit := s.options.ReadTimeout
	run := session.ExecuteRead
	if mode == neo4j.AccessModeWrite {
		limit, run = s.options.WriteTimeout, session.ExecuteWrite
	}
	// The server's own clock ends a transaction whose client is gone.
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, max(time.Until(deadline), 0)+time.Second)
	}
	_, err := run(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return nil, work(ctx, transaction{tx})
	}, neo4j.WithTxTimeout(limit))
	return err
}

func (s *Store) write(ctx context.Context, work func(context.Context, transaction) error) error {
	return s.execute(ctx, neo4j.AccessModeWrite, work)
}
