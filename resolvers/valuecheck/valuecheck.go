// Package valuecheck refuses operations in which a value stands where the schema does not take it, and says what it
// takes.
package valuecheck

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// code is that of a request with a value that its place does not take.
const code = "BAD_USER_INPUT"

// Extension is that of gqlgen, and runs before anything reads the arguments. The executor lets several values
// through and goes on with the zero value: a variable that is null where null is not allowed, "5" for an Int, an enum's
// value in other letters, any literal for a scalar of our own; a text that is no date it finds at the field alone, and
// puts the argument into the path of the answer.
type Extension struct{ schema *ast.Schema }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = &Extension{}

// ExtensionName implements graphql.HandlerExtension.
func (*Extension) ExtensionName() string { return "Values" }

// Validate implements graphql.HandlerExtension.
func (v *Extension) Validate(executable graphql.ExecutableSchema) error {
	v.schema = executable.Schema()
	return nil
}

// MutateOperationContext implements graphql.OperationContextMutator.
func (v *Extension) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if err := wrongVariable(v.schema, op.Operation, op.Variables); err != nil {
		return err
	}
	c := check{schema: v.schema, variables: op.Variables, seen: map[*ast.FragmentDefinition]bool{}}
	c.directives(op.Operation.Directives)
	c.selection(op.Operation.SelectionSet)
	return c.err
}

// mayBeEmpty are the lists that add something instead of narrowing the question: an empty one adds nothing. Any other
// list that may be left out holds a value where it is given, for an empty filter could mean all as well as none. What
// an empty list means where one is needed, its resolver says.
var mayBeEmpty = map[string]bool{
	"ScenarioInput.hostileActors": true, "NewTreatyInput.articles": true, "NewArticleInput.conditions": true,
	"Query.paths(whatIf:)": true, "Query.obligationsIfAttacked(whatIf:)": true, "Query.cascade(whatIf:)": true,
	"Query.pivots(whatIf:)": true, "ScenarioInput.assume": true,
}

// wrongVariable finds the first variable whose value is not of its type.
func wrongVariable(schema *ast.Schema, op *ast.OperationDefinition, variables map[string]any) *gqlerror.Error {
	c := check{schema: schema}
	for _, d := range op.VariableDefinitions {
		if value, given := variables[d.Variable]; given {
			c.value(place{path: "$" + d.Variable, position: d.Position}, value, d.Type)
		}
	}
	return c.err
}

// Explained puts into our words what gqlgen says of a variable whose value is not of its type.
func Explained(schema *ast.Schema, errs gqlerror.List, operation *graphql.OperationContext, variables map[string]any,
) gqlerror.List {
	for i, err := range errs {
		if len(err.Path) > 1 && err.Path[0] == ast.PathName("variable") {
			err.Message = "$" + err.Path[1:].String() + ": " + err.Message
			if wrong := wrongVariable(schema, operation.Operation, variables); wrong != nil {
				errs[i] = wrong
			}
		}
	}
	return errs
}

// place is where a value stands.
type place struct {
	path       string // as a message names it: "filter.kinds[0]"
	coordinate string // in the schema: "ActorFilter.kinds", "Query.actors(first:)"
	standard   *ast.Value
	position   *ast.Position
}

// check walks an operation; err is the first fault.
type check struct {
	schema    *ast.Schema
	variables map[string]any
	seen      map[*ast.FragmentDefinition]bool
	err       *gqlerror.Error
}

func (c *check) refuse(at place, format string, args ...any) {
	if c.err == nil {
		c.err = gqlerror.ErrorPosf(at.position, "%s: %s", at.path, fmt.Sprintf(format, args...))
		errcode.Set(c.err, code)
	}
}

func (c *check) selection(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			c.directives(s.Directives)
			if s.Definition != nil && s.ObjectDefinition != nil {
				c.arguments(s.ObjectDefinition.Name+"."+s.Name, "", s.Arguments, s.Definition.Arguments)
			}
			c.selection(s.SelectionSet)
		case *ast.InlineFragment:
			c.directives(s.Directives)
			c.selection(s.SelectionSet)
		case *ast.FragmentSpread:
			c.directives(s.Directives)
			if !c.seen[s.Definition] {
				c.seen[s.Definition] = true
				c.directives(s.Definition.Directives)
				c.selection(s.Definition.SelectionSet)
			}
		}
		if c.err != nil {
			return
		}
	}
}

func (c *check) directives(list ast.DirectiveList) {
	for _, d := range list {
		if d.Definition != nil {
			c.arguments("@"+d.Name, "@"+d.Name+" ", d.Arguments, d.Definition.Arguments)
		}
	}
}

func (c *check) arguments(coordinate, before string, given ast.ArgumentList, definitions ast.ArgumentDefinitionList) {
	for _, a := range given {
		if d := definitions.ForName(a.Name); d != nil {
			c.literal(place{before + a.Name, coordinate + "(" + a.Name + ":)", d.DefaultValue, a.Position}, a.Value, d.Type)
		}
	}
}

// literal checks a value as the query writes it; variables have been checked against their own types, which may be
// wider than the place is.
func (c *check) literal(at place, v *ast.Value, typ *ast.Type) {
	switch {
	case v.Kind == ast.Variable:
		value, given := c.variables[v.Raw]
		if value == nil && typ.NonNull && (given || at.standard == nil) {
			c.null(at, "cannot be null, and $"+v.Raw+" is", typ)
		}
		c.lists(at, value, typ)
	case v.Kind == ast.NullValue:
		if typ.NonNull {
			c.null(at, "cannot be null", typ)
		}
	case typ.Elem != nil && v.Kind == ast.ListValue:
		if len(v.Children) == 0 {
			c.empty(at, typ)
		}
		for i, child := range v.Children {
			c.literal(at.item(i), child.Value, typ.Elem)
		}
	case typ.Elem != nil:
		c.literal(at, v, typ.Elem) // one value is a list of one
	case v.Kind == ast.ObjectValue && c.kind(typ) == ast.InputObject:
		for _, child := range v.Children {
			if field := c.schema.Types[typ.NamedType].Fields.ForName(child.Name); field != nil {
				c.literal(at.field(typ.NamedType, field), child.Value, field.Type)
			}
		}
	case typ.NamedType == "Int" && v.Kind == ast.IntValue:
		c.value(at, json.Number(v.Raw), typ)
	case c.own(typ) && (v.Kind == ast.StringValue || v.Kind == ast.BlockValue):
		c.text(at, v.Raw, typ)
	case c.own(typ) && v.Kind != ast.EnumValue, (v.Kind == ast.ObjectValue) != (typ.NamedType == "Variables"):
		c.mismatch(at, written(v), typ)
	}
}

func written(v *ast.Value) string {
	switch v.Kind {
	case ast.ObjectValue:
		return "an object"
	case ast.ListValue:
		return "a list"
	case ast.BooleanValue:
		return "the Boolean " + v.Raw
	case ast.StringValue, ast.BlockValue, ast.EnumValue:
		return fmt.Sprintf("the String %.60q", v.Raw)
	}
	return "the number " + shortened(v.Raw)
}

// lists looks for empty lists in a variable at the place where it is used.
func (c *check) lists(at place, value any, typ *ast.Type) {
	switch value := value.(type) {
	case []any:
		if len(value) == 0 {
			c.empty(at, typ)
		}
		for i, v := range value {
			if typ.Elem != nil {
				c.lists(at.item(i), v, typ.Elem)
			}
		}
	case map[string]any:
		if definition := c.schema.Types[typ.Name()]; definition != nil {
			for _, field := range definition.Fields {
				c.lists(at.field(definition.Name, field), value[field.Name], field.Type)
			}
		}
	}
}

// value checks what a variable holds.
func (c *check) value(at place, value any, typ *ast.Type) {
	if value == nil {
		if typ.NonNull {
			c.null(at, "cannot be null", typ)
		}
		return
	}
	if typ.Elem != nil {
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice { // the executor makes typed lists of single values
			for i := range list.Len() {
				c.value(at.item(i), list.Index(i).Interface(), typ.Elem)
			}
			return
		}
		c.value(at, value, typ.Elem)
		return
	}
	object, isObject := value.(map[string]any)
	switch {
	case c.kind(typ) != ast.InputObject:
		if !c.fits(value, typ) {
			c.mismatch(at, describeValue(value), typ)
			return
		}
		c.text(at, value, typ)
	case !isObject:
		c.mismatch(at, describeValue(value), typ)
	default:
		definition := c.schema.Types[typ.NamedType]
		for _, field := range definition.Fields {
			if v, given := object[field.Name]; given {
				c.value(at.field(definition.Name, field), v, field.Type)
			}
		}
	}
}

func (c *check) kind(typ *ast.Type) ast.DefinitionKind {
	if d := c.schema.Types[typ.NamedType]; d != nil {
		return d.Kind
	}
	return ""
}

// own tells whether a type is a scalar of the schema's own that is written as a string, as all are but variables.
func (c *check) own(typ *ast.Type) bool {
	d := c.schema.Types[typ.NamedType]
	return d != nil && d.Kind == ast.Scalar && !d.BuiltIn && d.Name != "Variables"
}

// fits tells whether a value of JSON is one of a scalar or enum, as the specification of GraphQL has its input: nothing
// is made another type but an integer a Float or an ID.
func (c *check) fits(value any, typ *ast.Type) bool {
	text, isText := value.(string)
	number, isNumber := number64(value)
	switch typ.NamedType {
	case "Int":
		n, err := strconv.ParseInt(string(number), 10, 32)
		return isNumber && err == nil && n == int64(int32(n))
	case "Float":
		f, err := number.Float64()
		return isNumber && err == nil && !math.IsInf(f, 0)
	case "Boolean":
		_, is := value.(bool)
		return is
	case "Variables":
		_, is := value.(map[string]any)
		return is
	case "ID":
		_, err := strconv.ParseInt(string(number), 10, 64)
		return isText || isNumber && err == nil
	}
	if d := c.schema.Types[typ.NamedType]; d != nil && d.Kind == ast.Enum {
		return isText && d.EnumValues.ForName(text) != nil
	}
	return isText
}

// text refuses a string that the scalar does not read.
func (c *check) text(at place, value any, typ *ast.Type) {
	var scalar graphql.Unmarshaler
	switch typ.NamedType {
	case "Date":
		scalar = new(graph.Date)
	case "KnownAt":
		scalar = new(graph.KnownAt)
	default:
		return
	}
	if err := scalar.UnmarshalGQL(value); err != nil {
		c.refuse(at, "%v", err)
	}
}

// number64 is a number as JSON writes it. The executor has made some of them Go's.
func number64(value any) (json.Number, bool) {
	switch value := value.(type) {
	case json.Number:
		return value, true
	case int64:
		return json.Number(strconv.FormatInt(value, 10)), true
	case float64:
		return json.Number(strconv.FormatFloat(value, 'g', -1, 64)), true
	}
	return "", false
}

func describeValue(value any) string {
	if number, ok := number64(value); ok {
		if strings.ContainsAny(string(number), ".eE") {
			return "the Float " + shortened(string(number))
		}
		return "the number " + shortened(string(number))
	}
	switch value := value.(type) {
	case string:
		return fmt.Sprintf("the String %.60q", value)
	case bool:
		return fmt.Sprintf("the Boolean %t", value)
	case []any:
		return "a list"
	}
	return "an object"
}

func shortened(number string) string {
	if len(number) > 40 {
		return number[:40] + "…"
	}
	return number
}

func (c *check) mismatch(at place, what string, typ *ast.Type) {
	c.refuse(at, "%s is no %s; want %s", what, typ.NamedType, Wanted(c.schema, typ))
}

func (c *check) null(at place, what string, typ *ast.Type) {
	if at.standard != nil {
		what += "; want " + Wanted(c.schema, typ) + ", or leave it out for " + at.standard.String()
	}
	c.refuse(at, "%s", what)
}

func (c *check) empty(at place, typ *ast.Type) {
	needed := typ.NonNull && at.standard == nil
	if !needed && !mayBeEmpty[at.coordinate] {
		c.refuse(at, "empty; want at least one value, or leave it out")
	}
}

// maxListed is how many values of an enum a message lists.
const maxListed = 40

// Wanted is what a type takes, in words.
func Wanted(schema *ast.Schema, typ *ast.Type) string {
	switch typ.Name() {
	case "Int":
		return "a whole number of 32 bits, such as 2"
	case "Float":
		return "a number"
	case "Boolean":
		return "true or false"
	case "NodeRef":
		return `a string such as "state:PRK", "cow:731" or "North Korea"`
	case "KnownAt":
		return "a day, an instant, a data version or \"commit 7\", as a string"
	case "Date":
		return `a date in a string, such as "1949-04-04"`
	case "ID":
		return `a string such as "treaty:ru-kp-2024"`
	case "String":
		return "a string"
	}
	d := schema.Types[typ.Name()]
	if d == nil || d.Kind != ast.Enum {
		return "an object of the type " + typ.Name()
	}
	names := lists.Map(d.EnumValues, func(v *ast.EnumValueDefinition) string { return v.Name })
	if len(names) > maxListed {
		return "one of its values, which are in /schema.graphql, such as " + names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

func (p place) item(i int) place {
	return place{path: fmt.Sprintf("%s[%d]", p.path, i), position: p.position}
}

func (p place) field(of string, f *ast.FieldDefinition) place {
	return place{p.path + "." + f.Name, of + "." + f.Name, f.DefaultValue, p.position}
}
