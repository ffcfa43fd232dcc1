package totals

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Bounds of totals: nodes looked at, and rows of the answer.
const (
	maxNodes = 100_000
	maxRows  = 5_000
)

// Selection says which nodes are added up.
type Selection struct {
	Reader graph.Reader
	// Query finds them; its page and order are not looked at. It has one label, that of what is added up.
	Query graph.NodeQuery
	// Keep says which of the nodes found count, aligned with them; nil: all.
	Keep func([]graph.Node) ([]bool, error)
}

// each reads all nodes of a selection, a page at a time; it says whether there were more than are looked at.
func each[N graph.Node](ctx context.Context, s Selection, use func([]N) error) (truncated bool, err error) {
	s.Query.First, s.Query.Total, s.Query.Order = graph.MaxFirst, false, graph.Order{}
	for seen := 0; seen < maxNodes; seen += graph.MaxFirst {
		page, err := s.Reader.Find(ctx, s.Query)
		if err != nil {
			return false, err
		}
		var keep []bool
		if s.Keep != nil {
			if keep, err = s.Keep(page.Nodes); err != nil {
				return false, err
			}
		}
		nodes := make([]N, 0, len(page.Nodes))
		for i, n := range page.Nodes {
			if keep == nil || keep[i] {
				nodes = append(nodes, n.(N)) // the query's label
			}
		}
		if err := use(nodes); err != nil || !page.More {
			return false, err
		}
		s.Query.After = page.Cursors[len(page.Cursors)-1]
	}
	return true, nil
}

// table has a row for each combination of dimensions. A combination is a row without its sums.
type table[D ~string, R comparable] struct {
	by    []D
	rows  map[R]*R
	years map[int]*int
}

// newTable refuses an empty list of dimensions and one that names a dimension twice.
func newTable[D ~string, R comparable](by []D) (*table[D, R], error) {
	if len(by) == 0 {
		return nil, graph.Invalidf("by: empty; want at least one dimension")
	}
	for i, d := range by {
		if slices.Contains(by[:i], d) {
			return nil, graph.Invalidf("by: %s comes twice", d)
		}
	}
	return &table[D, R]{by, map[R]*R{}, map[int]*int{}}, nil
}

func (t *table[D, R]) has(d D) bool { return slices.Contains(t.by, d) }

// year points to a year, to the same place for the same one, so that combinations can be compared.
func (t *table[D, R]) year(n int) *int {
	if t.years[n] == nil {
		t.years[n] = &n
	}
	return t.years[n]
}

// row is the one of the combination.
func (t *table[D, R]) row(combination R) *R {
	if t.rows[combination] == nil {
		fresh := combination
		t.rows[combination] = &fresh
	}
	return t.rows[combination]
}

// sorted are the rows in the order of the dimensions, at most as many as an answer holds.
func (t *table[D, R]) sorted(compare func(d D, a, b *R) int) (out []R, truncated bool) {
	for _, r := range t.rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b R) int {
		for _, d := range t.by {
			if c := compare(d, &a, &b); c != 0 {
				return c
			}
		}
		return 0
	})
	return out[:min(len(out), maxRows)], len(out) > maxRows
}

// compareYears has the unknown come last.
func compareYears(a, b *int) int {
	last := math.MaxInt
	return cmp.Compare(*cmp.Or(a, &last), *cmp.Or(b, &last))
}
