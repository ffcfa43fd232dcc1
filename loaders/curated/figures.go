package curated

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

func (b *builder) observations(d *document) {
	for _, o := range d.Observations {
		r := b.start(string(o.ID))
		period := through(o.Date, o.Date)
		var notes []string
		if o.AttributedTo != "" {
			notes = append(notes, "Attributed to "+o.AttributedTo)
		}
		if o.Basis != "" {
			notes = append(notes, sentence(o.Basis))
		}
		n := &graph.Observation{
			Header: graph.Header{ID: o.ID, Name: b.observationName(o), Period: period}, Indicator: graph.Text(o.Indicator),
			Value: o.Value, Low: o.Low, High: o.High, Unit: graph.Text(o.Unit), Estimate: o.Estimate,
			Note: graph.Text(join(append(notes, o.Note)...)),
		}
		subjects := o.Of
		if o.Weapon != "" {
			subjects = append(subjects[:len(subjects):len(subjects)], o.Weapon)
		}
		if len(o.Of) == 1 {
			n.Subject = o.Of[0]
		} else if len(o.Of) == 0 {
			n.Subject = o.Weapon
		}
		b.node(r, n, o.Provenance)
		b.mentions(r, o.ID, o.Provenance)
		for _, s := range subjects {
			rel := &graph.ObservedFor{}
			rel.FromID, rel.ToID, rel.Period = o.ID, s, period
			says := o.ofList("of")
			if len(o.Of) > 1 { // one of them, the source does not say which
				says.Checked = ""
				rel.Note = "One of several possible subjects."
			}
			b.relate(r, rel, "", says)
		}
		if o.Recipient != "" {
			rel := &graph.ObservedFor{}
			rel.FromID, rel.ToID, rel.Period, rel.Note = o.ID, o.Recipient, period, "Recipient."
			b.relate(r, rel, "", o.ofList("recipient"))
		}
	}
}

// observationName reads "Active military personnel, North Korea, 2025".
func (b *builder) observationName(o observation) string {
	of := lists.Map(o.Of, func(id graph.ID) string { return cmp.Or(b.name[id], string(id)) })
	if len(of) == 0 {
		return fmt.Sprintf("%s, %s", sentence(o.Measure), o.Date)
	}
	return fmt.Sprintf("%s, %s, %s", sentence(o.Measure), strings.Join(of, " or "), o.Date)
}

// claims say what a report mentions, sentence by sentence.
func (b *builder) claims(d *document) {
	for _, c := range d.Claims {
		r := b.start(fmt.Sprintf("number: %d", c.Number))
		for _, id := range c.Subjects {
			rel := &graph.Mentions{Sentence: graph.Text(c.Claim), Phrase: graph.Text(c.Phrase)}
			rel.FromID, rel.ToID, rel.Locator = sourceID(c.Source), id, graph.Text(fmt.Sprintf("claim %d", c.Number))
			b.relate(r, rel, fmt.Sprintf("claim-%02d", c.Number), Provenance{Sources: []string{c.Source}, Checked: sourceRead})
		}
	}
}

// compliance relates an event to the obligation that it put to the test: the first of the article that the obligor
// owes, or the first where an organization acts for those who do.
func (b *builder) compliance(d *document) {
	for _, c := range d.Compliance {
		r := b.start(string(c.Event))
		rel := &graph.Triggers{
			Outcome: graph.Text(c.Outcome), Obligor: c.Obligor, Requested: c.Beneficiary,
			Note: graph.Text(c.Text),
		}
		rel.FromID, rel.ToID, rel.Locator = c.Event, obligationID(articleID(c.Treaty, c.Article),
			b.treaty[c.Treaty].owed(c.Article, c.Obligor)), graph.Text("article "+c.Article)
		b.relate(r, rel, string(c.Obligor), c.Provenance)
	}
}

// owed is the number of the first obligation of an article that an actor owes, and 1 where it owes none.
func (t *treaty) owed(key string, obligor graph.ID) int {
	if t == nil {
		return 1
	}
	if a := t.article(key); a != nil {
		for i := range a.Obligations {
			if slices.ContainsFunc(t.expand(a.Obligations[i].Obligors), func(b bound) bool { return b.Actor == obligor }) {
				return i + 1
			}
		}
	}
	return 1
}
