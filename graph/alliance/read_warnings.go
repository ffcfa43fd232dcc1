package alliance

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// pending lists the treaties of the actors that are signed on the day and not in force for them, by title.
func (g *reading) pending(actors ...graph.ID) []*graph.Treaty {
	found := map[graph.ID]*graph.Treaty{}
	for _, actor := range actors {
		for _, p := range g.parties[actor] {
			if p.pendingOn(g.on) {
				found[p.treaty.ID] = p.treaty
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *graph.Treaty) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// pendingOn tells whether the actor has signed the treaty by the day and is not bound by it, now or any more. What does
// not bind in law enters into force on no day.
func (p participation) pendingOn(d graph.Day) bool {
	political := p.treaty.Binding != nil && !*p.treaty.Binding
	return !political && p.treaty.StatusOn(d) != graph.StatusEnded && p.awaits(d)
}

// awaits tells whether the actor has signed by the day and its part is not in force, now or any more.
func (p participation) awaits(d graph.Day) bool {
	signed := p.Signed
	if signed.IsZero() && !p.acceded() {
		signed = p.treaty.Signed
	}
	if signed.IsZero() || signed.First() > d {
		return false
	}
	if !p.Ended.IsZero() && p.Ended.First() <= d {
		return false
	}
	if !p.Bound() {
		return true
	}
	first, _ := p.Period.Bounds()
	return d < first
}

// acceded tells that the actor joined a treaty that was in force by then: it is not among those that signed it.
func (p participation) acceded() bool {
	first, _ := p.Period.Bounds()
	return p.Bound() && !p.treaty.InForce.IsZero() && first >= p.treaty.InForce.After()
}

// warnings says what a reader must know before relying on the answer, each once and in order.
func (g *reading) warnings(responders []*Responder, actors ...graph.ID) []string {
	return slices.Concat(g.coverage(), g.uncertainStarts(responders), g.disagreements(actors...))
}

// coverage warns of each dataset that this question draws on and does not cover its day.
func (g *reading) coverage() []string {
	var out []string
	for _, id := range slices.Sorted(slices.Values(g.sources)) {
		dataset, ok := g.nodes[id].(*graph.Dataset)
		if !ok {
			if id != WhatIfDataset {
				out = append(out, fmt.Sprintf("%s is not loaded", id))
			}
			continue
		}
		if warning := outsideCoverage(dataset, g.on); warning != "" && g.on != 0 {
			out = append(out, warning)
		}
	}
	return out
}

// gaps says of each dataset that a question of all time draws on which time it does not cover: a reader takes a bond
// that it does not know for none.
func (g *reading) gaps() (out []string) {
	for _, id := range slices.Sorted(slices.Values(g.sources)) {
		dataset, ok := g.nodes[id].(*graph.Dataset)
		if !ok || g.on != 0 {
			continue
		}
		covered := dataset.Coverage()
		words := fmt.Sprintf("%s (%s) ", dataset.Name, dataset.ID)
		if !covered.From.IsZero() {
			out = append(out, words+fmt.Sprintf("covers no day before %s: what bound them then is missing", covered.From))
		}
		if !dataset.SelectiveBefore.IsZero() {
			out = append(out,
				words+fmt.Sprintf("is selective before %s: what bound them then may be missing", dataset.SelectiveBefore))
		}
		if !covered.Until.IsZero() {
			out = append(out, words+fmt.Sprintf("covers no day after %s: what it has in force then may have ended, and later "+
				"treaties are missing", lastDay(covered)))
		}
	}
	return out
}

// outsideCoverage says that a day lies outside what a dataset covers; empty where it does not.
func outsideCoverage(dataset *graph.Dataset, on graph.Day) string {
	covered := dataset.Coverage()
	first, end := covered.Bounds()
	switch {
	case on >= end:
		return fmt.Sprintf("%s (%s) covers no day after %s: what it has in force on %s was in force when its coverage "+
			"ended, and later treaties are missing",
			dataset.Name, dataset.ID, lastDay(covered), on)
	case on < first:
		return fmt.Sprintf("%s (%s) covers no day before %s: treaties of %s may be missing", dataset.Name, dataset.ID,
			covered.From, on)
	case on < dataset.SelectiveBefore.First():
		return fmt.Sprintf("%s (%s) is selective before %s: treaties of %s may be missing", dataset.Name, dataset.ID,
			dataset.SelectiveBefore, on)
	}
	return ""
}

func lastDay(p graph.Period) graph.Day {
	_, end := p.Bounds()
	return end.Previous()
}

// uncertainStarts warns of duties that decide and whose start was not found, by dataset: one that never knows the day
// of entry into force (ATOP) would else fill the answer. Of a treaty that bound its parties on different days the first
// counts.
func (g *reading) uncertainStarts(responders []*Responder) []string {
	treaties := map[graph.ID]map[graph.ID]graph.Period{} // by dataset
	for _, r := range responders {
		for _, list := range [][]*Duty{r.Because, r.Against} {
			for _, d := range list {
				if !d.Period.StartUncertain {
					continue
				}
				dataset := d.Relationship.DatasetID
				if treaties[dataset] == nil {
					treaties[dataset] = map[graph.ID]graph.Period{}
				}
				if known, ok := treaties[dataset][d.Relationship.TreatyID]; !ok || earlier(d.Period, known) {
					treaties[dataset][d.Relationship.TreatyID] = d.Period
				}
			}
		}
	}
	var out []string
	for _, dataset := range slices.Sorted(maps.Keys(treaties)) {
		ids := slices.Sorted(maps.Keys(treaties[dataset]))
		if len(ids) == 1 {
			out = append(out, fmt.Sprintf("%s does not know when %s entered into force: it is counted as in force %s",
				g.dataset(dataset), titled(g.name(ids[0])), treaties[dataset][ids[0]].Text()))
			continue
		}
		out = append(out, fmt.Sprintf("%s does not know when %d of the treaties in this answer entered into force: they are "+
			"counted from the best known day, mostly that of signature", g.dataset(dataset), len(ids)))
	}
	return out
}

// dataset is a dataset as a warning names it.
func (g *reading) dataset(id graph.ID) string {
	if g.nodes[id] == nil {
		return string(id)
	}
	return fmt.Sprintf("%s (%s)", g.name(id), id)
}

// earlier tells whether a period begins, or else ends, before another.
func earlier(a, b graph.Period) bool {
	aFirst, aEnd := a.Bounds()
	bFirst, bEnd := b.Bounds()
	return cmp.Or(cmp.Compare(aFirst, bFirst), cmp.Compare(aEnd, bEnd)) < 0
}

// disagreements says where datasets that cover the day differ in what an actor owes: each pattern once, with the
// actors. A dataset that has nothing between the two is silent and does not differ.
func (g *reading) disagreements(beneficiaries ...graph.ID) []string {
	by := map[string][]string{} // obligors by pattern
	for _, beneficiary := range beneficiaries {
		for obligor, owed := range obligors(g.owed[beneficiary]) {
			var said []owedTypes
			for _, r := range owed {
				if dataset, ok := g.nodes[r.DatasetID].(*graph.Dataset); ok && dataset.Coverage().Contains(g.on) && binds(r) {
					said = note(said, r.DatasetID, r.ObligationType)
				}
			}
			if !slices.ContainsFunc(said, func(t owedTypes) bool { return t.types != said[0].types }) {
				continue
			}
			slices.SortFunc(said, func(a, b owedTypes) int { return cmp.Compare(a.dataset, b.dataset) })
			words := lists.Map(said, func(t owedTypes) string { return fmt.Sprintf("%s says %s", t.dataset, t) })
			pattern := fmt.Sprintf("to %s: %s", g.called(beneficiary), strings.Join(words, ", "))
			by[pattern] = append(by[pattern], g.called(obligor))
		}
	}
	var out []string
	for pattern, names := range by {
		slices.Sort(names)
		verb := "owe "
		if len(names) == 1 {
			verb = "owes "
		}
		out = append(out, "datasets differ on what "+strings.Join(names, ", ")+" "+verb+pattern)
	}
	slices.Sort(out)
	return out
}

// owedTypes are the types of duty that a dataset states, as a set over graph.ObligationTypes.
type owedTypes struct {
	dataset graph.ID
	types   uint8
}

// note adds a type of duty to what its dataset states.
func note(said []owedTypes, dataset graph.ID, t graph.ObligationType) []owedTypes {
	i := slices.IndexFunc(said, func(t owedTypes) bool { return t.dataset == dataset })
	if i < 0 {
		i, said = len(said), append(said, owedTypes{dataset: dataset})
	}
	said[i].types |= 1 << slices.Index(graph.ObligationTypes, t)
	return said
}

func (t owedTypes) String() string {
	var out []string
	for i, name := range graph.ObligationTypes {
		if t.types&(1<<i) != 0 {
			out = append(out, string(name))
		}
	}
	return strings.Join(out, " and ")
}

func coordinates(latitude, longitude float64) string {
	return "the point " + strconv.FormatFloat(latitude, 'f', -1, 64) + ", " + strconv.FormatFloat(longitude, 'f', -1, 64)
}

// termsOf is what a relationship says, without its id: two with the same terms bind alike.
func termsOf(r *graph.AlliedWith) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%s|%t", r.FromID, r.ToID, r.ObligationType, r.TreatyID, r.ArticleNumber,
		r.DatasetID, r.Mutual)
	if r.Binding != nil {
		fmt.Fprintf(&b, "|%t", *r.Binding)
	}
	for _, c := range r.Conditions {
		fmt.Fprintf(&b, "|%s %v %d %s", c.Kind, c.Adversaries, c.Count, c.Area)
	}
	return b.String()
}
