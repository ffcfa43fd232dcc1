package alliance_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// counting counts the calls that reach a store.
type counting struct {
	graph.Reader
	calls int
}

func (c *counting) Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error) {
	c.calls++
	return c.Reader.Nodes(ctx, ids)
}

func (c *counting) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	c.calls++
	return c.Reader.Expand(ctx, ids, q)
}

func (c *counting) Find(ctx context.Context, q graph.NodeQuery) (graph.NodePage, error) {
	c.calls++
	return c.Reader.Find(ctx, q)
}

func (c *counting) Statements(ctx context.Context, ids []graph.ID) ([][]graph.NodeRecord, error) {
	c.calls++
	return c.Reader.Statements(ctx, ids)
}

func TestAQuestionTakesThreeCallsToTheStore(t *testing.T) {
	for name, reader := range map[string]graph.Reader{"the bundled data": bundledStore(t), "ATOP and COW too": research(t)} {
		c := &counting{Reader: reader}
		ask(t, c, rus, est, "2012-12-31").answer()
		if c.calls > 3 {
			t.Errorf("%s: %d calls; want at most 3", name, c.calls)
		}
	}
}

// chain is a world in which each actor has promised to defend the one before: an attack on the second draws in the
// others one by one.
func chain(t *testing.T) graph.Store {
	var pacts []pact
	for i := 1; i+1 < len(actors); i++ {
		pacts = append(pacts, pact{
			n: i, dataset: "dataset:one", parties: []graph.ID{actors[i], actors[i+1]}, from: graph.YearOnly(1990),
			duties: []graph.Obligation{{Type: graph.ObligationDefense, Mutual: true, Conditions: []graph.Condition{{Kind: graph.ConditionArmedAttack}}}},
		})
	}
	return world(t, pacts)
}

func TestARoundOfACascadeTakesThreeCallsToTheStore(t *testing.T) {
	c := &counting{Reader: chain(t)}
	question := alliance.CascadeQuestion{
		Attacks: []alliance.Attack{{Attacker: actors[0], Victim: actors[1]}}, On: asked,
		Escalation: alliance.EscalationCounterattack, Scenario: alliance.DefaultScenario(), MaxRounds: 10,
	}
	out, err := alliance.RunCascade(t.Context(), c, question)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Rounds) != len(actors)-2 {
		t.Fatalf("%d rounds; want %d, one for each ally of an ally", len(out.Rounds), len(actors)-2)
	}
	if rounds := len(out.Rounds) + 1; c.calls > 3*rounds { // the last one finds that nobody enters
		t.Errorf("%d calls for %d rounds; want at most 3 each", c.calls, rounds)
	}
	if len(out.VictimSide) != len(actors)-1 || len(out.AttackerSide) != 1 || out.Truncated {
		t.Errorf("the sides are %d and %d, truncated %t", len(out.AttackerSide), len(out.VictimSide), out.Truncated)
	}
	if len(out.Subgraph.Nodes) != len(actors) || len(out.Subgraph.Relationships) != len(actors)-2 {
		t.Errorf("the subgraph has %d nodes and %d relationships", len(out.Subgraph.Nodes), len(out.Subgraph.Relationships))
	}
	question.Escalation = alliance.EscalationNone
	if out, err = alliance.RunCascade(t.Context(), c, question); err != nil || len(out.Rounds) != 1 {
		t.Errorf("without escalation %d rounds, %v; want one: only the victim of the attack is attacked", len(out.Rounds), err)
	}
	question.Escalation, question.MaxRounds = alliance.EscalationCounterattack, 2
	if out, err = alliance.RunCascade(t.Context(), c, question); err != nil || len(out.Rounds) != 2 || !out.Truncated {
		t.Errorf("with two rounds at most: %d, truncated %t, %v", len(out.Rounds), out.Truncated, err)
	}
}

func TestAWhatIfSaysWhatChangesInACascade(t *testing.T) {
	store := chain(t)
	question := alliance.CascadeQuestion{
		Attacks: []alliance.Attack{{Attacker: actors[0], Victim: actors[1]}}, On: asked,
		Escalation: alliance.EscalationCounterattack, Scenario: alliance.DefaultScenario(),
		WhatIf: []alliance.TreatyChange{{Add: &alliance.NewTreaty{Parties: []graph.ID{actors[0], actors[2]}, Articles: []alliance.NewArticle{{Type: graph.ObligationNeutral}}}}},
	}
	out, err := alliance.RunCascade(t.Context(), store, question)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Torn) != 1 || out.Torn[0].Actor.Head().ID != actors[2] || len(out.Rounds) != 0 {
		t.Fatalf("torn are %v after %d rounds; want %s alone, and nobody enters", out.Torn, len(out.Rounds), actors[2])
	}
	if len(out.Changes) != 4 || out.Changes[0].After != "torn" || !strings.Contains(out.Changes[0].Before, "round 1") {
		t.Errorf("the changes are %+v; want one for each that entered before", out.Changes)
	}
}

// TestDerivingAgainGivesTheSameDuties lays every treaty of the store over it, unchanged: what a what-if derives is what
// the loaders derived.
func TestDerivingAgainGivesTheSameDuties(t *testing.T) {
	store := research(t)
	var treaties, states []graph.ID
	for _, label := range []graph.Label{graph.LabelTreaty, graph.LabelState} {
		q := graph.NodeQuery{Labels: []graph.Label{label}, First: graph.MaxFirst}
		for {
			page, err := store.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range page.Nodes {
				if label == graph.LabelTreaty {
					treaties = append(treaties, n.Head().ID)
				} else {
					states = append(states, n.Head().ID)
				}
			}
			if !page.More {
				break
			}
			q.After = page.Cursors[len(page.Cursors)-1]
		}
	}
	if len(treaties) < 500 {
		t.Fatalf("only %d treaties", len(treaties))
	}
	query := graph.HopQuery{Filter: graph.Filter{Types: []graph.RelationshipType{graph.AlliedWithType, graph.PartyToType}}, Direction: graph.DirectionOut, PerNode: graph.MaxPerNode}
	for some := range slices.Chunk(treaties, 400) {
		same, err := alliance.Relaid(t.Context(), store, day(t, "2010-01-01"), some...)
		if err != nil {
			t.Fatal(err)
		}
		want, err := store.Expand(t.Context(), states, query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := same.Expand(t.Context(), states, query)
		if err != nil {
			t.Fatal(err)
		}
		for i := range states {
			if len(want[i].Hops) != len(got[i].Hops) {
				t.Fatalf("%s has %d hops; derived again %d", states[i], len(want[i].Hops), len(got[i].Hops))
			}
			for j, h := range want[i].Hops {
				if diff := cmp.Diff(graph.PropertiesOf(h.Relationship), graph.PropertiesOf(got[i].Hops[j].Relationship)); diff != "" {
					t.Fatalf("%s:\n%s", h.Relationship.Head().ID, diff)
				}
			}
		}
	}
}
