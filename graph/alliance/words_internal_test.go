package alliance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

func TestVerdictsAndJudgementsAreWrittenAsStringsAndReadBack(t *testing.T) {
	for v, want := range map[Verdict]string{"": "null", VerdictObliged: `"OBLIGED"`} {
		var got strings.Builder
		if v.MarshalGQL(&got); strings.TrimSpace(got.String()) != want {
			t.Errorf("%q: %s; want %s", v, &got, want)
		}
	}
	var j Judgement
	if err := j.UnmarshalGQL("MET"); err != nil || j != Met {
		t.Errorf("%s, %v", j, err)
	}
	if err := j.UnmarshalGQL(1); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("a number: %v", err)
	}
}

func TestASentenceWithinAnotherBeginsSmall(t *testing.T) {
	for sentence, want := range map[string]string{"The United States must help.": "the United States must help", "Theodora is free.": "Theodora is free"} {
		if got := asClause(sentence); got != want {
			t.Errorf("%s: %s", sentence, got)
		}
	}
}

func TestWhatADatasetDoesNotCoverIsSaid(t *testing.T) {
	day := func(year int) graph.Date { return graph.FullDate(year, 1, 1) }
	dataset := func(change func(*graph.Dataset)) *graph.Dataset {
		d := &graph.Dataset{Header: graph.Header{ID: "dataset:d", Name: "D"}}
		change(d)
		return d
	}
	for name, c := range map[string]struct {
		dataset graph.Node
		on      graph.Day
		want    []string
	}{
		"all time, all covered": {dataset(func(*graph.Dataset) {}), 0, nil},
		"all time, some of it": {dataset(func(d *graph.Dataset) {
			d.CoverageFrom, d.CoverageUntil, d.SelectiveBefore = day(1900), day(2000), day(1945)
		}), 0, []string{"covers no day before 1900-01-01", "is selective before 1945-01-01", "covers no day after 1999-12-31"}},
		"a day, which has its own words": {dataset(func(d *graph.Dataset) { d.CoverageUntil = day(2000) }), 20000615, nil},
		"one that is not loaded":         {nil, 0, nil},
	} {
		g := newReading(nil, c.on, []graph.ID{"dataset:d"})
		if c.dataset != nil {
			g.nodes["dataset:d"] = c.dataset
		}
		var got []string
		for _, w := range g.gaps() {
			w, _, _ = strings.Cut(strings.TrimPrefix(w, "D (dataset:d) "), ":")
			got = append(got, w)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	g := newReading(nil, 20000615, []graph.ID{"dataset:d", WhatIfDataset})
	if diff := cmp.Diff([]string{"dataset:d is not loaded"}, g.coverage()); diff != "" {
		t.Error(diff)
	}
}

func TestTheLawOfAWhatIfIsWhatOthersSayWithItsChanges(t *testing.T) {
	record := func(dataset graph.ID, properties graph.Properties) graph.NodeRecord {
		return graph.NodeRecord{ID: "obligation:o", Label: graph.LabelObligation, Dataset: dataset, Properties: properties}
	}
	stated := record("dataset:d", graph.Properties{"name": "O", "obligationType": "DEFENSE", "note": "n"})
	changed := record(WhatIfDataset, graph.Properties{"name": "W", "obligationType": "CONSUL"})
	for name, c := range map[string]struct{ records, want []graph.NodeRecord }{
		"nobody changes it":        {[]graph.NodeRecord{stated}, []graph.NodeRecord{stated}},
		"it is of a new treaty":    {[]graph.NodeRecord{changed}, []graph.NodeRecord{changed}},
		"its type becomes another": {[]graph.NodeRecord{stated, changed}, []graph.NodeRecord{record("dataset:d", graph.Properties{"name": "O", "obligationType": "CONSUL", "note": "n"})}},
	} {
		if diff := cmp.Diff(c.want, supposed(c.records)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if stated.Properties["obligationType"] != "DEFENSE" {
		t.Error("the record that others state was changed")
	}
}

func TestTheFactsOfADutyAreThoseThatCanCount(t *testing.T) {
	yes := true
	duty := func(kind graph.ObligationType, conditions ...graph.Condition) *graph.AlliedWith {
		return &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{FromID: "state:X", ToID: "state:V"}, ObligationType: kind, Binding: &yes, ObligationID: "obligation:o", Conditions: conditions}
	}
	request, conflict := graph.Condition{Kind: graph.ConditionOnRequest}, graph.Condition{Kind: graph.ConditionSpecificConflict}
	provoked := DefaultScenario()
	provoked.Provoked = true
	unmet := graph.Condition{Kind: graph.ConditionNonProvocation}
	uncertain := duty(graph.ObligationDefense, unmet, request)
	uncertain.BeneficiaryUncertain = true
	disputed := duty(graph.ObligationDefense, request)
	disputed.Binding = nil
	given := func(fact string) *attackView {
		s := DefaultScenario()
		s.Assume = []Assumption{{Fact: fact}}
		return theatre(s)
	}
	const owed, binding = "owed:obligation:o>state:X>state:V", "binding:treaty:x"
	uncertainly := duty(graph.ObligationDefense, request)
	uncertainly.BeneficiaryUncertain = true
	for _, r := range []*graph.AlliedWith{disputed, uncertainly} {
		r.TreatyID = "treaty:x"
	}
	defending := DefaultScenario()
	defending.DefendAggressorsToo = true
	for name, c := range map[string]struct {
		view *attackView
		r    *graph.AlliedWith
		want []string
	}{
		"terms in doubt":              {theatre(DefaultScenario()), uncertainly, []string{owed, "requested"}},
		"a force in doubt":            {theatre(DefaultScenario()), disputed, []string{binding, "requested"}},
		"one that is not owed":        {given(owed), uncertainly, nil},
		"one that does not bind":      {given(binding), disputed, nil},
		"one that leaves free":        {theatre(DefaultScenario()), duty(graph.ObligationDefense, graph.Condition{Kind: graph.ConditionDiscretion}, request), []string{"requested"}},
		"a tie that is unmet":         {theatre(defending).toward(true), uncertain, []string{owed}},
		"an unmet tie that is no tie": {theatre(defending).toward(true), duty(graph.ObligationNeutral, request, unmet), nil},
		"each once":                   {theatre(DefaultScenario()), duty(graph.ObligationDefense, request, conflict, request), []string{"requested", "specificConflict"}},
		"one that is unmet":           {theatre(provoked), uncertain, nil},
		"a tie, whatever its war":     {theatre(provoked).toward(true), uncertain, []string{"owed:obligation:o>state:X>state:V"}},
	} {
		if diff := cmp.Diff(c.want, c.view.facts(c.r)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
