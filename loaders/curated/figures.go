package curated

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
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
		n := &graph.Observation{Header: graph.Header{ID: o.ID, Name: b.observationName(o), Period: period}, Indicator: graph.Text(o.Indicator),
			Value: o.Value, Low: o.Low, High: o.High, Unit: graph.Text(o.Unit), Estimate: o.Estimate, Note: graph.Text(join(append(notes, o.Note)...))}
		subjects := o.Of
		if o.Weapon != "" {
			subjects = append(subjects[:len(subjects):len(subjects)], o.Weapon)
		}
		if len(o.Of) == 1 {
			n.Subject = o.Of[0]
		} else if len(o.Of) == 0 {
			n.Subject = o.Weapon
		}
		b.node(r, n, o.Provenance, "")
		b.mentions(r, o.ID, o.Provenance)
		for _, s := range subjects {
			rel := &graph.ObservedFor{}
			rel.FromID, rel.ToID, rel.Period = o.ID, s, period
			says := o.of("of")
			if len(o.Of) > 1 { // one of them, the source does not say which
				says.Checked = ""
				rel.Note = "One of several possible subjects."
			}
			b.link(r, rel, "", says)
		}
		if o.Recipient != "" {
			rel := &graph.ObservedFor{}
			rel.FromID, rel.ToID, rel.Period, rel.Note = o.ID, o.Recipient, period, "Recipient."
			b.link(r, rel, "", o.of("recipient"))
		}
	}
}

// observationName reads "Active military personnel, North Korea, 2025".
func (b *builder) observationName(o observation) string {
	var of []string
	for _, id := range o.Of {
		of = append(of, cmp.Or(b.name[id], string(id)))
	}
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
			b.link(r, rel, fmt.Sprintf("claim-%02d", c.Number), Provenance{Sources: []string{c.Source}, Checked: sourceRead})
		}
	}
}

// compliance links an event to the first obligation of the article that it put to the test.
func (b *builder) compliance(d *document) {
	for _, c := range d.Compliance {
		r := b.start(string(c.Event))
		rel := &graph.Triggers{Outcome: graph.Text(c.Outcome), Obligor: c.Obligor, Requested: c.Beneficiary, Note: graph.Text(c.Text)}
		rel.FromID, rel.ToID, rel.Locator = c.Event, obligationID(articleID(c.Treaty, c.Article), 1), graph.Text("article "+c.Article)
		b.link(r, rel, string(c.Obligor), c.Provenance)
	}
}
