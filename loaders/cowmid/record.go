package cowmid

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

func (r *reader) record(d *dispute) loaders.Record {
	id := graph.ID(fmt.Sprintf("conflict:cow-mid-%d", d.number))
	out := loaders.Record{Locator: d.locator, Rows: len(d.origin), Origin: d.origin}
	var states []graph.ID
	for _, p := range d.participants {
		for _, s := range p.spans {
			states = append(states, s.ID)
		}
	}
	file, _, _ := strings.Cut(d.key, ":")
	out.Nodes = r.book.Take(file, states...)
	out.State(&graph.Conflict{
		Header: graph.Header{ID: id, Name: r.title(d), Period: d.period}, Kind: graph.ConflictDispute,
		Hostility: d.hostility, Low: d.fatalities.low, Best: d.fatalities.best, High: d.fatalities.high,
		Note: graph.Text(d.note),
	}, d.key)
	for _, p := range d.participants {
		for i, span := range p.spans {
			rel := &graph.ParticipatedIn{
				Side: p.side, Originator: p.originator, Hostility: p.hostility,
				Note: graph.Text(p.note),
			}
			if p.originator != nil {
				rel.Initiator = new(*p.originator && p.side == "A")
			}
			if i == 0 { // a spell that a succession splits states its fatalities once
				rel.Low, rel.Best, rel.High = p.fatalities.low, p.fatalities.best, p.fatalities.high
			}
			out.Relate(rel, graph.RelationshipHeader{FromID: span.ID, ToID: id, Period: span.Period, Locator: graph.Text(p.key)},
				fmt.Sprintf("%d/%s/%s", p.code, p.side, span.Period.From))
		}
	}
	if d.place != nil {
		d.locate(&out, id)
	}
	return out
}

func (d *dispute) locate(out *loaders.Record, id graph.ID) {
	at := graph.ID(fmt.Sprintf("place:cow-mid-%d", d.number))
	name := cmp.Or(d.place.name, fmt.Sprintf("Place of dispute %d", d.number))
	out.State(&graph.Place{
		Header: graph.Header{ID: at, Name: name}, Latitude: d.place.latitude,
		Longitude: d.place.longitude,
	}, d.place.key)
	out.Relate(&graph.LocatedAt{},
		graph.RelationshipHeader{FromID: id, ToID: at, Period: d.period, Locator: graph.Text(d.place.key)}, "")
}

// title calls a dispute by those who were in it first on either side.
func (r *reader) title(d *dispute) string {
	sides := map[graph.Text][]string{}
	ordered := slices.SortedFunc(slices.Values(d.participants), func(a, b *participant) int {
		return cmp.Or(cmp.Compare(originators(b), originators(a)), a.start.Compare(b.start), cmp.Compare(a.code, b.code))
	})
	for _, p := range ordered {
		name := cmp.Or(r.book.Name(p.spans[0].ID), string(p.spans[0].ID))
		if !slices.Contains(sides[p.side], name) {
			sides[p.side] = append(sides[p.side], name)
		}
	}
	side := func(names []string) string {
		switch len(names) {
		case 0:
			return "unknown"
		case 1:
			return names[0]
		case 2:
			return names[0] + " and " + names[1]
		}
		return fmt.Sprintf("%s and %d others", names[0], len(names)-1)
	}
	if len(d.participants) == 0 {
		return fmt.Sprintf("Militarized dispute %d, %d", d.number, d.period.From.Year())
	}
	return fmt.Sprintf("Dispute of %s with %s, %d", side(sides["A"]), side(sides["B"]), d.period.From.Year())
}

func originators(p *participant) int {
	if p.originator != nil && *p.originator {
		return 1
	}
	return 0
}
