package curated

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/entente-graph/entente/internal/names"
)

// shape compares what a file looks like with what the dataset's format has: which fields there are, and what kind of
// value each takes. It keeps on which line each value stands.
type shape struct {
	lines  map[string]int // by path
	item   string         // the id of the outermost item in work
	report func(line int, item, message string)
}

// value compares a value with the type that its place takes.
func (s *shape) value(n ast.Node, t reflect.Type, path string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	s.lines[path] = lineOf(n)
	fault := func(format string, args ...any) {
		s.report(lineOf(n), s.item, fmt.Sprintf("%s: ", path[strings.LastIndex(path, ".")+1:])+fmt.Sprintf(format, args...))
	}
	switch n := n.(type) {
	case nil, *ast.NullNode:
		fault("has no value: write one, or leave the line out")
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		fault("anchors (&), references to them (*) and tags (!) have no meaning here: write the value itself, in quotes " +
			"where it begins with such a sign")
		return
	case *ast.MappingNode:
		switch t.Kind() {
		case reflect.Struct:
			s.fields(n.Values, t, path)
		case reflect.Map:
			for _, pair := range n.Values {
				s.value(pair.Value, t.Elem(), path+"."+keyOf(pair))
			}
		case reflect.Interface: // an obligor with its days, which bounds reads
		default:
			fault("want %s, not a group of fields", wanted(t))
		}
		return
	case *ast.MappingValueNode:
		s.value(&ast.MappingNode{BaseNode: n.BaseNode, Start: n.Start, Values: []*ast.MappingValueNode{n}}, t, path)
		return
	case *ast.SequenceNode:
		if t.Kind() != reflect.Slice && t.Kind() != reflect.Array {
			fault("want %s, not a list", wanted(t))
			return
		}
		for i, item := range n.Values {
			s.value(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
		}
		return
	}
	if want := wanted(t); !fitsScalar(n, t) {
		fault("want %s, not %.40s", want, scalarText(n))
	}
}

// fields compares the fields of an item with those of its type.
func (s *shape) fields(pairs []*ast.MappingValueNode, t reflect.Type, path string) {
	known := fieldTypes(t)
	if strings.Count(path, ".") == 0 {
		s.item = ""
		for _, pair := range pairs {
			if _, scalar := pair.Value.(ast.ScalarNode); scalar && keyOf(pair) == "id" {
				s.item = scalarText(pair.Value)
			}
		}
	}
	for _, pair := range pairs {
		key := keyOf(pair)
		at := strings.TrimPrefix(path+"."+key, ".")
		field, ok := known[key]
		if !ok {
			s.report(lineOf(pair.Key), s.item, unknownField(key, known))
			continue
		}
		s.value(pair.Value, field, at)
		s.lines[at] = lineOf(pair.Key)
	}
}

// fieldTypes are the fields that an item may have, by their names in the files.
func fieldTypes(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, inline := yamlName(f)
		switch {
		case inline:
			maps.Copy(out, fieldTypes(f.Type))
		case name != "":
			out[name] = f.Type
		}
	}
	return out
}

func unknownField(key string, known map[string]reflect.Type) string {
	all := slices.Sorted(maps.Keys(known))
	near := names.Nearest(key, func(yield func(string, string) bool) {
		for _, name := range all {
			if !yield(name, strings.ReplaceAll(name, "_", " ")) {
				return
			}
		}
	}, 1)
	if len(near) > 0 {
		return fmt.Sprintf("there is no field %q; is %q meant?", key, near[0].Key)
	}
	return fmt.Sprintf("there is no field %q here; the fields are %s", key, strings.Join(all, ", "))
}

// wanted says what kind of value a type takes.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "a group of fields"
	case reflect.Slice, reflect.Array:
		return "a list, such as [a, b]"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Interface:
		return "an id, ALL_PARTIES, or {actor, from, until}"
	}
	if t == reflect.TypeFor[date]() {
		return "a date in quotes, such as '1949-04-04'"
	}
	return "a text"
}

func fitsScalar(n ast.Node, t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct, reflect.Map, reflect.Slice, reflect.Array:
		return false
	case reflect.Bool:
		return n.Type() == ast.BoolType
	case reflect.Int:
		return n.Type() == ast.IntegerType
	case reflect.Float64:
		return n.Type() == ast.IntegerType || n.Type() == ast.FloatType
	}
	return true
}

func keyOf(pair *ast.MappingValueNode) string { return scalarText(pair.Key) }

func scalarText(n ast.Node) string {
	if literal, ok := n.(*ast.LiteralNode); ok {
		return literal.Value.Value
	}
	return n.GetToken().Value
}

// lineOf is the line on which a value begins.
func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil {
		return 0
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return lineOf(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return lineOf(n.Key)
	}
	return n.GetToken().Position.Line
}
