// Command mutate changes one condition after the other in the packages that it is given and runs their tests. A
// condition whose change no test notices is printed: either a test is missing, or the condition is not needed.
//
//	go run -C tools ./mutate ../graph/overlay ../graph/match -- -rapid.checks=200
//
// What follows "--" goes to the tests. The files stay as they are: go test is given a changed copy by -overlay.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// patience is how long the tests of one mutation may run: a loop that does not end is noticed, too.
const patience = 2 * time.Minute

func main() {
	packages, flags := os.Args[1:], []string(nil)
	if at := slices.Index(packages, "--"); at >= 0 {
		packages, flags = packages[:at], packages[at+1:]
	}
	if len(packages) == 0 {
		fmt.Fprintln(os.Stderr, "want folders of packages, such as ../graph/overlay")
		os.Exit(2)
	}
	survived, tried := 0, 0
	for _, folder := range packages {
		s, n, err := mutate(folder, flags)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		survived, tried = survived+s, tried+n
	}
	fmt.Printf("%d of %d changes were not noticed\n", survived, tried)
	if survived > 0 {
		os.Exit(1)
	}
}

// mutate tries every condition of a package.
func mutate(folder string, flags []string) (survived, tried int, err error) {
	folder, err = filepath.Abs(folder)
	if err != nil {
		return 0, 0, err
	}
	if out, ok := test(folder, "", flags); !ok {
		return 0, 0, fmt.Errorf("%s: the tests fail as it is:\n%s", folder, out)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return 0, 0, err
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".generated.go") {
			continue
		}
		s, n, err := mutateFile(folder, path, flags)
		if err != nil {
			return 0, 0, err
		}
		survived, tried = survived+s, tried+n
	}
	return survived, tried, nil
}

func mutateFile(folder, path string, flags []string) (survived, tried int, err error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
	if err != nil {
		return 0, 0, err
	}
	var conditions []*ast.IfStmt
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.IfStmt); ok && !errorCheck(s.Cond) {
			conditions = append(conditions, s)
		}
		return true
	})
	for _, s := range conditions {
		was := s.Cond
		for _, value := range []string{"true", "false"} {
			// The condition stays, so that what it names is still used.
			s.Cond = &ast.BinaryExpr{X: &ast.ParenExpr{X: was}, Op: token.LOR, Y: ast.NewIdent("true")}
			if value == "false" {
				s.Cond.(*ast.BinaryExpr).Op, s.Cond.(*ast.BinaryExpr).Y = token.LAND, ast.NewIdent("false")
			}
			var changed bytes.Buffer
			if err := printer.Fprint(&changed, set, file); err != nil {
				return 0, 0, err
			}
			overlay, done, err := overlaid(path, changed.Bytes())
			if err != nil {
				return 0, 0, err
			}
			out, passed := test(folder, overlay, flags)
			done()
			s.Cond = was
			if strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]") {
				continue // no program
			}
			if tried++; passed {
				survived++
				var text bytes.Buffer
				if err := printer.Fprint(&text, set, was); err != nil {
					return 0, 0, err
				}
				fmt.Printf("%s: %s: nothing fails when it is always %s\n", set.Position(s.Pos()), text.String(), value)
			}
		}
	}
	return survived, tried, nil
}

// errorCheck tells whether a condition only asks for an error, which tests seldom bring about.
func errorCheck(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	if !ok {
		return false
	}
	x, ok := b.X.(*ast.Ident)
	return ok && x.Name == "err"
}

// overlaid writes a changed copy of a file and what -overlay wants to know of it.
func overlaid(path string, content []byte) (overlay string, done func(), err error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.RemoveAll(dir) }
	replacement := filepath.Join(dir, filepath.Base(path))
	overlay = filepath.Join(dir, "overlay.json")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {path: replacement}})
	if err == nil {
		err = os.WriteFile(replacement, content, 0o600)
	}
	if err == nil {
		err = os.WriteFile(overlay, text, 0o600)
	}
	return overlay, done, err
}

// test runs the tests of a package.
func test(folder, overlay string, flags []string) (out string, passed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	arguments := []string{"test", "-trimpath", "-vet=off"}
	if overlay != "" {
		arguments = append(arguments, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(append(arguments, "."), flags...)...)
	cmd.Dir = folder
	text, err := cmd.CombinedOutput()
	return string(text), err == nil
}
