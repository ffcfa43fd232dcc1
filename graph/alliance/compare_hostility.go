package alliance

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// hostility is what sets two actors against each other on a day.
type hostility struct {
	level     int // 1 to 5 after COW
	potential bool
	conflict  *graph.Conflict
	since     graph.Date
	why       string
	duty      *graph.AlliedWith // that runs against one of the two, where nothing else sets them against each other
}

// How far back a past conflict or hostile event makes two actors rivals, in years.
const (
	rivalYears = 10
	eventYears = 5
)

// hostileEvents are the PLOVER types of an event that makes its actor and its recipient rivals, with the hostility
// level that fits them: a threat, a show of force, and the use of force.
var hostileEvents = map[graph.Text]int{"THREATEN": 2, "SANCTION": 2, "COERCE": 3, "MOBILIZE": 3, "ASSAULT": 4}

// findHostilities reads which actors fight on the day and which are rivals, by pair in order of ids.
func findHostilities(ctx context.Context, g *reading) (map[[2]graph.ID]*hostility, error) {
	found := map[[2]graph.ID]*hostility{}
	note := func(a, b graph.ID, h hostility) {
		if a == b {
			return
		}
		pair := [2]graph.ID{min(a, b), max(a, b)}
		if known := found[pair]; known == nil || stronger(&h, known) {
			found[pair] = &h
		}
	}
	if err := g.conflicts(ctx, note); err != nil {
		return nil, err
	}
	if err := g.sanctions(ctx, note); err != nil {
		return nil, err
	}
	return found, g.events(ctx, note)
}

// stronger tells whether a says more than b: actual before potential, then the level, then the later start, then the
// words.
func stronger(a, b *hostility) bool {
	if a.potential != b.potential {
		return b.potential
	}
	if a.level != b.level {
		return a.level > b.level
	}
	if c := a.since.Compare(b.since); c != 0 {
		return c > 0
	}
	return a.why < b.why
}

type noteFunc func(a, b graph.ID, h hostility)

func (g *reading) conflicts(ctx context.Context, note noteFunc) error {
	window := g.window(rivalYears)
	conflicts, err := findByID[*graph.Conflict](ctx, g.reader,
		graph.NodeQuery{Labels: []graph.Label{graph.LabelConflict}, During: &window})
	if err != nil {
		return err
	}
	q := along(graph.DirectionIn, graph.ParticipatedInType)
	return expand(ctx, g.reader, slices.Sorted(maps.Keys(conflicts)), q, func(id graph.ID, hops []graph.Hop) {
		c := conflicts[id]
		for i, x := range hops {
			for _, y := range hops[i+1:] {
				a, b := x.Relationship.(*graph.ParticipatedIn), y.Relationship.(*graph.ParticipatedIn)
				if a.Side == "" || b.Side == "" || a.Side == b.Side {
					continue
				}
				shared, ok := a.Period.Intersect(b.Period)
				shared, ok2 := shared.Intersect(c.Period)
				if !ok || !ok2 || shared.From.First() > g.on {
					continue
				}
				h := hostility{level: levelOf(c, a, b), conflict: c, since: shared.From}
				h.potential = !shared.Contains(g.on) || h.level < 4
				g.nodes[x.Other.Head().ID], g.nodes[y.Other.Head().ID] = x.Other, y.Other
				verb := "are engaged in"
				if !shared.Contains(g.on) {
					verb = "were opposed in"
				}
				h.why = fmt.Sprintf("%s and %s %s %q (hostility %d)", Called(x.Other.Head().Name), Called(y.Other.Head().Name),
					verb, c.Name, h.level)
				note(a.FromID, b.FromID, h)
			}
		}
	})
}

// levelOf is the hostility between two participants: war is 5; in a dispute the higher of the two, else the dispute's.
func levelOf(c *graph.Conflict, a, b *graph.ParticipatedIn) int {
	if c.Kind != graph.ConflictDispute {
		return 5
	}
	level := 0
	for _, l := range []*int{a.Hostility, b.Hostility} {
		if l != nil {
			level = max(level, *l)
		}
	}
	if level == 0 && c.Hostility != nil {
		level = *c.Hostility
	}
	return level
}

func (g *reading) sanctions(ctx context.Context, note noteFunc) error {
	day := graph.Period{From: g.on.Date(), Until: g.on.Next().Date()}
	imposes := []graph.RelationshipType{graph.ImposesSanctionType}
	actors, err := findByID[graph.Node](ctx, g.reader, graph.NodeQuery{
		Labels:  graph.ActorLabels,
		Related: []graph.RelatedTo{{Types: imposes, Direction: graph.DirectionOut, On: g.on}},
	})
	if err != nil {
		return err
	}
	imposers := map[graph.ID][]graph.Node{} // by sanction
	q := along(graph.DirectionOut, graph.ImposesSanctionType)
	q.Filter.On = g.on
	err = expandEach(ctx, g.reader, slices.Sorted(maps.Keys(actors)), q, func(id graph.ID, h graph.Hop) {
		if s := h.Other.(*graph.Sanction); s.Period.Overlaps(day) {
			imposers[s.ID] = append(imposers[s.ID], actors[id])
		}
	})
	if err != nil {
		return err
	}
	q.Filter = graph.Filter{On: g.on, Types: []graph.RelationshipType{graph.TargetsType}, Labels: graph.ActorLabels}
	return expandEach(ctx, g.reader, slices.Sorted(maps.Keys(imposers)), q, func(id graph.ID, h graph.Hop) {
		for _, imposer := range imposers[id] {
			g.nodes[h.Other.Head().ID], g.nodes[imposer.Head().ID] = h.Other, imposer
			note(imposer.Head().ID, h.Other.Head().ID, hostility{
				level: 2, potential: true, since: h.Relationship.Head().Period.From,
				why: fmt.Sprintf("%s has sanctions in force against %s", Called(imposer.Head().Name), Called(h.Other.Head().Name)),
			})
		}
	})
}

func (g *reading) events(ctx context.Context, note noteFunc) error {
	window := g.window(eventYears)
	var types []any
	for t := range hostileEvents {
		types = append(types, string(t))
	}
	events, err := findByID[*graph.Event](ctx, g.reader, graph.NodeQuery{
		Labels: []graph.Label{graph.LabelEvent}, During: &window,
		Where: []graph.PropertyFilter{
			{Property: "eventType", Operator: graph.Equal, Values: types},
			{Property: "status", Operator: graph.Equal, Values: []any{string(graph.EventConfirmed)}},
		},
	})
	if err != nil {
		return err
	}
	maps.DeleteFunc(events, func(_ graph.ID, e *graph.Event) bool {
		return e.Period.From.IsZero() || e.Period.From.First() > g.on
	})
	q := along(graph.DirectionIn, graph.ActorInType, graph.RecipientOfType)
	q.Filter.Labels = []graph.Label{graph.LabelState}
	return expand(ctx, g.reader, slices.Sorted(maps.Keys(events)), q, func(id graph.ID, hops []graph.Hop) {
		e := events[id]
		for _, x := range hops {
			for _, y := range hops {
				if x.Relationship.Type() != graph.ActorInType || y.Relationship.Type() != graph.RecipientOfType {
					continue
				}
				g.nodes[x.Other.Head().ID], g.nodes[y.Other.Head().ID] = x.Other, y.Other
				note(x.Other.Head().ID, y.Other.Head().ID, hostility{
					level: hostileEvents[e.Type], potential: true, since: e.Period.From,
					why: fmt.Sprintf("%s and %s are at odds (%s, %s)", Called(x.Other.Head().Name), Called(y.Other.Head().Name),
						e.Name, e.Period.From),
				})
			}
		}
	})
}

// window is the time from so many years before the day through the day.
func (g *reading) window(years int) graph.Period {
	day := g.on.Date()
	from, err := graph.NewDate(max(day.Year()-years, 1), day.Month(), min(day.DayOfMonth(), 28))
	if err != nil {
		from = graph.YearOnly(max(day.Year()-years, 1))
	}
	return graph.Period{From: from, Until: g.on.Next().Date()}
}

// opposedPacts adds as rivals those against whom a DEFENSE or OFFENSE duty runs by its terms and its beneficiary. The
// duty is one of law, as those are that stand against each other; what is agreed against a third sets two against each
// other whether or not the other conditions are met today.
func (s *search) opposedPacts(hostile map[[2]graph.ID]*hostility) {
	for _, beneficiary := range slices.Sorted(maps.Keys(s.owed)) {
		for _, r := range s.owed[beneficiary] {
			if r.ObligationType != graph.ObligationDefense && r.ObligationType != graph.ObligationOffense || !owedByLaw(r) {
				continue
			}
			for i := range r.Conditions {
				for _, foe := range runsAgainst(&r.Conditions[i]) {
					pair := [2]graph.ID{min(foe, beneficiary), max(foe, beneficiary)}
					if foe != beneficiary && hostile[pair] == nil {
						hostile[pair] = &hostility{
							level: 1, potential: true, since: r.Period.From, duty: r,
							why: fmt.Sprintf("a duty to %s runs against %s", s.called(beneficiary), s.called(foe)),
						}
					}
				}
			}
		}
	}
}

// runsAgainst are the actors against whom a duty runs by a condition; one of another kind may name some otherwise.
func runsAgainst(c *graph.Condition) []graph.ID {
	if c.Kind != graph.ConditionSpecificAdversary {
		return nil
	}
	return c.Adversaries
}

// aggressors finds OFFENSE owed against one to whom NONAGG is owed.
func (s *search) aggressors(ctx context.Context) error {
	if !s.wants(NonaggressionAndOffense) {
		return nil
	}
	obligors, err := findByID[graph.Node](ctx, s.reader,
		graph.NodeQuery{Labels: []graph.Label{graph.LabelState, graph.LabelOrganization}, Related: []graph.RelatedTo{{
			Types: []graph.RelationshipType{graph.AlliedWithType}, Direction: graph.DirectionOut, On: s.on,
			Datasets: s.datasets,
		}}})
	if err != nil {
		return err
	}
	maps.Copy(s.nodes, obligors)
	offense, nonagg := map[graph.ID][]*graph.AlliedWith{}, map[graph.ID][]*graph.AlliedWith{}
	collect := func(t graph.ObligationType, into map[graph.ID][]*graph.AlliedWith, from []graph.ID) error {
		q := s.duties(graph.DirectionOut, t)
		q.Filter.BindingOnly = true
		return expandEach(ctx, s.reader, from, q, func(id graph.ID, h graph.Hop) {
			s.nodes[h.Other.Head().ID] = h.Other
			r := h.Relationship.(*graph.AlliedWith)
			into[id] = append(into[id], r)
			s.requestNamed(r)
		})
	}
	if err := collect(graph.ObligationOffense, offense, slices.Sorted(maps.Keys(obligors))); err != nil {
		return err
	}
	if err := collect(graph.ObligationNonagg, nonagg, slices.Sorted(maps.Keys(offense))); err != nil {
		return err
	}
	if err := s.readNodes(ctx); err != nil {
		return err
	}
	for _, obligor := range slices.Sorted(maps.Keys(offense)) {
		for _, o := range offense[obligor] {
			for _, n := range nonagg[obligor] {
				foe := slices.ContainsFunc(o.Conditions, func(c graph.Condition) bool {
					return slices.Contains(runsAgainst(&c), n.ToID)
				})
				if foe && s.concerns(obligor, o.ToID, n.ToID) && !s.listed(o, n) {
					s.add(NonaggressionAndOffense, obligor, [2]graph.ID{o.ToID, n.ToID}, &hostility{}, o, n)
				}
			}
		}
	}
	return nil
}

// listed keeps one contradiction per obligor, pair and two treaties.
func (s *search) listed(o, n *graph.AlliedWith) bool {
	return slices.ContainsFunc(s.found, func(c *Contradiction) bool {
		if c.Kind != NonaggressionAndOffense {
			return false
		}
		x, y := c.Duties[0].Relationship, c.Duties[1].Relationship
		return x.FromID == o.FromID && x.ToID == o.ToID && y.ToID == n.ToID && x.TreatyID == o.TreatyID &&
			y.TreatyID == n.TreatyID
	})
}
