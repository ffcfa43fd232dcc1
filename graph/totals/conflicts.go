package totals

import (
	"cmp"
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// ConflictDimension is what conflicts can be counted by.
type ConflictDimension string

// The dimensions of conflicts.
const (
	ByPair   ConflictDimension = "PAIR"
	ByDecade ConflictDimension = "DECADE"
	ByKind   ConflictDimension = "KIND"
)

// ConflictTotals are counts of conflicts.
type ConflictTotals struct {
	Rows      []ConflictTotal
	Truncated bool
}

// ConflictTotal are the counts of one combination.
type ConflictTotal struct {
	AID, BID     graph.ID
	Decade       *int
	Kind         graph.ConflictKind
	Conflicts    int
	MaxHostility *int
}

// Conflicts counts conflicts. By pair, one counts for each participant of one side with each of the other.
func Conflicts(ctx context.Context, s Selection, by []ConflictDimension) (*ConflictTotals, error) {
	t, err := newTable[ConflictDimension, ConflictTotal](by)
	if err != nil {
		return nil, err
	}
	add := func(c *graph.Conflict, a, b graph.ID) {
		of := ConflictTotal{AID: a, BID: b}
		if year := c.Period.From.Year(); year > 0 && t.has(ByDecade) {
			of.Decade = t.year(year - year%10)
		}
		if t.has(ByKind) {
			of.Kind = c.Kind
		}
		r := t.row(of)
		r.Conflicts++
		if c.Hostility != nil && (r.MaxHostility == nil || *c.Hostility > *r.MaxHostility) {
			r.MaxHostility = c.Hostility
		}
	}
	crowded := false
	more, err := each(ctx, s, func(conflicts []*graph.Conflict) error {
		if !t.has(ByPair) {
			for _, c := range conflicts {
				add(c, "", "")
			}
			return nil
		}
		pairs, cut, err := adversaries(ctx, s.Reader, conflicts)
		crowded = crowded || cut
		for i, list := range pairs {
			for pair := range list {
				add(conflicts[i], pair[0], pair[1])
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, cut := t.sorted(func(d ConflictDimension, a, b *ConflictTotal) int {
		switch d {
		case ByPair:
			return cmp.Or(cmp.Compare(a.AID, b.AID), cmp.Compare(a.BID, b.BID))
		case ByDecade:
			return compareYears(a.Decade, b.Decade)
		default:
			return cmp.Compare(a.Kind, b.Kind)
		}
	})
	return &ConflictTotals{Rows: rows, Truncated: more || cut || crowded}, nil
}

// adversaries are the pairs of participants on the two sides of each conflict, the first by id first.
func adversaries(ctx context.Context, reader graph.Reader,
	conflicts []*graph.Conflict,
) (pairs []map[[2]graph.ID]bool, truncated bool, err error) {
	ids := lists.Map(conflicts, func(c *graph.Conflict) graph.ID { return c.ID })
	found, err := reader.Expand(ctx, ids, graph.HopQuery{
		Filter:    graph.Filter{Types: []graph.RelationshipType{graph.ParticipatedInType}},
		Direction: graph.DirectionIn, PerNode: graph.MaxPerNode,
	})
	if err != nil {
		return nil, false, err
	}
	for _, page := range found {
		truncated = truncated || page.More
		set := map[[2]graph.ID]bool{}
		for _, one := range page.Hops {
			for _, other := range page.Hops {
				a, b := one.Relationship.(*graph.ParticipatedIn), other.Relationship.(*graph.ParticipatedIn)
				if a.Side != "" && b.Side != "" && a.Side != b.Side && a.FromID < b.FromID {
					set[[2]graph.ID{a.FromID, b.FromID}] = true
				}
			}
		}
		pairs = append(pairs, set)
	}
	return pairs, truncated, nil
}
