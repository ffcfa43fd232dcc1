package generic

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

var column = regexp.MustCompile(`\{([^{}]+)\}`)

// builder makes the record of each row of a file. What it works out of the mapping it keeps.
type builder struct {
	mapping    *Mapping
	identities loaders.Identities
	file       string
	together   *together
	compiled   map[string]template
	nodes      []string // names of the mapping's, in order
	ends       []end
	sorted     map[string][]string // by place in the mapping: names of properties, in order
	dates      []*regexp.Regexp
}

// template is a text with columns, taken apart.
type template []piece

// piece is the value of a column, or else a text that stays.
type piece struct{ column, text string }

func compile(text string) (t template) {
	end := 0
	for _, at := range column.FindAllStringSubmatchIndex(text, -1) {
		if at[0] > end {
			t = append(t, piece{text: text[end:at[0]]})
		}
		t = append(t, piece{column: text[at[2]:at[3]]})
		end = at[1]
	}
	if end < len(text) {
		t = append(t, piece{text: text[end:]})
	}
	return t
}

// templates lists every template of the mapping with its place.
func (m *Mapping) templates() map[string]string {
	out := map[string]string{}
	period := func(at string, p PeriodMapping) {
		out[at+".from"], out[at+".until"], out[at+".last"] = p.From, p.Until, p.Last
	}
	for name, n := range m.Nodes {
		at := "nodes." + name
		out[at+".id"], out[at+".find"], out[at+".on"] = n.ID, n.Find, n.On
		for p, t := range n.Properties {
			out[at+".properties."+p] = t
		}
		for i, id := range n.Identifiers {
			out[fmt.Sprintf("%s.identifiers[%d].value", at, i)] = id.Value
		}
		period(at, n.PeriodMapping)
	}
	for i, r := range m.Relationships {
		at := fmt.Sprintf("relationships[%d]", i)
		out[at+".discriminator"] = r.Discriminator
		for p, t := range r.Properties {
			out[at+".properties."+p] = t
		}
		period(at+".period", r.Period)
	}
	return out
}

// columns refuses a file that lacks a column of the mapping. Formats without a header cannot tell.
func (b *builder) columns(r row) error {
	if r.header == nil {
		return nil
	}
	known := map[string]int{}
	for _, name := range r.header {
		known[strings.TrimSpace(name)]++
	}
	templates := b.mapping.templates()
	var missing []string
	for _, at := range sortedKeys(templates) {
		for _, match := range column.FindAllStringSubmatch(templates[at], -1) {
			switch known[match[1]] {
			case 0:
				missing = append(missing, fmt.Sprintf("%q for %s", match[1], at))
			case 1:
			default:
				return graph.Invalidf("%s: %s takes the column %q, which the file has %d times; rename all but one", b.file, at,
					match[1], known[match[1]])
			}
		}
	}
	if len(missing) > 0 {
		return graph.Invalidf("%s: the mapping needs columns that the file does not have: %s; it has %s", b.file,
			strings.Join(missing, ", "), strings.Join(r.header, ", "))
	}
	return nil
}

// fill puts the row's values into a template; "" where it has columns and all of them are missing.
func (b *builder) fill(r row, text string) string {
	if text == "" {
		return ""
	}
	t, known := b.compiled[text]
	if !known {
		t = compile(text)
		if b.compiled == nil {
			b.compiled = map[string]template{}
		}
		b.compiled[text] = t
	}
	filled, found := "", len(t) == 1 && t[0].column == ""
	for _, p := range t {
		v := p.text
		if p.column != "" {
			v = r.value(p.column)
			if slices.Contains(b.mapping.Table.Missing, v) {
				v = ""
			}
			found = found || v != ""
		}
		filled += v
	}
	if !found {
		return ""
	}
	return strings.TrimSpace(filled)
}

// names are those of a mapping's properties, in order.
func (b *builder) names(at string, properties map[string]string) []string {
	names, known := b.sorted[at]
	if !known {
		names = sortedKeys(properties)
		if b.sorted == nil {
			b.sorted = map[string][]string{}
		}
		b.sorted[at] = names
	}
	return names
}

func (b *builder) reject(r row, at, rule, format string, args ...any) error {
	return &loaders.RowError{
		File: b.file, Line: r.line, Column: at, Rule: rule, Message: fmt.Sprintf(format, args...),
		Row: r.fields, Header: r.header,
	}
}

func (b *builder) record(r row) (loaders.Record, error) {
	record := loaders.Record{
		Locator:       b.file + ":" + strconv.Itoa(r.line),
		Origin:        []loaders.Origin{{File: b.file, Line: r.line, Row: r.fields, Header: r.header}},
		Nodes:         make([]graph.NodeRecord, 0, len(b.mapping.Nodes)),
		Relationships: make([]graph.RelationshipRecord, 0, len(b.mapping.Relationships)),
	}
	ids := map[string]graph.ID{}
	if b.nodes == nil {
		b.nodes = sortedKeys(b.mapping.Nodes)
		b.ends = b.mapping.ends(b.nodes)
	}
	day, err := b.day(r)
	if err != nil {
		return loaders.Record{}, err
	}
	for _, name := range b.nodes {
		n := b.mapping.Nodes[name]
		node, err := b.node(r, "nodes."+name, n, day)
		if err != nil {
			return loaders.Record{}, err
		}
		if node.ID == "" {
			continue
		}
		node.Locator, node.Confidence = record.Locator, n.Confidence
		ids[name] = node.ID
		if n.ID != "" && b.together != nil {
			b.together.add(name, node.ID)
		}
		if !slices.ContainsFunc(record.Nodes, func(known graph.NodeRecord) bool { return known.ID == node.ID }) {
			record.Nodes = append(record.Nodes, node)
		}
	}
	if len(ids) == 0 {
		return loaders.Record{}, b.reject(r, "", "no-node", "the columns of the ids are blank, so that the row is about "+
			"nothing")
	}
	for i, m := range b.mapping.Relationships {
		from, to := ids[m.Start], ids[m.End]
		if from == "" || to == "" {
			continue
		}
		at := "relationships[" + strconv.Itoa(i) + "]"
		properties, err := b.properties(r, at, m.Properties, graph.Ontology.Type(m.Type).Properties,
			m.Period.ends(at+".period"))
		if err != nil {
			return loaders.Record{}, err
		}
		discriminator := b.fill(r, m.Discriminator)
		if m.Discriminator == "" {
			discriminator, _ = properties["from"].(string) // so that two spells are two relationships
		}
		record.Relationships = append(record.Relationships, graph.RelationshipRecord{
			Type: m.Type, From: from, To: to, Discriminator: discriminator,
			Properties: properties, Locator: record.Locator, Confidence: m.Confidence,
		})
	}
	return record, nil
}

// end is one of the two ends of a period of the mapping.
type end struct{ at, name, template string }

func (p PeriodMapping) ends(at string) [3]end {
	return [3]end{{at, "from", p.From}, {at, "until", p.Until}, {at, "last", p.Last}}
}

// ends are those of the periods of all nodes that are described, and of the relationships: first where they begin.
func (m *Mapping) ends(nodes []string) []end {
	var all []end
	for _, name := range nodes {
		if n := m.Nodes[name]; n.ID != "" {
			ends := n.PeriodMapping.ends("nodes." + name)
			all = append(all, ends[:]...)
		}
	}
	for i, r := range m.Relationships {
		ends := r.Period.ends("relationships[" + strconv.Itoa(i) + "].period")
		all = append(all, ends[:]...)
	}
	all = slices.DeleteFunc(all, func(e end) bool { return e.template == "" })
	slices.SortStableFunc(all, func(x, y end) int {
		switch {
		case x.name == "from" && y.name != "from":
			return -1
		case x.name != "from" && y.name == "from":
			return 1
		}
		return 0
	})
	return all
}

// day is the first day that the row states, of a node that it describes or else of a relationship: where one begins, or
// else where one ends. It is 0 where the row states none.
func (b *builder) day(r row) (graph.Day, error) {
	for _, e := range b.ends {
		date, err := b.bound(r, e)
		switch {
		case err != nil:
			return 0, err
		case date.IsZero():
		case e.name == "until" && date.DayOfMonth() != 0:
			return date.First().Previous(), nil
		default:
			return date.First(), nil
		}
	}
	return 0, nil
}

// bound reads the date of an end of a period; without one where the row has none.
func (b *builder) bound(r row, e end) (graph.Date, error) {
	text := b.fill(r, e.template)
	if text == "" {
		return graph.Date{}, nil
	}
	date, err := b.date(text)
	if err != nil {
		return date, b.reject(r, e.at+"."+e.name, "bad-date", "%v", err)
	}
	return date, nil
}

// node makes or finds the node of a row; without an id where the row has none.
func (b *builder) node(r row, at string, n NodeMapping, day graph.Day) (graph.NodeRecord, error) {
	spec := graph.Ontology.Label(n.Label)
	properties, err := b.properties(r, at, n.Properties, spec.Properties, n.ends(at))
	if err != nil {
		return graph.NodeRecord{}, err
	}
	var identifiers []graph.Identifier
	for _, id := range n.Identifiers {
		if value := b.fill(r, id.Value); value != "" {
			identifiers = append(identifiers, graph.Identifier{Scheme: id.Scheme, Value: id.Scheme.Canonical(value)})
		}
	}
	if len(identifiers) > 0 {
		node := spec.New()
		node.Head().Identifiers = identifiers
		properties["identifiers"] = graph.PropertiesOf(node)["identifiers"]
	}
	node := graph.NodeRecord{Label: n.Label, Properties: properties}
	if n.ID != "" {
		if own := b.fill(r, n.ID); own != "" {
			node.ID = graph.ID(spec.Prefix + ":" + b.mapping.Dataset.ID + "-" + graph.Slug(own))
		}
		return node, nil
	}
	if period := properties.Period(); !period.From.IsZero() {
		day = period.From.First()
	}
	if on := b.fill(r, n.On); on != "" {
		date, err := b.date(on)
		if err != nil || date.IsZero() {
			return node, b.reject(r, at+".on", "bad-date", "%q: want a date", on)
		}
		day = date.First()
	}
	node.ID, err = b.find(r, at, n, day)
	return node, err
}

func (b *builder) find(r row, at string, n NodeMapping, on graph.Day) (graph.ID, error) {
	wanted := b.fill(r, n.Find)
	if scheme := n.scheme(); scheme != "" {
		_, template, _ := strings.Cut(n.Find, ":")
		code := scheme.Canonical(b.fill(r, template))
		if code == "" {
			return "", nil
		}
		day := on
		if day == 0 {
			day = graph.Forever - 1
		}
		if id, ok := b.identities.ByCode(scheme, code, day); ok && graph.Ontology.LabelOf(id) == n.Label {
			return id, nil
		}
		return "", b.reject(r, at+".find", "unknown-code", "no %s has the code %s:%s%s", n.Label, scheme.Prefix(),
			code, dayText(on))
	}
	if wanted == "" {
		return "", nil
	}
	id, candidates, ok := b.identities.ByName(wanted, []graph.Label{n.Label}, on)
	if !ok {
		var names []string
		for _, c := range candidates[:min(3, len(candidates))] {
			names = append(names, fmt.Sprintf("%s (%s)", c.Name, c.ID))
		}
		hint := ""
		if len(names) > 0 {
			hint = "; candidates: " + strings.Join(names, ", ")
		}
		return "", b.reject(r, at+".find", "unknown-name", "no single %s is called %q%s%s", n.Label, wanted,
			dayText(on), hint)
	}
	return id, nil
}

// dayText says on which day something was looked for, and how to ask of another: a name may be right and the day not.
func dayText(on graph.Day) string {
	if on == 0 {
		return ""
	}
	return fmt.Sprintf(" on %s, the day of the row (`on:` looks on another)", on)
}

// properties fills and converts the properties of a node or relationship, with its period.
func (b *builder) properties(r row, at string, templates map[string]string, specs []graph.PropertySpec,
	ends [3]end,
) (graph.Properties, error) {
	out := graph.Properties{}
	for _, name := range b.names(at, templates) {
		text := b.fill(r, templates[name])
		if text == "" {
			continue
		}
		spec := specs[slices.IndexFunc(specs, func(s graph.PropertySpec) bool { return s.Name == name })]
		value, err := b.convert(text, spec)
		if err != nil {
			return nil, b.reject(r, at+".properties."+name, "bad-value", "%q: %v", text, err)
		}
		out[name] = value
	}
	for _, e := range ends {
		date, err := b.bound(r, e)
		if err != nil {
			return nil, err
		}
		name := e.name
		if name == "last" {
			name = "until"
			if date.DayOfMonth() != 0 {
				date = date.After().Date()
			}
		}
		if !date.IsZero() {
			out[name] = date.String()
		}
	}
	return out, nil
}

func (b *builder) convert(text string, spec graph.PropertySpec) (any, error) {
	switch spec.Kind {
	case graph.FloatValue:
		f, err := strconv.ParseFloat(b.mapping.Table.plain(text), 64)
		if err != nil || f != f || f-f != 0 {
			return nil, fmt.Errorf("want a number, such as 1200.5 or 1,200.5; with `decimal: \",\"` in the mapping's table, " +
				"1.200,5")
		}
		return f, nil
	case graph.IntValue:
		n, err := strconv.ParseInt(strings.TrimSuffix(b.mapping.Table.plain(text), ".0"), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("want a whole number")
		}
		return n, nil
	case graph.BoolValue:
		switch strings.ToLower(text) {
		case "true", "yes", "y", "1":
			return true, nil
		case "false", "no", "n", "0":
			return false, nil
		}
		return nil, fmt.Errorf("want true or false, yes or no, 1 or 0")
	case graph.DateValue:
		d, err := b.date(text)
		return d.String(), err
	case graph.StringsValue:
		var list []string
		for _, part := range strings.Split(text, ";") {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		return list, nil
	}
	if spec.Enum != nil && !slices.Contains(spec.Enum, text) {
		return nil, fmt.Errorf("want one of %s", strings.Join(spec.Enum, ", "))
	}
	return text, nil
}
