package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
)

// loadProcess starts a load of the bundled dataset in small batches as a process of its own.
func loadProcess(t *testing.T, store, batch string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "load", "curated", "--batch-size", batch, "--store", store)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// killed starts loads and kills each when its moment has come, then loads to the end. It returns how many records were
// there after each kill.
func killed(t *testing.T, store, batch string, moments []func(), records func() int) (left []int) {
	t.Helper()
	for _, moment := range moments {
		cmd := loadProcess(t, store, batch)
		moment()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		left = append(left, records())
	}
	entente(t, "load", "curated", "--batch-size", batch, "--store", store).want(t, 0)
	entente(t, "check", "--store", store).want(t, 0, " 0 faults")
	return left
}

func count(t *testing.T, store graph.Reader) int {
	t.Helper()
	stats, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range stats.Datasets {
		n += d.NodeRecords + d.Relationships
	}
	return n
}

func TestALoadKilledAtAnyMomentEndsInTheSameGraph(t *testing.T) {
	whole := kept(t)
	entente(t, "load", "curated", whole).want(t, 0)
	want := printOf(t, whole)
	began := time.Now()
	cmd := loadProcess(t, "file:"+filepath.Join(t.TempDir(), "timed.db"), "200")
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	var moments []func() // any must do, so it does not matter that they are not exact
	for _, share := range []int{30, 60, 80, 95} {
		moments = append(moments, func() { time.Sleep(took * time.Duration(share) / 100) })
	}
	t.Run("kept in a file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "e.db")
		left := killed(t, "file:"+path, "200", moments, func() int {
			store, err := memstore.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = store.Close() }()
			return count(t, store)
		})
		t.Logf("records after each kill: %v", left)
		if got := printOf(t, "--store=file:"+path); got != want {
			t.Errorf("fingerprint %s, want %s", got, want)
		}
		store, err := memstore.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = store.Close() }()
		for _, n := range left {
			if whole := count(t, store); n != 0 && n != whole {
				t.Errorf("%d of %d records are seen of a load that was killed", n, whole)
			}
		}
		commits, err := store.Commits(t.Context(), graph.CommitQuery{First: graph.MaxFirst})
		if err != nil || len(commits) != 1 || commits[0].Kind != graph.CommitLoad {
			t.Errorf("commits %+v, %v; want one", commits, err)
		}
	})
	t.Run("in Neo4j", func(t *testing.T) {
		url := neo4jtest.URL(t)
		neo4jtest.Clean(t)
		store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = store.Close() }()
		gathered := func(n int) func() {
			return func() {
				for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
					if runs, err := store.LoadRuns(t.Context(), 1); err == nil && len(runs) == 1 && runs[0].Position >= n {
						return
					}
				}
			}
		}
		left := killed(t, url, "500", []func(){gathered(1), gathered(1500)}, func() int { return count(t, store) })
		t.Logf("records after each kill: %v", left)
		whole := count(t, store)
		if got := printOf(t, "--store="+url); got != want || left[0] != 0 || left[1] != 0 && left[1] != whole {
			t.Errorf("fingerprint %s, want %s, after kills at %v of %d records", got, want, left, whole)
		}
		commits, err := store.Commits(t.Context(), graph.CommitQuery{First: graph.MaxFirst})
		if err != nil || len(commits) != 1 || commits[0].Kind != graph.CommitLoad {
			t.Errorf("commits %+v, %v; want one", commits, err)
		}
	})
}
