package neo4jtest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// external is a server that someone else runs; all that this process has of it is its turn.
type external struct{ turn *bbolt.DB }

// attach waits for this process's turn at NEO4J_TEST_URI and empties it.
func attach(ctx context.Context) (*Server, error) {
	u, err := url.Parse(os.Getenv("NEO4J_TEST_URI"))
	if err != nil {
		return nil, fmt.Errorf("NEO4J_TEST_URI: %w", err)
	}
	if u.User == nil && os.Getenv("NEO4J_PASSWORD") != "" {
		u.User = url.UserPassword(cmp.Or(os.Getenv("NEO4J_USERNAME"), "neo4j"), os.Getenv("NEO4J_PASSWORD"))
	}
	turn, err := lock(filepath.Join(os.TempDir(), fmt.Sprintf("entente-neo4j-%x.lock", sha256.Sum256([]byte(u.Host)))))
	if err != nil {
		return nil, fmt.Errorf("NEO4J_TEST_URI: another test process holds it: %w", err)
	}
	server := &Server{url: u.String(), engine: external{turn}, running: true}
	ready, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if err := waitUntilReady(ready, server.url); err != nil {
		turn.Close()
		return nil, fmt.Errorf("NEO4J_TEST_URI: %w", err)
	}
	if err := wipe(ctx, server.url); err != nil {
		turn.Close()
		return nil, fmt.Errorf("NEO4J_TEST_URI: empty it: %w", err)
	}
	return server, nil
}

// lock takes the file for this process and gives it up when the process ends, however it ends. An empty bbolt file is
// the lock, because bbolt's own works on every system that the project builds on.
func lock(path string) (*bbolt.DB, error) {
	return bbolt.Open(path, 0o600, &bbolt.Options{Timeout: startLimit})
}

func (e external) close(context.Context) error { return e.turn.Close() }

func (external) start(context.Context) error { return errNotOurs }
func (external) stop(context.Context) error  { return errNotOurs }
func (external) kill(context.Context) error  { return errNotOurs }

var errNotOurs = fmt.Errorf("the server of NEO4J_TEST_URI is not this process's to control")
