package resolvers

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
)

// Options of a Resolver; the zero value of each field means its default.
type Options struct {
	// Clock tells what today is for questions without a date; time.Now by default.
	Clock func() time.Time
	// BatchWait is how long the batcher waits for other fields of the same level, at most where it is under a
	// millisecond; 900 µs by default. A store in another process is worth some milliseconds.
	BatchWait time.Duration
	// SearchTimeout bounds the search of paths and neighborhoods: what was found by then is answered. 5 s by default.
	SearchTimeout time.Duration
	// Identities is the bundled table of names and codes, asked where the store knows none: a store of one dataset has
	// few. Nil for none.
	Identities Identities
	// MaxRelationships bounds how many relationships one answer may meet; 200,000 by default.
	MaxRelationships int64
	// Spend is told how many relationships a field met, and may refuse more; nil for nobody.
	Spend func(ctx context.Context, relationships int) error
	// Answer answers a question that a field asks anew, within the limits of the operation; by default
	// [Resolver.Answer].
	Answer func(ctx context.Context, params *graphql.RawParams) *graphql.Response
	// Program is the release that answers, for receipts.
	Program string
	// Logger gets internal errors of questions that are not asked over HTTP; by default they are discarded.
	Logger *slog.Logger
}

// Identities tells which node a code or a name means on a day, whatever the store holds.
type Identities interface {
	ByCode(scheme graph.IdentifierScheme, value string, on graph.Day) (id graph.ID, ok bool)
	// ByName is the one node that bears the name; where ok is false, the candidates are those of the day, then others.
	ByName(name string, labels []graph.Label, on graph.Day) (id graph.ID, candidates []graph.Candidate, ok bool)
	// Bearer is the node that ByName gives, without the candidates, which take time.
	Bearer(name string, labels []graph.Label, on graph.Day) (id graph.ID, ok bool)
	Name(id graph.ID) string
}

// Resolver is the root of all resolvers. It is safe for concurrent use.
type Resolver struct {
	generated.Relationships

	ledger     graph.Store
	options    Options
	indexes    *indexes
	remembered *remembered
}

var _ generated.ResolverRoot = (*Resolver)(nil)

// New makes the resolvers for a store. Queries must run with the Resolver itself as an extension of gqlgen, or by
// [Resolver.Answer].
func New(store graph.Store, options Options) *Resolver {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	options.BatchWait = cmp.Or(options.BatchWait, 900*time.Microsecond)
	options.SearchTimeout = cmp.Or(options.SearchTimeout, 5*time.Second)
	options.MaxRelationships = cmp.Or(options.MaxRelationships, 200_000)
	options.Logger = cmp.Or(options.Logger, slog.New(slog.DiscardHandler))
	if options.Spend == nil {
		options.Spend = func(context.Context, int) error { return nil }
	}
	r := &Resolver{
		Relationships: generated.Relationships{Fields: relationshipFields{}},
		ledger:        store, options: options, indexes: &indexes{}, remembered: &remembered{},
	}
	if options.Answer == nil {
		r.options.Answer = r.Answer
	}
	return r
}

func (r *Resolver) Query() generated.QueryResolver { return query{r} }

// query resolves the root fields; each concept's file has its own.
type query struct{ *Resolver }
