package curated

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/input"
)

var update = flag.Bool("update", false, "write compiled.json from data/*.yaml")

// yamlFiles are the hand-written files.
func yamlFiles(t testing.TB) []input.File {
	t.Helper()
	paths, err := filepath.Glob("data/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("data/*.yaml: %d files, %v", len(paths), err)
	}
	var files []input.File
	for _, path := range paths {
		files = append(files, input.File{Name: filepath.Base(path), Path: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }})
	}
	return files
}

func TestCompiledDataIsThatOfTheYAML(t *testing.T) {
	docs, err := parse(yamlFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	want, err := compile(docs)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if faults, err := check(yamlFiles(t), nil); err != nil || len(faults) > 0 {
			t.Fatalf("nothing is compiled from what breaks the rules: %v %v", faults, err)
		}
		if err := mayBeCalled(Version, recorded(t), digest(want), time.Now().UTC()); err != nil {
			t.Fatal(err)
		}
		for file, content := range map[string][]byte{"compiled.json": want, versionFile: versioned{Version, digest(want)}.text()} {
			if err := os.WriteFile(file, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if !bytes.Equal(want, compiledJSON) {
		t.Error("compiled.json is not that of data/*.yaml: run go generate ./loaders/curated")
	}
	if got, is := recorded(t), (versioned{Version, digest(compiledJSON)}); got != is {
		t.Errorf("%s records %s, and the data are %s: run go generate ./loaders/curated, which says whether the version has "+
			"to be raised", versionFile, got, is)
	}
}

// versionFile records the data of which version was compiled last.
const versionFile = "compiled.version"

// versioned is a version of the data and their digest.
type versioned struct{ version, digest string }

func (v versioned) text() []byte   { return fmt.Appendf(nil, "%s %s\n", v.version, v.digest) }
func (v versioned) String() string { return strings.TrimSpace(string(v.text())) }

func digest(compiled []byte) string { return fmt.Sprintf("%x", sha256.Sum256(compiled)) }

func recorded(t *testing.T) (v versioned) {
	t.Helper()
	text, err := os.ReadFile(versionFile)
	if err == nil {
		_, err = fmt.Sscan(string(text), &v.version, &v.digest)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// mayBeCalled tells whether data with a digest may have a version, where the last ones are recorded. A version is a
// day: whoever cites it a week later must not get other data, while those who add to the data on one day share it, and
// need not agree on numbers.
func mayBeCalled(version string, last versioned, digest string, now time.Time) error {
	day, err := time.Parse(versionLayout, version)
	today := now.Format(versionLayout)
	switch {
	case err != nil:
		return fmt.Errorf("version %q: want a day, such as %s", version, today)
	case version < last.version:
		return fmt.Errorf("version %s is before %s, of which data were compiled: set Version in loader.go to %s", version,
			last.version, today)
	case digest != last.digest && version == last.version && day.Before(now.Truncate(24*time.Hour)):
		return fmt.Errorf("the data are no longer those of version %s: set Version in loader.go to %s", version, today)
	}
	return nil
}

func TestDataOfAnotherDayHaveAnotherVersion(t *testing.T) {
	last := versioned{"2026.12.01", "a"}
	for _, c := range []struct{ version, digest, on, want string }{
		{"2026.12.01", "a", "2026.12.05", ""},
		{"2026.12.01", "b", "2026.12.01", ""},
		{"2026.12.03", "b", "2026.12.05", ""},
		{"2026.12.01", "b", "2026.12.02", "to 2026.12.02"},
		{"2026.11.30", "b", "2026.12.02", "before"},
		{"2026.12.1", "b", "2026.12.02", "want a day"},
		{"2026.12.05", "a", "2026.12.05", ""},
	} {
		now, err := time.Parse(versionLayout, c.on)
		if err != nil {
			t.Fatal(err)
		}
		err = mayBeCalled(c.version, last, c.digest, now.Add(13*time.Hour))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	day, err := time.Parse(versionLayout, Version)
	if got := New().Dataset.Retrieved; err != nil || got != graph.FullDate(day.Year(), int(day.Month()), day.Day()) {
		t.Errorf("version %s, and put together on %s, %v", Version, got, err)
	}
}

const versionLayout = "2006.01.02"

func TestYAMLFilesLoadLikeTheBundledData(t *testing.T) {
	fromYAML, err := read(yamlFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	fromBundle, err := read(nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(fromYAML) != len(fromBundle) {
		t.Fatalf("%d records from YAML, %d from the bundle", len(fromYAML), len(fromBundle))
	}
	for i := range fromYAML {
		a, b := fromYAML[i], fromBundle[i]
		if a.Locator != b.Locator || len(a.Nodes) != len(b.Nodes) || len(a.Relationships) != len(b.Relationships) {
			t.Fatalf("record %d: %s and %s", i, a.Locator, b.Locator)
		}
		for j := range a.Nodes {
			if a.Nodes[j].Hash() != b.Nodes[j].Hash() {
				t.Errorf("%s differs", a.Nodes[j].ID)
			}
		}
		for j := range a.Relationships {
			if a.Relationships[j].Hash() != b.Relationships[j].Hash() {
				t.Errorf("%s differs", a.Relationships[j].ID())
			}
		}
	}
}

// compile is the inverse of bundled: one document a line.
func compile(docs []*document) ([]byte, error) {
	out := []byte("[")
	for i, d := range docs {
		if i > 0 {
			out = append(out, ',')
		}
		line, err := json.Marshal(compiled{d.file, *d})
		if err != nil {
			return nil, err
		}
		out = append(append(out, '\n'), line...)
	}
	return append(out, "\n]\n"...), nil
}
