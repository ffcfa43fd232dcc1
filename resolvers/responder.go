package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/generated"
)

type responder struct{}

func (*Resolver) Responder() generated.ResponderResolver { return responder{} }

// capabilityKey is an actor and the day on which it is asked what it could bring.
type capabilityKey struct {
	id graph.ID
	on graph.Day
}

func (responder) CouldBring(ctx context.Context, obj *alliance.Responder) (*alliance.Capability, error) {
	on, err := day(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	return requestOf(ctx).capabilities.Load(ctx, capabilityKey{obj.Actor.Head().ID, on})
}
