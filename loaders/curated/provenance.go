package curated

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Provenance is who says so: for an item as a whole, and for those of its properties that another source states. It is
// exported only for the decoder, which fills embedded structs of no other kind.
type Provenance struct {
	Sources []string `yaml:"sources" json:"sources,omitzero"` // the first one states what no entry of Sourced is about
	Checked checking `yaml:"checked" json:"checked,omitzero"`
	Locator string   `yaml:"locator" json:"locator,omitzero"` // where in the first source: "Article 4"
	// Sourced names the source of single properties, or of the relationships that a list of ids makes, by their names
	// in the file.
	Sourced map[string]Citation `yaml:"sourced" json:"sourced,omitzero"`
	Differs []difference        `yaml:"differs" json:"differs,omitzero"`
}

// Citation is where one property was found. It is exported like Provenance.
type Citation struct {
	Source    string   `yaml:"source" json:"source,omitzero"`
	Locator   string   `yaml:"locator" json:"locator,omitzero"`
	Quotation string   `yaml:"quotation" json:"quotation,omitzero"` // at most quotable words
	Checked   checking `yaml:"checked" json:"checked,omitzero"`
}

// difference is another value that a source gives for a property. Without a source it is told by one of the item's.
type difference struct {
	Property string `yaml:"property" json:"property,omitzero"`
	Value    string `yaml:"value" json:"value,omitzero"`
	By       string `yaml:"by" json:"by,omitzero"` // who says so, in words
	Citation `yaml:",inline"`
}

// checking is by what a statement was checked, one of [graph.CheckedBys]. In older entries it is true where the source
// was read, without saying what kind of source it is.
type checking string

// sourceRead is the older word.
const sourceRead checking = "true"

// quotable is the number of words up to which a source is quoted.
const quotable = 25

// graph is the kind of check, where the entry says it.
func (c checking) graph() graph.CheckedBy {
	if by := graph.CheckedBy(c); slices.Contains(graph.CheckedBys, by) {
		return by
	}
	return ""
}

func (c checking) unchecked() bool { return c == "" || c == "false" }

func (c checking) check() error {
	if c != "" && c != sourceRead && c != "false" && c.graph() == "" {
		return fmt.Errorf("checked: %q is none of %v, nor true or false", string(c), graph.CheckedBys)
	}
	return nil
}

// confidence is that of a statement by what it was checked by. Where nobody read the source for this dataset, the kind
// of check says only where it can be made.
func (b *builder) confidence(c checking, source graph.ID) *int {
	n := confidenceUnchecked
	switch c.graph() {
	case graph.CheckedText:
		n = confidenceText
	case graph.CheckedOfficial, graph.CheckedRegister:
		n = confidenceChecked
	case graph.CheckedDataset:
		n = confidenceDataset
	case graph.CheckedReport:
		n = confidenceReport
	default:
		if c == sourceRead {
			n = confidenceChecked
		}
	}
	if c.graph() != "" && b.unread[source] {
		n = min(n, confidenceUnread)
	}
	return &n
}

// source is the first one, or general knowledge where the item says that this is among its sources and that it was not
// checked.
func (p Provenance) source() graph.ID {
	if len(p.Sources) == 0 || p.Checked.unchecked() && slices.Contains(p.Sources, generalKnowledge) {
		return sourceID(generalKnowledge)
	}
	return sourceID(p.Sources[0])
}

// inheriting is the provenance of a part of an item: what it does not say itself is that of the item.
func (p Provenance) inheriting(item Provenance) Provenance {
	if len(p.Sources) == 0 {
		p.Sources, p.Checked, p.Locator = item.Sources, cmp.Or(p.Checked, item.Checked), cmp.Or(p.Locator, item.Locator)
	}
	return p
}

// ofList is the provenance of the parts, or of the relationships, that a list of the item makes. Their days are the
// item's own.
func (p Provenance) ofList(list string) Provenance {
	out := Provenance{Sources: p.Sources, Checked: p.Checked, Locator: p.Locator}
	if c, ok := p.Sourced[list]; ok {
		out = Provenance{Sources: []string{c.Source}, Checked: c.Checked, Locator: c.Locator}
	}
	for _, key := range []string{"date", "last_day", "from", "until"} {
		if c, ok := p.Sourced[key]; ok {
			if out.Sourced == nil {
				out.Sourced = map[string]Citation{}
			}
			out.Sourced[key] = c
		}
	}
	return out
}

// cites is the source of a property.
func (p Provenance) cites(property string) graph.ID {
	return cmp.Or(sourceID(p.Sourced[property].Source), p.source())
}

// cited are the sources of the item and of its properties, each once.
func (p Provenance) cited() []string {
	out := slices.Clone(p.Sources)
	add := func(source string) {
		if source != "" && !slices.Contains(out, source) {
			out = append(out, source)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.Sourced)) {
		add(p.Sourced[key].Source)
	}
	for _, d := range p.Differs {
		add(d.Source)
	}
	return out
}

// checkedIn tells how a source was checked: as the item, or as the property that it is named for.
func (p Provenance) checkedIn(source string) checking {
	if !slices.Contains(p.Sources, source) {
		for _, key := range slices.Sorted(maps.Keys(p.Sourced)) {
			if c := p.Sourced[key]; c.Source == source {
				return c.Checked
			}
		}
		for _, d := range p.Differs {
			if d.Source == source {
				return d.Checked
			}
		}
	}
	return p.Checked
}

// cite adds to the properties of a record who states them; spec knows the properties that it may have.
func (b *builder) cite(p Provenance, properties graph.Properties, spec func(name string) *graph.PropertySpec) {
	var out []graph.Citation
	if by := p.Checked.graph(); by != "" {
		out = append(out, graph.Citation{Checked: by})
	}
	done := map[string]bool{}
	// the last day's source states the end, not the day's
	keys := slices.SortedFunc(maps.Keys(p.Sourced), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(propertiesOf(a, properties)), len(propertiesOf(b, properties))), cmp.Compare(a, b))
	})
	for _, key := range keys {
		for _, name := range propertiesOf(key, properties) {
			if _, stated := properties[name]; stated && !done[name] {
				done[name] = true
				out = append(out, b.citation(p.Sourced[key], name, nil))
			}
		}
	}
	for _, d := range p.Differs {
		c := d.Citation
		if c.Source == "" && len(p.Sources) > 0 {
			c.Source = p.Sources[0]
		}
		c.Locator = strings.Trim(d.By+", "+c.Locator, ", ")
		names := slices.DeleteFunc(propertiesOf(d.Property, properties), func(name string) bool { return spec(name) == nil })
		if len(names) == 0 {
			names = []string{d.Property} // Validate tells
		}
		out = append(out, b.citation(c, names[0], d.as(spec(names[0]))))
	}
	properties.Cite(out...)
}

func (b *builder) citation(c Citation, property string, value any) graph.Citation {
	source := cmp.Or(sourceID(c.Source), sourceID(generalKnowledge))
	return graph.Citation{
		Property: property, Value: value, Source: source, Locator: graph.Text(c.Locator), Quotation: graph.Text(c.Quotation),
		Checked: c.Checked.graph(), Confidence: b.confidence(c.Checked, source),
	}
}

// as is the value in the kind of its property.
func (d difference) as(spec *graph.PropertySpec) any {
	if spec != nil && spec.Kind == graph.FloatValue {
		if f, err := strconv.ParseFloat(d.Value, 64); err == nil {
			return f
		}
	}
	return d.Value
}

// propertiesByField are those of the graph that a field of the files fills, the first one first of all, where it is not
// the one of its name.
var propertiesByField = map[string][]string{
	"in_force":          {"inForce", "from"},
	"ended":             {"ended", "until"},
	"date":              {"from", "until"},
	"last_day":          {"until"},
	"seen":              {"from", "note"},
	"title":             {"title", "name"}, // of an office, and of anything else
	"type":              {"obligationType", "eventType", "name"},
	"qualifiers":        {"conditions"},
	"official":          {"officialName"},
	"capital":           {"capital", "latitude", "longitude"},
	"lat":               {"latitude"},
	"lon":               {"longitude"},
	"un":                {"unMember"},
	"nuclear_since":     {"nuclearArmed"},
	"nuclear_estimated": {"nuclearArmedEstimated"},
	"codes":             {"identifiers"},
	"wikidata":          {"identifiers"},
	"unroca":            {"unrocaClass"},
	"first_shown":       {"firstPublicAppearance"},
	"figures":           {"note", "fatalitiesBest"},
	"measure":           {"name"},
	"timeline":          {"actions"},
}

// propertiesOf names the properties of the graph that a field of the files fills.
func propertiesOf(key string, properties graph.Properties) []string {
	switch key {
	case "signed", "consent":
		if _, ok := properties["inForce"]; !ok { // a start that is only known from the signature
			return []string{key, "from"}
		}
	case "parties":
		if properties["startUncertain"] == true { // in force from a day not found: it counts from when the parties consented
			return []string{"from"}
		}
	case "text", "notes", "seat", "form", "treaty", "references", "basis", "attributed_to", "acting", "commitments":
		return []string{"note"}
	}
	if names, ok := propertiesByField[key]; ok {
		return slices.Clone(names)
	}
	return []string{camel(key)}
}

// camel turns first_test into firstTest.
func camel(key string) string {
	words := strings.Split(key, "_")
	for i := range words[1:] {
		words[i+1] = sentence(words[i+1])
	}
	return strings.Join(words, "")
}

// check finds what is wrong with the provenance of an item, whose fields the files call by the names in own.
func (p Provenance) check(own map[string]bool) error {
	if err := p.Checked.check(); err != nil {
		return err
	}
	for key, c := range p.Sourced {
		if !own[key] {
			return fmt.Errorf("sourced: the entry gives no %s that a source could state", key)
		}
		if c.Source == "" || c.Checked == "" {
			return fmt.Errorf("sourced: %s: want its source, and by what it was checked", key)
		}
		if err := c.check(); err != nil {
			return fmt.Errorf("sourced: %s: %w", key, err)
		}
	}
	for _, d := range p.Differs {
		if d.Property == "" || d.Value == "" {
			return fmt.Errorf("differs: want a property and the value that another source gives for it")
		}
		if err := d.Citation.check(); err != nil {
			return fmt.Errorf("differs: %s: %w", d.Property, err)
		}
	}
	return nil
}

func (c Citation) check() error {
	if n := len(strings.Fields(c.Quotation)); n > quotable {
		return fmt.Errorf("a quotation of %d words: want at most %d", n, quotable)
	}
	if (c.Source == generalKnowledge) != (c.Checked.graph() == graph.CheckedGeneral) && c.Source != "" {
		return fmt.Errorf("general knowledge, and nothing else, is checked: GENERAL")
	}
	return c.Checked.check()
}

// named are the fields of an item that hold something, by their names in the files.
func named(item reflect.Value) map[string]bool {
	out := map[string]bool{}
	for field, value := range item.Fields() {
		if name, _ := yamlName(field); name != "" && name != "id" && !value.IsZero() {
			out[name] = true
		}
	}
	return out
}
