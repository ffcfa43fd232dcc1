package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
)

// CoverageQuery asks how much is known of treaties.
type CoverageQuery struct {
	// Datasets are those whose treaties are counted, such as dataset:atop; empty: all.
	Datasets []graph.ID
	// On limits the answer to treaties in force on the day; 0: of all time.
	On graph.Day
	// Today decides which of the wanted treaties are in force.
	Today graph.Day
	// Wanted is how many of the wanted treaties are listed, 0 to graph.MaxFirst.
	Wanted int
}

// TreatyCoverage tells of how many treaties it is known which article imposes what. "Covered" are those of the datasets
// asked for; what is known of them may come from any dataset.
type TreatyCoverage struct {
	Total       CoverageCount
	ByType      []TypeCoverage
	ByDecade    []DecadeCoverage
	ByRegion    []RegionCoverage
	WantedCount int
	// Wanted are the first of the treaties whose article is not known, most asked for first: those in force today
	// before others, then the stronger duty, then the more parties.
	Wanted []WantedTreaty
}

// CoverageCount counts treaties.
type CoverageCount struct {
	// Treaties are those that impose a duty by one of the datasets asked for.
	Treaties int
	// Linked are those that a dataset with articles has as well.
	Linked int
	// WithArticle are those of which a numbered article is known that imposes the duty, WithQuotation those of which it
	// is quoted, and WithConditions those of which a dataset with articles says what the duty depends on.
	WithArticle, WithQuotation, WithConditions int
}

// TypeCoverage counts the treaties that impose a type of duty, by what is known of that duty.
type TypeCoverage struct {
	Type graph.ObligationType
	CoverageCount
}

// DecadeCoverage counts the treaties that began in a decade, by what is known of the strongest duty of each.
type DecadeCoverage struct {
	Decade int // its first year
	CoverageCount
}

// RegionCoverage counts the treaties with a party of a region, by what is known of the strongest duty of each.
type RegionCoverage struct {
	Region Region
	CoverageCount
}

// Region is a part of the world, by the numbers that Correlates of War gives to states.
type Region string

// The regions, in the order of COW's numbers.
const (
	RegionAmericas   Region = "AMERICAS"
	RegionEurope     Region = "EUROPE"
	RegionAfrica     Region = "AFRICA"
	RegionMiddleEast Region = "MIDDLE_EAST"
	RegionAsia       Region = "ASIA_AND_OCEANIA"
)

// Regions are all of them.
var Regions = []Region{RegionAmericas, RegionEurope, RegionAfrica, RegionMiddleEast, RegionAsia}

// regionOf is the region of a state; empty for one without a COW number.
func regionOf(n graph.Node) Region {
	for _, id := range n.Head().Identifiers {
		if id.Scheme != graph.SchemeCOW {
			continue
		}
		switch number, err := strconv.Atoi(id.Value); {
		case err != nil || number <= 0 || number > 999:
		case number < 200:
			return RegionAmericas
		case number < 400:
			return RegionEurope
		case number < 600:
			return RegionAfrica
		case number < 700:
			return RegionMiddleEast
		default:
			return RegionAsia
		}
	}
	return ""
}

// WantedTreaty is a treaty of which it is not known which article imposes its strongest duty.
type WantedTreaty struct {
	Treaty  *graph.Treaty
	Type    graph.ObligationType // the strongest duty
	Linked  bool                 // whether a dataset with articles has the treaty
	InForce bool                 // today
	Parties int                  // that it has or had
}

// covered is what is known of a treaty.
type covered struct {
	treaty  *graph.Treaty
	asked   map[graph.ObligationType]bool // types of duty by the datasets asked for
	linked  bool
	known   map[graph.ObligationType]*CoverageCount // 0 or 1 in each
	parties map[graph.ID]Region
}

// CoverageOf counts in three looks at the store, whatever its size.
func CoverageOf(ctx context.Context, reader graph.Reader, q CoverageQuery) (*TreatyCoverage, error) {
	if q.Wanted < 0 || q.Wanted > graph.MaxFirst {
		return nil, graph.Invalidf("wanted: %d is outside 0 to %d", q.Wanted, graph.MaxFirst)
	}
	all, err := readCovered(ctx, reader, q)
	if err != nil {
		return nil, err
	}
	out := &TreatyCoverage{}
	byType, byRegion := map[graph.ObligationType]*CoverageCount{}, map[Region]*CoverageCount{}
	byDecade := map[int]*CoverageCount{}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		c := all[id]
		if len(c.asked) == 0 || q.On != 0 && c.treaty.StatusOn(q.On) != graph.StatusInForce {
			continue
		}
		strongest := c.strongest()
		one := c.count(strongest)
		out.Total.add(one)
		for t := range c.asked {
			valueOf(byType, t).add(c.count(t))
		}
		if year := c.treaty.Period.From.Year(); year > 0 {
			valueOf(byDecade, year/10*10).add(one)
		}
		seen := map[Region]bool{"": true}
		for _, region := range c.parties {
			if !seen[region] {
				seen[region] = true
				valueOf(byRegion, region).add(one)
			}
		}
		if one.WithArticle == 0 {
			out.Wanted = append(out.Wanted, WantedTreaty{
				Treaty: c.treaty, Type: strongest, Linked: c.linked, Parties: len(c.parties),
				InForce: c.treaty.StatusOn(q.Today) == graph.StatusInForce,
			})
		}
	}
	for _, t := range graph.ObligationTypes {
		if n := byType[t]; n != nil {
			out.ByType = append(out.ByType, TypeCoverage{t, *n})
		}
	}
	for _, decade := range slices.Sorted(maps.Keys(byDecade)) {
		out.ByDecade = append(out.ByDecade, DecadeCoverage{decade, *byDecade[decade]})
	}
	for _, r := range Regions {
		if n := byRegion[r]; n != nil {
			out.ByRegion = append(out.ByRegion, RegionCoverage{r, *n})
		}
	}
	slices.SortFunc(out.Wanted, func(a, b WantedTreaty) int { return a.compare(b) })
	out.WantedCount = len(out.Wanted)
	out.Wanted = out.Wanted[:min(q.Wanted, len(out.Wanted))]
	return out, nil
}

// readCovered reads what is known of every treaty.
func readCovered(ctx context.Context, reader graph.Reader, q CoverageQuery) (map[graph.ID]*covered, error) {
	treaties, err := findByID[*graph.Treaty](ctx, reader, graph.NodeQuery{Labels: []graph.Label{graph.LabelTreaty}})
	if err != nil {
		return nil, err
	}
	all := map[graph.ID]*covered{}
	for id, t := range treaties {
		all[id] = &covered{
			treaty: t, asked: map[graph.ObligationType]bool{},
			known: map[graph.ObligationType]*CoverageCount{}, parties: map[graph.ID]Region{},
		}
	}
	hops := along(graph.DirectionAny, graph.HasArticleType, graph.ImposesType, graph.PartyToType)
	err = eachTerm(ctx, reader, slices.Sorted(maps.Keys(all)), hops, func(id graph.ID, a *graph.Article, h graph.Hop) {
		c := all[id]
		switch other := h.Other.(type) {
		case *graph.Article:
			c.linked = true
		case *graph.Obligation:
			if len(q.Datasets) == 0 || slices.Contains(q.Datasets, h.Relationship.Head().DatasetID) {
				c.asked[other.Type] = true
			}
			c.know(a, other)
		default:
			c.parties[other.Head().ID] = regionOf(other)
		}
	})
	for _, c := range all { // what was read and not found in the text is not wanted
		for _, t := range c.treaty.NoDuty {
			delete(c.asked, t)
		}
	}
	return all, err
}

// know counts what is known of an obligation that an article imposes; nil: the treaty as a whole, as far as is known.
func (c *covered) know(a *graph.Article, o *graph.Obligation) {
	if a == nil {
		return
	}
	n := valueOf(c.known, o.Type)
	n.WithArticle = max(n.WithArticle, oneIf(a.Number != ""))
	n.WithQuotation = max(n.WithQuotation, oneIf(a.Quotation != ""))
	n.WithConditions = max(n.WithConditions, oneIf(len(o.Conditions) > 0))
}

// strongest is the strongest duty that a dataset asked for knows.
func (c *covered) strongest() graph.ObligationType {
	i := slices.IndexFunc(graph.ObligationTypes, func(t graph.ObligationType) bool { return c.asked[t] })
	return graph.ObligationTypes[i]
}

// count is the treaty, counted by what is known of its duty of a type.
func (c *covered) count(t graph.ObligationType) CoverageCount {
	out := *valueOf(c.known, t)
	out.Treaties, out.Linked = 1, oneIf(c.linked)
	return out
}

func (c *CoverageCount) add(o CoverageCount) {
	c.Treaties += o.Treaties
	c.Linked += o.Linked
	c.WithArticle += o.WithArticle
	c.WithQuotation += o.WithQuotation
	c.WithConditions += o.WithConditions
}

// valueOf is the value of a key, which it makes where there is none.
func valueOf[K comparable, V any](m map[K]*V, key K) *V {
	if m[key] == nil {
		m[key] = new(V)
	}
	return m[key]
}

func (w WantedTreaty) compare(o WantedTreaty) int {
	return cmp.Or(cmp.Compare(oneIf(o.InForce), oneIf(w.InForce)),
		cmp.Compare(slices.Index(graph.ObligationTypes, w.Type), slices.Index(graph.ObligationTypes, o.Type)),
		cmp.Compare(o.Parties, w.Parties), cmp.Compare(w.Treaty.ID, o.Treaty.ID))
}
