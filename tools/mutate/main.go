// Command mutate changes one condition after the other in the packages that it is given and runs their tests. A
// condition whose change no test notices is printed: either a test is missing, or the condition is not needed.
//
//	go run -C tools ./mutate -files 'find|walk' ../graph/overlay ../graph/match -- -rapid.checks=200 -rapid.nofailfile
//
// Without -files, every file of the packages has its turn.
// What follows "--" goes to the tests of every package that know the flag; -test.skip leaves tests out. The files stay
// as they are: go test is given changed copies by -overlay. The tests are built once, with a switch at every condition,
// and one process runs them again and again, until a change makes it panic or never end. Each runs once by itself to
// see what values conditions have, and a change is tried on those tests alone that can see it: the quick ones together,
// then the others. What TestMain does before the tests is not done.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	files := flag.String("files", "", "change only `files` whose names match this regular expression")
	flag.Parse()
	packages, flags := flag.Args(), []string(nil)
	if at := slices.Index(packages, "--"); at >= 0 {
		packages, flags = packages[:at], packages[at+1:]
	}
	if len(packages) == 0 {
		fmt.Fprintln(os.Stderr, "want folders of packages, such as ../graph/overlay")
		os.Exit(2)
	}
	chosen, err := regexp.Compile(*files)
	if err != nil {
		fmt.Fprintln(os.Stderr, "-files:", err)
		os.Exit(2)
	}
	survived, tried := 0, 0
	for _, folder := range packages {
		s, n, err := mutate(folder, chosen, flags)
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
	files                   *regexp.Regexp // whose conditions change
	flags                   []string
	conditions              []string
	tests                   []seen // the quickest first

	process *exec.Cmd // runs tests; nil where none does
	orders  io.WriteCloser
	pipe    io.Closer // under answers
	answers *bufio.Reader
	output  bytes.Buffer
}

// seen is a test by itself, with the values that conditions had: "17=true".
type seen struct {
	name   string
	took   time.Duration
	values map[string]bool
}

// mutate tries every condition in the chosen files of a package.
func mutate(folder string, files *regexp.Regexp, flags []string) (survived, tried int, err error) {
	s := &suite{files: files}
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
	usage, _ := s.command("-help").CombinedOutput() // where it does not start, the tests say so
	s.flags = known(string(usage), flags)
	defer s.stop()
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
	write := func(path, content string) error {
		replace[path] = filepath.Join(s.scratch, fmt.Sprint(len(replace), ".go"))
		return os.WriteFile(replace[path], []byte(content), 0o600)
	}
	name, main := "", testMain{}
	for _, path := range files {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		switch {
		case strings.HasSuffix(path, ".generated.go"):
			continue
		case !strings.HasSuffix(path, "_test.go"):
			name = file.Name.Name
			ast.Inspect(file, func(n ast.Node) bool {
				stmt, ok := n.(*ast.IfStmt)
				if ok && !errorCheck(stmt.Cond) && s.files.MatchString(filepath.Base(path)) {
					stmt.Cond = s.switchAt(set.Position(stmt.Pos()), stmt.Cond)
				}
				return true
			})
		case !main.takeFrom(file):
			continue
		}
		var changed strings.Builder
		if err := printer.Fprint(&changed, set, file); err != nil {
			return err
		}
		if err := write(path, changed.String()); err != nil {
			return err
		}
	}
	list := exec.Command("go", "list", ".")
	list.Dir = s.folder
	path, err := list.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", s.folder, err)
	}
	err = errors.Join(
		write(filepath.Join(s.folder, "mutate_switches.go"), "package "+name+"\n\n"+switches),
		write(filepath.Join(s.folder, "mutate_main_test.go"), main.code(name, strings.TrimSpace(string(path)))))
	if err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	replaced := filepath.Join(s.scratch, "overlay.json")
	if err := os.WriteFile(replaced, overlay, 0o600); err != nil {
		return err
	}
	s.binary = filepath.Join(s.scratch, "tests")
	cmd := exec.Command("go", "test", "-trimpath", "-vet=off", "-c", "-o", s.binary, "-overlay", replaced, ".")
	cmd.Dir = s.folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", s.folder, err, out)
	}
	return nil
}

// testMain is where the tests of a package begin: the package of that function, "" where there is none.
type testMain struct{ in string }

// takeFrom gives the TestMain of a file, which processes that tests start may need, another name; it says whether there
// is one.
func (m *testMain) takeFrom(file *ast.File) bool {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "TestMain" {
			f.Name.Name, m.in = "mutateTestMain", file.Name.Name
			return true
		}
	}
	return false
}

// code is the file with a TestMain that runs tests as it is told.
func (m *testMain) code(name, path string) string {
	otherwise, imported, from := "os.Exit(m.Run())", "", ""
	if m.in != "" {
		otherwise = "mutateTestMain(m)"
	}
	if m.in != "" && m.in != name {
		imported, from = "mutated "+strconv.Quote(path), "mutated."
	}
	return fmt.Sprintf("package %s\n\nimport (\n\"os\"\n\"testing\"\n%s\n)\n\nvar _ = os.Exit\n\n"+
		"func TestMain(m *testing.M) {\nif !%sMutateServe(m.Run) {\n%s\n}\n}\n",
		cmp.Or(m.in, name), imported, from, otherwise)
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
	names, err := s.command("-test.list", ".").Output()
	if err != nil {
		return fmt.Errorf("%s: the tests do not start: %w\n%s", s.folder, err, names)
	}
	for name := range strings.Lines(string(names)) {
		test := seen{name: strings.TrimSpace(name), values: map[string]bool{}}
		answer, passed := s.run("-1", "true", time.Hour, test.name)
		if !passed {
			return fmt.Errorf("%s: %s fails as it is:\n%s", s.folder, test.name, s.output.String())
		}
		if test.took, err = time.ParseDuration(answer[0]); err != nil {
			return err
		}
		for _, value := range answer[1:] {
			test.values[value] = true
		}
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
	return s.fails(condition, to, seeing[:slow]) || s.fails(condition, to, seeing[slow:])
}

// fails tells whether one of the tests fails with a change.
func (s *suite) fails(condition int, to string, tests []seen) bool {
	if len(tests) == 0 {
		return false
	}
	most, names := patience, make([]string, 0, len(tests))
	for _, t := range tests {
		most += 2 * t.took
		names = append(names, t.name)
	}
	_, passed := s.run(fmt.Sprint(condition), to, most, names...)
	return !passed
}

// run has the process run tests with a condition changed; the answer has the time that they took and the values of
// conditions. A process that is no more has failed, and the next run starts another.
func (s *suite) run(condition, to string, most time.Duration, tests ...string) (answer []string, passed bool) {
	if s.process == nil {
		if err := s.start(); err != nil {
			return []string{err.Error()}, false
		}
	}
	s.output.Reset()
	_, _ = fmt.Fprintf(s.orders, "%s %s %s ^(%s)$\n", condition, to, most, strings.Join(tests, "|"))
	line, err := s.answers.ReadString('\n')
	if err != nil {
		s.stop()
		return nil, false
	}
	answer = strings.Fields(line)
	return answer[1:], answer[0] == "0"
}

// start starts the process.
func (s *suite) start() error {
	ours, theirs, err := os.Pipe()
	if err != nil {
		return err
	}
	defer func() { _ = theirs.Close() }()
	s.process = s.command()
	s.process.Env = append(os.Environ(), "MUTATE=1")
	s.process.ExtraFiles = []*os.File{theirs}
	s.process.Stdout, s.process.Stderr = &s.output, &s.output
	s.pipe, s.answers = ours, bufio.NewReader(ours)
	if s.orders, err = s.process.StdinPipe(); err != nil {
		return err
	}
	return s.process.Start()
}

// stop ends the process, if there is one.
func (s *suite) stop() {
	if s.process != nil {
		_ = s.orders.Close()
		_ = s.process.Wait() // how it ended is known
		_ = s.pipe.Close()
		s.process = nil
	}
}

// command is the test binary with what its tests are given.
func (s *suite) command(arguments ...string) *exec.Cmd {
	cmd := exec.Command(s.binary, append(arguments, s.flags...)...)
	cmd.Dir = s.folder
	return cmd
}
