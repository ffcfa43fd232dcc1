package alliance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

// MaxPivotChanges is how many changes of treaties a pivot has at most.
const MaxPivotChanges = 3

// Bounds of a search for pivots: sets of changes tried, and pivots kept. What a search leaves out it says.
const (
	maxTriesOfDuties = 100_000 // where a try weighs the duties of one actor
	maxTriesOfWorld  = 400     // where it follows a cascade, or looks for paths or contradictions
	// maxReadsOfWorld is how many duties all of these may read, about half a second: a war in which all the world is
	// drawn reads thousands.
	maxReadsOfWorld = 100_000
	maxPivots       = 200
)

// Pivots are what an answer hangs on: the minimal sets of changes of treaties that end it or bring it about.
type Pivots struct {
	// Holds tells whether what was asked about holds on the day; the pivots end it then, and bring it about otherwise.
	Holds bool
	// List comes by the number of changes, then by what else they change, then by treaties. No pivot holds another.
	List []Pivot
	// Truncated says that there may be more pivots than the search could try or keep.
	Truncated bool
}

// Pivot is a minimal set of changes, each of which can be asked of as a what-if. Ending a treaty stands for suspending
// it too: of the duties of a day the two say the same.
type Pivot struct {
	Changes []PivotChange
	// Verdict is the actor's verdict after the changes; empty where the question is not of a verdict.
	Verdict Verdict
	// Also are the verdicts on others that change with it, or what else others do in a cascade, by name.
	Also []PivotEffect
	// Duties counts the duties in force that the changes end or bring about, as far as the question has read them.
	Duties int
}

// PivotChange is one change of a pivot, with what it names.
type PivotChange struct {
	TreatyChange
	Treaty *graph.Treaty
	Party  graph.Actor // who withdraws; nil where the treaty ends or enters into force
	// Text says it in words: "the United States withdraws from the North Atlantic Treaty".
	Text string
}

// PivotKind is what a change of a pivot does.
type PivotKind string

// The kinds of change.
const (
	PivotEnd            PivotKind = "END"
	PivotWithdraw       PivotKind = "WITHDRAW"
	PivotEnterIntoForce PivotKind = "ENTER_INTO_FORCE"
)

// Kind is what the change does.
func (c *PivotChange) Kind() PivotKind {
	switch {
	case c.Withdraw != nil:
		return PivotWithdraw
	case c.EnterIntoForce != "":
		return PivotEnterIntoForce
	}
	return PivotEnd
}

// WhatIf are the changes as a what-if takes them.
func (p *Pivot) WhatIf() []TreatyChange {
	return lists.Map(p.Changes, func(c PivotChange) TreatyChange { return c.TreatyChange })
}

// PivotEffect is what a pivot changes for another actor: a verdict, or what it does in a cascade.
type PivotEffect struct {
	Actor         graph.Actor
	Before, After string
}

// changeKey names a change; it orders changes by treaty.
func changeKey(c TreatyChange) string {
	switch {
	case c.End != "":
		return string(c.End) + "|1"
	case c.Withdraw != nil:
		return string(c.Withdraw.Treaty) + "|2|" + string(c.Withdraw.Party)
	case c.EnterIntoForce != "":
		return string(c.EnterIntoForce) + "|0"
	}
	return ""
}

func compareChanges(a, b TreatyChange) int { return cmp.Compare(changeKey(a), changeKey(b)) }

// isChange tells of a change whether it is the same.
func isChange(c TreatyChange) func(TreatyChange) bool {
	key := changeKey(c)
	return func(o TreatyChange) bool { return changeKey(o) == key }
}

func setKey(set []TreatyChange) string {
	return strings.Join(lists.Map(set, changeKey), "\n")
}

// minimalSets finds the sets of at most MaxPivotChanges changes after which try is done, none of which holds another.
// try tells of a set whether it is, and if not, which changes can matter next: every larger set that is done must hold
// one of them. It is asked of at most tries sets, and no more once it returns errSpent.
func minimalSets(ctx context.Context, tries int,
	try func(set []TreatyChange) (done bool, next []TreatyChange, err error),
) (sets [][]TreatyChange, truncated bool, err error) {
	type node struct{ set, next []TreatyChange }
	_, next, err := try(nil)
	if err != nil {
		return nil, false, err
	}
	frontier, seen := []node{{nil, next}}, map[string]bool{}
	for size := 1; size <= MaxPivotChanges; size++ {
		var grown []node
		smaller := sets // those of this size cannot hold one another
		for _, n := range frontier {
			for _, c := range n.next {
				if slices.ContainsFunc(n.set, isChange(c)) {
					continue
				}
				set := append(slices.Clone(n.set), c)
				slices.SortFunc(set, compareChanges)
				key := setKey(set)
				if seen[key] || slices.ContainsFunc(smaller, func(s []TreatyChange) bool { return holdsAll(set, s) }) {
					continue
				}
				seen[key] = true
				if len(seen) > tries {
					return sets, true, nil
				}
				if err := ended(ctx); err != nil {
					return nil, false, err
				}
				done, next, err := try(set)
				switch {
				case errors.Is(err, errSpent):
					return sets, true, nil
				case err != nil:
					return nil, false, err
				case done:
					sets = append(sets, set)
				default:
					grown = append(grown, node{set, next})
				}
			}
		}
		frontier = grown
	}
	return sets, false, nil
}

// errSpent ends a search that has read enough.
var errSpent = errors.New("the search has read enough")

// ended tells whether the time for an answer is over.
func ended(ctx context.Context) error {
	switch err := ctx.Err(); {
	case errors.Is(err, context.DeadlineExceeded):
		return graph.Errorf(graph.KindTimeout, "the time for the answer is over: ask a narrower question").Because(err)
	case err != nil:
		return graph.Errorf(graph.KindCanceled, "the question was canceled").Because(err)
	}
	return nil
}

func holdsAll(set, part []TreatyChange) bool {
	return !slices.ContainsFunc(part, func(p TreatyChange) bool { return !slices.ContainsFunc(set, isChange(p)) })
}

// revision is what a set of changes makes of duties.
type revision struct {
	ended   map[graph.ID]bool    // treaties
	left    map[[2]graph.ID]bool // treaty and party
	entered map[graph.ID][]*graph.AlliedWith
}

// revise reads a set of changes; entering are the duties of each pending treaty once it is in force.
func revise(set []TreatyChange, entering map[graph.ID][]*graph.AlliedWith) *revision {
	out := &revision{map[graph.ID]bool{}, map[[2]graph.ID]bool{}, map[graph.ID][]*graph.AlliedWith{}}
	for _, c := range set {
		switch {
		case c.End != "":
			out.ended[c.End] = true
		case c.Withdraw != nil:
			out.left[[2]graph.ID{c.Withdraw.Treaty, c.Withdraw.Party}] = true
		case c.EnterIntoForce != "":
			out.entered[c.EnterIntoForce] = entering[c.EnterIntoForce]
		}
	}
	return out
}

// removes tells whether the changes take a duty away.
func (v *revision) removes(r *graph.AlliedWith) bool {
	return v.ended[r.TreatyID] || v.left[[2]graph.ID{r.TreatyID, r.FromID}] || v.left[[2]graph.ID{r.TreatyID, r.ToID}]
}

// apply are duties as the changes make them; wanted chooses among those of a treaty that enters into force.
func (v *revision) apply(duties []*graph.AlliedWith,
	wanted func(*graph.AlliedWith) bool,
) (out []*graph.AlliedWith, changed int) {
	for _, r := range duties {
		if _, again := v.entered[r.TreatyID]; again || v.removes(r) {
			changed++
		} else {
			out = append(out, r)
		}
	}
	for _, treaty := range slices.Sorted(maps.Keys(v.entered)) {
		for _, r := range v.entered[treaty] {
			if wanted(r) && !v.removes(r) {
				out = append(out, r)
				changed++
			}
		}
	}
	slices.SortFunc(out, func(a, b *graph.AlliedWith) int { return cmp.Compare(a.ID, b.ID) })
	return out, changed
}

// lawmaker knows which changes of treaties are possible on the day of a question.
type lawmaker struct {
	*reading
	bound    map[graph.ID]map[graph.ID]bool   // parties and obligors by treaty
	entering map[graph.ID][]*graph.AlliedWith // of pending treaties, in force on the day if they were
	filter   graph.Filter                     // which duties count
}

func newLawmaker(g *reading, filter graph.Filter) *lawmaker {
	filter.On, filter.Types, filter.Datasets = g.on, []graph.RelationshipType{graph.AlliedWithType}, g.datasets
	return &lawmaker{g, map[graph.ID]map[graph.ID]bool{}, map[graph.ID][]*graph.AlliedWith{}, filter}
}

// read reads the parties of the treaties, in one call where none are known yet.
func (l *lawmaker) read(ctx context.Context, treaties []graph.ID) error {
	q := along(graph.DirectionIn, graph.PartyToType)
	return expand(ctx, l.reader, absent(l.bound, treaties), q, func(id graph.ID, hops []graph.Hop) {
		l.bound[id] = map[graph.ID]bool{}
		for _, h := range hops {
			l.bound[id][h.Relationship.Head().FromID] = true
		}
	})
}

// ending lists, in the order of the duties, the changes that take one of them away: the end of its treaty, and the
// withdrawal of either end.
func (l *lawmaker) ending(ctx context.Context, duties []*graph.AlliedWith) ([]TreatyChange, error) {
	treaties := lists.Map(duties, func(r *graph.AlliedWith) graph.ID { return r.TreatyID })
	slices.Sort(treaties)
	if err := l.read(ctx, slices.Compact(treaties)); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var out []TreatyChange
	add := func(c TreatyChange) {
		if key := changeKey(c); !seen[key] {
			seen[key] = true
			out = append(out, c)
		}
	}
	for _, r := range duties {
		add(TreatyChange{End: r.TreatyID})
		add(TreatyChange{Withdraw: &Withdrawal{r.TreatyID, r.FromID}})
		if l.bound[r.TreatyID][r.ToID] {
			add(TreatyChange{Withdraw: &Withdrawal{r.TreatyID, r.ToID}})
		}
	}
	return out, nil
}

// pendingOf lists the pending treaties of the actors that would bring duties, and derives these.
func (l *lawmaker) pendingOf(ctx context.Context, actors ...graph.ID) ([]TreatyChange, error) {
	if err := l.readParties(ctx, actors...); err != nil {
		return nil, err
	}
	found := map[string]TreatyChange{}
	for _, actor := range actors {
		for _, p := range l.parties[actor] {
			if !p.pendingOn(l.on) {
				continue
			}
			duties, known := l.entering[p.treaty.ID]
			if !known {
				var err error
				if duties, err = l.enter(ctx, p.treaty.ID); err != nil {
					return nil, err
				}
				l.entering[p.treaty.ID] = duties
			}
			if len(duties) > 0 {
				c := TreatyChange{EnterIntoForce: p.treaty.ID}
				found[changeKey(c)] = c
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), compareChanges), nil
}

// enter derives the duties of a treaty as if it were in force for all that have signed it.
func (l *lawmaker) enter(ctx context.Context, treaty graph.ID) ([]*graph.AlliedWith, error) {
	w, err := newLegislation(ctx, l.reader, []TreatyChange{{EnterIntoForce: treaty}}, l.on)
	if graph.KindOf(err) == graph.KindInvalid {
		return nil, nil // another dataset has it in force for this party
	} else if err != nil {
		return nil, err
	}
	law, err := w.bundles[treaty].law()
	if err != nil {
		return nil, err
	}
	var out []*graph.AlliedWith
	for _, id := range slices.Sorted(maps.Keys(law)) {
		if law[id].Type != graph.AlliedWithType {
			continue
		}
		r, err := graph.NewRelationship(law[id])
		if err != nil {
			return nil, err
		}
		if duty := r.(*graph.AlliedWith).On(l.on); l.filter.Allows(duty) {
			out = append(out, duty)
		}
	}
	w.others[treaty] = w.bundles[treaty].treaty
	for id, n := range w.others {
		if l.nodes[id] == nil {
			l.nodes[id] = n
		}
	}
	return out, nil
}

// finish orders pivots, keeps the first, and reads what they name.
func (p *Pivots) finish(ctx context.Context, l *lawmaker) (*Pivots, error) {
	slices.SortStableFunc(p.List, func(a, b Pivot) int {
		return cmp.Or(cmp.Compare(len(a.Changes), len(b.Changes)), cmp.Compare(len(a.Also), len(b.Also)),
			cmp.Compare(a.Duties, b.Duties),
			cmp.Compare(setKey(a.WhatIf()), setKey(b.WhatIf())))
	})
	if len(p.List) > maxPivots {
		p.List, p.Truncated = p.List[:maxPivots], true
	}
	var named []graph.ID
	for _, pivot := range p.List {
		for _, c := range pivot.Changes {
			named = append(named, c.TreatyChange.Treaty())
			if c.Withdraw != nil {
				named = append(named, c.Withdraw.Party)
			}
		}
	}
	if err := l.readNodes(ctx, named...); err != nil {
		return nil, err
	}
	for _, pivot := range p.List {
		for i := range pivot.Changes {
			c := &pivot.Changes[i]
			treaty := titled(l.name(c.TreatyChange.Treaty()))
			c.Treaty, _ = l.nodes[c.TreatyChange.Treaty()].(*graph.Treaty)
			switch c.Kind() {
			case PivotWithdraw:
				c.Party = l.actor(c.Withdraw.Party)
				c.Text = fmt.Sprintf("%s withdraws from %s", l.called(c.Withdraw.Party), treaty)
			case PivotEnterIntoForce:
				c.Text = treaty + " enters into force"
			default:
				c.Text = treaty + " ends"
			}
		}
	}
	return p, nil
}

func pivotOf(set []TreatyChange) Pivot {
	var out Pivot
	for _, c := range set {
		out.Changes = append(out.Changes, PivotChange{TreatyChange: c})
	}
	return out
}
