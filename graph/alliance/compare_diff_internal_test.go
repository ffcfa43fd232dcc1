package alliance

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

// TestADutyBeginsAndEndsForAReason tells of a duty of 1950 to 1960 by what its treaty and its ends' parts in it say.
func TestADutyBeginsAndEndsForAReason(t *testing.T) {
	first, end := graph.FullDate(1950, 1, 1), graph.FullDate(1960, 1, 1)
	other := graph.FullDate(1940, 1, 1)
	whole := graph.Between(other, graph.Date{})
	suspended := []graph.Suspension{{Period: graph.Between(other, first)}, {Period: graph.Between(end, graph.Date{})}}
	elsewhere := []graph.Suspension{{Period: graph.Between(graph.FullDate(1951, 1, 1), graph.FullDate(1952, 1, 1))}}
	type party = graph.PartyTo
	lasts := func(from, until graph.Date) graph.RelationshipHeader {
		return graph.RelationshipHeader{Period: graph.Between(from, until)}
	}
	treaty := func(change func(*graph.Treaty)) *graph.Treaty {
		out := &graph.Treaty{Header: graph.Header{ID: "treaty:x", Period: whole}}
		change(out)
		return out
	}
	same := treaty(func(*graph.Treaty) {})
	for name, c := range map[string]struct {
		treaty     *graph.Treaty
		party      *party
		begin, end string
	}{
		"of a treaty that is not there": {nil, nil, ReasonOther, ReasonOther},
		"of one that goes on":           {same, nil, ReasonAmendment, ReasonAmendment},
		"with the treaty": {
			treaty(func(x *graph.Treaty) { x.Period, x.Ended, x.EndedHow = graph.Between(first, end), end, graph.EndExpiry }),
			nil, ReasonEntryIntoForce, "EXPIRY",
		},
		"with the treaty, it is not known how": {
			treaty(func(x *graph.Treaty) { x.Period = graph.Between(first, end) }), nil, ReasonEntryIntoForce, ReasonOther,
		},
		"with its signature": {
			treaty(func(x *graph.Treaty) { x.Period.From, x.Period.StartUncertain, x.Signed = first, true, first }),
			nil, ReasonSignature, ReasonAmendment,
		},
		"before the treaty's shown time":                {treaty(func(x *graph.Treaty) { x.Period.From = end }), nil, ReasonEntryIntoForce, ReasonAmendment},
		"while the treaty was suspended":                {treaty(func(x *graph.Treaty) { x.Suspensions = suspended }), nil, ReasonResumption, "SUSPENSION"},
		"while a party's part was":                      {same, &party{RelationshipHeader: lasts(other, graph.Date{}), Suspensions: suspended}, ReasonResumption, "SUSPENSION"},
		"of a treaty that was suspended at other times": {treaty(func(x *graph.Treaty) { x.Suspensions = elsewhere }), nil, ReasonAmendment, ReasonAmendment},
		"of a part that was suspended at other times":   {same, &party{RelationshipHeader: lasts(other, graph.Date{}), Suspensions: elsewhere}, ReasonAmendment, ReasonAmendment},
		"with a party's part":                           {same, &party{RelationshipHeader: lasts(first, end), EndedHow: graph.EndWithdrawal}, ReasonAccession, "WITHDRAWAL"},
		"with a part that was taken over":               {same, &party{RelationshipHeader: lasts(first, end), ConsentKind: "SUCCESSION"}, "SUCCESSION", ReasonOther},
		"with a part, the treaty not there":             {nil, &party{RelationshipHeader: lasts(first, end), EndedHow: graph.EndWithdrawal}, ReasonOther, "WITHDRAWAL"},
		"with a part that ends as the treaty":           {treaty(func(x *graph.Treaty) { x.Ended, x.EndedHow = end, graph.EndExpiry }), &party{RelationshipHeader: lasts(other, end), EndedHow: graph.EndWithdrawal}, ReasonAmendment, "EXPIRY"},
		"by a suspension of this duty only": {treaty(func(x *graph.Treaty) {
			x.Actions = []graph.TreatyAction{{Date: end, Kind: "DENUNCIATION"}, {Date: other, Kind: "SUSPENSION"}, {Date: end, Kind: "SUSPENSION"}}
		}), nil, ReasonAmendment, "SUSPENSION"},
	} {
		now := newReading(nil, 0, nil)
		if c.treaty != nil {
			now.nodes["treaty:x"] = c.treaty
		}
		if c.party != nil {
			now.parties["state:a"] = []participation{{c.party, same}}
		}
		d := &differ{now: now}
		r := &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{FromID: "state:a", ToID: "state:b", Period: graph.Between(first, end)}, TreatyID: "treaty:x"}
		if why, on := d.beginning(r); why != c.begin || on != first {
			t.Errorf("%s: begins by %s on %s; want %s", name, why, on, c.begin)
		}
		if why, on := d.ending(r); why != c.end || on != end {
			t.Errorf("%s: ends by %s on %s; want %s", name, why, on, c.end)
		}
	}
}

func TestADutyIsAmendedWithItsLastCondition(t *testing.T) {
	day := func(year int) graph.Date { return graph.FullDate(year, 1, 1) }
	condition := func(from, until int) graph.Condition {
		c := graph.Condition{Kind: graph.ConditionOnRequest, Period: &graph.Period{}}
		if from > 0 {
			c.Period.From = day(from)
		}
		if until > 0 {
			c.Period.Until = day(until)
		}
		return c
	}
	duty := func(id graph.ID, conditions ...graph.Condition) *graph.AlliedWith {
		return &graph.AlliedWith{RelationshipHeader: graph.RelationshipHeader{ID: id, Period: graph.Since(day(1940))}, Conditions: conditions}
	}
	for name, c := range map[string]struct {
		was, is *graph.AlliedWith
		want    graph.Date
	}{
		"another relationship": {duty("1", condition(0, 1955)), duty("2"), day(1940)},
		"one that ended":       {duty("1", condition(0, 1955), condition(0, 1954), condition(0, 0)), duty("1"), day(1955)},
		"one that began":       {duty("1"), duty("1", condition(1956, 0), condition(1953, 0), condition(0, 0)), day(1956)},
		"none":                 {duty("1", condition(0, 0)), duty("1", condition(0, 0)), day(1940)},
	} {
		d := &differ{q: &DiffQuery{From: 19500101, To: 19600101}}
		if got := d.amended(c.was, c.is); got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}

func TestPeriodsThatOverlapOrTouchAreOne(t *testing.T) {
	years := func(from, until int) graph.Period {
		return graph.Between(graph.FullDate(from, 1, 1), graph.FullDate(until, 1, 1))
	}
	got := union([]graph.Period{years(1960, 1970), years(1950, 1955), years(1950, 1953), years(1955, 1956), years(1965, 1966)})
	if len(got) != 2 || got[0] != years(1950, 1956) || got[1] != years(1960, 1970) {
		t.Errorf("%v", got)
	}
}

func TestAPathIsAsLongAsTheShortestOnItsDay(t *testing.T) {
	since := []graph.Period{graph.Since(graph.FullDate(1950, 1, 1))}
	by := map[[2]graph.ID][]graph.Period{{"a", "b"}: since, {"b", "c"}: since, {"c", "d"}: since, {"a", "c"}: {graph.Since(graph.FullDate(1960, 1, 1))}}
	for _, c := range []struct {
		on   graph.Day
		hops int
		want int
	}{{19550101, 3, 3}, {19550101, 2, 0}, {19650101, 2, 2}, {19650101, 1, 0}, {19400101, 3, 0}} {
		if got := shortest(by, "a", "d", c.on, c.hops); got != c.want {
			t.Errorf("on %d in at most %d hops: %d; want %d", c.on, c.hops, got, c.want)
		}
	}
}
