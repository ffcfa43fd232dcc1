package alliance_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memstore"
)

// TestWhatIsNoQuestionIsRefusedBeforeItIsRead asks a store that holds nothing, so that the question alone is at fault.
func TestWhatIsNoQuestionIsRefusedBeforeItIsRead(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	on := day(t, "2000-06-15")
	many := make([]graph.ID, graph.MaxFilterValues+1)
	attack := func(q alliance.Question) error {
		_, err := alliance.IfAttacked(t.Context(), store, q)
		return err
	}
	scenario := func(s alliance.Scenario) error {
		return attack(alliance.Question{Attacker: usa, Victim: prk, On: on, Scenario: s})
	}
	cascade := func(q alliance.CascadeQuestion) error {
		_, err := alliance.RunCascade(t.Context(), store, q)
		return err
	}
	one := []alliance.Attack{{Attacker: usa, Victim: prk}}
	contradictions := func(q alliance.ContradictionQuery) error {
		_, err := alliance.Contradictions(t.Context(), store, q)
		return err
	}
	history := func(q alliance.HistoryQuery) error {
		_, err := alliance.History(t.Context(), store, q)
		return err
	}
	duties := func(on graph.Day) error {
		_, err := alliance.Duties(t.Context(), store, alliance.DutiesQuery{Actor: usa, On: on})
		return err
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"one attacks itself":           {attack(alliance.Question{Attacker: usa, Victim: usa, On: on}), "both state:USA"},
		"no day":                       {attack(alliance.Question{Attacker: usa, Victim: prk}), "asOf: want a day"},
		"a day at the end of time":     {attack(alliance.Question{Attacker: usa, Victim: prk, On: graph.Forever}), "asOf: want a day"},
		"a victim that is hostile":     {scenario(alliance.Scenario{HostileActors: []graph.ID{prk}}), "among the hostile actors"},
		"too far north":                {scenario(alliance.Scenario{Where: &alliance.Location{Latitude: 91}}), "latitude of -90 to 90"},
		"too far south":                {scenario(alliance.Scenario{Where: &alliance.Location{Latitude: -91}}), "latitude of -90 to 90"},
		"too far east":                 {scenario(alliance.Scenario{Where: &alliance.Location{Longitude: 181}}), "longitude of -180 to 180"},
		"too far west":                 {scenario(alliance.Scenario{Where: &alliance.Location{Longitude: -181}}), "longitude of -180 to 180"},
		"nobody attacks":               {scenario(alliance.Scenario{AdversaryCount: number(0)}), "at least 1"},
		"very many attack":             {scenario(alliance.Scenario{HostileActors: many}), "hostile actors exceed"},
		"a cascade of no attacks":      {cascade(alliance.CascadeQuestion{On: on}), "0 given"},
		"a cascade of many attacks":    {cascade(alliance.CascadeQuestion{On: on, Attacks: slices.Repeat(one, alliance.MaxAttacks+1)}), "21 given"},
		"a cascade of no day":          {cascade(alliance.CascadeQuestion{Attacks: one}), "asOf: want a day"},
		"a cascade at the end of time": {cascade(alliance.CascadeQuestion{Attacks: one, On: graph.Forever}), "asOf: want a day"},
		"a cascade of one against itself": {
			cascade(alliance.CascadeQuestion{On: on, Attacks: []alliance.Attack{{Attacker: usa, Victim: usa}}}), "attacks[0]: attacker and victim",
		},
		"a cascade of no rounds":   {cascade(alliance.CascadeQuestion{On: on, Attacks: one, MaxRounds: -1}), "maxRounds: -1"},
		"a cascade of many rounds": {cascade(alliance.CascadeQuestion{On: on, Attacks: one, MaxRounds: alliance.MaxRounds + 1}), "maxRounds: 21"},
		"no such escalation":       {cascade(alliance.CascadeQuestion{On: on, Attacks: one, Escalation: "ALL"}), `"ALL" is not one of`},
		"attacks within a side": {
			cascade(alliance.CascadeQuestion{On: on, Attacks: []alliance.Attack{{Attacker: usa, Victim: prk}, {Attacker: rus, Victim: prk}, {Attacker: rus, Victim: usa}}}), "on one side",
		},
		"contradictions of no day":      {contradictions(alliance.ContradictionQuery{}), "asOf: want a day"},
		"contradictions at no end":      {contradictions(alliance.ContradictionQuery{On: graph.Forever}), "asOf: want a day"},
		"contradictions of no kind":     {contradictions(alliance.ContradictionQuery{On: on, Kinds: []alliance.ContradictionKind{"ALL"}}), `"ALL" is not one of`},
		"the history of one alone":      {history(alliance.HistoryQuery{A: usa, B: usa}), "both state:USA"},
		"a history of no hops":          {history(alliance.HistoryQuery{A: usa, B: prk, MaxHops: -1}), "maxHops: -1"},
		"a history of many hops":        {history(alliance.HistoryQuery{A: usa, B: prk, MaxHops: alliance.MaxHistoryHops + 1}), "maxHops: 4"},
		"duties of no day":              {duties(0), "asOf: want a day"},
		"duties at the end of time":     {duties(graph.Forever), "asOf: want a day"},
		"a what-if of very many things": {attack(alliance.Question{Attacker: usa, Victim: prk, On: on, WhatIf: make([]alliance.TreatyChange, alliance.MaxChanges+1)}), "21 changes"},
	} {
		if graph.KindOf(c.err) != graph.KindInvalid {
			t.Errorf("%s: %v; want it refused", name, c.err)
			continue
		}
		mentions(t, name, c.err.Error(), c.want)
	}
	if err := scenario(alliance.Scenario{Where: &alliance.Location{Latitude: -90, Longitude: 180}, AdversaryCount: number(1)}); graph.KindOf(err) != graph.KindNotFound {
		t.Errorf("a pole: %v; want that nobody is there", err)
	}
}

func TestANewTreatyIsChecked(t *testing.T) {
	const command graph.ID = "org:unc"
	two := []graph.ID{prk, rus}
	article := func(change func(*alliance.NewArticle)) []alliance.NewArticle {
		a := alliance.NewArticle{Number: "IX", Type: defense}
		change(&a)
		return []alliance.NewArticle{a}
	}
	nothing := article(func(*alliance.NewArticle) {})
	crowd := make([]graph.ID, graph.MaxFilterValues+1)
	for i := range crowd {
		crowd[i] = graph.ID(fmt.Sprintf("state:X%d", i))
	}
	for name, c := range map[string]struct {
		treaty alliance.NewTreaty
		want   string
	}{
		"of a crowd":           {alliance.NewTreaty{Parties: crowd, Articles: nothing}, "parties; want 2 to"},
		"of no articles":       {alliance.NewTreaty{Parties: two}, "0 articles"},
		"of many articles":     {alliance.NewTreaty{Parties: two, Articles: slices.Repeat(nothing, 51)}, "51 articles"},
		"of very many duties":  {alliance.NewTreaty{Parties: crowd[:200], Articles: slices.Repeat(nothing, 3)}, "120000 duties"},
		"of no type":           {alliance.NewTreaty{Parties: two, Articles: article(func(a *alliance.NewArticle) { a.Type = "AID" })}, `"AID" is not one of`},
		"to one who is not in": {alliance.NewTreaty{Parties: two, Articles: article(func(a *alliance.NewArticle) { a.Beneficiaries = []graph.ID{usa} })}, "state:USA is named in article IX"},
		"by one who is not in": {alliance.NewTreaty{Parties: two, Articles: article(func(a *alliance.NewArticle) { a.Obligors = []graph.ID{usa} })}, "state:USA is named in article IX"},
		"on no condition": {alliance.NewTreaty{Parties: two, Articles: article(func(a *alliance.NewArticle) {
			a.Conditions = []graph.Condition{{Kind: graph.ConditionArmedAttack}, {Kind: "RAIN"}}
		})}, `condition "RAIN"`},
	} {
		q := ask(t, bundledStore(t), ukr, rus, "2024-12-04")
		q.WhatIf = []alliance.TreatyChange{{Add: &c.treaty}}
		_, err := alliance.IfAttacked(t.Context(), q.reader, q.Question)
		if graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%s: %v; want it refused", name, err)
			continue
		}
		mentions(t, name, err.Error(), c.want)
	}
	q := ask(t, bundledStore(t), ukr, rus, "2024-12-04")
	q.WhatIf = []alliance.TreatyChange{{Add: &alliance.NewTreaty{Parties: []graph.ID{chn, rus, usa, command}, Articles: article(func(a *alliance.NewArticle) {
		a.Obligors, a.Beneficiaries, a.Conditions = []graph.ID{chn, command}, []graph.ID{rus}, []graph.Condition{{Kind: graph.ConditionArmedAttack}}
	})}}}
	a := q.answer()
	if by := verdict(t, a, chn, alliance.VerdictObliged).Because[0].Citation(); by != "article IX of the What-if treaty 1" {
		t.Errorf("China is obliged by %s", by)
	}
	change := func(a *alliance.AttackAssessment) (out string) { // an organization is not among the free
		for _, c := range a.Changes {
			if c.Actor.Head().ID == command {
				out = fmt.Sprint(c.Before, " ", c.After)
			}
		}
		return out
	}
	ended := *q
	ended.reader, ended.WhatIf = a.World, []alliance.TreatyChange{{End: "treaty:what-if-1"}}
	if with, without := change(a), change(ended.answer()); with != "FREE OBLIGED" || without != "OBLIGED FREE" {
		t.Errorf("a treaty takes the command from %q, its end from %q", with, without)
	}
	if r := a.Responder(usa); r != nil && r.Verdict == alliance.VerdictObliged {
		t.Error("the United States is obliged by an article that names others")
	}
}
