// Package ontologydoc writes docs/ontology.md from the ontology table, so that the page cannot say anything else.
package ontologydoc

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/entente-graph/entente/graph"
)

//go:embed ontology.tmpl
var page string

// Markdown is the page docs/ontology.md.
func Markdown() string {
	functions := template.FuncMap{
		"join":   strings.Join,
		"lower":  func(word any) string { return strings.ToLower(fmt.Sprint(word)) },
		"spaced": func(word string) string { return strings.ReplaceAll(word, "_", " ") },
	}
	var b strings.Builder
	if err := template.Must(template.New("").Funcs(functions).Parse(page)).Execute(&b, graph.Ontology); err != nil {
		panic(err) // a test writes the page
	}
	return b.String()
}
