package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

func serverURL(address string) string {
	return (&url.URL{Scheme: "neo4j", User: url.UserPassword(username, password), Host: address}).String()
}

// connect opens a driver for a URL that carries its credentials.
func connect(rawURL string) (neo4j.DriverWithContext, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("Neo4j URL: %w", err)
	}
	auth := neo4j.NoAuth()
	if u.User != nil {
		secret, _ := u.User.Password()
		auth = neo4j.BasicAuth(u.User.Username(), secret, "")
	}
	u.User = nil
	return neo4j.NewDriverWithContext(u.String(), auth, func(c *config.Config) {
		c.SocketConnectTimeout = 2 * time.Second
		c.ConnectionAcquisitionTimeout = 5 * time.Second
		c.MaxTransactionRetryTime = 5 * time.Second
		c.TelemetryDisabled = true
	})
}

// waitUntilReady returns when the server answers a query, when it refuses the password, for it bars a user who tries
// on, or when ctx is over with the last reason.
func waitUntilReady(ctx context.Context, rawURL string) error {
	err := insist(ctx, rawURL, "neo4j", "RETURN 1", nil, (*neo4j.Neo4jError).IsAuthenticationFailed)
	if refused, ok := errors.AsType[*neo4j.Neo4jError](err); ok && refused.IsAuthenticationFailed() {
		return fmt.Errorf("Neo4j refuses the user and password: %w", err)
	}
	return err
}

// insist asks until there is an answer, or an error of the server's that is final.
func insist(ctx context.Context, rawURL, database, query string, parameters map[string]any,
	final func(*neo4j.Neo4jError) bool,
) error {
	driver, err := connect(rawURL)
	if err != nil {
		return err
	}
	defer driver.Close(context.WithoutCancel(ctx))
	for {
		_, err = neo4j.ExecuteQuery(ctx, driver, query, parameters, neo4j.EagerResultTransformer,
			neo4j.ExecuteQueryWithDatabase(database))
		if refused, ok := errors.AsType[*neo4j.Neo4jError](err); err == nil || ok && final(refused) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("Neo4j does not answer: %w", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// wipe empties a database of data and schema; the two look-up indexes that every database has stay.
func wipe(ctx context.Context, rawURL string) error {
	driver, err := connect(rawURL)
	if err != nil {
		return err
	}
	defer driver.Close(context.WithoutCancel(ctx))
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(context.WithoutCancel(ctx))

	// Auto-commit, because batches inside a statement need it. Relationships go first: those of some states alone would
	// outgrow the heap if they went with their node.
	for _, statement := range []string{
		"MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
		"MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS",
	} {
		if err := run(ctx, session, statement, nil); err != nil {
			return err
		}
	}
	for _, schema := range []struct{ show, drop string }{
		{"SHOW CONSTRAINTS YIELD name RETURN name", "DROP CONSTRAINT $name IF EXISTS"},
		{"SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name", "DROP INDEX $name IF EXISTS"},
	} {
		result, err := session.Run(ctx, schema.show, nil)
		if err != nil {
			return err
		}
		rows, err := result.Collect(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := run(ctx, session, schema.drop, map[string]any{"name": row.Values[0]}); err != nil {
				return err
			}
		}
	}
	return nil
}

func run(ctx context.Context, session neo4j.SessionWithContext, query string, parameters map[string]any) error {
	result, err := session.Run(ctx, query, parameters)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

// waitUntilFirstReady replaces the password of a fresh server, which answers nothing else before that.
func waitUntilFirstReady(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	fresh := (&url.URL{Scheme: "bolt", User: url.UserPassword("neo4j", "neo4j"), Host: address}).String()
	err := insist(ctx, fresh, "system", "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password",
		map[string]any{"password": password}, func(*neo4j.Neo4jError) bool { return true })
	if err != nil {
		return err
	}
	return waitUntilReady(ctx, serverURL(address))
}
