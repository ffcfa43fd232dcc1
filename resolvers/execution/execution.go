// Package execution runs what gqlgen generates for lists, fields and objects: one after the other where the store
// answers from memory, side by side where look-ups have to be gathered into few calls.
//
// gqlgen starts a goroutine for every element of a list and for every field with a resolver, so that a batcher can
// gather what they ask for. Over a store in memory there is nothing to gain from that, and it takes half the time of a
// page.
package execution

import (
	"context"
	"io"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
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
func Object(fields []graphql.CollectedField, values *graphql.FieldSet,
	deferred *graphql.DeferredGroup,
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
