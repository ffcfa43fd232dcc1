package input

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

func openPlain(path, source string, bounds Bounds) (io.ReadCloser, error) {
	f, err := os.Open(source)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return stripRejectColumns(path, &bounded{r: f, closers: []io.Closer{f}, path: path, bounds: bounds}), nil
}

func openGzip(path, source string, bounds Bounds, behind *atomic.Bool) (io.ReadCloser, error) {
	f, err := os.Open(source)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return gunzip(path, f, bounds, behind)
}

// gunzip reads what gzip has packed, and closes it at the end. It notes whether there is something else behind that.
func gunzip(path string, in io.ReadCloser, bounds Bounds, behind *atomic.Bool) (io.ReadCloser, error) {
	packed := &counting{r: in}
	m := &members{in: bufio.NewReaderSize(packed, 64<<10), behind: behind}
	var err error
	if m.z, err = gzip.NewReader(m.in); err != nil {
		_ = in.Close()
		return nil, graph.Invalidf("%s: not a gzip file, or a damaged one: %v", path, err)
	}
	m.z.Multistream(false)
	read := func() int64 { return packed.n }
	return stripRejectColumns(path,
		&bounded{r: m, closers: []io.Closer{m.z, in}, path: path, bounds: bounds, packed: read}), nil
}

// members reads what was packed one after the other, as `cat a.gz b.gz` leaves it. Zero bytes behind the last are
// padding, as on tapes; of others gzip itself says that it ignores them, and so does this: what was packed is whole, by
// its sum. What begins as another member does is one, and damaged if it is not.
type members struct {
	in     *bufio.Reader
	z      *gzip.Reader
	behind *atomic.Bool // whether there is more behind the last than padding
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if n > 0 || err == nil {
			return n, nil
		}
		if !errors.Is(err, io.EOF) {
			return 0, err
		}
		if next, _ := m.in.Peek(len(magic)); !bytes.Equal(next, magic[:]) {
			return 0, m.pass()
		}
		if err := m.z.Reset(m.in); err != nil {
			return 0, err
		}
		m.z.Multistream(false)
	}
}

// pass reads what is behind the last member.
func (m *members) pass() error {
	for {
		b, err := m.in.ReadByte()
		if err != nil {
			return err
		}
		if b != 0 {
			m.behind.Store(true)
			return io.EOF
		}
	}
}

// magic are the bytes with which everything that gzip has packed starts.
var magic = [2]byte{0x1f, 0x8b}

// packed is what one of an archive's files unpacks to, of which the archive holds so many bytes.
func packed(path string, r io.Reader, bounds Bounds, size int64, closers ...io.Closer) io.ReadCloser {
	return stripRejectColumns(path,
		&bounded{r: r, closers: closers, path: path, bounds: bounds, packed: func() int64 { return size }})
}

// startsAsGzip goes by the first bytes.
func startsAsGzip(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var start [len(magic)]byte
	_, err = io.ReadFull(f, start[:])
	return err == nil && start == magic
}

// counting counts the packed bytes that were read.
type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// bounded is a file's plain bytes, with its errors put into words.
type bounded struct {
	r       io.Reader
	closers []io.Closer
	path    string
	bounds  Bounds
	packed  func() int64 // compressed bytes so far, nil where the file is plain
	n       int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if b.n > b.bounds.FileBytes {
		return n, graph.Errorf(graph.KindLimitExceeded, "%s: more than %d bytes", b.path, b.bounds.FileBytes)
	}
	if b.packed != nil && b.n > b.bounds.FreeBytes && b.n > b.bounds.Ratio*max(b.packed(), 1) {
		return n, graph.Errorf(graph.KindLimitExceeded, "%s: unpacks to more than %d times its size, as a bomb does; "+
			"unpack it yourself if that is right", b.path, b.bounds.Ratio)
	}
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case b.packed != nil && errors.Is(err, io.ErrUnexpectedEOF):
		return n, graph.Invalidf("%s: the compressed file is cut off", b.path)
	case b.packed != nil:
		return n, graph.Invalidf("%s: the compressed file is damaged: %v", b.path, err)
	}
	return n, unreadable(b.path, err)
}

func (b *bounded) Close() error {
	errs := lists.Map(b.closers, io.Closer.Close)
	b.closers = nil // an archive counts who reads it
	return errors.Join(errs...)
}
