package alliance_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

func TestAWrongWhatIfSaysWhatWouldBeValid(t *testing.T) {
	defense := []alliance.NewArticle{{Type: graph.ObligationDefense}}
	for name, c := range map[string]struct {
		change alliance.TreatyChange
		kind   graph.ErrorKind
		words  []string
	}{
		"nothing":               {alliance.TreatyChange{}, graph.KindInvalid, []string{"exactly one"}},
		"two at once":           {alliance.TreatyChange{End: "treaty:nato-1949", Suspend: "treaty:nato-1949"}, graph.KindInvalid, []string{"2 of add", "exactly one"}},
		"a party alone":         {alliance.TreatyChange{Add: &alliance.NewTreaty{Parties: []graph.ID{prk}, Articles: defense}}, graph.KindInvalid, []string{"1 parties", "2 to"}},
		"a party twice":         {alliance.TreatyChange{Add: &alliance.NewTreaty{Parties: []graph.ID{prk, prk}, Articles: defense}}, graph.KindInvalid, []string{prk, "twice"}},
		"an unknown party":      {alliance.TreatyChange{Add: &alliance.NewTreaty{Parties: []graph.ID{prk, "state:XYZ"}, Articles: defense}}, graph.KindNotFound, []string{"state:XYZ", "such as"}},
		"a state that is gone":  {alliance.TreatyChange{Add: &alliance.NewTreaty{Parties: []graph.ID{prk, "state:SUN"}, Articles: defense}}, graph.KindInvalid, []string{"Soviet Union", "did not exist on 2024-12-04", "1991"}},
		"an unknown treaty":     {alliance.TreatyChange{End: "treaty:none"}, graph.KindNotFound, []string{"treaty:none", "such as"}},
		"one that is no party":  {alliance.TreatyChange{Withdraw: &alliance.Withdrawal{Treaty: "treaty:ru-kp-2024", Party: usa}}, graph.KindInvalid, []string{usa, "its parties are state:PRK, state:RUS"}},
		"an article too many":   {alliance.TreatyChange{Amend: &alliance.Amendment{Treaty: "treaty:nato-1949", Article: "99", Type: graph.ObligationConsul}}, graph.KindInvalid, []string{"99", "5"}},
		"one that ended":        {alliance.TreatyChange{EnterIntoForce: "treaty:ru-kp-2000"}, graph.KindInvalid, []string{"ENDED", "signed and pending"}},
		"one that is in force":  {alliance.TreatyChange{EnterIntoForce: "treaty:ru-kp-2024"}, graph.KindInvalid, []string{"in force on 2024-12-04 for all"}},
		"no article of duties":  {alliance.TreatyChange{Amend: &alliance.Amendment{Treaty: "treaty:us-kr-1953", Article: "99", Type: graph.ObligationConsul}}, graph.KindInvalid, []string{"those that do are I, II, III"}},
		"a type that is no one": {alliance.TreatyChange{Amend: &alliance.Amendment{Treaty: "treaty:nato-1949", Article: "5", Type: "DEFENCE"}}, graph.KindInvalid, []string{"DEFENCE", "DEFENSE"}},
	} {
		t.Run(name, func(t *testing.T) {
			q := ask(t, bundledStore(t), ukr, rus, "2024-12-04")
			q.WhatIf = []alliance.TreatyChange{c.change}
			_, err := alliance.IfAttacked(t.Context(), q.reader, q.Question)
			if graph.KindOf(err) != c.kind {
				t.Fatalf("%v; want %s", err, c.kind)
			}
			mentions(t, "the error", err.Error(), c.words...)
		})
	}
}

func TestTheDutiesOfATreatyAreCountedByItsObligations(t *testing.T) {
	page, err := bundledStore(t).Expand(t.Context(), []graph.ID{prk, rus}, graph.HopQuery{Filter: graph.Filter{Types: []graph.RelationshipType{graph.AlliedWithType}}, PerNode: graph.MaxPerNode})
	if err != nil {
		t.Fatal(err)
	}
	owed := map[graph.ID]bool{}
	for _, p := range page {
		for _, h := range p.Hops {
			if duty := h.Relationship.(*graph.AlliedWith); duty.TreatyID == "treaty:ru-kp-2024" {
				owed[duty.ID] = true
			}
		}
	}
	// Each of the two parties is counted as owing to itself, too; named twice, a treaty counts once.
	got, err := alliance.MostDuties(t.Context(), bundledStore(t), []graph.ID{"treaty:ru-kp-2024", "treaty:ru-kp-2024"})
	if err != nil || got == 0 || got != 2*len(owed) {
		t.Errorf("%d duties at most where %d are owed, %v", got, len(owed), err)
	}
}

func TestATreatyThatIsOnlySupposedIsNoLoadedDataset(t *testing.T) {
	pact := []alliance.TreatyChange{{Add: &alliance.NewTreaty{Parties: []graph.ID{"state:JPN", "state:AUS"}, Articles: []alliance.NewArticle{{Type: graph.ObligationDefense}}}}}
	q := ask(t, bundledStore(t), usa, "state:CHE", "2025-01-01")
	q.WhatIf = pact
	cascade, err := alliance.RunCascade(t.Context(), bundledStore(t), alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: usa, Victim: "state:CHE"}}, On: day(t, "2025-01-01"), Scenario: alliance.DefaultScenario(), WhatIf: pact, MaxRounds: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, warnings := range [][]string{q.answer().Warnings, cascade.Warnings} {
		if text := strings.Join(warnings, "\n"); strings.Contains(text, "What-if") || !strings.Contains(text, "none in the loaded data: Entente") {
			t.Errorf("warnings: %s", text)
		}
	}
}

func TestSeveralChangesHoldTogether(t *testing.T) {
	q := ask(t, bundledStore(t), ukr, rus, "2024-12-04")
	q.WhatIf = []alliance.TreatyChange{
		{Withdraw: &alliance.Withdrawal{Treaty: "treaty:ru-kp-2024", Party: prk}},
		{Add: &alliance.NewTreaty{Title: "New Pact", Parties: []graph.ID{prk, rus}, Articles: []alliance.NewArticle{{Number: "IV", Type: graph.ObligationDefense}}}},
		{Amend: &alliance.Amendment{Treaty: "treaty:cst-1992", Article: "4", Type: graph.ObligationConsul}},
	}
	a := q.answer()
	d := verdict(t, a, prk, alliance.VerdictObliged).Because[0]
	if d.Citation() != "article IV of the New Pact" || d.Dataset.ID != alliance.WhatIfDataset || d.Dataset.Name != "What-if" {
		t.Errorf("North Korea is obliged by %s of %s", d.Citation(), d.Dataset.ID)
	}
	verdict(t, a, "state:BLR", alliance.VerdictConsultOnly)
	for _, id := range csto {
		if d := hasDuty(a.Responder(id).Because, "treaty:cst-1992", "4", graph.ObligationDefense); d != nil {
			t.Errorf("%s still owes defence by %s", id, d.Citation()) // some owe it by treaties of two, too
		}
	}
	changed := false
	for _, c := range a.Changes {
		changed = changed || c.Actor.Head().ID == prk
		if c.Actor.Head().ID == prk && (c.Before != c.After || len(c.Gained) != 1 || len(c.Lost) == 0) {
			t.Errorf("North Korea's change is %+v; want it obliged before and after, by another treaty", c)
		}
	}
	if !changed {
		t.Error("what changes for North Korea is not told")
	}
	q.WhatIf = nil
	if d := hasDuty(q.answer().Responder(prk).Because, "treaty:ru-kp-2024", "4", graph.ObligationDefense); d == nil {
		t.Error("the what-if is still there in the next question")
	}
}
