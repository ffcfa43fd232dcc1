package resolvers

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type (
	labelSpec    struct{}
	datasetCount struct{}
)

func (*Resolver) LabelSpec() generated.LabelSpecResolver { return labelSpec{} }

func (*Resolver) DatasetCount() generated.DatasetCountResolver { return datasetCount{} }

func (labelSpec) Name(_ context.Context, obj *graph.LabelSpec) (string, error) {
	return string(obj.Label), nil
}

func (datasetCount) Dataset(ctx context.Context, obj *api.DatasetCount) (*graph.Dataset, error) {
	return node[*graph.Dataset](ctx, obj.DatasetID)
}

func (q query) Ontology(context.Context) (*graph.OntologyTable, error) { return &graph.Ontology, nil }

func (q query) Stats(ctx context.Context) (*api.Stats, error) {
	stats, err := requestOf(ctx).stats(ctx)
	if err != nil {
		return nil, err
	}
	out := &api.Stats{
		Nodes: []*api.LabelCount{}, Relationships: []*api.TypeCount{}, Datasets: []*api.DatasetCount{},
		Fingerprint: stats.Fingerprint.String(),
	}
	for _, spec := range graph.Ontology.Labels {
		if n := stats.Nodes[spec.Label]; n > 0 {
			out.NodeCount += n
			out.Nodes = append(out.Nodes, &api.LabelCount{Label: spec.Label, Count: n})
		}
	}
	for _, spec := range graph.Ontology.Types {
		if n := stats.Relationships[spec.Type]; n > 0 {
			out.RelationshipCount += n
			out.Relationships = append(out.Relationships, &api.TypeCount{Type: spec.Type, Count: n})
		}
	}
	for id, count := range stats.Datasets {
		out.Datasets = append(out.Datasets,
			&api.DatasetCount{DatasetID: id, NodeRecords: count.NodeRecords, Relationships: count.Relationships})
	}
	slices.SortFunc(out.Datasets, func(a, b *api.DatasetCount) int { return cmp.Compare(a.DatasetID, b.DatasetID) })
	return out, nil
}

// stats counts the store once for the request.
func (q *request) stats(ctx context.Context) (graph.Stats, error) {
	return askOnce(q, "stats", func() (graph.Stats, error) { return requestOf(ctx).store.Stats(ctx) })
}
