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
	// The four arguments of a page, which are one to a resolver.
	pages = regexp.MustCompile(`first \*int, after \*string, last \*int, before \*string`)
	paged = regexp.MustCompile(`(fc\.Args\["first"\]\S+), (fc\.Args\["after"\]\S+), (fc\.Args\["last"\]\S+), ` +
		`(fc\.Args\["before"\]\.\(\*string\))`)
	// A field that only reads a value.
	reads = regexp.MustCompile(`( _((?:__)?[A-Za-z]+)_[^\n]+\n\treturn )graphql\.ResolveField\(
		ctx,
		ec\.OperationContext,
		field,
		func\(ctx context\.Context, field graphql\.CollectedField\) \(\*graphql\.FieldContext, error\) \{
			return ec\.\w+\(ctx, field\)
		\},
		func\(ctx context\.Context\) \(any, error\) \{
			return (obj\.[\w.]+(?:\(\))?), nil
		\},
		nil,
		func\(ctx context\.Context, selections ast\.SelectionSet, v ([^\n]+)\) graphql\.Marshaler \{
			return (ec\.[^\s(]+)\(ctx, selections, v\)
		\},
		true,
		(true|false),
	\)`)
	answers = regexp.MustCompile(`var buf bytes\.Buffer\s+data\.MarshalGQL\(&buf\)\s+response\.Data = buf\.Bytes\(\)`)
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
			{reads, "${1}execution.Read(ctx, ec.OperationContext, \"$2\", field, $6,\n" +
				"\t\tfunc() $4 { return $3 }, $5)"},
			{answers, "response.Data = execution.Write(data)"},
			{pages, "page api.Page"},
			{paged, "api.Page{First: $1, After: $2, Last: $3, Before: $4}"},
		} {
			met[replacement.form] += len(replacement.form.FindAllIndex(text, -1))
			text = replacement.form.ReplaceAll(text, []byte(replacement.by))
		}
		if bytes.Equal(text, before) {
			continue
		}
		text = imports.ReplaceAll(text, []byte("import (\n\t"+path+"\n"))
		if !bytes.Contains(text, []byte("bytes.")) {
			text = bytes.Replace(text, []byte("\t\"bytes\"\n"), nil, 1)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil { //nolint:gosec // generated code is no secret
			return err
		}
	}
	for _, form := range []*regexp.Regexp{lists, objects, fields, results, reads, answers, pages, paged} {
		if met[form] == 0 {
			return fmt.Errorf("nothing in %s looks like %s: gqlgen writes another form now", folder, form)
		}
	}
	return nil
}
