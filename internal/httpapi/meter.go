package httpapi

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/resolvers/execution"
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

// ended is why the request was or is ended: its time counts too.
func (m *meter) ended() error {
	if m.ctx.Err() != nil {
		return m.stop(outOfTime())
	}
	if err := m.stopped(); err != nil {
		return err
	}
	return nil
}

// around counts every field that is resolved. Once the request is ended the rest is passed over.
func (m *meter) around(inner graphql.FieldMiddleware) graphql.FieldMiddleware {
	return func(ctx context.Context, next graphql.Resolver) (any, error) {
		if err := m.ended(); err != nil {
			return nil, err
		}
		field := graphql.GetFieldContext(ctx)
		if field.Object == "Query" && weights[field.Field.Name].base >= heavyCost {
			m.heavy.Lock()
			defer m.heavy.Unlock()
			if err := m.ended(); err != nil {
				return nil, err
			}
		}
		value, err := inner(ctx, next)
		if err != nil {
			return value, err
		}
		return value, execution.Tally(m, field.Field, value)
	}
}

// Leaf implements [execution.Meter].
func (m *meter) Leaf(field graphql.CollectedField, values, bytes int) error {
	if err := m.stopped(); err != nil {
		return err
	}
	if values > 1 {
		if err := m.spend(values); err != nil {
			return err
		}
	}
	return m.write(field, bytes)
}

// Objects implements [execution.Meter].
func (m *meter) Objects(field graphql.CollectedField, n int) error {
	if err := m.ended(); err != nil {
		return err
	}
	if err := m.spend(n * (objectCost + fieldCost*width(field.Selections))); err != nil {
		return err
	}
	return m.write(field, 2*n)
}

// write takes a field's name and the bytes of its value from those of the answer.
func (m *meter) write(field graphql.CollectedField, bytes int) error {
	if m.bytes.Add(int64(len(field.Alias)+4+bytes)) > int64(m.limits.Answer) {
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
