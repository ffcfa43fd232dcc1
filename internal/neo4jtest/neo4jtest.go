package neo4jtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	version  = "5.26.20"
	username = "neo4j"
	password = "entente-test"

	// startLimit bounds everything up to the first answer; the first run on a machine fetches an image or jars.
	startLimit = 20 * time.Minute
)

// process is what this test process holds: at most one server from the environment and one that it started itself.
var process struct {
	sync.Mutex
	isMain   bool
	external outcome
	started  outcome
}

type outcome struct {
	tried  bool
	server *Server
	err    error
}

// Main runs the tests of a package, stops what they started and exits the process.
func Main(m *testing.M) {
	process.Lock()
	process.isMain = true
	process.Unlock()
	code := m.Run()
	if err := shutDown(); err != nil {
		fmt.Fprintln(os.Stderr, "neo4jtest:", err)
		code = cmp.Or(code, 1)
	}
	os.Exit(code)
}

func shutDown() error {
	process.Lock()
	defer process.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var errs []error
	for _, o := range []outcome{process.started, process.external} {
		if o.server != nil {
			errs = append(errs, o.server.engine.close(ctx))
		}
	}
	return errors.Join(errs...)
}

// URL returns a neo4j:// URL with credentials. The database is empty when the process asks for the first time; after
// that it holds what the tests before left, so a test that needs an empty one calls Clean. Without a Neo4j the test is
// skipped, or fails under REQUIRE_NEO4J=1.
func URL(t testing.TB) string {
	t.Helper()
	return shared(t).url
}

// Clean deletes every node, relationship, constraint and index of the database that URL names.
func Clean(t testing.TB) {
	t.Helper()
	server := shared(t)
	if err := wipe(t.Context(), server.url); err != nil {
		t.Fatalf("clean the test database: %v", err)
	}
}

// Control returns a server that this process started, to be stopped, killed and started again by a test of faults. It
// is the one behind URL unless that comes from NEO4J_TEST_URI. The test's end starts it again if it is down.
func Control(t testing.TB) *Server {
	t.Helper()
	server := resolve(t, &process.started, start)
	t.Cleanup(func() {
		if !server.running {
			server.Start(t)
		}
	})
	return server
}

func shared(t testing.TB) *Server {
	t.Helper()
	if os.Getenv("NEO4J_TEST_URI") != "" {
		return resolve(t, &process.external, attach)
	}
	return resolve(t, &process.started, start)
}

// resolve starts a server once per process; later callers get the same server or the same reason.
func resolve(t testing.TB, o *outcome, open func(context.Context) (*Server, error)) *Server {
	t.Helper()
	process.Lock()
	defer process.Unlock()
	if !process.isMain {
		t.Fatal("neo4jtest: the package needs `func TestMain(m *testing.M) { neo4jtest.Main(m) }`, which stops the server at the end")
	}
	if !o.tried {
		ctx, cancel := context.WithTimeout(context.Background(), startLimit)
		defer cancel()
		o.tried = true
		o.server, o.err = open(ctx)
	}
	if o.err == nil {
		return o.server
	}
	if none, ok := errors.AsType[*notHere](o.err); ok && os.Getenv("REQUIRE_NEO4J") != "1" {
		t.Skip(none.Error())
	}
	t.Fatal(o.err)
	return nil
}

// notHere says that this machine has no Neo4j to offer, which is no fault of the code under test.
type notHere struct{ tried []string }

func (e *notHere) Error() string {
	return "needs a Neo4j: set NEO4J_TEST_URI, or start Docker, or install Java 17 and Maven (" + strings.Join(e.tried, "; ") + ")"
}
