package alliance

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// bundle is a treaty with everything that its duties derive from, as the datasets state it.
type bundle struct {
	treaty        *graph.Treaty
	nodes         []graph.NodeRecord
	relationships []graph.RelationshipRecord
	noDuties      bool // ended or suspended: derives nothing
	articles      map[graph.ID]*graph.Article
	imposedBy     map[graph.ID]graph.ID // article or treaty by obligation
}

// readBundles reads the treaties in five calls to the store. They are returned by id; others is every node met at an
// end.
func readBundles(ctx context.Context, r graph.Reader,
	ids []graph.ID,
) (bundles map[graph.ID]*bundle, others map[graph.ID]graph.Node, err error) {
	bundles, others = map[graph.ID]*bundle{}, map[graph.ID]graph.Node{}
	nodes, err := r.Nodes(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i, n := range nodes {
		treaty, ok := n.(*graph.Treaty)
		if !ok {
			return nil, nil, graph.NotFoundf("whatIf: there is no treaty %q; want the id, code or name of a treaty, such as "+
				"treaty:nato-1949", ids[i])
		}
		bundles[treaty.ID] = &bundle{
			treaty: treaty, articles: map[graph.ID]*graph.Article{}, imposedBy: map[graph.ID]graph.ID{},
		}
	}
	owner := maps.Clone(bundles) // by treaty, article and obligation
	step := func(from []graph.ID, direction graph.Direction,
		types ...graph.RelationshipType,
	) (next map[graph.ID]graph.Node, err error) {
		next = map[graph.ID]graph.Node{}
		err = expandEach(ctx, r, from, along(direction, types...), func(id graph.ID, h graph.Hop) {
			owner[id].relationships = append(owner[id].relationships, recordOf(h.Relationship))
			other := h.Other.Head().ID
			next[other] = h.Other
			if article, ok := h.Other.(*graph.Article); ok {
				owner[id].articles[other] = article
			}
			if h.Relationship.Type() == graph.ImposesType {
				owner[id].imposedBy[other] = id
			}
			owner[other] = owner[id]
		})
		return next, err
	}
	parties, err := step(ids, graph.DirectionIn, graph.PartyToType)
	if err != nil {
		return nil, nil, err
	}
	below, err := step(ids, graph.DirectionOut, graph.HasArticleType, graph.ImposesType)
	if err != nil {
		return nil, nil, err
	}
	articles, duties := split(below)
	more, err := step(articles, graph.DirectionOut, graph.ImposesType)
	if err != nil {
		return nil, nil, err
	}
	duties = append(duties, slices.Sorted(maps.Keys(more))...)
	actors, err := step(duties, graph.DirectionOut, graph.ObligesType, graph.BenefitsType)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(others, parties)
	maps.Copy(others, actors)
	for chunk := range slices.Chunk(slices.Concat(ids, articles, duties), graph.MaxIDs) {
		statements, err := r.Statements(ctx, chunk)
		if err != nil {
			return nil, nil, err
		}
		for i, records := range statements {
			b := owner[chunk[i]]
			b.nodes = append(b.nodes, supposed(records)...)
		}
	}
	return bundles, others, nil
}

// MostDuties is how many duties the treaties can impose: each obligor of an obligation may owe it to each of its
// beneficiaries. It takes three calls to the store.
func MostDuties(ctx context.Context, r graph.Reader, treaties []graph.ID) (int, error) {
	treaties = slices.Clone(treaties)
	slices.Sort(treaties)
	treaties = slices.Compact(treaties)
	var obligations []graph.ID
	terms := along(graph.DirectionOut, graph.HasArticleType, graph.ImposesType)
	err := eachTerm(ctx, r, treaties, terms, func(_ graph.ID, _ *graph.Article, h graph.Hop) {
		obligations = append(obligations, h.Other.Head().ID) // an article among them obliges nobody by itself
	})
	if err != nil {
		return 0, err
	}
	obligors, beneficiaries := map[graph.ID]int{}, map[graph.ID]int{}
	ends := along(graph.DirectionOut, graph.ObligesType, graph.BenefitsType)
	err = expandEach(ctx, r, obligations, ends, func(id graph.ID, h graph.Hop) {
		if h.Relationship.Type() == graph.ObligesType {
			obligors[id]++
		} else {
			beneficiaries[id]++
		}
	})
	most := 0
	for id, n := range obligors {
		most += n * beneficiaries[id]
	}
	return most, err
}

// supposed are the records about a node as they are where a what-if has changed it: what it states of the law holds in
// place of what the others state of it, so that a what-if about a what-if derives duties of the same kinds. Its record
// of a node that others have is not kept: it imposes nothing by itself.
func supposed(records []graph.NodeRecord) []graph.NodeRecord {
	i := slices.IndexFunc(records, func(r graph.NodeRecord) bool { return r.Dataset == WhatIfDataset })
	if i < 0 || len(records) == 1 {
		return records
	}
	var out []graph.NodeRecord
	for _, r := range records {
		if r.Dataset == WhatIfDataset {
			continue
		}
		r.Properties = maps.Clone(r.Properties)
		for _, name := range []string{"obligationType", "from", "until", "inForce", "ended", "endedHow", "suspensions"} {
			if value, stated := records[i].Properties[name]; stated {
				r.Properties[name] = value
			}
		}
		out = append(out, r)
	}
	return out
}

func split(nodes map[graph.ID]graph.Node) (articles, duties []graph.ID) {
	for _, id := range slices.Sorted(maps.Keys(nodes)) {
		if nodes[id].Label() == graph.LabelArticle {
			articles = append(articles, id)
		} else {
			duties = append(duties, id)
		}
	}
	return articles, duties
}

// recordOf is the stored form of a relationship.
func recordOf(r graph.Relationship) graph.RelationshipRecord {
	key, _ := r.Head().ID.RelationshipKey()
	return graph.NewRelationshipRecord(r, key.Discriminator)
}

// clone is a copy that later changes do not reach.
func (b *bundle) clone() *bundle {
	out := *b
	out.nodes, out.relationships = slices.Clone(b.nodes), slices.Clone(b.relationships)
	return &out
}

// stop ends or suspends the treaty: it derives no duties, and a copy of it says so.
func (b *bundle) stop(change func(*graph.Treaty)) {
	treaty := *b.treaty
	treaty.Suspensions = slices.Clone(treaty.Suspensions)
	change(&treaty)
	b.treaty, b.noDuties = &treaty, true
}

// end ends the treaty on the day, and every party's part in it.
func (b *bundle) end(on graph.Day) error {
	until := graph.Period{Until: on.Date()}
	b.stop(func(t *graph.Treaty) {
		t.Ended, t.EndedHow = on.Date(), graph.EndTermination
		period, begun := t.Period.Intersect(until)
		if !begun { // it ends before it would enter into force
			t.InForce, period = graph.Date{}, graph.Period{StartUncertain: true, Until: until.Until}
		}
		t.Period = period
	})
	var out []graph.RelationshipRecord
	for _, rel := range b.relationships {
		if rel.Type == graph.PartyToType {
			r, err := graph.NewRelationship(rel)
			if err != nil {
				return err
			}
			part := r.(*graph.PartyTo)
			period, begun := part.Period.Intersect(until)
			if !begun {
				continue
			}
			if period != part.Period {
				part.Period, part.Ended = period, until.Until
				rel.Properties = graph.PropertiesOf(part)
			}
		}
		out = append(out, rel)
	}
	b.relationships = out
	return nil
}

// withdraw takes the party out.
func (b *bundle) withdraw(party graph.ID) error {
	var parties []string
	found := false
	for _, rel := range b.relationships {
		if rel.Type == graph.PartyToType && rel.From == party || rel.Type == graph.ObligesType && rel.To == party {
			found = true
		}
		if rel.Type == graph.PartyToType && !slices.Contains(parties, string(rel.From)) {
			parties = append(parties, string(rel.From))
		}
	}
	if !found {
		return graph.Invalidf("whatIf: withdraw: %s is no party to the %s; its parties are %s", party, b.treaty.Name,
			strings.Join(parties, ", "))
	}
	b.relationships = slices.DeleteFunc(b.relationships, func(rel graph.RelationshipRecord) bool {
		switch rel.Type {
		case graph.PartyToType:
			return rel.From == party
		case graph.ObligesType, graph.BenefitsType:
			return rel.To == party
		}
		return false
	})
	return nil
}

// enterIntoForce brings the treaty, or the part of those that wait for theirs, into force on the day.
func (b *bundle) enterIntoForce(on graph.Day) error {
	if status := b.treaty.StatusOn(on); status == graph.StatusEnded || status == graph.StatusNotYetSigned {
		return graph.Invalidf("whatIf: enterIntoForce: the %s is %s on %s; want a treaty that is signed and pending",
			b.treaty.Name, status, on)
	}
	entered := false
	if b.treaty.StatusOn(on) == graph.StatusSigned {
		b.treaty = inForceFrom(b.treaty, on)
		for i, n := range b.nodes {
			if n.ID != b.treaty.ID || n.Discriminator != "" {
				continue
			}
			node, err := graph.NewNode(n.Label, n.ID, n.Properties)
			if err != nil {
				return err
			}
			b.nodes[i].Properties = graph.PropertiesOf(inForceFrom(node.(*graph.Treaty), on))
		}
		entered = true
	}
	for i, rel := range b.relationships {
		if rel.Type != graph.PartyToType {
			continue
		}
		r, err := graph.NewRelationship(rel)
		if err != nil {
			return err
		}
		if p := (participation{r.(*graph.PartyTo), b.treaty}); p.awaits(on) {
			p.InForce, p.Period = on.Date(), graph.Between(on.Date(), p.Period.Until)
			b.relationships[i].Properties = graph.PropertiesOf(p.PartyTo)
			entered = true
		}
	}
	if !entered {
		return graph.Invalidf("whatIf: enterIntoForce: the %s is in force on %s for all that have signed it",
			b.treaty.Name, on)
	}
	return nil
}

// inForceFrom is a copy of a treaty that enters into force on the day.
func inForceFrom(t *graph.Treaty, on graph.Day) *graph.Treaty {
	out := *t
	out.InForce, out.Period = on.Date(), graph.Between(on.Date(), t.Period.Until)
	return &out
}

// amend gives the duties of an article another type and returns the obligations changed.
func (b *bundle) amend(number string, t graph.ObligationType) (changed []graph.ID, err error) {
	for i, n := range b.nodes {
		if n.Label != graph.LabelObligation {
			continue
		}
		article := b.articles[b.imposedBy[n.ID]]
		if number != "" && (article == nil || article.Number != number) {
			continue
		}
		node, err := graph.NewNode(n.Label, n.ID, n.Properties)
		if err != nil {
			return nil, err
		}
		obligation := node.(*graph.Obligation)
		obligation.Type = t
		b.nodes[i].Properties = graph.PropertiesOf(obligation)
		changed = append(changed, n.ID)
	}
	if len(changed) == 0 {
		var numbers []string
		for id, a := range b.articles {
			if slices.Contains(slices.Collect(maps.Values(b.imposedBy)), id) && !slices.Contains(numbers, a.Number) {
				numbers = append(numbers, a.Number)
			}
		}
		slices.Sort(numbers)
		return nil, graph.Invalidf("whatIf: amend: article %q of the %s imposes no duty; those that do are %s", number,
			b.treaty.Name, strings.Join(numbers, ", "))
	}
	return changed, nil
}

// law are all relationships of the treaty as it now is, by their ids: those that are stated, and the duties that derive
// from them, dataset by dataset.
func (b *bundle) law() (map[graph.ID]graph.RelationshipRecord, error) {
	nodes, relationships := map[graph.ID][]graph.NodeRecord{}, map[graph.ID][]graph.RelationshipRecord{}
	out := map[graph.ID]graph.RelationshipRecord{}
	for _, n := range b.nodes {
		nodes[n.Dataset] = append(nodes[n.Dataset], n)
	}
	for _, rel := range b.relationships {
		relationships[rel.Dataset] = append(relationships[rel.Dataset], rel)
	}
	for dataset, stated := range relationships {
		var derived []graph.RelationshipRecord
		if !b.noDuties {
			var err error
			if derived, err = graph.Derive(nodes[dataset], stated); err != nil {
				return nil, err
			}
		}
		for _, rel := range slices.Concat(stated, derived) {
			out[rel.ID()] = rel
		}
	}
	return out, nil
}
