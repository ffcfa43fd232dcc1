package memstore_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
)

// TestOldCommitsAreReadWhileOthersAreMadeAndForgotten asks of random commits from several sides at once.
func TestOldCommitsAreReadWhileOthersAreMadeAndForgotten(t *testing.T) {
	s := memstore.New()
	publish := func(n int) {
		b := numbered(n)
		b.Run = nil
		mustApply(t, s, b)
	}
	for n := range 20 {
		publish(n)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 100 {
				list, err := s.Commits(t.Context(), graph.CommitQuery{First: graph.MaxFirst})
				if err != nil {
					t.Errorf("Commits: %v", err)
					return
				}
				want := list[rand.IntN(len(list))]
				at, got, err := s.At(t.Context(), graph.KnownAt{Commit: want.Number})
				if graph.KindOf(err) == graph.KindNotFound && want.Number < 30 {
					continue // forgotten meanwhile
				}
				if err != nil || got != want {
					t.Errorf("At(%d): %+v, %v", want.Number, got, err)
					return
				}
				if st, err := at.Stats(t.Context()); err != nil || st.Fingerprint != want.Fingerprint {
					t.Errorf("commit %d: data version %s, %v; want %s", want.Number, st.Fingerprint, err, want.Fingerprint)
				}
			}
		})
	}
	for n := 20; n < 40; n++ {
		publish(n)
		if n%5 == 0 {
			if _, err := s.Compact(t.Context(), graph.KnownAt{Commit: int64(n - 10)}); err != nil {
				t.Errorf("Compact: %v", err)
			}
		}
	}
	wait.Wait()
}
