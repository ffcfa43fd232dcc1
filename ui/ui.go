// Package ui holds the pages of the server: the workbench, one page with a view for each of Paths, and `/graphiql`,
// where analysts ask in GraphQL.
//
// They are written in TypeScript below src, and `npm run build` (which `make build` calls) puts them into dist, which
// is not committed. The go command embeds dist where it is there; where it is not, as on a machine without Node,
// everything still compiles and Pages says what to do.
//
// What a server has to give them: POST /graphql, GET /examples.json ([{name, description, query, variables}]),
// /schema.graphql, and the files of Pages at their own paths, with /graphiql for graphiql.html and index.html for each
// of Paths. File names below assets/ carry a hash of their content, so they may be cached for good; index.html and
// graphiql.html may not. Sufficient content security policies are ContentSecurityPolicy for the workbench and
// PlaygroundPolicy for GraphiQL.
package ui

import (
	"embed"
	"errors"
	"io/fs"
	"strings"
)

// Paths are patterns of the workbench's addresses. Its own code reads the rest of an address, which is the state of the
// page.
func Paths() []string {
	return []string{"/{$}", "/node/{id...}", "/node", "/paths", "/attack", "/diff", "/timeline", "/graph", "/data"}
}

// ContentSecurityPolicy lets the workbench run and nothing from elsewhere: no other host is ever asked for anything.
// Drawings are saved by way of blobs.
const ContentSecurityPolicy = "default-src 'self'; img-src 'self' blob:; style-src 'self'; worker-src 'self'; " +
	"object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// PlaygroundPolicy does the same for GraphiQL, whose editor (Monaco) sets styles from scripts, starts its workers from
// files of this origin and carries its icon font as data.
const PlaygroundPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src " +
	"'self' data:; " +
	"worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// The pattern matches dist.txt always and the folder dist once it is built.
//
//go:embed all:dist*
var files embed.FS

// Pages returns the built pages: index.html, graphiql.html and assets/. The error of a binary without them is one line
// for the person who asked for a page.
func Pages() (fs.FS, error) { return pages(files) }

func pages(built fs.FS) (fs.FS, error) {
	if _, err := fs.Stat(built, "dist/index.html"); err == nil {
		return fs.Sub(built, "dist")
	}
	text, err := fs.ReadFile(built, "dist.txt")
	if err != nil {
		return nil, err
	}
	return nil, errors.New(strings.TrimSpace(string(text)))
}
