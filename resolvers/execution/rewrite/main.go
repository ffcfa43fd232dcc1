// Command rewrite makes gqlgen's code run lists and fields through package execution, and writes the resolvers of the
// relationship types beside it. It fails where that code has another form than it knows.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

const path = `"github.com/entente-graph/entente/resolvers/execution"`

var (
	lists   = regexp.MustCompile(`graphql\.MarshalSliceConcurrently\(ctx, len\(v\), 0, false, `)
	objects = regexp.MustCompile(`graphql\.NewDeferredGroup\(ctx\)`)
	fields  = regexp.MustCompile(`out\.ResolveConcurrently\(ec\.OperationContext, &deferred, i,\s+true, (true|false),`)
	results = regexp.MustCompile(`(ec\.ProcessDeferredGroup\(deferred\)\n\t\}\n\n\treturn )out\n`)
	imports = regexp.MustCompile(`import \(\n`)
)

func main() {
	err := rewrite(os.Args[1])
	if err == nil {
		err = relationships(filepath.Join(os.Args[1], "relationship_types.go"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "rewrite:", err)
		os.Exit(1)
	}
}

func rewrite(folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return err
	}
	met := map[*regexp.Regexp]int{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		before := text
		for _, replacement := range []struct {
			form *regexp.Regexp
			by   string
		}{
			{lists, "execution.List(ctx, len(v), "},
			{objects, "execution.Deferred(ctx, fields)"},
			{fields, "execution.Field(ctx, ec.OperationContext, out, fields, &deferred, i, $1,"},
			{results, "${1}execution.Object(fields, out, &deferred)\n"},
		} {
			met[replacement.form] += len(replacement.form.FindAllIndex(text, -1))
			text = replacement.form.ReplaceAll(text, []byte(replacement.by))
		}
		if bytes.Equal(text, before) {
			continue
		}
		text = imports.ReplaceAll(text, []byte("import (\n\t"+path+"\n"))
		if err := os.WriteFile(file, text, 0o644); err != nil { //nolint:gosec // generated code is no secret
			return err
		}
	}
	for _, form := range []*regexp.Regexp{lists, objects, fields, results} {
		if met[form] == 0 {
			return fmt.Errorf("nothing in %s looks like %s: gqlgen writes another form now", folder, form)
		}
	}
	return nil
}
