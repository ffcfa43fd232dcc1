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
)

// request is what a field asks of: what belongs to its operation, the commit, and the graph that it speaks of.
type request struct {
	*operation
	*reading
	*batchers
}

// operation is what all fields of one operation share.
type operation struct {
	pinned             *pinned
	remembered         *remembered
	today              graph.Day
	spent              atomic.Int64
	limit              int64
	spendRelationships func(relationships int) error // tells the server what the store brings

	mu       sync.Mutex
	asked    map[graph.Day]bool // days that fields were asked of; 0 for all time
	warnings []string           // in order, each once
	readings map[int64]*reading // by the commit's number
	answered map[int64]bool     // those that root fields were asked of
	// worlds are the graphs that fields, and all below them, speak of instead of the store's.
	worlds   map[*graphql.FieldContext]*request
	supposes atomic.Bool // whether there are any
}

// reading is what all fields of one operation share that are asked of one commit.
type reading struct {
	whole  *request // with the graph of the store
	commit graph.Commit
	past   bool // it may not be the newest commit

	kept map[string]any // what is asked of the store once
}

// askOnce asks once in a request for what many of its fields need.
func askOnce[T any](q *request, what string, ask func() (T, error)) (T, error) {
	q.mu.Lock()
	answer, known := q.kept[what].(func() (T, error))
	if !known {
		answer = sync.OnceValues(ask)
		q.kept[what] = answer
	}
	q.mu.Unlock()
	return answer()
}

type readingKey struct{}

// requestOf is what a field asks of: the graph of the nearest field above it, or of itself, that supposes another one,
// else the store's.
func requestOf(ctx context.Context) *request {
	r, ok := ctx.Value(readingKey{}).(*reading)
	if !ok {
		panic("resolvers: called outside of a root field")
	}
	if o := r.whole.operation; o.supposes.Load() {
		o.mu.Lock()
		defer o.mu.Unlock()
		for field := graphql.GetFieldContext(ctx); field != nil; field = field.Parent {
			if world := o.worlds[field]; world != nil {
				return world
			}
		}
	}
	return r.whole
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
	here.worlds[field] = &request{
		operation: here.operation, reading: here.reading,
		batchers: newBatchers(world, q.options.BatchWait, here.batchers.spend),
	}
	here.supposes.Store(true)
}

// spend takes relationships from the budget of the request.
func (q *request) spend(n int) error {
	if q.spent.Add(int64(n)) > q.limit {
		return graph.Errorf(graph.KindLimitExceeded, "the answer meets more than %d relationships: ask for fewer nodes, "+
			"levels or fields", q.limit)
	}
	return nil
}

// metOn takes the relationships on pages from the budget of the request.
func (q *request) metOn(pages []graph.HopPage, err error) ([]graph.HopPage, error) {
	if err != nil {
		return nil, err
	}
	n := 0
	for _, page := range pages {
		n += len(page.Hops)
	}
	return pages, q.spend(n)
}

// budgeted is the graph of a request for the domain to read whose answers are lists: what it brings is taken from the
// budgets.
type budgeted struct {
	graph.Reader
	request *request
}

func (q *request) reader() graph.Reader { return budgeted{q.store, q} }

func (r budgeted) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return r.request.nodes.LoadAll(ctx, ids)
}

func (r budgeted) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	pages, err := r.request.expand(ctx, ids, q)
	return r.request.metOn(pages, err)
}

func (q *operation) ask(d graph.Day) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked[d] = true
}

// asOf is the one day that the answer is of, today where no field asks of any; ok is false where fields ask of several
// days, or of all time only.
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

// maxRepeated is how many errors of one message an answer gives for one root field.
const maxRepeated = 10

// fewer leaves out errors that only repeat others: an argument that is wrong below a list, or a budget that is spent,
// fails in each of thousands of fields.
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
