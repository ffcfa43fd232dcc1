package wikidata

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// builder makes the record of one entity.
type builder struct {
	*extract
	entity *entity
	id     graph.ID
	record loaders.Record
}

// node makes the node of the entity; nil for a label that Wikidata gives nothing to.
func (b *builder) node(c class) graph.Node {
	e := b.entity
	header := graph.Header{
		ID: b.id, Name: e.name(), Aliases: e.aliases(),
		Identifiers: []graph.Identifier{{Scheme: graph.SchemeWikidata, Value: e.ID}},
		Period:      b.reversed.Mend(e.ID, e.through([]string{"P571", "P580"}, []string{"P576", "P582"})),
	}
	switch c.label {
	case graph.LabelState:
		for property, scheme := range map[string]graph.IdentifierScheme{
			"P297": graph.SchemeISOAlpha2,
			"P298": graph.SchemeISOAlpha3, "P299": graph.SchemeISONumeric,
		} {
			for _, claim := range e.stated(property) {
				if code := claim.Mainsnak.text(); code != "" {
					header.Identifiers = append(header.Identifiers,
						graph.Identifier{Scheme: scheme, Value: code, Period: b.reversed.Mend(e.ID+" "+property, claim.period())})
				}
			}
		}
		slices.SortFunc(header.Identifiers[1:], func(a, b graph.Identifier) int { // the first is the Q number
			return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Value, b.Value))
		})
		capital, _ := e.best("P36")
		return &graph.State{
			Header: header, OfficialName: graph.Text(e.text("P1448")),
			Capital: graph.Text(b.names[capital.Mainsnak.item()]),
		}
	case graph.LabelPerson:
		life := e.through([]string{"P569"}, []string{"P570"})
		if life.StartUncertain && life.Until.IsZero() {
			life.EndUncertain = true // nobody can tell that somebody still lives who was born nobody knows when
		}
		header.Period = b.reversed.Mend(e.ID, life)
		return &graph.Person{Header: header, Born: life.From}
	case graph.LabelOrganization:
		return &graph.Organization{Header: header, Kind: c.kind}
	case graph.LabelTreaty:
		signed, inForce, ended := e.date("P585", "P577"), e.date("P7588", "P580"), e.date("P582", "P2669")
		header.Period = b.treatyPeriod(inForce, signed)
		if header.Period.EndUncertain {
			ended = graph.Date{}
		}
		return &graph.Treaty{Header: header, Kind: graph.TreatyTreaty, Signed: signed, InForce: inForce, Ended: ended}
	case graph.LabelWeaponSystem:
		header.Period = graph.Period{}
		return &graph.WeaponSystem{Header: header, InService: e.date("P729"), FirstTest: e.date("P606")}
	}
	b.unplaced["entities whose label Wikidata gives nothing to"]++
	return nil
}

// treatyPeriod runs from the entry into force. A treaty that was only signed has none, and the day of its signature
// starts what is shown of it.
func (b *builder) treatyPeriod(inForce, signed graph.Date) graph.Period {
	p := b.entity.through([]string{"P7588", "P580"}, []string{"P582", "P2669"})
	if inForce.IsZero() && !p.StartUncertain {
		_, unsaid := b.entity.moment("P585", "P577")
		p.From = signed
		p.StartUncertain, p.EndUncertain = unsaid, p.EndUncertain || unsaid && p.Until.IsZero()
	}
	return b.reversed.Mend(b.entity.ID, p)
}

// relating is a property whose value becomes a relationship.
type relating struct {
	property string
	from, to graph.Label
	reversed bool // the value is where the relationship starts
	make     making
}

// making makes a relationship of a claim; its header, which may be changed, is put in afterwards.
type making func(h *graph.RelationshipHeader, c claim) graph.Relationship

func developed(*graph.RelationshipHeader, claim) graph.Relationship { return &graph.Developed{} }

func succeeds(*graph.RelationshipHeader, claim) graph.Relationship { return &graph.Succeeds{} }

var relatings = []relating{
	{"P463", "", graph.LabelOrganization, false, func(*graph.RelationshipHeader, claim) graph.Relationship {
		return &graph.MemberOf{Kind: graph.FullMember}
	}},
	{"P1365", graph.LabelState, graph.LabelState, false, succeeds},
	{"P1366", graph.LabelState, graph.LabelState, true, succeeds},
	{"P47", graph.LabelState, graph.LabelState, false, func(*graph.RelationshipHeader, claim) graph.Relationship {
		return &graph.Borders{Kind: "LAND"}
	}},
	{"P1891", graph.LabelTreaty, "", true, func(h *graph.RelationshipHeader, c claim) graph.Relationship {
		signed := c.qualifier("P585", "P580").date()
		h.Period = graph.Since(signed) // signed is not in force: nothing is derived from it
		return &graph.PartyTo{Signed: signed}
	}},
	{"P137", graph.LabelWeaponSystem, "", true, func(*graph.RelationshipHeader, claim) graph.Relationship {
		return &graph.Operates{}
	}},
	{"P176", graph.LabelWeaponSystem, "", true, developed},
	{"P287", graph.LabelWeaponSystem, "", true, developed},
}

// relationships adds those of the entity's claims that join nodes which the file or the bundled table knows.
func (b *builder) relationships() {
	own := graph.Ontology.LabelOf(b.id)
	for _, r := range relatings {
		if r.from != "" && r.from != own {
			continue
		}
		for _, c := range b.entity.stated(r.property) {
			q := c.Mainsnak.item()
			if q == "" {
				continue // somevalue and novalue
			}
			b.add(r.property, c, q, r.to, r.reversed, r.make)
		}
	}
	if own != graph.LabelPerson {
		return
	}
	for _, c := range b.entity.stated("P39") {
		of := c.qualifier("P1001", "P642").item()
		title := cmp.Or(b.names[c.Mainsnak.item()], c.Mainsnak.item())
		if of == "" || title == "" {
			b.unplaced["P39 without P1001 or P642"]++
			continue
		}
		b.add("P39", c, of, "", false, func(*graph.RelationshipHeader, claim) graph.Relationship {
			return &graph.HoldsOffice{Title: graph.Text(title)}
		})
	}
}

// add makes the relationship of one claim to the node of a Q number, or counts why it did not.
func (b *builder) add(property string, c claim, q string, want graph.Label, reversed bool, make making) {
	other := b.nodes[q]
	if other == "" {
		if other = b.bundled(q); other != "" {
			b.nodes[q] = other
		}
	}
	label := graph.Ontology.LabelOf(other)
	if other == "" || (want != "" && label != want) {
		b.unplaced[property+" to entities not known"]++
		return
	}
	h := graph.RelationshipHeader{
		FromID: b.id, ToID: other, Period: b.reversed.Mend(b.entity.ID+" "+property, c.period()),
		Locator: graph.Text(b.record.Locator),
	}
	if reversed {
		h.FromID, h.ToID = h.ToID, h.FromID
	}
	if source, ok := c.source(b.names); ok {
		if !slices.ContainsFunc(b.record.Nodes, func(n graph.NodeRecord) bool { return n.ID == source.ID }) {
			b.record.State(&source, b.record.Locator)
		}
		h.SourceID = source.ID
	}
	time := h.Period.From.String()
	if !h.Period.Until.IsZero() {
		time += ".." + h.Period.Until.String() // two spells may both lack their start
	}
	r := make(&h, c)
	*r.Head() = h
	record := graph.NewRelationshipRecord(r, fmt.Sprintf("%s-%s-%s", property, time, q))
	spec := graph.Ontology.Type(record.Type)
	if !allowed(spec.From, record.From) || !allowed(spec.To, record.To) || record.From == record.To {
		b.unplaced[property+" between nodes that it cannot join"]++
		return
	}
	b.record.Relationships = append(slices.DeleteFunc(b.record.Relationships,
		func(known graph.RelationshipRecord) bool { return known.ID() == record.ID() }), record)
}

func allowed(labels []graph.Label, id graph.ID) bool {
	return labels == nil || slices.Contains(labels, graph.Ontology.LabelOf(id))
}
