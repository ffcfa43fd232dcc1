package main

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// TestAServerKilledWhileItPublishes kills servers that bring the bundled dataset into an empty store, at any moment
// from their start to their first answer. What they answer is of the whole dataset, and what they leave is all of it or
// nothing. With PROOF=long five times as many are killed.
func TestAServerKilledWhileItPublishes(t *testing.T) {
	many := 1
	if os.Getenv("PROOF") == "long" {
		many = 5
	}
	whole := kept(t)
	entente(t, "load", "curated", whole).want(t, 0)
	want := printOf(t, whole)
	t.Run("kept in a file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "e.db")
		serversKilled(t, "file:"+path, want, 4*many, func() graph.Store {
			store, err := memstore.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			return store
		})
	})
	t.Run("in Neo4j, with an image", func(t *testing.T) {
		url := neo4jtest.URL(t)
		neo4jtest.Clean(t)
		serversKilled(t, url, want, 2*many, func() graph.Store {
			store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			return store
		}, "--image", "on")
	})
}

func serversKilled(t *testing.T, store, want string, deaths int, open func() graph.Store, args ...string) {
	t.Helper()
	took := 5 * time.Second // at the first time; after that what the longest life was
	for range deaths {
		s := startServer(t, append([]string{"--store", store}, args...)...)
		died := time.After(rand.N(took))
		began := time.Now()
		for alive := true; alive; {
			select {
			case <-died:
				alive = false
			case <-time.After(5 * time.Millisecond):
				if version := s.version(); version != "" {
					if version != want {
						t.Errorf("an answer of %s, want %s", version, want)
					}
					took, alive = time.Since(began), false
				}
			}
		}
		s.kill()
		left := open()
		stats, err := left.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := stats.Fingerprint.String(); got != want && got != (graph.Hash{}).String() {
			t.Errorf("a server that was killed leaves %s, want %s or nothing", got, want)
		}
		if err := left.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := startServer(t, append([]string{"--store", store}, args...)...)
	for deadline := time.Now().Add(2 * time.Minute); s.version() == ""; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no server comes up any more")
		}
	}
	s.kill()
	entente(t, "check", "--store", store).want(t, 0, want, " 0 faults")
}

// server is one in a process of its own.
type server struct {
	cmd *exec.Cmd
	url string
}

func startServer(t *testing.T, args ...string) *server {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error"}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: cmd}
	t.Cleanup(s.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if s.url = regexp.MustCompile(`http://[0-9.:]+`).FindString(line); err != nil || s.url == "" {
		t.Fatalf("the server says %q, %v", line, err)
	}
	return s
}

func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// version is the data version of an answer; empty where there is none yet.
func (s *server) version() string {
	response, err := http.Post(s.url+"/graphql", "application/json", strings.NewReader(`{"query":"{ node(id: \"state:PRK\") { id } }"}`))
	if err != nil {
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Data       struct{ Node *struct{ ID string } }
		Extensions struct{ Entente struct{ DataVersion string } }
	}
	if json.NewDecoder(response.Body).Decode(&answer) != nil || answer.Data.Node == nil {
		return ""
	}
	return answer.Extensions.Entente.DataVersion
}
