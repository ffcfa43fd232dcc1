package memstore_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

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
