package curated

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

func (b *builder) places(d *document) {
	for _, p := range d.Places {
		r := b.start(p.ID)
		b.node(r, &graph.Place{
			Header: graph.Header{ID: placeID(p.ID), Name: p.Name}, Kind: graph.Text(p.Kind),
			Latitude: &p.Lat, Longitude: &p.Lon,
		}, p.Provenance)
	}
}

// areas are places of kind AREA; the outlines are the project's own.
func (b *builder) areas(d *document) {
	for _, a := range d.Areas {
		r := b.start(a.ID)
		n := &graph.Place{Header: graph.Header{ID: placeID(a.ID), Name: a.Name}, Kind: "AREA", Words: graph.Text(a.Words)}
		var parts []string
		for _, p := range a.Parts {
			n.Area.Polygons = append(n.Area.Polygons, p.Polygon)
			parts = append(parts, p.Name)
		}
		says := Provenance{}
		if t := b.treaty[a.Treaty]; t != nil {
			says = Provenance{Sources: t.Sources}
			n.Note = graph.Text(join("Area of article " + a.Article + ", " + t.Title))
		}
		for _, p := range parts {
			n.Note = graph.Text(join(string(n.Note), "Part: "+p))
		}
		b.node(r, n, says)
	}
}

func (b *builder) weapons(d *document) {
	for _, w := range d.Weapons {
		r := b.start(string(w.ID))
		b.node(r, &graph.WeaponSystem{
			Header: graph.Header{ID: w.ID, Name: w.Name, Aliases: w.Aliases}, Category: graph.Text(w.Category),
			UNROCAClass: graph.Text(w.UNROCA), Subtype: graph.Text(w.Subtype), RangeKm: w.RangeKm, WarheadKg: w.WarheadKg,
			NuclearCapable: w.NuclearCapable,
			FirstTest:      w.FirstTest.value(), InService: w.InService.value(), FirstPublicAppearance: w.FirstShown.value(),
			Variants: w.Variants, Note: graph.Text(w.Note),
		}, w.Provenance)
		b.mentions(r, w.ID, w.Provenance)
		for _, o := range w.Origin {
			rel := &graph.Developed{Plain: graph.Plain{Note: "Country of origin."}}
			b.relate(r, joining(rel, o, w.ID, graph.Period{}), "", w.ofList("origin"))
		}
		for _, o := range w.Developers {
			b.relate(r, joining(&graph.Developed{}, o, w.ID, graph.Period{}), "", w.ofList("developers"))
		}
		for _, o := range w.Operators {
			period := between(o.From, o.Until)
			if o.From.IsZero() {
				period.From, period.StartUncertain = w.bound(o).value(), true
			}
			rel := &graph.Operates{Plain: graph.Plain{Note: graph.Text(o.Note)}}
			b.relate(r, joining(rel, o.Actor, w.ID, period), "", o.inheriting(w.ofList("operators")))
		}
		for _, o := range w.Ordered {
			rel := &graph.Ordered{Plain: graph.Plain{Note: graph.Text(o.Note)}}
			b.relate(r, joining(rel, o.Actor, w.ID, between(o.From, o.Until)), "", o.inheriting(w.ofList("ordered")))
		}
	}
}

// bound is the best known bound of a start that is not known: the day on which it was seen in service or, with its
// maker, on which it was known at all.
func (w *weapon) bound(o use) date {
	if o.Seen.IsZero() && slices.Contains(w.Origin, o.Actor) {
		return cmp.Or(w.InService, w.FirstTest, w.FirstShown)
	}
	return o.Seen
}

// period lasts through the event's last day.
func (e *event) period() graph.Period {
	return through(e.Date, cmp.Or(e.LastDay, e.Date))
}

func (b *builder) events(d *document) {
	for i := range d.Events {
		e := &d.Events[i]
		r := b.start(string(e.ID))
		n := &graph.Event{
			Header: graph.Header{ID: e.ID, Name: e.Title, Aliases: e.Aliases, Period: e.period()}, Type: graph.Text(e.Type),
			Mode: graph.Text(e.Mode), Status: e.Status,
			Summary: graph.Text(e.Summary), Quotation: graph.Text(e.Quotation), Note: graph.Text(join(e.Note, words(e.Figures))),
		}
		if killed, err := strconv.ParseFloat(e.Figures["killed"], 64); err == nil {
			n.Best = &killed
		}
		b.node(r, n, e.Provenance)
		b.mentions(r, e.ID, e.Provenance)
		b.roles(r, e)
		if e.Place != "" {
			b.relate(r, joining(&graph.LocatedAt{}, e.ID, placeID(e.Place), graph.Period{}), "", e.ofList("place"))
		}
		for _, id := range e.Weapons {
			b.involves(r, e, id, "", "weapons")
		}
		for _, id := range e.Treaties {
			b.involves(r, e, id, "", "treaties")
		}
		for _, id := range e.ThirdParties {
			b.involves(r, e, id, "Third party.", "third_parties")
		}
	}
}

// involves relates the event to what else it is about; list is where the file names it.
func (b *builder) involves(r *loaders.Record, e *event, id graph.ID, note graph.Text, list string) {
	rel := &graph.Involves{Plain: graph.Plain{Note: note}}
	b.relate(r, joining(rel, e.ID, id, e.period()), "", e.ofList(list))
}

// roles relate the actors, the recipients and the persons. A person acts, or is addressed, with the state or body that
// it belongs to, and is otherwise only involved.
func (b *builder) roles(r *loaders.Record, e *event) {
	act := func(id graph.ID, role graph.Text, list string) {
		b.relate(r, joining(&graph.ActorIn{Participation: graph.Participation{Role: role}}, id, e.ID, e.period()), "",
			e.ofList(list))
	}
	receive := func(id graph.ID, role graph.Text, list string) {
		b.relate(r, joining(&graph.RecipientOf{Participation: graph.Participation{Role: role}}, id, e.ID, e.period()), "",
			e.ofList(list))
	}
	for _, id := range e.Actors {
		act(id, "actor", "actors")
	}
	for _, id := range e.Recipients {
		receive(id, "recipient", "recipients")
	}
	side := func(list []graph.ID, person graph.ID) bool {
		return slices.ContainsFunc(list, func(id graph.ID) bool { return b.root(id) == b.root(person) })
	}
	for _, p := range e.Persons {
		switch {
		case side(e.Actors, p):
			act(p, "person", "persons")
		case side(e.Recipients, p):
			receive(p, "person", "persons")
		default:
			b.involves(r, e, p, "Person concerned.", "persons")
		}
	}
}
