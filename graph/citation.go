package graph

import (
	"cmp"
	"encoding/json"
	"slices"
)

// CheckedBy is by what a statement was checked.
type CheckedBy string

// What a statement can be checked by, the firmest first.
const (
	CheckedText     CheckedBy = "TEXT"     // the text that the statement is about
	CheckedOfficial CheckedBy = "OFFICIAL" // a page of a government, organization or court concerned
	CheckedRegister CheckedBy = "REGISTER" // a register or depositary, such as the UN Treaty Series
	CheckedDataset  CheckedBy = "DATASET"  // a dataset of research
	CheckedReport   CheckedBy = "REPORT"   // press, an institute, a work of reference
	CheckedGeneral  CheckedBy = "GENERAL"  // general knowledge, not looked up
)

// CheckedBys are all of them, the firmest first.
var CheckedBys = []CheckedBy{
	CheckedText, CheckedOfficial, CheckedRegister, CheckedDataset, CheckedReport, CheckedGeneral,
}

// Citation says who states one property of a record, where that is not the record's own source. With a value it is what
// another source states in place of the record's. Without a property it holds for every property that has none of its
// own.
type Citation struct {
	Property   string    `json:"property,omitempty"`
	Value      any       `json:"value,omitempty"`
	Source     ID        `json:"source,omitempty"`
	Locator    Text      `json:"locator,omitempty"`
	Quotation  Text      `json:"quotation,omitempty"`
	Checked    CheckedBy `json:"checked,omitempty"`
	Confidence *int      `json:"confidence,omitempty"`
}

// maxQuotation bounds a citation's quotation in bytes: some 25 words in any script.
const maxQuotation = 600

// Cite adds those citations that are not there yet.
func (p Properties) Cite(list ...Citation) {
	if len(list) == 0 {
		return
	}
	known, _ := p[propCitations].([]string)
	out := slices.Clone(known)
	for _, c := range list {
		if one := mustJSON(c); !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	p[propCitations] = out
}

// Citations are those among the properties. One that cannot be read is passed over; Validate reports it.
func (p Properties) Citations() []Citation {
	list, _ := p[propCitations].([]string)
	var out []Citation
	for _, text := range list {
		var c Citation
		if json.Unmarshal([]byte(text), &c) == nil {
			out = append(out, c)
		}
	}
	return out
}

// about is the record's statement on a property, by the source that is cited for it.
func (s Statement) about(property string, value any, citations []Citation) Statement {
	s.Property, s.Value = property, value
	for _, name := range []string{property, ""} {
		for _, c := range citations {
			if c.Property == name && c.Value == nil {
				c.Property = property
				return c.statement(s, value)
			}
		}
	}
	return s
}

// statement is the citation's, made in the record of the given one. What the record says of its own source
// does not hold for another.
func (c Citation) statement(record Statement, value any) Statement {
	out := Statement{
		Property: c.Property, Value: value, DatasetID: record.DatasetID, SourceID: c.Source, Locator: c.Locator,
		Confidence: c.Confidence, Quotation: c.Quotation, Checked: c.Checked,
	}
	if c.Source == "" || c.Source == record.SourceID {
		out.SourceID = record.SourceID
		if out.Confidence == nil {
			out.Confidence = record.Confidence
		}
	}
	out.Locator = cmp.Or(out.Locator, record.Locator)
	return out
}

func (p Properties) validateCitations(specs []PropertySpec) error {
	list, _ := p[propCitations].([]string)
	for _, text := range list {
		var c Citation
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			return Invalidf("citation %.80q: %v", text, err)
		}
		if err := c.validate(specs); err != nil {
			return Invalidf("citation of %.80q: %v", c.Property, err)
		}
		if _, stated := p[c.Property]; !stated && c.Value == nil && c.Property != "" {
			return Invalidf("citation of %.80q: the record states no such property", c.Property)
		}
	}
	return nil
}

func (c Citation) validate(specs []PropertySpec) error {
	spec := property(specs, c.Property)
	if spec == nil && (c.Property != "" || c.Value != nil) || c.Property == propCitations {
		return Invalidf("no property that can be cited")
	}
	if c.Value != nil {
		stated := Properties{c.Property: c.Value}
		stated.Normalize(specs)
		if err := spec.check(stated[c.Property]); err != nil {
			return err
		}
	}
	if c.Checked != "" && !slices.Contains(CheckedBys, c.Checked) {
		return Invalidf("checked %.40q is none of %v", c.Checked, CheckedBys)
	}
	if len(c.Quotation) > maxQuotation || !storable(string(c.Quotation)) {
		return Invalidf("quotation %.40q: want at most %d bytes of UTF-8 without NUL", c.Quotation, maxQuotation)
	}
	return validProvenance("", "", string(c.Locator), c.Source, c.Confidence)
}
