package input

import (
	"archive/zip"
	"compress/flate"
	"hash"
	"hash/crc32"
	"io"
	"os"

	"github.com/entente-graph/entente/graph"
)

// member is where a file lies in an archive. To open an archive anew for each of its files reads its directory as often
// as it has files: that of one with 30,000 takes minutes.
type member struct {
	offset, packed int64
	plain          uint64
	method         uint16
	sum            uint32
}

// memberOf finds an entry. The error is that of one that is packed in another way than archives of data are.
func memberOf(entry *zip.File) (member, error) {
	offset, err := entry.DataOffset()
	if err == nil && entry.Method != zip.Store && entry.Method != zip.Deflate {
		err = zip.ErrAlgorithm
	}
	return member{offset, int64(entry.CompressedSize64), entry.UncompressedSize64, entry.Method, entry.CRC32}, err
}

func (m member) open(path, source string, bounds Bounds) (io.ReadCloser, error) {
	f, err := os.Open(source)
	if err != nil {
		return nil, unreadable(path, err)
	}
	var r io.Reader = io.NewSectionReader(f, m.offset, m.packed)
	closers := []io.Closer{f}
	if m.method == zip.Deflate {
		z := flate.NewReader(r)
		r, closers = z, []io.Closer{z, f}
	}
	size := m.packed
	if info, err := f.Stat(); err == nil {
		size = min(size, info.Size()) // an archive may say anything
	}
	return packed(path, &summed{Reader: r, want: m, sum: crc32.NewIEEE(), path: path}, bounds, size, closers...), nil
}

// summed compares what was read with what the archive says of it.
type summed struct {
	io.Reader
	want member
	sum  hash.Hash32
	n    uint64
	path string
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	_, _ = s.sum.Write(p[:n]) // never fails
	s.n += uint64(n)
	if err == io.EOF && (s.n != s.want.plain || s.sum.Sum32() != s.want.sum) {
		return n, graph.Invalidf("%s: the archive is damaged: its sum is not that of the file", s.path)
	}
	return n, err
}
