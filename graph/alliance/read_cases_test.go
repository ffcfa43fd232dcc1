package alliance_test

import (
	"context"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

// TestADutyIsCalledByIDsWhereNothingElseIsLoaded: of a duty alone its treaty, obligation and dataset are known by their
// ids.
func TestADutyIsCalledByIDsWhereNothingElseIsLoaded(t *testing.T) {
	var m made
	m.states("AAA", "BBB")
	duty := &graph.AlliedWith{ObligationType: defense, Mutual: true, TreatyID: "treaty:gone", ObligationID: "obligation:gone/1", ArticleID: "article:gone/1"}
	m.link(duty, aaa, bbb, years(1990, 0))
	d, err := alliance.Duties(t.Context(), m.store(t), alliance.DutiesQuery{Actor: aaa, On: asked})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Owes) != 1 {
		t.Fatalf("%d duties; want one", len(d.Owes))
	}
	got := d.Owes[0]
	if got.Treaty.ID != "treaty:gone" || got.Treaty.Name != "treaty:gone" || got.Article != nil {
		t.Errorf("its treaty is %+v, its article %+v", got.Treaty, got.Article)
	}
	if o := got.Obligation; o.ID != "obligation:gone/1" || o.Name != "obligation:gone/1" || o.Type != defense || !o.Mutual {
		t.Errorf("its obligation is %+v", o)
	}
	if got.Dataset.ID != "dataset:made" || got.Dataset.Name != "dataset:made" {
		t.Errorf("its dataset is %+v", got.Dataset)
	}
}

func TestWhoCannotBeAskedAboutIsRefusedWithWhatCan(t *testing.T) {
	var m made
	m.states("AAA")
	m.add(&graph.Treaty{Header: graph.Header{ID: "treaty:t", Name: "Pact"}}, &graph.State{Header: graph.Header{ID: "state:OLD", Name: "Old", Period: years(1900, 1950)}},
		&graph.State{Header: graph.Header{ID: "state:NEW", Name: "New", Period: years(1950, 0)}})
	m.link(&graph.Succeeds{}, "state:NEW", "state:OLD", graph.Period{})
	store := m.store(t)
	for id, want := range map[graph.ID]struct {
		kind  graph.ErrorKind
		words []string
	}{
		"state:XXX": {graph.KindNotFound, []string{"actor", `"state:XXX"`, "want the id"}},
		"treaty:t":  {graph.KindInvalid, []string{"Pact (treaty:t) is a Treaty", "want a state"}},
		"state:OLD": {graph.KindInvalid, []string{"Old (state:OLD) did not exist on 2000-06-15", "1900-01-01 to 1950-01-01"}},
	} {
		_, err := alliance.Duties(t.Context(), store, alliance.DutiesQuery{Actor: id, On: asked})
		if graph.KindOf(err) != want.kind {
			t.Errorf("%s: %v; want %s", id, err, want.kind)
			continue
		}
		mentions(t, string(id), err.Error(), want.words...)
	}
}

// short is a store that gives one relationship of a node, and says that there are more.
type short struct{ graph.Reader }

func (s short) Expand(ctx context.Context, ids []graph.ID, q graph.HopQuery) ([]graph.HopPage, error) {
	q.PerNode = 1
	return s.Reader.Expand(ctx, ids, q)
}

// TestHalfOfTheDutiesAreNoAnswer: where a store cannot give all, the question is refused.
func TestHalfOfTheDutiesAreNoAnswer(t *testing.T) {
	whole := world(t, []pact{pactOf(1, "AB", defense), pactOf(2, "AC", defense)})
	q := alliance.Question{Attacker: ddd, Victim: aaa, On: asked, Scenario: alliance.DefaultScenario()}
	if _, err := alliance.IfAttacked(t.Context(), whole, q); err != nil {
		t.Fatal(err)
	}
	_, err := alliance.IfAttacked(t.Context(), short{whole}, q)
	if graph.KindOf(err) != graph.KindLimitExceeded {
		t.Fatalf("%v; want that there are too many", err)
	}
	mentions(t, "the error", err.Error(), "state:AAA has more than", "narrow the question")
}

// TestATermHoldsForItsTime: a question of a day judges by the terms of the day, and a history shows all there were.
func TestATermHoldsForItsTime(t *testing.T) {
	former := years(1990, 1995)
	store := world(t, []pact{
		pactOf(1, "AB", defense).when(graph.Condition{Kind: graph.ConditionOnRequest, Period: &former}),
		pactOf(2, "AC", defense).when(graph.Condition{Kind: graph.ConditionOnRequest, Period: &former}),
	})
	for on, want := range map[graph.Day]alliance.Verdict{19930615: alliance.VerdictConditional, asked: alliance.VerdictObliged} {
		a, err := alliance.IfAttacked(t.Context(), store, alliance.Question{Attacker: ddd, Victim: aaa, On: on, Scenario: alliance.DefaultScenario()})
		if err != nil {
			t.Fatal(err)
		}
		verdict(t, a, bbb, want)
		verdict(t, a, ccc, want)
	}
	h, err := alliance.History(t.Context(), store, alliance.HistoryQuery{A: aaa, B: bbb})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range h.Duties {
		if len(d.Relationship.Conditions) != 1 {
			t.Errorf("the history of a duty has %d terms; want that of its first years", len(d.Relationship.Conditions))
		}
	}
	if len(h.Duties) != 2 {
		t.Errorf("%d duties; want one each way", len(h.Duties))
	}
}
