package cli_test

import (
	"maps"
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

func TestNothingIsWrittenOverWhatACommandWorksWith(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"t.csv":    "id,country\n1,Ruritania\n,\n1,2,3\n",
		"m.yaml":   "dataset: {id: mine, name: Mine}\nnodes:\n  thing: {label: Event, id: \"event:{id}\", properties: {name: \"{country}\"}}\n",
		"own.csv":  "Ruritania,state:FRA\n",
		"set.yaml": "log-level: error\n",
		"u.csv":    "id,country,more\n1,2,3,4\n", // its rejected rows are of another header
	} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := "--store=file:" + at("entente.db")
	load := []string{"load", "generic", at("t.csv"), "-o", "mapping=" + at("m.yaml"), "--aliases=" + at("own.csv"), "--config=" + at("set.yaml"), store}
	succeeds(t, load...)
	succeeds(t, append(load[:len(load)-1:len(load)-1], "--store=file:"+at("other.db"))...)
	if err := os.Link(at("m.yaml"), at("link.yaml")); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"m.yaml": "r.u.yaml", "other.db": "r.u.db"} {
		if err := os.Link(at(from), at(to)); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		append(load[:len(load):len(load)], "--rejects="+at("entente.db")), append(load[:len(load):len(load)], "--rejects="+at("m.yaml")),
		append(load[:len(load):len(load)], "--rejects="+at("link.yaml")), append(load[:len(load):len(load)], "--rejects="+at("own.csv")),
		append(load[:len(load):len(load)], "--rejects="+at("set.yaml")), append(load[:len(load):len(load)], "--rejects=-"),
		append(load[:len(load):len(load)], "--rejects="+at("other.db")), append(load[:len(load):len(load)], "--rejects="+at("t.csv")),
		append(load[:len(load)-1:len(load)-1], "--store=file:"+at("new.db"), "--rejects="+at("./new.db")),
		{"load", "generic", at("t.csv"), at("u.csv"), "-o", "mapping=" + at("r.u.yaml"), store, "--rejects=" + at("r.yaml")},
		{"load", "generic", at("t.csv"), at("u.csv"), "-o", "mapping=" + at("m.yaml"), store, "--rejects=" + at("r.db")},
		{"export", store, "-o", at("entente.db")},
		{"export", store, "-o", at("other.db")},
		{"ask", "duties", "--actor=USA", store, "--receipt=" + at("entente.db")},
		{"ask", "duties", "--actor=USA", store, "--receipt=-"},
	} {
		before := contentsOf(t, dir)
		code, _, errs := entente(t, args...)
		if code != 2 {
			t.Errorf("%q: exit code %d: %s", args, code, errs)
		}
		if after := contentsOf(t, dir); !maps.Equal(before, after) {
			t.Fatalf("%q has written over a file: %s", args, errs)
		}
	}
}

// contentsOf are the files of a folder but those of stores, which change when they are opened, and whether these hold one.
func contentsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if out[e.Name()] = string(text); filepath.Ext(e.Name()) == ".db" {
			out[e.Name()] = string(text[16:20])
		}
	}
	return out
}
