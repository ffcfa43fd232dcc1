package cli

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestTheExamplesOfEveryHelpAreCommands: what a reader copies from --help must parse, what it asks must have an answer,
// and each command that takes arguments or flags shows one.
func TestTheExamplesOfEveryHelpAreCommands(t *testing.T) {
	parser := func() *kong.Kong {
		p, err := newParser(&commands{}, App{}, io.Discard, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	app := App{Stores: Embedded()}
	for _, command := range parser().Model.Leaves(true) {
		t.Run(command.Path(), func(t *testing.T) {
			examples := examplesOf(command.Detail)
			if len(examples) == 0 && command.Name != "version" && command.Name != "health" {
				t.Error("its help has no example")
			}
			for _, example := range examples {
				args := word.FindAllString(example, -1)
				for i := range args {
					args[i] = strings.ReplaceAll(args[i], "'", "")
				}
				if _, err := parser().Parse(args); err != nil {
					t.Errorf("entente %s: %v", example, err)
				} else if args[0] == "ask" {
					var faults strings.Builder
					if code := Run(t.Context(), app, args, strings.NewReader(""), io.Discard, &faults); code != exitDone {
						t.Errorf("entente %s: exit code %d: %s", example, code, &faults)
					}
				}
			}
		})
	}
}

func TestHelpIsACommandToo(t *testing.T) {
	said := func(args ...string) string {
		var out, faults strings.Builder
		if code := Run(t.Context(), App{Stores: Embedded()}, args, strings.NewReader(""), &out, &faults); code != exitDone {
			t.Errorf("%q: exit code %d: %s", args, code, &faults)
		}
		return out.String()
	}
	for _, args := range [][]string{{}, {"load"}, {"ask"}, {"ask", "duties"}} {
		got := said(append([]string{"help"}, args...)...)
		if want := said(append(slices.Clone(args), "--help")...); got != want || !strings.HasPrefix(got, "Usage: ") {
			t.Errorf("help %q says %q", args, got)
		}
	}
	if got, want := said("--version"), said("version"); got != want || !strings.HasPrefix(got, "entente ") {
		t.Errorf("--version says %q", got)
	}
	var names []string
	for _, question := range commandsOfAsk(t) {
		names = append(names, strings.ReplaceAll(question, "-", " "))
	}
	text := strings.Join(strings.Fields(said("help", "ask")), " ")
	if want := "Ask who owes what to whom: " + strings.Join(names, ", ") + "."; !strings.Contains(text, want) {
		t.Errorf("help ask does not say %q:\n%s", want, text)
	}
}

func commandsOfAsk(t *testing.T) (names []string) {
	t.Helper()
	p, err := newParser(&commands{}, App{}, io.Discard, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range p.Model.Leaves(true) {
		if command.Parent.Name == "ask" {
			names = append(names, command.Name)
		}
	}
	return names
}

// examplesOf are the commands among the lines of a help that are set in, without what explains them or takes their
// output.
func examplesOf(help string) []string {
	var out []string
	for line := range strings.Lines(help) {
		_, example, found := strings.Cut(strings.TrimSuffix(line, "\n"), "entente ")
		if !found || !strings.HasPrefix(line, "  ") {
			continue
		}
		for _, end := range []string{"   ", " | ", " > ", " --config "} {
			example, _, _ = strings.Cut(example, end)
		}
		out = append(out, example)
	}
	return out
}

// word is what a shell takes for one, as far as examples need it.
var word = regexp.MustCompile(`(?:'[^']*'|[^' ])+`)

func TestEveryTextOfHelpIsThatOfACommand(t *testing.T) {
	parser, err := newParser(&commands{}, App{}, io.Discard, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"entente"}
	for _, command := range append(parser.Model.Leaves(false), parser.Model.Children...) {
		known = append(known, strings.ReplaceAll(command.Path(), " ", "-"))
	}
	texts, err := helps.ReadDir("help")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if name := strings.TrimSuffix(text.Name(), ".txt"); !slices.Contains(known, name) {
			t.Errorf("help/%s: there is no command of that name", text.Name())
		}
	}
}
