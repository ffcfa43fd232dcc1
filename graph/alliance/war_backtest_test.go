package alliance_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/internal/golden"
)

func backtest(t *testing.T, alliances graph.ID) *alliance.Backtest {
	t.Helper()
	b, err := alliance.RunBacktest(t.Context(), research(t), alliance.BacktestQuery{Alliances: alliances})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBacktestFollowsItsRules(t *testing.T) {
	for _, dataset := range []graph.ID{"dataset:atop", "dataset:cow-alliances"} {
		b := backtest(t, dataset)
		if b.WarCount != 95 || b.Judged+len(b.NotJudged) != 95 {
			t.Errorf("%s: %d wars, %d judged and %d not; want 95", dataset, b.WarCount, b.Judged, len(b.NotJudged))
		}
		if len(b.Cases) == 0 || len(b.States) == 0 || len(b.Treaties) == 0 || len(b.Studies) == 0 {
			t.Errorf("%s: of %d cases, %d, %d and %d are counted", dataset, len(b.Cases), len(b.States), len(b.Treaties), len(b.Studies))
		}
		seen := map[string]bool{}
		for _, c := range b.Cases {
			key := fmt.Sprint(c.War.ID, c.State.Head().ID, c.Type)
			if seen[key] {
				t.Errorf("%s is listed twice", key)
			}
			seen[key] = true
			eve := c.Eve.First()
			if c.War.Period.From.First() != eve.Next() {
				t.Errorf("%s: the eve of %s is %s", key, c.War.Period.From, c.Eve)
			}
			for _, d := range c.Duties {
				if !d.Period.Contains(eve) || d.Relationship.DatasetID != dataset || d.Judgement == alliance.Unmet || d.Type != c.Type {
					t.Errorf("%s: %s %s by %s in force %s is no duty of this case", key, d.Type, d.Judgement, d.Relationship.DatasetID, d.Period.Text())
				}
			}
			if c.Type == graph.ObligationDefense && c.Kept != (c.Outcome == alliance.JoinedVictims) {
				t.Errorf("%s: defence is kept (%t) by %s", key, c.Kept, c.Outcome)
			}
			if c.Type == graph.ObligationOffense && c.Kept != (c.Outcome == alliance.JoinedAttackers) {
				t.Errorf("%s: offence is kept (%t) by %s", key, c.Kept, c.Outcome)
			}
		}
		for _, r := range b.States {
			if r.Kept > r.Total {
				t.Errorf("%+v", r)
			}
		}
		for _, r := range b.Treaties {
			if r.Strict > r.Lenient || r.Lenient > r.Total {
				t.Errorf("%+v", r)
			}
		}
		all := alliance.StudyReliability{}
		for _, r := range b.Studies {
			if r.Strict > r.Lenient || r.Lenient > r.Total {
				t.Errorf("%+v", r)
			}
			switch {
			case r.Judgement == "" && r.Era == "":
				all = r
			case r.Judgement == "":
				all.Strict, all.Lenient, all.Total = all.Strict-r.Strict, all.Lenient-r.Lenient, all.Total-r.Total
			}
		}
		if all != (alliance.StudyReliability{}) {
			t.Errorf("%s: the eras of the studies' unit do not add up: %+v is left", dataset, all)
		}
	}
}

func TestBacktestKnowsTheBeginningOfTheSecondWorldWar(t *testing.T) {
	b := backtest(t, "dataset:atop")
	found := func(state graph.ID) *alliance.BacktestCase {
		for _, c := range b.Cases {
			if c.War.Name == "World War II" && c.State.Head().ID == state && c.Type == graph.ObligationDefense {
				return c
			}
		}
		t.Fatalf("%s owed nobody defence on the eve of the war", state)
		return nil
	}
	for _, id := range []graph.ID{"state:FRA", "state:GBR"} {
		if c := found(id); !c.Kept || c.Eve.String() != "1939-08-31" {
			t.Errorf("%s on %s: kept %t", id, c.Eve, c.Kept)
		}
	}
	if slices.ContainsFunc(b.Cases, func(c *alliance.BacktestCase) bool {
		return c.War.Name == "World War II" && c.State.Head().ID == "state:german-reich" && c.Type == graph.ObligationDefense
	}) {
		t.Error("the attacker is judged as an ally of the victim")
	}
}

func TestBacktestNeedsItsDatasets(t *testing.T) {
	_, err := alliance.RunBacktest(t.Context(), bundledStore(t), alliance.BacktestQuery{Alliances: "dataset:atop"})
	if graph.KindOf(err) != graph.KindNotFound {
		t.Errorf("without ATOP: %v; want NOT_FOUND", err)
	}
	mentions(t, "the error", err.Error(), "entente load atop")
}

// TestTheFiguresOfTheBacktestAreThoseOfItsPage compares the tables in docs/backtest.md with what the backtest gives.
func TestTheFiguresOfTheBacktestAreThoseOfItsPage(t *testing.T) {
	const page = "../../docs/backtest.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- figures: written by the test of graph/alliance -->\n", "<!-- end of figures -->"
	before, rest, ok := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the figures", page)
	}
	var tables strings.Builder
	for _, dataset := range []graph.ID{"dataset:atop", "dataset:cow-alliances", "dataset:curated"} {
		writeTables(&tables, backtest(t, dataset))
	}
	golden.Compare(t, page, []byte(before+begin+tables.String()+end+after))
}

func writeTables(w *strings.Builder, b *alliance.Backtest) {
	share := func(part, whole int) string {
		if whole == 0 {
			return "–"
		}
		return fmt.Sprintf("%d of %d (%.1f %%)", part, whole, 100*float64(part)/float64(whole))
	}
	fmt.Fprintf(w, "\n### %s\n\n%d of %d wars judged. Duties kept, one per state and war:\n\n", b.Alliances.Name, b.Judged, b.WarCount)
	fmt.Fprintln(w, "| type | all | 1816–1944 | 1945–2003 | MET, 1816–1944 | MET, 1945–2003 | UNKNOWN |\n| --- | --- | --- | --- | --- | --- | --- |")
	state := func(t graph.ObligationType, j alliance.Judgement, era graph.Text) string {
		for _, r := range b.States {
			if r.Type == t && r.Judgement == j && r.Era == era {
				return share(r.Kept, r.Total)
			}
		}
		return "–"
	}
	for _, t := range alliance.TestedTypes {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |\n", t, state(t, "", ""), state(t, "", alliance.EraEarly), state(t, "", alliance.EraLate),
			state(t, alliance.Met, alliance.EraEarly), state(t, alliance.Met, alliance.EraLate), state(t, alliance.Unknown, ""))
	}
	fmt.Fprintln(w, "\nTreaties kept, one per treaty and war, by all members bound / by at least one:\n\n| type | all | MET | 1816–1944 | 1945–2003 |\n| --- | --- | --- | --- | --- |")
	treaty := func(t graph.ObligationType, j alliance.Judgement, era graph.Text) string {
		for _, r := range b.Treaties {
			if r.Type == t && r.Judgement == j && r.Era == era && r.Total > 0 {
				return fmt.Sprintf("%d / %d of %d", r.Strict, r.Lenient, r.Total)
			}
		}
		return "–"
	}
	for _, t := range alliance.TestedTypes {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", t, treaty(t, "", ""), treaty(t, alliance.Met, ""), treaty(t, "", alliance.EraEarly), treaty(t, "", alliance.EraLate))
	}
	fmt.Fprintln(w, "\nTreaties kept as the published studies count them, all types but NONAGG together, by all members bound / by at least one:\n\n| duties | all | 1816–1944 | 1945–2003 |\n| --- | --- | --- | --- |")
	study := func(j alliance.Judgement, era graph.Text) string {
		for _, r := range b.Studies {
			if r.Judgement == j && r.Era == era {
				return fmt.Sprintf("%s / %s", share(r.Strict, r.Total), share(r.Lenient, r.Total))
			}
		}
		return "–"
	}
	for _, j := range []alliance.Judgement{"", alliance.Met} {
		name := "MET or UNKNOWN"
		if j != "" {
			name = "MET"
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", name, study(j, ""), study(j, alliance.EraEarly), study(j, alliance.EraLate))
	}
	fmt.Fprintln(w, "\nVerdicts by what the states did, one per state and war:\n\n| verdict | joined the victims | joined the attackers | stayed out |\n| --- | --- | --- | --- |")
	for _, v := range alliance.Verdicts {
		counts := map[alliance.WarOutcome]int{}
		for _, x := range b.Verdicts {
			if x.Verdict == v {
				counts[x.Outcome] = x.Count
			}
		}
		fmt.Fprintf(w, "| %s | %d | %d | %d |\n", v, counts[alliance.JoinedVictims], counts[alliance.JoinedAttackers], counts[alliance.StayedOut])
	}
}
