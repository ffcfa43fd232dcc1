package input_test

import (
	"bytes"
	"io"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/loaders/input"
)

func TestTheEncodingOfAFileIsToldEvenWithoutItsMark(t *testing.T) {
	for order, want := range map[unicode.Endianness]string{unicode.LittleEndian: "utf-16le", unicode.BigEndian: "utf-16be"} {
		for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			text, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte("id,name\n1,Türkiye\n"))
			if err != nil {
				t.Fatal(err)
			}
			file := input.File{Name: "x.csv", Path: "x.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
			if _, found, ok, err := file.Learn(); err != nil || !ok || found.Encoding != want {
				t.Errorf("%s: %+v %t %v", want, found, ok, err)
			}
		}
	}
}
