package input

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Archives within an archive are held whole: bounds of one and of all of them, in bytes.
const (
	maxNested    = 64 << 20
	maxAllNested = 256 << 20
)

// nested makes the files of an archive within an archive, as COW publishes its capabilities, and tells how many bytes of it are held. One in that one
// stays a file.
func nested(shown string, open func() (io.ReadCloser, error), bounds Bounds) (files []File, held int, err error) {
	r, err := open()
	if err != nil {
		return nil, 0, err
	}
	content, err := io.ReadAll(io.LimitReader(r, maxNested+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, 0, err
	}
	if len(content) > maxNested {
		return nil, 0, graph.Errorf(graph.KindLimitExceeded, "%s: an archive within an archive of more than %d bytes; unpack it yourself", shown, maxNested)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, 0, graph.Invalidf("%s: not a zip archive, or a damaged one: %v", shown, err)
	}
	if err := countable(shown, archive.File, bounds); err != nil {
		return nil, 0, err
	}
	for _, entry := range archive.File {
		if hidden(entry) {
			continue
		}
		inner := shown + ":" + entry.Name
		files = append(files, File{Name: baseOf(entry), Path: inner, Found: true, Open: func() (io.ReadCloser, error) {
			r, err := entry.Open()
			if err != nil {
				return nil, graph.Invalidf("%s: %v", inner, err)
			}
			size := min(int64(entry.CompressedSize64), int64(len(content)))
			return stripRejectColumns(inner, &bounded{r: r, closers: []io.Closer{r}, path: inner, bounds: bounds, packed: func() int64 { return size }}), nil
		}})
	}
	return files, len(content), nil
}

// baseOf is the name of an entry without its folders.
func baseOf(entry *zip.File) string { return path.Base(strings.ReplaceAll(entry.Name, `\`, "/")) }

// hidden tells whether an entry is a folder, or something that an operating system has put beside the files.
func hidden(entry *zip.File) bool {
	return entry.FileInfo().IsDir() || strings.HasPrefix(baseOf(entry), ".") || strings.HasPrefix(entry.Name, "__MACOSX/")
}
