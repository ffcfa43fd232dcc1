package input

import (
	"archive/zip"
	"io"
	"os"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// archive is a zip file that is open while somebody reads one of its files. To read its directory anew for each takes
// minutes where it has 30,000, and to keep each of many archives open takes too many files.
type archive struct {
	path    string
	size    int64
	lock    sync.Mutex
	file    *os.File // nil while nobody reads
	readers int
}

// ReadAt implements io.ReaderAt, between enter and Close.
func (a *archive) ReadAt(p []byte, at int64) (int, error) { return a.file.ReadAt(p, at) }

func (a *archive) enter() (err error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.readers == 0 {
		if a.file, err = os.Open(a.path); err != nil {
			return err
		}
	}
	a.readers++
	return nil
}

// Close is called as often as enter.
func (a *archive) Close() error {
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.readers--; a.readers > 0 {
		return nil
	}
	return a.file.Close()
}

// open opens one of its files.
func (a *archive) open(entry *zip.File, shown string, bounds Bounds) (io.ReadCloser, error) {
	if err := a.enter(); err != nil {
		return nil, unreadable(shown, err)
	}
	r, err := entry.Open()
	if err != nil {
		_ = a.Close()
		return nil, graph.Invalidf("%s: %v", shown, err)
	}
	size := min(int64(entry.CompressedSize64), a.size) // an archive may say anything
	return packed(shown, r, bounds, size, r, a), nil
}
