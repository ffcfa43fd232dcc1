package docstest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// pages are the pages that are committed or about to be.
func pages(t *testing.T) map[string]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	pages := map[string]string{}
	for name := range strings.FieldsSeq(string(out)) {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = string(text)
	}
	if len(pages) < 3 {
		t.Fatalf("found only %d pages", len(pages))
	}
	return pages
}

var link = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

func TestLinksBetweenPagesLeadSomewhere(t *testing.T) {
	inner := 0
	for name, text := range pages(t) {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(found[1], "://") {
				continue
			}
			inner++
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), found[1])); err != nil {
				t.Errorf("%s: the link %s leads nowhere", name, found[1])
			}
		}
	}
	if inner < 20 {
		t.Errorf("only %d links between pages are found", inner)
	}
}

var (
	command = regexp.MustCompile("(?m)(?:`|^\\$ )make ((?:[a-z0-9-]+ ?)+)")
	target  = regexp.MustCompile(`(?m)^([a-z0-9-]+):`)
)

func TestEveryMakeCommandInThePagesExists(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, found := range target.FindAllStringSubmatch(string(makefile), -1) {
		targets[found[1]] = true
	}
	seen := 0
	for name, text := range pages(t) {
		for _, found := range command.FindAllStringSubmatch(text, -1) {
			for word := range strings.FieldsSeq(found[1]) {
				seen++
				if !targets[word] {
					t.Errorf("%s: make has no %q", name, word)
				}
			}
		}
	}
	if seen < 5 {
		t.Errorf("found only %d commands", seen)
	}
}
