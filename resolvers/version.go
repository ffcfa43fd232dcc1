package resolvers

import (
	"context"
	"sync"
	"time"

	"github.com/entente-graph/entente/graph"
)

// version is the fingerprint of the store's data, for every answer. A store that counts at once is asked each time; one
// that takes long is asked at most every few seconds.
type version struct {
	store graph.Reader

	mu    sync.Mutex
	value string
	at    time.Time
	took  time.Duration
}

const (
	quickStats   = 200 * time.Microsecond
	versionStays = 2 * time.Second
)

func (v *version) of(ctx context.Context) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.value != "" && v.took > quickStats && time.Since(v.at) < versionStays {
		return v.value, nil
	}
	start := time.Now()
	stats, err := v.store.Stats(ctx)
	if err != nil {
		return "", err
	}
	took := time.Since(start)
	if v.value == "" || took < v.took {
		v.took = took // the shortest: a store that counts at once may be held up for once
	}
	v.value, v.at = stats.Fingerprint.String(), time.Now()
	return v.value, nil
}

// Edition names all that answers depend on besides the question: the data and the day. It is not ok where the data may have changed since they were counted.
func (r *Resolver) Edition(ctx context.Context) (edition string, ok bool) {
	version, err := r.version.of(ctx)
	if err != nil {
		return "", false
	}
	r.version.mu.Lock()
	quick := r.version.took <= quickStats
	r.version.mu.Unlock()
	return version + " " + graph.DateOf(r.options.Clock()).First().String(), quick
}
