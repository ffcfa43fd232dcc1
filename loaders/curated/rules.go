package curated

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// rules hold the facts of each document against each other: what cannot be so, whoever says it.
func (c *checker) rules(beside []*document) {
	all := append(slices.Clone(beside), c.docs...)
	w := &treatyRules{checker: c, builder: newBuilder(all), events: map[graph.ID]*event{}}
	for _, d := range all {
		for i := range d.Events {
			w.events[d.Events[i].ID] = &d.Events[i]
		}
	}
	for n, d := range c.docs {
		w.n = n
		w.sourced()
		for i := range d.Treaties {
			w.treaty(spot{}.in("treaties", i).path, &d.Treaties[i])
		}
		for i := range d.Areas {
			w.area(spot{}.in("areas", i), &d.Areas[i])
		}
		for i := range d.Compliance {
			w.tested(spot{}.in("compliance", i), &d.Compliance[i])
		}
	}
}

// treatyRules are the rules for treaties and for what refers to their articles, in the n-th document.
type treatyRules struct {
	*checker
	builder *builder
	events  map[graph.ID]*event
	n       int
}

// certainlyBefore tells whether one date is before another whatever is unknown of the two. The year 1949 is not surely
// before 4 April 1949.
func certainlyBefore(a, b graph.Date) bool {
	return !a.IsZero() && !b.IsZero() && a.After() <= b.First()
}

func (w *treatyRules) treaty(at string, t *treaty) {
	fault := func(field, format string, args ...any) { w.report(w.n, at+field, string(t.ID), format, args...) }
	signed, inForce, ended := t.Signed.value(), t.InForce.value(), t.Ended.value()
	// a statute may apply from a day before its enactment
	if certainlyBefore(inForce, signed) && t.Kind != graph.TreatyDomesticLaw {
		fault(".in_force", "is in force from %s, before it was signed on %s", inForce, signed)
	}
	if certainlyBefore(ended, cmp.Or(inForce, signed)) {
		fault(".ended", "ended on %s, before it was in force or signed (%s)", ended, cmp.Or(inForce, signed))
	}
	told := slices.ContainsFunc(t.Differs, func(d difference) bool { return d.Property == "ended" })
	if t.Status == "UNKNOWN" && ended.IsZero() && told {
		fault(".ended", "whether it is still in force is not known, and a source has it end: it would be told as in force "+
			"today; take the source's day for its end, and name the source under sourced")
	}
	if t.Status == "UNKNOWN" && t.InForceUnknown && t.oneSided() {
		fault(".in_force_unknown", "one of its two parties has consented, and of the other nothing is known: it would be "+
			"told as in force; take status SIGNED until a source has the other's consent")
	}
	for _, kind := range t.NoDuty {
		imposed := slices.ContainsFunc(t.Articles, func(a article) bool {
			return slices.ContainsFunc(a.Obligations, func(o obligation) bool { return o.Type == kind })
		})
		switch said := t.Sourced["no_duty"]; {
		case !slices.Contains(graph.ObligationTypes, kind):
			fault(".no_duty", "%s is no type of duty", kind)
		case said.Checked != "TEXT":
			fault(".no_duty", "that it imposes no %s duty is known from its text alone: name the text under sourced", kind)
		case imposed:
			fault(".no_duty", "an article imposes a %s duty", kind)
		}
	}
	for i := range t.Parties {
		w.party(spot{path: at}.in("parties", i).path, t, &t.Parties[i])
	}
	spells := w.spells(t)
	for i := range t.Articles {
		a := &t.Articles[i]
		in := spot{path: at}.in("articles", i)
		if a.key() == "" {
			fault(in.path[len(at):], "an article has neither a number nor, where no source gives one, a key that names it")
		}
		for j := range a.Obligations {
			w.duty(in.in("obligations", j), t, a, &a.Obligations[j], spells)
		}
	}
}

// party holds the days of a party against those of its treaty.
func (w *treatyRules) party(at string, t *treaty, p *party) {
	fault := func(field, format string, args ...any) {
		w.report(w.n, at+field, string(t.ID), "%s "+format, append([]any{p.Actor}, args...)...)
	}
	inForce, ended := p.InForce.value(), p.Ended.value()
	switch {
	case certainlyBefore(inForce, t.InForce.value()):
		fault(".in_force", "is bound from %s, before the treaty was in force on %s", inForce, t.InForce.value())
	case !inForce.IsZero() && certainlyBefore(t.Ended.value(), inForce):
		fault(".in_force", "is bound from %s, when the treaty had ended on %s", inForce, t.Ended.value())
	}
	switch start := cmp.Or(inForce, p.Consent.value(), p.Signed.value(), t.Signed.value()); {
	case certainlyBefore(ended, start):
		fault(".ended", "is no party from %s, before it became one (%s)", ended, start)
	case certainlyBefore(t.Ended.value(), ended):
		fault(".ended", "is a party until %s, but the treaty ended on %s", ended, t.Ended.value())
	}
	if life := w.builder.ended[p.Actor]; certainlyBefore(life, ended) {
		fault(".ended", "is a party until %s, but was no more from %s", ended, life)
	}
	if certainlyBefore(p.Signed.value(), t.Signed.value()) {
		fault(".signed", "signed on %s, before the treaty was signed on %s", p.Signed.value(), t.Signed.value())
	}
	if certainlyBefore(inForce, p.Signed.value()) && t.Kind != graph.TreatyDomesticLaw {
		fault(".in_force", "is bound from %s, before it signed on %s", inForce, p.Signed.value())
	}
}

// spells are the times in which each party was one.
func (w *treatyRules) spells(t *treaty) map[graph.ID][]graph.Period {
	out := map[graph.ID][]graph.Period{}
	add := func(p party) {
		period := between(cmp.Or(p.InForce, p.Signed, p.Consent, t.Signed), cmp.Or(p.Ended, t.Ended))
		period, _ = w.builder.lifelong(p.Actor, period)
		out[p.Actor] = append(out[p.Actor], period)
	}
	for _, p := range t.Parties {
		add(p)
	}
	for _, m := range w.builder.members[t.PartiesAreMembersOf] {
		add(m.party())
	}
	return out
}

// duty holds a duty against its treaty and the parties of it.
func (w *treatyRules) duty(at spot, t *treaty, a *article, o *obligation, spells map[graph.ID][]graph.Period) {
	fault := func(field, format string, args ...any) {
		w.report(w.n, at.path+field, string(t.ID), string(o.Type)+" duty of article "+a.key()+": "+format, args...)
	}
	if o.Type == graph.ObligationDefense {
		if a.Number == "" && a.Heading == "" && !a.NumberWanted {
			fault("", "a duty of defence names the article that imposes it: give its number; where the text has none, a "+
				"heading that says where it stands; "+
				"where nobody found the number, number_wanted: true")
		}
		if len(o.inheriting(a.inheriting(t.Provenance)).Sources) == 0 {
			fault("", "a duty of defence names its source")
		}
	}
	if len(o.Obligors) == 0 || len(o.Beneficiaries) == 0 {
		fault("", "want obligors, who owe it, and beneficiaries, who are owed it; ALL_PARTIES stands for every party")
	}
	if certainlyBefore(t.Ended.value(), o.Until.value()) {
		fault(".until", "counts until %s, but the treaty ended on %s", o.Until, t.Ended)
	}
	if certainlyBefore(o.From.value(), t.Signed.value()) {
		fault(".from", "counts from %s, before the treaty was signed on %s", o.From, t.Signed)
	}
	obligors, _ := bounds(o.Obligors) // document.check has read it
	for i, who := range obligors {
		switch periods := spells[who.Actor]; {
		case who.Actor == allParties:
		case len(periods) == 0:
			fault(spot{}.in(".obligors", i).path, "%s owes it, but is not among the parties", who.Actor)
		case certainlyBefore(latest(periods), who.Until):
			fault(spot{}.in(".obligors", i).path, "%s owes it until %s, but was a party until %s", who.Actor, who.Until,
				latest(periods))
		case certainlyBefore(latest(periods), who.From):
			fault(spot{}.in(".obligors", i).path, "%s owes it from %s, but was a party until %s", who.Actor, who.From,
				latest(periods))
		}
	}
}

// latest is when the last of the periods ends; the zero Date where one is open.
func latest(periods []graph.Period) (end graph.Date) {
	for _, p := range periods {
		if p.Until.IsZero() {
			return graph.Date{}
		}
		if p.Until.First() > end.First() {
			end = p.Until
		}
	}
	return end
}

// area holds the article that defines an area against the articles of its treaty.
func (w *treatyRules) area(at spot, a *area) {
	if t := w.builder.treaty[a.Treaty]; t != nil && a.Article != "" && t.article(a.Article) == nil {
		w.report(w.n, at.path+".article", a.ID, "%s has no article %s", a.Treaty, a.Article)
	}
}

// tested holds an event that put a duty to the test against that duty.
func (w *treatyRules) tested(at spot, k *compliance) {
	fault := func(field, format string, args ...any) {
		w.report(w.n, at.path+field, string(k.Event), format, args...)
	}
	t, e := w.builder.treaty[k.Treaty], w.events[k.Event]
	if t == nil || e == nil {
		return // references has said so
	}
	if a := t.article(k.Article); a == nil || len(a.Obligations) == 0 {
		return // likewise
	}
	spells := w.spells(t)
	periods := spells[k.Obligor]
	acts := slices.ContainsFunc(w.builder.members[k.Obligor], func(m membership) bool { return len(spells[m.Member]) > 0 })
	if len(periods) == 0 && !acts {
		fault(".obligor", "%s is not among the parties of %s, nor an organization of theirs", k.Obligor, k.Treaty)
	} else if end := latest(periods); certainlyBefore(end, e.Date.value()) {
		fault(".obligor", "%s was a party of %s until %s; the event is of %s", k.Obligor, k.Treaty, end, e.Date)
	}
}

// sourced finds items that name no source.
func (w *treatyRules) sourced() {
	w.docs[w.n].items(func(at spot, item reflect.Value) {
		if says := item.FieldByName("Provenance"); says.IsValid() && len(says.Interface().(Provenance).Sources) == 0 {
			w.report(w.n, at.path, nameOf(item), "names no source: give sources: [SLUG], and say with checked by what it was "+
				"checked; where it is what "+
				"everyone knows, sources: [general-knowledge] and checked: GENERAL")
		}
	})
}
