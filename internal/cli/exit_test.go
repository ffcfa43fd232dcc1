package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// TestTheExitCodeTellsWhoseFaultItIs: scripts ask for it.
func TestTheExitCodeTellsWhoseFaultItIs(t *testing.T) {
	canceled := graph.Errorf(graph.KindCanceled, "stopped")
	for _, c := range []struct {
		err  error
		code int
		says string
	}{
		{nil, exitDone, ""},
		{errors.New("the disk is full"), exitWanting, "entente: the disk is full\n"},
		{graph.Errorf(graph.KindUnavailable, "no store"), exitWanting, "entente: no store\n"},
		{graph.Invalidf("no such day"), exitNothing, "entente: no such day\n"},
		{graph.NotFoundf("no such actor"), exitNothing, "entente: no such actor\n"},
		{graph.Errorf(graph.KindLimitExceeded, "too many"), exitNothing, "entente: too many\n"},
		{fmt.Errorf("while asking: %w", graph.Invalidf("no such day")), exitNothing, "entente: while asking: no such day\n"},
		{canceled, exitInterrupted, "entente: stopped\n"},
		{&exitError{exitNothing, canceled}, exitInterrupted, "entente: stopped\n"},
		{&exitError{exitNothing, errors.New("no store")}, exitNothing, "entente: no store\n"},
		{&exitError{exitWanting, nil}, exitWanting, ""},
		{misused("want a %s", "day"), exitNothing, "entente: want a day\n"},
	} {
		var said strings.Builder
		if code := exitCode(c.err, &said); code != c.code || said.String() != c.says {
			t.Errorf("%v: exit code %d, %q; want %d, %q", c.err, code, said.String(), c.code, c.says)
		}
	}
}

// TestACommandWritesOverNothingThatItWorksWith nor over any store.
func TestACommandWritesOverNothingThatItWorksWith(t *testing.T) {
	t.Setenv("ENTENTE_CONFIG", "")
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	page := append(make([]byte, 16), magic...)
	input, settings, other := file("input.csv", nil), file("settings.yaml", nil), file("other", []byte("a text that is longer than the head of a page"))
	store, short := file("a store", page), file("short", page[:19])
	link := filepath.Join(dir, "link")
	if err := os.Symlink(input, link); err != nil {
		t.Fatal(err)
	}
	e := &Env{Globals: Globals{Store: "file:" + filepath.Join(dir, "mine.db"), Config: "settings.yaml"}}
	t.Chdir(dir)
	for path, refused := range map[string]string{
		"": "", filepath.Join(dir, "new"): "", other: "", short: "", dir: "",
		"-": "want the name of a file", input: "works with that file", "input.csv": "works with that file", link: "works with that file",
		"mine.db": "works with that file", settings: "works with that file", store: "holds a store",
	} {
		err := e.output("--to", path, input)
		if (err == nil) != (refused == "") || err != nil && !strings.Contains(err.Error(), refused) {
			t.Errorf("--to %q: %v; want %q", path, err, refused)
		}
	}
	e.Config = ""
	if err := e.output("--to", settings); err != nil {
		t.Errorf("settings that are none: %v", err)
	}
	t.Setenv("ENTENTE_CONFIG", settings)
	if err := e.output("--to", settings); err == nil {
		t.Error("the settings that the environment names are written over")
	}
}

// TestSettingsAreThoseOfFlags: one that names none is refused, since it would be without effect.
func TestSettingsAreThoseOfFlags(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ settings, refused string }{
		"flags of all, and of a command": {"store: file:./x.db\nserve:\n  listen: 127.0.0.1:9000\n", ""},
		"JSON":                           {`{"store": "file:./x.db"}`, ""},
		"nothing":                        {"", ""},
		"no flag":                        {"stoer: x\n", `"stoer" is neither a flag nor a command`},
		"no flag of the command":         {"serve:\n  lisen: x\n", `serve: "lisen" is no flag of that command`},
		"a command that is a text":       {"serve: yes\n", "serve: want flags of that command below it"},
		"no YAML":                        {"a: [", "settings"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.settings), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("ENTENTE_CONFIG", path)
		var said, faults strings.Builder
		code := Run(t.Context(), App{Version: "1.2.3"}, []string{"version"}, strings.NewReader(""), &said, &faults)
		if (code == exitDone) != (c.refused == "") || !strings.Contains(faults.String(), c.refused) {
			t.Errorf("%s: exit code %d, %s; want %q", name, code, faults.String(), c.refused)
		}
	}
	t.Setenv("ENTENTE_CONFIG", filepath.Join(dir, "there is none"))
	var faults strings.Builder
	if code := Run(t.Context(), App{}, []string{"version"}, strings.NewReader(""), &faults, &faults); code != exitNothing || !strings.Contains(faults.String(), "ENTENTE_CONFIG") {
		t.Errorf("settings that are not there: exit code %d, %s", code, faults.String())
	}
}

// TestTheEnvironmentGoesBeforeSettingsAndFlagsBeforeBoth.
func TestTheEnvironmentGoesBeforeSettingsAndFlagsBeforeBoth(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings")
	if err := os.WriteFile(path, []byte("store: file:./settings.db\nexport:\n  output: out\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENTENTE_CONFIG", path)
	for _, c := range []struct {
		environment string
		flags       []string
		want        string
	}{
		{"", nil, "settings.db"},
		{"file:./environment.db", nil, "environment.db"},
		{"file:./environment.db", []string{"--store", "file:./flag.db"}, "flag.db"},
	} {
		if c.environment != "" {
			t.Setenv("ENTENTE_STORE", c.environment)
		}
		var faults strings.Builder
		Run(t.Context(), App{}, slices.Concat([]string{"export"}, c.flags), strings.NewReader(""), &faults, &faults)
		if !strings.Contains(faults.String(), c.want) {
			t.Errorf("%q %q: %s; want that %s is not there", c.environment, c.flags, faults.String(), c.want)
		}
	}
}
