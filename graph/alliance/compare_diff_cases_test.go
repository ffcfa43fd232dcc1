package alliance_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

const (
	former, heir graph.ID = "state:FORMER", "state:HEIR"
	succession            = string(graph.EndSuccession)
)

// asChanged are changes one to a line, with all that they say but the days' duties.
func asChanged(d *alliance.AllianceDiff) (out []string) {
	for _, c := range d.Changes {
		var to []string
		for _, b := range c.Beneficiaries {
			to = append(to, b.Head().Name)
		}
		line := fmt.Sprintf("%s %s>%s %s", c.Kind, c.Actor.Head().Name, strings.Join(to, ","), c.Type)
		if c.Predecessor != nil {
			line += " from " + c.Predecessor.Head().Name
		}
		out = append(out, fmt.Sprintf("%s, %s %s", line, c.Reason, c.On))
	}
	return out
}

func changed(t *testing.T, store graph.Reader, q alliance.DiffQuery) *alliance.AllianceDiff {
	t.Helper()
	q.From, q.To = 19900615, 20000615
	d, err := alliance.Diff(t.Context(), store, q)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// term is a party's part in the treaty, and how it came by it and lost it.
type term struct {
	party       graph.ID
	from, until int // a year; 0: none
	consent     graph.Text
	ended       graph.EndKind
}

// inherited is a treaty of 1950 of which each party owes AAA defence for its term, and AAA it, under an article.
func inherited(terms ...term) *made {
	var m made
	m.states("AAA", "FORMER", "HEIR", "JUNIOR", "OLDER")
	return m.join("treaty:t", terms...)
}

// join adds such a treaty.
func (m *made) join(treaty graph.ID, terms ...term) *made {
	m.add(&graph.Treaty{Header: graph.Header{ID: treaty, Name: "Pact", Period: years(1950, 0)}})
	m.link(&graph.PartyTo{InForce: graph.FullDate(1950, 1, 1)}, aaa, treaty, years(1950, 0))
	for _, x := range terms {
		p := years(x.from, x.until)
		m.link(&graph.PartyTo{InForce: p.From, ConsentKind: x.consent, EndedHow: x.ended}, x.party, treaty, p)
		m.bind(x.party, aaa, treaty, "1", p)
		m.bind(aaa, x.party, treaty, "1", p)
	}
	return m
}

// bind adds a duty of defence under an article for a time.
func (m *made) bind(from, to, treaty graph.ID, article graph.Text, p graph.Period) {
	m.link(&graph.AlliedWith{ObligationType: defense, TreatyID: treaty, ArticleNumber: article}, from, to, p)
}

func (m *made) succeeds(heir graph.ID, formers ...graph.ID) *made {
	for _, id := range formers {
		m.link(&graph.Succeeds{}, heir, id, graph.Period{})
	}
	return m
}

// TestADutyIsCarriedOverToWhoSucceedsAndIsNotReportedAsLost: a duty counts as carried over where it ended by succession,
// began by succession, on one day, under one article, and one of its ends took the place of the other's.
func TestADutyIsCarriedOverToWhoSucceedsAndIsNotReportedAsLost(t *testing.T) {
	ends := term{former, 1950, 1992, "RATIFICATION", graph.EndSuccession}
	begins := term{heir, 1992, 0, "SUCCESSION", ""}
	with := func(t term, change func(*term)) term {
		change(&t)
		return t
	}
	neither := func(why, began string) []string {
		return []string{
			fmt.Sprintf("GAINED AAA>HEIR DEFENSE, %s 1992-01-01", began), fmt.Sprintf("LOST AAA>FORMER DEFENSE, %s 1992-01-01", why),
			fmt.Sprintf("LOST FORMER>AAA DEFENSE, %s 1992-01-01", why), fmt.Sprintf("GAINED HEIR>AAA DEFENSE, %s 1992-01-01", began),
		}
	}
	carried := []string{
		"CARRIED AAA>HEIR DEFENSE from FORMER, SUCCESSION 1992-01-01", "CARRIED HEIR>AAA DEFENSE from FORMER, SUCCESSION 1992-01-01",
	}
	for name, c := range map[string]struct {
		world *made
		of    []graph.ID
		want  []string
	}{
		"to its heir":                     {inherited(ends, begins).succeeds(heir, former), nil, carried},
		"asked of the heir":               {inherited(ends, begins).succeeds(heir, former), []graph.ID{heir}, carried},
		"asked of the predecessor":        {inherited(ends, begins).succeeds(heir, former), []graph.ID{former}, carried},
		"asked of the other side":         {inherited(ends, begins).succeeds(heir, former), []graph.ID{aaa}, carried},
		"asked of one who has no part":    {inherited(ends, begins).succeeds(heir, former), []graph.ID{"state:JUNIOR"}, nil},
		"not to a stranger":               {inherited(ends, begins), nil, neither(succession, succession)},
		"not to a predecessor":            {inherited(ends, begins).succeeds(former, heir), nil, neither(succession, succession)},
		"not of one who withdrew":         {inherited(with(ends, func(x *term) { x.ended = graph.EndWithdrawal }), begins).succeeds(heir, former), nil, neither("WITHDRAWAL", succession)},
		"not to an heir that joined anew": {inherited(ends, with(begins, func(x *term) { x.consent = "ACCESSION" })).succeeds(heir, former), nil, neither(succession, alliance.ReasonAccession)},
		"not to an heir that came later": {inherited(ends, with(begins, func(x *term) { x.from = 1993 })).succeeds(heir, former), nil, []string{
			"LOST AAA>FORMER DEFENSE, SUCCESSION 1992-01-01", "GAINED AAA>HEIR DEFENSE, SUCCESSION 1993-01-01",
			"LOST FORMER>AAA DEFENSE, SUCCESSION 1992-01-01", "GAINED HEIR>AAA DEFENSE, SUCCESSION 1993-01-01",
		}},
		"once, where there are two heirs":  {inherited(ends, with(begins, func(x *term) { x.party = "state:JUNIOR" }), begins).succeeds(heir, former).succeeds("state:JUNIOR", former), nil, []string{carried[0], "GAINED AAA>JUNIOR DEFENSE, SUCCESSION 1992-01-01", carried[1], "GAINED JUNIOR>AAA DEFENSE, SUCCESSION 1992-01-01"}},
		"from one, where it succeeds two":  {inherited(ends, with(ends, func(x *term) { x.party = "state:OLDER" }), begins).succeeds(heir, former, "state:OLDER"), nil, []string{carried[0], "LOST AAA>OLDER DEFENSE, SUCCESSION 1992-01-01", carried[1], "LOST OLDER>AAA DEFENSE, SUCCESSION 1992-01-01"}},
		"from the one of two that owed it": {inherited(ends, begins).succeeds(heir, "state:OLDER", former), nil, carried},
	} {
		t.Run(name, func(t *testing.T) {
			d := changed(t, c.world.store(t), alliance.DiffQuery{Actors: c.of})
			if diff := cmp.Diff(c.want, asChanged(d)); diff != "" {
				t.Error(diff)
			}
			for _, c := range d.Changes {
				if c.Kind != alliance.DutyCarried {
					continue
				}
				was, is := c.Before.Relationship, c.After.Relationship
				if !slices.Contains([]graph.ID{was.FromID, was.ToID}, former) || !slices.Contains([]graph.ID{is.FromID, is.ToID}, heir) {
					t.Errorf("%s of %s: before %s, after %s", c.Kind, c.Actor.Head().ID, was.ID, is.ID)
				}
			}
		})
	}
}

// TestADutyUnderAnotherArticleIsNotTheOneThatWasCarriedOver, though the heir took the predecessor's place.
func TestADutyUnderAnotherArticleIsNotTheOneThatWasCarriedOver(t *testing.T) {
	var m made
	m.states("AAA", "FORMER", "HEIR")
	m.add(&graph.Treaty{Header: graph.Header{ID: "treaty:t", Name: "Pact", Period: years(1950, 0)}})
	m.link(&graph.PartyTo{EndedHow: graph.EndSuccession}, former, "treaty:t", years(1950, 1992))
	m.link(&graph.PartyTo{ConsentKind: "SUCCESSION"}, heir, "treaty:t", years(1992, 0))
	m.bind(former, aaa, "treaty:t", "1", years(1950, 1992))
	m.bind(heir, aaa, "treaty:t", "2", years(1992, 0))
	want := []string{"LOST FORMER>AAA DEFENSE, SUCCESSION 1992-01-01", "GAINED HEIR>AAA DEFENSE, SUCCESSION 1992-01-01"}
	d := changed(t, m.succeeds(heir, former).store(t), alliance.DiffQuery{})
	if diff := cmp.Diff(want, asChanged(d)); diff != "" {
		t.Error(diff)
	}
}

// TestWhatAnHeirJoinedByItselfIsNotCarriedOver, though it took another treaty over.
func TestWhatAnHeirJoinedByItselfIsNotCarriedOver(t *testing.T) {
	ends := term{former, 1950, 1992, "RATIFICATION", graph.EndSuccession}
	m := inherited(ends, term{heir, 1992, 0, "ACCESSION", ""}).
		join("treaty:u", ends, term{heir, 1992, 0, "SUCCESSION", ""}).succeeds(heir, former)
	of := map[graph.ID][]alliance.ChangeKind{}
	for _, c := range changed(t, m.store(t), alliance.DiffQuery{Actors: []graph.ID{heir, former}}).Changes {
		of[c.Treaty.ID] = append(of[c.Treaty.ID], c.Kind)
	}
	want := map[graph.ID][]alliance.ChangeKind{
		"treaty:t": {alliance.DutyGained, alliance.DutyLost, alliance.DutyLost, alliance.DutyGained},
		"treaty:u": {alliance.DutyCarried, alliance.DutyCarried},
	}
	if diff := cmp.Diff(want, of); diff != "" {
		t.Error(diff)
	}
}

// TestTheDutyOfAChangeIsThatToTheFirstBeneficiary by name, whatever the ids.
func TestTheDutyOfAChangeIsThatToTheFirstBeneficiary(t *testing.T) {
	terms := func(n int, p graph.Period) *graph.AlliedWith {
		return &graph.AlliedWith{ObligationType: defense, TreatyID: "treaty:t", Conditions: []graph.Condition{
			{Kind: graph.ConditionAdversaryCount, Count: n, Period: &p},
		}}
	}
	for kind, add := range map[alliance.ChangeKind]func(m *made, to graph.ID){
		alliance.DutyGained:  func(m *made, to graph.ID) { m.link(terms(1, years(1950, 0)), aaa, to, years(1995, 0)) },
		alliance.DutyLost:    func(m *made, to graph.ID) { m.link(terms(1, years(1950, 0)), aaa, to, years(1950, 1995)) },
		alliance.DutyChanged: func(m *made, to graph.ID) { m.link(terms(1, years(1995, 0)), aaa, to, years(1950, 0)) },
	} {
		var m made
		m.states("AAA")
		m.add(&graph.State{Header: graph.Header{ID: bbb, Name: "Yonder"}}, &graph.State{Header: graph.Header{ID: ccc, Name: "Here"}},
			&graph.State{Header: graph.Header{ID: ddd, Name: "Zenith"}})
		for _, to := range []graph.ID{bbb, ccc, ddd} {
			add(&m, to)
		}
		d := changed(t, m.store(t), alliance.DiffQuery{})
		if len(d.Changes) != 1 || d.Changes[0].Kind != kind || len(d.Changes[0].Beneficiaries) != 3 {
			t.Errorf("%s: %q; want one change for the three", kind, asChanged(d))
			continue
		}
		c := d.Changes[0]
		for when, duty := range map[string]*alliance.Duty{"before": c.Before, "after": c.After} {
			if duty != nil && duty.Beneficiary != c.Beneficiaries[0] {
				t.Errorf("%s: the duty %s is to %s; want %s", kind, when, duty.Beneficiary.Head().Name, c.Beneficiaries[0].Head().Name)
			}
		}
		if (c.Before == nil) != (kind == alliance.DutyGained) || (c.After == nil) != (kind == alliance.DutyLost) {
			t.Errorf("%s: before %v, after %v", kind, c.Before, c.After)
		}
	}
}

// TestOfTwoAlikeDutiesOneIsCompared: of those that one article imposes twice, the first on each day.
func TestOfTwoAlikeDutiesOneIsCompared(t *testing.T) {
	request := graph.Condition{Kind: graph.ConditionOnRequest}
	var m made
	m.states("AAA", "BBB")
	m.owes(aaa, bbb, "treaty:t", defense)
	m.owes(aaa, bbb, "treaty:t", defense, request)
	store := m.store(t)
	if d := changed(t, store, alliance.DiffQuery{}); len(d.Changes) > 0 {
		t.Errorf("%q; want no change where both last", asChanged(d))
	}
	var ends made
	ends.states("AAA", "BBB")
	ends.link(&graph.AlliedWith{ObligationType: defense, TreatyID: "treaty:t"}, aaa, bbb, years(1950, 1995))
	ends.owes(aaa, bbb, "treaty:t", defense, request)
	want := []string{"CHANGED AAA>BBB DEFENSE, AMENDMENT 1995-01-01"} // and not when the other began
	if diff := cmp.Diff(want, asChanged(changed(t, ends.store(t), alliance.DiffQuery{}))); diff != "" {
		t.Error(diff)
	}
}

// TestADiffIsRefusedWithoutTwoDays, of which the first is the earlier.
func TestADiffIsRefusedWithoutTwoDays(t *testing.T) {
	store := world(t, []pact{pactOf(1, "AB", defense)})
	for name, q := range map[string]alliance.DiffQuery{
		"from the beginning of time": {From: graph.Beginning, To: asked},
		"to the end of time":         {From: asked, To: graph.Forever},
		"one day":                    {From: asked, To: asked},
		"the later first":            {From: asked, To: asked - 10000},
	} {
		_, err := alliance.Diff(t.Context(), store, q)
		if graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %v; want it refused", name, err)
			continue
		}
		mentions(t, name, err.Error(), "from, to: want two days")
	}
}

// requests notes which nodes are read, and along what.
type requests struct {
	graph.Reader
	nodes []graph.ID
	parts []graph.ID // actors whose parts in treaties are read
	lists int        // of actors that owe anything
}

func (r *requests) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	r.nodes = append(r.nodes, ids...)
	return r.Reader.Nodes(ctx, ids)
}

func (r *requests) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	if slices.Contains(q.Filter.Types, graph.PartyToType) {
		r.parts = append(r.parts, ids...)
	}
	return r.Reader.Expand(ctx, ids, q)
}

func (r *requests) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	r.lists++
	return r.Reader.Find(ctx, q)
}

// TestADiffReadsWhatChangedAlone: of the treaties of a hundred years few change in one, and of one actor's duties not
// everybody's are read.
func TestADiffReadsWhatChangedAlone(t *testing.T) {
	late := pactOf(2, "AC", defense)
	late.from = graph.YearOnly(1995)
	r := &requests{Reader: world(t, []pact{pactOf(1, "AB", defense), late})}
	d := changed(t, r, alliance.DiffQuery{Actors: []graph.ID{aaa}})
	if len(d.Changes) != 2 || !slices.Contains(r.nodes, "treaty:t2") || !slices.Contains(r.parts, ccc) {
		t.Errorf("%q, after reading %s and the parts of %s", asChanged(d), r.nodes, r.parts)
	}
	if slices.Contains(r.nodes, "treaty:t1") || slices.Contains(r.parts, bbb) || r.lists > 0 {
		t.Errorf("read are %s, the parts of %s and %d lists of actors", r.nodes, r.parts, r.lists)
	}
}

// forgetful is a store from which a node was taken while it was asked.
type forgetful struct {
	graph.Reader
	gone graph.ID
}

func (f forgetful) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	nodes, err := f.Reader.Nodes(ctx, ids)
	if i := slices.Index(ids, f.gone); err == nil && i >= 0 {
		nodes[i] = nil
	}
	return nodes, err
}

// TestWhoIsTakenFromTheStoreMeanwhileIsLeftOutOfADiff, and the others are not.
func TestWhoIsTakenFromTheStoreMeanwhileIsLeftOutOfADiff(t *testing.T) {
	var m made
	m.states("AAA", "BBB", "CCC")
	m.bind(bbb, aaa, "treaty:t", "1", years(1995, 0))
	m.bind(ccc, aaa, "treaty:t", "1", years(1995, 0))
	store := m.store(t)
	of := func(r graph.Reader) (out []string) {
		for _, c := range changed(t, r, alliance.DiffQuery{}).Changes {
			out = append(out, c.Actor.Head().Name)
		}
		return out
	}
	if got := of(store); !slices.Equal(got, []string{"BBB", "CCC"}) {
		t.Errorf("changes of %q", got)
	}
	if got := of(forgetful{store, bbb}); !slices.Equal(got, []string{"CCC"}) {
		t.Errorf("changes of %q once BBB is gone", got)
	}
}
