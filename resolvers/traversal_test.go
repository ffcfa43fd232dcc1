package resolvers_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// pathsAsked keeps the last question for paths.
type pathsAsked struct {
	graph.Store
	last graph.PathQuery
}

func (s *pathsAsked) At(ctx context.Context, known graph.KnownAt) (graph.Reader, graph.Commit, error) {
	_, commit, err := s.Store.At(ctx, known)
	return s, commit, err
}

func (s *pathsAsked) Paths(ctx context.Context, q graph.PathQuery) (graph.PathResult, error) {
	s.last = q
	return s.Store.Paths(ctx, q)
}

func TestPathsAreSearchedNoFurtherThanTheAnswerTells(t *testing.T) {
	memory := memstore.New()
	t.Cleanup(func() { _ = memory.Close() })
	httpapitest.LoadCurated(t, memory)
	store := &pathsAsked{Store: memory}
	h := httpapitest.New(httpapi.Options{Store: store})
	for fields, upToLimit := range map[string]bool{
		"paths { nodes { id } }":                             true,
		"paths { nodes { id } } timedOut warnings":           true,
		"paths { nodes { id } } truncated":                   false,
		"more: cut":                                          false,
		"... on PathResult { exploredNodes }":                false,
		"paths { nodes { id } } ... { seen: exploredNodes }": false,
	} {
		var data struct{ Paths struct{ Truncated bool } }
		httpapitest.Data(t, h, `{ paths(from: "BLR", to: ["PRK"], asOf: "2024-12-04", limit: 1) { `+fields+` } }`, nil, &data)
		if store.last.UpToLimit != upToLimit {
			t.Errorf("%s: up to the limit only: %v", fields, store.last.UpToLimit)
		}
	}
}

// TestWhatAllPathsPassThrough: Belarus is bound to North Korea through Russia only, and by Russia's treaty with it.
func TestWhatAllPathsPassThrough(t *testing.T) {
	h := bundled(t)
	type ided []struct{ ID string }
	var data struct {
		Paths struct {
			Paths []struct {
				Nodes ided
				Hops  []struct {
					Relationships []struct{ Treaty struct{ ID string } }
				}
			}
			OnlyThrough struct{ Nodes, Treaties ided }
			Cut         *string
			Truncated   bool
		}
	}
	ask := func(arguments string) {
		t.Helper()
		data.Paths.Paths = nil
		httpapitest.Data(t, h, `{ paths(`+arguments+`) { truncated cut onlyThrough { nodes { id } treaties { id } }
			paths { nodes { id } hops { relationships { ... on AlliedWith { treaty { id } } } } } } }`, nil, &data)
	}
	list := func(i ided) (out []string) {
		for _, n := range i {
			out = append(out, n.ID)
		}
		return out
	}
	ask(`from: "Belarus", to: ["North Korea"], asOf: "2024-12-04", limit: 20`)
	if nodes, treaties := list(data.Paths.OnlyThrough.Nodes), list(data.Paths.OnlyThrough.Treaties); !slices.Contains(nodes, "state:RUS") ||
		!slices.Contains(treaties, "treaty:ru-kp-2024") || slices.Contains(nodes, "state:PRK") || slices.Contains(nodes, "state:BLR") {
		t.Errorf("only through %v, %v", nodes, treaties)
	}
	if len(data.Paths.Paths) == 0 {
		t.Error("there is no path")
	}
	for _, p := range data.Paths.Paths {
		for _, n := range data.Paths.OnlyThrough.Nodes {
			if !slices.Contains(p.Nodes, n) {
				t.Errorf("%v does not pass through %s", p.Nodes, n.ID)
			}
		}
	}
	ask(`from: "Estonia", to: ["United States"], asOf: "2024-12-04", limit: 1`)
	if data.Paths.Cut == nil || !data.Paths.Truncated || !strings.Contains(*data.Paths.Cut, "`limit`") {
		t.Errorf("cut: %v", data.Paths.Cut)
	}
	ask(`from: "Switzerland", to: ["North Korea"], asOf: "2024-12-04"`)
	if data.Paths.Cut != nil || len(data.Paths.OnlyThrough.Nodes)+len(data.Paths.OnlyThrough.Treaties) != 0 {
		t.Errorf("of no path: %+v", data.Paths)
	}
}

// TestColumnsSayWhatTheSubgraphSays: they are another form of the same.
func TestColumnsSayWhatTheSubgraphSays(t *testing.T) {
	var data struct {
		Neighborhood struct {
			Cut           *string
			Nodes         []struct{ ID, Name, Label string }
			Relationships []struct {
				ID, Type       string
				From, To       struct{ ID string }
				Period         struct{ From, Until *string }
				Dataset        struct{ ID string }
				Bound          *bool
				ObligationType *string
				Treaty         *struct{ ID string }
			}
			Columns struct {
				IDs, Labels, Names, Relationships, Types, Datasets []string
				Starts, Ends                                       []int
				Since, Until, ObligationTypes, Treaties            []*string
				Pending                                            []bool
			}
		}
	}
	httpapitest.Data(t, bundled(t), `{ neighborhood(of: "PRK", allTime: true, perNode: 500, limit: 5000) { cut nodes { id name label }
		relationships { id type from { id } to { id } period { from until } dataset { id } ... on PartyTo { bound } ... on AlliedWith { obligationType treaty { id } } }
		columns { ids labels names relationships types starts ends since until obligationTypes treaties pending datasets } } }`, nil, &data)
	n := data.Neighborhood
	c := n.Columns
	if n.Cut != nil || len(n.Nodes) != len(c.IDs) || len(n.Relationships) != len(c.Relationships) || len(n.Relationships) < 50 {
		t.Fatalf("%d nodes and %d, %d relationships and %d", len(n.Nodes), len(c.IDs), len(n.Relationships), len(c.Relationships))
	}
	for i, node := range n.Nodes {
		if node.ID != c.IDs[i] || node.Name != c.Names[i] || node.Label != c.Labels[i] {
			t.Errorf("node %d: %+v", i, node)
		}
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	pending, owed := 0, 0
	for i, r := range n.Relationships {
		treaty := ""
		if r.ObligationType != nil {
			treaty = r.Treaty.ID
			owed++
		}
		if c.Pending[i] {
			pending++
		}
		if r.ID != c.Relationships[i] || r.Type != c.Types[i] || r.From.ID != c.IDs[c.Starts[i]] || r.To.ID != c.IDs[c.Ends[i]] || r.Dataset.ID != c.Datasets[i] ||
			text(r.Period.From) != text(c.Since[i]) || text(r.Period.Until) != text(c.Until[i]) || text(r.ObligationType) != text(c.ObligationTypes[i]) ||
			treaty != text(c.Treaties[i]) || c.Pending[i] != (r.Bound != nil && !*r.Bound) {
			t.Errorf("relationship %d: %+v", i, r)
		}
	}
	if owed == 0 {
		t.Error("no alliance among them")
	}
	httpapitest.Data(t, bundled(t), `{ neighborhood(of: "PRK", allTime: true, perNode: 500, limit: 5) { cut } }`, nil, &data)
	if data.Neighborhood.Cut == nil || !strings.Contains(*data.Neighborhood.Cut, "`limit` shows up to 5000") {
		t.Errorf("cut: %v", data.Neighborhood.Cut)
	}
	httpapitest.Data(t, bundled(t), `{ neighborhood(of: "PRK", allTime: true, perNode: 5) { cut } }`, nil, &data)
	if data.Neighborhood.Cut == nil || !strings.Contains(*data.Neighborhood.Cut, "`perNode` follows up to 500") {
		t.Errorf("cut: %v", data.Neighborhood.Cut)
	}
}
