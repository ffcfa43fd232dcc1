package resolvers

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/internal/lists"
)

type (
	dataset struct{ nodeFields[*graph.Dataset] }
	source  struct{ nodeFields[*graph.Source] }
	loadRun struct{}
)

func (*Resolver) Dataset() generated.DatasetResolver { return dataset{} }

func (*Resolver) Source() generated.SourceResolver { return source{} }

func (*Resolver) LoadRun() generated.LoadRunResolver { return loadRun{} }

func (dataset) NodeRecords(ctx context.Context, obj *graph.Dataset) (int, error) {
	stats, err := requestOf(ctx).stats(ctx)
	return stats.Datasets[obj.ID].NodeRecords, err
}

func (dataset) RelationshipCount(ctx context.Context, obj *graph.Dataset) (int, error) {
	stats, err := requestOf(ctx).stats(ctx)
	return stats.Datasets[obj.ID].Relationships, err
}

func (source) Mentions(ctx context.Context, obj *graph.Source, first int) ([]*graph.Mentions, error) {
	return related[*graph.Mentions](ctx, obj.ID, outgoing(graph.MentionsType).upTo(first))
}

func (loadRun) Dataset(ctx context.Context, obj *graph.LoadRun) (*graph.Dataset, error) {
	return node[*graph.Dataset](ctx, obj.Dataset)
}

func (query) Datasets(ctx context.Context) ([]*graph.Dataset, error) { return datasets(ctx) }

// datasets are all that are loaded, those that precede others first.
func datasets(ctx context.Context) ([]*graph.Dataset, error) {
	all := graph.NodeQuery{Labels: []graph.Label{graph.LabelDataset}, First: graph.MaxFirst}
	out := []*graph.Dataset{}
	for page, err := range graph.Pages(ctx, requestOf(ctx).store, all) {
		if err != nil {
			return nil, err
		}
		for _, n := range page.Nodes {
			out = append(out, n.(*graph.Dataset))
			requestOf(ctx).nodes.Prime(n.Head().ID, n)
		}
	}
	slices.SortStableFunc(out, func(a, b *graph.Dataset) int { return cmp.Compare(b.Priority, a.Priority) })
	return out, nil
}

// loaded refuses datasets one of which is not loaded: that it says nothing would be mistaken for an answer.
func loaded(ctx context.Context, ids []graph.ID, argument string) error {
	if len(ids) == 0 || len(ids) > graph.MaxFilterValues {
		return nil // the store says what it thinks of too many
	}
	found, err := requestOf(ctx).nodes.LoadAll(ctx, ids)
	if err != nil {
		return err
	}
	missing := slices.IndexFunc(found, func(n graph.Node) bool { return n == nil || n.Label() != graph.LabelDataset })
	if missing < 0 {
		return nil
	}
	known, err := datasets(ctx)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return graph.NotFoundf("%s: %.100q is not loaded, nor is any other", argument, ids[missing])
	}
	words := lists.Map(known, func(d *graph.Dataset) string { return string(d.ID) })
	return &graph.Error{
		Kind:    graph.KindNotFound,
		Message: fmt.Sprintf("%s: %.100q is not loaded; loaded are %s", argument, ids[missing], strings.Join(words, ", ")),
	}
}

func (q query) LoadRuns(ctx context.Context, first int) ([]*graph.LoadRun, error) {
	if err := paged(first); err != nil {
		return nil, err
	}
	asked := requestOf(ctx)
	if !asked.past {
		runs, err := q.ledger.LoadRuns(ctx, min(first+1, graph.MaxFirst))
		return pointers(slices.Clone(cut(ctx, runs, first))), err
	}
	runs, err := q.ledger.LoadRuns(ctx, graph.MaxFirst)
	if err != nil {
		return nil, err
	}
	out := []*graph.LoadRun{}
	for _, run := range runs { // those that had ended by then
		if !run.Finished.IsZero() && !run.Finished.After(asked.commit.Time) {
			out = append(out, &run)
		}
	}
	if len(runs) == graph.MaxFirst && len(out) < first {
		return nil, graph.Errorf(graph.KindLimitExceeded, "loadRuns: only the newest %d are looked through for those of the "+
			"time asked about: ask for fewer (first), or for `commits`", graph.MaxFirst)
	}
	return cut(ctx, out, first), nil
}
