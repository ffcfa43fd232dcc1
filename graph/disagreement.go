package graph

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// StatementsOf lists every statement in the records of one node: by property, the preceding record first, and after
// each record's value what other sources state in its place.
func StatementsOf(records []NodeRecord) []Statement {
	var out []Statement
	for _, r := range sortedRecords(records) {
		citations := r.Properties.Citations()
		own := Statement{DatasetID: r.Dataset, SourceID: r.Source, Locator: Text(r.Locator), Confidence: r.Confidence}
		for name, value := range r.Properties {
			if name != propCitations {
				out = append(out, own.about(name, value, citations))
			}
		}
		for _, c := range citations {
			if c.Value != nil {
				out = append(out, c.statement(own, c.Value))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Statement) int { return strings.Compare(a.Property, b.Property) })
	return out
}

// DisagreementsOf lists the properties on which the records of one node differ, by name. A date that is only less
// precise than another does not differ from it.
func DisagreementsOf(records []NodeRecord) []Disagreement {
	var out []Disagreement
	statements := StatementsOf(records)
	var dated ID // whose dates are shown
	for _, r := range sortedRecords(records) {
		if slices.ContainsFunc(slices.Collect(maps.Keys(r.Properties)), dating) {
			dated = r.Dataset
			break
		}
	}
	for len(statements) > 0 {
		property := statements[0].Property
		n := slices.IndexFunc(statements, func(s Statement) bool { return s.Property != property })
		if n < 0 {
			n = len(statements)
		}
		if group := statements[:n:n]; !undisputed(property) && !allAgree(group) {
			out = append(out, disagreement(group, dated))
		}
		statements = statements[n:]
	}
	return out
}

func disagreement(group []Statement, dated ID) Disagreement {
	first := group[0]
	if dating(first.Property) && first.DatasetID != dated {
		return Disagreement{first.Property, group, nil, "the dates shown are those of " + string(dated) +
			", which has the highest priority and does not state this one"}
	}
	return Disagreement{first.Property, group, first.Value, "shown is the statement of " + string(first.DatasetID) +
		", which has the highest priority"}
}

func allAgree(group []Statement) bool {
	for i := range group {
		for j := range i {
			if !agree(group[i].Value, group[j].Value) {
				return false
			}
		}
	}
	return true
}

func agree(a, b any) bool {
	if n, ok := a.(int64); ok {
		a = float64(n)
	}
	if n, ok := b.(int64); ok {
		b = float64(n)
	}
	if x, ok := a.(string); ok {
		if y, ok := b.(string); ok {
			dx, errx := ParseDate(x)
			dy, erry := ParseDate(y)
			if errx == nil && erry == nil && x != "" && y != "" {
				return strings.HasPrefix(dx.String(), dy.String()) || strings.HasPrefix(dy.String(), dx.String())
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

// RelationshipStatements are the statements of a relationship, which is one dataset's.
func RelationshipStatements(r Relationship) []Statement {
	return StatementsOf([]NodeRecord{statedBy(r, 0)})
}

// RelationshipDisagreements are the properties on which a relationship differs from those that other datasets state
// about the same matter between the same two nodes. The others are of its type and from its start, in any number.
func RelationshipDisagreements(own Relationship, others []Relationship) []Disagreement {
	records := []NodeRecord{statedBy(own, 1)} // its own statement precedes
	for _, other := range others {
		if other.Head().DatasetID != own.Head().DatasetID && sameMatter(own, other) {
			records = append(records, statedBy(other, 0))
		}
	}
	out := slices.DeleteFunc(DisagreementsOf(records), func(d Disagreement) bool {
		return d.Values[0].DatasetID != own.Head().DatasetID // it says nothing on this property
	})
	for i := range out {
		out[i].Reason = "a relationship is one dataset's statement; shown is that of " + string(own.Head().DatasetID)
	}
	return out
}

// sameMatter tells whether two relationships of one type from one node are about the same thing.
func sameMatter(a, b Relationship) bool {
	if a.Head().ToID != b.Head().ToID || !a.Head().Period.Overlaps(b.Head().Period) {
		return false
	}
	switch a := a.(type) {
	case *AlliedWith:
		other := b.(*AlliedWith)
		return a.TreatyID == other.TreatyID && a.ObligationType == other.ObligationType
	case *HoldsOffice:
		return a.Title == b.(*HoldsOffice).Title
	case *Supplied:
		return a.WeaponSystemID != "" && a.WeaponSystemID == b.(*Supplied).WeaponSystemID
	}
	return true
}

// statedBy puts a relationship's properties in the form in which statements are compared. What only names the parts
// of a dataset is left out.
func statedBy(r Relationship, priority int) NodeRecord {
	h := r.Head()
	properties := PropertiesOf(r)
	for _, name := range []string{"obligation", "article", "transfer"} {
		delete(properties, name)
	}
	return NodeRecord{
		Dataset: h.DatasetID, Priority: priority, Properties: properties, Source: h.SourceID,
		Locator: string(h.Locator), Confidence: h.Confidence,
	}
}
