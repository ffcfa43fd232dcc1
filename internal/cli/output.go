package cli

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"path/filepath"

	"github.com/entente-graph/entente/internal/opening"
)

// output refuses a file to write to where that would cost the user something: one of those that the command works with,
// and any that holds a store.
func (e *Env) output(flag, path string, uses ...string) error {
	if path == "" {
		return nil
	}
	if path == "-" {
		return misused("%s -: want the name of a file", flag)
	}
	uses = append(uses, opening.Path(e.Store), cmp.Or(string(e.Config), os.Getenv("ENTENTE_CONFIG")))
	for _, used := range uses {
		if used != "" && sameFile(path, used) {
			return misused("%s %s: the command works with that file, which would be lost; name another", flag, path)
		}
	}
	if holdsStore(path) {
		return misused("%s %s: the file holds a store, which would be lost; name another", flag, path)
	}
	return nil
}

// sameFile tells whether two paths lead to one file, also to one that is yet to be made.
func sameFile(a, b string) bool {
	one, errOne := os.Stat(a)
	other, errOther := os.Stat(b)
	if errOne == nil && errOther == nil {
		return one.Mode().IsRegular() && os.SameFile(one, other)
	}
	a, errOne = filepath.Abs(a)
	b, errOther = filepath.Abs(b)
	return errOne == nil && errOther == nil && a == b
}

// magic is what stands in a store's file behind the head of its first page, as bbolt writes it.
var magic = []byte{0xed, 0xda, 0x0c, 0xed}

// holdsStore tells whether a file is one of a store.
func holdsStore(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() { // of a pipe nothing may be read
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // read only
	head := make([]byte, 16+len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head[16:], magic)
}
