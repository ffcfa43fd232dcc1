package overlay_test

import (
	"context"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/overlay"
)

// laid is a graph of which a part was written, and the rest lies over it.
type laid struct {
	graph.Reader // what the conformance suite asks
	below        *memstore.Store
	over         graph.Batch
}

func openLaid(t testing.TB) graph.Store {
	s := &laid{below: memstore.New()}
	t.Cleanup(func() { _ = s.below.Close() })
	s.Reader = s.below
	return s
}

// Apply implements graph.Store. About every other record is written where it is new and its ends are there; what
// changes one and what removes one lies over.
func (s *laid) Apply(ctx context.Context, b graph.Batch) (graph.ApplyResult, error) {
	written := graph.Batch{}
	rest := graph.Batch{RemoveNodes: b.RemoveNodes, RemoveRelationships: b.RemoveRelationships}
	held := map[graph.ID]bool{}
	for _, n := range b.Nodes {
		records, err := s.below.Statements(ctx, []graph.ID{n.ID})
		if err != nil {
			return graph.ApplyResult{}, err
		}
		stated := slices.ContainsFunc(slices.Concat(records[0], s.over.Nodes), func(r graph.NodeRecord) bool { return r.Key() == n.Key() })
		if len(records[0]) > 0 {
			held[n.ID] = true
		}
		if stated || len(n.Key())%2 == 0 || slices.Contains(s.over.RemoveNodes, n.Key()) {
			rest.Nodes = append(rest.Nodes, n)
			continue
		}
		written.Nodes, held[n.ID] = append(written.Nodes, n), true
	}
	for i, r := range b.Relationships {
		there, err := s.below.Relationships(ctx, []graph.ID{r.ID()})
		if err != nil {
			return graph.ApplyResult{}, err
		}
		known := there[0] != nil || slices.ContainsFunc(s.over.Relationships, func(o graph.RelationshipRecord) bool { return o.ID() == r.ID() })
		if known || i%2 == 0 || !held[r.From] || !held[r.To] || slices.Contains(s.over.RemoveRelationships, r.ID()) {
			rest.Relationships = append(rest.Relationships, r)
			continue
		}
		written.Relationships = append(written.Relationships, r)
	}
	if result, err := s.below.Apply(ctx, written); err != nil {
		return result, err
	}
	s.over = merged(s.over, rest)
	return graph.ApplyResult{}, s.lay(ctx)
}

// merged are two batches, one after the other, as one.
func merged(a, b graph.Batch) graph.Batch {
	var out graph.Batch
	keys, ids := map[string]bool{}, map[graph.ID]bool{}
	for i := range b.Nodes {
		keys[b.Nodes[i].Key()] = true
	}
	for i := range b.Relationships {
		ids[b.Relationships[i].ID()] = true
	}
	gone := func(key string) bool { return keys[key] }
	goneLink := func(id graph.ID) bool { return ids[id] }
	out.RemoveNodes = append(slices.DeleteFunc(slices.Clone(a.RemoveNodes), gone), b.RemoveNodes...)
	out.RemoveRelationships = append(slices.DeleteFunc(slices.Clone(a.RemoveRelationships), goneLink), b.RemoveRelationships...)
	for _, key := range b.RemoveNodes {
		keys[key] = true
	}
	for _, id := range b.RemoveRelationships {
		ids[id] = true
	}
	out.Nodes = append(slices.DeleteFunc(slices.Clone(a.Nodes), func(r graph.NodeRecord) bool { return gone(r.Key()) }), b.Nodes...)
	out.Relationships = append(slices.DeleteFunc(slices.Clone(a.Relationships), func(r graph.RelationshipRecord) bool { return goneLink(r.ID()) }), b.Relationships...)
	return out
}

func (s *laid) lay(ctx context.Context) error {
	o, err := overlay.New(ctx, s.below, s.over)
	if err == nil {
		s.Reader = o
	}
	return err
}

// Retract implements graph.Store.
func (s *laid) Retract(ctx context.Context, dataset graph.ID) (graph.ApplyResult, error) {
	s.over.Nodes = slices.DeleteFunc(s.over.Nodes, func(r graph.NodeRecord) bool { return r.Dataset == dataset })
	s.over.Relationships = slices.DeleteFunc(s.over.Relationships, func(r graph.RelationshipRecord) bool { return r.Dataset == dataset })
	result, err := s.below.Retract(ctx, dataset)
	if err != nil {
		return result, err
	}
	if len(s.over.Nodes)+len(s.over.Relationships) == 0 {
		s.over, s.Reader = graph.Batch{}, s.below
		return result, nil
	}
	// What lies over may have lost an end below: the suite goes on to retract the rest before it asks.
	if err := s.lay(ctx); graph.KindOf(err) != graph.KindInvalid {
		return result, err
	}
	return result, nil
}

func (s *laid) Ready(ctx context.Context) error { return s.below.Ready(ctx) }
func (s *laid) Close() error                    { return s.below.Close() }

func TestAnOverlayAnswersAsAGraphToWhichItsBatchWasApplied(t *testing.T) {
	graphtest.RunReader(t, openLaid)
}

func record(n graph.Node, id graph.ID) graph.NodeRecord {
	n.Head().ID, n.Head().Name = id, string(id)
	r := graph.NewNodeRecord(n)
	r.Dataset = "dataset:alpha"
	return r
}

func link(r graph.Relationship, from, to, dataset graph.ID) graph.RelationshipRecord {
	h := r.Head()
	h.FromID, h.ToID, h.DatasetID = from, to, dataset
	return graph.NewRelationshipRecord(r, "")
}

func written(t *testing.T, b graph.Batch) *memstore.Store {
	t.Helper()
	s := memstore.New()
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return s
}

func laidOver(t *testing.T, r graph.Reader, b graph.Batch, passing ...graph.ID) *overlay.Reader {
	t.Helper()
	o, err := overlay.New(t.Context(), r, b, passing...)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWhatADatasetThatPassesAddsIsSeenByAnyFilter(t *testing.T) {
	states := []graph.NodeRecord{record(&graph.State{}, "state:A"), record(&graph.State{}, "state:B"), record(&graph.State{}, "state:C")}
	base := written(t, graph.Batch{Nodes: states})
	added := graph.Batch{Relationships: []graph.RelationshipRecord{
		link(&graph.Borders{}, "state:A", "state:B", "dataset:added"),
		link(&graph.Borders{}, "state:A", "state:C", "dataset:other"),
	}}
	o := laidOver(t, base, added, "dataset:added")
	of := graph.Filter{Datasets: []graph.ID{"dataset:alpha"}}
	pages, err := o.Expand(t.Context(), []graph.ID{"state:A"}, graph.HopQuery{Filter: of, PerNode: 10})
	if err != nil || len(pages[0].Hops) != 1 || pages[0].Hops[0].Other.Head().ID != "state:B" {
		t.Errorf("hops: %+v, %v", pages, err)
	}
	found, err := o.Find(t.Context(), graph.NodeQuery{First: 10, Related: []graph.RelatedTo{{Types: []graph.RelationshipType{graph.BordersType}, Datasets: of.Datasets}}})
	if err != nil || len(found.Nodes) != 2 {
		t.Errorf("found: %+v, %v", found.Nodes, err)
	}
	paths, err := o.Paths(t.Context(), graph.PathQuery{From: "state:A", To: []graph.ID{"state:B", "state:C"}, Filter: of, MaxHops: 3, Limit: 5})
	if err != nil || len(paths.Paths) != 1 {
		t.Errorf("paths: %+v, %v", paths, err)
	}
}

func TestAnEventThatIsACandidateNoMoreCounts(t *testing.T) {
	base := written(t, graph.Batch{Nodes: []graph.NodeRecord{
		record(&graph.State{}, "state:A"), record(&graph.Event{Status: "CANDIDATE"}, "event:1"),
		record(&graph.Event{}, "event:2"),
	}, Relationships: []graph.RelationshipRecord{
		link(&graph.ActorIn{}, "state:A", "event:1", "dataset:alpha"), link(&graph.ActorIn{}, "state:A", "event:2", "dataset:alpha"),
	}})
	count := func(r graph.Reader) int {
		degrees, err := r.Degrees(t.Context(), []graph.ID{"state:A", "state:A"}, graph.DegreeQuery{HideCandidates: true})
		if err != nil || !slices.Equal(degrees[0], degrees[1]) {
			t.Fatal(degrees, err)
		}
		n := 0
		for _, d := range degrees[0] {
			n += d.Count
		}
		return n
	}
	if n := count(base); n != 1 {
		t.Fatalf("below: %d", n)
	}
	if n := count(laidOver(t, base, graph.Batch{Nodes: []graph.NodeRecord{record(&graph.Event{Status: "CONFIRMED"}, "event:1")}})); n != 2 {
		t.Errorf("confirmed: %d, want 2", n)
	}
	if n := count(laidOver(t, base, graph.Batch{Nodes: []graph.NodeRecord{record(&graph.Event{Status: "CANDIDATE"}, "event:2")}})); n != 0 {
		t.Errorf("doubted: %d, want 0", n)
	}
}

func TestABatchThatAStoreWouldRefuseIsRefused(t *testing.T) {
	base := written(t, graph.Batch{Nodes: []graph.NodeRecord{record(&graph.State{}, "state:A")}})
	for name, b := range map[string]graph.Batch{
		"an end that is nowhere": {Relationships: []graph.RelationshipRecord{link(&graph.Borders{}, "state:A", "state:B", "dataset:alpha")}},
		"a node of no label":     {Nodes: []graph.NodeRecord{{ID: "state:B", Label: "Planet", Dataset: "dataset:alpha"}}},
		"an end of another sort": {Relationships: []graph.RelationshipRecord{link(&graph.HasArticle{}, "state:A", "state:A", "dataset:alpha")}},
	} {
		if _, err := overlay.New(t.Context(), base, b); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := laidOver(t, base, graph.Batch{Nodes: []graph.NodeRecord{record(&graph.State{}, "state:B")}})
	q := graph.NodeQuery{First: 1}
	page, err := o.Find(t.Context(), q)
	if err != nil || !page.More {
		t.Fatalf("%+v, %v", page, err)
	}
	q.After, q.Order.Property = page.Cursors[0], "name"
	for _, after := range []string{q.After, "?", "e30"} {
		q.After = after
		if _, err := o.Find(t.Context(), q); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("after %q: %v", after, err)
		}
	}
}

// At, Commits, Changes and Compact tell of a store, which an overlay is not: they are those of the one below.
func (s *laid) At(context.Context, graph.KnownAt) (graph.Reader, graph.Commit, error) {
	return s.Reader, graph.Commit{}, nil
}

func (s *laid) Commits(ctx context.Context, q graph.CommitQuery) ([]graph.Commit, error) {
	return s.below.Commits(ctx, q)
}

func (s *laid) Changes(ctx context.Context, q graph.ChangeQuery) (graph.ChangePage, error) {
	return s.below.Changes(ctx, q)
}

func (s *laid) Compact(ctx context.Context, before graph.KnownAt) (int, error) {
	return s.below.Compact(ctx, before)
}
