package archtest

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns is how wide a line of Go may be, a tab counting as one.
const columns = 120

// uncounted are folders and files whose lines may be wider: what is generated, tables of data, and tables of cases.
var uncounted = []string{
	"graph/generated/", "resolvers/api/models.generated.go", "graph/graphtest/", "internal/neo4jtest/", "internal/golden/",
	"internal/httpapi/httpapitest/", "bench/", "tools/", "examples/", "loaders/loadertest/",
}

// TestLinesOfGoAreNoWiderThanAScreen lets be what cannot be broken: raw strings, such as tags of structs and queries, and
// drawings and tables in comments.
func TestLinesOfGoAreNoWiderThanAScreen(t *testing.T) {
	root, files := "../..", 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if base := d.Name(); base == "node_modules" || base == "testdata" || strings.HasPrefix(base, ".") && base != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || under(name, uncounted) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		may := unbreakable(text)
		for i, line := range strings.Split(string(text), "\n") {
			if n := utf8.RuneCountInString(line); n > columns && !may[i+1] {
				t.Errorf("%s:%d: %d columns; want at most %d", name, i+1, n, columns)
			}
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files were read: %v", files, err)
	}
}

func under(name string, list []string) bool {
	for _, prefix := range list {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// unbreakable are the lines of raw strings, and of drawings and tables in comments.
func unbreakable(text []byte) map[int]bool {
	out := map[int]bool{}
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, scanner.ScanComments)
	for {
		at, kind, literal := s.Scan()
		switch {
		case kind == token.EOF:
			return out
		case kind == token.STRING && literal[0] == '`', kind == token.COMMENT && strings.HasPrefix(literal, "//\t"):
			for i := range strings.Count(literal, "\n") + 1 {
				out[file.Line(at)+i] = true
			}
		}
	}
}
