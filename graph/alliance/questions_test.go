package alliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memstore"
)

func TestLifecycle(t *testing.T) {
	treaty, actions, err := alliance.Lifecycle(t.Context(), bundledStore(t), "treaty:ru-kp-2024")
	if err != nil {
		t.Fatal(err)
	}
	if treaty.ID != "treaty:ru-kp-2024" {
		t.Errorf("the treaty is %s", treaty.ID)
	}
	type step struct {
		date, kind string
		party      graph.ID
	}
	var steps []step
	for i, a := range actions {
		s := step{date: a.Date.String(), kind: a.Kind}
		if a.Party != nil {
			s.party = a.Party.Head().ID
		}
		if slices.Contains(steps, s) && a.Text == "" {
			t.Errorf("%v is told twice", s)
		}
		steps = append(steps, s)
		if a.Dataset == nil || a.Dataset.ID != "dataset:curated" {
			t.Errorf("%v is stated by %v", s, a.Dataset)
		}
		if i > 0 && !a.Date.IsZero() && a.Date.Compare(actions[i-1].Date) < 0 {
			t.Errorf("%s comes after %s", a.Date, actions[i-1].Date)
		}
	}
	for _, want := range []step{
		{"2024-06-19", "SIGNATURE", ""},
		{"2024-11-09", "RATIFICATION", rus},
		{"2024-11-11", "RATIFICATION", prk},
		{"2024-12-04", "ENTRY_INTO_FORCE", ""},
		{"2025-04-28", "INVOCATION", ""},
	} {
		if !slices.Contains(steps, want) {
			t.Errorf("no %v in %v", want, steps)
		}
	}
	if _, _, err := alliance.Lifecycle(t.Context(), bundledStore(t), rus); graph.KindOf(err) != graph.KindNotFound {
		t.Errorf("the lifecycle of a state: %v; want NOT_FOUND", err)
	}
}

func TestCompliance(t *testing.T) {
	reader := bundledStore(t)
	all, err := alliance.Cases(t.Context(), reader, alliance.ComplianceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range all {
		if c.Treaty == nil || c.Event == nil || c.Dataset == nil || c.Outcome == "" {
			t.Errorf("case %d lacks treaty, event, dataset or outcome: %+v", i, c)
		}
		if i > 0 && c.Event.Period.From.Compare(all[i-1].Event.Period.From) > 0 {
			t.Errorf("case %d is later than the one before", i)
		}
	}
	broken, err := alliance.Cases(t.Context(), reader, alliance.ComplianceQuery{Actors: []graph.ID{rus}, Outcomes: []alliance.Outcome{alliance.OutcomeNotHonoured}})
	if err != nil {
		t.Fatal(err)
	}
	if len(broken) == 0 || len(broken) >= len(all) {
		t.Fatalf("%d of %d cases are Russia's and not honoured", len(broken), len(all))
	}
	if !slices.ContainsFunc(broken, func(c *alliance.Compliance) bool {
		return c.Treaty.ID == "treaty:budapest-1994" && c.Article.Number == "2"
	}) {
		t.Error("the Budapest Memorandum's article 2 is not among them")
	}
}

func TestDuties(t *testing.T) {
	reader := bundledStore(t)
	d, err := alliance.Duties(t.Context(), reader, alliance.DutiesQuery{Actor: usa, On: day(t, "2024-12-04"), Types: []graph.ObligationType{graph.ObligationDefense}})
	if err != nil {
		t.Fatal(err)
	}
	wantDuty(t, d.Owes, "treaty:us-kr-1953", "III", graph.ObligationDefense)
	wantDuty(t, d.Owed, "treaty:us-jp-1960", "V", graph.ObligationDefense)
	for _, duty := range slices.Concat(d.Owes, d.Owed) {
		if duty.Type != graph.ObligationDefense || !duty.Period.Contains(day(t, "2024-12-04")) {
			t.Errorf("%s %s is not a defence duty in force", duty.Type, duty.Citation())
		}
	}
	before, err := alliance.Duties(t.Context(), reader, alliance.DutiesQuery{Actor: rus, On: day(t, "2024-10-15")})
	if err != nil {
		t.Fatal(err)
	}
	if hasDuty(before.Owes, "treaty:ru-kp-2024", "4", graph.ObligationDefense) != nil {
		t.Error("a treaty that is signed only binds")
	}
	if !slices.ContainsFunc(before.Pending, func(t *graph.Treaty) bool { return t.ID == "treaty:ru-kp-2024" }) {
		t.Errorf("pending is %v", before.Pending)
	}
}

func TestWhatIsPendingIsSignedAndWillBind(t *testing.T) {
	for _, c := range []struct {
		actor  graph.ID
		on     string
		treaty graph.ID
		want   bool
	}{
		{"state:KOR", "1950-06-25", "treaty:un-charter-1945", false},
		{"state:TUR", "1949-05-01", "treaty:nato-1949", false},
		{"state:TUR", "1950-05-01", "treaty:nato-1949", false},
		{"state:FRA", "1949-05-01", "treaty:nato-1949", true},
		{"state:USA", "2024-12-04", "treaty:ogdensburg-1940", false},
	} {
		d, err := alliance.Duties(t.Context(), bundledStore(t), alliance.DutiesQuery{Actor: c.actor, On: day(t, c.on)})
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(d.Pending, func(t *graph.Treaty) bool { return t.ID == c.treaty })
		if got != c.want {
			t.Errorf("%s, %s: %s is pending: %v, want %v", c.actor, c.on, c.treaty, got, c.want)
		}
	}
}

func TestDiff(t *testing.T) {
	diff, err := alliance.Diff(t.Context(), bundledStore(t), alliance.DiffQuery{
		From: day(t, "2020-01-01"), To: day(t, "2025-01-01"),
		Actors: []graph.ID{"state:FIN", prk, "state:GBR"},
	})
	if err != nil {
		t.Fatal(err)
	}
	find := func(actor, treaty graph.ID, kind alliance.ChangeKind, of graph.ObligationType) *alliance.AllianceChange {
		for _, c := range diff.Changes {
			if c.Actor.Head().ID == actor && c.Treaty.ID == treaty && c.Kind == kind && c.Type == of {
				return c
			}
		}
		t.Fatalf("%s %s %s under %s is not listed", actor, kind, of, treaty)
		return nil
	}
	for _, want := range []struct {
		actor, treaty graph.ID
		kind          alliance.ChangeKind
		of            graph.ObligationType
		reason, on    string
		others        int
	}{
		{"state:FIN", "treaty:nato-1949", alliance.DutyGained, graph.ObligationDefense, alliance.ReasonAccession, "2023-04-04", 30},
		{prk, "treaty:ru-kp-2024", alliance.DutyGained, graph.ObligationDefense, alliance.ReasonEntryIntoForce, "2024-12-04", 1},
		{prk, "treaty:ru-kp-2000", alliance.DutyLost, graph.ObligationConsul, string(graph.EndSuperseded), "2024-12-04", 1},
		{"state:GBR", "treaty:eu-42-7", alliance.DutyLost, graph.ObligationDefense, string(graph.EndWithdrawal), "2020-02-01", 27},
	} {
		c := find(want.actor, want.treaty, want.kind, want.of)
		if c.Reason != want.reason || c.On.String() != want.on || len(c.Beneficiaries) != want.others {
			t.Errorf("%s %s %s: %s on %s to %d others; want %s on %s to %d", want.actor, want.kind, want.treaty, c.Reason, c.On, len(c.Beneficiaries), want.reason, want.on, want.others)
		}
		if (c.Before == nil) != (c.Kind == alliance.DutyGained) || (c.After == nil) != (c.Kind == alliance.DutyLost) {
			t.Errorf("%s %s has before %v and after %v", want.actor, want.kind, c.Before, c.After)
		}
	}
	if _, err := alliance.Diff(t.Context(), bundledStore(t), alliance.DiffQuery{From: 20250101, To: 20200101}); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("days in the wrong order: %v", err)
	}
}

func TestWhatASuccessorTakesOverIsNeitherLostNorGained(t *testing.T) {
	for name, actors := range map[string][]graph.ID{"everybody": nil, "the successor": {"state:RUS"}, "the predecessor": {"state:SUN"}, "the other side": {"state:FIN"}} {
		diff, err := alliance.Diff(t.Context(), bundledStore(t), alliance.DiffQuery{From: day(t, "1991-12-25"), To: day(t, "1991-12-31"), Actors: actors})
		if err != nil {
			t.Fatal(err)
		}
		type side struct {
			treaty graph.ID
			kind   graph.ObligationType
			other  graph.ID
		}
		lost, carried := map[side]bool{}, 0
		for _, c := range diff.Changes {
			if (c.Predecessor != nil) != (c.Kind == alliance.DutyCarried) {
				t.Errorf("%s: %s of %s has the predecessor %v", name, c.Kind, c.Actor.Head().Name, c.Predecessor)
			}
			concerned := append([]graph.Actor{c.Actor}, c.Beneficiaries...)
			if c.Predecessor != nil {
				concerned = append(concerned, c.Predecessor)
			}
			if len(actors) > 0 && !slices.ContainsFunc(concerned, func(a graph.Actor) bool { return a.Head().ID == actors[0] }) {
				t.Errorf("%s: %s of %s to %s concerns others", name, c.Kind, c.Actor.Head().ID, c.Beneficiaries[0].Head().ID)
			}
			switch {
			case c.Kind == alliance.DutyCarried:
				carried += len(c.Beneficiaries)
				if id := c.Predecessor.Head().ID; id != "state:SUN" || c.Before == nil || c.After == nil || c.On.String() != "1991-12-26" {
					t.Errorf("%s: carried over from %s on %s, before %v, after %v", name, id, c.On, c.Before, c.After)
				}
			case c.Kind == alliance.DutyLost && c.Actor.Head().ID == "state:SUN":
				for _, b := range c.Beneficiaries {
					lost[side{c.Treaty.ID, c.Type, b.Head().ID}] = true
				}
			}
		}
		if carried == 0 {
			t.Errorf("%s: nothing is carried over", name)
		}
		for _, c := range diff.Changes {
			if c.Kind != alliance.DutyGained || c.Actor.Head().ID != "state:RUS" {
				continue
			}
			for _, b := range c.Beneficiaries {
				if lost[side{c.Treaty.ID, c.Type, b.Head().ID}] {
					t.Errorf("%s: Russia gained what the Soviet Union lost toward %s under %s", name, b.Head().Name, c.Treaty.ID)
				}
			}
		}
	}
}

func TestATreatyOfWhichOnlyTheSignatureIsKnownIsNotSaidToEnterIntoForce(t *testing.T) {
	diff, err := alliance.Diff(t.Context(), bundledStore(t), alliance.DiffQuery{
		From: day(t, "1992-05-01"), To: day(t, "1992-07-01"), Actors: []graph.ID{"state:ALB"},
	})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range diff.Changes {
		if c.Treaty.ID == "treaty:al-tr-1992" {
			found = true
			if c.Reason != alliance.ReasonSignature || c.On.String() != "1992-06-01" {
				t.Errorf("%s: %s on %s; want SIGNATURE on 1992-06-01", c.Type, c.Reason, c.On)
			}
		}
	}
	if !found {
		t.Error("the treaty is not among the changes")
	}
}

func TestHistorySaysWhatTheDataDoNotCover(t *testing.T) {
	for pair, want := range map[[2]graph.ID][]string{
		{"state:FIN", "state:SWE"}: {"selective before 1945"},
		{prk, "state:CHE"}:         {"none in the loaded data", "selective before 1945"},
		{"state:FRA", "state:USA"}: {"selective before 1945"},
	} {
		h, err := alliance.History(t.Context(), bundledStore(t), alliance.HistoryQuery{A: pair[0], B: pair[1]})
		if err != nil {
			t.Fatal(err)
		}
		mentions(t, fmt.Sprint(pair), strings.Join(h.Warnings, "\n"), want...)
		if pair[0] == "state:FIN" && (len(h.Periods) != 1 || h.Periods[0].From.String() != "2009-12-01" || len(h.Duties) < 2) {
			t.Errorf("Finland and Sweden were bound in %+v", h.Periods)
		}
		for _, d := range h.Duties {
			if d.Treaty.ID == "treaty:eu-42-7" && d.Period.From.String() != "2009-12-01" {
				t.Errorf("%s: %s begins on %s", d.Citation(), d.Obligor.Head().ID, d.Period.From)
			}
		}
	}
}

func TestHistorySaysWhoseTimeIsNotInIt(t *testing.T) {
	h, err := alliance.History(t.Context(), bundledStore(t), alliance.HistoryQuery{A: "state:RUS", B: "state:DEU"})
	if err != nil {
		t.Fatal(err)
	}
	mentions(t, "Russia and Germany", strings.Join(h.Warnings, "\n"),
		"Russia (state:RUS) is on record from 1991-12-26: for the time before, ask about the Soviet Union (state:SUN), which it succeeded",
		"state:german-reich")
	if text := strings.Join(h.Warnings, "\n"); strings.Contains(text, "East Germany") {
		t.Errorf("East Germany came later than Germany: %s", text)
	}
}

func TestHistory(t *testing.T) {
	reader := bundledStore(t)
	h, err := alliance.History(t.Context(), reader, alliance.HistoryQuery{A: usa, B: "state:POL", MaxHops: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Periods) == 0 || h.Periods[len(h.Periods)-1].From.String() != "1999-03-12" {
		t.Errorf("the periods are %v; want the last since 1999-03-12", h.Periods)
	}
	for i, p := range h.Paths {
		if p.Length < 1 || p.Length > 2 || i > 0 && p.Period.From.First() < h.Paths[i-1].Period.From.First() {
			t.Errorf("interval %d is %+v", i, p)
		}
	}
	if last := h.Paths[len(h.Paths)-1]; last.Length != 1 || !last.Period.Contains(day(t, "2024-01-01")) {
		t.Errorf("the last interval is %+v; want a direct one that is open", last)
	}
}

// TestHistoryKeepsADateAsExactAsItIs: of the entry into force of the agreement of 1921 only the year is known.
func TestHistoryKeepsADateAsExactAsItIs(t *testing.T) {
	h, err := alliance.History(t.Context(), bundledStore(t), alliance.HistoryQuery{A: "state:FRA", B: "state:POL", MaxHops: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Paths) == 0 || h.Paths[0].Period.Text() != "1922 to 1939-09-27" {
		t.Errorf("the paths are %v; want the first 1922 to 1939-09-27, as the duty of its only hop", h.Paths)
	}
}

func TestContradictions(t *testing.T) {
	reader := research(t)
	list, err := alliance.Contradictions(t.Context(), reader, alliance.ContradictionQuery{On: day(t, "2012-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[alliance.ContradictionKind]int{}
	same := false
	for _, c := range list {
		kinds[c.Kind]++
		if c.Explanation == "" || c.Kind != alliance.DatasetsDiffer && (c.Actor == nil || len(c.Duties) != 2) {
			t.Errorf("%s lacks its explanation, actor or duties", c.Kind)
		}
		if same && !c.SameTreaty {
			t.Fatal("one of two treaties comes after one inside a treaty")
		}
		same = same || c.SameTreaty
		for _, d := range c.Duties {
			if !d.Period.Contains(day(t, "2012-01-01")) {
				t.Errorf("%s is not in force", d.Citation())
			}
		}
	}
	for _, k := range []alliance.ContradictionKind{alliance.DatasetsDiffer, alliance.PotentialDefenseAgainstProtected} {
		if kinds[k] == 0 {
			t.Errorf("no contradiction of kind %s among %v", k, kinds)
		}
	}
	korea := slices.IndexFunc(list, func(c *alliance.Contradiction) bool {
		return c.Kind == alliance.DatasetsDiffer && c.Treaty.ID == "treaty:us-kr-1953"
	})
	if korea < 0 {
		t.Error("COW and ATOP differ on the treaty of the United States with South Korea; that is not listed")
	}
}

// TestTheDiffOfVeryManyIsRefusedBeforeItIsRead: that there are too many is seen from their number.
func TestTheDiffOfVeryManyIsRefusedBeforeItIsRead(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	batch := graph.Batch{Nodes: []graph.NodeRecord{{ID: "state:XAA", Label: graph.LabelState, Dataset: "dataset:invented"}}}
	for i := range graph.MaxIDs + 1 {
		batch.Nodes = append(batch.Nodes, graph.NodeRecord{ID: graph.ID(fmt.Sprint("state:X", i)), Label: graph.LabelState, Dataset: "dataset:invented"})
		batch.Relationships = append(batch.Relationships, graph.RelationshipRecord{
			Type: graph.AlliedWithType, From: graph.ID(fmt.Sprint("state:X", i)), To: "state:XAA", Dataset: "dataset:invented",
			Properties: graph.Properties{"obligationType": "DEFENSE", "treaty": "treaty:invented"},
		})
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	c := &counting{Reader: store}
	_, err := alliance.Diff(t.Context(), c, alliance.DiffQuery{From: day(t, "1990-01-01"), To: day(t, "2000-01-01")})
	if graph.KindOf(err) != graph.KindLimitExceeded || !strings.Contains(err.Error(), "1001 actors") || !strings.Contains(err.Error(), "actors)") {
		t.Errorf("%v", err)
	}
	if c.calls != 1 {
		t.Errorf("%d calls to the store", c.calls)
	}
}

func TestADiffOfNothingSaysWhatTheDataHold(t *testing.T) {
	q := alliance.DiffQuery{From: day(t, "2020-01-01"), To: day(t, "2020-01-02"), Actors: []graph.ID{"state:CHE"}}
	diff, err := alliance.Diff(t.Context(), bundledStore(t), q)
	if err != nil || len(diff.Changes) != 0 || len(diff.Warnings) == 0 {
		t.Fatalf("%+v, %v", diff, err)
	}
	mentions(t, "the warnings", strings.Join(diff.Warnings, "\n"), "none in the loaded data")
	for i, w := range diff.Warnings {
		if slices.Contains(diff.Warnings[:i], w) {
			t.Errorf("said twice: %s", w)
		}
	}
	q.Actors = []graph.ID{"state:XZZ"}
	if _, err := alliance.Diff(t.Context(), bundledStore(t), q); graph.KindOf(err) != graph.KindNotFound {
		t.Errorf("somebody not known: %v", err)
	}
}
