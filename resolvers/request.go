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

// request is what belongs to one operation.
type request struct {
	*batcher
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
	return context.WithValue(ctx, requestKey{}, &request{
		batcher: newBatcher(r.store, r.options.BatchWait, spend), today: graph.DateOf(r.options.Clock()).First(),
		limit: r.options.MaxRelationships, asked: map[graph.Day]bool{}, values: map[string]bool{},
	})
}

func of(ctx context.Context) *request {
	q, ok := ctx.Value(requestKey{}).(*request)
	if !ok {
		panic("resolvers: called outside of Resolver.Operation")
	}
	return q
}

// spend takes relationships from the budget of the request.
func (q *request) spend(n int) error {
	if q.spent.Add(int64(n)) > q.limit {
		return graph.Errorf(graph.KindLimitExceeded, "the answer meets more than %d relationships: ask for fewer nodes, levels or fields", q.limit)
	}
	return nil
}

func (q *request) ask(d graph.Day) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked[d] = true
}

// asOf is the one day that the answer is of, today where no field asks of any; ok is false where fields ask of several days, or of all time only.
func (q *request) asOf() (day graph.Day, ok bool) {
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
	q, inOperation := ctx.Value(requestKey{}).(*request)
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
