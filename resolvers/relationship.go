package resolvers

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// relationshipFields resolves what every relationship has; the ends are resolved by generated code.
type relationshipFields struct{}

func (relationshipFields) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	return node[graph.Node](ctx, id)
}

func (relationshipFields) Text(ctx context.Context, r graph.Relationship) (string, error) {
	return describe(ctx, r)
}

// describe puts a relationship into words.
func describe(ctx context.Context, r graph.Relationship) (string, error) {
	ids := []graph.ID{r.Head().FromID, r.Head().ToID}
	if allied, ok := r.(*graph.AlliedWith); ok && allied.ArticleNumber == "" {
		ids = append(ids, allied.TreatyID)
	}
	named, err := nodesOf[graph.Node](ctx, ids)
	if err != nil {
		return "", err
	}
	return graph.Describe(r, func(id graph.ID) string { return named[slices.Index(ids, id)].Head().Name }), nil
}

func (relationshipFields) Statements(_ context.Context, obj graph.Relationship) ([]*graph.Statement, error) {
	return pointers(graph.StatementsOf([]graph.NodeRecord{recordOf(obj, 0)})), nil
}

// Disagreements compares the relationship with those that other datasets state between the same two nodes in the same
// time.
func (relationshipFields) Disagreements(
	ctx context.Context, obj graph.Relationship,
) ([]*graph.Disagreement, error) {
	found, err := hops(ctx, obj.Head().FromID, outgoing(obj.Type()))
	if err != nil {
		return nil, err
	}
	records := []graph.NodeRecord{recordOf(obj, 1)} // its own statement precedes
	for _, hop := range found {
		if other := hop.Relationship; other.Head().DatasetID != obj.Head().DatasetID && sameMatter(obj, other) {
			records = append(records, recordOf(other, 0))
		}
	}
	list := slices.DeleteFunc(graph.DisagreementsOf(records), func(d graph.Disagreement) bool {
		return d.Values[0].DatasetID != obj.Head().DatasetID // it says nothing on this property
	})
	for i := range list {
		list[i].Reason = "a relationship is one dataset's statement; shown is that of " + string(obj.Head().DatasetID)
	}
	return pointers(list), nil
}

// sameMatter tells whether two relationships of one type from one node are about the same thing.
func sameMatter(a, b graph.Relationship) bool {
	if a.Head().ToID != b.Head().ToID || !a.Head().Period.Overlaps(b.Head().Period) {
		return false
	}
	switch a := a.(type) {
	case *graph.AlliedWith:
		other := b.(*graph.AlliedWith)
		return a.TreatyID == other.TreatyID && a.ObligationType == other.ObligationType
	case *graph.HoldsOffice:
		return a.Title == b.(*graph.HoldsOffice).Title
	case *graph.Supplied:
		return a.WeaponSystemID != "" && a.WeaponSystemID == b.(*graph.Supplied).WeaponSystemID
	}
	return true
}

// recordOf puts a relationship's properties in the form in which statements are compared. What only names the parts of
// a dataset is left out.
func recordOf(r graph.Relationship, priority int) graph.NodeRecord {
	h := r.Head()
	properties := graph.PropertiesOf(r)
	for _, name := range []string{"obligation", "article", "transfer"} {
		delete(properties, name)
	}
	return graph.NodeRecord{
		Dataset: h.DatasetID, Priority: priority, Properties: properties, Source: h.SourceID,
		Locator: string(h.Locator), Confidence: h.Confidence,
	}
}
