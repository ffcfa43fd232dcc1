// Package examples holds questions that analysts and dashboards ask, one .graphql file each. The README shows them,
// GraphiQL opens them, and each is run by a test against a golden answer on every store.
//
// A file begins with its question as a comment; a further comment line may give variables:
//
//	# How is North Korea bound to Russia?
//	# variables: {"on": "2024-12-04"}
//	query … { … }
package examples

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.graphql
var files embed.FS

// Example is one question.
type Example struct {
	Name        string         `json:"name"`        // the file's name without its ending
	Description string         `json:"description"` // the question in words
	Query       string         `json:"query"`
	Variables   map[string]any `json:"variables"`
}

// All lists the examples in the order of their names.
func All() []Example {
	names, err := fs.Glob(files, "*.graphql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	out := make([]Example, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		example, err := parse(strings.TrimSuffix(name, ".graphql"), string(text))
		if err != nil {
			panic(err) // the tests run every file
		}
		out = append(out, example)
	}
	return out
}

func parse(name, text string) (Example, error) {
	e := Example{Name: name, Query: strings.TrimSpace(text), Variables: map[string]any{}}
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok {
			break
		}
		comment = strings.TrimSpace(comment)
		if variables, ok := strings.CutPrefix(comment, "variables:"); ok {
			if err := json.Unmarshal([]byte(variables), &e.Variables); err != nil {
				return e, fmt.Errorf("example %s: its variables: %w", name, err)
			}
		} else if e.Description == "" {
			e.Description = comment
		}
	}
	if e.Description == "" {
		return e, fmt.Errorf("example %s: its first line is no comment that says what it asks", name)
	}
	return e, nil
}
