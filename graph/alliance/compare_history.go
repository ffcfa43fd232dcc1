package alliance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// MaxHistoryHops is how long a path an AllianceHistory looks for at most.
const MaxHistoryHops = 3

// HistoryQuery asks when two actors were bound.
type HistoryQuery struct {
	A, B     graph.ID
	Types    []graph.ObligationType // empty: all for the direct duties; paths follow DEFENSE unless types are given
	Datasets []graph.ID
	MaxHops  int // 1 to MaxHistoryHops; 0: 1
}

// AllianceHistory is every time during which a duty between two actors, or a path of duties, existed.
type AllianceHistory struct {
	A, B graph.Actor
	// Duties are the direct duties either way, by start.
	Duties []*Duty
	// Periods are the times in which at least one direct duty bound, merged where they touch.
	Periods []graph.Period
	// Paths are the times in which a path of at most MaxHops hops existed, each with the length of the shortest then.
	Paths []PathInterval
	// Warnings are what a reader must know before relying on it: of whom the two took the place, and the days that the
	// datasets it comes from do not cover.
	Warnings []string
}

// PathInterval is a time in which the shortest path between two actors had this many hops.
type PathInterval struct {
	Period graph.Period
	Length int
}

// History answers in as many calls to the store as there are hops, and three more.
func History(ctx context.Context, reader graph.Reader, q HistoryQuery) (*AllianceHistory, error) {
	if q.A == q.B {
		return nil, graph.Invalidf("a and b are both %s: want two actors", q.A)
	}
	q.MaxHops = cmp.Or(q.MaxHops, 1)
	if q.MaxHops < 1 || q.MaxHops > MaxHistoryHops {
		return nil, graph.Invalidf("maxHops: %d is outside 1 to %d", q.MaxHops, MaxHistoryHops)
	}
	g := newReading(reader, 0, q.Datasets)
	relationships, err := g.around(ctx, []graph.ID{q.A, q.B}, q.Types)
	if err != nil {
		return nil, err
	}
	var direct []*graph.AlliedWith
	for _, r := range relationships[q.A] {
		if r.FromID == q.B || r.ToID == q.B {
			direct = append(direct, r)
			g.addSource(r.DatasetID)
			g.requestNamed(r)
		}
	}
	if err := g.readNodes(ctx, q.A, q.B); err != nil {
		return nil, err
	}
	out := &AllianceHistory{}
	if out.A, err = g.existing(ctx, "a", q.A); err != nil {
		return nil, err
	}
	if out.B, err = g.existing(ctx, "b", q.B); err != nil {
		return nil, err
	}
	var periods []graph.Period
	for _, r := range direct {
		d := g.unjudged(r)
		out.Duties = append(out.Duties, d)
		if d.binds() {
			periods = append(periods, r.Period)
		}
	}
	slices.SortFunc(out.Duties, func(a, b *Duty) int {
		return cmp.Or(a.Period.From.Compare(b.Period.From), compareDuties(a, b))
	})
	out.Periods = union(periods)
	if out.Paths, err = g.pathIntervals(ctx, &q, relationships); err != nil {
		return nil, err
	}
	if len(out.Duties) == 0 {
		if out.Warnings, err = g.silence(ctx); err != nil {
			return nil, err
		}
	}
	former, err := g.formerly(ctx, out.A, out.B)
	out.Warnings = append(append(former, out.Warnings...), g.gaps()...)
	return out, err
}

// formerly says of whom actors took the place, since what bound those is no part of their history.
func (g *reading) formerly(ctx context.Context, actors ...graph.Actor) (out []string, err error) {
	for _, actor := range actors {
		n := actor.Head()
		first, _ := n.Period.Bounds()
		var before []string
		err := expandEach(ctx, g.reader, []graph.ID{n.ID}, along(graph.DirectionOut, graph.SucceedsType),
			func(_ graph.ID, hop graph.Hop) {
				h := hop.Other.Head()
				if began, _ := h.Period.Bounds(); began < first {
					before = append(before, fmt.Sprintf("%s (%s)", Called(h.Name), h.ID))
				}
			})
		if err != nil {
			return nil, err
		}
		if slices.Sort(before); len(before) > 0 {
			before = slices.Compact(before)
			out = append(out, fmt.Sprintf("%s (%s) is on record from %s: for the time before, ask about %s, which it succeeded",
				n.Name, n.ID, n.Period.From, strings.Join(before, " and ")))
		}
	}
	return out, nil
}

// around reads the duties of all time from and to the actors.
func (g *reading) around(ctx context.Context, ids []graph.ID,
	types []graph.ObligationType,
) (map[graph.ID][]*graph.AlliedWith, error) {
	out := map[graph.ID][]*graph.AlliedWith{}
	q := along(graph.DirectionAny, graph.AlliedWithType)
	q.Filter.ObligationTypes, q.Filter.Datasets = types, g.datasets
	return out, expandEach(ctx, g.reader, ids, q, func(id graph.ID, h graph.Hop) {
		g.nodes[h.Other.Head().ID] = h.Other
		out[id] = append(out[id], h.Relationship.(*graph.AlliedWith))
	})
}

// pathIntervals cuts time where a duty among the actors near a and b begins or ends, and measures the shortest path
// within each piece.
func (g *reading) pathIntervals(ctx context.Context, q *HistoryQuery,
	relationships map[graph.ID][]*graph.AlliedWith,
) ([]PathInterval, error) {
	types := q.Types
	if len(types) == 0 {
		types = []graph.ObligationType{graph.ObligationDefense}
	}
	follows := func(r *graph.AlliedWith) bool {
		return slices.Contains(types, r.ObligationType) && binds(r)
	}
	if q.MaxHops > 2 { // a path of three hops has one between a neighbour of a and a neighbour of b
		near := map[graph.ID]bool{}
		for _, r := range relationships[q.A] {
			if follows(r) {
				near[r.Across(q.A, graph.DirectionAny)] = true
			}
		}
		delete(near, q.A)
		delete(near, q.B)
		more, err := g.around(ctx, slices.Sorted(maps.Keys(near)), types)
		if err != nil {
			return nil, err
		}
		maps.Copy(relationships, more)
	}
	byPair := map[[2]graph.ID][]graph.Period{}
	var cuts []graph.Day
	starts, ends := map[graph.Day]graph.Date{}, map[graph.Day]graph.Date{} // as exactly as the duties say them
	for _, list := range relationships {
		for _, r := range list {
			if follows(r) {
				pair := [2]graph.ID{min(r.FromID, r.ToID), max(r.FromID, r.ToID)}
				byPair[pair] = append(byPair[pair], r.Period)
				first, end := r.Period.Bounds()
				cuts = append(cuts, first, end)
				starts[first] = moreExact(starts[first], r.Period.From)
				ends[end] = moreExact(ends[end], r.Period.Until)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []PathInterval
	for i := 0; i+1 < len(cuts); i++ {
		length := shortest(byPair, q.A, q.B, cuts[i], q.MaxHops)
		if length == 0 {
			continue
		}
		until := cmp.Or(ends[cuts[i+1]], cuts[i+1].Date())
		if last := len(out) - 1; last >= 0 && out[last].Length == length && endOf(out[last].Period) == cuts[i] {
			out[last].Period.Until = until
			continue
		}
		from := cmp.Or(starts[cuts[i]], cuts[i].Date())
		out = append(out, PathInterval{graph.Period{From: from, Until: until}, length})
	}
	return out, nil
}

// moreExact is that of two dates of which more is known: the year alone, or the day.
func moreExact(a, b graph.Date) graph.Date {
	if len(b.String()) > len(a.String()) {
		return b
	}
	return a
}

func endOf(p graph.Period) graph.Day {
	_, end := p.Bounds()
	return end
}

// shortest is the length of the shortest path on the day, 0 where there is none of at most maxHops.
func shortest(byPair map[[2]graph.ID][]graph.Period, a, b graph.ID, on graph.Day, maxHops int) int {
	next := map[graph.ID][]graph.ID{}
	for pair, periods := range byPair {
		if slices.ContainsFunc(periods, func(p graph.Period) bool { return p.Contains(on) }) {
			next[pair[0]] = append(next[pair[0]], pair[1])
			next[pair[1]] = append(next[pair[1]], pair[0])
		}
	}
	seen := map[graph.ID]bool{a: true}
	frontier := []graph.ID{a}
	for hops := 1; hops <= maxHops; hops++ {
		var found []graph.ID
		for _, id := range frontier {
			for _, n := range next[id] {
				if n == b {
					return hops
				}
				if !seen[n] {
					seen[n] = true
					found = append(found, n)
				}
			}
		}
		frontier = found
	}
	return 0
}

// union merges periods that overlap or touch, in order of time.
func union(periods []graph.Period) []graph.Period {
	periods = slices.Clone(periods)
	slices.SortFunc(periods, func(a, b graph.Period) int {
		x, _ := a.Bounds()
		y, _ := b.Bounds()
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Text(), b.Text()))
	})
	var out []graph.Period
	for _, p := range periods {
		first, end := p.Bounds()
		if last := len(out) - 1; last >= 0 && first <= endOf(out[last]) {
			if end > endOf(out[last]) {
				out[last].Until, out[last].EndUncertain = p.Until, p.EndUncertain
			}
			continue
		}
		out = append(out, p)
	}
	return out
}
