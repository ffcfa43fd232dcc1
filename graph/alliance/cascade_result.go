package alliance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// finish puts the answer together when nobody enters any more, and into words: it reads what the duties shown name.
func (w *war) finish(ctx context.Context, c *Cascade) error {
	for _, id := range w.order {
		if w.sides[id] == SideAttacker {
			c.AttackerSide = append(c.AttackerSide, w.actor(id))
		} else {
			c.VictimSide = append(c.VictimSide, w.actor(id))
		}
	}
	for _, id := range sortedIDs(w.torn) {
		if _, in := w.sides[id]; !in {
			c.Torn = append(c.Torn, w.torn[id])
			w.counted = append(append(w.counted, w.torn[id].Because...), w.torn[id].Against...)
		}
	}
	for _, id := range sortedIDs(w.idle) {
		if !w.in(id) && w.torn[id] == nil {
			c.KeptOut = append(c.KeptOut, w.idle[id])
		}
	}
	shown := slices.Concat(c.Torn, c.KeptOut)
	for _, r := range shown {
		for _, half := range append(r.halves, r) {
			for _, list := range half.lists() {
				for _, d := range list {
					w.want(d.Relationship)
				}
			}
		}
	}
	for _, d := range w.counted {
		w.want(d.Relationship)
	}
	if err := w.readNodes(ctx); err != nil {
		return err
	}
	for _, r := range shown {
		w.explain(r)
	}
	for _, d := range w.counted {
		w.complete(d)
	}
	for _, r := range c.Rounds {
		for _, e := range r.Entrants {
			sortDuties(e.Because)
		}
	}
	sortResponders(c.Torn)
	sortResponders(c.KeptOut)
	c.Subgraph = w.subgraph(c)
	c.Warnings = append(w.coverage(), w.uncertainStarts([]*Responder{{Because: w.counted}})...)
	var attacked []graph.ID
	for _, a := range w.q.Attacks {
		attacked = append(attacked, a.Victim)
	}
	slices.Sort(attacked)
	c.Warnings = append(c.Warnings, w.disagreements(slices.Compact(attacked)...)...)
	return nil
}

// subgraph draws the belligerents in order of entry, then the torn, with the duties that brought them there.
func (w *war) subgraph(c *Cascade) graph.Subgraph {
	var out graph.Subgraph
	for _, id := range w.order {
		out.Nodes = append(out.Nodes, w.nodes[id])
	}
	for _, r := range c.Torn {
		out.Nodes = append(out.Nodes, r.Actor)
	}
	out.Relationships = make([]graph.Relationship, len(w.counted))
	for i, d := range w.counted {
		out.Relationships[i] = d.Relationship
	}
	slices.SortFunc(out.Relationships, func(a, b graph.Relationship) int { return strings.Compare(string(a.Head().ID), string(b.Head().ID)) })
	out.Relationships = slices.CompactFunc(out.Relationships, func(a, b graph.Relationship) bool { return a.Head().ID == b.Head().ID })
	return out
}

// cascadeChanges compares what each actor does without and with a what-if.
func cascadeChanges(before, after *Cascade) []CascadeChange {
	was, is := before.deeds(), after.deeds()
	actors := map[graph.ID]graph.Actor{}
	for _, c := range []*Cascade{before, after} {
		for _, r := range c.Rounds {
			for _, e := range r.Entrants {
				actors[e.Actor.Head().ID] = e.Actor
			}
		}
		for _, r := range slices.Concat(c.Torn, c.KeptOut) {
			actors[r.Actor.Head().ID] = r.Actor
		}
	}
	var out []CascadeChange
	for _, id := range sortedIDs(actors) {
		b, a := orStays(was[id]), orStays(is[id])
		if a != b {
			out = append(out, CascadeChange{actors[id], b, a})
		}
	}
	return out
}

func orStays(deed string) string {
	if deed == "" {
		return "stays out: owes nothing"
	}
	return deed
}

func (c *Cascade) deeds() map[graph.ID]string {
	out := map[graph.ID]string{}
	for _, r := range c.Rounds {
		for _, e := range r.Entrants {
			out[e.Actor.Head().ID] = fmt.Sprintf("enters on the %s's side in round %d", strings.ToLower(string(e.Side)), r.Number)
		}
	}
	for _, r := range c.Torn {
		out[r.Actor.Head().ID] = "torn"
	}
	for _, r := range c.KeptOut {
		out[r.Actor.Head().ID] = "stays out: " + string(r.Verdict)
	}
	return out
}
