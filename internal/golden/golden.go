// Package golden compares what a test produced with a file that is kept beside the test.
//
//	golden.Compare(t, "testdata/paths.json", got)
//
// `go test ./that/package -update` writes the files anew; the diff of the commit then shows what has changed.
package golden

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// Compare fails the test where got differs from the file, line by line; under -update it writes the file instead. Path
// is relative to the package's folder.
func Compare(t testing.TB, path string, got []byte) {
	t.Helper()
	got = bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n"))
	if *update {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("no golden file %s: run this test with -update and read what it wrote", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines(want), lines(got)); diff != "" {
		t.Errorf("%s differs (-want +got); if that is meant, run this test with -update:\n%s", path, diff)
	}
}

// CompareJSON is Compare for a value in indented JSON, in which `<` and `&` stay readable.
func CompareJSON(t testing.TB, path string, value any) {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	Compare(t, path, text.Bytes())
}

// Updating tells whether the files are being written, for a test that may record on one store only.
func Updating() bool { return *update }

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func lines(content []byte) []string {
	return strings.Split(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n")
}
