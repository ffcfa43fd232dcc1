package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/resolvers/api"
)

type armsTransfer struct {
	nodeFields[*graph.ArmsTransfer]
}

func (*Resolver) ArmsTransfer() generated.ArmsTransferResolver { return armsTransfer{} }

func (armsTransfer) Supplier(ctx context.Context, obj *graph.ArmsTransfer) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.Supplier)
}

func (armsTransfer) Recipient(ctx context.Context, obj *graph.ArmsTransfer) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.Recipient)
}

func (armsTransfer) WeaponSystem(ctx context.Context, obj *graph.ArmsTransfer) (*graph.WeaponSystem, error) {
	return optional[*graph.WeaponSystem](ctx, obj.WeaponSystem)
}

func (q query) ArmsTransfers(ctx context.Context, filter *api.ArmsTransferFilter, asOf *graph.Date, orderBy *api.Order,
	page api.Page,
) (*api.ArmsTransferConnection, error) {
	return connection[*graph.ArmsTransfer](q.armsTransfers(ctx, filter, asOf), orderBy, "from", page)
}

// armsTransfers are the deals of a filter, in no order yet.
func (q query) armsTransfers(ctx context.Context, filter *api.ArmsTransferFilter, asOf *graph.Date) *list {
	filter = orZero(filter)
	l := q.list(ctx, listFilter{filter.Text, filter.Datasets, filter.IdentifierSchemes, filter.During}, asOf,
		graph.LabelArmsTransfer)
	l.equal("supplier", values(l.actors(filter.Suppliers, "filter.suppliers"))...)
	l.equal("recipient", values(l.actors(filter.Recipients, "filter.recipients"))...)
	l.equal("weaponSystem", values(l.nodes(filter.WeaponSystems, "filter.weaponSystems", graph.LabelWeaponSystem))...)
	l.open("categories", "category", filter.Categories)
	l.within("ordered", filter.Ordered)
	return combine(l, filter.And, filter.Or, filter.Not,
		func(f *api.ArmsTransferFilter) *list { return q.armsTransfers(ctx, f, asOf) })
}
