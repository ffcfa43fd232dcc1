package alliance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
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
	if err := w.readShown(ctx, c); err != nil {
		return err
	}
	counted := make([]*Duty, 0, 2*len(w.order))
	for _, r := range c.Rounds {
		for _, e := range r.Entrants {
			e.Because = w.because(e.ruling)
			counted = append(counted, e.Because...)
		}
	}
	for _, rulings := range w.torn {
		r := w.tear(rulings)
		c.Torn = append(c.Torn, r)
		counted = append(append(counted, r.Because...), r.Against...)
	}
	for id, r := range w.idle {
		if w.keptOut(id) {
			c.KeptOut = append(c.KeptOut, w.words(r))
		}
	}
	sortResponders(c.Torn)
	sortResponders(c.KeptOut)
	c.Subgraph = w.subgraph(c, counted)
	if len(counted) == 0 {
		var err error
		if c.Warnings, err = w.silence(ctx); err != nil {
			return err
		}
	}
	shown := append([]*Responder{{Because: counted}}, c.KeptOut...)
	c.Warnings = slices.Concat(c.Warnings, w.coverage(), w.uncertainStarts(shown))
	attacked := lists.Map(w.q.Attacks, func(a Attack) graph.ID { return a.Victim })
	slices.Sort(attacked)
	c.Warnings = append(c.Warnings, w.disagreements(slices.Compact(attacked)...)...)
	return nil
}

// keptOut tells whether an actor with an idle ruling did not enter for it.
func (w *war) keptOut(id graph.ID) bool { return !w.isIn(id) && w.torn[id] == nil }

// readShown reads what the rulings to be shown name.
func (w *war) readShown(ctx context.Context, c *Cascade) error {
	for _, r := range c.Rounds {
		for _, e := range r.Entrants {
			w.wantRulings(e.ruling)
		}
	}
	for _, rulings := range w.torn {
		w.wantRulings(rulings...)
	}
	for id, r := range w.idle {
		if w.keptOut(id) {
			w.wantRulings(r)
		}
	}
	return w.readNodes(ctx)
}

// tear puts into words what tears an actor: one ruling, or two that draw it to one side and to, or away from, the
// other.
func (w *war) tear(rulings []*ruling) *Responder {
	first := w.words(rulings[0])
	if len(rulings) == 1 {
		return first
	}
	second := w.words(rulings[1])
	return &Responder{
		Actor: first.Actor, Verdict: VerdictConflicted, Because: first.Because, Against: second.Because,
		Tensions: sortDuties(slices.Concat(first.Tensions, second.Tensions)), halves: []*Responder{first, second},
	}
}

// subgraph draws the belligerents in order of entry, then the torn, with the duties that brought them there.
func (w *war) subgraph(c *Cascade, counted []*Duty) graph.Subgraph {
	var out graph.Subgraph
	for _, id := range w.order {
		out.Nodes = append(out.Nodes, w.nodes[id])
	}
	for _, r := range c.Torn {
		out.Nodes = append(out.Nodes, r.Actor)
	}
	out.Relationships = make([]graph.Relationship, len(counted))
	for i, d := range counted {
		out.Relationships[i] = d.Relationship
	}
	slices.SortFunc(out.Relationships, func(a, b graph.Relationship) int {
		return strings.Compare(string(a.Head().ID), string(b.Head().ID))
	})
	out.Relationships = slices.CompactFunc(out.Relationships, func(a, b graph.Relationship) bool {
		return a.Head().ID == b.Head().ID
	})
	return out
}

// cascadeChanges compares what each actor does without and with a what-if.
func cascadeChanges(before, after *war) []CascadeChange {
	was, is := before.deeds(), after.deeds()
	actors := map[graph.ID]graph.Actor{}
	for id := range was {
		actors[id] = before.actor(id)
	}
	for id := range is {
		actors[id] = after.actor(id)
	}
	var out []CascadeChange
	for _, id := range slices.Sorted(maps.Keys(actors)) {
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

// deeds are what the actors do that were not in the war from its beginning.
func (w *war) deeds() map[graph.ID]string {
	out := map[graph.ID]string{}
	for _, r := range w.rounds {
		for _, e := range r.Entrants {
			out[e.Actor.Head().ID] = fmt.Sprintf("enters on the %s's side in round %d",
				strings.ToLower(string(e.Side)), r.Number)
		}
	}
	for id := range w.torn {
		out[id] = "torn"
	}
	for id, r := range w.idle {
		if w.keptOut(id) {
			out[id] = "stays out: " + string(r.verdict)
		}
	}
	return out
}
