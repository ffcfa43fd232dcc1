package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memo"
)

// trial is what one set of changes leads to.
type trial struct {
	holds   bool
	next    []*graph.AlliedWith // duties of which one must go before it can hold no more, or before it can hold
	pending []graph.ID          // actors whose pending treaties can matter
	effects func(base *trial) []PivotEffect
	war     *war // of a cascade
}

// worldPivots searches for the sets of changes that turn what run finds in the graph as it is.
func worldPivots(ctx context.Context, reader graph.Reader, on graph.Day, datasets []graph.ID, filter graph.Filter,
	run func(ctx context.Context, world graph.Reader, read map[*graph.AlliedWith]bool) (*trial, error),
) (*Pivots, error) {
	memory := memo.New()
	known := memory.Over(reader)
	law := newLawmaker(newReading(known, on, datasets), filter)
	trials := map[string]*trial{}
	var base *trial
	reads := 0
	sets, truncated, err := minimalSets(ctx, maxTriesOfWorld, func(set []TreatyChange) (bool, []TreatyChange, error) {
		if reads > maxReadsOfWorld {
			return false, nil, errSpent
		}
		read := map[*graph.AlliedWith]bool{}
		t, err := run(ctx, &revised{known, revise(set, law.entering), read}, read)
		if err != nil {
			return false, nil, err
		}
		reads += len(read)
		if base == nil {
			base = t
		}
		if t.holds != base.holds {
			trials[setKey(set)] = t
			return true, nil, nil
		}
		if len(set) == MaxPivotChanges {
			return false, nil, nil
		}
		next, err := law.ending(ctx, t.next)
		if err != nil {
			return false, nil, err
		}
		pending, err := law.pendingOf(ctx, t.pending...)
		return false, append(next, pending...), err
	})
	if err != nil {
		return nil, err
	}
	out := &Pivots{Holds: base.holds, Truncated: truncated}
	for _, set := range sets {
		pivot := pivotOf(set)
		if t := trials[setKey(set)]; t.effects != nil {
			pivot.Also = t.effects(base)
		}
		pivot.Duties = law.weight(set, memory)
		out.List = append(out.List, pivot)
	}
	return out.finish(ctx, law)
}

// weight counts the duties that a set of changes ends or brings about, of those that were read.
func (l *lawmaker) weight(set []TreatyChange, memory *memo.Memory) int {
	v := revise(set, l.entering)
	counted := map[graph.ID]bool{}
	for read := range memory.Relationships() {
		if r, ok := read.(*graph.AlliedWith); ok && v.removes(r) {
			counted[r.ID] = true
		}
	}
	for _, duties := range v.entered {
		for _, r := range duties {
			if !v.removes(r) {
				counted[r.ID] = true
			}
		}
	}
	return len(counted)
}

// PathPivotQuestion asks what it hangs on that there is a path, or that there is none.
type PathPivotQuestion struct {
	graph.PathQuery // of a day, to one node
	WhatIf          []TreatyChange
}

// PathPivots finds the minimal changes of treaties after which there is no path within MaxHops any more, or there is
// one.
func PathPivots(ctx context.Context, reader graph.Reader, q PathPivotQuestion) (*Pivots, error) {
	on := q.Filter.On
	switch {
	case on <= graph.Beginning || on >= graph.Forever:
		return nil, graph.Invalidf("asOf: want a day such as 2024-12-04")
	case len(q.To) != 1 || q.To[0] == q.From:
		return nil, graph.Invalidf("to: want one other node than where the path starts")
	case len(q.Filter.Types) != 1 || q.Filter.Types[0] != graph.AlliedWithType:
		return nil, graph.Invalidf("profile: want one that walks duties alone: ALLIANCE, DEFENSE_CHAIN or PACT")
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	reader, err := Overlay(ctx, reader, q.WhatIf, on)
	if err != nil {
		return nil, err
	}
	ends, err := reader.Nodes(ctx, []graph.ID{q.From, q.To[0]})
	if err != nil {
		return nil, err
	}
	for i, n := range ends {
		if n == nil {
			return nil, graph.NotFoundf("there is no node %q", []graph.ID{q.From, q.To[0]}[i])
		}
	}
	return worldPivots(ctx, reader, on, q.Filter.Datasets, q.Filter,
		func(ctx context.Context, world graph.Reader, _ map[*graph.AlliedWith]bool) (*trial, error) {
			path, visited, err := shortestPath(ctx, world, &q.PathQuery)
			return &trial{holds: path != nil, next: path, pending: visited}, err
		})
}

// shortestPath finds all duties between the nodes of a shortest path, nil where there is none; visited are the nodes
// reached.
func shortestPath(ctx context.Context, r graph.Reader,
	q *graph.PathQuery,
) (path []*graph.AlliedWith, visited []graph.ID, err error) {
	came := map[graph.ID]map[graph.ID][]*graph.AlliedWith{q.From: nil} // by node and the one before it
	frontier := []graph.ID{q.From}
	next := graph.HopQuery{Filter: q.Filter, Direction: q.Direction, PerNode: graph.MaxPerNode}
	for hop := 0; hop < q.MaxHops && len(frontier) > 0; hop++ {
		reached := map[graph.ID]map[graph.ID][]*graph.AlliedWith{}
		err := expandEach(ctx, r, frontier, next, func(id graph.ID, h graph.Hop) {
			other := h.Other.Head().ID
			if _, before := came[other]; before {
				return
			}
			if reached[other] == nil {
				reached[other] = map[graph.ID][]*graph.AlliedWith{}
			}
			reached[other][id] = append(reached[other][id], h.Relationship.(*graph.AlliedWith))
		})
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(came, reached)
		if _, found := reached[q.To[0]]; found {
			for at := q.To[0]; at != q.From; {
				before := slices.Sorted(maps.Keys(came[at]))[0]
				path = append(path, came[at][before]...)
				at = before
			}
			return path, nil, nil
		}
		frontier = slices.Sorted(maps.Keys(reached))
	}
	return nil, slices.Sorted(maps.Keys(came)), nil
}

// CascadePivotQuestion asks what it hangs on that an actor enters the war of a cascade, or stays out of it.
type CascadePivotQuestion struct {
	CascadeQuestion
	Actor graph.ID
	Side  Side // on which it enters; empty: on either
}

// CascadePivots finds the minimal changes of treaties after which the actor stays out, or enters.
func CascadePivots(ctx context.Context, reader graph.Reader, q CascadePivotQuestion) (*Pivots, error) {
	if err := q.validate(); err != nil {
		return nil, err
	}
	reader, err := Overlay(ctx, reader, q.WhatIf, q.On)
	if err != nil {
		return nil, err
	}
	given := map[graph.ID]bool{}
	for _, a := range q.Attacks {
		given[a.Attacker], given[a.Victim] = true, true
	}
	for _, id := range q.Scenario.HostileActors {
		given[id] = true
	}
	if given[q.Actor] {
		return nil, graph.Invalidf("actor: %s is in the war from its beginning; want one that may enter it", q.Actor)
	}
	question := q.CascadeQuestion
	question.WhatIf = nil
	return worldPivots(ctx, reader, q.On, q.Datasets, graph.Filter{},
		func(ctx context.Context, world graph.Reader, read map[*graph.AlliedWith]bool) (*trial, error) {
			w, _, err := fight(ctx, world, question)
			if err != nil {
				return nil, err
			}
			out := &trial{war: w}
			near := map[graph.ID]bool{q.Actor: true} // those on whose entry the actor's hangs
			for i := len(w.rounds) - 1; i >= 0; i-- {
				for _, e := range w.rounds[i].Entrants {
					if id := e.Actor.Head().ID; near[id] {
						out.holds = out.holds || id == q.Actor && (q.Side == "" || q.Side == e.Side)
						near[e.Helps.Head().ID], near[e.Against.Head().ID] = true, true
					}
				}
			}
			for r := range read {
				if decides(r) && !given[r.FromID] {
					out.next = append(out.next, r)
				}
			}
			slices.SortFunc(out.next, func(a, b *graph.AlliedWith) int {
				return cmp.Or(oneIf(!near[a.FromID])-oneIf(!near[b.FromID]), cmp.Compare(a.ID, b.ID))
			})
			out.pending = append(slices.Clone(w.order), q.Actor)
			out.effects = func(base *trial) (list []PivotEffect) {
				for _, change := range cascadeChanges(base.war, w) {
					if change.Actor.Head().ID != q.Actor {
						list = append(list, PivotEffect(change))
					}
				}
				return list
			}
			return out, nil
		})
}

// decides tells whether a duty can bring its obligor into a war, or keep it out.
func decides(r *graph.AlliedWith) bool {
	return binds(r) && (r.ObligationType == graph.ObligationDefense || r.ObligationType == graph.ObligationOffense ||
		r.ObligationType == graph.ObligationNeutral)
}

// ContradictionPivotQuestion asks what a contradiction hangs on.
type ContradictionPivotQuestion struct {
	On       graph.Day
	Datasets []graph.ID
	Kind     ContradictionKind // any but DATASETS_DIFFER
	Actor    graph.ID
	Between  []graph.ID // as the contradiction lists them: one or two
	WhatIf   []TreatyChange
}

// ContradictionPivots finds the minimal changes of treaties that end the contradiction, or bring it about.
func ContradictionPivots(ctx context.Context, reader graph.Reader, q ContradictionPivotQuestion) (*Pivots, error) {
	switch {
	case q.Kind == DatasetsDiffer || !slices.Contains(ContradictionKinds, q.Kind):
		return nil, graph.Invalidf("kind: %q is no contradiction of duties that treaties can change; want one of %v but %s",
			q.Kind, ContradictionKinds, DatasetsDiffer)
	case len(q.Between) < 1 || len(q.Between) > 2:
		return nil, graph.Invalidf("between: %d actors; want one or two, as the contradiction lists them", len(q.Between))
	}
	reader, err := Overlay(ctx, reader, q.WhatIf, q.On)
	if err != nil {
		return nil, err
	}
	ask := ContradictionQuery{
		On: q.On, Actors: []graph.ID{q.Actor}, Datasets: q.Datasets,
		Kinds: []ContradictionKind{q.Kind},
	}
	return worldPivots(ctx, reader, q.On, q.Datasets, graph.Filter{},
		func(ctx context.Context, world graph.Reader, read map[*graph.AlliedWith]bool) (*trial, error) {
			found, err := Contradictions(ctx, world, ask)
			if err != nil {
				return nil, err
			}
			for _, c := range found {
				if !c.is(&q) {
					continue
				}
				out := &trial{holds: true}
				for _, d := range c.Duties {
					out.next = append(out.next, d.Relationship)
				}
				if c.rivalry != nil {
					out.next = append(out.next, c.rivalry)
				}
				return out, nil
			}
			out := &trial{pending: append([]graph.ID{q.Actor}, q.Between...)}
			for r := range read { // without one of them it can become one of this kind
				if r.FromID == q.Actor && slices.Contains(q.Between, r.ToID) {
					out.next = append(out.next, r)
				}
			}
			slices.SortFunc(out.next, func(a, b *graph.AlliedWith) int { return cmp.Compare(a.ID, b.ID) })
			return out, nil
		})
}

// is tells whether a contradiction is the one asked about.
func (c *Contradiction) is(q *ContradictionPivotQuestion) bool {
	if c.Kind != q.Kind || c.Actor == nil || c.Actor.Head().ID != q.Actor || len(c.Between) != len(q.Between) {
		return false
	}
	same := func(i, j int) bool { return c.Between[i].Head().ID == q.Between[j] }
	return same(0, 0) && (len(q.Between) == 1 || same(1, 1))
}
