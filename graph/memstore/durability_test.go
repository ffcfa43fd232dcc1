package memstore_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// The test binary itself is the other process: with this variable it opens the file and writes batch after batch.
const writerVariable = "ENTENTE_TEST_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerVariable); path != "" {
		if err := writeForever(path); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

const perBatch = 30

// writeForever writes batches and says the number of each once Apply has returned.
func writeForever(path string) error {
	s, err := memstore.Open(path)
	if err != nil {
		return err
	}
	runs, err := s.LoadRuns(bareContext, 1)
	if err != nil {
		return err
	}
	next := 0
	if len(runs) > 0 {
		next = runs[0].Position
	}
	fmt.Println("open", os.Getpid())
	for n := next; ; n++ {
		if _, err := s.Apply(bareContext, numbered(n)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// perRun is how many batches a run has: all but the last one are gathered.
const perRun = 4

// numbered is a batch that can be told from its number; batch n removes a third of what batch n-1 brought.
func numbered(n int) graph.Batch {
	run := n / perRun
	b := graph.Batch{Run: &graph.LoadRun{
		ID: fmt.Sprint("run ", run), Dataset: "dataset:d", Started: time.Unix(int64(run), 0).UTC(), Position: n + 1,
		Status: graph.LoadRunning,
	}}
	if n%perRun == perRun-1 {
		b.Run.Status = graph.LoadFinished
	}
	for i := range perBatch {
		state := &graph.State{}
		state.ID, state.Name = graph.ID(fmt.Sprintf("state:B%dN%d", n, i)), fmt.Sprintf("State %d of batch %d", i, n)
		r := graph.NewNodeRecord(state)
		r.Dataset = "dataset:d"
		b.Nodes = append(b.Nodes, r)
		borders := &graph.Borders{}
		borders.FromID, borders.ToID, borders.DatasetID = state.ID, graph.ID(fmt.Sprintf("state:B%dN0", n)), "dataset:d"
		link := graph.NewRelationshipRecord(borders, "")
		b.Relationships = append(b.Relationships, link)
		if n > 0 && i%3 == 1 {
			gone := link
			gone.From, gone.To = graph.ID(fmt.Sprintf("state:B%dN%d", n-1, i)), graph.ID(fmt.Sprintf("state:B%dN0", n-1))
			b.RemoveRelationships = append(b.RemoveRelationships, gone.ID())
		}
	}
	return b
}

func startWriter(t *testing.T, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), writerVariable+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "open ") {
		t.Fatalf("the writer did not start: %q", lines.Text())
	}
	return cmd, lines
}

func TestWhatWasAcknowledgedSurvivesKill9AndNothingIsHalfWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	written := 0 // batches, as the file says after the last death
	for range 10 {
		cmd, lines := startWriter(t, path)
		acknowledged := written
		for range rand.IntN(9) {
			if !lines.Scan() {
				t.Fatal("the writer ended by itself")
			}
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatalf("the writer says %q", lines.Text())
			}
			acknowledged = n + 1
		}
		time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond) // so that it dies at any point of a batch
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		s, err := memstore.Open(path)
		if err != nil {
			t.Fatalf("after kill -9: %v", err)
		}
		runs, err := s.LoadRuns(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		written = 0
		if len(runs) > 0 {
			written = runs[0].Position
		}
		if written < acknowledged {
			t.Errorf("%d batches were acknowledged, %d are there", acknowledged, written)
		}
		whole := memstore.New()
		for n := range written {
			if _, err := whole.Apply(t.Context(), numbered(n)); err != nil {
				t.Fatal(err)
			}
		}
		same := func() {
			t.Helper()
			got, want := stats(t, s), stats(t, whole)
			if got.Fingerprint != want.Fingerprint || got.Relationships[graph.BordersType] != want.Relationships[graph.BordersType] {
				t.Errorf("after %d batches: %v, want %v", written, got, want)
			}
			commits, err := s.Commits(t.Context(), graph.CommitQuery{First: graph.MaxFirst})
			if err != nil || len(commits) != written/perRun {
				t.Errorf("after %d batches: %d commits, %v", written, len(commits), err)
			}
		}
		same()
		if rand.IntN(2) == 0 { // what was gathered before the death goes on
			for ; written%perRun != 0; written++ {
				for _, to := range []graph.Store{s, whole} {
					if _, err := to.Apply(t.Context(), numbered(written)); err != nil {
						t.Fatal(err)
					}
				}
			}
			same()
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASecondProcessIsToldWhoHasTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	cmd, _ := startWriter(t, path)
	s, err := memstore.Open(path)
	if err == nil {
		_ = s.Close()
		t.Fatal("two processes have the file open")
	}
	host, _ := os.Hostname()
	want := fmt.Sprintf("(process %d on %s", cmd.Process.Pid, host)
	if graph.KindOf(err) != graph.KindConflict || !strings.Contains(err.Error(), "in use by ") || !strings.Contains(err.Error(), want) {
		t.Errorf("error %q of kind %s; want kind CONFLICT with %q", err, graph.KindOf(err), want)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if s, err = memstore.Open(path); err != nil {
		t.Fatalf("after its death: %v", err)
	}
	if _, err := memstore.Open(path); graph.KindOf(err) != graph.KindConflict {
		t.Errorf("open twice in one process: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".owner"); !os.IsNotExist(err) {
		t.Errorf("the owner's file is left over: %v", err)
	}
}
