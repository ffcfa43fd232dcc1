package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// relationshipFields resolves what every relationship has; the ends are resolved by generated code.
type relationshipFields struct{}

func (relationshipFields) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	return node[graph.Node](ctx, id)
}

func (relationshipFields) Text(ctx context.Context, r graph.Relationship) (string, error) {
	return describe(ctx, r)
}

// describe puts a relationship into words.
func describe(ctx context.Context, r graph.Relationship) (string, error) {
	ids := []graph.ID{r.Head().FromID, r.Head().ToID}
	if allied, ok := r.(*graph.AlliedWith); ok && allied.ArticleNumber == "" {
		ids = append(ids, allied.TreatyID)
	}
	named, err := nodesOf[graph.Node](ctx, ids)
	if err != nil {
		return "", err
	}
	return graph.Describe(r, func(id graph.ID) string { return named[slices.Index(ids, id)].Head().Name }), nil
}

func (relationshipFields) Statements(_ context.Context, obj graph.Relationship) ([]*graph.Statement, error) {
	return pointers(graph.RelationshipStatements(obj)), nil
}

// Disagreements compares the relationship with those that other datasets state between the same two nodes in the same
// time.
func (relationshipFields) Disagreements(ctx context.Context, obj graph.Relationship) ([]*graph.Disagreement, error) {
	h := obj.Head()
	pages, err := hopPages(ctx, []graph.ID{h.FromID}, outgoing(obj.Type()))
	if err == nil && pages[0].More { // those between the two are among the fewer of the other one
		pages, err = hopPages(ctx, []graph.ID{h.ToID}, incoming(obj.Type()))
	}
	if err != nil {
		return nil, err
	}
	if pages[0].More {
		return nil, tooMany(h.ToID, len(pages[0].Hops), []graph.RelationshipType{obj.Type()})
	}
	others := lists.Map(pages[0].Hops, func(h graph.Hop) graph.Relationship { return h.Relationship })
	return pointers(graph.RelationshipDisagreements(obj, others)), nil
}
