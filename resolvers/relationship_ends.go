package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// The methods below resolve the ends of each relationship type by the names that they have in it, and the other nodes that it names.

type partyTo struct {
	relationshipFields[*graph.PartyTo]
}

func (partyTo) Actor(ctx context.Context, obj *graph.PartyTo) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (partyTo) Treaty(ctx context.Context, obj *graph.PartyTo) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.ToID)
}

type hasArticle struct {
	relationshipFields[*graph.HasArticle]
}

func (hasArticle) Treaty(ctx context.Context, obj *graph.HasArticle) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.FromID)
}

func (hasArticle) Article(ctx context.Context, obj *graph.HasArticle) (*graph.Article, error) {
	return node[*graph.Article](ctx, obj.ToID)
}

type imposes struct {
	relationshipFields[*graph.Imposes]
}

func (imposes) Instrument(ctx context.Context, obj *graph.Imposes) (graph.Node, error) {
	return node[graph.Node](ctx, obj.FromID)
}

func (imposes) Obligation(ctx context.Context, obj *graph.Imposes) (*graph.Obligation, error) {
	return node[*graph.Obligation](ctx, obj.ToID)
}

type obliges struct {
	relationshipFields[*graph.Obliges]
}

func (obliges) Actor(ctx context.Context, obj *graph.Obliges) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

func (obliges) Obligation(ctx context.Context, obj *graph.Obliges) (*graph.Obligation, error) {
	return node[*graph.Obligation](ctx, obj.FromID)
}

type benefits struct {
	relationshipFields[*graph.Benefits]
}

func (benefits) Actor(ctx context.Context, obj *graph.Benefits) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

func (benefits) Obligation(ctx context.Context, obj *graph.Benefits) (*graph.Obligation, error) {
	return node[*graph.Obligation](ctx, obj.FromID)
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

func (memberOf) Actor(ctx context.Context, obj *graph.MemberOf) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
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

type partOf struct {
	relationshipFields[*graph.PartOf]
}

func (partOf) Part(ctx context.Context, obj *graph.PartOf) (graph.Node, error) {
	return node[graph.Node](ctx, obj.FromID)
}

func (partOf) Whole(ctx context.Context, obj *graph.PartOf) (graph.Node, error) {
	return node[graph.Node](ctx, obj.ToID)
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

type ordered struct {
	relationshipFields[*graph.Ordered]
}

func (ordered) Actor(ctx context.Context, obj *graph.Ordered) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (ordered) WeaponSystem(ctx context.Context, obj *graph.Ordered) (*graph.WeaponSystem, error) {
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

type transfers struct {
	relationshipFields[*graph.Transfers]
}

func (transfers) Transfer(ctx context.Context, obj *graph.Transfers) (*graph.ArmsTransfer, error) {
	return node[*graph.ArmsTransfer](ctx, obj.FromID)
}

func (transfers) WeaponSystem(ctx context.Context, obj *graph.Transfers) (*graph.WeaponSystem, error) {
	return node[*graph.WeaponSystem](ctx, obj.ToID)
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

type locatedAt struct {
	relationshipFields[*graph.LocatedAt]
}

func (locatedAt) Subject(ctx context.Context, obj *graph.LocatedAt) (graph.Node, error) {
	return node[graph.Node](ctx, obj.FromID)
}

func (locatedAt) Place(ctx context.Context, obj *graph.LocatedAt) (*graph.Place, error) {
	return node[*graph.Place](ctx, obj.ToID)
}

type involves struct {
	relationshipFields[*graph.Involves]
}

func (involves) Event(ctx context.Context, obj *graph.Involves) (*graph.Event, error) {
	return node[*graph.Event](ctx, obj.FromID)
}

func (involves) Subject(ctx context.Context, obj *graph.Involves) (graph.Node, error) {
	return node[graph.Node](ctx, obj.ToID)
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

type replaces struct {
	relationshipFields[*graph.Replaces]
}

func (replaces) Treaty(ctx context.Context, obj *graph.Replaces) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.FromID)
}

func (replaces) Replaced(ctx context.Context, obj *graph.Replaces) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.ToID)
}

type amends struct {
	relationshipFields[*graph.Amends]
}

func (amends) Treaty(ctx context.Context, obj *graph.Amends) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.FromID)
}

func (amends) Amended(ctx context.Context, obj *graph.Amends) (*graph.Treaty, error) {
	return node[*graph.Treaty](ctx, obj.ToID)
}

type imposesSanction struct {
	relationshipFields[*graph.ImposesSanction]
}

func (imposesSanction) Actor(ctx context.Context, obj *graph.ImposesSanction) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (imposesSanction) Sanction(ctx context.Context, obj *graph.ImposesSanction) (*graph.Sanction, error) {
	return node[*graph.Sanction](ctx, obj.ToID)
}

type targets struct {
	relationshipFields[*graph.Targets]
}

func (targets) Sanction(ctx context.Context, obj *graph.Targets) (*graph.Sanction, error) {
	return node[*graph.Sanction](ctx, obj.FromID)
}

func (targets) Target(ctx context.Context, obj *graph.Targets) (graph.Node, error) {
	return node[graph.Node](ctx, obj.ToID)
}

type owns struct {
	relationshipFields[*graph.Owns]
}

func (owns) Owner(ctx context.Context, obj *graph.Owns) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (owns) Owned(ctx context.Context, obj *graph.Owns) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

type linkedTo struct {
	relationshipFields[*graph.LinkedTo]
}

func (linkedTo) Actor(ctx context.Context, obj *graph.LinkedTo) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.FromID)
}

func (linkedTo) Other(ctx context.Context, obj *graph.LinkedTo) (graph.Actor, error) {
	return node[graph.Actor](ctx, obj.ToID)
}

type observedFor struct {
	relationshipFields[*graph.ObservedFor]
}

func (observedFor) Observation(ctx context.Context, obj *graph.ObservedFor) (*graph.Observation, error) {
	return node[*graph.Observation](ctx, obj.FromID)
}

func (observedFor) Subject(ctx context.Context, obj *graph.ObservedFor) (graph.Node, error) {
	return node[graph.Node](ctx, obj.ToID)
}

type borders struct {
	relationshipFields[*graph.Borders]
}

func (borders) State(ctx context.Context, obj *graph.Borders) (*graph.State, error) {
	return node[*graph.State](ctx, obj.FromID)
}

func (borders) Neighbor(ctx context.Context, obj *graph.Borders) (*graph.State, error) {
	return node[*graph.State](ctx, obj.ToID)
}

type mentions struct {
	relationshipFields[*graph.Mentions]
}

func (mentions) Document(ctx context.Context, obj *graph.Mentions) (*graph.Source, error) {
	return node[*graph.Source](ctx, obj.FromID)
}

func (mentions) Subject(ctx context.Context, obj *graph.Mentions) (graph.Node, error) {
	return node[graph.Node](ctx, obj.ToID)
}
