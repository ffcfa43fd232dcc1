package input

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/entente-graph/entente/graph"
)

// Archives within an archive are held whole: bounds of one and of all of them, in bytes.
const (
	maxNested    = 64 << 20
	maxAllNested = 256 << 20
)

// nested makes the files of an archive within an archive, as COW publishes its capabilities, and tells how many bytes
// of it are held. One in that one stays a file.
func nested(f File, bounds Bounds) (files []File, held int, err error) {
	content, err := f.Head(maxNested + 1)
	if err != nil {
		return nil, 0, err
	}
	if len(content) > maxNested {
		return nil, 0, graph.Errorf(graph.KindLimitExceeded, "%s: an archive within an archive of more than %d bytes; "+
			"unpack it yourself", f.Path, maxNested)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, 0, graph.Invalidf("%s: not a zip archive, or a damaged one: %v", f.Path, err)
	}
	files, err = entriesOf(f.Path, archive.File, bounds, func(entry *zip.File, shown string) opener {
		return func() (io.ReadCloser, error) {
			r, err := entry.Open()
			if err != nil {
				return nil, graph.Invalidf("%s: %v", shown, err)
			}
			return packed(shown, r, bounds, min(int64(entry.CompressedSize64), int64(len(content))), r), nil
		}
	})
	return files, len(content), err
}

// named brings the names of an archive's files into UTF-8: those of old programs are in code page 437, as the format
// has it. One that is declared to be UTF-8 and is not is refused.
func named(path string, entries []*zip.File) error {
	for i, entry := range entries {
		if utf8.ValidString(entry.Name) {
			continue
		}
		name, err := charmap.CodePage437.NewDecoder().String(entry.Name)
		if err != nil || entry.Flags&0x800 != 0 {
			return graph.Invalidf("%s: the name of file %d of %d in the archive is not valid UTF-8: %s; pack it again", path,
				i+1, len(entries), strings.ToValidUTF8(entry.Name, "?"))
		}
		entry.Name = name
	}
	return nil
}

// baseOf is the name of an entry without its folders.
func baseOf(entry *zip.File) string { return path.Base(unpacked(entry)) }

// unpacked is the path of an entry within its archive.
func unpacked(entry *zip.File) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(entry.Name, `\`, "/")), "/")
}

// hidden tells whether an entry is a folder, or something that an operating system has put beside the files.
func hidden(entry *zip.File) bool {
	return entry.FileInfo().IsDir() || clutter(baseOf(entry)) || strings.HasPrefix(entry.Name, "__MACOSX/")
}
