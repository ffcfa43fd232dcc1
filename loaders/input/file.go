package input

import (
	"io"
	"sync/atomic"
)

// File is one file to read. Opening decompresses: readers see the plain bytes, bounded in size.
type File struct {
	// Name is the base name without a compression ending, for Locator and Part; where another file of the load has the
	// same, the path within the folder or archive that the user named.
	Name string
	Path string // as the user gave it, for messages
	Open func() (io.ReadCloser, error)
	// Found says that the user named a folder, a pattern or an archive in which the file was found. It may be left out
	// where it is not of the dataset (Foreign).
	Found bool
	// Encoding is that of a text, as the user declared it; empty where it is to be detected. Readers apply it: Open
	// gives the bytes.
	Encoding string

	behind *atomic.Bool // see [File.HasMore]; nil for what is not packed by itself
	within string       // path within the folder or archive that the user named, with slashes
}

// EncodingOption is the setting in which users declare the encoding of their texts.
const EncodingOption = "encoding"

// Head is the first bytes of the file: fewer than most where there are no more.
func (f File) Head(most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close() // read only
	return io.ReadAll(io.LimitReader(r, most))
}

// HasMore tells, once the file was read to its end, whether something follows what gzip has packed in it. It is not
// read.
func (f File) HasMore() bool { return f.behind != nil && f.behind.Load() }
