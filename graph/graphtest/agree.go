package graphtest

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// agree asks a store and the model the same random questions about the same random graphs, and checks laws that hold of
// any graph. The store is emptied between graphs by retracting, so that a slow one need not be made anew; the number of
// graphs follows -rapid.checks.
func agree(t *testing.T, s graph.Store, further ...func(context.Context, *rapid.T, graph.Reader, graph.Reader)) {
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		for _, d := range drawnSets {
			must(s.Retract(ctx, d))(t)
		}
		b := drawGraph(t)
		write(ctx, t, s, b)
		m := modelOf(b)
		for _, agreeOn := range further {
			agreeOn(ctx, t, s, m)
		}
		for range 6 {
			agreeOnNodes(ctx, t, s, m)
			agreeOnHops(ctx, t, s, m)
			agreeOnPaths(ctx, t, s, m)
		}
		if t.Failed() {
			t.Logf("the graph:\n%s", describe(b))
		}
	})
}

// write brings a graph into an empty store by way of detours: halves, records that change and records that go.
func write(ctx context.Context, t *rapid.T, s graph.Store, b graph.Batch) {
	put := func(b graph.Batch) { must(s.Apply(ctx, b))(t) }
	if rapid.Bool().Draw(t, "at once") {
		put(b)
		return
	}
	put(former(b))
	other := drawGraph(t)
	put(other)
	var gone graph.Batch
	keys, ids := map[string]bool{}, map[graph.ID]bool{}
	for i := range b.Nodes {
		keys[b.Nodes[i].Key()] = true
	}
	for i := range b.Relationships {
		ids[b.Relationships[i].ID()] = true
	}
	for i := range other.Nodes {
		if key := other.Nodes[i].Key(); !keys[key] {
			gone.RemoveNodes = append(gone.RemoveNodes, key)
		}
	}
	for i := range other.Relationships {
		if id := other.Relationships[i].ID(); !ids[id] {
			gone.RemoveRelationships = append(gone.RemoveRelationships, id)
		}
	}
	half := len(b.Nodes) / 2
	put(graph.Batch{Nodes: b.Nodes[:half]})
	put(graph.Batch{Nodes: b.Nodes[half:], Relationships: b.Relationships, RemoveRelationships: gone.RemoveRelationships})
	put(graph.Batch{RemoveNodes: gone.RemoveNodes})
}

// former is the graph as it might have been before: the same keys with other content.
func former(b graph.Batch) graph.Batch {
	out := graph.Batch{Nodes: slices.Clone(b.Nodes), Relationships: slices.Clone(b.Relationships)}
	for i := range out.Nodes {
		out.Nodes[i].Properties = graph.Properties{"name": "Former Union", "from": "1815", "aliases": []string{"Korea of old"}}
	}
	for i := range out.Relationships {
		out.Relationships[i].Properties = graph.Properties{"from": "1815", "until": "1816"}
		out.Relationships[i].Confidence = new(7)
	}
	return out
}

// agreed asks a store and the model the same, and gives what the store answered.
func agreed[Q, A any](ctx context.Context, t *rapid.T, s, m graph.Reader,
	ask func(graph.Reader, context.Context, Q) (A, error), q Q,
) A {
	t.Helper()
	want, _ := ask(m, ctx, q)
	got, err := ask(s, ctx, q)
	check(t, q, want, got, err)
	return got
}

// check reports where a store's answer is not the model's.
func check(t *rapid.T, question any, want, got any, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%+v: %v", question, err)
	}
	if diff := cmp.Diff(want, got, compareOptions); diff != "" {
		t.Errorf("%T %+v (-model +store):\n%s", question, question, diff)
	}
}

func agreeOnWhole(ctx context.Context, t *rapid.T, s, m graph.Reader) {
	agreed(ctx, t, s, m, func(r graph.Reader, ctx context.Context, _ string) (graph.Stats, error) { return r.Stats(ctx) }, "Stats")
	q := graph.RecordQuery{Dataset: rapid.SampledFrom(append(drawnSets, "")).Draw(t, "of"), Limit: rapid.IntRange(1, 20).Draw(t, "limit"), KeysOnly: rapid.Bool().Draw(t, "keys only")}
	wantQ := q
	for {
		want, _ := m.Records(ctx, wantQ)
		got, err := s.Records(ctx, q)
		check(t, q, [2]any{want.Nodes, want.Relationships}, [2]any{got.Nodes, got.Relationships}, err)
		if (got.Next == "") != (want.Next == "") {
			t.Fatalf("%+v: Next is %q, the model's %q", q, got.Next, want.Next)
		}
		if q.After, wantQ.After = got.Next, want.Next; q.After == "" {
			break
		}
	}
}

func agreeOnNodes(ctx context.Context, t *rapid.T, s graph.Reader, m *Model) {
	ids := drawIDs(t, 0)
	agreed(ctx, t, s, m, graph.Reader.Nodes, ids)
	agreed(ctx, t, s, m, graph.Reader.Statements, ids)

	links := relationshipIDs(m.rels)
	for i := range links {
		if i%3 == 0 {
			links[i] += "x" // of no dataset
		}
	}
	agreed(ctx, t, s, m, graph.Reader.Relationships, links)

	codes := []graph.IdentifierRef{{Scheme: graph.Schemes[0], Value: "1"}, {Scheme: graph.Schemes[1], Value: "12"}, {Scheme: graph.Schemes[2], Value: "2"}}
	on := drawDay(t)
	wantIDs, _ := m.Lookup(ctx, codes, on)
	gotIDs, err := s.Lookup(ctx, codes, on)
	check(t, codes, wantIDs, gotIDs, err)

	q := drawNodeQuery(t)
	if q.Validate() != nil { // a property that none of the labels drawn has
		if _, err := s.Find(ctx, q); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%+v: %v; want an error of kind INVALID", q, err)
		}
		return
	}
	all := m.find(q)
	var pages []graph.ID
	for first := q; ; {
		page, err := s.Find(ctx, first)
		if err != nil {
			t.Fatalf("%+v: %v", first, err)
		}
		if q.Total && page.Total != len(all) {
			t.Errorf("%+v: total %d, want %d", first, page.Total, len(all))
		}
		pages = append(pages, nodeIDs(page.Nodes)...)
		if !page.More || len(pages) > len(all) {
			break
		}
		first.After = page.Cursors[len(page.Cursors)-1]
	}
	check(t, q, all, pages, nil)
}

func agreeOnHops(ctx context.Context, t *rapid.T, s, m graph.Reader) {
	ids := drawIDs(t, 1)
	q := graph.HopQuery{Filter: drawFilter(t), Direction: drawDirection(t), PerNode: rapid.SampledFrom([]int{1, 2, 3, 500}).Draw(t, "per node")}
	want, _ := m.Expand(ctx, ids, q)
	got, err := s.Expand(ctx, ids, q)
	check(t, q, want, got, err)
	degrees := graph.DegreeQuery{On: drawDay(t), HideCandidates: rapid.Bool().Draw(t, "hide candidates")}
	wantDegrees, _ := m.Degrees(ctx, ids, degrees)
	gotDegrees, err := s.Degrees(ctx, ids, degrees)
	check(t, ids, wantDegrees, gotDegrees, err)

	n := graph.NeighborhoodQuery{
		Of: ids, Hops: rapid.IntRange(1, 3).Draw(t, "hops"), Filter: drawFilter(t), Direction: drawDirection(t),
		PerNode: rapid.SampledFrom([]int{1, 2, 500}).Draw(t, "per node"), Limit: rapid.SampledFrom([]int{1, 2, 4, 5000}).Draw(t, "limit"),
		Timeout: patience,
	}
	sub := agreed(ctx, t, s, m, graph.Reader.Neighborhood, n)
	n.Hops, n.Limit = n.Hops+1, graph.MaxSubgraph
	wider, err := s.Neighborhood(ctx, n)
	if err != nil {
		t.Fatalf("%+v: %v", n, err)
	}
	for _, id := range nodeIDs(sub.Nodes) {
		if !slices.Contains(nodeIDs(wider.Nodes), id) {
			t.Errorf("%+v: with one hop more, %s is lost", n, id)
		}
	}
}

// agreeOnAhead tells a reader what it will be asked, and asks.
func agreeOnAhead(ctx context.Context, t *rapid.T, s, m graph.Reader) {
	for range 3 {
		r, _, err := s.(graph.Store).At(ctx, graph.KnownAt{})
		if err != nil {
			t.Fatalf("At: %v", err)
		}
		next := graph.Ahead{IDs: drawIDs(t, 1)}
		for range rapid.IntRange(1, 3).Draw(t, "questions") {
			next.Hops = append(next.Hops, graph.HopQuery{
				Filter: drawFilter(t), Direction: drawDirection(t), PerNode: rapid.SampledFrom([]int{1, 2, 500}).Draw(t, "per node"),
			})
		}
		if q := drawNodeQuery(t); q.Validate() == nil && rapid.Bool().Draw(t, "of a page") {
			next.Page, next.IDs = &q, nil
		}
		if err := graph.Foresee(ctx, r, next); err != nil {
			t.Fatalf("Foresee %+v: %v", next, err)
		}
		if next.Page != nil {
			want, _ := m.Find(ctx, *next.Page)
			got, err := r.Find(ctx, *next.Page)
			check(t, next, want.Nodes, got.Nodes, err)
			next.IDs = nodeIDs(got.Nodes)
		}
		for _, q := range next.Hops {
			want, _ := m.Expand(ctx, next.IDs, q)
			got, err := r.Expand(ctx, next.IDs, q)
			check(t, next, want, got, err)
		}
	}
}

func agreeOnPaths(ctx context.Context, t *rapid.T, s, m graph.Reader) {
	q := graph.PathQuery{
		From: drawID(t), To: drawIDs(t, 1), Filter: drawFilter(t), Direction: drawDirection(t), MaxHops: rapid.IntRange(1, graph.MaxHops).Draw(t, "max hops"),
		Limit: rapid.SampledFrom([]int{1, 2, 5, 50}).Draw(t, "limit"), UpToLimit: rapid.Bool().Draw(t, "up to the limit"),
		Timeout: patience,
	}
	want, _ := m.Paths(ctx, q)
	got, err := s.Paths(ctx, q)
	got.ExploredNodes = 0
	check(t, q, want, got, err)
	// Each path found leads back from its end, where both ends may be entered.
	for _, p := range got.Paths {
		first, last := p.Nodes[0], p.Nodes[len(p.Nodes)-1]
		if !q.Filter.EntersTarget(first) {
			continue
		}
		if q.Filter.HideCandidates && throughCandidate(p) {
			continue // it was asked for there, and is not here
		}
		back := graph.PathQuery{From: last.Head().ID, To: []graph.ID{first.Head().ID}, Filter: q.Filter, Direction: q.Direction.Reverse(), MaxHops: len(p.Hops), Limit: graph.MaxPaths, Timeout: patience}
		result, err := s.Paths(ctx, back)
		if err != nil {
			t.Fatalf("%+v: %v", back, err)
		}
		found := result.Truncated
		for _, r := range result.Paths {
			reversed := nodeIDs(r.Nodes)
			slices.Reverse(reversed)
			found = found || slices.Equal(reversed, nodeIDs(p.Nodes))
		}
		if !found {
			t.Errorf("%+v: no way back for %v", q, nodeIDs(p.Nodes))
		}
	}
}

func throughCandidate(p graph.Path) bool {
	return slices.ContainsFunc(p.Nodes[1:len(p.Nodes)-1], isCandidate)
}
