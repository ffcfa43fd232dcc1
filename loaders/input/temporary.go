package input

import (
	"errors"
	"io"
	"os"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// temporaries are the files that hold what cannot be read twice. They may be removed while one is still being written.
type temporaries struct {
	mu      sync.Mutex
	paths   []string
	removed bool
}

// keep writes a stream to a temporary file and gives its path.
func (t *temporaries) keep(what string, r io.Reader, bounds Bounds) (string, error) {
	f, err := t.create()
	if err != nil {
		return "", graph.Errorf(graph.KindUnavailable, "%s: cannot be kept in a temporary file: %v", what, err)
	}
	n, err := io.Copy(f, io.LimitReader(r, bounds.FileBytes+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", graph.Errorf(graph.KindUnavailable, "%s: cannot be kept in a temporary file: %v", what, err)
	}
	if n > bounds.FileBytes {
		return "", graph.Errorf(graph.KindLimitExceeded, "%s: more than %d bytes", what, bounds.FileBytes)
	}
	return f.Name(), nil
}

func (t *temporaries) create() (*os.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.removed {
		return nil, errors.New("the load was stopped")
	}
	f, err := os.CreateTemp("", "entente-*")
	if err == nil {
		t.paths = append(t.paths, f.Name())
	}
	return f, err
}

func (t *temporaries) remove() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.removed = true
	for _, path := range t.paths {
		_ = os.Remove(path)
	}
	t.paths = nil
}
