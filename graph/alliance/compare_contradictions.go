package alliance

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// ContradictionKind is how duties contradict each other.
type ContradictionKind string

// The kinds of contradiction.
const (
	// DefenseOfBothSides: DEFENSE owed to both of two actors that fight each other.
	DefenseOfBothSides ContradictionKind = "DEFENSE_OF_BOTH_SIDES"
	// DefenseAgainstProtected: DEFENSE owed to one and NONAGG or NEUTRAL to the other of two actors that fight each
	// other.
	DefenseAgainstProtected ContradictionKind = "DEFENSE_AGAINST_PROTECTED"
	// NonaggressionAndOffense: OFFENSE owed against an actor to whom NONAGG is owed. OFFENSE and NONAGG owed to one
	// actor agree: who joins its wars does not attack it.
	NonaggressionAndOffense ContradictionKind = "NONAGGRESSION_AND_OFFENSE"
	// DatasetsDiffer: one treaty imposes other types of duty by one dataset than by another.
	DatasetsDiffer ContradictionKind = "DATASETS_DIFFER"
	// PotentialDefenseOfRivals: DEFENSE owed to both of two rivals that do not fight.
	PotentialDefenseOfRivals ContradictionKind = "POTENTIAL_DEFENSE_OF_RIVALS"
	// PotentialDefenseAgainstProtected: DEFENSE owed to one rival and NONAGG or NEUTRAL to the other.
	PotentialDefenseAgainstProtected ContradictionKind = "POTENTIAL_DEFENSE_AGAINST_PROTECTED"
)

// ContradictionKinds lists the kinds.
var ContradictionKinds = []ContradictionKind{
	DefenseOfBothSides, DefenseAgainstProtected, NonaggressionAndOffense, DatasetsDiffer,
	PotentialDefenseOfRivals, PotentialDefenseAgainstProtected,
}

// Contradiction is a pair of duties, or a treaty, that cannot all be taken at their word.
type Contradiction struct {
	Kind ContradictionKind
	// Actor owes both; nil for DATASETS_DIFFER.
	Actor graph.Actor
	// Between are the two actors that fight or are rivals; empty for DATASETS_DIFFER.
	Between []graph.Actor
	// Duties are those that contradict each other.
	Duties []*Duty
	Treaty *graph.Treaty // for DATASETS_DIFFER
	// Hostility of the two, 1 to 5 after COW; 0 where they are not known to have fought.
	Hostility int
	// Conflict is the war or dispute that sets the two against each other, nil where another reason does.
	Conflict *graph.Conflict
	// Since is the first day on which it stood so: the duties were in force and the two engaged.
	Since graph.Date
	// SameTreaty says that both duties come from one treaty.
	SameTreaty bool
	// Explanation is the contradiction in one sentence.
	Explanation string

	rivalry *graph.AlliedWith // the duty against one of the two that makes them rivals, nil where something else does
}

// ContradictionQuery asks for the contradictions of a day.
type ContradictionQuery struct {
	On       graph.Day
	Actors   []graph.ID // who owes, or fights; empty: everybody
	Datasets []graph.ID
	Kinds    []ContradictionKind // empty: all
}

// Contradictions lists them: those out of two treaties first, then by hostility, recency and names. Rivals, for
// potential ones, are the parties to a war or dispute that ended in the ten years before, to a sanction in force, to a
// hostile event of the five years before, and those against whom a duty runs by its terms.
func Contradictions(ctx context.Context, reader graph.Reader, q ContradictionQuery) ([]*Contradiction, error) {
	if q.On <= graph.Beginning || q.On >= graph.Forever {
		return nil, graph.Invalidf("asOf: want a day such as 2024-12-04")
	}
	for _, k := range q.Kinds {
		if !slices.Contains(ContradictionKinds, k) {
			return nil, graph.Invalidf("kinds: %q is not one of %v", k, ContradictionKinds)
		}
	}
	g := newReading(reader, q.On, q.Datasets)
	hostile, err := findHostilities(ctx, g)
	if err != nil {
		return nil, err
	}
	s := &search{reading: g, q: &q}
	if err := s.opposed(ctx, hostile); err != nil {
		return nil, err
	}
	if err := s.aggressors(ctx); err != nil {
		return nil, err
	}
	if s.wants(DatasetsDiffer) {
		if err := s.datasetsDiffer(ctx); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(s.found, compareContradictions)
	return s.found, nil
}

type search struct {
	*reading
	q     *ContradictionQuery
	found []*Contradiction
}

func (s *search) wants(k ContradictionKind) bool {
	return len(s.q.Kinds) == 0 || slices.Contains(s.q.Kinds, k)
}

func (s *search) concerns(ids ...graph.ID) bool {
	return len(s.q.Actors) == 0 ||
		slices.ContainsFunc(ids, func(id graph.ID) bool { return slices.Contains(s.q.Actors, id) })
}

// opposed looks at every pair of actors that fight or are rivals for those who owe something to both.
func (s *search) opposed(ctx context.Context, hostile map[[2]graph.ID]*hostility) error {
	if err := s.readOwedTo(ctx, pairEnds(hostile)); err != nil {
		return err
	}
	if err := s.readAimed(ctx); err != nil {
		return err
	}
	s.opposedPacts(hostile)
	if err := s.readOwedTo(ctx, pairEnds(hostile)); err != nil {
		return err
	}
	for pair, h := range hostile {
		first, second := s.byObligor(pair[0]), s.byObligor(pair[1])
		for obligor, toFirst := range first {
			if toSecond := second[obligor]; toSecond != nil && !slices.Contains(pair[:], obligor) &&
				s.concerns(obligor, pair[0], pair[1]) {
				s.weigh(obligor, pair, h, toFirst, toSecond)
			}
		}
	}
	return nil
}

// readOwedTo reads what is owed to actors, and what that names.
func (s *search) readOwedTo(ctx context.Context, actors []graph.ID) error {
	if err := s.readOwed(ctx, actors...); err != nil {
		return err
	}
	s.requestNamedByOwed()
	return s.readNodes(ctx, actors...)
}

// readAimed reads what is owed to those who have a duty that runs against somebody, whether or not they are set against
// each other by anything else.
func (s *search) readAimed(ctx context.Context) error {
	if !s.wants(PotentialDefenseOfRivals) && !s.wants(PotentialDefenseAgainstProtected) {
		return nil
	}
	obligations, err := findAll[*graph.Obligation](ctx, s.reader,
		graph.NodeQuery{Labels: []graph.Label{graph.LabelObligation}, Datasets: s.datasets})
	if err != nil {
		return err
	}
	var aimed, parties []graph.ID
	for _, o := range obligations {
		if slices.ContainsFunc(o.Conditions, func(c graph.Condition) bool { return len(runsAgainst(&c)) > 0 }) {
			aimed = append(aimed, o.ID)
		}
	}
	if err := expandEach(ctx, s.reader, aimed, along(graph.DirectionOut, graph.ObligesType, graph.BenefitsType),
		func(_ graph.ID, h graph.Hop) { parties = append(parties, h.Other.Head().ID) }); err != nil {
		return err
	}
	return s.readOwedTo(ctx, parties)
}

// pairEnds are those that are set against each other.
func pairEnds(hostile map[[2]graph.ID]*hostility) []graph.ID {
	ends := map[graph.ID]bool{}
	for pair := range hostile {
		ends[pair[0]], ends[pair[1]] = true, true
	}
	return slices.Sorted(maps.Keys(ends))
}

// owedByLaw tells whether a duty binds in law, and is owed to that beneficiary for certain.
func owedByLaw(r *graph.AlliedWith) bool { return binds(r) && !r.BeneficiaryUncertain }

// byObligor groups what is owed to an actor by law, by obligor.
func (s *search) byObligor(beneficiary graph.ID) map[graph.ID][]*graph.AlliedWith {
	out := map[graph.ID][]*graph.AlliedWith{}
	for _, r := range s.owed[beneficiary] {
		if owedByLaw(r) {
			out[r.FromID] = append(out[r.FromID], r)
		}
	}
	return out
}

// weigh finds the strongest contradiction of each kind between what one actor owes to two that are set against each
// other.
func (s *search) weigh(obligor graph.ID, pair [2]graph.ID, h *hostility, toFirst, toSecond []*graph.AlliedWith) {
	both, protected := DefenseOfBothSides, DefenseAgainstProtected
	if h.potential {
		both, protected = PotentialDefenseOfRivals, PotentialDefenseAgainstProtected
	}
	defense := []graph.ObligationType{graph.ObligationDefense}
	shield := []graph.ObligationType{graph.ObligationNonagg, graph.ObligationNeutral}
	a, b := pick(toFirst, toSecond, defense, defense)
	if a != nil {
		s.add(both, obligor, pair, h, a, b)
		return // it defends both: that it may not attack one of them says no more
	}
	if a, b = pick(toFirst, toSecond, defense, shield); a != nil {
		s.add(protected, obligor, pair, h, a, b)
	}
	if b, a = pick(toSecond, toFirst, defense, shield); b != nil {
		s.add(protected, obligor, [2]graph.ID{pair[1], pair[0]}, h, b, a)
	}
}

// pick chooses one duty of each list with the types, of two different treaties where there are such, the first by id.
func pick(first, second []*graph.AlliedWith, of, with []graph.ObligationType) (a, b *graph.AlliedWith) {
	for _, x := range first {
		if !slices.Contains(of, x.ObligationType) {
			continue
		}
		for _, y := range second {
			if !slices.Contains(with, y.ObligationType) {
				continue
			}
			if x.TreatyID != y.TreatyID {
				return x, y
			}
			if a == nil {
				a, b = x, y
			}
		}
	}
	return a, b
}

func (s *search) add(kind ContradictionKind, obligor graph.ID, pair [2]graph.ID, h *hostility, a, b *graph.AlliedWith) {
	if !s.wants(kind) {
		return
	}
	c := &Contradiction{
		Kind: kind, Actor: s.actor(obligor), Between: []graph.Actor{s.actor(pair[0]), s.actor(pair[1])}, Hostility: h.level,
		Conflict: h.conflict, rivalry: h.duty, SameTreaty: a.TreatyID == b.TreatyID, Since: h.since,
		Duties: []*Duty{s.unjudged(a), s.unjudged(b)},
	}
	for _, d := range c.Duties {
		if d.Period.From.First() > c.Since.First() {
			c.Since = d.Period.From
		}
	}
	while := ""
	if h.why != "" {
		while = ", while " + h.why
	}
	c.Explanation = sentence("%s owes %s %s under %s and %s %s under %s%s", s.called(obligor),
		s.called(pair[0]), noun(a.ObligationType), c.Duties[0].Citation(),
		s.called(pair[1]), noun(b.ObligationType), c.Duties[1].Citation(), while)
	s.found = append(s.found, c)
}

// Key tells a contradiction from others of its day.
func (c *Contradiction) Key() string {
	out := string(c.Kind)
	for _, d := range c.Duties {
		out += "|" + string(d.Relationship.ID)
	}
	for _, b := range c.Between {
		out += "|" + string(b.Head().ID)
	}
	if c.Treaty != nil {
		out += "|" + string(c.Treaty.ID)
	}
	return out
}

func compareContradictions(a, b *Contradiction) int {
	return cmp.Or(cmp.Compare(oneIf(a.SameTreaty), oneIf(b.SameTreaty)), cmp.Compare(b.Hostility, a.Hostility),
		cmp.Compare(b.Since.First(), a.Since.First()),
		cmp.Compare(slices.Index(ContradictionKinds, a.Kind), slices.Index(ContradictionKinds, b.Kind)),
		cmp.Compare(a.Key(), b.Key()))
}
