package alliance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

// theatre is an attack of A on V, of whom nothing is known but what the scenario says.
func theatre(s Scenario, nodes ...graph.Node) *attackView {
	g := newReading(nil, 20000615, nil)
	for _, id := range []graph.ID{"state:A", "state:V"} {
		g.nodes[id] = &graph.State{Header: graph.Header{ID: id, Name: string(id)[6:]}}
	}
	for _, n := range nodes {
		g.nodes[n.Head().ID] = n
	}
	return &attackView{reading: g, scenario: &s, attacker: "state:A", victim: "state:V", words: true}
}

func coordinate(f float64) *float64 { return &f }

func TestAnAttackIsWhereTheScenarioSaysElseAtHome(t *testing.T) {
	port := &graph.Place{Header: graph.Header{ID: "place:p", Name: "Port"}, Latitude: coordinate(1), Longitude: coordinate(2)}
	nowhere := &graph.Place{Header: graph.Header{ID: "place:n", Name: "Nowhere"}}
	home := func(capital graph.Text, latitude, longitude *float64) *graph.State {
		return &graph.State{Header: graph.Header{ID: "state:V", Name: "V"}, Capital: capital, Latitude: latitude, Longitude: longitude}
	}
	club := &graph.Organization{Header: graph.Header{ID: "state:V", Name: "V"}}
	for name, c := range map[string]struct {
		where *Location
		at    graph.Node
		want  string
	}{
		"the capital":          {nil, home("Ville", coordinate(3), coordinate(4)), "Ville (V) [3 4]"},
		"a home point":         {nil, home("", coordinate(3), coordinate(4)), "the home point of V [3 4]"},
		"half a home point":    {nil, home("Ville", coordinate(3), nil), "no home point of V is recorded"},
		"no home":              {nil, club, "V has no home point"},
		"a place":              {&Location{Place: "place:p"}, port, "Port [1 2]"},
		"a place of no point":  {&Location{Place: "place:n"}, nowhere, "no point of Nowhere is recorded"},
		"coordinates":          {&Location{Latitude: 5.5, Longitude: -6}, port, "the point 5.5, -6 [5.5 -6]"},
		"a place not loaded":   {&Location{Place: "place:x"}, port, "NOT_FOUND"},
		"a place of no such n": {&Location{Place: "state:V"}, port, "NOT_FOUND"},
	} {
		v := theatre(Scenario{Where: c.where}, c.at)
		got := ""
		if err := v.locate(); graph.KindOf(err) == graph.KindNotFound {
			got = "NOT_FOUND"
		} else if got = v.pointText(); v.located {
			got += fmt.Sprint(" ", v.point)
		}
		if got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
		if v.words = false; v.pointText() != "" {
			t.Errorf("%s: words where none are asked for", name)
		}
	}
}

func TestAnAssumptionSaysMoreThanItself(t *testing.T) {
	for _, c := range []struct {
		given       string
		holds       bool
		fact        string
		want, known bool
	}{
		{"requested", true, "requested", true, true},
		{"requested", false, "requested", false, true},
		{"requested", true, "specificConflict", false, false},
		{"adversaries>=3", true, "adversaries>=2", true, true},
		{"adversaries>=3", true, "adversaries>=4", false, false},
		{"adversaries>=3", false, "adversaries>=4", false, true},
		{"adversaries>=3", false, "adversaries>=2", false, false},
		{"adversaries>=3", true, "adversaries:attacker>=2", false, false},
		{"condition:x>=3", true, "condition:x>=2", false, false},
		{"adversaries>=many", true, "adversaries>=2", false, false},
	} {
		if holds, known := impliedBy(Assumption{c.given, c.holds}, c.fact); holds != c.want || known != c.known {
			t.Errorf("%s=%t says of %s: %t, %t", c.given, c.holds, c.fact, holds, known)
		}
	}
	fact := func(f string, holds bool) Assumption { return Assumption{f, holds} }
	for name, c := range map[string]struct {
		list []Assumption
		want string
	}{
		"none":              {nil, ""},
		"two that agree":    {[]Assumption{fact("adversaries>=2", true), fact("adversaries>=3", false)}, ""},
		"of lower and more": {[]Assumption{fact("adversaries>=3", true), fact("adversaries>=2", true)}, ""},
		"two that do not":   {[]Assumption{fact("adversaries>=3", true), fact("adversaries>=2", false)}, "contradict"},
		"one twice":         {[]Assumption{fact("requested", true), fact("requested", true)}, "twice"},
		"of no fact":        {[]Assumption{fact("weather", true)}, `"weather"`},
		"of a bare prefix":  {[]Assumption{fact("inside:", true)}, `"inside:"`},
		"65":                {slices.Repeat([]Assumption{fact("requested", true)}, MaxAssumptions+1), "65 assumptions"},
	} {
		err := validateAssumptions(c.list)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
}

func TestFactsHaveKeysOfTheirOwn(t *testing.T) {
	area := &graph.Place{Header: graph.Header{ID: "place:a", Name: "Sea"}, Area: graph.Area{Bands: [][2]float64{{0, 1}}}}
	bare := &graph.Place{Header: graph.Header{ID: "place:b", Name: "Land"}}
	single := []graph.ID{"state:X"}
	r := &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{FromID: "state:X", ToID: "state:V"}, ObligationID: "obligation:o", Conditions: []graph.Condition{
		{Kind: graph.ConditionOther},
		{Kind: graph.ConditionOther, Obligors: single},
		{Kind: graph.ConditionOther, Text: "a drought"},
		{Kind: graph.ConditionOther, Obligors: single},
		{Kind: graph.ConditionSpecificConflict},
		{Kind: graph.ConditionOnRequest},
		{Kind: graph.ConditionAdversaryCount, Count: 2},
		{Kind: graph.ConditionAdversaryCount, Text: "several"},
		{Kind: graph.ConditionGeographicArea, Area: "place:a"},
		{Kind: graph.ConditionGeographicArea, Area: "place:b", Text: "the coast"},
		{Kind: graph.ConditionSpecificLocation, Text: "the isle"},
		{Kind: graph.ConditionSpecificAdversary, Text: "in Asia"},
		{Kind: graph.ConditionDemandNoncompliance},
		{Kind: graph.ConditionArmedAttack},
	}}
	type said = []string
	told := func(v *attackView) (out said) {
		for i := range r.Conditions {
			key := v.conditionFact(r, i)
			out = append(out, key+": "+v.fact(r, key).Question)
		}
		return out
	}
	v := theatre(DefaultScenario(), area, bare)
	const o = "condition:obligation:o#"
	got := told(v)
	citation := v.duty(r, v).Citation()
	want := said{
		o + "OTHER: Is the further condition of " + citation + " met?",
		o + "OTHER@state:X: Is the further condition of " + citation + " met?",
		o + "OTHER.2: Is the further condition of " + citation + " met (a drought)?",
		o + "OTHER.2@state:X: Is the further condition of " + citation + " met?",
		"specificConflict: Is this the conflict that the treaty has in mind?",
		"requested: Does V ask for help?",
		"adversaries>=2: Do at least 2 states attack V?",
		o + "ADVERSARY_COUNT.2: Is the number of adversaries that " + citation + " asks for (several) reached?",
		"inside:place:a: Does the attack take place in the area: Sea?",
		o + "GEOGRAPHIC_AREA.2: Does the attack take place in the area: Land?",
		o + "SPECIFIC_LOCATION: Does the attack take place in the area: the isle?",
		o + "SPECIFIC_ADVERSARY: Is A the adversary that " + citation + " has in mind (in Asia)?",
		o + "DEMAND_NONCOMPLIANCE: Was a demand made and refused, as " + citation + " asks?",
		o + "ARMED_ATTACK: Is the threat enough for " + citation + "?",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("to the victim: %s", diff)
	}
	got = told(v.toward(true))
	want[5] = "requested:attacker: Does A ask for help?"
	want[6] = "adversaries:attacker>=2: Do at least 2 states attack A?"
	want[11] = o + "SPECIFIC_ADVERSARY: Is V the adversary that " + citation + " has in mind (in Asia)?"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("to the attacker: %s", diff)
	}
}

func TestADutySaysWhatItDependsOn(t *testing.T) {
	v := theatre(DefaultScenario())
	binding := true
	bare := &graph.AlliedWith{ObligationType: graph.ObligationDefense, Binding: &binding}
	full := &graph.AlliedWith{ObligationType: graph.ObligationDefense, BeneficiaryUncertain: true, Conditions: []graph.Condition{
		{Kind: graph.ConditionArmedAttack}, {Kind: graph.ConditionDiscretion, Text: "as it deems necessary"},
	}}
	if d := v.duty(bare, v); len(d.Conditions()) != 0 || len(d.Qualifiers()) != 0 || d.Note() != "" {
		t.Errorf("%v, %v, %q", d.Conditions(), d.Qualifiers(), d.Note())
	}
	var got []string
	for _, c := range v.duty(full, v).Conditions() {
		got = append(got, fmt.Sprint(c.Kind, " ", c.Judgement, " ", c.Reason))
	}
	if diff := cmp.Diff([]string{
		"ARMED_ATTACK MET the attack is armed", "OTHER UNKNOWN the dataset does not say to which members the duty is owed",
		"OTHER UNKNOWN the legal force of the instrument is disputed",
	}, got); diff != "" {
		t.Error(diff)
	}
	if q := v.duty(full, v).Qualifiers(); len(q) != 1 || q[0].Kind != graph.ConditionDiscretion {
		t.Errorf("%v", q)
	}
	if bare.TreatyID = "treaty:b"; v.duty(bare, v).Citation() != "the treaty:b" {
		t.Errorf("it is cited as %q", v.duty(bare, v).Citation())
	}
	away := v.toward(true)
	against := graph.AlliedWith{Conditions: []graph.Condition{{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:X"}}}}
	for view, want := range map[*attackView]string{v: "the duty runs against state:X, not against A", away: "the duty runs against state:X, not against V"} {
		if reason := view.duty(&against, view).Conditions()[0].Reason; reason != want {
			t.Errorf("%q; want %q", reason, want)
		}
	}
	if note := away.duty(bare, away).Note(); note != "does not cover a war that A began" {
		t.Errorf("%q", note)
	}
	consult := &graph.AlliedWith{ObligationType: graph.ObligationConsul}
	if note := away.duty(consult, away).Note(); note != "" {
		t.Errorf("consultation: %q", note)
	}
	away.scenario.DefendAggressorsToo = true
	if note := away.duty(bare, away).Note(); note != "" {
		t.Errorf("where aggressors are defended too: %q", note)
	}
}

func TestSidesOfARecordedWar(t *testing.T) {
	yes, no := true, false
	took := func(id graph.ID, side graph.Text, from graph.Date, initiator *bool) *graph.ParticipatedIn {
		return &graph.ParticipatedIn{RelationshipHeader: graph.RelationshipHeader{ID: id, FromID: id, Period: graph.Since(from)}, Side: side, Initiator: initiator}
	}
	first, later := graph.FullDate(1914, 7, 29), graph.FullDate(1914, 8, 1)
	for name, c := range map[string]struct {
		spells []*graph.ParticipatedIn
		want   string
	}{
		"nobody":                   {nil, "no participants are recorded"},
		"no day":                   {[]*graph.ParticipatedIn{took("a", "A", graph.Date{}, &yes)}, "the first day is not recorded"},
		"a month":                  {[]*graph.ParticipatedIn{took("a", "A", graph.MonthOnly(1914, 7), &yes)}, "the first day is not recorded"},
		"an initiator who is late": {[]*graph.ParticipatedIn{took("v", "B", first, &no), took("a", "A", later, &yes)}, "no initiator took part on the first day"},
		"it is not known who":      {[]*graph.ParticipatedIn{took("v", "B", first, nil)}, "no initiator took part on the first day"},
		"both began":               {[]*graph.ParticipatedIn{took("a", "A", first, &yes), took("b", "B", first, &yes)}, "there are initiators on both sides"},
		"a victim who is late":     {[]*graph.ParticipatedIn{took("a", "A", first, &yes), took("v", "B", later, &no)}, "nobody on the other side took part on the first day"},
		"two sides": {
			[]*graph.ParticipatedIn{took("late", "B", later, &no), took("a", "A", first, &yes), took("help", "A", first, &no), took("v", "B", first, &no)}, "[a] [v]",
		},
	} {
		w := recordedWar{spells: c.spells, firstSide: map[graph.ID]graph.Text{}, since: map[graph.ID]graph.Day{}}
		got := w.chooseSides()
		if got == "" {
			got = fmt.Sprint(w.attackers, " ", w.victims)
		}
		if got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}

func TestAStepIsToldOnceUnlessItSaysMore(t *testing.T) {
	day := graph.FullDate(1950, 1, 1)
	step := func(text graph.Text) LifecycleAction {
		return LifecycleAction{Date: day, Kind: "SIGNATURE", Text: text}
	}
	got := once([]LifecycleAction{step(""), step("at Paris"), step("by cable"), {Date: day, Kind: "CONSENT"}, {Date: day, Kind: "CONSENT"}})
	if len(got) != 3 || got[0].Text != "at Paris" || got[1].Text != "by cable" || got[2].Kind != "CONSENT" {
		t.Errorf("%+v", got)
	}
}

func TestThePartOfAPartyHasItsSteps(t *testing.T) {
	day := func(year int) graph.Date { return graph.FullDate(year, 1, 1) }
	told := func(p *graph.PartyTo) (out []string) {
		for _, a := range partyActions(p, newReading(nil, 0, nil)) {
			out = append(out, fmt.Sprint(a.Date, " ", a.Kind))
		}
		return out
	}
	if got := told(&graph.PartyTo{}); len(got) > 0 {
		t.Errorf("a part of which nothing is known: %v", got)
	}
	full := &graph.PartyTo{Signed: day(1950), Consent: day(1951), InForce: day(1952), Ended: day(1960), Reservation: "none of it", Suspensions: []graph.Suspension{{Period: graph.Between(day(1955), day(1956))}}}
	want := []string{
		"1950-01-01 SIGNATURE", "1951-01-01 CONSENT", "1951-01-01 RESERVATION", "1952-01-01 ENTRY_INTO_FORCE", "1955-01-01 SUSPENSION",
		"1956-01-01 RESUMPTION", "1960-01-01 TERMINATION",
	}
	if diff := cmp.Diff(want, told(full)); diff != "" {
		t.Error(diff)
	}
}

func TestTheStepsOfATreatyAreToldOnce(t *testing.T) {
	day := func(year int) graph.Date { return graph.FullDate(year, 1, 1) }
	treaty := &graph.Treaty{
		Signed: day(1950), InForce: day(1951), Ended: day(1960), Suspensions: []graph.Suspension{{Period: graph.Since(day(1955))}},
		Actions: []graph.TreatyAction{{Date: day(1950), Kind: "SIGNATURE", Text: "at Paris"}},
	}
	var got []string
	for _, a := range treatyActions(treaty, newReading(nil, 0, nil), nil) {
		got = append(got, fmt.Sprint(a.Date, " ", a.Kind, " ", a.Text))
	}
	want := []string{"1950-01-01 SIGNATURE at Paris", "1951-01-01 ENTRY_INTO_FORCE ", "1955-01-01 SUSPENSION ", "1960-01-01 TERMINATION "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheRegionOfAStateIsThatOfItsNumberInCOW(t *testing.T) {
	for region, numbers := range map[Region][]string{
		RegionAmericas: {"2", "199"}, RegionEurope: {"200", "399"}, RegionAfrica: {"400", "599"}, RegionMiddleEast: {"600", "699"},
		RegionAsia: {"700", "999"}, "": {"0", "1000", "many"},
	} {
		for _, n := range numbers {
			s := &graph.State{Header: graph.Header{Identifiers: []graph.Identifier{{Scheme: graph.SchemeUNM49, Value: "450"}, {Scheme: graph.SchemeCOW, Value: n}}}}
			if got := regionOf(s); got != region {
				t.Errorf("%s is in %q; want %q", n, got, region)
			}
		}
	}
}

func TestDutiesAreInATotalOrder(t *testing.T) {
	duty := func(id graph.ID, kind graph.ObligationType, j Judgement, article graph.Text, treaty graph.ID) *Duty {
		r := &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{ID: id}, ObligationType: kind, ArticleNumber: article, TreatyID: treaty}
		return &Duty{Relationship: r, Type: kind, Judgement: j}
	}
	list := []*Duty{
		duty("9", graph.ObligationDefense, Met, "1", "treaty:a"),
		duty("8", graph.ObligationDefense, Unknown, "1", "treaty:a"),
		duty("7", graph.ObligationDefense, Unmet, "1", "treaty:a"),
		duty("6", graph.ObligationOffense, Met, "1", "treaty:a"),
		duty("2", graph.ObligationConsul, Met, "1", "treaty:a"),
		duty("3", graph.ObligationConsul, Met, "1", "treaty:a"),
		duty("1", graph.ObligationConsul, Met, "1", "treaty:b"),
		duty("0", graph.ObligationConsul, Met, "", "treaty:a"),
	}
	for i, a := range list {
		for j, b := range list {
			if got := compareDuties(a, b); got < 0 != (i < j) || got > 0 != (i > j) {
				t.Errorf("duty %d and %d compare as %d", i, j, got)
			}
		}
	}
}
