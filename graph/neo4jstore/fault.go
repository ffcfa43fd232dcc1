package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
)

var errNotReady = errors.New("no answer in time")

// fault translates an error of the driver. The context is asked first: the driver reports one that has ended as a
// connection that was lost.
func (s *Store) fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var known *graph.Error
	if errors.As(err, &known) {
		return known
	}
	if ended := ctx.Err(); ended != nil {
		err = errors.Join(ended, err)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return graph.Errorf(graph.KindCanceled, "the caller gave up").Because(err)
	case errors.Is(err, context.DeadlineExceeded):
		return graph.Errorf(graph.KindTimeout, "Neo4j did not answer within the deadline").Because(err)
	}
	if server := serverError(err); server != nil {
		return s.serverFault(server, err)
	}
	if neo4j.IsConnectivityError(err) || neo4j.IsTransactionExecutionLimit(err) || neo4j.IsRetryable(err) ||
		isConnection(err) {
		return s.unreachable(err)
	}
	return graph.Errorf(graph.KindInternal, "Neo4j").Because(err)
}

func (s *Store) unreachable(err error) error {
	return graph.Errorf(graph.KindUnavailable, "Neo4j cannot be reached: check that it is running, the host and the "+
		"port, and whether the scheme asks for TLS").
		Because(s.at(err))
}

// at adds where Neo4j is and who asks to the private cause of an error: strangers are not told.
func (s *Store) at(err error) error {
	return fmt.Errorf("%s, user %q, database %q: %w", s.options.URL, s.options.Username, s.options.Database, err)
}

func (s *Store) serverFault(server *neo4j.Neo4jError, err error) error {
	unavailable := func(message string) error {
		return graph.Errorf(graph.KindUnavailable, "%s", message).Because(s.at(err))
	}
	code := strings.TrimPrefix(server.Code, "Neo.")
	switch {
	case code == "ClientError.Security.CredentialsExpired":
		return unavailable("Neo4j wants the user to change the initial password first")
	case code == "ClientError.Security.AuthenticationRateLimit":
		return unavailable("Neo4j refuses the user for a few seconds after too many wrong passwords")
	case strings.HasPrefix(code, "ClientError.Security."):
		return unavailable("Neo4j refuses the user: check username and password")
	case code == "ClientError.Database.DatabaseNotFound":
		return unavailable("Neo4j has no database of this name; Community edition has one, named neo4j")
	case strings.HasPrefix(code, "ClientError.Transaction.TransactionTimedOut"),
		strings.HasPrefix(code, "ClientError.Transaction.LockClientStopped"),
		strings.HasPrefix(code, "TransientError.Transaction.LockClientStopped"),
		strings.HasPrefix(code, "TransientError.Transaction.LockAcquisitionTimeout"):
		return graph.Errorf(graph.KindTimeout, "Neo4j did not finish within the transaction's time").Because(err)
	case code == "TransientError.General.MemoryPoolOutOfMemoryError":
		return graph.Errorf(graph.KindLimitExceeded, "Neo4j has not enough memory for this; ask for less at once, or raise "+
			"its memory settings").Because(err)
	case strings.HasPrefix(code, "TransientError."), strings.HasPrefix(code, "ClientError.Cluster."),
		strings.HasPrefix(code, "DatabaseError.General.") && strings.Contains(server.Msg, "shut"):
		return unavailable("Neo4j cannot answer at the moment: try again")
	case strings.HasPrefix(code, "ClientError.Transaction.Terminated"):
		return unavailable("Neo4j ended the transaction: try again")
	}
	return graph.Errorf(graph.KindInternal, "Neo4j refused a statement").Because(err)
}

// serverError is what the server said, the last time where the driver tried several times.
func serverError(err error) *neo4j.Neo4jError {
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		return serverError(limit.Errors[len(limit.Errors)-1])
	}
	var server *neo4j.Neo4jError
	if errors.As(err, &server) {
		return server
	}
	var expired *neo4j.TokenExpiredError
	if errors.As(err, &expired) {
		return &neo4j.Neo4jError{Code: expired.Code, Msg: expired.Message}
	}
	return nil
}

// isConnection recognises faults of a connection that the driver hands out in types of its internal packages.
func isConnection(err error) bool {
	text := err.Error()
	signs := []string{"connection", "EOF", "routing table", "broken pipe", "dial ", "i/o timeout", "TlsError", "acquire"}
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}
