// Package schema is the public contract of the API: one .graphqls file a concept, every element described. It is
// embedded so that the binary serves what it was built from.
package schema

import (
	"embed"
	"io/fs"
	"strings"
)

//go:generate go tool gqlgen generate
//go:generate go run ../resolvers/execution/rewrite ../graph/generated

//go:embed *.graphqls
var files embed.FS

// SDL is the whole schema: the files in the order of their names, joined by an empty line.
func SDL() string {
	names, err := fs.Glob(files, "*.graphqls")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	parts := make([]string, len(names))
	for i, name := range names { // Glob sorts
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		parts[i] = strings.TrimSpace(string(text))
	}
	return strings.Join(parts, "\n\n") + "\n"
}
