package generic

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/utf8text"
	"github.com/entente-graph/entente/internal/yamlbound"
	"github.com/entente-graph/entente/loaders/input"
)

// Mapping says what a table's columns become.
type Mapping struct {
	Dataset       DatasetMapping         `yaml:"dataset"`
	Table         TableMapping           `yaml:"table,omitempty"`
	Nodes         map[string]NodeMapping `yaml:"nodes"`
	Relationships []RelationshipMapping  `yaml:"relationships,omitempty"`
}

// DatasetMapping describes the dataset.
type DatasetMapping struct {
	ID          string    `yaml:"id"`
	Name        string    `yaml:"name"`
	Publisher   string    `yaml:"publisher,omitempty"`
	Version     asWritten `yaml:"version,omitempty"`
	Licence     string    `yaml:"licence,omitempty"`
	Attribution string    `yaml:"attribution,omitempty"`
	URL         string    `yaml:"url,omitempty"`
	Priority    int       `yaml:"priority,omitempty"`
}

// TableMapping says how the file is read.
type TableMapping struct {
	Format  string   `yaml:"format,omitempty"` // csv, tsv, json, jsonl, xlsx, parquet; empty: by the file's ending
	Sheet   string   `yaml:"sheet,omitempty"`  // of a workbook; empty: the first
	Missing []string `yaml:"missing,omitempty"`
	Dates   []string `yaml:"dates,omitempty"`   // patterns of YYYY, MM and DD, beside what is clear without
	Decimal string   `yaml:"decimal,omitempty"` // "," where it stands before the decimals; empty: "."
	Wide    bool     `yaml:"wide,omitempty"`    // a column a year: each of their cells is a row, with {year} and {value}
	Replace bool     `yaml:"replace,omitempty"` // a load brings the whole dataset: what came with other files is removed

	codes []string // columns in which NA is Namibia
}

// NodeMapping makes, or finds, one node a row.
type NodeMapping struct {
	Label graph.Label `yaml:"label"`
	ID    string      `yaml:"id,omitempty"`
	Find  string      `yaml:"find,omitempty"`
	// the day on which a found name or code is meant; empty: the row's first day
	On            string              `yaml:"on,omitempty"`
	Properties    map[string]string   `yaml:"properties,omitempty"`
	Identifiers   []IdentifierMapping `yaml:"identifiers,omitempty"`
	PeriodMapping `yaml:",inline"`
	Confidence    *int `yaml:"confidence,omitempty"`
}

// twoLetterCodes lists the columns of ISO alpha-2 codes, where NA is a value unless the mapping says that it is none.
func (m *Mapping) twoLetterCodes() (columns []string) {
	var codes compiler
	for _, n := range m.Nodes {
		if n.scheme() == graph.SchemeISOAlpha2 {
			codes.compile("", n.Find)
		}
		for _, id := range n.Identifiers {
			if id.Scheme == graph.SchemeISOAlpha2 {
				codes.compile("", id.Value)
			}
		}
	}
	return lists.Map(codes.uses, func(u use) string { return u.column })
}

// scheme is that of the codes by which the node is found; "" where it is found by name.
func (n NodeMapping) scheme() graph.IdentifierScheme { return graph.ParseRef(n.Find).Code.Scheme }

// IdentifierMapping is a code of the node.
type IdentifierMapping struct {
	Scheme graph.IdentifierScheme `yaml:"scheme"`
	Value  string                 `yaml:"value"`
}

// PeriodMapping is valid time.
type PeriodMapping struct {
	From  string `yaml:"from,omitempty"`  // first day
	Until string `yaml:"until,omitempty"` // first day after
	Last  string `yaml:"last,omitempty"`  // last day, instead of until
}

// RelationshipMapping makes one relationship a row.
type RelationshipMapping struct {
	Type          graph.RelationshipType `yaml:"type"`
	Start         string                 `yaml:"from"` // names of nodes
	End           string                 `yaml:"to"`
	Discriminator string                 `yaml:"discriminator,omitempty"`
	Properties    map[string]string      `yaml:"properties,omitempty"`
	Period        PeriodMapping          `yaml:"period,omitempty"`
	Confidence    *int                   `yaml:"confidence,omitempty"`
}

// ReadMapping reads and checks a mapping file.
func ReadMapping(path string) (*Mapping, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, graph.Invalidf("mapping %s: cannot be read", path).Because(err)
	}
	if info.Size() > yamlbound.MaxBytes {
		return nil, graph.Invalidf("mapping %s: %d bytes exceed the limit of %d", path, info.Size(), yamlbound.MaxBytes)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, graph.Invalidf("mapping %s: cannot be read", path).Because(err)
	}
	return ParseMapping(path, text)
}

// ParseMapping reads and checks a mapping; every error names the line and says what would be valid.
func ParseMapping(path string, text []byte) (*Mapping, error) {
	text = utf8text.WithoutMark(text)
	if line, column := input.BadByte(text); line > 0 {
		return nil, graph.Invalidf("mapping %s:%d: column %d: a byte that is not valid UTF-8", path, line, column)
	}
	if err := yamlbound.Check(text); err != nil {
		return nil, graph.Invalidf("mapping %s: %v", path, err)
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, unreadable(path, text, err)
	}
	var m Mapping
	if err := yaml.UnmarshalWithOptions(text, &m, yaml.Strict()); err != nil {
		return nil, unreadable(path, text, err)
	}
	c := &checker{path: path, file: file}
	c.mapping(&m)
	if len(c.faults) > 0 {
		return nil, graph.Invalidf("%s", strings.Join(c.faults, "\n"))
	}
	m.Table.codes = m.twoLetterCodes()
	return &m, nil
}

// fields are what may stand below each part of a mapping.
var fields = map[string]string{
	"dataset":       "id, name, publisher, version, licence, attribution, url, priority",
	"table":         "format, sheet, missing, dates, decimal, wide, replace",
	"nodes":         "label, id, find, on, properties, identifiers, from, until, last, confidence",
	"relationships": "type, from, to, discriminator, properties, period (from, until, last), confidence",
}

// unreadable says at which line the text is no mapping, and what may stand there.
func unreadable(path string, text []byte, err error) error {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		return graph.Invalidf("mapping %s: %v", path, err)
	}
	line, message := at.GetToken().Position.Line, at.GetMessage()
	part := ""
	for i, l := range strings.Split(string(text), "\n") {
		if key, _, ok := strings.Cut(l, ":"); ok && i < line && key != "" && strings.TrimLeft(key, " \t#-") == key {
			part = key
		}
	}
	switch {
	case strings.HasPrefix(message, "unknown field") && at.GetToken().Position.Column == 1:
		message += ": want one of " + strings.Join(sortedKeys(fields), ", ")
	case strings.HasPrefix(message, "unknown field") && fields[part] != "":
		message += " in " + part + ": want one of " + fields[part]
	case strings.Contains(message, "cannot unmarshal map"):
		message = "a list of fields where a text belongs: write a column in quotes, \"{column}\""
	case strings.Contains(message, "cannot unmarshal"):
		message = "a value of the wrong kind: " + message
	}
	return graph.Invalidf("mapping %s:%d: %s", path, line, message)
}

// checker checks a mapping against the ontology.
type checker struct {
	path   string
	file   *ast.File
	faults []string
}

// fault notes what is wrong at a place, given as a YAML path.
func (c *checker) fault(at, format string, args ...any) {
	line := "?"
	for p := at; p != "$" && p != ""; {
		path, err := yaml.PathString(p)
		if err == nil {
			if node, err := path.FilterFile(c.file); err == nil && node != nil && node.GetToken() != nil {
				line = fmt.Sprint(node.GetToken().Position.Line)
				break
			}
		}
		if i := strings.LastIndexAny(p, ".["); i > 0 {
			p = p[:i]
		} else {
			break
		}
	}
	c.faults = append(c.faults,
		fmt.Sprintf("mapping %s:%s: %s: %s", c.path, line, strings.TrimPrefix(at, "$."), fmt.Sprintf(format, args...)))
}

var formats = []string{"csv", "tsv", "json", "jsonl", "xlsx", "parquet"}

func (c *checker) mapping(m *Mapping) {
	m.Dataset.ID = strings.TrimPrefix(m.Dataset.ID, "dataset:")
	if err := m.datasetID().Validate(); err != nil || m.Dataset.ID == "" {
		c.fault("$.dataset.id", "%q: want a short word such as my-bases", m.Dataset.ID)
	}
	if m.Dataset.Name == "" {
		c.fault("$.dataset.name", "is missing: want what the dataset is called")
	}
	if m.Dataset.Priority < 0 || m.Dataset.Priority > 99 {
		c.fault("$.dataset.priority", "%d: want 0 to 99; the bundled dataset has 100", m.Dataset.Priority)
	}
	if m.Table.Format != "" && !slices.Contains(formats, m.Table.Format) {
		c.fault("$.table.format", "%q: want one of %s", m.Table.Format, strings.Join(formats, ", "))
	}
	for i, pattern := range m.Table.Dates {
		if !strings.Contains(pattern, "YYYY") {
			c.fault(fmt.Sprintf("$.table.dates[%d]", i), "%q: want a pattern of YYYY, MM and DD, such as DD.MM.YYYY", pattern)
		}
	}
	if !slices.Contains([]string{"", ".", ","}, m.Table.Decimal) {
		c.fault("$.table.decimal", "%q: want \".\" or \",\"", m.Table.Decimal)
	}
	if len(m.Nodes) == 0 {
		c.fault("$.nodes", "is missing: want at least one node")
	}
	for name, n := range m.Nodes {
		c.node("$.nodes."+name, n)
	}
	for i, r := range m.Relationships {
		c.relationship(fmt.Sprintf("$.relationships[%d]", i), r, m.Nodes)
	}
	line := func(fault string) int { at, _, _ := strings.Cut(fault, ": "); return len(at) } // 12 comes after 5
	slices.SortFunc(c.faults, func(a, b string) int { return cmp.Or(cmp.Compare(line(a), line(b)), cmp.Compare(a, b)) })
}

func (c *checker) node(at string, n NodeMapping) {
	spec := graph.Ontology.Label(n.Label)
	if spec == nil {
		c.fault(at+".label", "%q is not in the ontology: want one of %s", n.Label, labelNames())
		return
	}
	switch {
	case n.ID == "" && n.Find == "":
		c.fault(at, "want id, for a node that the table describes, or find, for one that is there already")
	case n.ID != "" && n.Find != "":
		c.fault(at+".find", "a node has id or find, not both")
	case n.ID != "" && n.On != "":
		c.fault(at+".on", "says on which day a name is meant: it goes with find, not with id")
	}
	if prefix, _, ok := strings.Cut(n.Find, ":"); ok && !strings.Contains(prefix, "{") && n.scheme() == "" {
		c.fault(at+".find", "%q: want %s, or a name without a colon before its column", prefix, graph.SchemePrefixes())
	}
	c.properties(at, n.Properties, spec.Properties, string(n.Label))
	for i, id := range n.Identifiers {
		if !slices.Contains(graph.Schemes, id.Scheme) {
			c.fault(fmt.Sprintf("%s.identifiers[%d].scheme", at, i), "%q is no scheme: want one of %s", id.Scheme,
				join(graph.Schemes))
		}
	}
	c.period(at, n.PeriodMapping)
	c.confidence(at, n.Confidence)
}

func (c *checker) confidence(at string, n *int) {
	if n != nil && (*n < 0 || *n > 100) {
		c.fault(at+".confidence", "%d: want 0 to 100", *n)
	}
}

func (c *checker) period(at string, p PeriodMapping) {
	if p.Until != "" && p.Last != "" {
		c.fault(at+".last", "a period has until, the first day after, or last, the last day, not both")
	}
}

func (c *checker) properties(at string, properties map[string]string, specs []graph.PropertySpec, of string) {
	for name, value := range properties {
		i := slices.IndexFunc(specs, func(s graph.PropertySpec) bool { return s.Name == name })
		switch {
		case i < 0 || isPeriod(name):
			c.fault(at+".properties."+name, "%s has no such property: want one of %s", of, propertyNames(specs))
		case specs[i].Kind == graph.JSONValue || specs[i].Kind == graph.JSONsValue:
			c.fault(at+".properties."+name, "is structured and cannot come from a column")
		case specs[i].Enum != nil && !strings.Contains(value, "{") && !slices.Contains(specs[i].Enum, value):
			c.fault(at+".properties."+name, "%q: want one of %s", value, strings.Join(specs[i].Enum, ", "))
		}
	}
}

func (c *checker) relationship(at string, r RelationshipMapping, nodes map[string]NodeMapping) {
	spec := graph.Ontology.Type(r.Type)
	if spec == nil {
		c.fault(at+".type", "%q is not in the ontology: want one of %s", r.Type, typeNames())
		return
	}
	if spec.Derived {
		c.fault(at+".type", "%s is derived and cannot be stated: state what it derives from", r.Type)
	}
	for _, end := range []struct {
		field, name string
		allowed     []graph.Label
	}{{".from", r.Start, spec.From}, {".to", r.End, spec.To}} {
		n, ok := nodes[end.name]
		switch {
		case !ok:
			c.fault(at+end.field, "%q is none of the mapping's nodes: want one of %s", end.name,
				strings.Join(sortedKeys(nodes), ", "))
		case end.allowed != nil && !slices.Contains(end.allowed, n.Label):
			c.fault(at+end.field, "%s: %s cannot be there: want %s", r.Type, n.Label, join(end.allowed))
		}
	}
	c.properties(at, r.Properties, spec.Properties, string(r.Type))
	c.period(at+".period", r.Period)
	c.confidence(at, r.Confidence)
}

func (m *Mapping) datasetID() graph.ID { return graph.ID("dataset:" + m.Dataset.ID) }

func isPeriod(name string) bool {
	return slices.Contains([]string{"from", "until", "startUncertain", "endUncertain"}, name)
}

func join[T ~string](list []T) string {
	words := lists.Map(list, func(w T) string { return string(w) })
	return strings.Join(words, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

func labelNames() string {
	names := lists.Map(graph.Ontology.Labels, func(l graph.LabelSpec) string { return string(l.Label) })
	return strings.Join(names, ", ")
}

func typeNames() string {
	var names []string
	for _, t := range graph.Ontology.Types {
		if !t.Derived {
			names = append(names, string(t.Type))
		}
	}
	return strings.Join(names, ", ")
}

func propertyNames(specs []graph.PropertySpec) string {
	var names []string
	for _, s := range specs {
		if !isPeriod(s.Name) && s.Kind != graph.JSONValue && s.Kind != graph.JSONsValue {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, ", ")
}

var errNoMapping = graph.Invalidf("generic: want -o mapping=FILE.yaml; `entente map FILE` proposes one")
