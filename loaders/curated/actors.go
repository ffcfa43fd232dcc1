package curated

import (
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// sources come as one record: everything else refers to them.
func (b *builder) sources(d *document) {
	if len(d.Sources) == 0 {
		return
	}
	r := b.start("sources")
	for _, s := range d.Sources {
		n := &graph.Source{
			Header: graph.Header{ID: sourceID(s.ID), Name: s.Title}, Publisher: graph.Text(s.Publisher), Date: s.Date.value(),
			URL: graph.Text(s.URL), Reliability: graph.Text(s.Reliability), Checked: s.Checked,
		}
		record := graph.NewNodeRecord(n)
		record.Locator = b.file
		r.Nodes = append(r.Nodes, record)
	}
}

func (b *builder) states(d *document) {
	for _, s := range d.States {
		r := b.start(string(s.ID))
		b.node(r, s.node(), s.Provenance)
		for _, p := range s.Predecessors {
			b.relate(r, joining(&graph.Succeeds{}, s.ID, p, graph.Since(s.From.value())), "", s.ofList("predecessors"))
		}
	}
}

func (s *state) node() *graph.State {
	period := between(s.From, s.Until)
	n := &graph.State{
		Header:       graph.Header{ID: s.ID, Name: s.Name, Aliases: s.Aliases, Period: period},
		OfficialName: graph.Text(s.Official), Capital: graph.Text(s.Capital.Name), Latitude: &s.Capital.Lat,
		Longitude: &s.Capital.Lon,
		UNMember:  s.UN.value(), NuclearArmed: s.NuclearSince.value(), NuclearArmedEstimated: s.NuclearEstimated,
		Note: graph.Text(s.Note),
	}
	if s.Official != "" {
		n.Aliases = append(n.Aliases[:len(n.Aliases):len(n.Aliases)], s.Official)
	}
	n.Identifiers = identifiers(s.Codes, period)
	return n
}

// identifiers gives each code its days; one without is valid as long as the thing it means.
func identifiers(codes []code, existence graph.Period) []graph.Identifier {
	var out []graph.Identifier
	for _, c := range codes {
		p := existence
		if !c.From.IsZero() {
			p.From = c.From.value()
		}
		if !c.Until.IsZero() {
			p.Until = c.Until.value()
		}
		out = append(out, graph.Identifier{Scheme: c.Scheme, Value: c.Value, Period: p})
	}
	return out
}

func (o *organization) header() graph.Header {
	h := graph.Header{ID: o.ID, Name: o.Name, Aliases: o.Aliases, Period: between(o.From, o.Until)}
	if o.Wikidata != "" {
		h.Identifiers = []graph.Identifier{{Scheme: graph.SchemeWikidata, Value: o.Wikidata}}
	}
	return h
}

func (b *builder) organizations(d *document) {
	for _, o := range d.Organizations {
		r := b.start(string(o.ID))
		h := o.header()
		note := o.Note
		if o.Form != "" {
			note = join(sentence(strings.ToLower(strings.ReplaceAll(o.Form, "_", " "))), note)
		}
		if o.Seat != "" {
			note = join(note, "Seat: "+o.Seat)
		}
		if t := b.treaty[o.Treaty]; t != nil {
			note = join(note, "Founded on: "+t.Title)
		}
		b.node(r, &graph.Organization{Header: h, Kind: o.Kind, MembersComplete: o.membersComplete(), Note: graph.Text(note)},
			o.Provenance)
		b.mentions(r, o.ID, o.Provenance)
		if o.Parent != "" {
			b.relate(r, joining(&graph.PartOf{}, o.ID, o.Parent, h.Period), "", o.ofList("parent"))
		}
		for _, m := range o.Members {
			b.relate(r, joining(&graph.MemberOf{Kind: "MEMBER"}, m, o.ID, h.Period), "MEMBER", o.ofList("members"))
		}
	}
	for _, g := range d.Groups {
		r := b.start(string(g.ID))
		b.node(r, &graph.ArmedGroup{Header: g.header(), Note: graph.Text(g.Note)}, g.Provenance)
		b.mentions(r, g.ID, g.Provenance)
	}
}

// membersComplete is null for what has no members, such as a ministry.
func (o *organization) membersComplete() *bool {
	if o.Kind != graph.OrganizationAlliance && o.Kind != graph.OrganizationIGO {
		return nil
	}
	return &o.MembersComplete
}

// sentence begins with a capital letter.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (b *builder) persons(d *document) {
	for _, p := range d.Persons {
		r := b.start(string(p.ID))
		b.node(r, &graph.Person{
			Header: graph.Header{ID: p.ID, Name: p.Name, Aliases: p.Aliases}, Note: graph.Text(p.Note),
			Listing: graph.Listing{Countries: countries(p.Nationality)},
		}, p.Provenance)
		b.mentions(r, p.ID, p.Provenance)
		for _, o := range p.Offices {
			b.office(r, p.ID, o)
		}
	}
}

// countries is a person's nationality as a code where the state has one.
func countries(nationality graph.ID) []string {
	if nationality == "" {
		return nil
	}
	return []string{strings.TrimPrefix(string(nationality), "state:")}
}

func (b *builder) office(r *loaders.Record, holder graph.ID, o office) {
	rel := &graph.HoldsOffice{Title: graph.Text(o.Title), Role: graph.Text(o.Role)}
	note := o.Note
	if o.Acting {
		note = join("Acting", note)
	}
	rel.FromID, rel.ToID, rel.Period = holder, o.Of, between(o.From, o.Until)
	if o.From.IsZero() { // in office on the day on which it was seen, since when is not known
		rel.Period.StartUncertain = true
		rel.Period.From = o.Seen.value()
	}
	if !o.Seen.IsZero() && o.Until.IsZero() {
		note = join(note, "Last seen in office by a source on "+string(o.Seen))
	}
	rel.Note = graph.Text(note)
	b.relate(r, rel, graph.Slug(o.Title)+"/"+string(o.From), o.Provenance)
}

func (b *builder) memberships(d *document) {
	for _, m := range d.Memberships {
		r := b.start(string(m.Org))
		rel := &graph.MemberOf{Kind: graph.MembershipKind(m.Kind), Seat: graph.Text(m.Seat), Note: graph.Text(m.Note)}
		if !m.Signed.IsZero() {
			rel.Note = graph.Text(join(m.Note, "Signed on "+string(m.Signed)))
		}
		rel.FromID, rel.ToID, rel.Period = m.Member, m.Org, between(m.From, m.Until)
		rel.Period.StartUncertain = m.From.IsZero()
		rel.Period, _ = b.lifelong(m.Member, rel.Period)
		b.relate(r, rel, m.Kind+"/"+string(m.From), m.Provenance)
	}
}
