package alliance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// AgainstQuery asks where two datasets differ on the treaties that both have.
type AgainstQuery struct {
	Ours   graph.ID // the dataset that is held against the other
	Theirs graph.ID // such as dataset:atop
}

// About is what a difference is about.
type About string

// What two datasets may differ on.
const (
	AboutSigned     About = "signed"
	AboutEnded      About = "ended"
	AboutParties    About = "parties"
	AboutTypes      About = "types"
	AboutConditions About = "conditions"
)

// Against is what two datasets say of the treaties that both have.
type Against struct {
	Treaties    int // that both have
	Agreeing    int // of which nothing differs
	Differences []AgainstDifference
}

// AgainstDifference is something on which the datasets differ.
type AgainstDifference struct {
	Treaty *graph.Treaty
	About  About
	// Ours and Theirs are the dates, "none" where one has none, or what of parties, types and conditions only one of
	// the two has.
	Ours, Theirs string
	// Told is true where our dataset tells the other's value beside its own, or why it differs.
	Told bool
}

// side is what one dataset says of a treaty.
type side struct {
	record     *graph.NodeRecord
	parties    map[graph.ID]graph.Period
	successors map[graph.ID]bool // parties in the place of another state, which differ only where that is counted
	types      map[graph.ObligationType]bool
	conditions map[string]bool // "DEFENSE SPECIFIC_ADVERSARY"
}

func newSide() side {
	return side{
		parties: map[graph.ID]graph.Period{}, successors: map[graph.ID]bool{},
		types: map[graph.ObligationType]bool{}, conditions: map[string]bool{},
	}
}

// HoldAgainst compares two datasets treaty by treaty: the days of signature and end, the parties, the types of duty and
// what they depend on. What happened outside the days that the other covers is left out, and so is what the other codes
// in no treaty at all: COW has no duty to join an attack, and does not say on what a duty depends. KindNotFound where
// one of the datasets is not loaded.
func HoldAgainst(ctx context.Context, reader graph.Reader, q AgainstQuery) (*Against, error) {
	nodes, err := reader.Nodes(ctx, []graph.ID{q.Ours, q.Theirs})
	if err != nil {
		return nil, err
	}
	for i, id := range []graph.ID{q.Ours, q.Theirs} {
		if _, ok := nodes[i].(*graph.Dataset); !ok {
			return nil, graph.NotFoundf("%s is not loaded", id)
		}
	}
	theirs := nodes[1].(*graph.Dataset)
	treaties, sides, err := readSides(ctx, reader, q)
	if err != nil {
		return nil, err
	}
	out, coded := &Against{}, codedBy(sides)
	for _, id := range slices.Sorted(maps.Keys(sides)) {
		a, b := sides[id][0], sides[id][1]
		if a.record == nil || b.record == nil || len(b.types) == 0 {
			continue
		}
		out.Treaties++
		found := compareSides(treaties[id], a.only(coded), b, theirs)
		if len(found) == 0 {
			out.Agreeing++
		}
		out.Differences = append(out.Differences, found...)
	}
	return out, nil
}

// codedBy is what the other dataset codes: types of duty and conditions that it has in any treaty.
func codedBy(sides map[graph.ID]*[2]side) side {
	out := newSide()
	for _, s := range sides {
		maps.Copy(out.types, s[1].types)
		maps.Copy(out.conditions, s[1].conditions)
	}
	return out
}

// only is the side without the types of duty and, where it has none of them, the conditions that the other dataset does
// not code.
func (s side) only(coded side) side {
	s.types = maps.Clone(s.types)
	maps.DeleteFunc(s.types, func(t graph.ObligationType, _ bool) bool { return !coded.types[t] })
	if len(coded.conditions) == 0 {
		s.conditions = nil
	}
	return s
}

// readSides reads what both datasets say of each treaty.
func readSides(ctx context.Context, reader graph.Reader,
	q AgainstQuery,
) (map[graph.ID]*graph.Treaty, map[graph.ID]*[2]side, error) {
	treaties, err := findByID[*graph.Treaty](ctx, reader, graph.NodeQuery{Labels: []graph.Label{graph.LabelTreaty}})
	if err != nil {
		return nil, nil, err
	}
	sides := map[graph.ID]*[2]side{}
	for id := range treaties {
		sides[id] = &[2]side{newSide(), newSide()}
	}
	ids := slices.Sorted(maps.Keys(treaties))
	for chunk := range slices.Chunk(ids, graph.MaxIDs) {
		records, err := reader.Statements(ctx, chunk)
		if err != nil {
			return nil, nil, err
		}
		for i, id := range chunk {
			for j := range records[i] {
				r := &records[i][j]
				if k := slices.Index([]graph.ID{q.Ours, q.Theirs}, r.Dataset); k >= 0 && r.Discriminator == "" {
					sides[id][k].record = r
				}
			}
		}
	}
	hops := along(graph.DirectionAny, graph.HasArticleType, graph.ImposesType, graph.PartyToType)
	hops.Filter.Datasets = []graph.ID{q.Ours, q.Theirs}
	err = eachTerm(ctx, reader, ids, hops, func(id graph.ID, _ *graph.Article, h graph.Hop) {
		k := slices.Index([]graph.ID{q.Ours, q.Theirs}, h.Relationship.Head().DatasetID)
		switch other := h.Other.(type) {
		case *graph.Article:
		case *graph.Obligation:
			s := &sides[id][k]
			s.types[other.Type] = true
			for _, c := range other.Conditions {
				s.conditions[string(other.Type)+" "+compared(c.Kind)] = true
			}
		default:
			if party, ok := h.Relationship.(*graph.PartyTo); ok && party.ConsentKind == "SUCCESSION" {
				sides[id][k].successors[other.Head().ID] = true
			}
			period := h.Relationship.Head().Period
			if before, twice := sides[id][k].parties[other.Head().ID]; twice {
				period = graph.Between(earlierDate(before.From, period.From), laterDate(before.Until, period.Until))
			}
			sides[id][k].parties[other.Head().ID] = period
		}
	})
	return treaties, sides, err
}

// compared is the kind under which a condition is compared; empty for what one of the datasets does not code at all.
func compared(k graph.ConditionKind) string {
	switch k {
	case graph.ConditionSpecificAdversary, graph.ConditionAdversaryCount, graph.ConditionNonProvocation,
		graph.ConditionSpecificConflict, graph.ConditionDemandNoncompliance:
		return string(k)
	case graph.ConditionGeographicArea, graph.ConditionSpecificLocation:
		return string(graph.ConditionSpecificLocation)
	}
	return ""
}

func earlierDate(a, b graph.Date) graph.Date {
	if b.First() < a.First() {
		return b
	}
	return a
}

// laterDate is the later of two ends, of which the zero one is open.
func laterDate(a, b graph.Date) graph.Date {
	switch {
	case a.IsZero() || b.IsZero():
		return graph.Date{}
	case b.First() > a.First():
		return b
	}
	return a
}

func compareSides(t *graph.Treaty, ours, theirs side, dataset *graph.Dataset) (out []AgainstDifference) {
	add := func(about About, a, b string, told bool) {
		out = append(out, AgainstDifference{Treaty: t, About: about, Ours: a, Theirs: b, Told: told || ours.explains(about)})
	}
	day := func(s side, property string) graph.Date {
		text, _ := s.record.Properties[property].(string)
		d, _ := graph.ParseDate(text)
		return d
	}
	_, covered := dataset.Coverage().Bounds()
	signed, begun := day(ours, "signed"), cmp.Or(day(theirs, "signed"), day(theirs, "inForce"))
	if !begun.IsZero() && !signed.IsZero() && !overlap(signed, begun) &&
		(day(theirs, "signed") == begun || !overlap(day(ours, "inForce"), begun)) {
		add(AboutSigned, signed.String(), begun.String(), ours.gives("signed", begun) || ours.gives("inForce", begun))
	}
	switch a, b := day(ours, "ended"), day(theirs, "ended"); {
	case b.IsZero() && !a.IsZero() && a.First() < covered, !b.IsZero() && (a.IsZero() || !overlap(a, b)):
		add(AboutEnded, cmp.Or(a.String(), "none"), cmp.Or(b.String(), "none"), ours.gives("ended", b))
	}
	differ := func(about About, a, b string) {
		if a != "" || b != "" {
			add(about, a, b, false)
		}
	}
	ended := graph.Forever // a successor of later days is a matter of the end
	if d := day(ours, "ended"); !d.IsZero() {
		ended = d.First()
	}
	differ(AboutParties, partiesOnly(ours, theirs, covered), partiesOnly(theirs, ours, ended))
	differ(AboutTypes, typesOnly(ours, theirs), typesOnly(theirs, ours))
	differ(AboutConditions, conditionsOnly(ours, theirs), conditionsOnly(theirs, ours))
	return out
}

// overlap tells whether two dates, of which one may be less exact, can mean one day.
func overlap(a, b graph.Date) bool {
	return !a.IsZero() && !b.IsZero() && a.First() < b.After() && b.First() < a.After()
}

// partiesOnly lists the parties that a has, by the day before, and b has not.
func partiesOnly(a, b side, before graph.Day) string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(a.parties)) {
		if _, both := b.parties[id]; !both && !a.successors[id] && a.parties[id].From.First() < before {
			out = append(out, string(id))
		}
	}
	return strings.Join(out, ", ")
}

// typesOnly lists the types of duty that a has and b has not.
func typesOnly(a, b side) string {
	var out []string
	for _, t := range graph.ObligationTypes {
		if a.types[t] && !b.types[t] {
			out = append(out, string(t))
		}
	}
	return strings.Join(out, ", ")
}

// conditionsOnly lists the conditions that a has, of types of duty that b has too, and b has not.
func conditionsOnly(a, b side) string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(a.conditions)) {
		duty, what, _ := strings.Cut(key, " ")
		if what != "" && b.types[graph.ObligationType(duty)] && !b.conditions[key] {
			out = append(out, key)
		}
	}
	return strings.Join(out, ", ")
}

// gives tells whether the record tells, beside its own value of a date, the other one.
func (s side) gives(property string, other graph.Date) bool {
	return slices.ContainsFunc(s.record.Properties.Citations(), func(c graph.Citation) bool {
		return c.Property == property && c.Value != nil && (other.IsZero() || fmt.Sprint(c.Value) == other.String())
	})
}

// explains tells whether the record says in words on what another dataset differs: as another value of its note, whose
// locator names what it is about.
func (s side) explains(about About) bool {
	return slices.ContainsFunc(s.record.Properties.Citations(), func(c graph.Citation) bool {
		return c.Property == "note" && c.Value != nil && strings.Contains(string(c.Locator), string(about))
	})
}
