package docstest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheCatalogueOfErrorsIsWhole compares docs/errors.md with the rules by which loaders reject rows and the codes of
// the API, as the source has them.
func TestTheCatalogueOfErrorsIsWhole(t *testing.T) {
	page, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	codes, rules, found := strings.Cut(string(page), "\n## Rules")
	if !found {
		t.Fatal("docs/errors.md has no chapter of rules")
	}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)`")
	listed := func(text string) (out []string) {
		for _, m := range row.FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
		return out
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(rulesOf(t, "../../loaders"))), listed(rules)); diff != "" {
		t.Errorf("rules (-in the source +in docs/errors.md, which has them in order):\n%s", diff)
	}
	known := map[string]bool{"GRAPHQL_PARSE_FAILED": true, "GRAPHQL_VALIDATION_FAILED": true, "PERSISTED_QUERY_NOT_FOUND": true} // of gqlgen
	for _, folder := range []string{"../../resolvers", "../../internal/httpapi"} {
		maps.Copy(known, codesOf(t, folder))
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(known)), listed(codes)); diff != "" {
		t.Errorf("codes (-in the source +in docs/errors.md, which has them in order):\n%s", diff)
	}
}

// sources parses the files of a folder and of those below it, tests left out.
func sources(t *testing.T, folder string, visit func(ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(n)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(l.Value)
	return text
}

var rulePattern = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// rulesOf are the rules that are named in what rejects a row: a RowError's Rule, the first part of a fault, the second
// argument of Rejected, and the first ones of Errorf, Fail and reject.
func rulesOf(t *testing.T, folder string) map[string]bool {
	out, constants, named := map[string]bool{}, map[string]string{}, map[string]bool{}
	sources(t, folder, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if i < len(n.Values) {
					constants[name.Name] = literal(n.Values[i])
				}
			}
		case *ast.CompositeLit:
			if kind, ok := n.Type.(*ast.Ident); ok && kind.Name == "fault" && len(n.Elts) > 0 && rulePattern.MatchString(literal(n.Elts[0])) {
				out[literal(n.Elts[0])] = true
			}
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			if !ok || key.Name != "Rule" {
				return
			}
			if rulePattern.MatchString(literal(n.Value)) {
				out[literal(n.Value)] = true
			}
			if constant, ok := n.Value.(*ast.Ident); ok {
				named[constant.Name] = true
			}
		case *ast.AssignStmt:
			if to, ok := n.Lhs[0].(*ast.SelectorExpr); ok && to.Sel.Name == "Rule" && rulePattern.MatchString(literal(n.Rhs[0])) {
				out[literal(n.Rhs[0])] = true
			}
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.SelectorExpr:
				name = f.Sel.Name
			case *ast.Ident:
				name = f.Name
			}
			if name == "Rejected" && len(n.Args) > 2 && rulePattern.MatchString(literal(n.Args[1])) {
				out[literal(n.Args[1])] = true
			}
			if name = strings.ToLower(name); name != "errorf" && name != "fail" && name != "reject" {
				return
			}
			for i, argument := range n.Args[:min(3, len(n.Args))] {
				if constant, ok := argument.(*ast.Ident); ok && name == "reject" {
					named[constant.Name] = true
				}
				ofRunner := name == "reject" && i == 1 && len(n.Args) <= 4 && literal(n.Args[0]) == ""
				if text := literal(argument); rulePattern.MatchString(text) && (strings.Contains(text, "-") || ofRunner) {
					out[text] = true
				}
			}
		}
	})
	for name := range named {
		if rulePattern.MatchString(constants[name]) {
			out[constants[name]] = true
		}
	}
	return out
}

var codePattern = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)

// codesOf are the values of extensions.code: of constants named code…, of the table of kinds, and where errors are
// made.
func codesOf(t *testing.T, folder string) map[string]bool {
	out := map[string]bool{}
	add := func(e ast.Expr) {
		if text := literal(e); len(text) > 5 && codePattern.MatchString(text) {
			out[text] = true
		}
	}
	sources(t, folder, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if strings.HasPrefix(name.Name, "code") && i < len(n.Values) {
					add(n.Values[i])
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.SelectorExpr); ok && strings.HasPrefix(key.Sel.Name, "Kind") {
				add(n.Value)
			}
		case *ast.CompositeLit:
			if kind, ok := n.Type.(*ast.Ident); ok && kind.Name == "refusal" && len(n.Elts) == 3 {
				add(n.Elts[2])
			}
		}
	})
	return out
}
