package resolvers

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

func (q query) Coverage(ctx context.Context, datasets []graph.ID, asOf *graph.Date, wanted int,
) (*alliance.TreatyCoverage, error) {
	a := q.asking(ctx, datasets)
	on := a.asOf(asOf, asOf == nil)
	question := alliance.CoverageQuery{Datasets: datasets, On: on, Today: requestOf(ctx).today, Wanted: wanted}
	out, err := ask(a, alliance.CoverageOf, question)
	return spent(ctx, out, err, func(c *alliance.TreatyCoverage) int { return len(c.Wanted) })
}
