package curated

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

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
		if err := os.WriteFile("compiled.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, compiledJSON) {
		t.Error("compiled.json is not that of data/*.yaml: run go generate ./loaders/curated")
	}
}

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
