package memstore_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// inItsOwnProcess runs the test again in a process whose own log does not grow, and tells whether it has: the limit is
// for all files of a process.
func inItsOwnProcess(t *testing.T) bool {
	t.Helper()
	const variable = "ENTENTE_FULL_DISK"
	if os.Getenv(variable) != "" {
		return false
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.run=^"+t.Name()+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), variable+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return true
}

// limitFiles is a full disk: no file may become larger.
func limitFiles(t *testing.T, bytes uint64) (lift func()) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	lift = func() {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(lift)
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	return lift
}

func TestOnAFullDiskNothingIsLostAndTheLoadGoesOnAfterwards(t *testing.T) {
	if inItsOwnProcess(t) {
		return
	}
	const most = 400
	for _, limit := range []uint64{70 << 10, 100 << 10, 140 << 10, 270 << 10} {
		path := filepath.Join(t.TempDir(), "entente.db")
		s, whole := mustOpen(t, path), memstore.New()
		lift := limitFiles(t, limit)
		n, failed := 0, 0
		for ; n < most; n++ {
			if _, err := s.Apply(t.Context(), numbered(n)); err != nil {
				if graph.KindOf(err) != graph.KindUnavailable {
					t.Fatalf("batch %d: %v (%s)", n, err, graph.KindOf(err))
				}
				break
			}
			mustApply(t, whole, numbered(n))
		}
		same := func(when string) {
			t.Helper()
			if got, want := stats(t, s), stats(t, whole); got.Fingerprint != want.Fingerprint || len(commits(t, s)) != len(commits(t, whole)) {
				t.Errorf("%d bytes, %d batches, %s: %v, want %v", limit, n, when, got, want)
			}
		}
		if n == most {
			t.Fatalf("%d bytes are no full disk", limit)
		}
		same("the disk is full")
		if _, err := s.Apply(t.Context(), numbered(n)); err == nil {
			failed++
		}
		lift()
		if failed == 0 {
			mustApply(t, s, numbered(n))
		}
		mustApply(t, whole, numbered(n))
		n++
		same("there is room again")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = mustOpen(t, path)
		for ; n%perRun != 0; n++ {
			mustApply(t, s, numbered(n))
			mustApply(t, whole, numbered(n))
		}
		same("opened again")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCompactingOnAFullDiskLosesNothingThatIsKept(t *testing.T) {
	if inItsOwnProcess(t) {
		return
	}
	for _, share := range []uint64{50, 90, 100, 110} { // of the file, in percent
		path := filepath.Join(t.TempDir(), "entente.db")
		s := mustOpen(t, path)
		for n := range 100 {
			mustApply(t, s, numbered(n))
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		want := stats(t, s)
		newest := commits(t, s)[0]
		lift := limitFiles(t, uint64(info.Size())*share/100)
		if _, err := s.Compact(t.Context(), graph.KnownAt{Commit: newest.Number}); err != nil && graph.KindOf(err) != graph.KindUnavailable {
			t.Errorf("%d %%: %v (%s)", share, err, graph.KindOf(err))
		}
		lift()
		mustApply(t, s, numbered(100))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = mustOpen(t, path)
		if got := stats(t, s); got.Fingerprint != want.Fingerprint {
			t.Errorf("%d %%: %v, want %v", share, got, want)
		}
		if then, _, err := s.At(t.Context(), graph.KnownAt{Commit: newest.Number}); err != nil || stats(t, then).Fingerprint != newest.Fingerprint {
			t.Errorf("%d %%: commit %d: %v", share, newest.Number, err)
		}
		if left, err := filepath.Glob(path + ".shrinking*"); err != nil || len(left) > 0 {
			t.Errorf("%d %%: %v is left, %v", share, left, err)
		}
	}
}
