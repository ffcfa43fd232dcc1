package runner_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/runner"
)

func TestTheEncodingThatWasAssumedIsInTheReport(t *testing.T) {
	mac, windows := charmap.Macintosh, charmap.Windows1252
	for _, c := range []struct {
		text string
		as   encoding.Encoding
		want string // encoding, with ? where it was assumed and ?? where it may be another
	}{
		{"state AAA Plain", encoding.Nop, ""},
		{"state AAA São", encoding.Nop, "utf-8"},
		{"state AAA São", unicode.UTF8BOM, "utf-8"},
		{"state AAA São", windows, "windows-1252?"},
		{"state AAA São", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16le"},
		{"state AAA São", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16be"},
		{"state AAA Österreich", windows, "windows-1252?"},
		{"state AAA Sample’s", mac, "macintosh?"},
		{"state AAA Österreich-über", mac, "macintosh?"},
		{"state AAA Côte_d’Ivoire", mac, "macintosh?"},
		{"state AAA Côte_d’Ivoire", windows, "windows-1252?"},
		{"state AAA “Rex”", windows, "windows-1252?"},
		{"state AAA “Rex”", mac, "macintosh?"},
		{"state AAA Łódź,São", windows, "windows-1252?"},
		{"state AAA ©", windows, "windows-1252??"},
	} {
		content, err := encoding.ReplaceUnsupported(c.as.NewEncoder()).Bytes([]byte(c.text + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		file := input.File{Name: "f.txt", Path: "f.txt", Open: func() (io.ReadCloser, error) { return io.NopCloser(&oneByOne{content}), nil }}
		report, err := load(t, emptyStore(t), fake, runner.Options{}, file)
		if err != nil && c.want == "" {
			t.Fatal(err)
		}
		got := ""
		for _, e := range report.Encodings {
			got += e.Encoding
			if e.Assumed {
				got += "?"
			}
			if e.Doubtful {
				got += "?"
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
		var text bytes.Buffer
		if err := report.WriteText(&text); err != nil || strings.Contains(got, "?") != strings.Contains(text.String(), "-o encoding=NAME") {
			t.Errorf("%s: %s %v", c.text, text.String(), err)
		}
	}
}

// oneByOne gives a byte at a time, so that letters fall apart.
type oneByOne struct{ rest []byte }

func (o *oneByOne) Read(p []byte) (int, error) {
	if len(o.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:1], o.rest)
	o.rest = o.rest[n:]
	return n, nil
}

func TestCopiesWithOtherLineEndsHaveOneFingerprint(t *testing.T) {
	const content = "state AAA A\nstate BBB B\n"
	store := emptyStore(t)
	first := mustLoad(t, store, content)
	for name, other := range map[string]string{"CRLF": strings.ReplaceAll(content, "\n", "\r\n"), "LF": content} {
		again := mustLoad(t, store, other)
		if again.Input != first.Input || !again.NoChange {
			t.Errorf("%s: %s, want %s; %+v", name, again.Input, first.Input, again.Result)
		}
	}
	if other := mustLoad(t, store, content+"state CCC C\n"); other.Input == first.Input {
		t.Error("another text has the same fingerprint")
	}
}

func TestAFileInAFormatThatNobodyReadsIsRefusedByWhatItIs(t *testing.T) {
	for magic, want := range map[string]string{
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest": "it is an Excel workbook of the old format (.xls) or another old Office file: save it as .xlsx or .csv",
		"RDX3\nX\n\x00\x00":                    "it is an R workspace (.rda, .RData): write its table with write.csv(",
		"X\n\x00\x00\x00\x03rest":              "it is an R object (.rds): write it with write.csv(readRDS(",
		"$FL2@(#) SPSS":                        "it is an SPSS file (.sav): save it as .csv",
		"<!DOCTYPE html>":                      "it is a web page",
		"version https://git-lfs.github.com/":  "it is a pointer of Git LFS",
		"BZh91AY":                              "it is compressed with bzip2",
	} {
		path := filepath.Join(t.TempDir(), "data.bin")
		content := []byte(magic + "\nforeign\n")
		if strings.HasPrefix(magic, "RDX") {
			content = gzipped(t, content) // as R writes it
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		files, done, err := input.Open([]string{path}, nil, input.DefaultBounds)
		if err != nil {
			t.Fatal(err)
		}
		err = loaders.Foreign(files[0], "fake: %s is not a file of this dataset", "data.bin")
		done()
		if graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), "data.bin is not a file of this dataset; "+want) {
			t.Errorf("%q: %v", magic, err)
		}
	}
}
