package alliance_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

const aaa, bbb, ccc, ddd, eee, fff graph.ID = "state:AAA", "state:BBB", "state:CCC", "state:DDD", "state:EEE", "state:FFF"

// pactOf is a treaty of 1990 by which all of its parties owe each other a duty of each type.
func pactOf(n int, parties string, types ...graph.ObligationType) pact {
	p := pact{n: n, dataset: "dataset:one", from: graph.YearOnly(1990)}
	for _, letter := range parties {
		p.parties = append(p.parties, graph.ID("state:"+strings.Repeat(string(letter), 3)))
	}
	for _, of := range types {
		p.duties = append(p.duties, graph.Obligation{Type: of, Mutual: true})
	}
	return p
}

func pending(p pact) pact {
	p.pending = true
	return p
}

// asTold are pivots one to a line, with all that they say.
func asTold(p *alliance.Pivots) (out []string) {
	for _, pivot := range p.List {
		var texts []string
		for _, c := range pivot.Changes {
			texts = append(texts, c.Text)
		}
		out = append(out, fmt.Sprintf("%s → %s%s (%d)", strings.Join(texts, ", "), pivot.Verdict, effectsText(pivot.Also), pivot.Duties))
	}
	return out
}

func verdictPivots(t *testing.T, store graph.Reader, actor graph.ID, want alliance.Verdict) *alliance.Pivots {
	t.Helper()
	q := alliance.Question{Attacker: ddd, Victim: aaa, On: asked, Scenario: alliance.DefaultScenario()}
	p, err := alliance.VerdictPivots(t.Context(), store, alliance.VerdictPivotQuestion{Question: q, Actor: actor, Want: want})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPivotSaysAllThatItChanges(t *testing.T) {
	const defense, neutral = graph.ObligationDefense, graph.ObligationNeutral
	for name, c := range map[string]struct {
		pacts []pact
		want  alliance.Verdict
		pivot []string // what BBB's verdict hangs on where DDD attacks AAA
	}{
		"the least far-reaching first": {
			[]pact{pactOf(1, "ABC", defense)}, "", []string{
				"BBB withdraws from the Treaty 1 → FREE (1)",
				"the Treaty 1 ends → FREE; state:CCC OBLIGED→FREE (2)",
				"AAA withdraws from the Treaty 1 → FREE; state:CCC OBLIGED→FREE (2)",
			},
		},
		"of two treaties one of each": {
			[]pact{pactOf(1, "AB", defense), pactOf(2, "ABC", defense)}, alliance.VerdictObliged, []string{
				"the Treaty 1 ends, BBB withdraws from the Treaty 2 → FREE (2)",
				"AAA withdraws from the Treaty 1, BBB withdraws from the Treaty 2 → FREE (2)",
				"BBB withdraws from the Treaty 1, BBB withdraws from the Treaty 2 → FREE (2)",
				"the Treaty 1 ends, the Treaty 2 ends → FREE; state:CCC OBLIGED→FREE (3)",
				"the Treaty 1 ends, AAA withdraws from the Treaty 2 → FREE; state:CCC OBLIGED→FREE (3)",
				"AAA withdraws from the Treaty 1, the Treaty 2 ends → FREE; state:CCC OBLIGED→FREE (3)",
				"AAA withdraws from the Treaty 1, AAA withdraws from the Treaty 2 → FREE; state:CCC OBLIGED→FREE (3)",
				"BBB withdraws from the Treaty 1, the Treaty 2 ends → FREE; state:CCC OBLIGED→FREE (3)",
				"BBB withdraws from the Treaty 1, AAA withdraws from the Treaty 2 → FREE; state:CCC OBLIGED→FREE (3)",
			},
		},
		"what is signed binds others too": {
			[]pact{pactOf(1, "BF", defense), pending(pactOf(2, "ABC", defense))},
			alliance.VerdictObliged,
			[]string{"the Treaty 2 enters into force → OBLIGED; state:CCC FREE→OBLIGED (2)"},
		},
		"in force without the attacker": {
			[]pact{pactOf(1, "AB", graph.ObligationConsul), pending(pactOf(2, "ABD", defense, neutral))},
			alliance.VerdictObliged,
			[]string{"the Treaty 2 enters into force, DDD withdraws from the Treaty 2 → OBLIGED (2)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := verdictPivots(t, world(t, c.pacts), bbb, c.want)
			if diff := cmp.Diff(c.pivot, asTold(p)); diff != "" || p.Truncated {
				t.Errorf("truncated: %t\n%s", p.Truncated, diff)
			}
		})
	}
}

// TestAPivotNamesTheTreatyAsItIs: that a treaty would be in force is not yet so.
func TestAPivotNamesTheTreatyAsItIs(t *testing.T) {
	store := world(t, []pact{pactOf(1, "AB", graph.ObligationConsul), pending(pactOf(2, "ABC", graph.ObligationDefense))})
	p := verdictPivots(t, store, bbb, alliance.VerdictObliged)
	if len(p.List) != 1 {
		t.Fatalf("%v; want one", asTold(p))
	}
	treaty := p.List[0].Changes[0].Treaty
	if treaty == nil || treaty.ID != "treaty:t2" || !treaty.InForce.IsZero() {
		t.Errorf("the pivot names %+v; want the second treaty, which waits for its entry into force", treaty)
	}
	p = verdictPivots(t, store, bbb, "")
	for _, pivot := range p.List {
		for _, c := range pivot.Changes {
			if withdraws := c.Withdraw != nil; withdraws != (c.Party != nil) || withdraws && c.Party.Head().ID != c.Withdraw.Party {
				t.Errorf("%s: the party is %v", c.Text, c.Party)
			}
		}
	}
}

// pledge adds a treaty that binds since 1990, or is signed only, by which each obligor owes each beneficiary a duty.
func (m *made) pledge(t *testing.T, name string, signed bool, of graph.ObligationType, parties, obligors, beneficiaries []graph.ID) {
	t.Helper()
	began, binding := graph.YearOnly(1990), true
	treaty, duty := graph.ID("treaty:"+name), graph.ID("obligation:"+name+"/1")
	inForce := began
	if signed {
		inForce = graph.Date{}
	}
	var own made
	own.add(&graph.Treaty{Header: graph.Header{ID: treaty, Name: name, Period: graph.Since(began)}, Binding: &binding, Signed: began, InForce: inForce},
		&graph.Obligation{Header: graph.Header{ID: duty, Name: "duty"}, Type: of})
	for _, id := range parties {
		own.link(&graph.PartyTo{Signed: began, InForce: inForce}, id, treaty, graph.Since(began))
	}
	own.link(&graph.Imposes{}, treaty, duty, graph.Period{})
	for _, id := range obligors {
		own.link(&graph.Obliges{}, duty, id, graph.Period{})
	}
	for _, id := range beneficiaries {
		own.link(&graph.Benefits{}, duty, id, graph.Period{})
	}
	derived, err := graph.Derive(own.Nodes, own.Relationships)
	if err != nil {
		t.Fatal(err)
	}
	m.Nodes = append(m.Nodes, own.Nodes...)
	m.Relationships = append(append(m.Relationships, own.Relationships...), derived...)
}

func TestWhoIsNoPartyDoesNotWithdraw(t *testing.T) {
	var m made
	m.states("AAA", "BBB", "DDD")
	m.pledge(t, "guarantee", false, graph.ObligationDefense, []graph.ID{bbb}, []graph.ID{bbb}, []graph.ID{aaa})
	want := []string{"the guarantee ends → FREE (1)", "BBB withdraws from the guarantee → FREE (1)"}
	if diff := cmp.Diff(want, asTold(verdictPivots(t, m.store(t), bbb, ""))); diff != "" {
		t.Error(diff)
	}
}

// TestWhatOthersOweByASignedTreatyBindsNobodyElse: by the treaty of three CCC alone owes AAA defence.
func TestWhatOthersOweByASignedTreatyBindsNobodyElse(t *testing.T) {
	var m made
	m.states("AAA", "BBB", "CCC", "DDD")
	m.pledge(t, "help", true, graph.ObligationDefense, []graph.ID{aaa, bbb, ccc}, []graph.ID{ccc}, []graph.ID{aaa})
	m.pledge(t, "counsel", true, graph.ObligationConsul, []graph.ID{aaa, bbb}, []graph.ID{bbb}, []graph.ID{aaa})
	m.pledge(t, "friends", false, graph.ObligationConsul, []graph.ID{bbb, ddd}, []graph.ID{bbb}, []graph.ID{ddd})
	store := m.store(t)
	if p := verdictPivots(t, store, bbb, alliance.VerdictObliged); len(p.List) > 0 {
		t.Errorf("BBB is obliged after %v", asTold(p))
	}
	want := []string{"the counsel enters into force → CONSULT_ONLY (1)"}
	if diff := cmp.Diff(want, asTold(verdictPivots(t, store, bbb, alliance.VerdictConsultOnly))); diff != "" {
		t.Error(diff)
	}
}

// TestATreatyThatCannotEnterIntoForceIsNoPivot: what does not bind never does, and one of which the dates contradict
// each other is no reason to refuse the question.
func TestATreatyThatCannotEnterIntoForceIsNoPivot(t *testing.T) {
	political := pending(pactOf(2, "AB", graph.ObligationDefense))
	political.force = doesNotBind
	store := world(t, []pact{pactOf(1, "AB", graph.ObligationConsul), political})
	for _, want := range []alliance.Verdict{alliance.VerdictObliged, alliance.VerdictConditional} {
		for _, p := range verdictPivots(t, store, bbb, want).List {
			for _, c := range p.Changes {
				if c.EnterIntoForce != "" {
					t.Errorf("%s: %s", want, c.Text)
				}
			}
		}
	}
	var m made
	m.states("AAA", "BBB", "DDD")
	m.pledge(t, "early", true, graph.ObligationDefense, []graph.ID{aaa, bbb}, []graph.ID{bbb}, []graph.ID{aaa})
	m.pledge(t, "counsel", false, graph.ObligationConsul, []graph.ID{aaa, bbb}, []graph.ID{bbb}, []graph.ID{aaa})
	late := graph.NewNodeRecord(&graph.Treaty{Header: graph.Header{ID: "treaty:early", Name: "early"}, Signed: graph.YearOnly(2005)})
	late.Dataset, late.Priority = "dataset:other", 1
	m.Nodes = append(m.Nodes, late)
	if p := verdictPivots(t, m.store(t), bbb, alliance.VerdictObliged); len(p.List) > 0 {
		t.Errorf("a treaty signed in 2005 enters into force in 2000: %v", asTold(p))
	}
}

// pathPivots asks what the path from AAA to BBB by treaties of defence hangs on.
func pathPivots(ctx context.Context, store graph.Reader, from, to graph.ID, hops int) (*alliance.Pivots, error) {
	return alliance.PathPivots(ctx, store, alliance.PathPivotQuestion{PathQuery: graph.PathQuery{
		From: from, To: []graph.ID{to}, Direction: graph.DirectionAny, MaxHops: hops, Limit: 1,
		Filter: graph.Filter{On: asked, Types: []graph.RelationshipType{graph.AlliedWithType}},
	}})
}

func TestThePivotsOfAPathOfSeveralHopsAreOnAllOfThem(t *testing.T) {
	const defense = graph.ObligationDefense
	// The end is before the start in the order of ids, and there is a way back at each node.
	store := world(t, []pact{pactOf(1, "DC", defense), pactOf(2, "CB", defense), pactOf(3, "BA", defense), pactOf(4, "CE", defense)})
	p, err := pathPivots(t.Context(), store, ddd, aaa, 3)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, change := range []string{
		"AAA withdraws from the Treaty 3", "BBB withdraws from the Treaty 2", "BBB withdraws from the Treaty 3",
		"CCC withdraws from the Treaty 1", "CCC withdraws from the Treaty 2", "DDD withdraws from the Treaty 1",
		"the Treaty 1 ends", "the Treaty 2 ends", "the Treaty 3 ends",
	} {
		want = append(want, change+" →  (2)") // both ways
	}
	got := asTold(p)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || !p.Holds || p.Truncated {
		t.Errorf("holds: %t, truncated: %t\n%s", p.Holds, p.Truncated, diff)
	}
	if p, err = pathPivots(t.Context(), store, ddd, aaa, 2); err != nil || p.Holds || len(p.List) > 0 {
		t.Errorf("%v, %v; want that no change leads there in two hops", p, err)
	}
	for _, c := range []struct {
		from, to graph.ID
		missing  string
	}{{"state:XXX", aaa, "state:XXX"}, {aaa, "state:YYY", "state:YYY"}} {
		if _, err = pathPivots(t.Context(), store, c.from, c.to, 2); graph.KindOf(err) != graph.KindNotFound || !strings.Contains(err.Error(), c.missing) {
			t.Errorf("from %s to %s: %v", c.from, c.to, err)
		}
	}
}

// TestASearchForPivotsSaysWhereItLeftOff: what there may be beyond its bounds is not passed over in silence, and what
// cannot matter takes none of its tries.
func TestASearchForPivotsSaysWhereItLeftOff(t *testing.T) {
	const defense, consult = graph.ObligationDefense, graph.ObligationConsul
	between := func(n int, parties string, of graph.ObligationType, change func(pact) pact) (out []pact) {
		for i := range n {
			p := pactOf(int(parties[1])*1000+i, parties, of)
			if of == "" {
				p.duties = nil
			}
			out = append(out, change(p))
		}
		return out
	}
	same := func(p pact) pact { return p }
	path := func(pacts ...pact) (*alliance.Pivots, error) {
		return pathPivots(t.Context(), world(t, pacts), aaa, bbb, 1)
	}
	enters := func(pacts ...pact) (*alliance.Pivots, error) {
		return alliance.CascadePivots(t.Context(), world(t, pacts), alliance.CascadePivotQuestion{
			CascadeQuestion: alliance.CascadeQuestion{
				Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(),
			}, Actor: bbb,
		})
	}
	five := between(5, "AB", defense, same)
	for name, c := range map[string]struct {
		pivots    func(...pact) (*alliance.Pivots, error)
		pacts     []pact
		want      int
		truncated bool
	}{
		"five treaties at once are more than a pivot changes": {path, five, 0, false},
		"six have more sets of changes than are tried":        {path, between(6, "AB", defense, same), 0, true},
		"signed treaties of nothing are not tried":            {path, between(401, "AB", "", pending), 0, false},
		"as many pivots as are kept":                          {path, between(200, "AB", defense, pending), 200, false},
		"more pivots than are kept":                           {path, between(201, "AB", defense, pending), 200, true},
		"a duty that draws nobody into a war is not tried":    {enters, append(between(3, "AB", consult, same), five...), 0, false},
		"what belligerents owe is not tried":                  {enters, append(between(3, "AD", defense, same), five...), 0, false},
		"more treaties that draw into the war than are tried": {enters, between(6, "AB", defense, same), 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := c.pivots(c.pacts...)
			if err != nil {
				t.Fatal(err)
			}
			if len(p.List) != c.want || p.Truncated != c.truncated {
				t.Errorf("%d pivots, truncated: %t; want %d, %t", len(p.List), p.Truncated, c.want, c.truncated)
			}
		})
	}
}

func TestTreatiesThatCannotMatterTakeNoTries(t *testing.T) {
	pacts := []pact{pactOf(1, "AB", graph.ObligationConsul)}
	for i := range 90 { // more than a search of sets of three of them would try
		pacts = append(pacts, pending(pactOf(10+i, "BF", graph.ObligationDefense)))
	}
	if p := verdictPivots(t, world(t, pacts), bbb, alliance.VerdictObliged); len(p.List) > 0 || p.Truncated {
		t.Errorf("%v, truncated: %t; want none: no treaty of BBB is about AAA or DDD", asTold(p), p.Truncated)
	}
}

// TestASearchThatHasReadEnoughKeepsWhatItFound where a war draws in so many that each try reads thousands of duties.
func TestASearchThatHasReadEnoughKeepsWhatItFound(t *testing.T) {
	var m made
	var all []graph.ID
	m.states("DDD")
	for i := range 90 {
		code := fmt.Sprintf("S%02d", i)
		m.states(code)
		all = append(all, graph.ID("state:"+code))
	}
	m.pledge(t, "all", false, graph.ObligationDefense, all, all, all)
	p, err := alliance.CascadePivots(t.Context(), m.store(t), alliance.CascadePivotQuestion{
		CascadeQuestion: alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: ddd, Victim: "state:S00"}}, On: asked, Scenario: alliance.DefaultScenario(),
			Escalation: alliance.EscalationCounterattack,
		}, Actor: "state:S01",
	})
	if err != nil {
		t.Fatal(err)
	}
	if !p.Holds || !p.Truncated || !slices.ContainsFunc(p.List, func(p alliance.Pivot) bool { return p.Changes[0].End == "treaty:all" }) {
		t.Errorf("holds: %t, truncated: %t, %v; want the end of the pact", p.Holds, p.Truncated, asTold(p))
	}
}

func TestASearchForPivotsEndsWithItsContext(t *testing.T) {
	store := world(t, []pact{pactOf(1, "AB", graph.ObligationDefense)})
	q := alliance.VerdictPivotQuestion{
		Question: alliance.Question{Attacker: ddd, Victim: aaa, On: asked, Scenario: alliance.DefaultScenario()}, Actor: bbb,
	}
	over, end := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer end()
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for kind, ctx := range map[graph.ErrorKind]context.Context{graph.KindTimeout: over, graph.KindCanceled: canceled} {
		if _, err := alliance.VerdictPivots(ctx, deaf{store}, q); graph.KindOf(err) != kind || !errors.Is(err, ctx.Err()) {
			t.Errorf("%v; want %s", err, kind)
		}
	}
}

// deaf is a store that answers whatever has become of the question.
type deaf struct{ graph.Reader }

func (d deaf) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	return d.Reader.Nodes(context.WithoutCancel(ctx), ids)
}

func (d deaf) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	return d.Reader.Expand(context.WithoutCancel(ctx), ids, q)
}

func (d deaf) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	return d.Reader.Statements(context.WithoutCancel(ctx), ids)
}

func TestThePivotsOfACascadeSayWhatOthersDoThen(t *testing.T) {
	pacts := []pact{pactOf(1, "ABC", graph.ObligationDefense), pactOf(2, "CE", graph.ObligationDefense)}
	q := alliance.CascadePivotQuestion{
		CascadeQuestion: alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(),
			Escalation: alliance.EscalationCounterattack,
		}, Actor: bbb,
	}
	p, err := alliance.CascadePivots(t.Context(), world(t, pacts), q)
	if err != nil {
		t.Fatal(err)
	}
	const others = "; state:CCC enters on the victim's side in round 1→stays out: owes nothing" +
		"; state:EEE enters on the victim's side in round 2→stays out: owes nothing"
	want := []string{
		"BBB withdraws from the Treaty 1 →  (4)",
		"AAA withdraws from the Treaty 1 → " + others + " (4)",
		"the Treaty 1 ends → " + others + " (6)",
	}
	if diff := cmp.Diff(want, asTold(p)); diff != "" {
		t.Error(diff)
	}
}

func TestAQuestionOfPivotsThatIsNoneIsRefused(t *testing.T) {
	store := world(t, []pact{pactOf(1, "AB", graph.ObligationDefense)})
	attack := alliance.Question{Attacker: ddd, Victim: aaa, On: asked, Scenario: alliance.DefaultScenario()}
	verdict := func(change func(*alliance.VerdictPivotQuestion)) error {
		q := alliance.VerdictPivotQuestion{Question: attack, Actor: bbb}
		change(&q)
		_, err := alliance.VerdictPivots(t.Context(), store, q)
		return err
	}
	path := func(change func(*alliance.PathPivotQuestion)) error {
		q := alliance.PathPivotQuestion{PathQuery: graph.PathQuery{
			From: aaa, To: []graph.ID{bbb}, Direction: graph.DirectionAny, MaxHops: 2, Limit: 1,
			Filter: graph.Filter{On: asked, Types: []graph.RelationshipType{graph.AlliedWithType}},
		}}
		change(&q)
		_, err := alliance.PathPivots(t.Context(), store, q)
		return err
	}
	cascade := func(actor graph.ID, hostile ...graph.ID) error {
		q := alliance.CascadePivotQuestion{CascadeQuestion: alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(),
		}, Actor: actor}
		q.Scenario.HostileActors = hostile
		_, err := alliance.CascadePivots(t.Context(), store, q)
		return err
	}
	contradiction := func(kind alliance.ContradictionKind, between ...graph.ID) error {
		_, err := alliance.ContradictionPivots(t.Context(), store, alliance.ContradictionPivotQuestion{
			On: asked, Kind: kind, Actor: bbb, Between: between,
		})
		return err
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a verdict that is none":         {verdict(func(q *alliance.VerdictPivotQuestion) { q.Want = "ALLIED" }), `want: "ALLIED" is not one of`},
		"the verdict on the attacker":    {verdict(func(q *alliance.VerdictPivotQuestion) { q.Actor = ddd }), "neither attacker, victim nor hostile"},
		"the verdict on nobody":          {verdict(func(q *alliance.VerdictPivotQuestion) { q.Actor = "state:XXX" }), "there is no verdict on state:XXX"},
		"a path of no day":               {path(func(q *alliance.PathPivotQuestion) { q.Filter.On = 0 }), "asOf: want a day"},
		"a path at the end of time":      {path(func(q *alliance.PathPivotQuestion) { q.Filter.On = graph.Forever }), "asOf: want a day"},
		"a path to nobody":               {path(func(q *alliance.PathPivotQuestion) { q.To = nil }), "want one other node"},
		"a path to two":                  {path(func(q *alliance.PathPivotQuestion) { q.To = []graph.ID{bbb, ccc} }), "want one other node"},
		"a path to where it starts":      {path(func(q *alliance.PathPivotQuestion) { q.To = []graph.ID{aaa} }), "want one other node"},
		"a path along anything":          {path(func(q *alliance.PathPivotQuestion) { q.Filter.Types = nil }), "walks duties alone"},
		"a path along treaties":          {path(func(q *alliance.PathPivotQuestion) { q.Filter.Types[0] = graph.PartyToType }), "walks duties alone"},
		"a path of no hops":              {path(func(q *alliance.PathPivotQuestion) { q.MaxHops = 0 }), "maxHops"},
		"the victim's entry":             {cascade(aaa), "state:AAA is in the war from its beginning"},
		"the attacker's entry":           {cascade(ddd), "state:DDD is in the war from its beginning"},
		"the entry of one who attacks":   {cascade(bbb, bbb), "state:BBB is in the war from its beginning"},
		"a contradiction of no kind":     {contradiction("ALL", aaa), `"ALL" is no contradiction`},
		"a difference of datasets":       {contradiction(alliance.DatasetsDiffer, aaa), "treaties can change"},
		"a contradiction between nobody": {contradiction(alliance.DefenseOfBothSides), "0 actors; want one or two"},
		"a contradiction between three":  {contradiction(alliance.DefenseOfBothSides, aaa, ccc, ddd), "3 actors; want one or two"},
	} {
		if graph.KindOf(c.err) != graph.KindInvalid {
			t.Errorf("%s: %v; want it refused", name, c.err)
			continue
		}
		mentions(t, name, c.err.Error(), c.want)
	}
}

// TestAContradictionOutOfADutyAgainstOneHangsOnThatDutyToo: two are rivals because a third has promised one of them to
// help it against the other.
func TestAContradictionOutOfADutyAgainstOneHangsOnThatDutyToo(t *testing.T) {
	against := pactOf(3, "AF", graph.ObligationDefense)
	against.duties[0].Conditions = []graph.Condition{{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{ccc}}}
	store := world(t, []pact{pactOf(1, "AB", graph.ObligationDefense), pactOf(2, "BC", graph.ObligationDefense), against})
	all, err := alliance.Contradictions(t.Context(), store, alliance.ContradictionQuery{On: asked, Actors: []graph.ID{bbb}})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Kind != alliance.PotentialDefenseOfRivals {
		t.Fatalf("%d contradictions; want that of BBB", len(all))
	}
	q := alliance.ContradictionPivotQuestion{On: asked, Kind: all[0].Kind, Actor: bbb}
	for _, b := range all[0].Between {
		q.Between = append(q.Between, b.Head().ID)
	}
	p, err := alliance.ContradictionPivots(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	got := asTold(p)
	slices.Sort(got)
	want := []string{
		"AAA withdraws from the Treaty 1 →  (1)", "AAA withdraws from the Treaty 3 →  (2)",
		"BBB withdraws from the Treaty 1 →  (1)", "BBB withdraws from the Treaty 2 →  (1)",
		"CCC withdraws from the Treaty 2 →  (1)", "FFF withdraws from the Treaty 3 →  (2)",
		"the Treaty 1 ends →  (1)", "the Treaty 2 ends →  (1)", "the Treaty 3 ends →  (2)",
	}
	if diff := cmp.Diff(want, got); diff != "" || !p.Holds {
		t.Errorf("holds: %t\n%s", p.Holds, diff)
	}
	// Asked about the pair the other way round, it is none.
	slices.Reverse(q.Between)
	if p, err = alliance.ContradictionPivots(t.Context(), store, q); err != nil || p.Holds {
		t.Errorf("%v, %v; want that none stands between the two in that order", p, err)
	}
}

// TestOnlyTheDutiesThatAreAskedAboutAreCounted of a treaty that would enter into force.
func TestOnlyTheDutiesThatAreAskedAboutAreCounted(t *testing.T) {
	store := world(t, []pact{pending(pactOf(1, "AB", graph.ObligationDefense, graph.ObligationConsul)), pending(pactOf(2, "AB", graph.ObligationConsul))})
	p, err := alliance.PathPivots(t.Context(), store, alliance.PathPivotQuestion{PathQuery: graph.PathQuery{
		From: aaa, To: []graph.ID{bbb}, Direction: graph.DirectionAny, MaxHops: 1, Limit: 1, Filter: graph.Filter{
			On: asked, Types: []graph.RelationshipType{graph.AlliedWithType}, ObligationTypes: []graph.ObligationType{graph.ObligationDefense},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"the Treaty 1 enters into force →  (2)"}, asTold(p)); diff != "" {
		t.Error(diff)
	}
	// Of those of one that leaves none counts.
	store = world(t, []pact{pending(pactOf(2, "ABD", graph.ObligationDefense, graph.ObligationNeutral))})
	p, err = alliance.CascadePivots(t.Context(), store, alliance.CascadePivotQuestion{
		CascadeQuestion: alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: ddd, Victim: aaa}}, On: asked, Scenario: alliance.DefaultScenario(),
		}, Actor: bbb,
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"the Treaty 2 enters into force, DDD withdraws from the Treaty 2 →  (4)"}, asTold(p)); diff != "" {
		t.Error(diff)
	}
}

// TestAContradictionIsOneOfItsKindAndOfThoseWhoAreAsked where BBB defends both AAA and CCC, which are at war.
func TestAContradictionIsOneOfItsKindAndOfThoseWhoAreAsked(t *testing.T) {
	var m made
	m.states("AAA", "BBB", "CCC")
	two := func(id graph.ID) []graph.ID { return []graph.ID{bbb, id} }
	m.pledge(t, "first", false, graph.ObligationDefense, two(aaa), []graph.ID{bbb}, []graph.ID{aaa})
	m.pledge(t, "second", false, graph.ObligationDefense, two(ccc), []graph.ID{bbb}, []graph.ID{ccc})
	m.pledge(t, "third", false, graph.ObligationNonagg, two(ccc), []graph.ID{bbb}, []graph.ID{ccc})
	w := conflict("War", graph.ConflictInterstateWar, years(1998, 0))
	m.add(&w)
	m.link(&graph.ParticipatedIn{Side: "A"}, aaa, w.ID, years(1998, 0))
	m.link(&graph.ParticipatedIn{Side: "B"}, ccc, w.ID, years(1998, 0))
	store := m.store(t)
	for name, c := range map[string]struct {
		kind    alliance.ContradictionKind
		actor   graph.ID
		between []graph.ID
		holds   bool
		want    []string
	}{
		"as it stands": {alliance.DefenseOfBothSides, bbb, []graph.ID{aaa, ccc}, true, []string{
			"AAA withdraws from the first →  (1)", "BBB withdraws from the first →  (1)", "BBB withdraws from the second →  (1)",
			"CCC withdraws from the second →  (1)", "the first ends →  (1)", "the second ends →  (1)",
		}},
		"of one that it hides": {alliance.DefenseAgainstProtected, bbb, []graph.ID{aaa, ccc}, false, []string{
			"BBB withdraws from the second →  (1)", "CCC withdraws from the second →  (1)", "the second ends →  (1)",
		}},
		"of one who fights":       {alliance.DefenseOfBothSides, aaa, []graph.ID{aaa, ccc}, false, nil},
		"with one of the two":     {alliance.DefenseOfBothSides, bbb, []graph.ID{aaa}, false, nil},
		"of rivals that do fight": {alliance.PotentialDefenseOfRivals, bbb, []graph.ID{aaa, ccc}, false, nil},
	} {
		p, err := alliance.ContradictionPivots(t.Context(), store, alliance.ContradictionPivotQuestion{On: asked, Kind: c.kind, Actor: c.actor, Between: c.between})
		if err != nil {
			t.Fatal(err)
		}
		got := asTold(p)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" || p.Holds != c.holds {
			t.Errorf("%s: holds: %t\n%s", name, p.Holds, diff)
		}
	}
}
