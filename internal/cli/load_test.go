package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestALoadThatWritesNothingLeavesNoStoreFileBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "entente.db")
	table := filepath.Join(dir, "table.csv")
	if err := os.WriteFile(table, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"load", "cow-alliances", filepath.Join(dir, "misspelt.csv")},
		{"load", "cow-alliances", table},
		{"load", "curated", "--dry-run"},
	} {
		entente(t, append(args, "--store=file:"+path)...)
		left, err := filepath.Glob(path + "*")
		if err != nil || len(left) > 0 {
			t.Errorf("%q left %q %v", args, left, err)
		}
	}
	store := "--store=file:" + path
	succeeds(t, "load", "curated", store)
	if code, _, _ := entente(t, "load", "cow-alliances", table, store); code == 0 {
		t.Error("a table of another kind was loaded")
	}
	holds(t, succeeds(t, "commits", store), "curated")
}

func TestAnAliasOfAStateThatThereIsNotIsRefused(t *testing.T) {
	for id, refused := range map[string]bool{"state:ZZZ": true, "state:PRK": false, "state:mine-1": false} {
		file := filepath.Join(t.TempDir(), "aliases.csv")
		if err := os.WriteFile(file, []byte("name,id\nInvented regime,"+id+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, errs := entente(t, "resolve", "Invented regime", "--aliases", file)
		if told := strings.Contains(errs, "no state has the id "+id); told != refused || refused && code == 0 {
			t.Errorf("%s: code %d, %s", id, code, errs)
		}
	}
}

func TestAnOptionThatIsMisspeltIsRefused(t *testing.T) {
	dir := t.TempDir()
	table, mapping := filepath.Join(dir, "t.csv"), filepath.Join(dir, "m.yaml")
	for path, text := range map[string]string{
		table:   "id,country\n1,Ruritania\n",
		mapping: "dataset: {id: mine, name: Mine}\nnodes:\n  thing: {label: Event, id: \"event:{id}\", properties: {name: \"{country}\"}}\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"load", "generic", table, "-o", "mapping=" + mapping, "-o", "encodng=macintosh", "--dry-run"},
		{"load", "cow-states", table, "-o", "encodng=macintosh", "--dry-run"},
		{"map", table, "-o", "encodng=macintosh"},
	} {
		if code, _, errs := entente(t, args...); code != 2 || !strings.Contains(errs, "option encodng") || !strings.Contains(errs, "encoding") {
			t.Errorf("%q: exit code %d: %s", args, code, errs)
		}
	}
}
