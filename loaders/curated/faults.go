package curated

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/internal/yamlbound"
	"github.com/entente-graph/entente/loaders/input"
)

// Fault is something that is wrong in a file of facts, in words for who wrote it.
type Fault struct {
	File    string
	Line    int // 1-based
	Item    string
	Message string
}

// String is the fault in one line, without signs that a terminal would act on.
func (f Fault) String() string {
	text := f.Message
	if f.Item != "" {
		text = f.Item + ": " + text
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, fmt.Sprintf("%s:%d: %s", f.File, f.Line, text))
}

// CheckFacts reads files in the format of the bundled dataset and tells everything that is wrong with them, in the
// order of their lines. They may refer to each other and to whatever the bundled dataset has; a file with the name of
// one of the dataset's own takes its place. The error is one of reading.
func CheckFacts(files []input.File) ([]Fault, error) {
	docs, err := bundled()
	if err != nil {
		return nil, err
	}
	return check(files, slices.DeleteFunc(slices.Clone(docs), func(d *document) bool {
		return slices.ContainsFunc(files, func(f input.File) bool { return f.Name == d.file })
	}))
}

// check tells what is wrong with files that stand beside documents which are taken to be right.
func check(files []input.File, beside []*document) ([]Fault, error) {
	c := &checker{}
	for _, f := range files {
		if err := c.read(f); err != nil {
			return nil, err
		}
	}
	if len(c.docs) == len(files) {
		c.references(beside)
		c.rules(beside)
	}
	if len(c.faults) == 0 {
		c.records(beside)
	}
	slices.SortStableFunc(c.faults,
		func(a, b Fault) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return slices.Compact(c.faults), nil
}

// checker collects faults. Each look at the files takes for granted what those before it have found right.
type checker struct {
	docs   []*document
	lines  []map[string]int // of the documents, by path
	faults []Fault
}

// read reads a file, and finds what can be found without the others.
func (c *checker) read(f input.File) error {
	text, err := f.Head(int64(yamlbound.Facts.Bytes) + 1)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	before := len(c.faults)
	report := func(line int, item, message string) {
		c.faults = append(c.faults, Fault{f.Name, max(line, 1), item, message})
	}
	text = utf8text.WithoutMark(text)
	if err := yamlbound.Facts.Check(text); err != nil {
		report(1, "", err.Error())
		return nil
	}
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		line, message := syntax(err)
		report(line, "", message)
		return nil
	}
	s := &shape{lines: map[string]int{}, report: report}
	switch {
	case len(tree.Docs) == 0 || tree.Docs[0].Body == nil:
		report(1, "", "holds nothing; docs/curated.md shows what a file looks like")
		return nil
	case len(tree.Docs) > 1:
		report(tree.Docs[1].Start.Position.Line, "", "a second document begins here (---); write one file for each")
	}
	s.value(tree.Docs[0].Body, reflect.TypeFor[document](), "")
	if len(c.faults) > before {
		return nil
	}
	d := &document{file: f.Name, text: text}
	if err := yaml.NodeToValue(tree.Docs[0].Body, d, yaml.Strict()); err != nil {
		line, message := syntax(err)
		report(line, "", message)
		return nil
	}
	for _, m := range d.check() {
		report(s.lines[m.path], m.item, m.Error())
	}
	c.docs, c.lines = append(c.docs, d), append(c.lines, s.lines)
	return nil
}

// syntax is what is wrong with the YAML of a file, and where.
func syntax(err error) (line int, message string) {
	if line, message, ok := inYAML(err); ok {
		return line, "this is no YAML that can be read: " + message
	}
	return 1, err.Error()
}

// report adds a fault at a place of the n-th document.
func (c *checker) report(n int, path, item, format string, args ...any) {
	c.faults = append(c.faults, Fault{c.docs[n].file, c.line(n, path, item), item, fmt.Sprintf(format, args...)})
}

// line is that of a place of the n-th document, or of what it stands in; where no places are known that of the item.
func (c *checker) line(n int, path, item string) int {
	line := 0
	for at := path; line == 0 && at != ""; at = at[:max(strings.LastIndexAny(at, ".["), 0)] {
		line = c.lines[n][at]
	}
	_, slug, _ := strings.Cut(item, ":") // some sections write ids without their prefix
	return cmp.Or(line, c.docs[n].line(item), c.docs[n].line(slug), 1)
}

// records makes the records of the files and holds them against the ontology: what is found here has no better place
// than its item.
func (c *checker) records(beside []*document) {
	docs := append(slices.Clone(beside), c.docs...)
	for _, r := range build(docs) {
		file, item, _ := strings.Cut(r.Locator, ":")
		n := slices.IndexFunc(c.docs, func(d *document) bool { return d.file == file })
		if n < 0 {
			continue
		}
		fault := func(err error) {
			if err != nil {
				c.faults = append(c.faults, Fault{file, max(c.docs[n].line(item), 1), item, err.Error()})
			}
		}
		for i := range r.Nodes {
			r.Nodes[i].Dataset = DatasetID
			fault(r.Nodes[i].Validate())
		}
		for i := range r.Relationships {
			r.Relationships[i].Dataset = DatasetID
			fault(r.Relationships[i].Validate())
		}
		if _, err := graph.Derive(r.Nodes, r.Relationships); err != nil {
			fault(err)
		}
	}
}
