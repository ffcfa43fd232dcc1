package resolvers

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
)

func relationship[R graph.Relationship](r *Resolver) relationshipFields[R] {
	return relationshipFields[R]{r}
}

// The relationship types implement generated.ResolverRoot. What each calls its ends is in relationship_ends.go.
func (r *Resolver) PartyTo() generated.PartyToResolver {
	return partyTo{relationship[*graph.PartyTo](r)}
}

func (r *Resolver) HasArticle() generated.HasArticleResolver {
	return hasArticle{relationship[*graph.HasArticle](r)}
}

func (r *Resolver) Imposes() generated.ImposesResolver {
	return imposes{relationship[*graph.Imposes](r)}
}

func (r *Resolver) Obliges() generated.ObligesResolver {
	return obliges{relationship[*graph.Obliges](r)}
}

func (r *Resolver) Benefits() generated.BenefitsResolver {
	return benefits{relationship[*graph.Benefits](r)}
}

func (r *Resolver) AlliedWith() generated.AlliedWithResolver {
	return alliedWith{relationship[*graph.AlliedWith](r)}
}

func (r *Resolver) MemberOf() generated.MemberOfResolver {
	return memberOf{relationship[*graph.MemberOf](r)}
}

func (r *Resolver) Succeeds() generated.SucceedsResolver {
	return succeeds{relationship[*graph.Succeeds](r)}
}

func (r *Resolver) HoldsOffice() generated.HoldsOfficeResolver {
	return holdsOffice{relationship[*graph.HoldsOffice](r)}
}

func (r *Resolver) PartOf() generated.PartOfResolver { return partOf{relationship[*graph.PartOf](r)} }

func (r *Resolver) Operates() generated.OperatesResolver {
	return operates{relationship[*graph.Operates](r)}
}

func (r *Resolver) Ordered() generated.OrderedResolver {
	return ordered{relationship[*graph.Ordered](r)}
}

func (r *Resolver) Developed() generated.DevelopedResolver {
	return developed{relationship[*graph.Developed](r)}
}

func (r *Resolver) Supplied() generated.SuppliedResolver {
	return supplied{relationship[*graph.Supplied](r)}
}

func (r *Resolver) Transfers() generated.TransfersResolver {
	return transfers{relationship[*graph.Transfers](r)}
}

func (r *Resolver) ActorIn() generated.ActorInResolver {
	return actorIn{relationship[*graph.ActorIn](r)}
}

func (r *Resolver) RecipientOf() generated.RecipientOfResolver {
	return recipientOf{relationship[*graph.RecipientOf](r)}
}

func (r *Resolver) ParticipatedIn() generated.ParticipatedInResolver {
	return participatedIn{relationship[*graph.ParticipatedIn](r)}
}

func (r *Resolver) LocatedAt() generated.LocatedAtResolver {
	return locatedAt{relationship[*graph.LocatedAt](r)}
}

func (r *Resolver) Involves() generated.InvolvesResolver {
	return involves{relationship[*graph.Involves](r)}
}

func (r *Resolver) Triggers() generated.TriggersResolver {
	return triggers{relationship[*graph.Triggers](r)}
}

func (r *Resolver) Replaces() generated.ReplacesResolver {
	return replaces{relationship[*graph.Replaces](r)}
}

func (r *Resolver) Amends() generated.AmendsResolver { return amends{relationship[*graph.Amends](r)} }

func (r *Resolver) ImposesSanction() generated.ImposesSanctionResolver {
	return imposesSanction{relationship[*graph.ImposesSanction](r)}
}

func (r *Resolver) Targets() generated.TargetsResolver {
	return targets{relationship[*graph.Targets](r)}
}
func (r *Resolver) Owns() generated.OwnsResolver { return owns{relationship[*graph.Owns](r)} }
func (r *Resolver) LinkedTo() generated.LinkedToResolver {
	return linkedTo{relationship[*graph.LinkedTo](r)}
}

func (r *Resolver) ObservedFor() generated.ObservedForResolver {
	return observedFor{relationship[*graph.ObservedFor](r)}
}

func (r *Resolver) Borders() generated.BordersResolver {
	return borders{relationship[*graph.Borders](r)}
}

func (r *Resolver) Mentions() generated.MentionsResolver {
	return mentions{relationship[*graph.Mentions](r)}
}
