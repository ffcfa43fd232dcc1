package resolvers

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/resolvers/execution"
)

// request is what a field asks of: what belongs to its operation, and the graph that it speaks of.
type request struct {
	*operation
	*batcher
}

// operation is what all fields of one operation share.
type operation struct {
	whole *request // with the graph of the store
	today graph.Day
	spent atomic.Int64
	limit int64

	counted   sync.Once
	counts    graph.Stats
	countsErr error

	mu       sync.Mutex
	asked    map[graph.Day]bool // days that fields were asked of; 0 for all time
	values   map[string]bool    // whether nodes bear a value that was asked about
	warnings []string           // in order, each once
	// coverages are what Coverage says, by what it is asked.
	coverages map[string]func() ([]string, error)
	// worlds are the graphs that fields, and all below them, speak of instead of the store's.
	worlds   map[*graphql.FieldContext]*request
	supposes atomic.Bool // whether there are any
}

type requestKey struct{}

// Operation gives an operation its batcher, its day and its budget; it is graphql.OperationMiddleware.
func (r *Resolver) Operation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return next(r.WithRequest(ctx))
}

// WithRequest makes a context in which resolvers can be called.
func (r *Resolver) WithRequest(ctx context.Context) context.Context {
	spend := func(int) error { return nil }
	if r.options.Spend != nil {
		spend = func(relationships int) error { return r.options.Spend(ctx, relationships) }
	}
	if graph.IsLocal(r.store) {
		ctx = execution.OneByOne(ctx)
	}
	o := &operation{today: graph.DateOf(r.options.Clock()).First(), limit: r.options.MaxRelationships, asked: map[graph.Day]bool{},
		values: map[string]bool{}, worlds: map[*graphql.FieldContext]*request{}}
	o.whole = &request{operation: o, batcher: newBatcher(r.store, r.options.BatchWait, spend)}
	return context.WithValue(ctx, requestKey{}, o)
}

// requestOf is what a field asks of: the graph of the nearest field above it, or of itself, that supposes another one, else the store's.
func requestOf(ctx context.Context) *request {
	o, ok := ctx.Value(requestKey{}).(*operation)
	if !ok {
		panic("resolvers: called outside of Resolver.Operation")
	}
	if o.supposes.Load() {
		o.mu.Lock()
		defer o.mu.Unlock()
		for field := graphql.GetFieldContext(ctx); field != nil; field = field.Parent {
			if world := o.worlds[field]; world != nil {
				return world
			}
		}
	}
	return o.whole
}

// suppose has everything below the field speak of another graph.
func (q query) suppose(ctx context.Context, world graph.Reader) {
	here := requestOf(ctx)
	field := graphql.GetFieldContext(ctx)
	if world == nil || world == here.store || field == nil {
		return
	}
	here.mu.Lock()
	defer here.mu.Unlock()
	here.worlds[field] = &request{operation: here.operation, batcher: newBatcher(world, q.options.BatchWait, here.batcher.spend)}
	here.supposes.Store(true)
}

// spend takes relationships from the budget of the request.
func (q *request) spend(n int) error {
	if q.spent.Add(int64(n)) > q.limit {
		return graph.Errorf(graph.KindLimitExceeded, "the answer meets more than %d relationships: ask for fewer nodes, levels or fields", q.limit)
	}
	return nil
}

func (q *operation) ask(d graph.Day) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked[d] = true
}

// asOf is the one day that the answer is of, today where no field asks of any; ok is false where fields ask of several days, or of all time only.
func (q *operation) asOf() (day graph.Day, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var days []graph.Day
	for d := range q.asked {
		if d != 0 {
			days = append(days, d)
		}
	}
	switch {
	case len(days) == 1:
		return days[0], true
	case len(q.asked) == 0:
		return q.today, true
	}
	return 0, false
}

// Response adds extensions.entente to an answer: dataVersion, the fingerprint of the data it was made from; asOf, the one day
// that the answer is of, where there is one; and, where there are any, warnings: what a reader must know before taking an
// empty list for an answer. It is graphql.ResponseMiddleware.
func (r *Resolver) Response(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	version, err := r.version.of(ctx)
	response := next(ctx)
	q, inOperation := ctx.Value(requestKey{}).(*operation)
	if response == nil || !inOperation {
		return response
	}
	response.Errors = fewer(response.Errors)
	about := map[string]any{"dataVersion": nil}
	if err == nil {
		about["dataVersion"] = version
	}
	if day, ok := q.asOf(); ok {
		about["asOf"] = day.String()
	}
	q.mu.Lock()
	if len(q.warnings) > 0 {
		about["warnings"] = q.warnings
	}
	q.mu.Unlock()
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions["entente"] = about
	return response
}

// maxRepeated is how many errors of one message an answer gives for one root field.
const maxRepeated = 10

// fewer leaves out errors that only repeat others: an argument that is wrong below a list, or a budget that is spent, fails in each of thousands of fields.
func fewer(errs gqlerror.List) gqlerror.List {
	type kind struct{ root, message string }
	seen := map[kind]int{}
	return slices.DeleteFunc(errs, func(e *gqlerror.Error) bool {
		k := kind{message: e.Message}
		if len(e.Path) > 0 {
			k.root = fmt.Sprint(e.Path[0])
		}
		seen[k]++
		return seen[k] > maxRepeated
	})
}
