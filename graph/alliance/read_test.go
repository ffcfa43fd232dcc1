package alliance_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

func TestWhatADutyNamesAndIsNotLoadedIsCalledByItsId(t *testing.T) {
	var m made
	m.states("AAA", "BBB", "CCC")
	m.owes("state:CCC", "state:BBB", "treaty:x", graph.ObligationDefense, graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:XXX"}})
	d := ask(t, m.store(t), "state:AAA", "state:BBB", "2000-06-15").answer().Responder("state:CCC").Unmet[0]
	got := []string{d.Treaty.Name, d.Dataset.Name, d.Obligation.Name, d.Conditions()[0].Reason}
	if diff := cmp.Diff([]string{"treaty:x", "dataset:made", "", "the duty runs against state:XXX, not against AAA"}, got); diff != "" {
		t.Error(diff)
	}
	d = ask(t, bundledStore(t), prk, kor, "2024-12-04").answer().Responder(usa).Because[0]
	if d.Obligation.Name == string(d.Obligation.ID) || d.Dataset.Name == string(d.Dataset.ID) || d.Treaty.Name == string(d.Treaty.ID) {
		t.Errorf("what is loaded is called %s, %s, %s", d.Obligation.Name, d.Dataset.Name, d.Treaty.Name)
	}
}

// full is a store of which every page goes on.
type full struct{ graph.Reader }

func (f full) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	pages, err := f.Reader.Expand(ctx, ids, q)
	for i := range pages {
		pages[i].More = true
	}
	return pages, err
}

func TestHalfAnAnswerOfTheStoreIsRefused(t *testing.T) {
	_, err := alliance.IfAttacked(t.Context(), full{bundledStore(t)}, ask(t, nil, prk, kor, "2024-12-04").Question)
	if graph.KindOf(err) != graph.KindLimitExceeded {
		t.Fatalf("%v; want it refused", err)
	}
	mentions(t, "the error", err.Error(), kor, "ALLIED_WITH", "narrow the question")
}

func TestInPlaceOfAStateAreThoseItSucceededOrItsSuccessors(t *testing.T) {
	store := bundledStore(t)
	for name, c := range map[string]struct {
		id   graph.ID
		on   string
		want []string
	}{
		"one it succeeded":     {"state:DEU", "1900-01-01", []string{"state:german-reich: which Germany succeeded"}},
		"two generations":      {"state:CZE", "1900-01-01", []string{"state:austria-hungary: which Czechia succeeded"}},
		"its successor":        {"state:german-reich", "2000-01-01", []string{"state:DEU: a successor of German Reich"}},
		"successors of others": {"state:austria-hungary", "1960-01-01", []string{"state:AUT: a successor of Austria-Hungary", "state:CSK: a successor of Austria-Hungary", "state:HUN: a successor of Austria-Hungary"}},
		"a day in its time":    {"state:DEU", "2000-01-01", nil},
	} {
		nodes, err := store.Nodes(t.Context(), []graph.ID{c.id})
		if err != nil {
			t.Fatal(err)
		}
		there, err := alliance.InPlaceOf(t.Context(), store, nodes[0], day(t, c.on))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range there {
			got = append(got, fmt.Sprint(p.ID, ": ", p.Why))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCoverageIsOfThoseThatStateSomethingOrOfAllThatCould(t *testing.T) {
	made := world(t, []pact{{n: 1, dataset: "dataset:one", parties: actors[:2], from: graph.YearOnly(1990)}})
	for name, c := range map[string]struct {
		reader          graph.Reader
		on              graph.Day
		allowed, stated []graph.ID
		want            []string
	}{
		"stated on a day that is covered": {bundledStore(t), 20000615, nil, []graph.ID{"dataset:curated"}, nil},
		"stated before": {bundledStore(t), 17000615, nil, []graph.ID{"dataset:curated"}, []string{
			"Entente curated dataset (dataset:curated) covers no day before 1815: treaties of 1700-06-15 may be missing",
		}},
		"nothing is stated":       {made, asked, nil, nil, []string{"none in the loaded data: dataset:one (dataset:one) does not say what it covers"}},
		"by one without treaties": {made, asked, []graph.ID{"dataset:two"}, nil, []string{"no treaties are loaded, so nothing is known of alliances: `entente load curated`, `cow-alliances` or `atop` brings them"}},
	} {
		got, err := alliance.Coverage(t.Context(), c.reader, c.on, c.allowed, c.stated)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAnAttackMayBeAtAPlace(t *testing.T) {
	q := ask(t, bundledStore(t), prk, kor, "2024-12-04")
	q.Scenario.Where = &alliance.Location{Place: "place:paris"}
	d := wantDuty(t, q.answer().Responder(usa).Unmet, "treaty:us-kr-1953", "III", graph.ObligationDefense)
	judged(t, d, graph.ConditionGeographicArea, alliance.Unmet)
	c, err := alliance.RunCascade(t.Context(), q.reader, alliance.CascadeQuestion{Attacks: []alliance.Attack{{Attacker: prk, Victim: kor}}, On: q.On, Scenario: q.Scenario})
	if err != nil || len(c.Rounds) > 0 {
		t.Errorf("%+v, %v; want that nobody enters", c, err)
	}
}
