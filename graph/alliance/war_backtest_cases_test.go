package alliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/lists"
)

// spell is the part of a state in the war of 2000: its side, and whether it began it.
type spell struct {
	state     graph.ID
	side      graph.Text
	from      graph.Date
	initiator bool
}

var warBegins, warGoesOn = asked.Next().Date(), graph.FullDate(2000, 9, 1)

// attacks and attacked are there from the first day, joins later.
func attacks(id graph.ID) spell                 { return spell{id, "A", warBegins, true} }
func attacked(id graph.ID) spell                { return spell{id, "B", warBegins, false} }
func joins(id graph.ID, side graph.Text) spell  { return spell{id, side, warGoesOn, false} }
func withIt(id graph.ID, side graph.Text) spell { return spell{id, side, warBegins, false} }

// record adds the war to a store, as a dataset of wars has it.
func record(t *testing.T, store graph.Store, spells []spell) {
	t.Helper()
	var m made
	w := conflict("War", graph.ConflictInterstateWar, graph.Since(warBegins))
	m.add(&graph.Dataset{Header: graph.Header{ID: "dataset:wars", Name: "Wars"}}, &w)
	for _, s := range spells {
		began := s.initiator
		m.link(&graph.ParticipatedIn{Side: s.side, Initiator: &began}, s.state, w.ID, graph.Since(s.from))
	}
	for i := range m.Nodes {
		m.Nodes[i].Dataset = "dataset:wars"
	}
	for i := range m.Relationships {
		m.Relationships[i].Dataset = "dataset:wars"
	}
	if _, err := store.Apply(t.Context(), m.Batch); err != nil {
		t.Fatal(err)
	}
}

func TestWhoKeptADutyInAWar(t *testing.T) {
	const neutral, consult = graph.ObligationNeutral, graph.ObligationConsul
	two := []spell{attacks(aaa), attacked(bbb)}
	for name, c := range map[string]struct {
		pacts   []pact
		war     []spell
		cases   []string
		studies string // treaties kept by all, by one, of how many
	}{
		"defence by joining the victim": {
			[]pact{pactOf(1, "BC", defense)},
			append(two, joins(ccc, "B")),
			[]string{"CCC DEFENSE MET OBLIGED: JOINED_VICTIMS, kept"},
			"1 1 1",
		},
		"no defence by staying out": {
			[]pact{pactOf(1, "BC", defense)}, two, []string{"CCC DEFENSE MET OBLIGED: STAYED_OUT, broken"}, "0 0 1",
		},
		"no defence by joining the attacker": {
			[]pact{pactOf(1, "BC", defense)},
			append(two, joins(ccc, "A")),
			[]string{"CCC DEFENSE MET OBLIGED: JOINED_ATTACKERS, broken"},
			"0 0 1",
		},
		"by what one did first": {
			[]pact{pactOf(1, "BC", defense)},
			append(two, joins(ccc, "B"), spell{ccc, "A", graph.FullDate(2001, 1, 1), false}),
			[]string{"CCC DEFENSE MET OBLIGED: JOINED_VICTIMS, kept"},
			"1 1 1",
		},
		"by one of two members": {
			[]pact{pactOf(1, "BCD", defense)},
			append(two, joins(ccc, "B")),
			[]string{"CCC DEFENSE MET OBLIGED: JOINED_VICTIMS, kept", "DDD DEFENSE MET OBLIGED: STAYED_OUT, broken"},
			"0 1 1",
		},
		"by one of two treaties": {
			[]pact{pactOf(1, "BC", defense), pactOf(2, "BD", defense)},
			append(two, joins(ccc, "B")),
			[]string{"CCC DEFENSE MET OBLIGED: JOINED_VICTIMS, kept", "DDD DEFENSE MET OBLIGED: STAYED_OUT, broken"},
			"1 1 2",
		},
		"neutrality towards the attacker by staying out": {
			[]pact{pactOf(1, "AC", neutral)}, two, []string{"CCC NEUTRAL MET BARRED: STAYED_OUT, kept"}, "1 1 1",
		},
		"no neutrality by joining the victim": {
			[]pact{pactOf(1, "AC", neutral)}, append(two, joins(ccc, "B")), []string{"CCC NEUTRAL MET BARRED: JOINED_VICTIMS, broken"}, "0 0 1",
		},
		"neutrality towards the victim by joining it": {
			[]pact{pactOf(1, "BC", neutral)}, append(two, joins(ccc, "B")), []string{"CCC NEUTRAL MET FREE: JOINED_VICTIMS, kept"}, "1 1 1",
		},
		"no peace by attacking": {
			[]pact{pactOf(1, "AB", nonagg)}, two, []string{"AAA NONAGG MET : JOINED_ATTACKERS, broken"}, "0 0 0",
		},
		"peace with the attacker by staying out": {
			[]pact{pactOf(1, "AC", nonagg)}, two, []string{"CCC NONAGG MET FREE: STAYED_OUT, kept"}, "0 0 0",
		},
		"support of the attacker by joining it": {
			[]pact{pactOf(1, "AC", offense)},
			append(two, joins(ccc, "A")),
			[]string{"CCC OFFENSE MET OBLIGED_TO_ATTACKER: JOINED_ATTACKERS, kept"},
			"1 1 1",
		},
		"no support of the attacker by staying out": {
			[]pact{pactOf(1, "AC", offense)}, two, []string{"CCC OFFENSE MET OBLIGED_TO_ATTACKER: STAYED_OUT, broken"}, "0 0 1",
		},
		"no support is owed to the victim":   {[]pact{pactOf(1, "BC", offense)}, two, nil, "0 0 0"},
		"no defence is owed to the attacker": {[]pact{pactOf(1, "AC", defense)}, two, nil, "0 0 0"},
		"consultation is seen in no war":     {[]pact{pactOf(1, "BC", consult)}, two, nil, "0 0 0"},
		"what may be meant": {
			[]pact{pactOf(1, "BC", defense).when(kind(graph.ConditionOnRequest))},
			two,
			[]string{"CCC DEFENSE UNKNOWN CONDITIONAL: STAYED_OUT, broken"},
			"0 0 1",
		},
		"the best of several duties, all of which count": {
			[]pact{pactOf(1, "BC", defense).when(kind(graph.ConditionOnRequest)), pactOf(2, "BC", defense)},
			append(two, joins(ccc, "B")),
			[]string{"CCC DEFENSE MET OBLIGED: JOINED_VICTIMS, kept"},
			"2 2 2",
		},
		"what is not meant": {[]pact{pactOf(1, "BC", defense).when(many(0), graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{fff}})}, two, nil, "0 0 0"},
		"each of several attackers": {
			[]pact{pactOf(1, "BC", defense).when(many(2))},
			[]spell{attacks(aaa), attacks(eee), attacked(bbb)},
			[]string{"CCC DEFENSE MET OBLIGED: STAYED_OUT, broken"},
			"0 0 1",
		},
		"allies who were attacked together keep what they owe each other": {
			[]pact{pactOf(1, "BC", defense)}, []spell{attacks(aaa), attacked(bbb), attacked(ccc)}, nil, "1 1 1",
		},
		"a companion of the first day keeps its support": {
			[]pact{pactOf(1, "AC", offense)},
			append(two, withIt(ccc, "A")),
			[]string{"CCC OFFENSE MET OBLIGED_TO_ATTACKER: JOINED_ATTACKERS, kept"},
			"1 1 1",
		},
		"by the gravest of several verdicts": {
			[]pact{pactOf(1, "BC", defense), pactOf(2, "CF", consult)},
			[]spell{attacks(aaa), attacked(bbb), attacked(fff)},
			[]string{"CCC DEFENSE MET OBLIGED: STAYED_OUT, broken"},
			"0 0 1",
		},
		"enemies have no treaty to keep": {[]pact{pactOf(1, "AB", defense, neutral)}, two, nil, "0 0 0"},
	} {
		t.Run(name, func(t *testing.T) {
			store := world(t, c.pacts)
			record(t, store, c.war)
			b, err := alliance.RunBacktest(t.Context(), store, alliance.BacktestQuery{Alliances: "dataset:one", Wars: "dataset:wars"})
			if err != nil {
				t.Fatal(err)
			}
			var cases []string
			for _, c := range b.Cases {
				kept := map[bool]string{true: "kept", false: "broken"}[c.Kept]
				if owed := lists.Map(c.Duties, func(d *alliance.Duty) graph.ID { return d.Relationship.ID }); len(slices.Compact(slices.Sorted(slices.Values(owed)))) != len(owed) {
					t.Errorf("%s: a duty is listed twice: %v", c.State.Head().Name, owed)
				}
				cases = append(cases, fmt.Sprintf("%s %s %s %s: %s, %s", c.State.Head().Name, c.Type, c.Judgement, c.Verdict, c.Outcome, kept))
			}
			if diff := cmp.Diff(c.cases, cases); diff != "" {
				t.Error(diff)
			}
			for _, s := range b.Studies {
				if s.Judgement == "" && s.Era == "" {
					if got := fmt.Sprint(s.Strict, s.Lenient, s.Total); got != c.studies {
						t.Errorf("of the treaties %s were kept; want %s", got, c.studies)
					}
				}
			}
		})
	}
}

// TestAStateMayKeepOneTreatyAndBreakAnother: it is one case, of two treaties.
func TestAStateMayKeepOneTreatyAndBreakAnother(t *testing.T) {
	const neutral = graph.ObligationNeutral
	store := world(t, []pact{pactOf(1, "AC", neutral), pactOf(2, "BC", neutral), pactOf(3, "BCD", neutral).when(kind(graph.ConditionOnRequest))})
	record(t, store, []spell{attacks(aaa), attacked(bbb), joins(ccc, "B")})
	b, err := alliance.RunBacktest(t.Context(), store, alliance.BacktestQuery{Alliances: "dataset:one", Wars: "dataset:wars"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range b.Treaties {
		if r.Type == neutral && r.Era != alliance.EraEarly {
			got[strings.TrimSpace(fmt.Sprint(r.Judgement, " ", r.Era))] = fmt.Sprintf("%d/%d of %d", r.Strict, r.Lenient, r.Total)
		} else if r.Total > 0 {
			t.Errorf("%+v is of another type, or of another time", r)
		}
	}
	want := map[string]string{
		"": "2/2 of 3", "MET": "1/1 of 2", "UNKNOWN": "1/1 of 1",
		"1945-2003": "2/2 of 3", "MET 1945-2003": "1/1 of 2", "UNKNOWN 1945-2003": "1/1 of 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	states := map[string]string{}
	for _, r := range b.States {
		if r.Type == neutral && r.Era == "" {
			states[string(r.Judgement)] = fmt.Sprintf("%d of %d", r.Kept, r.Total)
		}
	}
	// CCC breaks the first, DDD keeps the third, of which nobody knows whether it was asked for.
	if diff := cmp.Diff(map[string]string{"": "1 of 2", "MET": "0 of 1", "UNKNOWN": "1 of 1"}, states); diff != "" {
		t.Error(diff)
	}
	verdicts := map[string]int{}
	for _, v := range b.Verdicts {
		verdicts[fmt.Sprint(v.Verdict, " ", v.Outcome)] = v.Count
	}
	if diff := cmp.Diff(map[string]int{"BARRED JOINED_VICTIMS": 1}, verdicts); diff != "" {
		t.Error(diff)
	}
}

// TestWhoFightsFromTheFirstDayIsInNoTableOfVerdicts: those who attacked or were attacked had nothing to decide.
func TestWhoFightsFromTheFirstDayIsInNoTableOfVerdicts(t *testing.T) {
	store := world(t, []pact{pactOf(1, "BC", defense), pactOf(2, "BE", defense), pactOf(3, "BD", defense)})
	record(t, store, []spell{attacks(aaa), attacks(eee), attacked(bbb), attacked(ccc)})
	b, err := alliance.RunBacktest(t.Context(), store, alliance.BacktestQuery{Alliances: "dataset:one", Wars: "dataset:wars"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]alliance.VerdictOutcome{{Verdict: alliance.VerdictObliged, Outcome: alliance.StayedOut, Count: 1}}, b.Verdicts); diff != "" {
		t.Errorf("want that of DDD alone:\n%s", diff)
	}
}

// TestAWarOfUnknownSidesIsNotJudged says of each war that the rules cannot use why.
func TestAWarOfUnknownSidesIsNotJudged(t *testing.T) {
	for why, spells := range map[string][]spell{
		"no participants are recorded":                        nil,
		"the first day is not recorded":                       {{aaa, "A", graph.YearOnly(2000), true}, {bbb, "B", graph.YearOnly(2000), false}},
		"no initiator took part on the first day":             {attacked(bbb), withIt(aaa, "A"), {ccc, "A", warGoesOn, true}},
		"there are initiators on both sides":                  {attacks(aaa), {bbb, "B", warBegins, true}},
		"nobody on the other side took part on the first day": {attacks(aaa), joins(bbb, "B")},
		"": {attacks(aaa), attacked(bbb)},
	} {
		store := world(t, []pact{pactOf(1, "BC", defense)})
		record(t, store, spells)
		b, err := alliance.RunBacktest(t.Context(), store, alliance.BacktestQuery{Alliances: "dataset:one", Wars: "dataset:wars"})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(b.NotJudged) > 0 {
			got = b.NotJudged[0].Why
		}
		if got != why || b.WarCount != 1 || b.Judged+len(b.NotJudged) != 1 {
			t.Errorf("%d of %d wars are judged, because %q; want %q", b.Judged, b.WarCount, got, why)
		}
	}
}

func TestABacktestSaysWhichDatasetIsNotLoaded(t *testing.T) {
	store := world(t, nil)
	record(t, store, nil)
	for missing, q := range map[string]alliance.BacktestQuery{
		`alliances: "dataset:none"`:           {Alliances: "dataset:none", Wars: "dataset:wars"},
		`alliances: "state:AAA"`:              {Alliances: aaa, Wars: "dataset:wars"},
		`wars: "dataset:none"`:                {Alliances: "dataset:one", Wars: "dataset:none"},
		`wars: "dataset:cow-interstate-wars"`: {Alliances: "dataset:one"},
	} {
		_, err := alliance.RunBacktest(t.Context(), store, q)
		if graph.KindOf(err) != graph.KindNotFound {
			t.Errorf("%s: %v; want that it is not there", missing, err)
			continue
		}
		mentions(t, missing, err.Error(), missing)
	}
}
