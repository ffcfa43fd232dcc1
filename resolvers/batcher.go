package resolvers

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/entente-graph/entente/graph"
)

// batcher gathers the keys that fields of one level ask for and fetches the values of all with one call, or fetches
// each at once where its wait is 0. It lives for one request and remembers what it has met. A key that failed stays
// failed.
type batcher[K comparable, V any] struct {
	fetch func(context.Context, []K) ([]V, error)
	wait  time.Duration

	mu    sync.Mutex
	known map[K]promise[K, V]
	open  *batch[K, V] // takes more keys; nil if the next key opens one
}

// batch is what is fetched together. Values and err are set when done is closed.
type batch[K comparable, V any] struct {
	keys   []K
	values []V
	err    error
	done   chan struct{}
}

// promise is where the value of a key will be.
type promise[K comparable, V any] struct {
	batch *batch[K, V] // nil where the value is here
	index int
	value V
}

func newBatcher[K comparable, V any](wait time.Duration, fetch func(context.Context, []K) ([]V, error)) *batcher[K, V] {
	return &batcher[K, V]{fetch: fetch, wait: wait, known: map[K]promise[K, V]{}}
}

// Load is the value of a key; it waits for others that ask at the same time.
func (l *batcher[K, V]) Load(ctx context.Context, key K) (V, error) {
	l.mu.Lock()
	known, ok := l.known[key]
	l.mu.Unlock()
	if ok && known.batch == nil {
		return known.value, nil
	}
	values, err := l.LoadAll(ctx, []K{key})
	if err != nil {
		var zero V
		return zero, err
	}
	return values[0], nil
}

// LoadAll are the values of keys, aligned with them.
func (l *batcher[K, V]) LoadAll(ctx context.Context, keys []K) ([]V, error) {
	if l.wait == 0 {
		return l.loadNow(ctx, keys)
	}
	promises := make([]promise[K, V], len(keys))
	l.mu.Lock()
	for i, key := range keys {
		known, ok := l.known[key]
		if !ok {
			known = l.add(ctx, key)
		}
		promises[i] = known
	}
	l.mu.Unlock()
	values := make([]V, len(keys))
	for i, p := range promises {
		if p.batch == nil {
			values[i] = p.value
			continue
		}
		<-p.batch.done
		if p.batch.err != nil {
			return nil, p.batch.err
		}
		values[i] = p.batch.values[p.index]
	}
	return values, nil
}

// loadNow fetches what is not known without waiting for others.
func (l *batcher[K, V]) loadNow(ctx context.Context, keys []K) ([]V, error) {
	values := make([]V, len(keys))
	var missing []K
	var places []int
	l.mu.Lock()
	for i, key := range keys {
		if known, ok := l.known[key]; ok {
			values[i] = known.value
			continue
		}
		missing, places = append(missing, key), append(places, i)
	}
	l.mu.Unlock()
	for some := range slices.Chunk(missing, graph.MaxIDs) {
		found, err := l.fetch(ctx, some)
		if err != nil {
			return nil, err
		}
		if len(found) != len(some) {
			return nil, graph.Errorf(graph.KindInternal, "%d values for %d keys", len(found), len(some))
		}
		l.mu.Lock()
		for i, value := range found {
			l.known[some[i]] = promise[K, V]{value: value}
			values[places[i]] = value
		}
		l.mu.Unlock()
		places = places[len(some):]
	}
	return values, nil
}

// Prime remembers a value that was met elsewhere.
func (l *batcher[K, V]) Prime(key K, value V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.known[key]; !ok {
		l.known[key] = promise[K, V]{value: value}
	}
}

// Knows tells whether a key was asked for, or told of, before.
func (l *batcher[K, V]) Knows(key K) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.known[key]
	return ok
}

// add puts a key into the open batch, which goes out when it is full or its time has come. The caller holds the lock.
func (l *batcher[K, V]) add(ctx context.Context, key K) promise[K, V] {
	b := l.open
	if b == nil {
		b = &batch[K, V]{done: make(chan struct{})}
		l.open = b
		go l.send(ctx, b)
	}
	p := promise[K, V]{batch: b, index: len(b.keys)}
	b.keys = append(b.keys, key)
	l.known[key] = p
	if len(b.keys) == graph.MaxIDs {
		l.open = nil
	}
	return p
}

// send fetches a batch when it is complete.
func (l *batcher[K, V]) send(ctx context.Context, b *batch[K, V]) {
	defer close(b.done)
	defer func() {
		if fault := recover(); fault != nil {
			b.err = graph.Errorf(graph.KindInternal, "panic: %v", fault)
		}
	}()
	gather(l.wait, func() (int, bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		return len(b.keys), l.open == b
	})
	l.mu.Lock()
	if l.open == b {
		l.open = nil
	}
	l.mu.Unlock()
	b.values, b.err = l.fetch(ctx, b.keys)
	if b.err == nil && len(b.values) != len(b.keys) {
		b.err = graph.Errorf(graph.KindInternal, "%d values for %d keys", len(b.values), len(b.keys))
	}
}

// timerGrain is what a timer takes at least in a process that is idle: the runtime's poller counts in milliseconds.
const timerGrain = time.Millisecond

// gather waits until a batch grows no more. A wait that timers can keep is slept through. A shorter one is a bound:
// other goroutines are let go first, again and again, until the batch has not grown for a while, which is longer for a
// batch of many keys; a sleep would take several times what a store in this process needs to answer.
func gather(wait time.Duration, size func() (keys int, open bool)) {
	if wait >= timerGrain {
		time.Sleep(wait)
		return
	}
	start := time.Now()
	grown, last := start, 0
	for {
		runtime.Gosched()
		now := time.Now()
		keys, open := size()
		if keys > last {
			grown, last = now, keys
		}
		if !open || now.Sub(grown) >= wait/20+time.Duration(keys)*time.Microsecond || now.Sub(start) >= wait {
			return
		}
	}
}
