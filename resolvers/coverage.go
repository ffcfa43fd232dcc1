package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

func (q query) Coverage(ctx context.Context, datasets []graph.ID, asOf *graph.Date,
	wanted int,
) (*alliance.TreatyCoverage, error) {
	if err := loaded(ctx, datasets, "datasets"); err != nil {
		return nil, err
	}
	on, err := day(ctx, asOf, asOf == nil)
	if err != nil {
		return nil, err
	}
	question := alliance.CoverageQuery{Datasets: datasets, On: on, Today: requestOf(ctx).today, Wanted: wanted}
	out, err := alliance.CoverageOf(ctx, requestOf(ctx).store, question)
	if err != nil {
		return nil, err
	}
	return out, requestOf(ctx).spend(len(out.Wanted))
}
