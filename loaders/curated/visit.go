package curated

import (
	"fmt"
	"reflect"
	"strings"
)

// spot is where a value stands in a file.
type spot struct {
	path string // as the file writes it: treaties[2].parties[0].ended
	item string // the id of the innermost item around it that has one, or of the actor that a part is about
}

// field is the place of a field of the item that is at p.
func (p spot) field(f reflect.StructField) spot {
	name, inline := yamlName(f)
	if inline {
		return p
	}
	return spot{strings.TrimPrefix(p.path+"."+name, "."), p.item}
}

// in is the place of the i-th item of a list below p.
func (p spot) in(list string, i int) spot {
	return spot{strings.TrimPrefix(p.path+"."+list, "."), p.item}.element(i)
}

func (p spot) element(i int) spot { return spot{fmt.Sprintf("%s[%d]", p.path, i), p.item} }

// name is that of the field at p: "ended" of treaties[2].parties[0].ended, "replaces" of treaties[2].replaces[0].
func (p spot) name() string {
	name, _, _ := strings.Cut(p.path[strings.LastIndex(p.path, ".")+1:], "[")
	return name
}

// yamlName is what a field is called in the files; inline tells that its fields stand among those of the item around
// it.
func yamlName(f reflect.StructField) (name string, inline bool) {
	name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return name, options == "inline"
}

// visit calls f for v, which is a document or a part of one, and for every value in it, from the outside to the inside.
func visit(v reflect.Value, at spot, f func(at spot, v reflect.Value)) {
	if v.Kind() == reflect.Struct {
		for _, name := range []string{"ID", "Actor"} {
			if id := v.FieldByName(name); id.IsValid() && id.Kind() == reflect.String && id.String() != "" {
				at.item = id.String()
				break
			}
		}
	}
	f(at, v)
	switch v.Kind() {
	case reflect.Struct:
		for field, value := range v.Fields() {
			if field.IsExported() {
				visit(value, at.field(field), f)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			visit(v.Index(i), at.element(i), f)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			visit(v.MapIndex(key), spot{at.path + "." + key.String(), at.item}, f)
		}
	}
}

// items calls f for every item of a document, in the order of its sections.
func (d *document) items(f func(at spot, item reflect.Value)) {
	for section, list := range reflect.ValueOf(d).Elem().Fields() {
		if !section.IsExported() {
			continue
		}
		for i := range list.Len() {
			f(spot{}.field(section).element(i), list.Index(i))
		}
	}
}
