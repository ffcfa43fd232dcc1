// Package execution runs what gqlgen generates for lists, fields and objects: one after the other where the store
// answers from memory, side by side where look-ups have to be gathered into few calls.
//
// gqlgen starts a goroutine for every element of a list and for every field with a resolver, so that a batcher can
// gather what they ask for. Over a store in memory there is nothing to gain from that, and it takes half the time of a
// page. For a field that only reads a value, which most fields are, it makes a context and five closures: see [Read].
package execution

import (
	"bytes"
	"context"
	"io"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

type oneByOne struct{}

// OneByOne makes a context in which lists and fields are resolved one after the other.
func OneByOne(ctx context.Context) context.Context { return context.WithValue(ctx, oneByOne{}, true) }

func isOneByOne(ctx context.Context) bool { return ctx.Value(oneByOne{}) != nil }

// List marshals the elements of a list.
func List(ctx context.Context, length int, element func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	if !isOneByOne(ctx) {
		return graphql.MarshalSliceConcurrently(ctx, length, 0, false, element)
	}
	out := make(graphql.Array, length)
	for i := range out {
		ctx := graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i})
		out[i] = guarded(ctx, func(ctx context.Context) graphql.Marshaler { return element(ctx, i) })
	}
	return out
}

// Field resolves field i of an object, at once or when the object's fields are dispatched.
func Field(ctx context.Context, operation *graphql.OperationContext, object *graphql.FieldSet,
	fields []graphql.CollectedField,
	deferred *graphql.DeferredGroup, i int, nonNull bool, resolve func(ctx context.Context) graphql.Marshaler,
) {
	if !isOneByOne(ctx) || fields[i].IsDeferred() {
		object.ResolveConcurrently(operation, deferred, i, true, nonNull, resolve)
		return
	}
	object.Values[i] = guarded(ctx, resolve)
	if object.Values[i] == graphql.RequiredNull || nonNull && object.Values[i] == graphql.Null {
		atomic.AddUint32(&object.Invalids, 1)
	}
}

// A Meter counts what the fields of an operation give. With an error the field has no value.
type Meter interface {
	// Leaf takes a field without fields of its own: how many values it holds, and about how many bytes they take.
	Leaf(field graphql.CollectedField, values, bytes int) error
	// Objects takes a field that gives so many objects.
	Objects(field graphql.CollectedField, n int) error
}

const metered = "meter"

// Count has the fields of an operation that [Read] runs counted.
func Count(operation *graphql.OperationContext, by Meter) { operation.Stats.SetExtension(metered, by) }

// Read is a field without arguments or a resolver: value reads it, marshal writes it. It does what graphql.ResolveField
// does, except that no middleware is asked, only the meter of [Count].
func Read[T any](ctx context.Context, operation *graphql.OperationContext, object string, field graphql.CollectedField,
	nonNull bool, value func() T, marshal func(ctx context.Context, selections ast.SelectionSet, v T) graphql.Marshaler,
) (out graphql.Marshaler) {
	at := &readContext{Context: ctx, object: object, field: field}
	defer func() {
		if fault := recover(); fault != nil {
			operation.Error(at, operation.Recover(at, fault))
			out = graphql.Null
		}
	}()
	v := value()
	if any(v) == nil {
		if nonNull {
			graphql.AddInvalidNullError(at, "")
		}
		return graphql.Null
	}
	if meter, ok := operation.Stats.GetExtension(metered).(Meter); ok {
		if err := tally(meter, field, reflect.ValueOf(v)); err != nil {
			operation.Error(at, graphql.AddFieldLocationToError(at, err))
			return graphql.Null
		}
	}
	return marshal(at, field.Selections, v)
}

// Tally has a meter take what a field gives.
func Tally(by Meter, field graphql.CollectedField, value any) error {
	return tally(by, field, reflect.ValueOf(value))
}

func tally(by Meter, field graphql.CollectedField, value reflect.Value) error {
	switch {
	case len(field.Selections) == 0:
		values, bytes := weigh(value)
		return by.Leaf(field, values, bytes)
	case value.Kind() == reflect.Slice:
		return by.Objects(field, value.Len())
	}
	return by.Objects(field, 1)
}

// readContext is the context of a field that is read. Where that stands in the answer is put together when somebody
// asks, which only errors and fields with resolvers do.
type readContext struct {
	context.Context
	object string
	field  graphql.CollectedField
	once   sync.Once // an object's fields may be resolved side by side
	here   *graphql.FieldContext
}

// Value implements context.Context. gqlgen's key of a field's context is its own, so the value tells it.
func (c *readContext) Value(key any) any {
	value := c.Context.Value(key)
	parent, ok := value.(*graphql.FieldContext)
	if !ok {
		return value
	}
	c.once.Do(func() { c.here = &graphql.FieldContext{Parent: parent, Object: c.object, Field: c.field} })
	return c.here
}

// Write is a value's JSON.
func Write(value graphql.Marshaler) []byte {
	buffer, _ := buffers.Get().(*bytes.Buffer)
	if buffer == nil {
		buffer = new(bytes.Buffer)
	}
	value.MarshalGQL(buffer)
	out := bytes.Clone(buffer.Bytes())
	if buffer.Cap() <= keptBuffer {
		buffer.Reset()
		buffers.Put(buffer)
	}
	return out
}

// A buffer that an answer was written to is written to again, where it is not one of the rare large ones.
var buffers sync.Pool

const keptBuffer = 256 << 10

// weigh is how many values something without a selection holds, such as a list of names or a shape on the map, and
// about how many bytes they take.
func weigh(v reflect.Value) (values, bytes int) {
	switch v.Kind() {
	case reflect.String:
		return 1, v.Len() + 2
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return 1, 8
		}
		return weigh(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			n, length := weigh(v.Index(i))
			values, bytes = values+n, bytes+length+1
		}
		return values, bytes
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			n, length := weigh(entries.Value())
			values, bytes = values+n, bytes+length+entries.Key().Len()+4
		}
		return values, bytes
	}
	return 1, 8
}

// Deferred is the group of an object's fields that are sent later. Most objects have none, and need no group.
func Deferred(ctx context.Context, fields []graphql.CollectedField) graphql.DeferredGroup {
	for i := range fields {
		if fields[i].IsDeferred() {
			return graphql.NewDeferredGroup(ctx)
		}
	}
	return graphql.DeferredGroup{}
}

// Object is an object with all its values, written as it stands; one of which a part is sent later is left to gqlgen.
func Object(fields []graphql.CollectedField, values *graphql.FieldSet, deferred *graphql.DeferredGroup,
) graphql.Marshaler {
	if len(deferred.Defers) > 0 {
		return values
	}
	return &object{fields, values.Values}
}

// object writes its fields without copying them, and mostly without a map of those that are written.
type object struct {
	fields []graphql.CollectedField
	values []graphql.Marshaler
}

// few fields are compared with each other.
const few = 16

// MarshalGQL implements graphql.Marshaler. A field may be asked for twice, of a type and of its interface.
func (o *object) MarshalGQL(w io.Writer) {
	var written map[string]bool
	if len(o.fields) > few {
		written = make(map[string]bool, len(o.fields))
	}
	before := "{"
	for i := range o.fields {
		alias := o.fields[i].Alias // a name, in which nothing needs an escape
		if written[alias] || written == nil && o.has(alias, i) {
			continue
		}
		if written != nil {
			written[alias] = true
		}
		for _, part := range [...]string{before, `"`, alias, `":`} {
			_, _ = io.WriteString(w, part)
		}
		o.values[i].MarshalGQL(w)
		before = ","
	}
	if before == "{" {
		_, _ = io.WriteString(w, before)
	}
	_, _ = io.WriteString(w, "}")
}

// has tells whether one of the first n fields has the alias.
func (o *object) has(alias string, n int) bool {
	for i := range n {
		if o.fields[i].Alias == alias {
			return true
		}
	}
	return false
}

// guarded turns a panic into the field's error.
func guarded(ctx context.Context, resolve func(ctx context.Context) graphql.Marshaler) (out graphql.Marshaler) {
	defer func() {
		if fault := recover(); fault != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, fault))
			out = graphql.Null
		}
	}()
	return resolve(ctx)
}
