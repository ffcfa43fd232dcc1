package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// curatedTemplate is the treaty that CONTRIBUTING.md shows.
func curatedTemplate(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "```yaml\n")
	text, _, found := strings.Cut(after, "```")
	if !found {
		t.Fatal("CONTRIBUTING.md shows no treaty")
	}
	return text
}

func TestCheckFactsExplainsTheFaultsOfAFile(t *testing.T) {
	own := curatedTemplate(t)
	for name, c := range map[string]struct {
		text string
		code int
		want string
	}{
		"the template":        {own, exitDone, "no fault found\n"},
		"a year before":       {strings.Replace(own, "in_force: '1950-02-03'", "in_force: '1949'", 1), exitWanting, "my-treaty.yaml:16: treaty:fr-be-1950: is in force from 1949, before it was signed on 1950-01-02\n1 fault\n"},
		"a field and a date":  {strings.NewReplacer("  kind:", "  kin:", "binding: true", "binding: [x]").Replace(own), exitWanting, "2 faults\n"},
		"signs to a terminal": {strings.Replace(own, "kind: TREATY", `kind: "\x1b[31m"`, 1), exitWanting, "1 fault\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "my-treaty.yaml")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			code := Run(t.Context(), App{}, []string{"check-facts", path}, strings.NewReader(""), &out, io.Discard)
			if code != c.code || !strings.HasSuffix(out.String(), c.want) || strings.Contains(out.String(), "\x1b") {
				t.Errorf("exit code %d, want %d; %q, want %q", code, c.code, out.String(), c.want)
			}
		})
	}
	if code := Run(t.Context(), App{}, []string{"check-facts", "/no/such/file.yaml"}, strings.NewReader(""), io.Discard, io.Discard); code != exitNothing {
		t.Errorf("a file that is not there: exit code %d", code)
	}
}
