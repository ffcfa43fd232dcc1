package graph_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

func TestATreatyIsSignedInForceSuspendedAndEndedOnTheRightDays(t *testing.T) {
	pact := &graph.Treaty{Signed: date("2024-06-19"), InForce: date("2024-12-04"), Suspensions: []graph.Suspension{{Period: between("2026-01", "2026-01")}}, Ended: date("2030-07-01")}
	pact.Period = between("2024-12-04", "2030-07-01")
	unborn := &graph.Treaty{Signed: date("1952-05"), Ended: date("1954")}
	unborn.Period = between("1952-05", "1954")
	old := &graph.Treaty{Signed: date("1900")}
	old.Period = graph.Period{From: date("1900"), StartUncertain: true}
	for _, c := range []struct {
		treaty *graph.Treaty
		day    string
		want   graph.TreatyStatus
	}{
		{pact, "2024-06-18", graph.StatusNotYetSigned},
		{pact, "2024-06-19", graph.StatusSigned},
		{pact, "2024-12-03", graph.StatusSigned},
		{pact, "2024-12-04", graph.StatusInForce},
		{pact, "2025-12-31", graph.StatusInForce},
		{pact, "2026-01-01", graph.StatusSuspended},
		{pact, "2026-01-31", graph.StatusSuspended},
		{pact, "2026-02-01", graph.StatusInForce},
		{pact, "2030-06-30", graph.StatusInForce},
		{pact, "2030-07-01", graph.StatusEnded},
		{unborn, "1952-04-30", graph.StatusNotYetSigned},
		{unborn, "1952-05-01", graph.StatusSigned},
		{unborn, "1954-12-31", graph.StatusSigned},
		{unborn, "1955-01-01", graph.StatusEnded},
		{old, "1899-12-31", graph.StatusNotYetSigned},
		{old, "1900-01-01", graph.StatusInForce},
		{old, "2024-01-01", graph.StatusInForce},
	} {
		if got := c.treaty.StatusOn(date(c.day).First()); got != c.want {
			t.Errorf("signed %s, on %s: %s, want %s", c.treaty.Signed, c.day, got, c.want)
		}
	}
}

func TestConditionsAreTriggersOrQualifiersAndConcernTheirObligors(t *testing.T) {
	qualifiers := 0
	for i, k := range graph.ConditionKinds {
		if k.Qualifier() {
			qualifiers++
		} else if qualifiers > 0 {
			t.Errorf("%s, the %dth, is a trigger after a qualifier", k, i)
		}
	}
	if qualifiers != 4 {
		t.Errorf("%d qualifiers, want 4", qualifiers)
	}
	c := graph.Condition{Obligors: []graph.ID{"state:AUT"}}
	if !c.AppliesTo("state:AUT") || c.AppliesTo("state:USA") || !(graph.Condition{}).AppliesTo("state:USA") {
		t.Error("a condition concerns the obligors it names, or all")
	}
}
