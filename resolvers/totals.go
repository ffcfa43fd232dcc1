package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/graph/totals"
	"github.com/entente-graph/entente/resolvers/api"
)

// totalled adds up all matches of a list.
func totalled[D, R any](l *list, by []D, total func(context.Context, totals.Selection, []D) (*R, error)) (*R, error) {
	if l.err != nil {
		return nil, l.err
	}
	found := 0
	keep := func(nodes []graph.Node) ([]bool, error) {
		kept, err := l.sift(nodes)
		for _, is := range kept {
			if is {
				found++
			}
		}
		return kept, err
	}
	out, err := total(l.ctx, totals.Selection{Reader: requestOf(l.ctx).store, Query: l.NodeQuery, Keep: keep}, by)
	if err == nil {
		_, err = absent(l.ctx, found, l.Labels[0])
	}
	return out, err
}

func (q query) ArmsTransferTotals(ctx context.Context, filter *api.ArmsTransferFilter, asOf *graph.Date,
	by []totals.ArmsTransferDimension,
) (*totals.ArmsTransferTotals, error) {
	return totalled(q.armsTransfers(ctx, filter, asOf), by, totals.ArmsTransfers)
}

type armsTransferTotal struct{}

func (*Resolver) ArmsTransferTotal() generated.ArmsTransferTotalResolver { return armsTransferTotal{} }

func (armsTransferTotal) Supplier(ctx context.Context, obj *totals.ArmsTransferTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.SupplierID)
}

func (armsTransferTotal) Recipient(ctx context.Context, obj *totals.ArmsTransferTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.RecipientID)
}

func (q query) ConflictTotals(ctx context.Context, filter *api.ConflictFilter, asOf *graph.Date,
	by []totals.ConflictDimension,
) (*totals.ConflictTotals, error) {
	return totalled(q.conflicts(ctx, filter, asOf), by, totals.Conflicts)
}

type conflictTotal struct{}

func (*Resolver) ConflictTotal() generated.ConflictTotalResolver { return conflictTotal{} }

func (conflictTotal) A(ctx context.Context, obj *totals.ConflictTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.AID)
}

func (conflictTotal) B(ctx context.Context, obj *totals.ConflictTotal) (graph.Actor, error) {
	return optional[graph.Actor](ctx, obj.BID)
}

func (q query) EventTotals(ctx context.Context, filter *api.EventFilter, asOf *graph.Date, by []totals.EventDimension,
) (*totals.EventTotals, error) {
	return totalled(q.events(ctx, filter, asOf), by, totals.Events)
}
