package resolvers

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/resolvers/api"
)

// hopArguments are the arguments of fields that follow relationships, by their names in the schema.
type hopArguments struct {
	AsOf            *graph.Date
	AllTime         bool
	Types           []graph.RelationshipType
	ObligationTypes []graph.ObligationType
	Direction       graph.Direction
	Datasets        []graph.ID
	OrderBy         *api.Order
	First           int
}

func (a *hopArguments) alliances() relationshipFilter {
	out := relationshipFilter{
		types: []graph.RelationshipType{graph.AlliedWithType}, direction: a.Direction,
		obligations: a.ObligationTypes, datasets: a.Datasets, err: paged(a.First),
	}
	if a.OrderBy == nil || a.OrderBy.Field == "ID" && a.OrderBy.Direction != api.OrderDirectionDesc {
		out.first = a.First // in the order of the store
	}
	return out
}

func (a *hopArguments) relationships() relationshipFilter {
	return relationshipFilter{
		types: a.Types, direction: a.Direction, datasets: a.Datasets, hideCandidates: true,
	}.upTo(a.First)
}

func (*hopArguments) memberships() relationshipFilter { return outgoing(graph.MemberOfType) }

// foreseeable are the fields of nodes of which it is known beforehand which relationships they will follow.
var foreseeable = map[string]func(*hopArguments) relationshipFilter{
	"alliances":     (*hopArguments).alliances,
	"relationships": (*hopArguments).relationships,
	"memberships":   (*hopArguments).memberships,
}

// find is the page of the list. A store that is a round trip away is asked at once for what fields of its nodes follow.
func (l *list) find() (graph.NodePage, error) {
	here := requestOf(l.ctx)
	if _, away := here.store.(graph.Foreseer); !away || l.First > expandAtOnce {
		return here.store.Find(l.ctx, l.NodeQuery)
	}
	ahead := l.ahead()
	if len(ahead) > 0 {
		hops := lists.Map(ahead, func(q hopQuestion) graph.HopQuery { return q.query() })
		if err := graph.Foresee(l.ctx, here.store, graph.Ahead{Page: &l.NodeQuery, Hops: hops}); err != nil {
			return graph.NodePage{}, err
		}
	}
	found, err := here.store.Find(l.ctx, l.NodeQuery)
	if err != nil {
		return graph.NodePage{}, err
	}
	for _, q := range ahead {
		ids := lists.Map(found.Nodes, func(n graph.Node) graph.ID { return n.Head().ID })
		// A fault is told by the fields, which ask again.
		_, _ = here.hops.loadNow(l.ctx, q.of(ids))
	}
	return found, nil
}

// ahead are the questions that the fields of all nodes of the page will ask, whatever their labels.
func (l *list) ahead() (out []hopQuestion) {
	selected := nodesSelected(l.ctx)
	for i, label := range l.Labels {
		var asked []hopQuestion
		for _, set := range selected {
			for _, field := range graphql.CollectFields(graphql.GetOperationContext(l.ctx), set, typesOf(string(label))) {
				if q, ok := foreseen(l.ctx, field); ok && !slices.Contains(asked, q) {
					asked = append(asked, q)
				}
			}
		}
		if i > 0 && !slices.Equal(asked, out) {
			return nil
		}
		out = asked
	}
	return out
}

// foreseen is the question that a field of a node will ask, if it is known and in order.
func foreseen(ctx context.Context, field graphql.CollectedField) (out hopQuestion, ok bool) {
	filter, ok := foreseeable[field.Name]
	if !ok {
		return out, false
	}
	stated, err := json.Marshal(field.ArgumentMap(graphql.GetOperationContext(ctx).Variables))
	a := hopArguments{First: 1}
	if err == nil {
		err = json.Unmarshal(stated, &a)
	}
	if err != nil {
		return out, false
	}
	wanted := filter(&a)
	if wanted.on, err = requestOf(ctx).day(ctx, a.AsOf, a.AllTime); err != nil || wanted.err != nil {
		return out, false
	}
	out = wanted.question()
	query := out.query()
	return out, query.Validate() == nil
}

// nodesSelected is what a list selects of its nodes: the very slices that gqlgen holds, because it remembers by their
// addresses what is collected of them.
func nodesSelected(ctx context.Context) (out []ast.SelectionSet) {
	operation := graphql.GetOperationContext(ctx)
	list := graphql.GetFieldContext(ctx).Field
	for _, field := range graphql.CollectFields(operation, list.Selections, typesOf(list.Definition.Type.Name())) {
		switch field.Name {
		case "nodes":
			out = append(out, field.Selections)
		case "edges":
			edge := typesOf(field.Definition.Type.Name())
			for _, inner := range graphql.CollectFields(operation, field.Selections, edge) {
				if inner.Name == "node" {
					out = append(out, inner.Selections)
				}
			}
		}
	}
	return out
}

// typesOf are the names of a type and of what it implements.
func typesOf(name string) []string {
	out := []string{name}
	for _, above := range knownSchema().Implements[name] {
		out = append(out, above.Name)
	}
	return out
}
