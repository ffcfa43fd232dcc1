package alliance_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/neo4jtest"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// TestNeo4jGivesTheSameAnswers runs the table of answers on Neo4j, and compares what else is asked with memstore.
func TestNeo4jGivesTheSameAnswers(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	store, err := neo4jstore.Open(ctx, neo4jstore.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := loaders.Run(ctx, store, curated.New(), loaders.RunOptions{}); err != nil {
		t.Fatal(err)
	}
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
			c, err := alliance.RunCascade(t.Context(), r, alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: rus, Victim: est}}, On: day(t, "2024-12-04"),
				Escalation: alliance.EscalationCounterattack, Scenario: alliance.DefaultScenario(),
				WhatIf: []alliance.TreatyChange{{Withdraw: &alliance.Withdrawal{Treaty: "treaty:nato-1949", Party: usa}}}})
			if err != nil {
				return nil, err
			}
			var out []string
			for _, round := range c.Rounds {
				for _, e := range round.Entrants {
					out = append(out, string(e.Actor.Head().ID)+" "+string(e.Side)+" "+e.Because[0].Citation())
				}
			}
			for _, ch := range c.Changes {
				out = append(out, ch.Actor.Head().Name+": "+ch.Before+" / "+ch.After)
			}
			for _, k := range append(c.Torn, c.KeptOut...) {
				out = append(out, k.Explanation)
			}
			return out, nil
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
			diff, err := alliance.Diff(t.Context(), r, alliance.DiffQuery{From: day(t, "2020-01-01"), To: day(t, "2025-01-01")})
			if err != nil {
				return nil, err
			}
			for _, c := range diff.Changes {
				out = append(out, c.Actor.Head().Name+" "+string(c.Kind)+" "+string(c.Type)+" "+c.Treaty.Name+" "+c.Reason+" "+c.On.String())
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
