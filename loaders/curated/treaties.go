package curated

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// treaties make one record each: treaty, parties, articles and obligations, from which ALLIED_WITH is derived.
func (b *builder) treaties(d *document) {
	for i := range d.Treaties {
		t := &d.Treaties[i]
		r := b.start(string(t.ID))
		says := t.Provenance
		says.Checked = t.checked()
		b.node(r, t.node(), says)
		b.mentions(r, t.ID, says)
		for _, old := range t.Replaces {
			b.relate(r, joining(&graph.Replaces{}, t.ID, old, graph.Period{}), "", says.ofList("replaces"))
		}
		spells := map[graph.ID]int{}
		for _, p := range t.Parties {
			spells[p.Actor]++
			b.party(r, t, p, spells[p.Actor], says.ofList("parties"))
		}
		for _, m := range b.members[t.PartiesAreMembersOf] {
			spells[m.Member]++
			b.party(r, t, m.party(), spells[m.Member], says)
		}
		for i := range t.Articles {
			b.article(r, t, &t.Articles[i])
		}
	}
}

// checked is by what the treaty was checked: where it does not say so, it was read where any of its articles was.
func (t *treaty) checked() checking {
	if t.Checked == "" && slices.ContainsFunc(t.Articles, func(a article) bool { return a.Checked == sourceRead }) {
		return sourceRead
	}
	return t.Checked
}

// party is the part that a member of an organization has in the treaty whose parties are its members.
func (m membership) party() party {
	p := party{Actor: m.Member, InForce: m.From, Ended: m.Until, Provenance: m.Provenance}
	p.Sourced = map[string]Citation{}
	for from, to := range map[string]string{"from": "in_force", "until": "ended"} {
		if c, ok := m.Sourced[from]; ok {
			p.Sourced[to] = c
		}
	}
	p.Differs = nil
	for _, d := range m.Differs {
		if name := map[string]string{"from": "in_force", "until": "ended"}[d.Property]; name != "" {
			d.Property = name
			p.Differs = append(p.Differs, d)
		}
	}
	return p
}

// entered tells whether the treaty has ever been in force.
func (t *treaty) entered() bool { return !t.InForce.IsZero() || t.InForceUnknown }

// oneSided tells whether just one of two parties is known to have consented.
func (t *treaty) oneSided() bool {
	bound := func(p party) bool { return !p.Consent.IsZero() || !p.InForce.IsZero() }
	return len(t.Parties) == 2 && bound(t.Parties[0]) != bound(t.Parties[1])
}

// period is the time in force. A treaty whose entry into force was not found counts from its signature, one of two
// parties from the later consent where that is known; one that has not entered into force starts, on paper, with its
// signature too.
func (t *treaty) period() graph.Period {
	p := between(t.InForce, t.Ended)
	p.EndUncertain = t.EndedUncertain
	if t.InForce.IsZero() {
		p.From, p.StartUncertain = t.Signed.value(), t.InForceUnknown
		for _, party := range t.Parties {
			if c := party.Consent.value(); t.InForceUnknown && len(t.Parties) == 2 && c.First() > p.From.First() {
				p.From = c
			}
		}
	}
	return p
}

func (t *treaty) header() graph.Header {
	return graph.Header{
		ID: t.ID, Name: t.Title, Aliases: t.Aliases, Period: t.period(),
		Identifiers: identifiers(t.Identifiers, graph.Period{}),
	}
}

func (t *treaty) node() *graph.Treaty {
	n := &graph.Treaty{
		Header: t.header(), Kind: t.Kind, Binding: t.Binding, Signed: t.Signed.value(),
		InForce: t.InForce.value(), Ended: t.Ended.value(), EndedHow: t.EndedHow, Term: graph.Text(t.Term), NoDuty: t.NoDuty,
	}
	notes := slices.Clone(t.Notes)
	if len(t.References) > 0 {
		notes = append(notes, "Also cited as "+strings.Join(t.References, ", "))
	}
	if t.PartiesComplete != nil && !*t.PartiesComplete {
		notes = append(notes, "Not all parties are listed")
	}
	if t.BindingDisputed {
		notes = append(notes, "Its legal force is disputed or unclear")
	}
	for _, s := range t.Suspensions {
		if s.Whole {
			n.Suspensions = append(n.Suspensions, s.graph())
		} else {
			notes = append(notes, s.words())
		}
	}
	n.Note = graph.Text(join(notes...))
	n.Actions = t.actions()
	return n
}

func (s suspension) graph() graph.Suspension {
	return graph.Suspension{Period: between(s.From, s.Until), By: graph.Text(s.By), Scope: graph.Text(s.Scope)}
}

// words tell of a suspension that ends no duty by itself.
func (s suspension) words() string {
	var b strings.Builder
	b.WriteString("Suspended in part or by declaration")
	if s.By != "" {
		fmt.Fprintf(&b, " by %s", s.By)
	}
	if s.Toward != "" {
		fmt.Fprintf(&b, " toward %s", s.Toward)
	}
	fmt.Fprintf(&b, ", %s", between(s.From, s.Until).Text())
	if s.Scope != "" {
		b.WriteString(": " + s.Scope)
	}
	return b.String()
}

// actions put the treaty's life in order: its timeline, then what each party did.
func (t *treaty) actions() []graph.TreatyAction {
	var out []graph.TreatyAction
	add := func(on date, kind string, actor graph.ID, text string, source graph.ID) {
		if !on.IsZero() {
			out = append(out,
				graph.TreatyAction{Date: on.value(), Kind: kind, Actor: actor, Text: graph.Text(text), Source: source})
		}
	}
	for _, s := range t.Timeline {
		add(s.Date, actionKind(s.What), "", s.What, cmp.Or(sourceID(s.Source), t.cites("timeline")))
	}
	add(t.Signed, "SIGNATURE", "", "", t.cites("signed"))
	add(t.InForce, "ENTRY_INTO_FORCE", "", "", t.cites("in_force"))
	for _, s := range t.Suspensions {
		add(s.From, "SUSPENSION", s.By, s.Scope, t.cites("suspensions"))
	}
	for _, p := range t.Parties {
		p.Provenance = p.inheriting(t.ofList("parties"))
		add(p.ProtocolSigned, "ACCESSION_PROTOCOL", p.Actor, "", p.cites("protocol_signed"))
		add(p.Signed, "SIGNATURE", p.Actor, "", p.cites("signed"))
		add(p.Consent, cmp.Or(p.ConsentKind, "CONSENT"), p.Actor, "", p.cites("consent"))
		if p.Reservation != "" {
			add(cmp.Or(p.Consent, p.Signed, p.InForce), "RESERVATION", p.Actor, p.Reservation, p.cites("reservation"))
		}
		add(p.InForce, "ENTRY_INTO_FORCE", p.Actor, "", p.cites("in_force"))
		for _, s := range p.Suspensions {
			add(s.From, "SUSPENSION", cmp.Or(s.By, p.Actor), s.Scope, p.cites("suspensions"))
		}
		add(p.Ended, string(cmp.Or(p.EndedHow, graph.EndTermination)), p.Actor, "", p.cites("ended"))
	}
	if len(t.Parties) == 0 || !t.Ended.IsZero() {
		add(t.Ended, string(cmp.Or(t.EndedHow, graph.EndTermination)), "", "", t.cites("ended"))
	}
	slices.SortStableFunc(out, func(a, b graph.TreatyAction) int { return a.Date.Compare(b.Date) })
	return out
}

// actionKind reads the kind off the words of a timeline.
func actionKind(what string) string {
	for _, k := range []struct{ word, kind string }{
		{"in force", "ENTRY_INTO_FORCE"},
		{"enters into force", "ENTRY_INTO_FORCE"},
		{"invoke", "INVOCATION"},
		{"extended", "EXTENSION"},
		{"suspen", "SUSPENSION"},
		{"withdraw", "WITHDRAWAL"},
		{"denounc", "DENUNCIATION"},
		{"ratif", "RATIFICATION"},
		{"approv", "APPROVAL"},
		{"signed", "SIGNATURE"},
	} {
		if strings.Contains(what, k.word) {
			return k.kind
		}
	}
	return "OTHER"
}

// party relates a party to its treaty, for the n-th time that it is one.
func (b *builder) party(r *loaders.Record, t *treaty, p party, spell int, says Provenance) {
	rel := &graph.PartyTo{
		Signed: p.Signed.value(), Consent: p.Consent.value(), ConsentKind: graph.Text(p.ConsentKind),
		InForce: p.InForce.value(), Ended: p.Ended.value(),
		EndedHow: p.EndedHow, Reservation: graph.Text(p.Reservation),
	}
	rel.FromID, rel.ToID, rel.Period = p.Actor, t.ID, between(p.InForce, p.Ended)
	rel.Period.EndUncertain = p.EndedUncertain
	if p.InForce.IsZero() {
		rel.Period.From = cmp.Or(p.Signed, p.Consent, t.Signed).value()
		// bound from a day not found, at the earliest when it existed and had consented, and the treaty was in force
		if t.entered() {
			rel.Period.StartUncertain = true
			for _, start := range []graph.Date{b.began[p.Actor], p.Consent.value(), t.period().From} {
				if start.First() > rel.Period.From.First() {
					rel.Period.From = start
				}
			}
		}
	}
	var ended bool
	if rel.Period, ended = b.lifelong(p.Actor, rel.Period); ended {
		rel.Ended, rel.EndedHow = rel.Period.Until, graph.EndSuccession
	}
	_, until := rel.Period.Bounds()
	if _, last := t.period().Bounds(); last < until && p.Ended.IsZero() && !p.EndedUncertain { // a party to the end
		rel.Period.Until, rel.Period.EndUncertain = t.period().Until, t.period().EndUncertain
		rel.Ended, rel.EndedHow = t.Ended.value(), t.EndedHow
	}
	notes := []string{p.Note}
	for _, s := range p.Suspensions {
		if s.Whole {
			rel.Suspensions = append(rel.Suspensions, s.graph())
		} else {
			notes = append(notes, s.words())
		}
	}
	rel.Note = graph.Text(join(notes...))
	discriminator := ""
	if spell > 1 {
		discriminator = rel.Period.From.String()
	}
	b.relate(r, rel, discriminator, p.inheriting(says))
}
