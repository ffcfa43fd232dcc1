package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
)

func relationship[R graph.Relationship](r *Resolver) relationshipFields[R] {
	return relationshipFields[R]{r}
}

// The relationship types implement generated.ResolverRoot; those with ends of a more precise type than Node have a type of
// their own below.
func (r *Resolver) PartyTo() generated.PartyToResolver {
	return partyTo{relationship[*graph.PartyTo](r)}
}
func (r *Resolver) HasArticle() generated.HasArticleResolver {
	return relationship[*graph.HasArticle](r)
}
func (r *Resolver) Imposes() generated.ImposesResolver { return relationship[*graph.Imposes](r) }
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
func (r *Resolver) PartOf() generated.PartOfResolver { return relationship[*graph.PartOf](r) }
func (r *Resolver) Operates() generated.OperatesResolver {
	return operates{relationship[*graph.Operates](r)}
}
func (r *Resolver) Developed() generated.DevelopedResolver {
	return developed{relationship[*graph.Developed](r)}
}
func (r *Resolver) Supplied() generated.SuppliedResolver {
	return supplied{relationship[*graph.Supplied](r)}
}
func (r *Resolver) Transfers() generated.TransfersResolver { return relationship[*graph.Transfers](r) }
func (r *Resolver) ActorIn() generated.ActorInResolver {
	return actorIn{relationship[*graph.ActorIn](r)}
}
func (r *Resolver) RecipientOf() generated.RecipientOfResolver {
	return recipientOf{relationship[*graph.RecipientOf](r)}
}
func (r *Resolver) ParticipatedIn() generated.ParticipatedInResolver {
	return participatedIn{relationship[*graph.ParticipatedIn](r)}
}
func (r *Resolver) LocatedAt() generated.LocatedAtResolver { return relationship[*graph.LocatedAt](r) }
func (r *Resolver) Involves() generated.InvolvesResolver   { return relationship[*graph.Involves](r) }
func (r *Resolver) Triggers() generated.TriggersResolver {
	return triggers{relationship[*graph.Triggers](r)}
}
func (r *Resolver) Replaces() generated.ReplacesResolver { return relationship[*graph.Replaces](r) }
func (r *Resolver) Amends() generated.AmendsResolver     { return relationship[*graph.Amends](r) }
func (r *Resolver) ImposesSanction() generated.ImposesSanctionResolver {
	return relationship[*graph.ImposesSanction](r)
}
func (r *Resolver) Targets() generated.TargetsResolver { return relationship[*graph.Targets](r) }
func (r *Resolver) Owns() generated.OwnsResolver       { return relationship[*graph.Owns](r) }
func (r *Resolver) ObservedFor() generated.ObservedForResolver {
	return relationship[*graph.ObservedFor](r)
}
func (r *Resolver) Borders() generated.BordersResolver   { return relationship[*graph.Borders](r) }
func (r *Resolver) Mentions() generated.MentionsResolver { return relationship[*graph.Mentions](r) }

type partyTo struct {
	relationshipFields[*graph.PartyTo]
}

func (partyTo) Actor(ctx context.Context, obj *graph.PartyTo) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (partyTo) Treaty(ctx context.Context, obj *graph.PartyTo) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.ToID)
}

type obliges struct {
	relationshipFields[*graph.Obliges]
}

func (obliges) Actor(ctx context.Context, obj *graph.Obliges) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

type benefits struct {
	relationshipFields[*graph.Benefits]
}

func (benefits) Actor(ctx context.Context, obj *graph.Benefits) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

type alliedWith struct {
	relationshipFields[*graph.AlliedWith]
}

func (alliedWith) Obligor(ctx context.Context, obj *graph.AlliedWith) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (alliedWith) Beneficiary(ctx context.Context, obj *graph.AlliedWith) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

func (alliedWith) Treaty(ctx context.Context, obj *graph.AlliedWith) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.TreatyID)
}

func (alliedWith) Article(ctx context.Context, obj *graph.AlliedWith) (*graph.Article, error) {
	return optional[*graph.Article](ctx, obj.ArticleID)
}

func (alliedWith) Obligation(ctx context.Context, obj *graph.AlliedWith) (*graph.Obligation, error) {
	return node[*graph.Obligation](ctx, obj.ObligationID)
}

type memberOf struct {
	relationshipFields[*graph.MemberOf]
}

func (memberOf) Member(ctx context.Context, obj *graph.MemberOf) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (memberOf) Organization(ctx context.Context, obj *graph.MemberOf) (*graph.Organization, error) {
	return node[*graph.Organization](ctx, obj.ToID)
}

type succeeds struct {
	relationshipFields[*graph.Succeeds]
}

func (succeeds) Successor(ctx context.Context, obj *graph.Succeeds) (*graph.State, error) {
	return node[*graph.State](ctx, obj.FromID)
}

func (succeeds) Predecessor(ctx context.Context, obj *graph.Succeeds) (*graph.State, error) {
	return node[*graph.State](ctx, obj.ToID)
}

type holdsOffice struct {
	relationshipFields[*graph.HoldsOffice]
}

func (holdsOffice) Person(ctx context.Context, obj *graph.HoldsOffice) (*graph.Person, error) {
	return node[*graph.Person](ctx, obj.FromID)
}

func (holdsOffice) Body(ctx context.Context, obj *graph.HoldsOffice) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

type operates struct {
	relationshipFields[*graph.Operates]
}

func (operates) Actor(ctx context.Context, obj *graph.Operates) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (operates) WeaponSystem(ctx context.Context, obj *graph.Operates) (*graph.WeaponSystem, error) {
	return node[*graph.WeaponSystem](ctx, obj.ToID)
}

type developed struct {
	relationshipFields[*graph.Developed]
}

func (developed) Actor(ctx context.Context, obj *graph.Developed) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (developed) WeaponSystem(ctx context.Context, obj *graph.Developed) (*graph.WeaponSystem, error) {
	return node[*graph.WeaponSystem](ctx, obj.ToID)
}

type supplied struct {
	relationshipFields[*graph.Supplied]
}

func (supplied) Supplier(ctx context.Context, obj *graph.Supplied) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (supplied) Recipient(ctx context.Context, obj *graph.Supplied) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

func (supplied) Transfer(ctx context.Context, obj *graph.Supplied) (*graph.ArmsTransfer, error) {
	return optional[*graph.ArmsTransfer](ctx, obj.TransferID)
}

func (supplied) WeaponSystem(ctx context.Context, obj *graph.Supplied) (*graph.WeaponSystem, error) {
	return optional[*graph.WeaponSystem](ctx, obj.WeaponSystemID)
}

type actorIn struct {
	relationshipFields[*graph.ActorIn]
}

func (actorIn) Actor(ctx context.Context, obj *graph.ActorIn) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (actorIn) Event(ctx context.Context, obj *graph.ActorIn) (*graph.Event, error) {
	return node[*graph.Event](ctx, obj.ToID)
}

type recipientOf struct {
	relationshipFields[*graph.RecipientOf]
}

func (recipientOf) Actor(ctx context.Context, obj *graph.RecipientOf) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (recipientOf) Event(ctx context.Context, obj *graph.RecipientOf) (*graph.Event, error) {
	return node[*graph.Event](ctx, obj.ToID)
}

type participatedIn struct {
	relationshipFields[*graph.ParticipatedIn]
}

func (participatedIn) Actor(ctx context.Context, obj *graph.ParticipatedIn) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (participatedIn) Conflict(ctx context.Context, obj *graph.ParticipatedIn) (*graph.Conflict, error) {
	return node[*graph.Conflict](ctx, obj.ToID)
}

type triggers struct {
	relationshipFields[*graph.Triggers]
}

func (triggers) Event(ctx context.Context, obj *graph.Triggers) (*graph.Event, error) {
	return node[*graph.Event](ctx, obj.FromID)
}

func (triggers) Obligation(ctx context.Context, obj *graph.Triggers) (*graph.Obligation, error) {
	return node[*graph.Obligation](ctx, obj.ToID)
}

func (triggers) Obligor(ctx context.Context, obj *graph.Triggers) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.Obligor)
}

func (triggers) Beneficiary(ctx context.Context, obj *graph.Triggers) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.Requested)
}
