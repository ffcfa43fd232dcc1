package httpapi

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// meter counts what the execution of one request really takes, in the unit in which [pricer] estimates it, and ends it
// when that is over the limit, when the answer has too many bytes, or when the time is over. The objects of a list are
// counted when the list is there, before any of them is resolved.
type meter struct {
	ctx    context.Context // of the request
	limits Limits
	halves atomic.Int64 // of a unit of cost
	bytes  atomic.Int64
	heavy  sync.Mutex // held while a root field goes through much of the graph: two of a request never do so at once
	over   atomic.Pointer[gqlerror.Error]
}

func newMeter(ctx context.Context, limits Limits) *meter { return &meter{ctx: ctx, limits: limits} }

// stopped is why the request was ended; nil where it was not. Each caller gets an error of its own, because gqlgen
// writes the place of a field into the one that the field returns.
func (m *meter) stopped() *gqlerror.Error {
	err := m.over.Load()
	if err == nil {
		return nil
	}
	own := *err
	return &own
}

func (m *meter) stop(err *gqlerror.Error) error {
	m.over.CompareAndSwap(nil, err)
	return m.stopped()
}

// around counts every field that is resolved. Once the request is ended the rest is passed over.
func (m *meter) around(inner graphql.FieldMiddleware) graphql.FieldMiddleware {
	return func(ctx context.Context, next graphql.Resolver) (any, error) {
		if err := m.stopped(); err != nil {
			return nil, err
		}
		if m.ctx.Err() != nil {
			return nil, m.stop(outOfTime())
		}
		field := graphql.GetFieldContext(ctx)
		if field.Object == "Query" && weights[field.Field.Name].base >= heavyCost {
			m.heavy.Lock()
			defer m.heavy.Unlock()
			if m.ctx.Err() != nil {
				return nil, m.stop(outOfTime())
			}
		}
		value, err := inner(ctx, next)
		if err != nil {
			return value, err
		}
		return value, m.count(field.Field, value)
	}
}

// count takes what a field gives: its bytes, and the fields of the objects that it brings.
func (m *meter) count(field graphql.CollectedField, value any) error {
	bytes := len(field.Alias) + 4
	v := reflect.ValueOf(value)
	if len(field.Selections) > 0 {
		elements := 1
		if v.Kind() == reflect.Slice {
			elements = v.Len()
		}
		bytes += 2 * elements
		if err := m.spend(elements * (objectCost + fieldCost*width(field.Selections))); err != nil {
			return err
		}
	} else {
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		values, length := weigh(v)
		bytes += length
		if values > 1 {
			if err := m.spend(values); err != nil {
				return err
			}
		}
	}
	if m.bytes.Add(int64(bytes)) > int64(m.limits.Answer) {
		return m.stop(tooLarge(m.limits.Answer))
	}
	return nil
}

// spend takes from the budget, in halves of a unit.
func (m *meter) spend(halves int) error {
	if m.halves.Add(int64(halves)) > 2*int64(m.limits.Cost) {
		return m.stop(exceeded("the answer costs more than the limit of %d: ask for fewer nodes (first, limit), levels or "+
			"fields", m.limits.Cost))
	}
	return nil
}

func tooLarge(limit int) *gqlerror.Error {
	return exceeded("the answer has more than %d bytes: ask for fewer nodes (first, limit), levels or fields", limit)
}

func outOfTime() *gqlerror.Error {
	err := gqlerror.Errorf("the time for the question has passed; ask again, or for less at once")
	err.Extensions = map[string]any{"code": codeTimeout}
	return err
}

// width is how many fields a selection asks of each object.
func width(set ast.SelectionSet) (n int) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			n++
		case *ast.InlineFragment:
			n += width(s.SelectionSet)
		case *ast.FragmentSpread:
			if s.Definition != nil {
				n += width(s.Definition.SelectionSet)
			}
		}
	}
	return n
}

// weigh is how many values something without a selection holds, such as a list of names or a shape on the map, and
// about how many bytes they take.
func weigh(v reflect.Value) (values, bytes int) {
	switch v.Kind() {
	case reflect.String:
		return 1, v.Len() + 2
	case reflect.Interface:
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
