package alliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
	"github.com/entente-graph/entente/internal/shareddata"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// neo4jHolds are the datasets loaded into the test's Neo4j so far: loading them once serves all tests and benchmarks.
var neo4jHolds []string

// neo4jWith opens the store in Neo4j, with the datasets loaded, and perhaps others that were loaded before.
func neo4jWith(t testing.TB, datasets ...string) graph.Store {
	t.Helper()
	url := neo4jtest.URL(t)
	if neo4jHolds == nil {
		neo4jtest.Clean(t)
	}
	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, name := range datasets {
		if slices.Contains(neo4jHolds, name) {
			continue
		}
		dir := ""
		if len(files[name]) > 0 {
			dir = shareddata.Dir(t)
		}
		if err := loadInto(store, dir, name); err != nil {
			t.Fatal(err)
		}
		neo4jHolds = append(neo4jHolds, name)
	}
	return store
}

// TestNeo4jGivesTheSameAnswers runs the tables of answers on Neo4j, first with the bundled data alone, and compares
// what else is asked with memstore.
func TestNeo4jGivesTheSameAnswers(t *testing.T) {
	if len(neo4jHolds) > 1 {
		neo4jHolds = nil // another test has loaded more than the bundled data
	}
	store := neo4jWith(t, "curated")
	bundledAnswers(t, store)
	memory := bundledStore(t)
	t.Run("questions", func(t *testing.T) {
		for _, p := range pairs {
			q := alliance.Question{Attacker: p[0], Victim: p[1], On: day(t, "2010-01-01"), Scenario: alliance.DefaultScenario(), IncludeFree: true}
			same(t, memory, store, func(r graph.Reader) (any, error) {
				a, err := alliance.IfAttacked(t.Context(), r, q)
				if err != nil {
					return nil, err
				}
				return []any{summary(a), a.Warnings, len(a.Pending)}, nil
			})
		}
	})
	t.Run("a cascade with a what-if", func(t *testing.T) {
		same(t, memory, store, func(r graph.Reader) (any, error) {
			c, err := alliance.RunCascade(t.Context(), r, alliance.CascadeQuestion{
				Attacks: []alliance.Attack{{Attacker: rus, Victim: est}}, On: day(t, "2024-12-04"),
				Escalation: alliance.EscalationCounterattack, Scenario: alliance.DefaultScenario(),
				WhatIf: []alliance.TreatyChange{{Withdraw: &alliance.Withdrawal{Treaty: "treaty:nato-1949", Party: usa}}},
			})
			if err != nil {
				return nil, err
			}
			return story(c), nil
		})
	})
	t.Run("contradictions, diff and history", func(t *testing.T) {
		same(t, memory, store, func(r graph.Reader) (any, error) {
			var out []string
			list, err := alliance.Contradictions(t.Context(), r, alliance.ContradictionQuery{On: day(t, "2024-12-04")})
			if err != nil {
				return nil, err
			}
			for _, c := range list {
				out = append(out, c.Explanation)
			}
			for _, q := range []alliance.DiffQuery{
				{From: day(t, "2020-01-01"), To: day(t, "2025-01-01")},
				{From: day(t, "1991-12-25"), To: day(t, "1992-12-26"), Actors: []graph.ID{"state:RUS"}},
			} {
				diff, err := alliance.Diff(t.Context(), r, q)
				if err != nil {
					return nil, err
				}
				for _, c := range diff.Changes {
					if c.Predecessor != nil {
						out = append(out, "from "+c.Predecessor.Head().Name)
					}
					out = append(out, c.Actor.Head().Name+" "+string(c.Kind)+" "+string(c.Type)+" "+c.Treaty.Name+" "+c.Reason+" "+c.On.String())
				}
			}
			h, err := alliance.History(t.Context(), r, alliance.HistoryQuery{A: usa, B: prk, MaxHops: 3})
			if err != nil {
				return nil, err
			}
			for _, p := range h.Paths {
				out = append(out, p.Period.Text())
			}
			return out, nil
		})
	})
	t.Run("ATOP and COW", func(t *testing.T) {
		memory, store := research(t), neo4jWith(t, researchDatasets...)
		researchAnswers(t, store)
		q := ask(t, nil, rus, est, "2012-12-31").Question
		same(t, memory, store, func(r graph.Reader) (any, error) {
			a, err := alliance.IfAttacked(t.Context(), r, q)
			if err != nil {
				return nil, err
			}
			return []any{summary(a), a.Warnings, len(a.Pending)}, nil
		})
		same(t, memory, store, func(r graph.Reader) (any, error) {
			c, err := alliance.RunCascade(t.Context(), r, alliance.CascadeQuestion{
				Attacks: []alliance.Attack{{Attacker: rus, Victim: est}}, On: q.On,
				Escalation: alliance.EscalationCounterattack, Scenario: alliance.DefaultScenario(),
			})
			if err != nil {
				return nil, err
			}
			return story(c), nil
		})
	})
}

func same(t *testing.T, memory, neo4j graph.Reader, ask func(graph.Reader) (any, error)) {
	t.Helper()
	want, err := ask(memory)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ask(neo4j)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Neo4j answers differently (-memstore +neo4j):\n%s", diff)
	}
}

// story is a cascade in a form that can be compared.
func story(c *alliance.Cascade) string {
	var out strings.Builder
	for _, round := range c.Rounds {
		for _, e := range round.Entrants {
			fmt.Fprintln(&out, round.Number, e.Actor.Head().ID, e.Side, e.Because[0].Citation())
		}
	}
	for _, ch := range c.Changes {
		fmt.Fprintln(&out, ch.Actor.Head().Name, ch.Before, "/", ch.After)
	}
	for _, k := range slices.Concat(c.Torn, c.KeptOut) {
		fmt.Fprintln(&out, k.Explanation())
	}
	fmt.Fprintln(&out, c.Warnings, len(c.Subgraph.Nodes), len(c.Subgraph.Relationships), c.Truncated)
	return out.String()
}
