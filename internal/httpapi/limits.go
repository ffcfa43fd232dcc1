package httpapi

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
)

// The codes of requests that are refused before anything is resolved.
const (
	codeLimit   = "LIMIT_EXCEEDED"
	codeRequest = "BAD_REQUEST"
	codeTimeout = "TIMEOUT"
)

// limiter refuses queries that are too long, too deep or too costly. It is a gqlgen extension.
type limiter struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = limiter{}

func (limiter) ExtensionName() string                   { return "Limits" }
func (limiter) Validate(graphql.ExecutableSchema) error { return nil }

func (l limiter) MutateOperationParameters(_ context.Context, request *graphql.RawParams) *gqlerror.Error {
	if len(request.Query) > l.limits.Query {
		return exceeded("the query of %d bytes exceeds the limit of %d", len(request.Query), l.limits.Query)
	}
	return nil
}

func (l limiter) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	w := walker{variables: op.Variables, fragments: map[*ast.FragmentDefinition]measure{}}
	m := w.selection(op.Operation.SelectionSet, true)
	if m.depth > l.limits.Depth {
		return exceeded("the query is %d fields deep, which exceeds the limit of %d", m.depth, l.limits.Depth)
	}
	if m.introspection > maxIntrospection {
		return exceeded("the introspection is %d fields deep, which exceeds the limit of %d", m.introspection, maxIntrospection)
	}
	if m.cost > l.limits.Cost {
		return exceeded("the query costs %d, which exceeds the limit of %d: ask for fewer nodes (first, limit), levels or fields", m.cost, l.limits.Cost)
	}
	return nil
}

func exceeded(format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	errcode.Set(err, codeLimit)
	return err
}

// Cost estimates how many fields an answer has: a field costs 1 and what is below it as often as it may come. A root
// field costs more, for it searches. What a list below the root may hold is seldom what its `first` allows, so that is
// counted up to a bound; the resolvers' own budget stops what turns out larger.
const (
	rootCost         = 100
	searchCost       = 5_000
	listSize         = 5  // of a list without `first`
	nestedSize       = 25 // at most, of a list below the root
	maxCost          = 1 << 40
	maxIntrospection = 20
)

// cheap are the root fields that look something up. One that is not among them walks the graph and costs accordingly.
var cheap = map[string]bool{"node": true, "nodes": true, "search": true, "actor": true, "actors": true, "treaty": true, "treaties": true,
	"weaponSystem": true, "weaponSystems": true, "event": true, "events": true, "armsTransfers": true, "conflicts": true, "sanctions": true,
	"observations": true, "datasets": true, "loadRuns": true, "ontology": true, "stats": true}

// measure is what a selection amounts to.
type measure struct{ cost, depth, introspection int }

// walker measures selections. A fragment is measured once, whatever how often it is spread, so the walk is linear in the
// length of the query.
type walker struct {
	variables map[string]any
	fragments map[*ast.FragmentDefinition]measure
}

func (w *walker) selection(set ast.SelectionSet, root bool) (m measure) {
	for _, s := range set {
		var part measure
		switch s := s.(type) {
		case *ast.Field:
			part = w.field(s, root)
		case *ast.InlineFragment:
			part = w.selection(s.SelectionSet, root)
		case *ast.FragmentSpread:
			known, ok := w.fragments[s.Definition]
			if !ok {
				known = w.selection(s.Definition.SelectionSet, root)
				w.fragments[s.Definition] = known
			}
			part = known
		}
		m.cost = min(maxCost, m.cost+part.cost)
		m.depth = max(m.depth, part.depth)
		m.introspection = max(m.introspection, part.introspection)
	}
	return m
}

func (w *walker) field(f *ast.Field, root bool) measure {
	below := w.selection(f.SelectionSet, false)
	if strings.HasPrefix(f.Name, "__") {
		return measure{cost: 1 + below.cost, introspection: 1 + max(below.depth, below.introspection)}
	}
	m := measure{cost: 1, depth: 1 + below.depth, introspection: below.introspection}
	if root {
		m.cost = searchCost
		if cheap[f.Name] {
			m.cost = rootCost
		}
	}
	m.cost = min(maxCost, m.cost+w.size(f, root)*below.cost)
	return m
}

// size is how often what is below a field may come.
func (w *walker) size(f *ast.Field, root bool) int {
	if f.Definition == nil {
		return 1
	}
	size := 0
	arguments := f.ArgumentMap(w.variables)
	for _, name := range []string{"first", "limit"} {
		if n, ok := number(arguments[name]); ok {
			size = max(size, min(n, graph.MaxSubgraph))
		}
	}
	if list, ok := arguments["ids"].([]any); ok {
		size = max(size, len(list))
	}
	switch {
	case size > 0 && root:
		return size
	case size > 0:
		return min(size, nestedSize)
	case f.Definition.Type.Elem == nil || paged(f.ObjectDefinition):
		return 1
	}
	return listSize
}

// paged tells whether a type's lists have been counted with the field that it belongs to.
func paged(t *ast.Definition) bool {
	return t != nil && (strings.HasSuffix(t.Name, "Connection") || t.Name == "Subgraph" || t.Name == "PathResult")
}

func number(v any) (int, bool) {
	switch v := v.(type) {
	case int64:
		return int(max(0, min(v, maxCost))), true
	case int:
		return max(0, v), true
	case interface{ Int64() (int64, error) }: // json.Number
		n, err := v.Int64()
		return int(max(0, min(n, maxCost))), err == nil
	}
	return 0, false
}
