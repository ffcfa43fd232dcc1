package resolvers

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/execution"
)

// knownAtArgument is what every root field takes beside its own arguments.
const knownAtArgument = "knownAt"

// Schema is the executable schema on these resolvers. Every root field has the argument knownAt, which is no parameter
// of its resolver: [Resolver.InterceptRootField] chooses by it what the field, and all below it, is answered from.
func (r *Resolver) Schema() graphql.ExecutableSchema {
	return generated.NewExecutableSchema(generated.Config{Schema: knownSchema(), Resolvers: r})
}

// knownSchema is the schema of the files with that argument.
var knownSchema = sync.OnceValue(func() *ast.Schema {
	out := *generated.NewExecutableSchema(generated.Config{}).Schema()
	root := *out.Query
	root.Fields = slices.Clone(root.Fields)
	for i, f := range root.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		field := *f
		field.Arguments = append(slices.Clone(f.Arguments), &ast.ArgumentDefinition{
			Name: knownAtArgument, Type: ast.NamedType("KnownAt", nil),
			Description: "What the store knew then: the answer that one loaded only up to then would give. Without it, what " +
				"it knows now.",
		})
		root.Fields[i] = &field
	}
	out.Query, out.Types, out.PossibleTypes = &root, maps.Clone(out.Types), maps.Clone(out.PossibleTypes)
	out.Types[root.Name], out.PossibleTypes[root.Name] = &root, []*ast.Definition{&root}
	return &out
})

// pinned is what an operation is answered from: one commit and one day.
type pinned struct {
	reader graph.Reader
	commit graph.Commit
	past   bool // it may not be the newest commit
	today  graph.Day
	err    error // why there is no commit
}

type pinnedKey struct{}

// PinAt chooses the commit and the day (0: today) of which operations within the context are answered. The errors are
// those of graph.Store.At.
func (r *Resolver) PinAt(ctx context.Context, known graph.KnownAt, today graph.Day,
) (context.Context, graph.Commit, error) {
	p := r.pin(ctx, known)
	if today != 0 {
		p.today = today
	}
	return context.WithValue(ctx, pinnedKey{}, p), p.commit, p.err
}

// Pin is PinAt for the newest commit and today. The edition names all that an answer depends on besides the question.
func (r *Resolver) Pin(ctx context.Context) (pinned context.Context, edition string, err error) {
	ctx, commit, err := r.PinAt(ctx, graph.KnownAt{}, 0)
	return ctx, graph.KnownAt{Commit: commit.Number}.String() + " " + commit.Fingerprint.String() + " " +
		pinnedIn(ctx).today.String(), err
}

func (r *Resolver) pin(ctx context.Context, known graph.KnownAt) *pinned {
	p := &pinned{past: !known.IsZero(), today: graph.DateOf(r.options.Clock()).First()}
	p.reader, p.commit, p.err = r.ledger.At(ctx, known)
	return p
}

func pinnedIn(ctx context.Context) *pinned {
	p, _ := ctx.Value(pinnedKey{}).(*pinned)
	return p
}

// maxCommits is how many commits the fields of one operation may be asked of.
const maxCommits = 10

// reading is what the fields are answered from that are asked of a commit.
func (r *Resolver) reading(ctx context.Context, o *operation, known graph.KnownAt) (*reading, error) {
	p := *o.pinned
	if p.err != nil {
		return nil, p.err
	}
	if !known.IsZero() {
		reader, commit, err := r.ledger.At(ctx, known)
		switch {
		case err != nil:
			return nil, err
		case commit.Number < p.commit.Number:
			p.reader, p.commit, p.past = reader, commit, true
		case commit.Number > p.commit.Number && known.Instant.IsZero():
			return nil, graph.NotFoundf("knownAt %s: the question is asked of commit %d and what was before", known,
				p.commit.Number)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if q := o.readings[p.commit.Number]; q != nil {
		return q, nil
	}
	if len(o.readings) == maxCommits {
		return nil, graph.Errorf(graph.KindLimitExceeded, "knownAt: the fields of an operation may be asked of %d commits "+
			"at most", maxCommits)
	}
	q := &reading{commit: p.commit, past: p.past, kept: map[string]any{}}
	q.whole = &request{
		operation: o, reading: q,
		batchers: newBatchers(p.reader, r.options.BatchWait, o.spendRelationships),
	}
	o.readings[p.commit.Number] = q
	return q, nil
}

type operationKey struct{}

// ExtensionName, Validate and the Intercept methods make the resolver the gqlgen extension within which it must run.
func (*Resolver) ExtensionName() string { return "Entente" }

// Validate implements graphql.HandlerExtension.
func (*Resolver) Validate(graphql.ExecutableSchema) error { return nil }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
	graphql.RootFieldInterceptor
	graphql.ResponseInterceptor
} = (*Resolver)(nil)

// InterceptOperation pins what the operation is answered from, unless the context has done so, and gives it a budget.
func (r *Resolver) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	p := pinnedIn(ctx)
	if p == nil {
		p = r.pin(ctx, graph.KnownAt{})
	}
	o := &operation{
		pinned: p, remembered: r.remembered, today: p.today, limit: r.options.MaxRelationships,
		asked: map[graph.Day]bool{}, readings: map[int64]*reading{}, answered: map[int64]bool{},
		worlds: map[*graphql.FieldContext]*request{},
	}
	o.spendRelationships = func(relationships int) error { return r.options.Spend(ctx, relationships) }
	return next(context.WithValue(ctx, operationKey{}, o))
}

// InterceptRootField lets the field and all below it read the commit that its knownAt asks of.
func (r *Resolver) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	field := graphql.GetRootFieldContext(ctx).Field
	if strings.HasPrefix(field.Name, "__") {
		return next(ctx)
	}
	var known graph.KnownAt
	var err error
	if value := field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)[knownAtArgument]; value != nil {
		err = known.UnmarshalGQL(value)
	}
	var q *reading
	o := operationOf(ctx)
	if err == nil {
		q, err = r.reading(ctx, o, known)
	}
	if err != nil {
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query", Field: field})
		graphql.AddError(ctx, graphql.AddFieldLocationToError(ctx, err))
		return graphql.Null
	}
	o.mu.Lock()
	o.answered[q.commit.Number] = true
	o.mu.Unlock()
	ctx = context.WithValue(ctx, readingKey{}, q)
	if graph.IsLocal(q.whole.store) {
		ctx = execution.OneByOne(ctx)
	}
	return next(ctx)
}

func operationOf(ctx context.Context) *operation {
	o, ok := ctx.Value(operationKey{}).(*operation)
	if !ok {
		panic("resolvers: called outside of Resolver.InterceptOperation")
	}
	return o
}
