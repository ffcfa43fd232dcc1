package graph

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Derive makes the relationships that follow from a self-contained set of records of one dataset: ALLIED_WITH from
// obligations and participation, SUPPLIED from arms transfers. It is the only place that does, for every loader and
// store; the set must hold a treaty, its articles, obligations and parties together.
//
// ALLIED_WITH: one relationship per obligor, beneficiary and obligation, with the days on which the obligation was in
// force for both: the treaty's and the obligation's period, both parties' (a beneficiary may be no party at all), less
// suspensions. Where those days have gaps, each stretch is a relationship of its own. A treaty that is signed only, or
// a party that is, derives nothing. Derived relationships come ordered by id.
//
// OBLIGES and BENEFITS are dated where they stand among the relationships: from the first to the last day on which the
// obligation bound the actor, else, like PARTY_TO of one who has only signed, from the signature.
func Derive(nodes []NodeRecord, relationships []RelationshipRecord) ([]RelationshipRecord, error) {
	if row(nodes, func(n *NodeRecord) bool { return n.Label == LabelObligation || n.Label == LabelArmsTransfer }) == nil {
		return nil, nil
	}
	d := derivation{
		articleTreaty: map[ID]ID{}, imposer: map[ID]ID{}, parties: map[[2]ID][]*PartyTo{},
		obligors: map[ID][]RelationshipRecord{}, beneficiaries: map[ID][]RelationshipRecord{},
		treaties: map[ID]*Treaty{}, articles: map[ID]*Article{}, days: map[[2]ID][]days{}, terms: map[ID]*terms{},
	}
	var obligations []NodeRecord
	var out []RelationshipRecord
	for _, r := range relationships {
		switch r.Type {
		case HasArticleType:
			d.articleTreaty[r.To] = r.From
		case ImposesType:
			d.imposer[r.To] = r.From
		case ObligesType:
			d.obligors[r.From] = append(d.obligors[r.From], r)
		case BenefitsType:
			d.beneficiaries[r.From] = append(d.beneficiaries[r.From], r)
		case PartyToType:
			rel, err := NewRelationship(r)
			if err != nil {
				return nil, err
			}
			key := [2]ID{r.To, r.From}
			d.parties[key] = append(d.parties[key], rel.(*PartyTo))
			d.days[key] = append(d.days[key], daysOf(r.Properties, r.Source, r.Locator, r.Confidence))
		}
	}
	for _, n := range nodes {
		if n.Discriminator != "" {
			continue // a second opinion on a property, not another thing
		}
		switch n.Label {
		case LabelTreaty, LabelArticle:
			node, err := NewNode(n.Label, n.ID, n.Properties)
			if err != nil {
				return nil, err
			}
			switch node := node.(type) {
			case *Treaty:
				d.treaties[n.ID] = node
				d.days[[2]ID{n.ID}] = []days{daysOf(n.Properties, n.Source, n.Locator, n.Confidence)}
			case *Article:
				d.articles[n.ID] = node
			}
		case LabelObligation:
			obligations = append(obligations, n)
		case LabelArmsTransfer:
			supplied, err := deriveSupplied(n)
			if err != nil {
				return nil, err
			}
			out = append(out, supplied...)
		}
	}
	for _, n := range obligations {
		t, err := d.read(n)
		if err != nil {
			return nil, err
		}
		d.terms[n.ID] = t
		out = append(out, d.alliances(n, t)...)
	}
	for i := range relationships {
		if r := &relationships[i]; r.Type == ObligesType || r.Type == BenefitsType {
			d.date(r)
		}
	}
	sortByID(out)
	return out, nil
}

// sortByID puts each id together once: a comparison would do so twice.
func sortByID(list []RelationshipRecord) {
	order := make([]int, len(list))
	ids := make([]ID, len(list))
	for i := range list {
		order[i], ids[i] = i, list[i].ID()
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(string(ids[a]), string(ids[b])) })
	sorted := make([]RelationshipRecord, len(list))
	for i, at := range order {
		sorted[i] = list[at]
	}
	copy(list, sorted)
}

type derivation struct {
	articleTreaty, imposer  map[ID]ID
	parties                 map[[2]ID][]*PartyTo // by treaty and actor
	obligors, beneficiaries map[ID][]RelationshipRecord
	treaties                map[ID]*Treaty
	articles                map[ID]*Article
	days                    map[[2]ID][]days // by treaty and actor, and by treaty
	terms                   map[ID]*terms    // by obligation
}

// terms are an obligation, what imposes it, and when the treaty could bind anybody to it.
type terms struct {
	obligation *Obligation
	treaty     *Treaty
	article    ID // none where the dataset knows no articles
	number     Text
	days       Period // of the treaty and the obligation, where entered
	entered    bool   // into force
}

func (d *derivation) read(record NodeRecord) (*terms, error) {
	node, err := NewNode(record.Label, record.ID, record.Properties)
	if err != nil {
		return nil, err
	}
	t := &terms{obligation: node.(*Obligation)}
	imposer := d.imposer[record.ID]
	if treaty, isArticle := d.articleTreaty[imposer]; isArticle {
		t.treaty, t.article = d.treaties[treaty], imposer
		if article := d.articles[imposer]; article != nil {
			t.number = Text(article.Number)
		}
	} else {
		t.treaty = d.treaties[imposer]
	}
	if t.treaty == nil {
		return nil, Invalidf("obligation %s: no treaty imposes it (IMPOSES from a treaty or one of its articles)", record.ID)
	}
	if period, entered := t.treaty.InForcePeriod(); entered {
		t.days, t.entered = period.Intersect(t.obligation.Period)
	}
	return t, nil
}

func (d *derivation) alliances(record NodeRecord, t *terms) []RelationshipRecord {
	if !t.entered {
		return nil
	}
	var out []RelationshipRecord
	stretches := map[[2]ID]int{}
	bySpell(d.obligors[record.ID])
	bySpell(d.beneficiaries[record.ID])
	for _, o := range d.obligors[record.ID] {
		conditions := slices.DeleteFunc(slices.Clone(t.obligation.Conditions),
			func(c Condition) bool { return !c.AppliesTo(o.To) })
		rel := &AlliedWith{
			ObligationType: t.obligation.Type, TreatyID: t.treaty.ID, ArticleID: t.article, ArticleNumber: t.number,
			ObligationID: record.ID, Binding: t.treaty.Binding, Mutual: t.obligation.Mutual, Conditions: conditions,
			BeneficiaryUncertain: t.obligation.BeneficiaryUncertain,
		}
		rel.RelationshipHeader = RelationshipHeader{
			FromID: o.To, DatasetID: record.Dataset,
			SourceID: record.Source, Locator: Text(record.Locator), Confidence: record.Confidence, Derived: true,
		}
		template := NewRelationshipRecord(rel, "") // made once: what differs by beneficiary is its id and the period
		template.Part = record.Part
		for _, b := range d.beneficiaries[record.ID] {
			if o.To == b.To {
				continue
			}
			for _, period := range d.binding(t, o, b) {
				pair := [2]ID{o.To, b.To}
				stretches[pair]++
				derived := template
				derived.To, derived.Discriminator = b.To, string(record.ID)
				if n := stretches[pair]; n > 1 {
					derived.Discriminator = fmt.Sprintf("%s#%d", record.ID, n)
				}
				derived.Properties = maps.Clone(template.Properties)
				putPeriod(derived.Properties, period)
				derived.Properties.Cite(d.dated(derived, t.treaty.ID)...)
				out = append(out, derived)
			}
		}
	}
	return out
}

// date gives OBLIGES or BENEFITS its days, within those that it states.
func (d *derivation) date(r *RelationshipRecord) {
	t := d.terms[r.From]
	if t == nil {
		return
	}
	stretches := d.binding(t, *r)
	if len(stretches) == 0 {
		var spells []Period
		for _, s := range d.parties[[2]ID{t.treaty.ID, r.To}] {
			spells = append(spells, s.Period)
		}
		if len(spells) == 0 {
			spells = []Period{t.treaty.Period}
		}
		until := Period{Until: t.treaty.Period.Until, EndUncertain: t.treaty.Period.EndUncertain}
		stretches = distinct(intersections(intersections([]Period{r.Properties.Period()}, spells), []Period{until}))
	}
	if len(stretches) == 0 {
		return
	}
	whole := stretches[0]
	last := stretches[len(stretches)-1].counted(whole.From)
	whole.Until, whole.EndUncertain = last.Until, last.EndUncertain
	dated := Properties{} // the caller's may be shared, or nil
	maps.Copy(dated, r.Properties)
	for _, name := range []string{propFrom, propUntil, propStartUncertain, propEndUncertain} {
		delete(dated, name)
	}
	putPeriod(dated, whole)
	r.Properties = dated
	r.Properties.Cite(d.dated(*r, t.treaty.ID)...)
}

// days are who states the start and the end of what one record is about.
type days struct{ from, until Statement }

func daysOf(p Properties, source ID, locator string, confidence *int) days {
	own := Statement{SourceID: source, Locator: Text(locator), Confidence: confidence}
	citations := p.Citations()
	return days{own.about(propFrom, p[propFrom], citations), own.about(propUntil, p[propUntil], citations)}
}

// dated cites who states the days of a relationship that are those of a party or of the treaty, where it is not the
// source of the relationship.
func (d *derivation) dated(derived RelationshipRecord, treaty ID) (out []Citation) {
	cite := func(property string, of func(days) Statement) {
		day := derived.Properties[property]
		if day == nil {
			return
		}
		for _, key := range [][2]ID{{treaty, derived.From}, {treaty, derived.To}, {treaty}} {
			for _, spell := range d.days[key] {
				s := of(spell)
				if s.Value != day {
					continue
				}
				if s.SourceID != derived.Source {
					out = append(out, Citation{
						Property: property, Source: s.SourceID, Locator: s.Locator, Quotation: s.Quotation,
						Checked: s.Checked, Confidence: s.Confidence,
					})
				}
				return
			}
		}
	}
	cite(propFrom, func(d days) Statement { return d.from })
	cite(propUntil, func(d days) Statement { return d.until })
	return out
}

// bySpell orders the spells of obligors or beneficiaries, so that the order of the records does not show in the numbers
// of stretches.
func bySpell(list []RelationshipRecord) {
	slices.SortFunc(list, func(a, b RelationshipRecord) int {
		if c := cmp.Compare(a.To, b.To); c != 0 {
			return c
		}
		return cmp.Or(comparePeriods(a.Properties.Period(), b.Properties.Period()),
			cmp.Compare(a.Discriminator, b.Discriminator))
	})
}

// comparePeriods orders by the first day, and of two that start together puts the one first that holds the other.
func comparePeriods(p, q Period) int {
	firstP, endP := p.Bounds()
	firstQ, endQ := q.Bounds()
	return cmp.Or(cmp.Compare(firstP, firstQ), cmp.Compare(endQ, endP), p.From.Compare(q.From),
		strings.Compare(p.Text(), q.Text()))
}

// binding lists, in order, the stretches in which the obligation bound all of these, its obligors or beneficiaries.
func (d *derivation) binding(t *terms, bound ...RelationshipRecord) []Period {
	if !t.entered {
		return nil
	}
	all := []Period{t.days}
	for _, r := range bound {
		all = intersections(all, []Period{r.Properties.Period()})
	}
	for _, r := range bound {
		spells, isParty := d.parties[[2]ID{t.treaty.ID, r.To}]
		if !isParty {
			continue // owed to, or by, one who is no party: the treaty's own period counts
		}
		var own []Period
		for _, spell := range spells {
			if !spell.Bound() {
				continue
			}
			stretches := []Period{spell.Period}
			for _, s := range spell.Suspensions {
				stretches = without(stretches, s.Period)
			}
			own = append(own, stretches...)
		}
		all = intersections(all, own)
	}
	for _, s := range t.treaty.Suspensions {
		all = without(all, s.Period)
	}
	return distinct(all)
}

// distinct puts stretches in order and leaves out those whose days all lie in another.
func distinct(list []Period) (out []Period) {
	slices.SortFunc(list, comparePeriods)
	end := Beginning
	for _, p := range list {
		if _, own := p.Bounds(); own > end {
			out, end = append(out, p), own
		}
	}
	return out
}

func intersections(a, b []Period) (out []Period) {
	for _, p := range a {
		for _, q := range b {
			if r, ok := p.Intersect(q); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

func without(list []Period, gap Period) (out []Period) {
	for _, p := range list {
		out = append(out, p.Without(gap)...)
	}
	return out
}

// deriveSupplied makes SUPPLIED of a deal: from the order to the last delivery, from supplier to recipient.
func deriveSupplied(record NodeRecord) ([]RelationshipRecord, error) {
	node, err := NewNode(record.Label, record.ID, record.Properties)
	if err != nil {
		return nil, err
	}
	deal := node.(*ArmsTransfer)
	if deal.Supplier == "" || deal.Recipient == "" || deal.Supplier == deal.Recipient {
		return nil, nil
	}
	rel := &Supplied{
		TransferID: record.ID, WeaponSystemID: deal.WeaponSystem, Designation: deal.Designation,
		TIVDelivered: deal.TIVDelivered,
	}
	rel.RelationshipHeader = RelationshipHeader{
		FromID: deal.Supplier, ToID: deal.Recipient, Period: deal.Period, DatasetID: record.Dataset,
		SourceID: record.Source, Locator: Text(record.Locator), Confidence: record.Confidence, Derived: true,
	}
	derived := NewRelationshipRecord(rel, string(record.ID))
	derived.Part = record.Part
	return []RelationshipRecord{derived}, nil
}
