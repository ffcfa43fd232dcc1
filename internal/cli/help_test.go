package cli

import (
	"io"
	"regexp"
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
