// Command mutate changes one condition after the other in the packages that it is given and runs their tests. A
// condition whose change no test notices is printed: either a test is missing, or the condition is not needed.
//
//	go run -C tools ./mutate ../graph/overlay ../graph/match -- -rapid.checks=200 -rapid.nofailfile
//
// What follows "--" goes to the tests of every package that know the flag; -test.skip leaves tests out. The files stay
// as they are: go test is given changed copies by -overlay. The tests are built once, with a switch at every condition.
// Each runs once by itself to see what values conditions have, and a change is tried on those tests alone that can see
// it: the quick ones together, then the others.
package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
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
	"unicode"
)

// patience is how long a test may run with a changed condition, beyond twice its time without: a loop that does not end
// is noticed, too.
const patience = 10 * time.Second

// quick is how long a test takes at most that is tried among the first.
const quick = 500 * time.Millisecond

// switches is what every package under test gets: the function that conditions ask.
//
//go:embed switches.go.txt
var switches string

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

// suite is the tests of a package with switches in it.
type suite struct {
	folder, binary, scratch string
	flags                   []string
	conditions              []string
	tests                   []seen // the quickest first
}

// seen is a test by itself, with the values that conditions had: "17=true".
type seen struct {
	name   string
	took   time.Duration
	values map[string]bool
}

// mutate tries every condition of a package.
func mutate(folder string, flags []string) (survived, tried int, err error) {
	s := &suite{}
	if s.folder, err = filepath.Abs(folder); err != nil {
		return 0, 0, err
	}
	if s.scratch, err = os.MkdirTemp("", "mutate"); err != nil {
		return 0, 0, err
	}
	defer func() { _ = os.RemoveAll(s.scratch) }()
	if err := s.build(); err != nil {
		return 0, 0, err
	}
	usage, _ := s.run(0, "", "", "-help") // where it does not start, the tests say so
	s.flags = known(usage, flags)
	if err := s.watch(); err != nil {
		return 0, 0, err
	}
	for i, condition := range s.conditions {
		for _, to := range []string{"true", "false"} {
			if tried++; !s.noticed(i, to) {
				survived++
				fmt.Printf("%s: nothing fails when it is always %s\n", condition, to)
			}
		}
	}
	return survived, tried, nil
}

// build makes the test binary.
func (s *suite) build() error {
	files, err := filepath.Glob(filepath.Join(s.folder, "*.go"))
	if err != nil {
		return err
	}
	replace := map[string]string{}
	name := ""
	for i, path := range files {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".generated.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		name = file.Name.Name
		ast.Inspect(file, func(n ast.Node) bool {
			if stmt, ok := n.(*ast.IfStmt); ok && !errorCheck(stmt.Cond) {
				stmt.Cond = s.switchAt(set.Position(stmt.Pos()), stmt.Cond)
			}
			return true
		})
		var changed bytes.Buffer
		if err := printer.Fprint(&changed, set, file); err != nil {
			return err
		}
		replace[path] = filepath.Join(s.scratch, fmt.Sprint(i, ".go"))
		if err := os.WriteFile(replace[path], changed.Bytes(), 0o600); err != nil {
			return err
		}
	}
	added := filepath.Join(s.scratch, "switches.go")
	replace[filepath.Join(s.folder, "mutate_switches.go")] = added
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	list := filepath.Join(s.scratch, "overlay.json")
	code := "package " + name + "\n\n" + switches
	if err := errors.Join(os.WriteFile(added, []byte(code), 0o600), os.WriteFile(list, overlay, 0o600)); err != nil {
		return err
	}
	s.binary = filepath.Join(s.scratch, "tests")
	cmd := exec.Command("go", "test", "-trimpath", "-vet=off", "-c", "-o", s.binary, "-overlay", list, ".")
	cmd.Dir = s.folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", s.folder, err, out)
	}
	return nil
}

// switchAt is a condition that asks its switch.
func (s *suite) switchAt(at token.Position, condition ast.Expr) ast.Expr {
	var text bytes.Buffer
	_ = printer.Fprint(&text, token.NewFileSet(), condition) // a buffer does not fail
	s.conditions = append(s.conditions, fmt.Sprint(at, ": ", text.String()))
	id := &ast.BasicLit{Kind: token.INT, Value: fmt.Sprint(len(s.conditions) - 1)}
	return &ast.CallExpr{Fun: ast.NewIdent("mutateSwitch"), Args: []ast.Expr{id, condition}}
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

// known leaves out the flags that a test binary with this usage does not know.
func known(usage string, flags []string) (out []string) {
	names := map[string]bool{}
	for line := range strings.Lines(usage) {
		if name, ok := strings.CutPrefix(line, "  -"); ok {
			names[strings.FieldsFunc(name, unicode.IsSpace)[0]] = true
		}
	}
	for _, flag := range flags {
		name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
		if names[name] {
			out = append(out, flag)
		}
	}
	return out
}

// watch runs each test by itself and keeps what values conditions had.
func (s *suite) watch() error {
	names, listed := s.run(0, "", "", "-test.list", ".")
	if !listed {
		return fmt.Errorf("%s: the tests do not start:\n%s", s.folder, names)
	}
	for name := range strings.Lines(names) {
		test := seen{name: strings.TrimSpace(name), values: map[string]bool{}}
		values := filepath.Join(s.scratch, "values")
		began := time.Now()
		if out, passed := s.run(0, "", values, "-test.run", "^"+test.name+"$"); !passed {
			return fmt.Errorf("%s: %s fails as it is:\n%s", s.folder, test.name, out)
		}
		test.took = time.Since(began)
		text, _ := os.ReadFile(values) // there is none where a test meets no condition
		for value := range strings.Lines(string(text)) {
			test.values[strings.TrimSpace(value)] = true
		}
		_ = os.Remove(values)
		s.tests = append(s.tests, test)
	}
	slices.SortFunc(s.tests, func(a, b seen) int { return cmp.Compare(a.took, b.took) })
	return nil
}

// noticed tells whether a test fails when a condition always has a value.
func (s *suite) noticed(condition int, to string) bool {
	other := fmt.Sprintf("%d=%t", condition, to != "true")
	seeing := slices.DeleteFunc(slices.Clone(s.tests), func(t seen) bool { return !t.values[other] })
	slow := slices.IndexFunc(seeing, func(t seen) bool { return t.took > quick })
	if slow < 0 {
		slow = len(seeing)
	}
	change := fmt.Sprintf("%d=%s", condition, to)
	return s.fails(change, seeing[:slow]) || s.fails(change, seeing[slow:])
}

// fails tells whether one of the tests fails with a change.
func (s *suite) fails(change string, tests []seen) bool {
	if len(tests) == 0 {
		return false
	}
	most, names := patience, make([]string, 0, len(tests))
	for _, t := range tests {
		most += 2 * t.took
		names = append(names, t.name)
	}
	only := "^(" + strings.Join(names, "|") + ")$"
	_, passed := s.run(most, change, "", "-test.failfast", "-test.run", only)
	return !passed
}

// run starts the test binary, with a condition changed or with a file for the values of all; most is how long it may
// take, 0 for as long as it does.
func (s *suite) run(most time.Duration, change, values string, arguments ...string) (out string, passed bool) {
	ctx := context.Background()
	if most > 0 {
		limited, cancel := context.WithTimeout(ctx, most)
		defer cancel()
		ctx = limited
	}
	cmd := exec.CommandContext(ctx, s.binary, append(arguments, s.flags...)...)
	cmd.Dir = s.folder
	cmd.Env = append(os.Environ(), "MUTATE="+change, "MUTATE_VALUES="+values)
	text, err := cmd.CombinedOutput()
	return string(text), err == nil
}
