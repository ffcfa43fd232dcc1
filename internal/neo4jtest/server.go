package neo4jtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A Server is a running Neo4j that tests may take down. It keeps its address and its data over Stop, Kill and Start.
// It is not safe for concurrent use.
type Server struct {
	url     string
	engine  engine
	running bool
}

// engine is a way of running Neo4j. start returns when the process is there, not when it answers.
type engine interface {
	start(ctx context.Context) error
	stop(ctx context.Context) error
	kill(ctx context.Context) error
	close(ctx context.Context) error
}

// URL names the server, with credentials, whether it runs or not.
func (s *Server) URL() string { return s.url }

// Start brings the server up again and returns when it answers.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	// Not t.Context(), which is over when Cleanup functions run.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := s.engine.start(ctx); err != nil {
		t.Fatalf("start Neo4j again: %v", err)
	}
	if err := waitUntilReady(ctx, s.url); err != nil {
		t.Fatalf("start Neo4j again: %v", err)
	}
	s.running = true
}

// Stop ends the server in good order: it finishes what it is writing and closes its connections.
func (s *Server) Stop(t testing.TB) { t.Helper(); s.end(t, "stop", s.engine.stop) }

// Kill ends the server at once (SIGKILL), as a power cut would.
func (s *Server) Kill(t testing.TB) { t.Helper(); s.end(t, "kill", s.engine.kill) }

func (s *Server) end(t testing.TB, verb string, how func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s.running = false
	if err := how(ctx); err != nil {
		t.Fatalf("%s Neo4j: %v", verb, err)
	}
}

// start tries a container, then a process.
func start(ctx context.Context) (*Server, error) {
	var tried []string
	var broken []error
	for _, way := range []struct {
		name string
		open func(context.Context) (*Server, error)
	}{{"container", startContainer}, {"process", startProcess}} {
		server, err := way.open(ctx)
		if err == nil {
			server.running = true
			return server, nil
		}
		tried = append(tried, way.name+": "+err.Error())
		var none *notHere
		if !errors.As(err, &none) {
			fmt.Fprintf(os.Stderr, "neo4jtest: no Neo4j as a %s: %v\n", way.name, err)
			broken = append(broken, fmt.Errorf("no Neo4j as a %s: %w", way.name, err))
			continue
		}
		tried[len(tried)-1] = way.name + ": " + none.tried[0]
	}
	if len(broken) > 0 && os.Getenv("REQUIRE_NEO4J") == "1" {
		return nil, errors.Join(broken...)
	}
	return nil, &notHere{tried: tried}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func address(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }

// lastWords makes an error of the last lines of a server's log.
func lastWords(log io.Reader) error {
	var lines []string
	for scanner := bufio.NewScanner(log); scanner.Scan(); {
		if lines = append(lines, scanner.Text()); len(lines) > 10 {
			lines = lines[1:]
		}
	}
	return errors.New("Neo4j wrote:\n" + strings.Join(lines, "\n"))
}
