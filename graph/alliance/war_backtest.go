package alliance

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// warsDataset is the dataset of recorded wars that a backtest runs against unless it names another.
const warsDataset graph.ID = "dataset:cow-interstate-wars"

// BacktestQuery asks how the reasoning fares against recorded wars.
type BacktestQuery struct {
	Alliances graph.ID // the dataset whose treaties count, such as dataset:atop
	Wars      graph.ID // empty: warsDataset
}

// WarOutcome is what a state did in a war, its first side counting.
type WarOutcome string

// The outcomes of a state in a war.
const (
	JoinedVictims   WarOutcome = "JOINED_VICTIMS"
	JoinedAttackers WarOutcome = "JOINED_ATTACKERS"
	StayedOut       WarOutcome = "STAYED_OUT"
)

// Backtest is the reasoning judged against history. docs/backtest.md gives every rule.
type Backtest struct {
	Alliances, Wars *graph.Dataset
	// WarCount is how many wars are recorded, Judged in how many the attackers and victims of the first day are known.
	WarCount, Judged int
	NotJudged        []WarNotJudged
	// Cases are all states and wars with a duty of a type, by war, type and state.
	Cases []*BacktestCase
	// States counts cases: one per state, war and type.
	States []Reliability
	// Treaties counts one per treaty, war and type, Strict where all members bound kept it and Lenient where one did.
	Treaties []TreatyReliability
	// Studies counts one per treaty and war, all of DEFENSE, OFFENSE and NEUTRAL together, co-victims and companions of
	// the first day among those who owe: the unit of the published studies.
	Studies []StudyReliability
	// Verdicts counts the verdict on each state and war by what the state did.
	Verdicts []VerdictOutcome
}

// WarNotJudged is a war that the rules cannot use.
type WarNotJudged struct {
	War *graph.Conflict
	Why string
}

// BacktestCase is a state with a duty of a type in a war.
type BacktestCase struct {
	War       *graph.Conflict
	Eve       graph.Date // the treaties in force on this day count
	Era       graph.Text
	State     graph.Actor
	Type      graph.ObligationType
	Judgement Judgement // the best of its duties of the type: MET or UNKNOWN
	Duties    []*Duty
	Verdict   Verdict // on the state in this war; empty where it began it
	Outcome   WarOutcome
	Kept      bool // each of the duties

	broken map[graph.ID]bool // duties that were not kept, by relationship
}

// Reliability counts kept duties. Judgement and Era are empty for all.
type Reliability struct {
	Type      graph.ObligationType
	Judgement Judgement
	Era       graph.Text
	Kept      int
	Total     int
}

// TreatyReliability counts treaties kept by all members bound (strict) and by one (lenient).
type TreatyReliability struct {
	Type            graph.ObligationType
	Judgement       Judgement // of the duties counted; empty for all
	Era             graph.Text
	Strict, Lenient int
	Total           int
}

// StudyReliability counts treaties as the published studies do. Judgement and Era are empty for all.
type StudyReliability struct {
	Judgement       Judgement // of the duties counted
	Era             graph.Text
	Strict, Lenient int
	Total           int
}

// VerdictOutcome is how many states with a verdict did what.
type VerdictOutcome struct {
	Verdict Verdict
	Outcome WarOutcome
	Count   int
}

// The two eras that the published studies compare.
const (
	EraEarly graph.Text = "1816-1944"
	EraLate  graph.Text = "1945-2003"
)

// TestedTypes are the obligation types that taking part in a war can keep or break. Consultation cannot be seen in it.
var TestedTypes = []graph.ObligationType{
	graph.ObligationDefense, graph.ObligationOffense, graph.ObligationNeutral, graph.ObligationNonagg,
}

// RunBacktest judges the treaties of a dataset against recorded wars: for each war, who had to help whom by the
// treaties in force on the eve, and who in fact joined which side. KindNotFound where one of the datasets is not
// loaded.
func RunBacktest(ctx context.Context, reader graph.Reader, q BacktestQuery) (*Backtest, error) {
	q.Wars = cmp.Or(q.Wars, warsDataset)
	nodes, err := reader.Nodes(ctx, []graph.ID{q.Alliances, q.Wars})
	if err != nil {
		return nil, err
	}
	out := &Backtest{}
	var ok bool
	if out.Alliances, ok = nodes[0].(*graph.Dataset); !ok {
		return nil, graph.NotFoundf("alliances: %q is not loaded; load it first: entente load atop …, or cow-alliances",
			q.Alliances)
	}
	if out.Wars, ok = nodes[1].(*graph.Dataset); !ok {
		return nil, graph.NotFoundf("wars: %q is not loaded; load it first: entente load cow-interstate-wars …", q.Wars)
	}
	wars, err := readWars(ctx, reader, q.Wars)
	if err != nil {
		return nil, err
	}
	out.WarCount = len(wars)
	counts := map[VerdictOutcome]int{}
	kept := tallies{}
	for _, w := range wars {
		if why := w.chooseSides(); why != "" {
			out.NotJudged = append(out.NotJudged, WarNotJudged{w.conflict, why})
			continue
		}
		out.Judged++
		cases, verdicts, err := w.judge(ctx, reader, q.Alliances, kept)
		if err != nil {
			return nil, err
		}
		out.Cases = append(out.Cases, cases...)
		for id, v := range verdicts {
			counts[VerdictOutcome{Verdict: v, Outcome: w.outcome(id)}]++
		}
	}
	out.count(counts, kept)
	return out, nil
}

func (w *recordedWar) outcome(id graph.ID) WarOutcome {
	side, took := w.firstSide[id]
	switch {
	case !took:
		return StayedOut
	case side == w.attackerSide:
		return JoinedAttackers
	}
	return JoinedVictims
}

func (w *recordedWar) era() graph.Text {
	if w.first < 19450101 {
		return EraEarly
	}
	return EraLate
}

// judge asks the reasoning who owed what on the eve, and compares.
func (w *recordedWar) judge(ctx context.Context, reader graph.Reader, alliances graph.ID,
	kept tallies,
) ([]*BacktestCase, map[graph.ID]Verdict, error) {
	eve := w.first.Previous()
	g := newReading(reader, eve, []graph.ID{alliances})
	belligerents := slices.Concat(w.victims, w.attackers)
	if err := g.readOwed(ctx, belligerents...); err != nil {
		return nil, nil, err
	}
	g.requestNamedByOwed()
	if err := g.readNodes(ctx, belligerents...); err != nil {
		return nil, nil, err
	}
	cases := map[[2]graph.ID]*BacktestCase{} // by state and type
	verdicts := map[graph.ID]Verdict{}
	number := len(w.attackers)
	for _, attacker := range w.attackers {
		for _, victim := range w.victims {
			scenario := DefaultScenario()
			scenario.AdversaryCount = &number
			scenario.HostileActors = slices.DeleteFunc(slices.Clone(w.attackers),
				func(other graph.ID) bool { return other == attacker })
			a := attack{attacker: attacker, victim: victim, scenario: &scenario}
			rulings, err := g.assess(a, nil)
			if err != nil {
				return nil, nil, err
			}
			for _, r := range rulings {
				id := r.actor.Head().ID
				if slices.Contains(w.victims, id) {
					continue
				}
				if known, ok := verdicts[id]; !ok || slices.Index(Verdicts, r.verdict) < slices.Index(Verdicts, known) {
					verdicts[id] = r.verdict
				}
			}
			if err := w.collect(g, a, cases, kept); err != nil {
				return nil, nil, err
			}
		}
	}
	out := make([]*BacktestCase, 0, len(cases))
	for _, c := range cases {
		if id := c.State.Head().ID; !slices.Contains(w.attackers, id) {
			c.Verdict = cmp.Or(verdicts[id], VerdictFree) // it may owe neutrality to the victim alone
		}
		sortDuties(c.Duties)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *BacktestCase) int {
		return cmp.Or(cmp.Compare(slices.Index(TestedTypes, a.Type), slices.Index(TestedTypes, b.Type)),
			compareActors(a.State, b.State))
	})
	return out, verdicts, nil
}

// collect adds what is owed in one attack to the cases: DEFENSE to the victim, OFFENSE to the attacker, NEUTRAL and
// NONAGG to either.
func (w *recordedWar) collect(g *reading, a attack, cases map[[2]graph.ID]*BacktestCase, kept tallies) error {
	view, err := g.view(a)
	if err != nil {
		return err
	}
	away := view.toward(true)
	add := func(r *graph.AlliedWith, v *attackView) {
		id := r.FromID
		state := g.actor(id)
		judgement := judge(r, v)
		if state == nil || judgement == Unmet || !binds(r) {
			return
		}
		kept.study(w, r, judgement)
		if slices.Contains(w.victims, id) || slices.Contains(w.attackers, id) && r.ObligationType != graph.ObligationNonagg {
			return
		}
		key := [2]graph.ID{id, graph.ID(r.ObligationType)}
		c := cases[key]
		if c == nil {
			c = &BacktestCase{
				War: w.conflict, Eve: g.on.Date(), Era: w.era(), State: state, Type: r.ObligationType,
				Judgement: Unknown, Outcome: w.outcome(id), Kept: true, broken: map[graph.ID]bool{},
			}
			cases[key] = c
		}
		if judgement == Met {
			c.Judgement = Met
		}
		if !slices.ContainsFunc(c.Duties, func(d *Duty) bool { return d.Relationship.ID == r.ID }) {
			c.Duties = append(c.Duties, g.duty(r, v))
		}
		if !w.honoured(r) {
			c.Kept, c.broken[r.ID] = false, true
		}
	}
	for _, r := range g.owed[a.victim] {
		switch r.ObligationType {
		case graph.ObligationDefense, graph.ObligationNeutral, graph.ObligationNonagg:
			add(r, view)
		}
	}
	for _, r := range g.owed[a.attacker] {
		switch r.ObligationType {
		case graph.ObligationOffense, graph.ObligationNeutral, graph.ObligationNonagg:
			add(r, away)
		}
	}
	return nil
}

// honoured tells whether what the obligor did in the war is what it owed: DEFENSE and OFFENSE are kept by joining the
// beneficiary's side first, NEUTRAL and NONAGG by not joining the other.
func (w *recordedWar) honoured(r *graph.AlliedWith) bool {
	side, took := w.firstSide[r.FromID]
	beneficiarySide := w.firstSide[r.ToID]
	switch r.ObligationType {
	case graph.ObligationDefense, graph.ObligationOffense:
		return took && side == beneficiarySide
	}
	return !took || side == beneficiarySide
}

// count makes the tables: of the cases, of the treaties tried, and of the verdicts.
func (b *Backtest) count(verdicts map[VerdictOutcome]int, kept tallies) {
	for _, c := range b.Cases {
		for _, d := range c.Duties {
			kept.note(tried{war: c.War.ID, treaty: d.Relationship.TreatyID, of: c.Type, era: c.Era}, c.State.Head().ID,
				d.Judgement, !c.broken[d.Relationship.ID])
		}
	}
	eras := []graph.Text{"", EraEarly, EraLate}
	for _, t := range TestedTypes {
		for _, era := range eras {
			for _, j := range []Judgement{"", Met, Unknown} {
				r := Reliability{Type: t, Judgement: j, Era: era}
				for _, c := range b.Cases {
					if c.Type == t && (era == "" || c.Era == era) && (j == "" || c.Judgement == j) {
						r.Total++
						if c.Kept {
							r.Kept++
						}
					}
				}
				b.States = append(b.States, r)
				strict, lenient, total := kept.count(t, j, era)
				b.Treaties = append(b.Treaties, TreatyReliability{t, j, era, strict, lenient, total})
			}
		}
	}
	for _, j := range []Judgement{"", Met} {
		for _, era := range eras {
			strict, lenient, total := kept.count("", j, era)
			b.Studies = append(b.Studies, StudyReliability{j, era, strict, lenient, total})
		}
	}
	for _, v := range Verdicts {
		for _, o := range []WarOutcome{JoinedVictims, JoinedAttackers, StayedOut} {
			if n := verdicts[VerdictOutcome{Verdict: v, Outcome: o}]; n > 0 {
				b.Verdicts = append(b.Verdicts, VerdictOutcome{v, o, n})
			}
		}
	}
}
