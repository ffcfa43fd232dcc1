// Package coveragedoc writes docs/coverage.md from the bundled data, and docs/coverage-atop-cow.md from those beside
// ATOP's and COW's, so that the pages cannot say anything else.
package coveragedoc

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// Study is a dataset of research beside the bundled data.
type Study struct {
	Title        string // "ATOP 4.01"
	All, InForce *alliance.TreatyCoverage
	Last         graph.Date // its last day, on which InForce is
}

// Bundled is the page on the bundled data alone, of a version.
func Bundled(version string, all, inForce *alliance.TreatyCoverage) string {
	return page("bundled", struct {
		Version      string
		All, InForce *alliance.TreatyCoverage
	}{version, all, inForce})
}

// Compared is the page on the bundled data beside those of research.
func Compared(version string, studies []Study) string {
	return page("compared", struct {
		Version string
		Studies []Study
	}{version, studies})
}

//go:embed pages.tmpl
var pages string

// coverage is what tables show; where it is linked, beside a study.
type coverage struct {
	*alliance.TreatyCoverage
	Linked bool
}

func page(name string, data any) string {
	functions := template.FuncMap{
		"alone":    func(c *alliance.TreatyCoverage) coverage { return coverage{c, false} },
		"linked":   func(c *alliance.TreatyCoverage) coverage { return coverage{c, true} },
		"sentence": sentence, "head": head, "row": row,
		"words": func(r alliance.Region) string { return strings.ToLower(strings.ReplaceAll(string(r), "_", " ")) },
		"cell":  func(text string) string { return strings.ReplaceAll(text, "|", "/") },
		"more":  func(c *alliance.TreatyCoverage) int { return max(0, c.WantedCount-len(c.Wanted)) },
	}
	var b strings.Builder
	if err := template.Must(template.New("").Funcs(functions).Parse(pages)).ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // a test writes both pages
	}
	return b.String()
}

func sentence(what string, c alliance.CoverageCount) string {
	return fmt.Sprintf("%d %s, %d of them by an article whose number is known, %d of them quoted.", c.Treaties, what,
		c.WithArticle, c.WithQuotation)
}

func head(first string, linked bool) string {
	columns := []string{first, "treaties", "linked", "with article", "quoted", "with conditions"}
	if !linked {
		columns = append(columns[:2], columns[3:]...)
	}
	return fmt.Sprintf("\n| %s |\n| --- |%s\n", strings.Join(columns, " | "), strings.Repeat(" ---: |", len(columns)-1))
}

func row(first any, c alliance.CoverageCount, linked bool) string {
	of := ""
	if linked {
		of = fmt.Sprintf(" %d |", c.Linked)
	}
	return fmt.Sprintf("| %v | %d |%s %d | %d | %d |\n", first, c.Treaties, of, c.WithArticle, c.WithQuotation,
		c.WithConditions)
}
