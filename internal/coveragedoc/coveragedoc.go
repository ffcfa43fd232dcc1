// Package coveragedoc writes docs/coverage.md from the bundled data, and docs/coverage-atop-cow.md from those beside
// ATOP's and COW's, so that the pages cannot say anything else.
package coveragedoc

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// Bundled is the page on the bundled data alone, of a version.
func Bundled(version string, all, inForce *alliance.TreatyCoverage) string {
	var b strings.Builder
	b.WriteString("# What is known of treaties\n\n")
	b.WriteString("Written by `make generate` from the bundled data. [Beside ATOP and COW](coverage-atop-cow.md) says " +
		"how many of the treaties that they have are known by\n")
	b.WriteString("article; the query `coverage` answers the same for any store. [CONTRIBUTING](../CONTRIBUTING.md) " +
		"says how to add what is missing.\n\n")
	fmt.Fprintf(&b, "Version %s: %s\n", version, sentence("treaties impose a duty", all.Total))
	fmt.Fprintf(&b, "In force on the day of that version: %s\n\n", sentence("of them", inForce.Total))
	b.WriteString("A treaty has an article where the number of the one that imposes the duty is known. By decade and " +
		"region the strongest duty of a treaty counts.\n")
	tables(&b, all, false)
	b.WriteString("\n## Wanted\n\nTreaties whose strongest duty has no number, most asked for first.\n")
	wanted(&b, all)
	return b.String()
}

// Study is a dataset of research beside the bundled data.
type Study struct {
	Title        string // "ATOP 4.01"
	All, InForce *alliance.TreatyCoverage
	Last         graph.Date // its last day, on which InForce is
}

// Compared is the page on the bundled data beside those of research.
func Compared(version string, studies []Study) string {
	var b strings.Builder
	b.WriteString("# The bundled data beside ATOP and COW\n\n")
	b.WriteString("Of the treaties that the studies have: how many the bundled data have too (linked), and of how many " +
		"they know the article, quote it, and say on what the duty\n")
	fmt.Fprintf(&b, "depends. Written by `make generate` where the published files are at hand; this is of version %s "+
		"of the bundled data.\n", version)
	for _, s := range studies {
		fmt.Fprintf(&b, "\n## %s\n\n%s\nOn its last day, %s: %s\n", s.Title, sentence("treaties", s.All.Total), s.Last,
			sentence("in force", s.InForce.Total))
		tables(&b, s.All, true)
		fmt.Fprintf(&b, "\n### In force on %s\n", s.Last)
		byType(&b, s.InForce, true)
		b.WriteString("\n### Wanted\n")
		wanted(&b, s.All)
	}
	return b.String()
}

func sentence(what string, c alliance.CoverageCount) string {
	return fmt.Sprintf("%d %s, %d of them by an article whose number is known, %d of them quoted.", c.Treaties, what,
		c.WithArticle, c.WithQuotation)
}

func head(b *strings.Builder, first string, linked bool) {
	columns := []string{first, "treaties", "linked", "with article", "quoted", "with conditions"}
	rule := "| --- | ---: | ---: | ---: | ---: | ---: |"
	if !linked {
		columns = append(columns[:2], columns[3:]...)
		rule = "| --- | ---: | ---: | ---: | ---: |"
	}
	fmt.Fprintf(b, "\n| %s |\n%s\n", strings.Join(columns, " | "), rule)
}

func row(b *strings.Builder, first string, c alliance.CoverageCount, linked bool) {
	fmt.Fprintf(b, "| %s | %d |", first, c.Treaties)
	if linked {
		fmt.Fprintf(b, " %d |", c.Linked)
	}
	fmt.Fprintf(b, " %d | %d | %d |\n", c.WithArticle, c.WithQuotation, c.WithConditions)
}

func byType(b *strings.Builder, c *alliance.TreatyCoverage, linked bool) {
	head(b, "duty", linked)
	for _, r := range c.ByType {
		row(b, string(r.Type), r.CoverageCount, linked)
	}
}

func tables(b *strings.Builder, c *alliance.TreatyCoverage, linked bool) {
	byType(b, c, linked)
	head(b, "began", linked)
	for _, r := range c.ByDecade {
		row(b, fmt.Sprintf("%ds", r.Decade), r.CoverageCount, linked)
	}
	head(b, "a party in", linked)
	for _, r := range c.ByRegion {
		row(b, strings.ToLower(strings.ReplaceAll(string(r.Region), "_", " ")), r.CoverageCount, linked)
	}
}

func wanted(b *strings.Builder, c *alliance.TreatyCoverage) {
	b.WriteString("\n| treaty | duty | parties | in force | |\n| --- | --- | ---: | --- | --- |\n")
	for _, w := range c.Wanted {
		inForce, what := "", "the treaty"
		if w.InForce {
			inForce = "yes"
		}
		if w.Linked {
			what = "the number of the article"
		}
		fmt.Fprintf(b, "| %s (`%s`) | %s | %d | %s | %s |\n", strings.ReplaceAll(w.Treaty.Name, "|", "/"), w.Treaty.ID,
			w.Type, w.Parties, inForce, what)
	}
	if more := c.WantedCount - len(c.Wanted); more > 0 {
		fmt.Fprintf(b, "\nAnd %d more.\n", more)
	}
}
