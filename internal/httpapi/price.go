package httpapi

import (
	"maps"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
)

// Lists whose size nothing says are taken to have so many elements. What a list below the root may hold is seldom what
// its `first` allows, so that is counted up to a bound; [meter] stops what turns out larger.
const (
	listSize   = 5
	nestedSize = 25
)

// maxIntrospection is how deep introspection may go: its own bound, since GraphiQL's question is deeper than any other.
const maxIntrospection = 20

// contract is the schema in the form in which selections are priced.
type contract struct {
	*ast.Schema
	fields map[string]map[string]*ast.FieldDefinition // by type and name
	sizes  map[string]int                             // of the lists of introspection, by type and field, rounded up
}

func newContract(schema *ast.Schema) *contract {
	c := &contract{Schema: schema, fields: map[string]map[string]*ast.FieldDefinition{}, sizes: map[string]int{}}
	var of struct{ types, composite, fields, arguments, inputs, inputFields, enums, values, possible, interfaces int }
	for name, t := range schema.Types {
		of.types++
		c.fields[name] = map[string]*ast.FieldDefinition{}
		for _, f := range t.Fields {
			c.fields[name][f.Name] = f
		}
		switch t.Kind {
		case ast.Enum:
			of.enums++
			of.values += len(t.EnumValues)
		case ast.InputObject:
			of.inputs++
			of.inputFields += len(t.Fields)
		case ast.Object, ast.Interface:
			of.composite++
			of.fields += len(t.Fields)
			of.interfaces += len(t.Interfaces)
			for _, f := range t.Fields {
				of.arguments += len(f.Arguments)
			}
		}
		of.possible += len(schema.PossibleTypes[name])
	}
	average := func(sum, n int) int { return sum/max(n, 1) + 1 }
	for field, size := range map[string]int{
		"__Schema.types": of.types, "__Schema.directives": len(schema.Directives),
		"__Type.fields":     average(of.fields, of.types),
		"__Type.enumValues": average(of.values, of.types), "__Type.inputFields": average(of.inputFields, of.types),
		"__Type.possibleTypes": average(of.possible, of.types), "__Type.interfaces": average(of.interfaces, of.types),
		"__Field.args": average(of.arguments, of.fields), "__Directive.args": 2, "__Directive.locations": 4,
	} {
		c.sizes[field] = size
	}
	return c
}

func (c *contract) field(parent *ast.Definition, name string) *ast.FieldDefinition {
	if parent == nil {
		return nil
	}
	return c.fields[parent.Name][name]
}

// measure is what a selection amounts to.
type measure struct {
	cost, depth   int
	introspection int  // depth of it
	schemas       int  // how often the whole schema is asked for
	roots         int  // of the cost, what root fields do by themselves
	passing       bool // the answer changes while the data are the same
}

// pricer estimates what an operation costs, before it is validated: roughly the number of fields that its answer can
// have. A fragment is measured once, however often it is spread, so the walk is linear in the length of the document.
type pricer struct {
	*contract
	variables map[string]any // with their defaults
	fragments map[string]*ast.FragmentDefinition
	known     map[string]measure
	inside    map[string]bool // fragments that are being measured
	cycle     string          // a fragment that spreads itself
	lengths   map[string]int  // of variables, in values
}

// byName are a document's fragments; of several with one name the first counts, as in the validation.
func byName(document *ast.QueryDocument) map[string]*ast.FragmentDefinition {
	out := make(map[string]*ast.FragmentDefinition, len(document.Fragments))
	for _, f := range document.Fragments {
		if out[f.Name] == nil {
			out[f.Name] = f
		}
	}
	return out
}

// price refuses an operation that is too deep or too costly.
func (l Limits) price(c *contract, operation *ast.OperationDefinition, fragments map[string]*ast.FragmentDefinition,
	variables map[string]any,
) (m measure, err *gqlerror.Error) {
	p := &pricer{
		contract: c, variables: withDefaults(operation, variables), fragments: fragments,
		known: map[string]measure{}, inside: map[string]bool{}, lengths: map[string]int{},
	}
	root := c.Query
	switch operation.Operation {
	case ast.Mutation:
		root = c.Mutation
	case ast.Subscription:
		root = c.Subscription
	}
	m = p.selection(operation.SelectionSet, root)
	for name := range fragments { // those that are not spread are validated all the same
		p.fragment(name)
	}
	switch {
	case p.cycle != "":
		err = invalid("the fragment %s spreads itself", p.cycle)
	case m.depth > l.Depth:
		err = exceeded("the query is %d fields deep, which exceeds the limit of %d", m.depth, l.Depth)
	case m.introspection > maxIntrospection:
		err = exceeded("the introspection is %d fields deep, which exceeds the limit of %d", m.introspection,
			maxIntrospection)
	case m.schemas > 1:
		err = exceeded("__schema is asked for %d times; once is the limit", m.schemas)
	case m.cost > l.Cost:
		err = exceeded("the query costs %d, which exceeds the limit of %d: ask for fewer nodes (first, limit), levels or "+
			"fields", m.cost, l.Cost)
	}
	return m, err
}

// withDefaults are the variables with the defaults of those that are not given.
func withDefaults(operation *ast.OperationDefinition, given map[string]any) map[string]any {
	out := map[string]any{}
	for _, d := range operation.VariableDefinitions {
		if d.DefaultValue != nil {
			out[d.Variable], _ = d.DefaultValue.Value(nil)
		}
	}
	maps.Copy(out, given)
	return out
}

func (p *pricer) selection(set ast.SelectionSet, parent *ast.Definition) (m measure) {
	for _, s := range set {
		var part measure
		switch s := s.(type) {
		case *ast.Field:
			part = p.field(s, parent)
		case *ast.InlineFragment:
			within := parent
			if s.TypeCondition != "" {
				within = p.Types[s.TypeCondition]
			}
			part = p.selection(s.SelectionSet, within)
		case *ast.FragmentSpread:
			part = p.fragment(s.Name)
		}
		m.cost = min(maxCost, m.cost+part.cost)
		m.depth = max(m.depth, part.depth)
		m.introspection = max(m.introspection, part.introspection)
		m.schemas = min(maxCost, m.schemas+part.schemas)
		m.roots = min(maxCost, m.roots+part.roots)
		m.passing = m.passing || part.passing
	}
	return m
}

func (p *pricer) fragment(name string) measure {
	f := p.fragments[name]
	if f == nil {
		return measure{}
	}
	if p.inside[name] {
		p.cycle = name
		return measure{}
	}
	known, ok := p.known[name]
	if !ok {
		p.inside[name] = true
		known = p.selection(f.SelectionSet, p.Types[f.TypeCondition])
		delete(p.inside, name)
		p.known[name] = known
	}
	return known
}

func (p *pricer) field(f *ast.Field, parent *ast.Definition) measure {
	root := parent != nil && parent == p.Query
	definition := p.contract.field(parent, f.Name)
	var below measure
	if len(f.SelectionSet) > 0 {
		var within *ast.Definition
		if definition != nil {
			within = p.Types[definition.Type.Name()]
		}
		below = p.selection(f.SelectionSet, within)
	}
	m := measure{
		cost: 1 + p.values(f.Arguments), depth: 1 + below.depth, introspection: below.introspection,
		schemas: below.schemas, passing: below.passing || root && passing[f.Name],
	}
	if strings.HasPrefix(f.Name, "__") || parent != nil && strings.HasPrefix(parent.Name, "__") {
		m.depth, m.introspection = 0, 1+max(below.depth, below.introspection)
		if f.Name == "__schema" {
			m.schemas++
		}
	} else if root {
		m.roots = p.weight(f) + filterCost*inner(p.given(f.Arguments.ForName("filter")))
		if f.Arguments.ForName("last") != nil || f.Arguments.ForName("before") != nil {
			m.roots += walkCost
		}
		if f.Arguments.ForName("knownAt") != nil {
			m.roots += knownCost
		}
		m.cost += m.roots
	}
	m.cost = min(maxCost, m.cost+p.size(f, definition, parent, root)*below.cost)
	return m
}

// weight is what a root field costs by itself.
func (p *pricer) weight(f *ast.Field) int {
	w, ok := weights[f.Name]
	if !ok {
		return rootCost
	}
	cost := w.base
	if n, ok := narrowed[f.Name]; ok {
		if elements := p.count(f.Arguments.ForName(n.argument)); elements > 0 {
			cost = min(cost, elements*n.each)
		}
	}
	for argument, each := range w.per {
		cost += each * p.count(f.Arguments.ForName(argument))
	}
	return cost
}

// size is how often what is below a field may come.
func (p *pricer) size(f *ast.Field, definition *ast.FieldDefinition, parent *ast.Definition, root bool) int {
	if definition == nil {
		return 1
	}
	if size, ok := p.contract.sizes[parent.Name+"."+f.Name]; ok {
		return size
	}
	size := 0
	fromTheEnd := p.given(f.Arguments.ForName("last")) != nil
	for _, name := range []string{"first", "last", "limit"} {
		a := definition.Arguments.ForName(name)
		if a == nil || name == "first" && fromTheEnd {
			continue
		}
		if n, ok := p.number(f.Arguments.ForName(name), a.DefaultValue); ok {
			size = max(size, min(n, graph.MaxSubgraph))
		}
	}
	if a := f.Arguments.ForName("ids"); a != nil {
		size = max(size, p.count(a))
	}
	switch {
	case size > 0 && root:
		return size
	case size > 0:
		return min(size, nestedSize)
	case definition.Type.Elem == nil || paged(parent):
		return 1
	}
	return listSize
}

// paged tells whether a type's lists have been counted with the field that it belongs to.
func paged(t *ast.Definition) bool {
	return t != nil && (strings.HasSuffix(t.Name, "Connection") || t.Name == "Subgraph" || t.Name == "PathResult")
}

// given is the value of an argument, from the document or from the variables; nil where there is none.
func (p *pricer) given(a *ast.Argument) any {
	if a == nil {
		return nil
	}
	value, _ := a.Value.Value(p.variables) // a number that is too large is cut to the largest
	return value
}

func (p *pricer) number(a *ast.Argument, otherwise *ast.Value) (int, bool) {
	value := p.given(a)
	if value == nil {
		value, _ = otherwise.Value(nil)
	}
	return number(value)
}

// count is how many elements a list has, how many words a text, or what a number is; anything else is a list of one.
func (p *pricer) count(a *ast.Argument) int {
	switch v := p.given(a).(type) {
	case nil:
		return 0
	case []any:
		return len(v)
	case string:
		return len(strings.Fields(v))
	default:
		if n, ok := number(v); ok {
			return min(n, graph.MaxDepth)
		}
		return 1
	}
}

// inner is how many filters are inside a filter: each is a list of its own.
func inner(filter any) (n int) {
	switch v := filter.(type) {
	case []any:
		for _, e := range v {
			n += inner(e)
		}
	case map[string]any:
		for name, e := range v {
			if name == "and" || name == "or" || name == "not" {
				if list, ok := e.([]any); ok {
					n += len(list)
				} else if e != nil {
					n++
				}
			}
			n += inner(e)
		}
	}
	return n
}

// values is how many values the arguments hold: each is read anew for every field.
func (p *pricer) values(list ast.ArgumentList) (n int) {
	for _, a := range list {
		n += p.valuesOf(a.Value)
	}
	return n
}

func (p *pricer) valuesOf(v *ast.Value) int {
	if v == nil {
		return 0
	}
	if v.Kind == ast.Variable {
		n, ok := p.lengths[v.Raw]
		if !ok {
			n = elements(p.variables[v.Raw])
			p.lengths[v.Raw] = n
		}
		return n
	}
	n := 1
	for _, child := range v.Children {
		n += p.valuesOf(child.Value)
	}
	return n
}

// elements is how many values a variable holds, texts by their length.
func elements(v any) int {
	n := 1
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			n += elements(e)
		}
	case map[string]any:
		for _, e := range v {
			n += elements(e)
		}
	case string:
		n += len(v) / 64
	}
	return n
}
