package alliance

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// maxChangeDays bounds the days that ChangePoints looks at.
const maxChangeDays = 200

// VerdictChangePoint is a day from which on a verdict is another than the day before.
type VerdictChangePoint struct {
	On      graph.Date
	Changes []VerdictMove // by the actor's name
}

// VerdictMove is a verdict that changes.
type VerdictMove struct {
	Actor         graph.Actor
	Before, After Verdict
}

// ChangePoints are the days after the first and before the end on which the answer to the question is another than the
// day before; the question's own day and what-if are not looked at. Days on which one of the two does not exist have
// no answer, nor does it change with them. More than maxChangeDays days that come into question are KindLimitExceeded;
// a question that has no answer on any day is refused like the one on the first.
func ChangePoints(ctx context.Context, reader graph.Reader, q Question,
	first, end graph.Day,
) ([]VerdictChangePoint, error) {
	days, err := changeDays(ctx, reader, &q, first, end)
	if err != nil {
		return nil, err
	}
	if len(days) > maxChangeDays {
		return nil, graph.Errorf(graph.KindLimitExceeded, "from, to: %d days come into question, which exceeds the limit "+
			"of %d: ask for less time",
			len(days), maxChangeDays)
	}
	q.IncludeFree, q.WhatIf = false, nil
	ask := func(on graph.Day) (map[graph.ID]*Responder, error) {
		q.On = on
		answer, err := IfAttacked(ctx, reader, q)
		if err != nil {
			return nil, err
		}
		return byActor(answer.Responders), nil
	}
	out := []VerdictChangePoint{}
	before, refused := ask(first)
	if refused != nil && !notThere(refused) {
		return nil, refused
	}
	some := before != nil // whether the question has an answer on any day
	for _, day := range days {
		after, err := ask(day)
		if err != nil && !notThere(err) {
			return nil, err
		}
		if before != nil && after != nil {
			if moves := moved(before, after); len(moves) > 0 {
				out = append(out, VerdictChangePoint{On: day.Date(), Changes: moves})
			}
		}
		before, some = after, some || after != nil
	}
	if !some {
		return nil, refused
	}
	return out, nil
}

// notThere tells whether a question has no answer because one of the two does not exist on its day.
func notThere(err error) bool { return graph.KindOf(err) == graph.KindInvalid }

// moved lists those whose verdicts differ.
func moved(before, after map[graph.ID]*Responder) (out []VerdictMove) {
	all := maps.Clone(before)
	maps.Copy(all, after)
	for id, r := range all {
		if b, a := before[id].verdict(), after[id].verdict(); a != b {
			out = append(out, VerdictMove{Actor: r.Actor, Before: b, After: a})
		}
	}
	slices.SortFunc(out, func(a, b VerdictMove) int { return compareActors(a.Actor, b.Actor) })
	return out
}

// changeDays are the days after the first on which a duty to or of one of the two, a part of theirs in a treaty, or one
// of those that the question names, begins or ends.
func changeDays(ctx context.Context, reader graph.Reader, q *Question, first, end graph.Day) ([]graph.Day, error) {
	days := map[graph.Day]bool{}
	add := func(p graph.Period) {
		from, until := p.Bounds()
		for _, day := range []graph.Day{from, until} {
			if day > first && day < end && day > graph.Beginning && day < graph.Forever {
				days[day] = true
			}
		}
	}
	ids := append([]graph.ID{q.Attacker, q.Victim}, q.Scenario.HostileActors...)
	nodes, err := reader.Nodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		if n != nil {
			add(n.Head().Period)
		}
	}
	query := along(graph.DirectionAny, graph.AlliedWithType, graph.PartyToType)
	query.Filter.Datasets = q.Datasets
	err = expandEach(ctx, reader, ids, query, func(_ graph.ID, h graph.Hop) {
		add(h.Relationship.Head().Period)
		add(h.Other.Head().Period) // who owes counts while it exists
	})
	return slices.Sorted(maps.Keys(days)), err
}
