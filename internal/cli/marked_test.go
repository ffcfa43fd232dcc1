package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// marked is a text as programs on Windows save it: with the mark of UTF-8, or in UTF-16, as PowerShell keeps what a
// program has printed.
func marked(t *testing.T, text string) map[string]string {
	t.Helper()
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"none": text, "UTF-8": "\ufeff" + text, "UTF-16": utf16}
}

func TestFilesOfTextMayBeginWithAMark(t *testing.T) {
	const table = "id,country\n1,Ruritania\n"
	for name, c := range map[string]struct {
		text string
		args func(dir, path string) []string
	}{
		"settings": {"store: 'memory:'\n", func(_, path string) []string {
			return []string{"resolve", "France", "--config=" + path}
		}},
		"a mapping": {
			"dataset: {id: mine, name: Mine}\nnodes:\n  thing: {label: Event, id: \"event:é{id}\", properties: {name: \"{country}\"}}\n",
			func(dir, path string) []string {
				return []string{"load", "generic", filepath.Join(dir, "t.csv"), "-o", "mapping=" + path, "--dry-run"}
			},
		},
		"facts": {"sources: []\n", func(_, path string) []string { return []string{"check-facts", path} }},
		"bundled data of one's own": {"sources:\n- {id: mine, title: Mine, publisher: Me, date: '2020', reliability: A}\n", func(_, path string) []string {
			return []string{"load", "curated", path, "--dry-run", "--allow-shrink"}
		}},
		"aliases": {"\"Ruritania, the\",state:FRA\n", func(_, path string) []string {
			return []string{"resolve", "Ruritania, the", "--aliases=" + path}
		}},
	} {
		for mark, text := range marked(t, c.text) {
			dir := t.TempDir()
			path := filepath.Join(dir, "file.yaml")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "t.csv"), []byte(table), 0o600); err != nil {
				t.Fatal(err)
			}
			if code, out, errs := entente(t, c.args(dir, path)...); code != 0 {
				t.Errorf("%s with the mark of %s: exit code %d: %s%s", name, mark, code, out, errs)
			}
		}
	}
}
