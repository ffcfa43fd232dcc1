package resolvers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entente-graph/entente/graph"
)

// fetched is a batcher of doubled numbers that records what it was asked for.
func fetched(wait time.Duration, fail func([]int) error) (*batcher[int, int], func() [][]int) {
	var mu sync.Mutex
	var calls [][]int
	l := newBatcher(wait, func(_ context.Context, keys []int) ([]int, error) {
		mu.Lock()
		defer mu.Unlock()
		calls = append(calls, slices.Clone(keys))
		if err := fail(keys); err != nil {
			return nil, err
		}
		out := make([]int, len(keys))
		for i, k := range keys {
			out[i] = 2 * k
		}
		return out, nil
	})
	return l, func() [][]int { mu.Lock(); defer mu.Unlock(); return slices.Clone(calls) }
}

func never([]int) error { return nil }

func TestBatchersAskOnceForWhatIsAskedAtTheSameTime(t *testing.T) {
	ask := func(t *testing.T, wait time.Duration, most int) {
		l, calls := fetched(wait, never)
		var all sync.WaitGroup
		for range 4 {
			for k := range 100 {
				all.Go(func() {
					if v, err := l.Load(t.Context(), k); err != nil || v != 2*k {
						t.Errorf("%d: %d, %v", k, v, err)
					}
				})
			}
		}
		all.Wait()
		seen := map[int]int{}
		for _, keys := range calls() {
			for _, k := range keys {
				seen[k]++
			}
		}
		if len(seen) != 100 || len(calls()) > most {
			t.Errorf("%d calls for %d keys", len(calls()), len(seen))
		}
		for k, n := range seen {
			if n != 1 {
				t.Errorf("%d was asked for %d times", k, n)
			}
		}
	}
	t.Run("a wait that is slept through", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { ask(t, 20*time.Millisecond, 1) })
	})
	// How often a batch is cut by a machine that does other things meanwhile is not ours to say.
	t.Run("a wait that bounds", func(t *testing.T) { ask(t, 900*time.Microsecond, 50) })
}

// TestAShortWaitIsNoSleep holds the reason for which short waits are not left to timers: those of an idle process take
// a millisecond at least, each time. Without a timer one of many soon takes less, however busy the machine is.
func TestAShortWaitIsNoSleep(t *testing.T) {
	best := time.Hour
	for range 10_000 {
		l, _ := fetched(900*time.Microsecond, never)
		start := time.Now()
		if _, err := l.Load(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if best = min(best, time.Since(start)); best < 500*time.Microsecond {
			return
		}
	}
	t.Errorf("one key took %v at best", best)
}

func TestBatchersFillBatchesUpToTheLimitOfALookUp(t *testing.T) {
	l, calls := fetched(5*time.Millisecond, never)
	keys := make([]int, 2*graph.MaxIDs+1)
	for i := range keys {
		keys[i] = i
	}
	values, err := l.LoadAll(t.Context(), keys)
	if err != nil || len(values) != len(keys) || values[graph.MaxIDs] != 2*graph.MaxIDs {
		t.Fatalf("%d values, %v", len(values), err)
	}
	for _, c := range calls() {
		if len(c) > graph.MaxIDs {
			t.Errorf("a call for %d keys", len(c))
		}
	}
	if len(calls()) != 3 {
		t.Errorf("%d calls; want 3", len(calls()))
	}
}

func TestBatchersRememberWhatIsPrimed(t *testing.T) {
	l, calls := fetched(time.Microsecond, never)
	l.Prime(1, 7)
	l.Prime(1, 8)
	if v, err := l.Load(t.Context(), 1); v != 7 || err != nil || len(calls()) != 0 {
		t.Errorf("%d, %v, %d calls", v, err, len(calls()))
	}
}

func TestAFaultOfTheStoreReachesEveryKeyOfTheBatch(t *testing.T) {
	fault := errors.New("away")
	l, _ := fetched(time.Microsecond, func([]int) error { return fault })
	if _, err := l.LoadAll(t.Context(), []int{1, 2}); !errors.Is(err, fault) {
		t.Errorf("%v", err)
	}
	l, _ = fetched(time.Microsecond, func([]int) error { panic("a bug") })
	if _, err := l.Load(t.Context(), 1); graph.KindOf(err) != graph.KindInternal || !strings.Contains(err.Error(), "a bug") {
		t.Errorf("%v", err)
	}
}
