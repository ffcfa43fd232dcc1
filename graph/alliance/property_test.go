package alliance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memstore"
)

// pact is a treaty of a random world.
type pact struct {
	n       int
	dataset graph.ID
	parties []graph.ID
	from    graph.Date
	until   graph.Date
	duties  []graph.Obligation
	force   force
	pending bool // signed only
	// suspended is one that a what-if suspends.
	suspended bool
}

// force is the legal force of a pact.
type force int

const (
	binds force = iota
	isDisputed
	doesNotBind
)

var actors = []graph.ID{"state:AAA", "state:BBB", "state:CCC", "state:DDD", "state:EEE", "state:FFF"}

const asked = graph.Day(20000615)

func drawPact(t *rapid.T, n int) pact {
	p := pact{n: n, dataset: rapid.SampledFrom([]graph.ID{"dataset:one", "dataset:two"}).Draw(t, "dataset")}
	p.parties = rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 2, 4, rapid.ID[graph.ID]).Draw(t, "parties")
	p.from = graph.YearOnly(rapid.IntRange(1990, 2005).Draw(t, "from"))
	if rapid.Bool().Draw(t, "ends") {
		p.until = graph.YearOnly(p.from.Year() + rapid.IntRange(1, 15).Draw(t, "years"))
	}
	p.force = rapid.SampledFrom([]force{binds, binds, binds, binds, isDisputed, doesNotBind}).Draw(t, "force")
	for range rapid.IntRange(1, 3).Draw(t, "duties") {
		o := graph.Obligation{Type: rapid.SampledFrom(graph.ObligationTypes).Draw(t, "type"), Mutual: true}
		for _, kind := range rapid.SliceOfNDistinct(rapid.SampledFrom([]graph.ConditionKind{
			graph.ConditionArmedAttack, graph.ConditionNonProvocation,
			graph.ConditionOnRequest, graph.ConditionSpecificAdversary, graph.ConditionDiscretion, graph.ConditionAdversaryCount,
			graph.ConditionSpecificConflict, graph.ConditionOther, graph.ConditionUNCharter51,
		}), 0, 2, rapid.ID[graph.ConditionKind]).Draw(t, "conditions") {
			c := graph.Condition{Kind: kind}
			if kind == graph.ConditionSpecificAdversary {
				c.Adversaries = []graph.ID{rapid.SampledFrom(actors).Draw(t, "adversary")}
			}
			if kind == graph.ConditionAdversaryCount {
				c.Count = rapid.IntRange(0, 3).Draw(t, "count")
			}
			if until := rapid.IntRange(1990, 2010).Draw(t, "holds until"); until < 2005 {
				held := graph.Period{Until: graph.YearOnly(until)}
				c.Period = &held
			}
			o.Conditions = append(o.Conditions, c)
		}
		o.BeneficiaryUncertain = rapid.IntRange(0, 5).Draw(t, "uncertain") == 0
		p.duties = append(p.duties, o)
	}
	return p
}

func (p pact) id() graph.ID {
	if p.dataset == alliance.WhatIfDataset {
		return graph.ID(fmt.Sprintf("treaty:what-if-%d", p.n-100))
	}
	return graph.ID(fmt.Sprintf("treaty:t%d", p.n))
}

// world is a store with the pacts, written in their order.
func world(t interface{ Fatal(...any) }, pacts []pact) graph.Store {
	store := memstore.New()
	apply := func(nodes []graph.NodeRecord, links []graph.RelationshipRecord) {
		if _, err := store.Apply(context.Background(), graph.Batch{Nodes: nodes, Relationships: links}); err != nil {
			t.Fatal(err)
		}
	}
	var base []graph.NodeRecord
	for _, id := range actors {
		r := graph.NewNodeRecord(&graph.State{Header: graph.Header{ID: id, Name: strings.TrimPrefix(string(id), "state:")}})
		r.Dataset = "dataset:one"
		base = append(base, r)
	}
	for _, id := range []graph.ID{"dataset:one", "dataset:two"} {
		r := graph.NewNodeRecord(&graph.Dataset{Header: graph.Header{ID: id, Name: string(id)}})
		r.Dataset = id
		base = append(base, r)
	}
	apply(base, nil)
	for _, p := range pacts {
		nodes, links := p.records()
		derived, err := graph.Derive(nodes, links)
		if err != nil {
			t.Fatal(err)
		}
		apply(nodes, append(links, derived...))
	}
	return store
}

func (p pact) records() (nodes []graph.NodeRecord, links []graph.RelationshipRecord) {
	var binding *bool
	if p.force != isDisputed {
		in := p.force == binds
		binding = &in
	}
	treaty := &graph.Treaty{Kind: graph.TreatyTreaty, Binding: binding, Signed: p.from, InForce: p.from, Ended: p.until}
	treaty.Header = graph.Header{ID: p.id(), Name: fmt.Sprintf("Treaty %d", p.n), Period: graph.Between(p.from, p.until)}
	if p.pending {
		treaty.InForce, treaty.Period = graph.Date{}, graph.Since(p.from)
	}
	nodes = append(nodes, graph.NewNodeRecord(treaty))
	link := func(r graph.Relationship, from, to graph.ID, period graph.Period) {
		*r.Head() = graph.RelationshipHeader{FromID: from, ToID: to, Period: period, DatasetID: p.dataset}
		links = append(links, graph.NewRelationshipRecord(r, ""))
	}
	for _, party := range p.parties {
		link(&graph.PartyTo{Signed: p.from, InForce: treaty.InForce}, party, treaty.ID, treaty.Period)
	}
	for i, o := range p.duties {
		o.Header = graph.Header{ID: graph.ID(fmt.Sprintf("obligation:t%d/%d", p.n, i+1)), Name: "duty"}
		nodes = append(nodes, graph.NewNodeRecord(&o))
		link(&graph.Imposes{}, treaty.ID, o.ID, graph.Period{})
		for _, party := range p.parties {
			link(&graph.Obliges{}, o.ID, party, graph.Period{})
			link(&graph.Benefits{}, o.ID, party, graph.Period{})
		}
	}
	for i := range nodes {
		nodes[i].Dataset = p.dataset
	}
	return nodes, links
}

func drawPacts(t *rapid.T) []pact {
	n := rapid.IntRange(1, 6).Draw(t, "pacts")
	var out []pact
	for i := range n {
		out = append(out, drawPact(t, i+1))
	}
	return out
}

func drawQuestion(t *rapid.T) alliance.Question {
	pair := rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 2, 2, rapid.ID[graph.ID]).Draw(t, "pair")
	s := alliance.DefaultScenario()
	s.Armed, s.Provoked = rapid.Bool().Draw(t, "armed"), rapid.Bool().Draw(t, "provoked")
	if rapid.Bool().Draw(t, "known") {
		requested := rapid.Bool().Draw(t, "requested")
		s.Requested = &requested
	}
	s.DefendAggressorsToo = rapid.Bool().Draw(t, "defend")
	return alliance.Question{Attacker: pair[0], Victim: pair[1], On: asked, Scenario: s, IncludeFree: true}
}

func answer(t *rapid.T, r graph.Reader, q alliance.Question) *alliance.AttackAssessment {
	a, err := alliance.IfAttacked(context.Background(), r, q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// summary is an answer in a form that can be compared: verdicts, explanations and duties with their judgements.
func summary(a *alliance.AttackAssessment) string {
	type duty struct{ ID, Judgement string }
	type entry struct {
		Actor, Verdict, Explanation string
		Duties                      []duty
	}
	var out []entry
	for _, r := range a.Responders {
		e := entry{string(r.Actor.Head().ID), string(r.Verdict), r.Explanation(), nil}
		for _, d := range dutiesOf(r) {
			e.Duties = append(e.Duties, duty{string(d.Relationship.ID), string(d.Judgement)})
		}
		out = append(out, e)
	}
	text, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

func dutiesOf(r *alliance.Responder) []*alliance.Duty {
	return slices.Concat(r.Because, r.Against, r.Unmet, r.Tensions, r.Political, r.Consultation)
}

func TestRemovingATreatyNeverAddsADuty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts := drawPacts(t)
		q := drawQuestion(t)
		gone := rapid.IntRange(0, len(pacts)-1).Draw(t, "gone")
		had := map[graph.ID]bool{}
		for _, r := range answer(t, world(t, pacts), q).Responders {
			for _, d := range dutiesOf(r) {
				had[d.Relationship.ID] = true
			}
		}
		for name, reader := range map[string]graph.Reader{
			"without it": world(t, slices.Delete(slices.Clone(pacts), gone, gone+1)),
			"ended":      overlaid(t, world(t, pacts), alliance.TreatyChange{End: pacts[gone].id()}),
		} {
			for _, r := range answer(t, reader, q).Responders {
				for _, d := range dutiesOf(r) {
					if !had[d.Relationship.ID] {
						t.Fatalf("%s: %s is new", name, d.Relationship.ID)
					}
					if d.Treaty.ID == pacts[gone].id() {
						t.Fatalf("%s: %s is still owed", name, d.Relationship.ID)
					}
				}
			}
		}
	})
}

func overlaid(t interface{ Fatal(...any) }, r graph.Reader, changes ...alliance.TreatyChange) graph.Reader {
	o, err := alliance.Overlay(context.Background(), r, changes, asked)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestEndingATreatyIsNotHavingIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, q := drawPacts(t), drawQuestion(t)
		gone := rapid.IntRange(0, len(pacts)-1).Draw(t, "gone")
		without := answer(t, world(t, slices.Delete(slices.Clone(pacts), gone, gone+1)), q)
		ended := answer(t, overlaid(t, world(t, pacts), alliance.TreatyChange{End: pacts[gone].id()}), q)
		if diff := cmp.Diff(summary(without), summary(ended)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNothingAfterTheDayMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, q := drawPacts(t), drawQuestion(t)
		before := summary(answer(t, world(t, pacts), q))
		future := drawPact(t, 99)
		future.from, future.until = graph.YearOnly(2006), graph.Date{}
		for i := range pacts { // what ends later ends on another day
			if !pacts[i].until.IsZero() && pacts[i].until.Year() > 2000 {
				pacts[i].until = graph.YearOnly(pacts[i].until.Year() + 20)
			}
		}
		a := answer(t, world(t, append(pacts, future)), q)
		if diff := cmp.Diff(withoutPeriods(before), withoutPeriods(summary(a))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// withoutPeriods leaves out "(in force …)", which names the end where it is known.
func withoutPeriods(s string) string {
	for {
		before, rest, ok := strings.Cut(s, "in force ")
		if !ok {
			return s
		}
		end := strings.IndexByte(rest, ')')
		s = before + rest[end:]
	}
}

func TestTheOrderOfTreatiesAndDatasetsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, q := drawPacts(t), drawQuestion(t)
		shuffled := rapid.Permutation(pacts).Draw(t, "order")
		q.Datasets = []graph.ID{"dataset:one", "dataset:two"}
		first := summary(answer(t, world(t, pacts), q))
		q.Datasets = []graph.ID{"dataset:two", "dataset:one"}
		if diff := cmp.Diff(first, summary(answer(t, world(t, shuffled), q))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestMirroredTreatiesGiveMirroredDuties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := world(t, drawPacts(t))
		for _, id := range actors {
			d, err := alliance.Duties(context.Background(), store, alliance.DutiesQuery{Actor: id, On: asked})
			if err != nil {
				t.Fatal(err)
			}
			mirrored := func(list []*alliance.Duty, swap bool) (out []string) {
				for _, d := range list {
					from, to := d.Relationship.FromID, d.Relationship.ToID
					if swap {
						from, to = to, from
					}
					out = append(out, fmt.Sprint(from, to, d.Relationship.ObligationID, d.Period.Text()))
				}
				slices.Sort(out)
				return out
			}
			if !slices.IsSortedFunc(d.Owes, func(a, b *alliance.Duty) int {
				return strings.Compare(a.Beneficiary.Head().Name, b.Beneficiary.Head().Name)
			}) ||
				!slices.IsSortedFunc(d.Owed, func(a, b *alliance.Duty) int { return strings.Compare(a.Obligor.Head().Name, b.Obligor.Head().Name) }) {
				t.Fatalf("the duties of %s do not come by the other's name", id)
			}
			if isSilent(d.Warnings) != (len(d.Owes)+len(d.Owed)+len(d.Political) == 0) {
				t.Fatalf("%s: %q", id, d.Warnings)
			}
			if diff := cmp.Diff(mirrored(d.Owes, false), mirrored(d.Owed, true)); diff != "" {
				t.Fatalf("%s: all treaties are mutual, but what it owes and is owed differs:\n%s", id, diff)
			}
		}
	})
}

func TestTheRoundsOfACascadeOnlyGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store, q := world(t, drawPacts(t)), drawQuestion(t)
		question := alliance.CascadeQuestion{
			Attacks: []alliance.Attack{{Attacker: q.Attacker, Victim: q.Victim}}, On: asked, Scenario: q.Scenario,
			Escalation:        rapid.SampledFrom([]alliance.Escalation{alliance.EscalationNone, alliance.EscalationCounterattack}).Draw(t, "escalation"),
			ConditionalEnters: rapid.Bool().Draw(t, "conditional"),
		}
		var last []string
		for rounds := 1; rounds <= 6; rounds++ {
			question.MaxRounds = rounds
			c, err := alliance.RunCascade(context.Background(), store, question)
			if err != nil {
				t.Fatal(err)
			}
			var now []string
			entered := map[graph.ID]bool{q.Attacker: true, q.Victim: true}
			for i, r := range c.Rounds {
				if r.Number != i+1 || len(r.Entrants) == 0 {
					t.Fatalf("round %d is numbered %d and has %d entrants", i+1, r.Number, len(r.Entrants))
				}
				for _, e := range r.Entrants {
					id := e.Actor.Head().ID
					if entered[id] {
						t.Fatalf("%s enters twice", id)
					}
					entered[id] = true
					if !entered[e.Helps.Head().ID] || !entered[e.Against.Head().ID] {
						t.Fatalf("%s helps %s against %s, who are not both in the war", id, e.Helps.Head().ID, e.Against.Head().ID)
					}
					now = append(now, fmt.Sprint(r.Number, id, e.Side, e.Verdict))
				}
			}
			if len(c.Rounds) > rounds || len(now) < len(last) || !slices.Equal(now[:len(last)], last) {
				t.Fatalf("with %d rounds: %v; with one less: %v", rounds, now, last)
			}
			if len(c.AttackerSide)+len(c.VictimSide) != len(entered) {
				t.Fatalf("%d on the sides, %d entered", len(c.AttackerSide)+len(c.VictimSide), len(entered))
			}
			for _, r := range slices.Concat(c.Torn, c.KeptOut) {
				if entered[r.Actor.Head().ID] {
					t.Fatalf("%s entered and is torn or kept out", r.Actor.Head().ID)
				}
			}
			last = now
		}
	})
}

func TestAnOverlayThatChangesNothingChangesNoAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, q := drawPacts(t), drawQuestion(t)
		store := world(t, pacts)
		p := rapid.SampledFrom(pacts).Draw(t, "pact")
		same := unchanged(t, store, p.id())
		if diff := cmp.Diff(summary(answer(t, store, q)), summary(answer(t, same, q))); diff != "" {
			t.Fatal(diff)
		}
		search := graph.PathQuery{
			From: q.Attacker, To: []graph.ID{q.Victim}, Direction: rapid.SampledFrom([]graph.Direction{graph.DirectionAny, graph.DirectionOut}).Draw(t, "direction"),
			MaxHops: 4, Limit: rapid.IntRange(1, 8).Draw(t, "limit"), Filter: graph.Filter{On: asked, Types: []graph.RelationshipType{graph.AlliedWithType}},
		}
		samePaths(t, store, same, search)
		around := drawNeighborhood(t, q.Attacker, q.Victim)
		sameNeighborhood(t, store, same, around)
	})
}

func TestTheNeighborhoodOfAnEndedTreatyIsThatOfAWorldWithoutIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pacts, q := drawPacts(t), drawQuestion(t)
		gone := rapid.IntRange(0, len(pacts)-1).Draw(t, "gone")
		around := drawNeighborhood(t, q.Attacker, q.Victim)
		around.Filter.Types = []graph.RelationshipType{graph.AlliedWithType}
		without := world(t, slices.Delete(slices.Clone(pacts), gone, gone+1))
		sameNeighborhood(t, without, overlaid(t, world(t, pacts), alliance.TreatyChange{End: pacts[gone].id()}), around)
	})
}

func drawNeighborhood(t *rapid.T, of ...graph.ID) graph.NeighborhoodQuery {
	q := graph.NeighborhoodQuery{
		Of: append(of, "state:unknown"), Hops: rapid.IntRange(1, 3).Draw(t, "hops"), PerNode: rapid.IntRange(1, 20).Draw(t, "per node"),
		Limit: rapid.IntRange(1, 10).Draw(t, "nodes"), Direction: rapid.SampledFrom([]graph.Direction{graph.DirectionAny, graph.DirectionOut, graph.DirectionIn}).Draw(t, "walk"),
		Filter: graph.Filter{On: asked},
	}
	if rapid.Bool().Draw(t, "excludes") {
		q.Filter.Exclude = []graph.ID{of[0], rapid.SampledFrom(actors).Draw(t, "excluded")}
	}
	if rapid.Bool().Draw(t, "labelled") {
		q.Filter.Labels = []graph.Label{graph.LabelTreaty}
	}
	return q
}

func sameNeighborhood(t interface{ Fatal(...any) }, a, b graph.Reader, q graph.NeighborhoodQuery) {
	text := func(r graph.Reader) string {
		found, err := r.Neighborhood(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, n := range found.Nodes {
			fmt.Fprintln(&out, n.Head().ID)
		}
		for _, l := range found.Relationships {
			fmt.Fprintln(&out, l.Head().ID)
		}
		fmt.Fprintln(&out, found.Truncated, found.TimedOut, found.Omitted)
		return out.String()
	}
	if diff := cmp.Diff(text(a), text(b)); diff != "" {
		t.Fatal(diff)
	}
}

// unchanged lays the treaty over the store as it is: what it derives again must be what the store has.
func unchanged(t interface{ Fatal(...any) }, store graph.Reader, treaty graph.ID) graph.Reader {
	o, err := alliance.Relaid(context.Background(), store, asked, treaty)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func samePaths(t interface{ Fatal(...any) }, a, b graph.Reader, search graph.PathQuery) {
	text := func(r graph.Reader) string {
		found, err := r.Paths(context.Background(), search)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		fmt.Fprintln(&out, found.Truncated, found.TimedOut)
		for _, p := range found.Paths {
			for i, n := range p.Nodes {
				fmt.Fprint(&out, n.Head().ID, " ")
				if i < len(p.Hops) {
					for _, r := range p.Hops[i] {
						fmt.Fprint(&out, r.Head().ID, ";")
					}
				}
			}
			fmt.Fprintln(&out)
		}
		return out.String()
	}
	if diff := cmp.Diff(text(a), text(b)); diff != "" {
		t.Fatal(diff)
	}
}
