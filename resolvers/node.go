package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/generated"
	"github.com/entente-graph/entente/internal/names"
	"github.com/entente-graph/entente/resolvers/api"
)

// nodeFields resolves what every node has.
type nodeFields[N graph.Node] struct{}

func (nodeFields[N]) Identifiers(ctx context.Context, obj N, scheme *graph.IdentifierScheme, on *graph.Date,
) ([]*graph.Identifier, error) {
	var day graph.Day
	if on != nil {
		var err error
		if day, err = exactDay("on", *on); err != nil {
			return nil, err
		}
		requestOf(ctx).ask(day)
	}
	out := []*graph.Identifier{}
	for _, code := range obj.Head().Identifiers {
		if (scheme == nil || code.Scheme == *scheme) && (day == 0 || code.Period.Contains(day)) {
			out = append(out, &code)
		}
	}
	return out, nil
}

func (nodeFields[N]) Statements(ctx context.Context, obj N, properties []string, datasets []graph.ID,
) ([]*graph.Statement, error) {
	if err := loaded(ctx, datasets, "datasets"); err != nil {
		return nil, err
	}
	for _, name := range properties {
		if !slices.ContainsFunc(graph.Ontology.Labels, func(s graph.LabelSpec) bool { return s.Property(name) != nil }) {
			return nil, graph.Invalidf("properties: %s is a property of relationships, and no node has it", name)
		}
	}
	records, err := requestOf(ctx).records.Load(ctx, obj.Head().ID)
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(graph.StatementsOf(records), func(s graph.Statement) bool {
		return len(properties) > 0 && !slices.Contains(properties, s.Property) ||
			len(datasets) > 0 && !slices.Contains(datasets, s.DatasetID)
	})
	return pointers(out), nil
}

func (nodeFields[N]) Disagreements(ctx context.Context, obj N) ([]*graph.Disagreement, error) {
	records, err := requestOf(ctx).records.Load(ctx, obj.Head().ID)
	if err != nil {
		return nil, err
	}
	return pointers(graph.DisagreementsOf(records)), nil
}

func (nodeFields[N]) Sources(ctx context.Context, obj N) ([]*graph.Source, error) {
	id := obj.Head().ID
	records, err := requestOf(ctx).records.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	mentions, err := others[*graph.Source](ctx, id, incoming(graph.MentionsType))
	if err != nil {
		return nil, err
	}
	var ids []graph.ID
	add := func(id graph.ID) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, r := range records {
		add(r.Source)
	}
	for _, s := range graph.StatementsOf(records) {
		add(s.SourceID)
	}
	for _, m := range mentions {
		add(m.ID)
	}
	return nodesOf[*graph.Source](ctx, ids)
}

func (nodeFields[N]) Degrees(ctx context.Context, obj N, asOf *graph.Date, allTime bool) ([]*graph.Degree, error) {
	on, err := day(ctx, asOf, allTime)
	if err != nil {
		return nil, err
	}
	degrees, err := requestOf(ctx).degrees.Load(ctx,
		degreeKey{obj.Head().ID, graph.DegreeQuery{On: on, HideCandidates: true}})
	return pointers(slices.Clone(degrees)), err
}

func (nodeFields[N]) Relationships(ctx context.Context, obj N, types []graph.RelationshipType,
	direction graph.Direction, asOf *graph.Date, allTime bool, datasets []graph.ID, first int,
) ([]graph.Relationship, error) {
	arguments := hopArguments{Types: types, Direction: direction, Datasets: datasets, First: first}
	return related[graph.Relationship](ctx, obj.Head().ID, arguments.relationships().loaded(ctx).onDay(ctx, asOf, allTime))
}

func paged(first int) error {
	if first < 1 || first > graph.MaxFirst {
		return graph.Invalidf("first: %d is outside 1 to the limit of %d", first, graph.MaxFirst)
	}
	return nil
}

func (q query) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	if err := q.fetch(ctx, api.NodeRef(id)); err != nil {
		return nil, err
	}
	return requestOf(ctx).nodes.Load(ctx, id)
}

func (q query) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	if len(ids) > graph.MaxFirst {
		return nil, graph.Invalidf("ids: %d exceed the limit of %d", len(ids), graph.MaxFirst)
	}
	return requestOf(ctx).nodes.LoadAll(ctx, ids)
}

func (q query) Search(ctx context.Context, text string, labels []graph.Label, first int) ([]*api.SearchHit, error) {
	if err := paged(first); err != nil {
		return nil, err
	}
	if len(names.Parse(text).Words()) == 0 {
		return nil, graph.Invalidf("text: %q has no letter or digit to search for", text)
	}
	found, query, err := q.search(ctx, text, labels, first)
	if err != nil {
		return nil, err
	}
	out := []*api.SearchHit{}
	for _, n := range found {
		requestOf(ctx).nodes.Prime(n.Head().ID, n)
		out = append(out, hit(n, query, text))
	}
	return out, nil
}

// search finds nodes by a reading of the text as it stands, else by one with slips of the pen; the query is that which
// found them. First comes whom the bundled table knows by the text at any time, else today, in spellings and languages
// that nodes have no aliases of.
func (q query) search(ctx context.Context, text string, labels []graph.Label, first int,
) ([]graph.Node, names.Query, error) {
	known, _, err := (reference{q: q, ctx: ctx, text: text, labels: labels}).named()
	if known == nil && err == nil {
		known, _, err = (reference{q: q, ctx: ctx, text: text, labels: labels, on: requestOf(ctx).today}).named()
	}
	if err != nil {
		return nil, names.Query{}, err
	}
	for _, similar := range []bool{false, true} {
		for _, reading := range names.Readings(text) {
			page, err := requestOf(ctx).store.Find(ctx, graph.NodeQuery{
				Labels: labels, Text: reading, Similar: similar, Order: graph.Order{Property: "relevance"},
				First: first, HideCandidates: true,
			})
			if err != nil {
				return nil, names.Query{}, err
			}
			if len(page.Nodes) > 0 {
				query := names.Parse(reading)
				if similar {
					query = query.WithSlips()
				}
				return foremost(known, page.Nodes, first), query, nil
			}
		}
		if known != nil {
			return []graph.Node{known}, names.Parse(text), nil
		}
	}
	return nil, names.Query{}, nil
}

// foremost puts a node, if there is one, before the others.
func foremost(n graph.Node, others []graph.Node, most int) []graph.Node {
	if n == nil {
		return others
	}
	others = slices.DeleteFunc(slices.Clone(others), func(o graph.Node) bool { return o.Head().ID == n.Head().ID })
	return append([]graph.Node{n}, others[:min(len(others), most-1)]...)
}

// hit says which of the node's names the query matched.
func hit(n graph.Node, query names.Query, text string) *api.SearchHit {
	best, matched := -1, n.Head().Name
	for i, name := range append([]string{n.Head().Name}, n.Head().Aliases...) {
		folded := []string{names.Fold(name)}
		if i > 0 {
			folded = []string{"", folded[0]} // an alias ranks behind the name
		}
		if score, ok := query.Score(folded); ok && (best < 0 || score < best) {
			best, matched = score, name
		}
	}
	return &api.SearchHit{Node: n, Matched: matched, Exact: names.Fold(matched) == names.Fold(text)}
}

// statement resolves what a statement has beside its own values.
type statement struct{}

func (*Resolver) Statement() generated.StatementResolver { return statement{} }

func (statement) Dataset(ctx context.Context, obj *graph.Statement) (*graph.Dataset, error) {
	return node[*graph.Dataset](ctx, obj.DatasetID)
}

func (statement) Source(ctx context.Context, obj *graph.Statement) (*graph.Source, error) {
	return optional[*graph.Source](ctx, obj.SourceID)
}
