package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
)

type (
	article    struct{ nodeFields[*graph.Article] }
	obligation struct{ nodeFields[*graph.Obligation] }
	condition  struct{}
)

func (*Resolver) Article() generated.ArticleResolver { return article{} }

func (*Resolver) Obligation() generated.ObligationResolver { return obligation{} }

func (*Resolver) Condition() generated.ConditionResolver { return condition{} }

func (article) Treaty(ctx context.Context, obj *graph.Article) (*graph.Treaty, error) {
	return first[*graph.Treaty](ctx, obj.ID, incoming(graph.HasArticleType))
}

func (article) Obligations(ctx context.Context, obj *graph.Article) ([]*graph.Obligation, error) {
	return others[*graph.Obligation](ctx, obj.ID, outgoing(graph.ImposesType))
}

func (obligation) Treaty(ctx context.Context, obj *graph.Obligation) (*graph.Treaty, error) {
	imposer, err := first[graph.Node](ctx, obj.ID, incoming(graph.ImposesType))
	if err != nil || imposer == nil {
		return nil, err
	}
	if t, ok := imposer.(*graph.Treaty); ok {
		return t, nil
	}
	return first[*graph.Treaty](ctx, imposer.Head().ID, incoming(graph.HasArticleType))
}

func (obligation) Article(ctx context.Context, obj *graph.Obligation) (*graph.Article, error) {
	return first[*graph.Article](ctx, obj.ID, incoming(graph.ImposesType))
}

func (obligation) Obligors(ctx context.Context, obj *graph.Obligation) ([]*graph.Obliges, error) {
	return related[*graph.Obliges](ctx, obj.ID, outgoing(graph.ObligesType))
}

func (obligation) Beneficiaries(ctx context.Context, obj *graph.Obligation) ([]*graph.Benefits, error) {
	return related[*graph.Benefits](ctx, obj.ID, outgoing(graph.BenefitsType))
}

func (condition) Qualifier(_ context.Context, obj *graph.Condition) (bool, error) {
	return obj.Kind.Qualifier(), nil
}

func (condition) Adversaries(ctx context.Context, obj *graph.Condition) ([]graph.Actor, error) {
	return nodesOf[graph.Actor](ctx, obj.Adversaries)
}

func (condition) Count(_ context.Context, obj *graph.Condition) (*int, error) {
	if obj.Count == 0 {
		return nil, nil
	}
	return &obj.Count, nil
}

func (condition) Area(ctx context.Context, obj *graph.Condition) (*graph.Place, error) {
	return optional[*graph.Place](ctx, obj.Area)
}

func (condition) Obligors(ctx context.Context, obj *graph.Condition) ([]graph.Actor, error) {
	return nodesOf[graph.Actor](ctx, obj.Obligors)
}
