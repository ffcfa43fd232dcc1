package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/entente-graph/entente/internal/utf8text"
)

// maxCell bounds the text of a cell, and what stands in one tag, in bytes. Excel itself has at most 32,767 characters
// in a cell.
const maxCell = 1 << 20

// unpacked refuses a workbook with a cell, or a tag, of more than maxCell bytes. excelize would hold it in several
// copies.
func unpacked(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil //nolint:nilerr // excelize says what is wrong
	}
	left := int64(maxUnpacked)
	for _, entry := range archive.File {
		name := strings.ToLower(entry.Name)
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		r, err := entry.Open()
		if err != nil {
			continue
		}
		n, err := scan(checked(io.LimitReader(r, left+1)))
		_ = r.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
		if left -= n; left < 0 {
			return fmt.Errorf("it unpacks to more than %d bytes", maxUnpacked)
		}
	}
	return nil
}

// checked refuses bytes that are not valid UTF-8, unless the part declares another encoding.
func checked(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	head, _ := buffered.Peek(200)
	declared := encodingPattern.FindSubmatch(head)
	utf16 := bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
	if utf16 || declared != nil && !strings.EqualFold(string(declared[1]), "utf-8") {
		return buffered
	}
	return utf8text.NewReader(buffered)
}

var encodingPattern = regexp.MustCompile(`^[^>]*encoding=["']([^"']*)["']`)

// The ends of what a text belongs to.
var ends = [][]byte{
	[]byte("</c"), []byte("</si"), []byte("</x:c"), []byte("</x:si"), []byte("</row"),
	[]byte("</x:row"),
}

// scan reads XML and measures its tags, and the text between the ends of cells.
func scan(r io.Reader) (n int64, err error) {
	buffer := make([]byte, 64<<10)
	var start []byte // of the tag that is being read
	inTag, tag, text := false, 0, 0
	for {
		read, err := r.Read(buffer)
		n += int64(read)
		for rest := buffer[:read]; len(rest) > 0; {
			sign := byte('<')
			if inTag {
				sign = '>'
			}
			at := bytes.IndexByte(rest, sign)
			part := rest
			if at >= 0 {
				part, rest = rest[:at], rest[at+1:]
			} else {
				rest = nil
			}
			if inTag {
				if len(start) < 8 {
					start = append(start, part[:min(len(part), 8-len(start))]...)
				}
				tag += len(part)
			} else {
				text += len(part)
			}
			if tag > maxCell || text > maxCell {
				return n, fmt.Errorf("a cell of more than %d bytes", maxCell)
			}
			if at < 0 {
				continue
			}
			if inTag {
				for _, end := range ends {
					if bytes.HasPrefix(append([]byte("<"), start...), end) {
						text = 0
					}
				}
			}
			inTag, tag, start = !inTag, 0, start[:0]
		}
		if err == io.EOF {
			return n, nil
		}
		if _, invalid := errors.AsType[*utf8text.InvalidError](err); invalid {
			return n, err
		}
		if err != nil {
			return n, nil //nolint:nilerr // excelize says what is wrong with it
		}
	}
}
