package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unraced are packages that start goroutines and have no test that the race detector could look at.
var unraced = []string{"bench/peers", "internal/neo4jtest"}

var (
	racedPackages = regexp.MustCompile(`(?m)^RACED := ((?:.*\\\n)*.*)$`)
	goStatement   = regexp.MustCompile(`\bgo (func\(|[\w.]+\()|\.Go\(func\(`)
)

// TestWhereGoroutinesStartTheRaceDetectorLooks compares the code with the list in the Makefile.
func TestWhereGoroutinesStartTheRaceDetectorLooks(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	list := racedPackages.FindSubmatch(makefile)
	if list == nil {
		t.Fatal("the Makefile does not say RACED := …")
	}
	raced := strings.Fields(strings.ReplaceAll(string(list[1]), "\\\n", " "))
	for _, p := range ownPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		if slices.Contains(unraced, name) || slices.ContainsFunc(raced, func(pattern string) bool { return fits(pattern, "./"+name) }) {
			continue
		}
		for _, file := range p.GoFiles {
			code, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if at := goStatement.Find(code); at != nil {
				t.Errorf("%s/%s says %q; want the package among RACED in the Makefile", name, file, at)
			}
		}
	}
}
