package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/resolvers/api"
)

// list is a list query in the making: the store's query, with what is needed to add conditions to it.
type list struct {
	*asking // on a day of relationships and references, or for all time
	graph.NodeQuery
	// sieves are conditions that a store's query cannot express: which nodes of a page are kept.
	sieves []func(page []graph.Node) ([]bool, error)
}

func orZero[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}

// listFilter is what every list can be filtered by.
type listFilter struct {
	text     *string
	datasets []graph.ID
	schemes  []graph.IdentifierScheme
	during   *api.PeriodInput
}

// list starts a list query with what all have: labels, filter and day.
func (q query) list(ctx context.Context, f listFilter, asOf *graph.Date, labels ...graph.Label) *list {
	l := &list{asking: q.asking(ctx, nil)}
	l.Labels, l.Datasets, l.Schemes = labels, f.datasets, f.schemes
	l.First = graph.MaxFirst
	l.Text = strings.TrimSpace(*orZero(f.text))
	l.want(l.Text == "" || names.Fold(l.Text) != "", "filter.text: %q has no letter or digit to search for", l.Text)
	l.During = l.period(f.during, "filter.during")
	l.loaded(f.datasets, "filter.datasets")
	l.asOf(asOf, asOf == nil)
	if asOf != nil {
		l.onlyDuring(l.on, "asOf")
	}
	return l
}

// onlyDuring asks for nodes that existed on a day, which an argument names.
func (l *list) onlyDuring(on graph.Day, argument string) {
	l.want(l.During == nil, "%s, filter.during: want one or the other", argument)
	l.During = oneDay(on)
}

// ordered sets the order: by default by the given property, or by relevance where the list is filtered by a text.
func (l *list) ordered(order *api.Order, by string) {
	switch {
	case order != nil:
		l.Order = graph.Order{Property: propertyOf(order.Field), Descending: order.Direction == api.OrderDirectionDesc}
	case l.Text != "":
		l.Order.Property = "relevance"
	default:
		l.Order.Property = by
	}
}

func oneDay(d graph.Day) *graph.Period {
	p := graph.Between(d.Date(), d.Next().Date())
	return &p
}

// propertyOf is the domain's name of an order field: IN_FORCE is "inForce".
func propertyOf(field api.OrderField) string {
	if field == "START" {
		return "from"
	}
	words := strings.Split(strings.ToLower(string(field)), "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

func selected(ctx context.Context, field string) bool {
	return slices.Contains(graphql.CollectAllFields(ctx), field)
}

func values[T ~string](list []T) []any {
	return lists.Map(list, func(v T) any { return string(v) })
}

// equal asks for nodes whose property is one of the values; none is no condition.
func (l *list) equal(property string, values ...any) {
	if len(values) > 0 {
		l.Where = append(l.Where, graph.PropertyFilter{Property: property, Operator: graph.Equal, Values: values})
	}
}

func (l *list) atLeast(property string, value any) {
	l.Where = append(l.Where, graph.PropertyFilter{Property: property, Operator: graph.AtLeast, Values: []any{value}})
}

func (l *list) atMost(property string, value any) {
	l.Where = append(l.Where, graph.PropertyFilter{Property: property, Operator: graph.AtMost, Values: []any{value}})
}

// within asks for a date property within a time.
func (l *list) within(property string, time *api.PeriodInput) {
	p := l.period(time, "filter."+property)
	if p == nil {
		return
	}
	first, end := p.Bounds()
	if !p.From.IsZero() {
		l.atLeast(property, first.String())
	}
	if !p.Until.IsZero() {
		l.atMost(property, end.Previous().String())
	}
}

// relatedTo asks for nodes that have such a relationship with the node of the reference; nil is no condition.
func (l *list) relatedTo(argument string, ref *api.NodeRef, direction graph.Direction, types ...graph.RelationshipType,
) {
	if ref != nil {
		l.relatedToAny(argument, []api.NodeRef{*ref}, direction, types...)
	}
}

// relatedToAny asks for nodes that have such a relationship with one of the nodes; none is no condition. References
// mean nodes that can have it.
func (l *list) relatedToAny(argument string, refs []api.NodeRef, direction graph.Direction,
	types ...graph.RelationshipType,
) {
	var ends []graph.Label
	for _, t := range types {
		far := graph.Ontology.Type(t).From
		if direction == graph.DirectionOut {
			far = graph.Ontology.Type(t).To
		}
		for _, label := range far {
			if !slices.Contains(ends, label) {
				ends = append(ends, label)
			}
		}
	}
	if ids := l.nodes(refs, "filter."+argument, ends...); len(ids) > 0 {
		l.Related = append(l.Related, graph.RelatedTo{Types: types, Direction: direction, IDs: ids, On: l.on})
	}
}
