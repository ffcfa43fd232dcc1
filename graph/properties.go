package graph

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Properties are the flat values of a node or relationship under their ontology names: string, bool, int64, float64 or
// []string, never nil. Structured values (an identifier, a condition, an area) are their JSON. This is what records
// hold, what is hashed, exported and written to Neo4j; the typed structs are its reading.
type Properties map[string]any

// The properties of a period, which every node and relationship may have.
const (
	propFrom           = "from"
	propUntil          = "until"
	propStartUncertain = "startUncertain"
	propEndUncertain   = "endUncertain"
)

// propCitations holds the citations of a record, which are about its other properties.
const propCitations = "citations"

// Property is one of Properties.
type Property struct {
	Name  string
	Value any
}

// AppendSorted appends the properties by name.
func (p Properties) AppendSorted(to []Property) []Property {
	from := len(to)
	for name, value := range p {
		to = append(to, Property{name, value})
	}
	slices.SortFunc(to[from:], func(a, b Property) int { return strings.Compare(a.Name, b.Name) })
	return to
}

type field struct {
	name  string
	index []int
	kind  ValueKind
	typ   reflect.Type
	doc   string
	enum  string
}

// ValueKind is how a property's value is stored.
type ValueKind string

// The kinds of property value.
const (
	StringValue  ValueKind = "STRING"
	BoolValue    ValueKind = "BOOLEAN"
	IntValue     ValueKind = "INTEGER"
	FloatValue   ValueKind = "FLOAT"
	DateValue    ValueKind = "DATE"
	StringsValue ValueKind = "STRINGS"
	JSONValue    ValueKind = "JSON"
	JSONsValue   ValueKind = "JSON_LIST"
	PeriodValue  ValueKind = "PERIOD"
)

var (
	dateType   = reflect.TypeFor[Date]()
	periodType = reflect.TypeFor[Period]()
	fieldsOf   sync.Map // reflect.Type of the struct → []field
)

// fields lists the tagged fields of a struct, embedded ones first, in order.
func fields(t reflect.Type) []field {
	if known, ok := fieldsOf.Load(t); ok {
		return known.([]field)
	}
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for _, inner := range fields(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				out = append(out, inner)
			}
			continue
		}
		if name := f.Tag.Get("prop"); name != "" {
			out = append(out, field{name, []int{i}, kindOf(f.Type), f.Type, f.Tag.Get("doc"), f.Tag.Get("enum")})
		}
	}
	fieldsOf.Store(t, out)
	return out
}

func kindOf(t reflect.Type) ValueKind {
	switch t {
	case dateType:
		return DateValue
	case periodType:
		return PeriodValue
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.String:
		return StringValue
	case reflect.Bool:
		return BoolValue
	case reflect.Int:
		return IntValue
	case reflect.Float64:
		return FloatValue
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String {
			return StringsValue
		}
		return JSONsValue
	case reflect.Struct:
		return JSONValue
	}
	panic(fmt.Sprintf("graph: no property kind for %v", t))
}

// PropertiesOf are the properties of a node or relationship struct, unknown ones left out. It panics on what is not a
// pointer to one of the structs of this package.
func PropertiesOf(thing any) Properties {
	v := reflect.ValueOf(thing).Elem()
	out := Properties{}
	if r, ok := thing.(Relationship); ok {
		putPeriod(out, r.Head().Period)
	}
	for _, f := range fields(v.Type()) {
		value := v.FieldByIndex(f.index)
		if value.Kind() == reflect.Pointer {
			if value.IsNil() {
				continue
			}
			value = value.Elem()
		} else if value.IsZero() {
			continue
		}
		switch f.kind {
		case PeriodValue:
			putPeriod(out, value.Interface().(Period))
		case DateValue:
			out[f.name] = value.Interface().(Date).String()
		case StringValue:
			out[f.name] = value.String()
		case BoolValue:
			out[f.name] = value.Bool()
		case IntValue:
			out[f.name] = value.Int()
		case FloatValue:
			out[f.name] = value.Float()
		case JSONValue:
			out[f.name] = mustJSON(value.Interface())
		case StringsValue, JSONsValue:
			list := make([]string, value.Len())
			for i := range list {
				if f.kind == StringsValue {
					list[i] = value.Index(i).String()
				} else {
					list[i] = mustJSON(value.Index(i).Interface())
				}
			}
			if len(list) > 0 {
				out[f.name] = list
			}
		}
	}
	return out
}

func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // the structs of this package always marshal
	}
	return string(b)
}

func putPeriod(out Properties, p Period) {
	if !p.From.IsZero() {
		out[propFrom] = p.From.String()
	}
	if !p.Until.IsZero() {
		out[propUntil] = p.Until.String()
	}
	if p.StartUncertain {
		out[propStartUncertain] = true
	}
	if p.EndUncertain {
		out[propEndUncertain] = true
	}
}

// Period is the period among the properties. Dates that do not parse count as unknown; Validate reports them.
func (p Properties) Period() Period {
	from, _ := ParseDate(p.text(propFrom))
	until, _ := ParseDate(p.text(propUntil))
	return Period{from, until, p[propStartUncertain] == true, p[propEndUncertain] == true}
}

func (p Properties) text(name string) string {
	s, _ := p[name].(string)
	return s
}

// decode fills a struct from properties. Values of the wrong kind are an Internal error: records are validated before
// they are stored.
func (p Properties) decode(thing any) error {
	v := reflect.ValueOf(thing).Elem()
	for _, f := range fields(v.Type()) {
		target := v.FieldByIndex(f.index)
		if f.kind == PeriodValue {
			target.Set(reflect.ValueOf(p.Period()))
			continue
		}
		value, ok := p[f.name]
		if !ok {
			continue
		}
		if target.Kind() == reflect.Pointer {
			target.Set(reflect.New(target.Type().Elem()))
			target = target.Elem()
		}
		if err := set(target, f.kind, value); err != nil {
			return Errorf(KindInternal, "property %s: %v", f.name, err)
		}
	}
	return nil
}

func set(target reflect.Value, kind ValueKind, value any) error {
	switch value := value.(type) {
	case string:
		switch kind {
		case StringValue:
			target.SetString(value)
			return nil
		case DateValue:
			d, err := ParseDate(value)
			target.Set(reflect.ValueOf(d))
			return err
		case JSONValue:
			return json.Unmarshal([]byte(value), target.Addr().Interface())
		}
	case bool:
		if kind == BoolValue {
			target.SetBool(value)
			return nil
		}
	case int64:
		switch kind {
		case IntValue:
			target.SetInt(value)
			return nil
		case FloatValue:
			target.SetFloat(float64(value))
			return nil
		}
	case float64:
		switch {
		case kind == FloatValue:
			target.SetFloat(value)
			return nil
		case kind == IntValue && value == float64(int64(value)):
			target.SetInt(int64(value))
			return nil
		}
	case []string:
		switch kind {
		case StringsValue:
			list := reflect.MakeSlice(target.Type(), len(value), len(value))
			for i, s := range value {
				list.Index(i).SetString(s)
			}
			target.Set(list)
			return nil
		case JSONsValue:
			list := reflect.MakeSlice(target.Type(), len(value), len(value))
			for i, s := range value {
				if err := json.Unmarshal([]byte(s), list.Index(i).Addr().Interface()); err != nil {
					return err
				}
			}
			target.Set(list)
			return nil
		}
	}
	return fmt.Errorf("a %T is no %s", value, kind)
}

// NewNode makes the typed node of a label from its properties; a node that no dataset names is called by its id.
// The error is Invalid for an unknown label.
func NewNode(label Label, id ID, properties Properties) (Node, error) {
	spec := Ontology.Label(label)
	if spec == nil {
		return nil, Invalidf("label %q: not in the ontology", label)
	}
	node := spec.New()
	if err := properties.decode(node); err != nil {
		return nil, err
	}
	h := node.Head()
	h.ID = id
	if h.Name == "" {
		h.Name = string(id)
	}
	return node, nil
}

// NodeAs is a node as what its place wants: the struct of a label, or Actor. The error is Internal for another label.
func NodeAs[N Node](node Node) (N, error) {
	n, ok := node.(N)
	if !ok {
		return n, Errorf(KindInternal, "id %s: a %s stands where another label is wanted", node.Head().ID, node.Label())
	}
	return n, nil
}

// NewRelationship makes the typed relationship of a record.
func NewRelationship(r RelationshipRecord) (Relationship, error) {
	spec := Ontology.Type(r.Type)
	if spec == nil {
		return nil, Invalidf("relationship type %q: not in the ontology", r.Type)
	}
	rel := spec.New()
	if err := r.Properties.decode(rel); err != nil {
		return nil, err
	}
	*rel.Head() = RelationshipHeader{
		Citations: rel.Head().Citations, ID: r.ID(), FromID: r.From, ToID: r.To, Period: r.Properties.Period(),
		DatasetID: r.Dataset, SourceID: r.Source, Locator: Text(r.Locator), Confidence: r.Confidence, Derived: r.Derived,
	}
	return rel, nil
}
