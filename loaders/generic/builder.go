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

// builder makes the record of each row of a file.
type builder struct {
	mapping    *Mapping
	identities loaders.Identities
	file       string
	together   *together
	plan       *plan
	dates      []*regexp.Regexp
}

// plan is a mapping taken apart once for all rows.
type plan struct {
	compiler
	nodes         []nodePlan // by name
	relationships []relationshipPlan
	finds         bool        // some node is found by a name or a code
	dated         []boundPlan // of all nodes that are described and of the relationships: first where they begin
}

type nodePlan struct {
	NodeMapping
	name, at     string
	spec         *graph.LabelSpec
	id, find, on template
	scheme       graph.IdentifierScheme // of the codes by which it is found; then find is the code alone
	identifiers  []template
	values       []valuePlan
	bounds       []boundPlan
}

type relationshipPlan struct {
	RelationshipMapping
	at            string
	discriminator template
	values        []valuePlan
	bounds        []boundPlan
}

// valuePlan makes a property.
type valuePlan struct {
	at       string
	template template
	spec     graph.PropertySpec
}

// boundPlan makes an end of a period.
type boundPlan struct {
	at, name string // name is that of the property
	template template
	last     bool // the last day, instead of the first after
}

func (m *Mapping) plan() *plan {
	p := &plan{}
	for _, name := range sortedKeys(m.Nodes) {
		n := p.node(name, m.Nodes[name])
		p.nodes, p.finds = append(p.nodes, n), p.finds || n.ID == ""
		if n.ID != "" {
			p.dated = append(p.dated, n.bounds...)
		}
	}
	for i, r := range m.Relationships {
		r := relationshipPlan{RelationshipMapping: r, at: fmt.Sprintf("relationships[%d]", i)}
		r.discriminator = p.compile(r.at+".discriminator", r.Discriminator)
		r.values = p.values(r.at, r.Properties, graph.Ontology.Type(r.Type).Properties)
		r.bounds = p.bounds(r.at+".period", r.Period)
		p.relationships, p.dated = append(p.relationships, r), append(p.dated, r.bounds...)
	}
	slices.SortStableFunc(p.dated, func(x, y boundPlan) int { return strings.Compare(x.name, y.name) }) // from, until
	return p
}

// compiler takes templates apart, and keeps where each takes which columns.
type compiler struct{ uses []use }

// use is a column where a template of the mapping takes it.
type use struct{ at, column string }

func (c *compiler) node(name string, m NodeMapping) nodePlan {
	n := nodePlan{NodeMapping: m, name: name, at: "nodes." + name, scheme: m.scheme()}
	n.spec = graph.Ontology.Label(n.Label)
	find := n.Find
	if n.scheme != "" {
		_, find, _ = strings.Cut(find, ":")
	}
	n.id, n.find, n.on = c.compile(n.at+".id", n.ID), c.compile(n.at+".find", find), c.compile(n.at+".on", n.On)
	for i, id := range n.Identifiers {
		n.identifiers = append(n.identifiers, c.compile(fmt.Sprintf("%s.identifiers[%d].value", n.at, i), id.Value))
	}
	n.values, n.bounds = c.values(n.at, n.Properties, n.spec.Properties), c.bounds(n.at, n.PeriodMapping)
	return n
}

func (c *compiler) values(at string, templates map[string]string, specs []graph.PropertySpec) (out []valuePlan) {
	for _, name := range sortedKeys(templates) {
		spec := specs[slices.IndexFunc(specs, func(s graph.PropertySpec) bool { return s.Name == name })]
		place := at + ".properties." + name
		out = append(out, valuePlan{place, c.compile(place, templates[name]), spec})
	}
	return out
}

func (c *compiler) bounds(at string, p PeriodMapping) (out []boundPlan) {
	for _, bound := range []boundPlan{
		{at + ".from", "from", c.compile(at+".from", p.From), false},
		{at + ".until", "until", c.compile(at+".until", p.Until), false},
		{at + ".last", "until", c.compile(at+".last", p.Last), true},
	} {
		if bound.template != nil {
			out = append(out, bound)
		}
	}
	return out
}

// template is a text with columns, taken apart.
type template []piece

// piece is the value of a column, or else a text that stays.
type piece struct{ column, text string }

func (c *compiler) compile(at, text string) (t template) {
	end := 0
	for _, place := range column.FindAllStringSubmatchIndex(text, -1) {
		if place[0] > end {
			t = append(t, piece{text: text[end:place[0]]})
		}
		t = append(t, piece{column: text[place[2]:place[3]]})
		c.uses = append(c.uses, use{at, text[place[2]:place[3]]})
		end = place[1]
	}
	if end < len(text) {
		t = append(t, piece{text: text[end:]})
	}
	return t
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
	var missing []string
	for _, use := range b.plan.uses {
		switch known[use.column] {
		case 0:
			missing = append(missing, fmt.Sprintf("%q for %s", use.column, use.at))
		case 1:
		default:
			return graph.Invalidf("%s: %s takes the column %q, which the file has %d times; rename all but one", b.file, use.at,
				use.column, known[use.column])
		}
	}
	if len(missing) > 0 {
		return graph.Invalidf("%s: the mapping needs columns that the file does not have: %s; it has %s", b.file,
			strings.Join(missing, ", "), strings.Join(r.header, ", "))
	}
	return nil
}

// fill puts the row's values into a template; "" where it has columns and all of them are missing.
func (b *builder) fill(r row, t template) string {
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

func (b *builder) reject(r row, at, rule, format string, args ...any) error {
	return r.origin(b.file).Rejected(at, rule, format, args...)
}

func (b *builder) record(r row) (loaders.Record, error) {
	if b.plan == nil {
		b.plan = b.mapping.plan()
		if err := b.columns(r); err != nil {
			return loaders.Record{}, err
		}
	}
	record := loaders.Record{
		Locator:       b.file + ":" + strconv.Itoa(r.line),
		Origin:        []loaders.Origin{r.origin(b.file)},
		Nodes:         make([]graph.NodeRecord, 0, len(b.plan.nodes)),
		Relationships: make([]graph.RelationshipRecord, 0, len(b.plan.relationships)),
	}
	ids := make(map[string]graph.ID, len(b.plan.nodes))
	day := graph.Day(0)
	if b.plan.finds {
		var err error
		if day, err = b.day(r); err != nil {
			return loaders.Record{}, err
		}
	}
	for i := range b.plan.nodes {
		n := &b.plan.nodes[i]
		node, err := b.node(r, n, day)
		if err != nil {
			return loaders.Record{}, err
		}
		if node.ID == "" {
			continue
		}
		node.Locator, node.Confidence = record.Locator, n.Confidence
		ids[n.name] = node.ID
		if n.ID != "" && b.together != nil {
			b.together.add(n.name, node.ID)
		}
		if !slices.ContainsFunc(record.Nodes, func(known graph.NodeRecord) bool { return known.ID == node.ID }) {
			record.Nodes = append(record.Nodes, node)
		}
	}
	if len(ids) == 0 {
		return loaders.Record{}, b.reject(r, "", "no-node", "the columns of the ids are blank, so that the row is about "+
			"nothing")
	}
	for i := range b.plan.relationships {
		m := &b.plan.relationships[i]
		from, to := ids[m.Start], ids[m.End]
		if from == "" || to == "" {
			continue
		}
		properties, err := b.properties(r, m.values, m.bounds)
		if err != nil {
			return loaders.Record{}, err
		}
		discriminator := b.fill(r, m.discriminator)
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

// day is the first day that the row states, of a node that it describes or else of a relationship: where one begins, or
// else where one ends. It is 0 where the row states none.
func (b *builder) day(r row) (graph.Day, error) {
	for i := range b.plan.dated {
		bound := &b.plan.dated[i]
		date, err := b.bound(r, bound)
		switch {
		case err != nil:
			return 0, err
		case date.IsZero():
		case bound.name == "until" && !bound.last && date.DayOfMonth() != 0:
			return date.First().Previous(), nil
		default:
			return date.First(), nil
		}
	}
	return 0, nil
}

// bound reads the date of an end of a period; without one where the row has none.
func (b *builder) bound(r row, bound *boundPlan) (graph.Date, error) {
	text := b.fill(r, bound.template)
	if text == "" {
		return graph.Date{}, nil
	}
	date, err := b.date(text)
	if err != nil {
		return date, b.reject(r, bound.at, "bad-date", "%v", err)
	}
	return date, nil
}

// node makes or finds the node of a row; without an id where the row has none.
func (b *builder) node(r row, n *nodePlan, day graph.Day) (graph.NodeRecord, error) {
	properties, err := b.properties(r, n.values, n.bounds)
	if err != nil {
		return graph.NodeRecord{}, err
	}
	var identifiers []graph.Identifier
	for i, template := range n.identifiers {
		if value := b.fill(r, template); value != "" {
			scheme := n.Identifiers[i].Scheme
			identifiers = append(identifiers, graph.Identifier{Scheme: scheme, Value: scheme.Canonical(value)})
		}
	}
	if len(identifiers) > 0 {
		node := n.spec.New()
		node.Head().Identifiers = identifiers
		properties["identifiers"] = graph.PropertiesOf(node)["identifiers"]
	}
	node := graph.NodeRecord{Label: n.Label, Properties: properties}
	if n.ID != "" {
		if own := b.fill(r, n.id); own != "" {
			node.ID = graph.ID(n.spec.Prefix + ":" + b.mapping.Dataset.ID + "-" + graph.Slug(own))
		}
		return node, nil
	}
	if period := properties.Period(); !period.From.IsZero() {
		day = period.From.First()
	}
	if on := b.fill(r, n.on); on != "" {
		date, err := b.date(on)
		if err != nil || date.IsZero() {
			return node, b.reject(r, n.at+".on", "bad-date", "%q: want a date", on)
		}
		day = date.First()
	}
	node.ID, err = b.find(r, n, day)
	return node, err
}

func (b *builder) find(r row, n *nodePlan, on graph.Day) (graph.ID, error) {
	wanted := b.fill(r, n.find)
	if n.scheme != "" {
		code := n.scheme.Canonical(wanted)
		if code == "" {
			return "", nil
		}
		day := on
		if day == 0 {
			day = graph.Forever - 1
		}
		if id, ok := b.identities.ByCode(n.scheme, code, day); ok && graph.Ontology.LabelOf(id) == n.Label {
			return id, nil
		}
		return "", b.reject(r, n.at+".find", "unknown-code", "no %s has the code %s:%s%s", n.Label, n.scheme.Prefix(),
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
		return "", b.reject(r, n.at+".find", "unknown-name", "no single %s is called %q%s%s", n.Label, wanted,
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
func (b *builder) properties(r row, values []valuePlan, bounds []boundPlan) (graph.Properties, error) {
	out := graph.Properties{}
	for i := range values {
		v := &values[i]
		text := b.fill(r, v.template)
		if text == "" {
			continue
		}
		value, err := b.convert(text, v.spec)
		if err != nil {
			return nil, b.reject(r, v.at, "bad-value", "%q: %v", text, err)
		}
		out[v.spec.Name] = value
	}
	for i := range bounds {
		date, err := b.bound(r, &bounds[i])
		if err != nil {
			return nil, err
		}
		if bounds[i].last && date.DayOfMonth() != 0 {
			date = date.After().Date()
		}
		if !date.IsZero() {
			out[bounds[i].name] = date.String()
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
