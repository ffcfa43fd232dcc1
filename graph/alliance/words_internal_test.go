package alliance

import (
	"slices"
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

func TestNamesAndTitlesTakeTheArticleThatTheyHaveInASentence(t *testing.T) {
	for name, want := range map[string]string{
		"Falkland Islands": "the Falkland Islands", "East Sea (Sea of Japan)": "the East Sea (Sea of Japan)",
		"Bryansk region": "the Bryansk region", "Tallinn (Estonia)": "Tallinn (Estonia)", "The Hague": "The Hague",
		"Kingdom of Serbia": "the Kingdom of Serbia", "Yeonpyeong Island": "Yeonpyeong Island",
	} {
		if got := Called(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	for title, want := range map[string]string{
		"Protocol 5 to the treaty on the base":      "Protocol 5 to the treaty on the base",
		"Additional Protocol II to the Treaty":      "Additional Protocol II to the Treaty",
		"Protocol of Sèvres":                        "the Protocol of Sèvres",
		"Protocol IVth session":                     "the Protocol IVth session",
		"The British guarantee":                     "The British guarantee",
		"Protocol on consultations between the two": "the Protocol on consultations between the two",
	} {
		if got := titled(title); got != want {
			t.Errorf("%s: %s", title, got)
		}
	}
	for place, want := range map[string]string{"the Falkland Islands": "lie", "Yeonpyeong Island": "lies", "Honolulu (United States)": "lies"} {
		if got := lies(place); got != want {
			t.Errorf("%s %s", place, got)
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

func TestATreatyAwaitsThoseWhoSignedIt(t *testing.T) {
	year := graph.YearOnly
	part := func(signed, inForce, ended int) *graph.PartyTo {
		p := &graph.PartyTo{}
		for _, d := range []struct {
			to   *graph.Date
			year int
		}{{&p.Signed, signed}, {&p.InForce, inForce}, {&p.Ended, ended}, {&p.Period.From, inForce}, {&p.Period.Until, ended}} {
			if d.year > 0 {
				*d.to = year(d.year)
			}
		}
		return p
	}
	for name, c := range map[string]struct {
		part   *graph.PartyTo
		treaty graph.Treaty
		want   bool
	}{
		"signed":                        {part(1999, 0, 0), graph.Treaty{}, true},
		"not signed":                    {part(0, 0, 0), graph.Treaty{}, false},
		"signed with all":               {part(0, 0, 0), graph.Treaty{Signed: year(1999)}, true},
		"signed later":                  {part(2001, 0, 0), graph.Treaty{Signed: year(1999)}, false},
		"in force":                      {part(1990, 1995, 0), graph.Treaty{}, false},
		"in force later":                {part(1990, 2001, 0), graph.Treaty{}, true},
		"in force later, as for others": {part(0, 2001, 0), graph.Treaty{Signed: year(1999), InForce: year(2001)}, true},
		"joined later":                  {part(0, 2001, 0), graph.Treaty{Signed: year(1990), InForce: year(1995)}, false},
		"ended":                         {part(1990, 0, 1995), graph.Treaty{}, false},
		"ended after it was in force":   {part(1990, 1992, 1995), graph.Treaty{}, false},
		"ends later":                    {part(1990, 0, 2005), graph.Treaty{}, true},
	} {
		if got := (participation{c.part, &c.treaty}).awaits(20000615); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestStartsThatNobodyKnowsAreToldByDataset(t *testing.T) {
	g := newReading(nil, 20000615, nil)
	g.nodes["treaty:x"] = &graph.Treaty{Header: graph.Header{Name: "X"}}
	g.nodes["dataset:d"] = &graph.Dataset{Header: graph.Header{Name: "D"}}
	duty := func(dataset, treaty graph.ID, from int, uncertain bool) *Duty {
		p := graph.Period{From: graph.YearOnly(from), StartUncertain: uncertain}
		return &Duty{Relationship: &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{DatasetID: dataset}, TreatyID: treaty}, Period: p}
	}
	got := g.uncertainStarts([]*Responder{
		{Because: []*Duty{duty("dataset:d", "treaty:x", 1960, true), duty("dataset:d", "treaty:x", 1950, true), duty("dataset:d", "treaty:y", 1970, false)}},
		{Against: []*Duty{duty("dataset:d", "treaty:x", 1955, true), duty("dataset:e", "treaty:x", 1950, true), duty("dataset:e", "treaty:y", 1950, true)}},
	})
	if diff := cmp.Diff([]string{
		"D (dataset:d) does not know when the X entered into force: it is counted as in force since 1950 (start uncertain)",
		"dataset:e does not know when 2 of the treaties in this answer entered into force: they are counted from the best known day, mostly that of signature",
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDatasetsThatSpeakOfTheDayDisagree(t *testing.T) {
	no := false
	says := func(dataset, obligor graph.ID, kinds ...graph.ObligationType) (out []*graph.AlliedWith) {
		for _, kind := range kinds {
			out = append(out, &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{DatasetID: dataset, FromID: obligor}, ObligationType: kind})
		}
		return out
	}
	notBinding := says("dataset:e", "state:X", graph.ObligationNonagg)
	notBinding[0].Binding = &no
	const defends, consults = graph.ObligationDefense, graph.ObligationConsul
	for name, c := range map[string]struct {
		owed [][]*graph.AlliedWith
		want []string
	}{
		"one alone":             {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends)}, nil},
		"two that agree":        {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends, consults), says("dataset:e", "state:X", consults, defends)}, nil},
		"two that differ":       {[][]*graph.AlliedWith{says("dataset:e", "state:X", defends), says("dataset:d", "state:X", consults, defends)}, []string{"datasets differ on what X owes to V: dataset:d says DEFENSE and CONSUL, dataset:e says DEFENSE"}},
		"of others":             {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends), says("dataset:e", "state:Y", consults)}, nil},
		"two of whom they do":   {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends), says("dataset:e", "state:X", consults), says("dataset:d", "state:Y", defends), says("dataset:e", "state:Y", consults)}, []string{"datasets differ on what X, Y owe to V: dataset:d says DEFENSE, dataset:e says CONSUL"}},
		"what does not bind":    {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends), notBinding}, nil},
		"one of another time":   {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends), says("dataset:old", "state:X", consults)}, nil},
		"one that is not there": {[][]*graph.AlliedWith{says("dataset:d", "state:X", defends), says("dataset:none", "state:X", consults)}, nil},
	} {
		g := newReading(nil, 20000615, nil)
		for _, id := range []graph.ID{"dataset:d", "dataset:e", "dataset:old"} {
			d := &graph.Dataset{}
			if id == "dataset:old" {
				d.CoverageUntil = graph.YearOnly(1990)
			}
			g.nodes[id] = d
		}
		for _, id := range []graph.ID{"state:X", "state:Y", "state:V"} {
			g.nodes[id] = &graph.State{Header: graph.Header{Name: string(id)[6:]}}
		}
		g.owed["state:V"] = slices.Concat(c.owed...)
		if diff := cmp.Diff(c.want, g.disagreements("state:V")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
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
