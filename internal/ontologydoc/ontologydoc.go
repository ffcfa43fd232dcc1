// Package ontologydoc writes docs/ontology.md from the ontology table, so that the page cannot say anything else.
package ontologydoc

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Markdown is the page docs/ontology.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Ontology\n\n")
	b.WriteString("Written by `make generate` from the table in `graph/ontology.go`; change that, not this page.\n\n")
	b.WriteString("Every relationship also carries its dataset, source, locator (file and row, or article), confidence " +
		"(0 to 100) and whether it\n")
	b.WriteString("is derived. Dates are as exact as they are known (`1949`, `1949-04`, `1949-04-04`); `until` is the " +
		"first day after.\n\n")
	b.WriteString("## Nodes\n\n| label | ids | what it is |\n| --- | --- | --- |\n")
	for _, l := range graph.Ontology.Labels {
		fmt.Fprintf(&b, "| [%s](#%s) | `%s:…` | %s |\n", l.Label, strings.ToLower(string(l.Label)), l.Prefix, l.Description)
	}
	b.WriteString("\n## Relationships\n\n| type | from | to | what it says | from the other end |\n| --- | --- | --- | " +
		"--- | --- |\n")
	for _, t := range graph.Ontology.Types {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s | %s |\n", t.Type, strings.ToLower(string(t.Type)), labels(t.From),
			labels(t.To), t.Description, t.Reverse)
	}
	b.WriteString("\n## Properties of nodes\n")
	for _, l := range graph.Ontology.Labels {
		properties(&b, string(l.Label), l.Properties)
	}
	b.WriteString("\n## Properties of relationships\n\nThe four properties of the period (`from`, `until`, " +
		"`startUncertain`, `endUncertain`) are left out below.\n")
	for _, t := range graph.Ontology.Types {
		properties(&b, string(t.Type), t.Properties[4:])
	}
	return b.String()
}

func labels(list []graph.Label) string {
	if list == nil {
		return "any"
	}
	words := make([]string, len(list))
	for i, l := range list {
		words[i] = string(l)
	}
	return strings.Join(words, ", ")
}

func properties(b *strings.Builder, title string, list []graph.PropertySpec) {
	fmt.Fprintf(b, "\n### %s\n\n| property | kind | meaning |\n| --- | --- | --- |\n", title)
	for _, p := range list {
		meaning := p.Description
		if p.Enum != nil {
			meaning += " One of " + strings.Join(p.Enum, ", ") + "."
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", p.Name, strings.ToLower(strings.ReplaceAll(string(p.Kind), "_", " ")), meaning)
	}
}
