package input

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"

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

func openGzip(path, source string, bounds Bounds) (io.ReadCloser, error) {
	f, err := os.Open(source)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return gunzip(path, f, bounds)
}

// gunzip reads what gzip has packed, and closes it at the end.
func gunzip(path string, in io.ReadCloser, bounds Bounds) (io.ReadCloser, error) {
	packed := &counting{r: in}
	z, err := gzip.NewReader(bufio.NewReaderSize(packed, 64<<10))
	if err != nil {
		_ = in.Close()
		return nil, graph.Invalidf("%s: not a gzip file, or a damaged one: %v", path, err)
	}
	read := func() int64 { return packed.n }
	return stripRejectColumns(path,
		&bounded{r: z, closers: []io.Closer{z, in}, path: path, bounds: bounds, packed: read}), nil
}

// packed is what one of an archive's files unpacks to, of which the archive holds so many bytes.
func packed(path string, r io.Reader, bounds Bounds, size int64, closers ...io.Closer) io.ReadCloser {
	return stripRejectColumns(path,
		&bounded{r: r, closers: closers, path: path, bounds: bounds, packed: func() int64 { return size }})
}

// startsAsGzip goes by the two bytes with which every gzip file starts.
func startsAsGzip(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [2]byte
	_, err = io.ReadFull(f, magic[:])
	return err == nil && magic == [2]byte{0x1f, 0x8b}
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
	return errors.Join(errs...)
}
