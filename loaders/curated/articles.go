package curated

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// articleID names an article by its number as the treaty writes it, or by its key: "article:ru-kp-2024/4".
func articleID(treaty graph.ID, key string) graph.ID {
	return graph.ID("article:" + strings.TrimPrefix(string(treaty), "treaty:") + "/" + strings.ReplaceAll(key, " ", "-"))
}

// obligationID names the n-th obligation of an article, counted from 1.
func obligationID(article graph.ID, n int) graph.ID {
	return graph.ID(fmt.Sprintf("obligation:%s/%d", strings.TrimPrefix(string(article), "article:"), n))
}

func (a *article) key() string { return cmp.Or(a.Number, a.Key) }

// article is the article of a number or key; nil where there is none.
func (t *treaty) article(key string) *article {
	for i := range t.Articles {
		if articleID(t.ID, t.Articles[i].key()) == articleID(t.ID, key) {
			return &t.Articles[i]
		}
	}
	return nil
}

// name is "Article 4 of <treaty>", or by its heading where the number is not known.
func (a *article) name(t *treaty) string {
	switch {
	case a.Number == "" && a.Heading != "":
		return sentence(a.Heading) + ", " + t.Title
	case a.Number == "":
		return "Unnumbered provision of " + t.Title
	case a.Number[0] >= '0' && a.Number[0] <= '9' || strings.Trim(a.Number[:1], "IVX") == "":
		return "Article " + a.Number + ", " + t.Title
	}
	return a.Number + ", " + t.Title
}

func (b *builder) article(r *loaders.Record, t *treaty, a *article) {
	says := a.inheriting(t.Provenance)
	id := articleID(t.ID, a.key())
	locator := b.file
	if a.Number != "" {
		locator += ", article " + a.Number
	}
	says.Locator = cmp.Or(a.Locator, locator)
	var notes []string
	if len(a.Commitments) > 0 {
		notes = append(notes, "Also promised: "+strings.Join(a.Commitments, "; "))
	}
	if a.NumberChecked != nil && !*a.NumberChecked {
		notes = append(notes, "The number of the article was not read in a source")
	}
	if a.NumberWanted {
		notes = append(notes, "The number of the article was not found")
	}
	n := &graph.Article{
		Header: graph.Header{ID: id, Name: a.name(t)}, Number: a.Number, Heading: graph.Text(a.Heading),
		Summary: graph.Text(a.Summary), Quotation: graph.Text(a.Quotation), Note: graph.Text(join(append(notes, a.Note)...)),
	}
	b.node(r, n, says)
	b.relate(r, joining(&graph.HasArticle{}, t.ID, id, graph.Period{}), "", says.ofList("articles"))
	for i := range a.Obligations {
		b.obligation(r, t, a, &a.Obligations[i], obligationID(id, i+1), says)
	}
}

func (b *builder) obligation(r *loaders.Record, t *treaty, a *article, o *obligation, id graph.ID, article Provenance) {
	says := o.inheriting(article)
	n := &graph.Obligation{
		Header: graph.Header{ID: id, Name: string(o.Type) + " under " + a.name(t), Period: between(o.From, o.Until)},
		Type:   o.Type, Mutual: o.Mutual, Note: graph.Text(o.Note),
	}
	for _, c := range o.Conditions {
		n.Conditions = append(n.Conditions, c.graph())
	}
	for _, c := range o.Qualifiers {
		n.Conditions = append(n.Conditions, c.graph())
	}
	b.node(r, n, says)
	b.relate(r, joining(&graph.Imposes{}, articleID(t.ID, a.key()), id, graph.Period{}), "", says.ofList("obligations"))
	for _, who := range t.expand(o.Obligors) {
		b.relate(r, joining(&graph.Obliges{}, id, who.Actor, who.Period), "", says.ofList("obligors"))
	}
	for _, who := range t.expand(o.Beneficiaries) {
		b.relate(r, joining(&graph.Benefits{}, id, who.Actor, who.Period), "", says.ofList("beneficiaries"))
	}
}

// expand replaces ALL_PARTIES by every party, each once: the days on which a party was one limit what is derived.
func (t *treaty) expand(list []any) []bound {
	var out []bound
	seen := map[graph.ID]bool{}
	read, _ := bounds(list) // parseFile has checked it
	for _, who := range read {
		if who.Actor != allParties {
			out = append(out, who)
			continue
		}
		for _, p := range t.Parties {
			if !seen[p.Actor] {
				seen[p.Actor] = true
				out = append(out, bound{Actor: p.Actor})
			}
		}
	}
	return out
}

func (c condition) graph() graph.Condition {
	out := graph.Condition{Kind: c.Kind, Text: graph.Text(c.Text), Obligors: c.Obligors}
	if period := between(c.From, c.Until); period != (graph.Period{}) {
		out.Period = &period
	}
	if c.Actor != "" {
		out.Adversaries = []graph.ID{c.Actor}
	}
	if c.Area != "" {
		out.Area = placeID(c.Area)
	}
	return out
}
