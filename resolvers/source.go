package resolvers

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
)

type (
	dataset struct{ nodeFields[*graph.Dataset] }
	source  struct{ nodeFields[*graph.Source] }
	loadRun struct{ *Resolver }
)

// Dataset implements generated.ResolverRoot.
func (r *Resolver) Dataset() generated.DatasetResolver {
	return dataset{nodeFields[*graph.Dataset]{r}}
}

// Source implements generated.ResolverRoot.
func (r *Resolver) Source() generated.SourceResolver { return source{nodeFields[*graph.Source]{r}} }

// LoadRun implements generated.ResolverRoot.
func (r *Resolver) LoadRun() generated.LoadRunResolver { return loadRun{r} }

func (dataset) NodeRecords(ctx context.Context, obj *graph.Dataset) (int, error) {
	stats, err := of(ctx).stats(ctx)
	return stats.Datasets[obj.ID].NodeRecords, err
}

func (dataset) RelationshipCount(ctx context.Context, obj *graph.Dataset) (int, error) {
	stats, err := of(ctx).stats(ctx)
	return stats.Datasets[obj.ID].Relationships, err
}

func (source) Mentions(ctx context.Context, obj *graph.Source, first int) ([]*graph.Mentions, error) {
	if err := paged(first); err != nil {
		return nil, err
	}
	l := out(graph.MentionsType)
	l.first = first
	return related[*graph.Mentions](ctx, obj.ID, l)
}

func (loadRun) Dataset(ctx context.Context, obj *graph.LoadRun) (*graph.Dataset, error) {
	return node[*graph.Dataset](ctx, obj.Dataset)
}

// Datasets implements generated.QueryResolver.
func (q query) Datasets(ctx context.Context) ([]*graph.Dataset, error) {
	page, err := q.store.Find(ctx, graph.NodeQuery{Labels: []graph.Label{graph.LabelDataset}, First: graph.MaxFirst})
	if err != nil {
		return nil, err
	}
	out := []*graph.Dataset{}
	for _, n := range page.Nodes {
		out = append(out, n.(*graph.Dataset))
		of(ctx).nodes.Prime(n.Head().ID, n)
	}
	slices.SortStableFunc(out, func(a, b *graph.Dataset) int { return cmp.Compare(b.Priority, a.Priority) })
	return out, nil
}

// LoadRuns implements generated.QueryResolver.
func (q query) LoadRuns(ctx context.Context, first int) ([]*graph.LoadRun, error) {
	if err := paged(first); err != nil {
		return nil, err
	}
	runs, err := q.store.LoadRuns(ctx, first)
	return pointers(slices.Clone(runs)), err
}
