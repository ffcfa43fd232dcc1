package alliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memstore"
)

// clause is a duty that all parties of a statute owe each other, by one of its articles or by the treaty itself.
type clause struct {
	article graph.Text           // its number; empty: the treaty's own
	of      graph.ObligationType // empty: the article imposes none
}

// statute is a treaty with everything that its duties derive from, for what-ifs to change.
type statute struct {
	treaty  graph.Treaty
	parties []*graph.PartyTo
	clauses []clause
}

// statuteOf is a treaty of 1990 between the three.
func statuteOf(clauses ...clause) *statute {
	since, binding := graph.YearOnly(1990), true
	s := &statute{clauses: clauses, treaty: graph.Treaty{
		Header: graph.Header{ID: "treaty:law", Name: "Law", Period: graph.Since(since)}, Binding: &binding, Signed: since, InForce: since,
	}}
	for _, id := range []graph.ID{aaa, bbb, ccc} {
		p := &graph.PartyTo{Signed: since, InForce: since}
		p.FromID, p.Period = id, s.treaty.Period
		s.parties = append(s.parties, p)
	}
	return s
}

// signed leaves the treaty, and the parts of all its parties, to wait for their entry into force.
func (s *statute) signed() *statute {
	s.treaty.InForce = graph.Date{}
	for _, p := range s.parties {
		p.InForce = graph.Date{}
	}
	return s
}

// store has the statute as each of the datasets states it.
func (s *statute) store(t *testing.T, datasets ...graph.ID) *memstore.Store {
	t.Helper()
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	for _, dataset := range datasets {
		s.into(t, store, dataset)
	}
	return store
}

// into writes the statute as a dataset states it.
func (s *statute) into(t *testing.T, store graph.Store, dataset graph.ID) {
	t.Helper()
	var m made
	m.states("AAA", "BBB", "CCC", "DDD")
	m.add(&graph.Dataset{Header: graph.Header{ID: dataset, Name: string(dataset)}}, &s.treaty)
	for _, p := range s.parties {
		part := *p
		m.link(&part, p.FromID, s.treaty.ID, p.Period)
	}
	for i, c := range s.clauses {
		by := s.treaty.ID
		if c.article != "" {
			by = graph.ID("article:law/" + c.article)
			m.add(&graph.Article{Header: graph.Header{ID: by, Name: "Article " + string(c.article)}, Number: string(c.article)})
			m.link(&graph.HasArticle{}, s.treaty.ID, by, graph.Period{})
		}
		if c.of == "" {
			continue
		}
		duty := graph.ID(fmt.Sprintf("obligation:law/%d", i+1))
		m.add(&graph.Obligation{Header: graph.Header{ID: duty, Name: "duty"}, Type: c.of, Mutual: true})
		m.link(&graph.Imposes{}, by, duty, graph.Period{})
		for _, p := range s.parties {
			m.link(&graph.Obliges{}, duty, p.FromID, graph.Period{})
			m.link(&graph.Benefits{}, duty, p.FromID, graph.Period{})
		}
	}
	for i := range m.Nodes {
		m.Nodes[i].Dataset = dataset
	}
	for i := range m.Relationships {
		m.Relationships[i].Dataset = dataset
	}
	derived, err := graph.Derive(m.Nodes, m.Relationships)
	if err != nil {
		t.Fatal(err)
	}
	m.Relationships = append(m.Relationships, derived...)
	if _, err := store.Apply(t.Context(), m.Batch); err != nil {
		t.Fatal(err)
	}
}

// lawOn is what a reader holds of the treaty on the day: its status, who is bound by it, and what they owe, as
// "AAA:BBB DEFENSE".
func lawOn(t *testing.T, r graph.Reader, on graph.Day) (status graph.TreatyStatus, parties, duties string) {
	t.Helper()
	nodes, err := r.Nodes(t.Context(), []graph.ID{"treaty:law"})
	if err != nil {
		t.Fatal(err)
	}
	list := func(id graph.ID, d graph.Direction, of graph.RelationshipType, text func(graph.Hop) string) string {
		page, err := r.Expand(t.Context(), []graph.ID{id}, graph.HopQuery{
			Filter: graph.Filter{On: on, Types: []graph.RelationshipType{of}}, Direction: d, PerNode: graph.MaxPerNode,
		})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, h := range page[0].Hops {
			out = append(out, text(h))
		}
		slices.Sort(out)
		return strings.Join(slices.Compact(out), ", ")
	}
	short := func(id graph.ID) string { return strings.TrimPrefix(string(id), "state:") }
	parties = list("treaty:law", graph.DirectionIn, graph.PartyToType, func(h graph.Hop) string { return short(h.Other.Head().ID) })
	var all []string
	for _, id := range []graph.ID{aaa, bbb, ccc} {
		if owes := list(id, graph.DirectionOut, graph.AlliedWithType, func(h graph.Hop) string {
			duty := h.Relationship.(*graph.AlliedWith)
			return fmt.Sprintf("%s:%s %s", short(duty.FromID), short(duty.ToID), duty.ObligationType)
		}); owes != "" {
			all = append(all, owes)
		}
	}
	return nodes[0].(*graph.Treaty).StatusOn(on), parties, strings.Join(all, ", ")
}

// owing is what the parties owe each other, in the words of lawOn.
func owing(parties string, types ...graph.ObligationType) string {
	var out []string
	slices.Sort(types)
	for _, from := range parties {
		for _, to := range parties {
			for _, of := range types {
				if from != to {
					out = append(out, fmt.Sprintf("%s:%s %s", strings.Repeat(string(from), 3), strings.Repeat(string(to), 3), of))
				}
			}
		}
	}
	return strings.Join(out, ", ")
}

var (
	endsLaw, suspendsLaw = alliance.TreatyChange{End: "treaty:law"}, alliance.TreatyChange{Suspend: "treaty:law"}
	entersLaw            = alliance.TreatyChange{EnterIntoForce: "treaty:law"}
)

func leavesLaw(id graph.ID) alliance.TreatyChange {
	return alliance.TreatyChange{Withdraw: &alliance.Withdrawal{Treaty: "treaty:law", Party: id}}
}

func amendsLaw(article string) alliance.TreatyChange {
	return alliance.TreatyChange{Amend: &alliance.Amendment{Treaty: "treaty:law", Article: article, Type: graph.ObligationConsul}}
}

// part changes the part of one party.
func (s *statute) part(i int, change func(*graph.PartyTo)) *statute {
	change(s.parties[i])
	return s
}

func waits(p *graph.PartyTo) { p.InForce = graph.Date{} }

func TestWhatAChangeOfATreatyMakesOfIt(t *testing.T) {
	const consult = graph.ObligationConsul
	one, two := clause{"I", defense}, clause{"II", nonagg}
	for name, c := range map[string]struct {
		law             *statute
		changes         []alliance.TreatyChange
		status          graph.TreatyStatus
		parties, duties string
	}{
		"nothing":               {statuteOf(one), nil, graph.StatusInForce, "AAA, BBB, CCC", owing("ABC", defense)},
		"its end":               {statuteOf(one), []alliance.TreatyChange{endsLaw}, graph.StatusEnded, "", ""},
		"its end, twice":        {statuteOf(one), []alliance.TreatyChange{endsLaw, endsLaw}, graph.StatusEnded, "", ""},
		"its suspension":        {statuteOf(one), []alliance.TreatyChange{suspendsLaw}, graph.StatusSuspended, "AAA, BBB, CCC", ""},
		"a withdrawal":          {statuteOf(one), []alliance.TreatyChange{leavesLaw(ccc)}, graph.StatusInForce, "AAA, BBB", owing("AB", defense)},
		"two withdrawals":       {statuteOf(one), []alliance.TreatyChange{leavesLaw(ccc), leavesLaw(bbb)}, graph.StatusInForce, "AAA", ""},
		"its force":             {statuteOf(one).signed(), []alliance.TreatyChange{entersLaw}, graph.StatusInForce, "AAA, BBB, CCC", owing("ABC", defense)},
		"its force, for two":    {statuteOf(one).signed(), []alliance.TreatyChange{entersLaw, leavesLaw(ccc)}, graph.StatusInForce, "AAA, BBB", owing("AB", defense)},
		"the force of one part": {statuteOf(one).part(2, waits), []alliance.TreatyChange{entersLaw}, graph.StatusInForce, "AAA, BBB, CCC", owing("ABC", defense)},
		"an article":            {statuteOf(one, two), []alliance.TreatyChange{amendsLaw("I")}, graph.StatusInForce, "AAA, BBB, CCC", owing("ABC", consult, nonagg)},
		"all articles":          {statuteOf(one, two), []alliance.TreatyChange{amendsLaw("")}, graph.StatusInForce, "AAA, BBB, CCC", owing("ABC", consult)},
		"an article beside what the treaty imposes": {
			statuteOf(clause{"", defense}, two), []alliance.TreatyChange{amendsLaw("II")}, graph.StatusInForce, "AAA, BBB, CCC", owing("ABC", consult, defense),
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, datasets := range [][]graph.ID{{"dataset:one"}, {"dataset:one", "dataset:two"}} {
				changed, err := alliance.Overlay(t.Context(), c.law.store(t, datasets...), c.changes, asked)
				if err != nil {
					t.Fatal(err)
				}
				if status, parties, duties := lawOn(t, changed, asked); status != c.status || parties != c.parties || duties != c.duties {
					t.Errorf("by %d datasets it is %s for %s: %s", len(datasets), status, parties, duties)
				}
			}
		})
	}
}

// TestTheEndOfATreatyIsThatOfTheDay: what ended before ended then, and what would begin later never does.
func TestTheEndOfATreatyIsThatOfTheDay(t *testing.T) {
	since := func(year int) func(*graph.PartyTo) {
		return func(p *graph.PartyTo) {
			p.Signed, p.InForce, p.Period = graph.YearOnly(year), graph.YearOnly(year), graph.Since(graph.YearOnly(year))
		}
	}
	law := statuteOf(clause{"I", defense}).part(1, func(p *graph.PartyTo) {
		p.Ended, p.Period = graph.YearOnly(1995), graph.Between(graph.YearOnly(1990), graph.YearOnly(1995))
	}).part(2, since(2005))
	end := asked.Date()
	changed, err := alliance.Overlay(t.Context(), law.store(t, "dataset:one"), []alliance.TreatyChange{endsLaw}, asked)
	if err != nil {
		t.Fatal(err)
	}
	page, err := changed.Expand(t.Context(), []graph.ID{"treaty:law"}, graph.HopQuery{
		Filter: graph.Filter{Types: []graph.RelationshipType{graph.PartyToType}}, Direction: graph.DirectionIn, PerNode: 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[graph.ID]string{}
	for _, h := range page[0].Hops {
		p := h.Relationship.(*graph.PartyTo)
		got[p.FromID] = fmt.Sprint(p.Period.Text(), "; ended ", p.Ended)
	}
	want := map[graph.ID]string{
		aaa: fmt.Sprint(graph.Between(graph.YearOnly(1990), end).Text(), "; ended ", end),
		bbb: fmt.Sprint(graph.Between(graph.YearOnly(1990), graph.YearOnly(1995)).Text(), "; ended 1995"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	treaty := func(s *statute) *graph.Treaty {
		changed, err := alliance.Overlay(t.Context(), s.store(t, "dataset:one"), []alliance.TreatyChange{endsLaw}, asked)
		if err != nil {
			t.Fatal(err)
		}
		nodes, err := changed.Nodes(t.Context(), []graph.ID{"treaty:law"})
		if err != nil {
			t.Fatal(err)
		}
		return nodes[0].(*graph.Treaty)
	}
	if now := treaty(statuteOf(clause{"I", defense})); now.Ended != end || now.EndedHow != graph.EndTermination || now.InForce != graph.YearOnly(1990) || now.StatusOn(asked.Previous()) != graph.StatusInForce {
		t.Errorf("a treaty that is in force ends as %+v", now)
	}
	later := statuteOf(clause{"I", defense})
	later.treaty.InForce, later.treaty.Period = graph.YearOnly(2005), graph.Since(graph.YearOnly(2005))
	if now := treaty(later); now.Ended != end || now.StatusOn(20060101) != graph.StatusEnded || now.StatusOn(asked) != graph.StatusEnded {
		t.Errorf("a treaty that would enter into force later ends as %+v", now)
	}
}

// TestAChangeOfATreatyThatIsNotPossibleSaysWhatIs where two datasets state the same of it.
func TestAChangeOfATreatyThatIsNotPossibleSaysWhatIs(t *testing.T) {
	one, idle := clause{"I", defense}, clause{"", nonagg}
	ended := statuteOf(one)
	ended.treaty.Ended, ended.treaty.Period.Until = graph.YearOnly(1995), graph.YearOnly(1995)
	unsigned := statuteOf(one)
	unsigned.treaty.Signed, unsigned.treaty.InForce, unsigned.treaty.Period = graph.YearOnly(2005), graph.YearOnly(2005), graph.Since(graph.YearOnly(2005))
	for name, c := range map[string]struct {
		law    *statute
		change alliance.TreatyChange
		want   string
	}{
		"the withdrawal of one that is no party": {statuteOf(one), leavesLaw(ddd), "state:DDD is no party to the Law; its parties are state:AAA, state:BBB, state:CCC"},
		"the force of what has ended":            {ended, entersLaw, "the Law is ENDED on 2000-06-15"},
		"the force of what is not signed":        {unsigned, entersLaw, "the Law is NOT_YET_SIGNED on 2000-06-15"},
		"the force of what is in force":          {statuteOf(one), entersLaw, "in force on 2000-06-15 for all"},
		"an article that there is not":           {statuteOf(clause{"II", defense}, one, idle, clause{"Annex", ""}), amendsLaw("III"), `article "III" of the Law imposes no duty; those that do are I, II`},
		"an article of nothing":                  {statuteOf(idle), amendsLaw("I"), "those that do are "},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := alliance.Overlay(t.Context(), c.law.store(t, "dataset:one", "dataset:two"), []alliance.TreatyChange{c.change}, asked)
			if graph.KindOf(err) != graph.KindInvalid {
				t.Fatalf("%v; want it refused", err)
			}
			mentions(t, name, err.Error(), c.want)
			if strings.Contains(err.Error(), "CCC, state:") || strings.Contains(err.Error(), "Annex") {
				t.Errorf("%v says too much", err)
			}
		})
	}
}

func TestAWhatIfOfWhatIsNoTreatyIsRefused(t *testing.T) {
	for _, id := range []graph.ID{"treaty:none", aaa} {
		_, err := alliance.Overlay(t.Context(), statuteOf().store(t, "dataset:one"), []alliance.TreatyChange{{End: id}}, asked)
		if graph.KindOf(err) != graph.KindNotFound || !strings.Contains(err.Error(), string(id)) {
			t.Errorf("%s: %v; want that there is no such treaty", id, err)
		}
	}
}

// TestASuppositionAboutASuppositionHoldsTogether: what one what-if has changed is the law of the next one.
func TestASuppositionAboutASuppositionHoldsTogether(t *testing.T) {
	const consult = graph.ObligationConsul
	one, two := clause{"I", defense}, clause{"II", nonagg}
	for name, c := range map[string]struct {
		law           *statute
		first, second alliance.TreatyChange
		want          string
	}{
		"amended, one leaves":    {statuteOf(one, two), amendsLaw("I"), leavesLaw(ccc), owing("AB", consult, nonagg)},
		"one has left, amended":  {statuteOf(one, two), leavesLaw(ccc), amendsLaw("I"), owing("AB", consult, nonagg)},
		"amended, amended":       {statuteOf(one, two), amendsLaw("I"), amendsLaw("II"), owing("ABC", consult)},
		"in force, one leaves":   {statuteOf(one).signed(), entersLaw, leavesLaw(ccc), owing("AB", defense)},
		"in force, ends":         {statuteOf(one).signed(), entersLaw, endsLaw, ""},
		"ended, amended":         {statuteOf(one), endsLaw, amendsLaw("I"), ""},
		"suspended, one leaves":  {statuteOf(one), suspendsLaw, leavesLaw(ccc), ""},
		"suspended, one amended": {statuteOf(one), suspendsLaw, amendsLaw("I"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, datasets := range [][]graph.ID{{"dataset:one"}, {"dataset:one", "dataset:two"}} {
				var r graph.Reader = c.law.store(t, datasets...)
				for _, change := range []alliance.TreatyChange{c.first, c.second} {
					var err error
					if r, err = alliance.Overlay(t.Context(), r, []alliance.TreatyChange{change}, asked); err != nil {
						t.Fatal(err)
					}
				}
				if _, _, duties := lawOn(t, r, asked); duties != c.want {
					t.Errorf("by %d datasets: %s; want %s", len(datasets), duties, c.want)
				}
			}
		})
	}
}

// TestASecondOpinionOnATreatyStaysOne where a what-if brings the treaty into force.
func TestASecondOpinionOnATreatyStaysOne(t *testing.T) {
	store := statuteOf(clause{"I", defense}).signed().store(t, "dataset:one")
	opinion := graph.NewNodeRecord(&graph.Treaty{Header: graph.Header{ID: "treaty:law", Name: "Law"}, Signed: graph.YearOnly(1991)})
	opinion.Dataset, opinion.Discriminator = "dataset:one", "another"
	if _, err := store.Apply(t.Context(), graph.Batch{Nodes: []graph.NodeRecord{opinion}}); err != nil {
		t.Fatal(err)
	}
	changed, err := alliance.Overlay(t.Context(), store, []alliance.TreatyChange{entersLaw}, asked)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, duties := lawOn(t, changed, asked); duties != owing("ABC", defense) {
		t.Errorf("they owe each other %s", duties)
	}
}

// TestTheDutiesOfAStatuteAreCountedWithoutMakingThem, whether articles impose them or the treaty itself.
func TestTheDutiesOfAStatuteAreCountedWithoutMakingThem(t *testing.T) {
	for want, clauses := range map[int][]clause{0: nil, 9: {{"I", defense}}, 18: {{"", defense}, {"I", nonagg}}, 27: {{"I", defense}, {"II", nonagg}, {"", defense}}} {
		got, err := alliance.MostDuties(t.Context(), statuteOf(clauses...).store(t, "dataset:one"), []graph.ID{"treaty:law"})
		if err != nil || got != want {
			t.Errorf("%d duties at most, %v; want %d", got, err, want)
		}
	}
}
