package httpapi

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// byteCache is a cache bounded in bytes, of which the entries used least recently go first. It is safe for concurrent
// use.
type byteCache[V any] struct {
	limit int // of all entries
	entry int // of one; a larger one is not kept

	mu   sync.Mutex
	used int
	lru  *simplelru.LRU[string, sized[V]]
}

type sized[V any] struct {
	value V
	bytes int
}

// entryOverhead is about what the cache itself needs for an entry.
const entryOverhead = 200

func newByteCache[V any](limit, entry int) *byteCache[V] {
	c := &byteCache[V]{limit: limit, entry: entry}
	c.lru, _ = simplelru.NewLRU(1<<30, func(_ string, s sized[V]) { c.used -= s.bytes }) // fails for sizes below 1 only
	return c
}

func (c *byteCache[V]) get(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.lru.Get(key)
	return s.value, ok
}

// put keeps a value of so many bytes, beside its key.
func (c *byteCache[V]) put(key string, value V, bytes int) {
	bytes += len(key) + entryOverhead
	if bytes > c.entry {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lru.Remove(key)
	c.lru.Add(key, sized[V]{value, bytes})
	c.used += bytes
	for c.used > c.limit {
		c.lru.RemoveOldest()
	}
}
