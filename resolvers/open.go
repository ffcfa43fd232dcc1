package resolvers

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
)

// Some properties have values of no closed list: what is measured, what sort of weapon. A filter by a value that
// nothing in the store has would be answered with an empty list, which reads as "there is none" where it means "you
// wrote it otherwise". It is refused instead, with the values nearest to it.

// checkKnownValues refuses values of such a property that no node of the labels has.
func (q *request) checkKnownValues(ctx context.Context, argument, property string, values []string,
	labels ...graph.Label,
) error {
	if len(values) > graph.MaxFilterValues {
		return graph.Invalidf("%s: %d values exceed the limit of %d", argument, len(values), graph.MaxFilterValues)
	}
	for _, value := range values {
		found, err := q.hasValue(ctx, property, value, labels)
		if err != nil {
			return err
		}
		if !found {
			return q.unknownValue(ctx, argument, property, value, labels)
		}
	}
	return nil
}

// hasValue tells whether a node has the value. It asks the store once in a request.
func (q *request) hasValue(ctx context.Context, property, value string, labels []graph.Label) (bool, error) {
	return askOnce(q, fmt.Sprint("value", labels, property, "=", value), func() (bool, error) {
		page, err := requestOf(ctx).store.Find(ctx, graph.NodeQuery{
			Labels: labels, First: 1,
			Where: []graph.PropertyFilter{{Property: property, Operator: graph.Equal, Values: []any{value}}},
		})
		return len(page.Nodes) > 0, err
	})
}

// maxNamed is how many values a message names.
const maxNamed = 10

func (q *request) unknownValue(ctx context.Context, argument, property, value string, labels []graph.Label) error {
	known, err := q.knownValues(ctx, property, labels)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%s: nothing loaded has the %s %.60q", argument, spaced(property), value)
	near := names.Nearest(value, func(yield func(string, string) bool) {
		for _, k := range known {
			if !yield(k, k) {
				return
			}
		}
	}, maxNamed)
	switch {
	case len(known) == 0:
		return graph.Invalidf("%s, nor any other", what)
	case len(near) == 0:
		return graph.Invalidf("%s; known are %s", what, quoted(known[:min(maxNamed, len(known))], len(known) > maxNamed))
	}
	nearest := lists.Map(near, func(n names.Suggestion) string { return n.Key })
	return graph.Invalidf("%s; nearest: %s", what, quoted(nearest, false))
}

// spaced is a property's name in words: "unroca class".
func spaced(property string) string {
	var b strings.Builder
	for _, r := range property {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func quoted(values []string, more bool) string {
	words := lists.Map(values, func(v string) string { return fmt.Sprintf("%.60q", v) })
	if more {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}

// lookedThrough is how many pages of a dataset are looked through for the values of a property.
const lookedThrough = 4

// knownValues are the values that a property has, in order: of every dataset, as far as its first nodes show them.
func (q *request) knownValues(ctx context.Context, property string, labels []graph.Label) ([]string, error) {
	stats, err := q.stats(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for dataset := range stats.Datasets {
		query := graph.NodeQuery{Labels: labels, Datasets: []graph.ID{dataset}, First: graph.MaxFirst}
		looked := 0
		for page, err := range graph.Pages(ctx, requestOf(ctx).store, query) {
			if err != nil {
				return nil, err
			}
			for _, n := range page.Nodes {
				if value, ok := graph.PropertiesOf(n)[property].(string); ok {
					seen[value] = true
				}
			}
			if looked++; looked == lookedThrough {
				break
			}
		}
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// open asks for nodes whose property has one of the values, which are of no closed list; none is no condition.
func (l *list) open(argument, property string, wanted []string) {
	l.try(func() error {
		return requestOf(l.ctx).checkKnownValues(l.ctx, "filter."+argument, property, wanted, l.Labels...)
	})
	l.equal(property, values(wanted)...)
}
