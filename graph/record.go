package graph

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// NodeRecord is what one dataset states about one node. Its key is (ID, Dataset, Discriminator).
type NodeRecord struct {
	ID      ID    `json:"id"`
	Label   Label `json:"label"`
	Dataset ID    `json:"dataset"`
	// Discriminator tells apart several records of one dataset about one node (it states two values from two sources).
	// The record with the empty one comes first in the dataset's own order, then the others in byte order.
	Discriminator string `json:"discriminator,omitempty"`
	// Part is the part of the dataset that the record came with (a file of a dataset that grows file by file); what is
	// gone from a part is removed when that part is loaded again.
	Part       string     `json:"part,omitempty"`
	Priority   int        `json:"priority"` // the dataset's
	Properties Properties `json:"properties,omitempty"`
	Source     ID         `json:"source,omitempty"`
	Locator    string     `json:"locator,omitempty"`
	Confidence *int       `json:"confidence,omitempty"`
}

// RelationshipRecord is a relationship as it is stored: one dataset's statement.
type RelationshipRecord struct {
	Type          RelationshipType `json:"type"`
	From          ID               `json:"from"`
	To            ID               `json:"to"`
	Discriminator string           `json:"discriminator,omitempty"`
	Dataset       ID               `json:"dataset"`
	Part          string           `json:"part,omitempty"`
	Properties    Properties       `json:"properties,omitempty"` // the period's among them
	Source        ID               `json:"source,omitempty"`
	Locator       string           `json:"locator,omitempty"`
	Confidence    *int             `json:"confidence,omitempty"`
	Derived       bool             `json:"derived,omitempty"`
}

// NewNodeRecord makes a record of a node struct; dataset, part and priority are filled in by the load runner.
func NewNodeRecord(node Node) NodeRecord {
	return NodeRecord{ID: node.Head().ID, Label: node.Label(), Properties: PropertiesOf(node)}
}

// NewRelationshipRecord makes a record of a relationship struct, with the header's FromID, ToID, Period, SourceID,
// Locator and Confidence; the dataset is filled in by the load runner unless the header names it.
func NewRelationshipRecord(r Relationship, discriminator string) RelationshipRecord {
	h := r.Head()
	return RelationshipRecord{
		Type: r.Type(), From: h.FromID, To: h.ToID, Discriminator: discriminator, Dataset: h.DatasetID,
		Properties: PropertiesOf(r), Source: h.SourceID, Locator: string(h.Locator), Confidence: h.Confidence,
		Derived: h.Derived,
	}
}

// Key identifies the record among all node records; it sorts by node, then dataset, then discriminator.
func (r *NodeRecord) Key() string {
	return string(r.ID) + "|" + string(r.Dataset) + "|" + r.Discriminator
}

// ID is the relationship's id: its key.
func (r *RelationshipRecord) ID() ID {
	return RelationshipID(r.Type, r.From, r.To, r.Discriminator, r.Dataset)
}

// Validate checks a record against the ontology: label, id, property names, kinds and enums, dates and period.
func (r *NodeRecord) Validate() error {
	if err := r.ID.Validate(); err != nil {
		return err
	}
	spec := Ontology.Label(r.Label)
	if spec == nil {
		return Invalidf("node %s: label %q is not in the ontology", r.ID, r.Label)
	}
	if r.ID.Prefix() != spec.Prefix {
		return Invalidf("node %s: the id of a %s starts with %q", r.ID, r.Label, spec.Prefix+":")
	}
	if err := r.Dataset.Validate(); err != nil {
		return Invalidf("node %s: its dataset: %v", r.ID, err)
	}
	if err := validProvenance(r.Discriminator, r.Part, r.Locator, r.Source, r.Confidence); err != nil {
		return Invalidf("node %s: %v", r.ID, err)
	}
	if err := r.Properties.validate(spec.Properties); err != nil {
		return Invalidf("node %s: %v", r.ID, err)
	}
	return nil
}

// Validate checks a record against the ontology: type, endpoints by the prefix of their ids, properties, period.
func (r *RelationshipRecord) Validate() error {
	spec := Ontology.Type(r.Type)
	if spec == nil {
		return Invalidf("relationship type %q: not in the ontology", r.Type)
	}
	if err := r.validate(spec); err != nil {
		return Invalidf("%s from %s to %s: %v", r.Type, r.From, r.To, err)
	}
	return nil
}

func (r *RelationshipRecord) validate(spec *TypeSpec) error {
	for _, id := range [...]ID{r.From, r.To, r.Dataset} {
		if err := id.Validate(); err != nil {
			return err
		}
	}
	if err := endpoint("start", r.From, spec.From); err != nil {
		return err
	}
	if err := endpoint("end", r.To, spec.To); err != nil {
		return err
	}
	if err := validProvenance(r.Discriminator, r.Part, r.Locator, r.Source, r.Confidence); err != nil {
		return err
	}
	return r.Properties.validate(spec.Properties)
}

func endpoint(end string, id ID, allowed []Label) error {
	l := Ontology.LabelOf(id)
	if l == "" || (allowed != nil && !slices.Contains(allowed, l)) {
		return Invalidf("%s cannot be its %s; want %s", id, end, labelsText(allowed))
	}
	return nil
}

func validProvenance(discriminator, part, locator string, source ID, confidence *int) error {
	for _, text := range [...]string{discriminator, part, locator} {
		if len(text) > 300 || !storable(text) {
			return Invalidf("discriminator, part or locator %.40q: want at most 300 bytes of UTF-8 without NUL", text)
		}
	}
	if source != "" {
		if err := source.Validate(); err != nil {
			return Invalidf("its source: %v", err)
		}
	}
	if confidence != nil && (*confidence < 0 || *confidence > 100) {
		return Invalidf("confidence %d is outside 0 to 100", *confidence)
	}
	return nil
}

// storable tells whether every store can keep the text as it is.
func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

func labelsText(labels []Label) string {
	if labels == nil {
		return "a node of the ontology"
	}
	words := make([]string, len(labels))
	for i, l := range labels {
		words[i] = string(l)
	}
	return strings.Join(words, " or ")
}

// maxProperty bounds one property's text in bytes; longer names and texts are refused, not cut.
const maxProperty = 64 << 10

func (p Properties) validate(specs []PropertySpec) error {
	for name, value := range p {
		spec := property(specs, name)
		if spec == nil {
			return Invalidf("property %q is not in the ontology", name)
		}
		if err := spec.check(value); err != nil {
			return Invalidf("property %s: %v", name, err)
		}
	}
	if err := p.validateCitations(specs); err != nil {
		return err
	}
	return p.Period().Validate()
}

func (s *PropertySpec) check(value any) error {
	var texts []string
	ok := false
	switch value := value.(type) {
	case string:
		ok, texts = s.Kind == StringValue || s.Kind == DateValue || s.Kind == JSONValue, []string{value}
	case []string:
		ok, texts = s.Kind == StringsValue || s.Kind == JSONsValue, value
	case bool:
		ok = s.Kind == BoolValue
	case int64:
		ok = s.Kind == IntValue || s.Kind == FloatValue
	case float64:
		ok = s.Kind == FloatValue && value == value && value-value == 0 // no NaN, no infinity
	}
	if !ok {
		return Invalidf("a %T is no %s", value, s.Kind)
	}
	for _, text := range texts {
		if len(text) > maxProperty {
			return Invalidf("%d bytes exceed the limit of %d", len(text), maxProperty)
		}
		if !storable(text) {
			return Invalidf("%.40q is not UTF-8 or holds a NUL", text)
		}
		if s.Kind == DateValue {
			if _, err := ParseDate(text); err != nil {
				return err
			}
		}
		if s.Enum != nil && !slices.Contains(s.Enum, text) {
			return Invalidf("%q is not one of %s", text, strings.Join(s.Enum, ", "))
		}
		if s.Kind == JSONValue || s.Kind == JSONsValue {
			if err := checkJSON(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkJSON refuses what is no JSON, and a structure whose period holds no day.
func checkJSON(text string) error {
	if !json.Valid([]byte(text)) {
		return Invalidf("%.40q is not JSON", text)
	}
	var dated struct{ Period Period }
	if json.Unmarshal([]byte(text), &dated) != nil {
		return nil //nolint:nilerr // no object, or one whose period is something else: decoding says so
	}
	return dated.Period.Validate()
}

// Normalize brings decoded JSON back to the kinds of Properties: numbers to int64 or float64 as the ontology says,
// lists to []string. It is for readers of exports.
func (p Properties) Normalize(specs []PropertySpec) {
	for name, value := range p {
		switch value := value.(type) {
		case float64:
			if spec := property(specs, name); spec != nil && spec.Kind == IntValue && value == float64(int64(value)) {
				p[name] = int64(value)
			}
		case int64:
			if spec := property(specs, name); spec != nil && spec.Kind == FloatValue {
				p[name] = float64(value)
			}
		case []any:
			list := make([]string, 0, len(value))
			for _, v := range value {
				if s, ok := v.(string); ok {
					list = append(list, s)
				}
			}
			if len(list) == len(value) {
				p[name] = list
			}
		}
	}
}

// Statement is one dataset's word on one property of a node.
type Statement struct {
	Property   string
	Value      any // string, bool, int64, float64 or []string
	DatasetID  ID
	SourceID   ID
	Locator    Text
	Confidence *int
	Quotation  Text      // the source's own words
	Checked    CheckedBy // empty where the dataset does not say
}

// Disagreement is a property on which records differ.
type Disagreement struct {
	Property string
	Values   []Statement // the chosen one first
	Chosen   any         // nil where the dates shown are those of a dataset that does not state this one
	Reason   string      // why the chosen one is shown
}

// accumulates tells whether a property is the union over all records instead of the first one's value.
func accumulates(property string) bool {
	return property == "aliases" || property == "identifiers" || property == "markings"
}

// undisputed tells whether differing values of a property are no disagreement: everybody names and annotates as they
// like.
func undisputed(property string) bool {
	switch property {
	case "name", "note", "summary", "officialName", "fingerprint", "retrieved", "priority", "conditions":
		return true
	}
	return accumulates(property)
}

// dating tells whether a property belongs to the dates of a node, which are shown as one dataset states them together:
// a start from one dataset and an end from another would be a period that nobody states.
func dating(property string) bool {
	switch property {
	case propFrom, propUntil, propStartUncertain, propEndUncertain, "inForce", "ended", "endedHow":
		return true
	}
	return false
}

// Merge gives the label and the shown properties of a node from all its records, in any order: each property comes from
// the record that precedes the others, all dating properties from the first record that has any, and aliases,
// identifiers and markings are united.
func Merge(records []NodeRecord) (Label, Properties) {
	if len(records) == 0 {
		return "", nil
	}
	records = sortedRecords(records)
	out := Properties{}
	dated := false
	for _, r := range records {
		dates := false
		for name, value := range r.Properties {
			if name == propCitations { // about this record's values, not a value of the node
				continue
			}
			if dating(name) {
				if !dated {
					out[name], dates = value, true
				}
				continue
			}
			if list, ok := value.([]string); ok && accumulates(name) {
				known, _ := out[name].([]string)
				known = slices.Clip(known)
				for _, v := range list {
					if !slices.Contains(known, v) {
						known = append(known, v)
					}
				}
				out[name] = known
				continue
			}
			if _, known := out[name]; !known {
				out[name] = value
			}
		}
		dated = dated || dates
	}
	return records[0].Label, out
}

func sortedRecords(records []NodeRecord) []NodeRecord {
	out := slices.Clone(records)
	slices.SortStableFunc(out, func(a, b NodeRecord) int { return a.Compare(&b) })
	return out
}

// Batch is what is written at once: wholly or not at all.
type Batch struct {
	Nodes         []NodeRecord
	Relationships []RelationshipRecord
	// RemoveNodes are keys of node records, RemoveRelationships are ids; what is not there is passed over.
	RemoveNodes         []string
	RemoveRelationships []ID
	// Run, where set, is stored in the same transaction: it says how far the load has come.
	Run *LoadRun
}

// ApplyResult counts what a batch, or a whole load, did to the records.
type ApplyResult struct {
	NodesCreated           int `json:"nodesCreated"`
	NodesChanged           int `json:"nodesChanged"`
	NodesUnchanged         int `json:"nodesUnchanged"`
	NodesRemoved           int `json:"nodesRemoved"`
	RelationshipsCreated   int `json:"relationshipsCreated"`
	RelationshipsChanged   int `json:"relationshipsChanged"`
	RelationshipsUnchanged int `json:"relationshipsUnchanged"`
	RelationshipsRemoved   int `json:"relationshipsRemoved"`
}

// Add sums two results.
func (r ApplyResult) Add(s ApplyResult) ApplyResult {
	r.NodesCreated += s.NodesCreated
	r.NodesChanged += s.NodesChanged
	r.NodesUnchanged += s.NodesUnchanged
	r.NodesRemoved += s.NodesRemoved
	r.RelationshipsCreated += s.RelationshipsCreated
	r.RelationshipsChanged += s.RelationshipsChanged
	r.RelationshipsUnchanged += s.RelationshipsUnchanged
	r.RelationshipsRemoved += s.RelationshipsRemoved
	return r
}

// Changes tells whether anything was written.
func (r ApplyResult) Changes() bool {
	return r.NodesCreated+r.NodesChanged+r.NodesRemoved+r.RelationshipsCreated+r.RelationshipsChanged+
		r.RelationshipsRemoved > 0
}
