package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
)

// day is the day that a field is asked of: its own argument, else that of the nearest field around it which has one,
// else today; 0 for all time.
func day(ctx context.Context, asOf *graph.Date, allTime bool) (graph.Day, error) {
	q := requestOf(ctx)
	d, err := q.day(ctx, asOf, allTime)
	if err == nil {
		q.ask(d)
	}
	return d, err
}

func (q *request) day(ctx context.Context, asOf *graph.Date, allTime bool) (graph.Day, error) {
	if asOf != nil {
		if allTime {
			return 0, graph.Invalidf("asOf, allTime: want one or the other")
		}
		return exactDay("asOf", *asOf)
	}
	if allTime {
		return 0, nil
	}
	for field := graphql.GetFieldContext(ctx); field != nil; field = field.Parent {
		for _, name := range []string{"asOf", "on"} {
			if d, ok := field.Args[name].(*graph.Date); ok && d != nil {
				return exactDay(name, *d)
			}
		}
	}
	return q.today, nil
}

// exactDay refuses dates that name no single day: a question about a month would have no one answer.
func exactDay(argument string, d graph.Date) (graph.Day, error) {
	if d.DayOfMonth() == 0 {
		return 0, graph.Invalidf("%s: %q names no single day; want YYYY-MM-DD", argument, d.String())
	}
	return d.First(), nil
}
