package cowwars

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

func (r *reader) record(w *war) loaders.Record {
	id := graph.ID("conflict:" + r.list.name + "-" + w.number)
	out := loaders.Record{Locator: w.locator, Rows: len(w.origin), Origin: w.origin}
	var states []graph.ID
	for _, p := range w.participants {
		if p.group != "" {
			out.State(&graph.ArmedGroup{Header: graph.Header{ID: p.group, Name: r.groupName(p.name)}}, w.file)
			continue
		}
		for _, ph := range p.phases {
			for _, s := range ph.spans {
				states = append(states, s.ID)
			}
		}
	}
	out.Nodes = append(out.Nodes, r.book.Take(w.file, states...)...)
	period := w.period()
	best, low := w.deaths()
	out.State(&graph.Conflict{
		Header: graph.Header{ID: id, Name: w.name, Period: period}, Kind: r.list.kind, Best: best,
		Low: low, Note: w.note(),
	}, w.file+": WarNum "+w.number)
	sideA := w.initiatingSide()
	for _, p := range w.participants {
		p.fought(&out, id, sideA, period.From)
	}
	return out
}

// deaths sums the battle deaths. Where some are not known the sum is only the low estimate.
func (w *war) deaths() (best, low *float64) {
	sum, any, unknown := 0.0, false, false
	sides := map[int]bool{}
	for _, p := range w.participants {
		if p.shared && sides[p.side] {
			continue // stated once for the whole side
		}
		sides[p.side] = true
		unknown = unknown || p.unknown
		if p.deaths != nil {
			sum, any = sum+*p.deaths, true
		}
	}
	switch {
	case w.total != nil:
		return w.total, nil
	case !any:
		return nil, nil
	case unknown:
		return nil, &sum
	}
	return &sum, nil
}

// fought adds one relationship for each phase and state.
func (p *participant) fought(out *loaders.Record, war graph.ID, sideA int, begin graph.Date) {
	side := graph.Text("B")
	if p.side == sideA {
		side = "A"
	}
	for i, ph := range p.phases {
		for j, span := range ph.spans {
			from := span.ID
			if p.group != "" {
				from = p.group
			}
			rel := &graph.ParticipatedIn{Side: side, Initiator: p.initiator, Outcome: p.outcome}
			rel.Originator = originator(p.phases[0].start, begin)
			switch {
			case i == 0 && j == 0 && !p.shared:
				rel.Best = p.deaths
			case i == 0 && j == 0 && p.deaths != nil:
				rel.Note = graph.Text(fmt.Sprintf("Battle deaths of its whole side: %.0f.", *p.deaths))
			case p.deaths != nil && !p.shared:
				rel.Note = "Its battle deaths are stated with its first phase."
			}
			discriminator := fmt.Sprintf("%s/%s", side, span.Period.From)
			if p.code != "" {
				discriminator = p.code + "/" + discriminator
			}
			out.Relate(rel, graph.RelationshipHeader{FromID: from, ToID: war, Period: span.Period, Locator: graph.Text(p.key)},
				discriminator)
		}
	}
}

// originator tells whether a participant was there on the war's first day, nil where one of the days is not known.
func originator(start, begin graph.Date) *bool {
	yes := start == begin
	if yes && start.DayOfMonth() != 0 || !yes && start.First() >= begin.After() {
		return &yes
	}
	return nil
}
