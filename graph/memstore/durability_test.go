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
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memstore"
)

// The test binary itself is the other process: with this variable it opens the file and writes batch after batch.
const writerVariable, sizeVariable = "ENTENTE_TEST_WRITER", "ENTENTE_TEST_BATCH"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerVariable); path != "" {
		perBatch, _ = strconv.Atoi(os.Getenv(sizeVariable))
		memstore.WriteAtOnce(1)
		if err := writeForever(path); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// perBatch is how many nodes and relationships a batch brings.
var perBatch = 30

// writeForever writes batches and says the number of each once Apply has returned. Every third commit it forgets what
// came before the last one but one.
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
		if commit := int64(n / perRun); n%perRun == perRun-1 && commit%3 == 2 {
			if _, err := s.Compact(bareContext, graph.KnownAt{Commit: commit}); err != nil {
				return err
			}
		}
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
	cmd, lines := startOpening(t, path)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "open ") {
		t.Fatalf("the writer did not start: %q", lines.Text())
	}
	return cmd, lines
}

// startOpening does not wait until the writer has opened the file.
func startOpening(t *testing.T, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), writerVariable+"="+path, sizeVariable+"="+strconv.Itoa(perBatch))
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
	return cmd, bufio.NewScanner(out)
}

// TestWhatWasAcknowledgedSurvivesKill9AndNothingIsHalfWritten kills a process at any moment: while it opens the file
// and makes the image, gathers, publishes (with large batches in several transactions), or compacts. Twenty deaths, and
// with PROOF=long two hundred.
func TestWhatWasAcknowledgedSurvivesKill9AndNothingIsHalfWritten(t *testing.T) {
	many := 1
	if os.Getenv("PROOF") == "long" {
		many = 10
	}
	for name, c := range map[string]struct{ perBatch, files, deaths int }{"small batches": {30, many, 15}, "large batches": {3000, many, 5}} {
		t.Run(name, func(t *testing.T) {
			defer func(before int) { perBatch = before }(perBatch)
			perBatch = c.perBatch
			for range c.files {
				d := &deaths{t: t, path: filepath.Join(t.TempDir(), "entente.db"), whole: memstore.New()}
				for range c.deaths {
					d.one()
				}
				_ = d.whole.Close()
			}
		})
	}
}

// deaths are those of processes that write one file, one after the other.
type deaths struct {
	t       *testing.T
	path    string
	whole   *memstore.Store // that no process has died over
	written int             // batches that it has
}

// one lets a process write for a while, kills it and looks at what is left.
func (d *deaths) one() {
	t := d.t
	acknowledged := d.written
	var cmd *exec.Cmd
	if rand.IntN(4) == 0 {
		cmd, _ = startOpening(t, d.path)
		time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
	} else {
		var lines *bufio.Scanner
		cmd, lines = startWriter(t, d.path)
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
		time.Sleep(time.Duration(rand.IntN(100*perBatch)) * time.Microsecond) // so that it dies at any point of a batch
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	s, err := memstore.Open(d.path)
	if err != nil {
		t.Fatalf("after kill -9: %v", err)
	}
	runs, err := s.LoadRuns(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	there := 0
	if len(runs) > 0 {
		there = runs[0].Position
	}
	if there < acknowledged {
		t.Errorf("%d batches were acknowledged, %d are there", acknowledged, there)
	}
	for ; d.written < there; d.written++ {
		mustApply(t, d.whole, numbered(d.written))
	}
	d.same(s)
	if rand.IntN(2) == 0 { // what was gathered before the death goes on
		for ; d.written%perRun != 0; d.written++ {
			mustApply(t, s, numbered(d.written))
			mustApply(t, d.whole, numbered(d.written))
		}
		d.same(s)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// same compares the file with the store that nobody died over: now, and at a commit that is not forgotten.
func (d *deaths) same(s *memstore.Store) {
	t := d.t
	t.Helper()
	graphtest.AddsUp(t, s)
	if got, want := stats(t, s), stats(t, d.whole); got.Fingerprint != want.Fingerprint || got.Relationships[graph.BordersType] != want.Relationships[graph.BordersType] {
		t.Fatalf("after %d batches: %v, want %v", d.written, got, want)
	}
	known := commits(t, s)
	if d.written < perRun {
		if len(known) > 0 {
			t.Fatalf("after %d batches: %v", d.written, known)
		}
		return
	}
	if known[0].Number != int64(d.written/perRun) {
		t.Fatalf("after %d batches the newest commit is %d", d.written, known[0].Number)
	}
	one := known[rand.IntN(len(known))]
	for _, store := range []graph.Store{s, d.whole} {
		then, _, err := store.At(t.Context(), graph.KnownAt{Commit: one.Number})
		if err != nil || stats(t, then).Fingerprint != one.Fingerprint {
			t.Fatalf("commit %d after %d batches: %v", one.Number, d.written, err)
		}
	}
}

// TestWhoWaitsForAFileThatIsCompactedDoesNotGetTheOldOne: a file's lock is given up with the file, whose place another
// has taken by then.
func TestWhoWaitsForAFileThatIsCompactedDoesNotGetTheOldOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "entente.db")
	s := mustOpen(t, path)
	waiting := make(chan error)
	go func() {
		second, err := memstore.Open(path)
		if err == nil {
			_ = second.Close()
		}
		waiting <- err
	}()
	for n := 0; ; n++ {
		mustApply(t, s, numbered(n))
		if n%perRun != perRun-1 {
			continue
		}
		if _, err := s.Compact(t.Context(), graph.KnownAt{Commit: int64(n / perRun)}); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-waiting:
			if graph.KindOf(err) != graph.KindConflict {
				t.Fatalf("two have the file open: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return
		default:
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
