package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/generated"
)

type attackAssessment struct{}

func (*Resolver) AttackAssessment() generated.AttackAssessmentResolver { return attackAssessment{} }

func (attackAssessment) OpenQuestions(ctx context.Context, obj *alliance.AttackAssessment, maxFacts int,
) ([]*alliance.OpenQuestion, error) {
	return openQuestions(ctx, maxFacts, obj.OpenQuestions)
}

func (responder) OpenQuestions(ctx context.Context, obj *alliance.Responder, maxFacts int,
) ([]*alliance.OpenQuestion, error) {
	return openQuestions(ctx, maxFacts, obj.OpenQuestions)
}

func openQuestions(ctx context.Context, maxFacts int, find func(int) []*alliance.OpenQuestion,
) ([]*alliance.OpenQuestion, error) {
	if maxFacts < 1 || maxFacts > alliance.MaxOpenFacts {
		return nil, graph.Invalidf("maxFacts: %d is outside 1 to %d", maxFacts, alliance.MaxOpenFacts)
	}
	list := find(maxFacts)
	changes := 0
	for _, q := range list {
		for _, o := range q.Outcomes {
			changes += len(o.Changes)
		}
	}
	return list, requestOf(ctx).spend(changes)
}
