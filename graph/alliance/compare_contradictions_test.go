package alliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

const (
	defense = graph.ObligationDefense
	offense = graph.ObligationOffense
	nonagg  = graph.ObligationNonagg
)

func number(n int) *int { return &n }

// years are a period of whole years; 0 for an open end.
func years(first, end int) graph.Period {
	if end == 0 {
		return graph.Since(graph.FullDate(first, 1, 1))
	}
	return graph.Between(graph.FullDate(first, 1, 1), graph.FullDate(end, 1, 1))
}

// fight adds a conflict of A and B, with the times and the hostilities of the two.
func (m *made) fight(c graph.Conflict, a, b graph.Period, levels ...*int) {
	m.add(&c)
	for i, id := range []graph.ID{"state:AAA", "state:BBB"} {
		part := &graph.ParticipatedIn{Side: []graph.Text{"A", "B"}[i]}
		if len(levels) > 0 {
			part.Hostility = levels[i]
		}
		m.link(part, id, c.ID, []graph.Period{a, b}[i])
	}
}

func conflict(name string, kind graph.ConflictKind, p graph.Period) graph.Conflict {
	return graph.Conflict{Header: graph.Header{ID: graph.ID("conflict:" + strings.ReplaceAll(name, " ", "-")), Name: name, Period: p}, Kind: kind}
}

// fightsZZZ sets AAA against one to whom nothing is owed, so that what is owed to AAA is read.
func (m *made) fightsZZZ() {
	w := conflict("War", graph.ConflictInterstateWar, years(1998, 0))
	m.add(&w)
	m.link(&graph.ParticipatedIn{Side: "A"}, "state:AAA", w.ID, years(1990, 0))
	m.link(&graph.ParticipatedIn{Side: "B"}, "state:ZZZ", w.ID, years(1990, 0))
}

// TestWhatSetsTwoAgainstEachOther asks on 2000-06-15 of X, who owes defence to A under one treaty and to B under
// another: whether the two fight or are rivals, since when and by what.
func TestWhatSetsTwoAgainstEachOther(t *testing.T) {
	const war, dispute = graph.ConflictInterstateWar, graph.ConflictDispute
	ever, now := years(1990, 0), years(1998, 0)
	event := func(m *made, id graph.ID, date graph.Date, status graph.EventStatus) {
		e := &graph.Event{Header: graph.Header{ID: id, Name: "Threat", Period: graph.Between(date, date.After().Date())}, Type: "THREATEN", Status: status}
		m.add(e)
		m.link(&graph.ActorIn{}, "state:AAA", id, e.Period)
		m.link(&graph.RecipientOf{}, "state:BBB", id, e.Period)
	}
	sanction := func(m *made, p graph.Period) {
		m.add(&graph.Sanction{Header: graph.Header{ID: "sanction:s", Name: "Embargo", Period: p}})
		m.link(&graph.ImposesSanction{}, "state:AAA", "sanction:s", graph.Period{})
		m.link(&graph.Targets{}, "sanction:s", "state:BBB", graph.Period{})
	}
	for name, c := range map[string]struct {
		world func(*made)
		want  string
	}{
		"nothing": {func(*made) {}, ""},
		"a war":   {func(m *made) { m.fight(conflict("War", war, now), ever, ever) }, `fight 5 1998-01-01 AAA and BBB are engaged in "War" (hostility 5)`},
		"a war that is over": {
			func(m *made) { m.fight(conflict("War", war, years(1992, 1995)), ever, ever) },
			`rivals 5 1992-01-01 AAA and BBB were opposed in "War" (hostility 5)`,
		},
		"a war of long ago":        {func(m *made) { m.fight(conflict("War", war, years(1980, 1985)), ever, ever) }, ""},
		"a war that is yet to be":  {func(m *made) { m.fight(conflict("War", war, years(2000, 0)), ever, years(2001, 0)) }, ""},
		"a war of one after other": {func(m *made) { m.fight(conflict("War", war, years(1992, 0)), years(1992, 1994), years(1994, 0)) }, ""},
		"a war outside their time": {func(m *made) { m.fight(conflict("War", war, years(1992, 1994)), years(1994, 0), years(1994, 0)) }, ""},
		"a war of one with itself": {func(m *made) {
			w := conflict("War", war, now)
			m.add(&w)
			m.link(&graph.ParticipatedIn{Side: "A"}, "state:AAA", w.ID, ever)
			m.link(&graph.ParticipatedIn{Side: "B"}, "state:AAA", w.ID, ever)
		}, ""},
		"a dispute, by the more hostile of the two": {
			func(m *made) { m.fight(conflict("Row", dispute, now), ever, ever, number(2), number(4)) },
			`fight 4 1998-01-01 AAA and BBB are engaged in "Row" (hostility 4)`,
		},
		"a dispute, by its own hostility": {func(m *made) {
			d := conflict("Row", dispute, now)
			d.Hostility = number(3)
			m.fight(d, ever, ever)
		}, `rivals 3 1998-01-01 AAA and BBB are engaged in "Row" (hostility 3)`},
		"a dispute, by theirs rather than its own": {func(m *made) {
			d := conflict("Row", dispute, now)
			d.Hostility = number(5)
			m.fight(d, ever, ever, number(2), nil)
		}, `rivals 2 1998-01-01 AAA and BBB are engaged in "Row" (hostility 2)`},
		"a fight goes before a worse one that is over": {func(m *made) {
			m.fight(conflict("War", war, years(1992, 1995)), ever, ever)
			m.fight(conflict("Row", dispute, now), ever, ever, number(4), nil)
		}, `fight 4 1998-01-01 AAA and BBB are engaged in "Row" (hostility 4)`},
		"the worse of two": {func(m *made) {
			m.fight(conflict("Row", dispute, now), ever, ever, number(2), nil)
			m.fight(conflict("War", war, years(1992, 1995)), ever, ever)
		}, `rivals 5 1992-01-01 AAA and BBB were opposed in "War" (hostility 5)`},
		"the later of two": {func(m *made) {
			m.fight(conflict("A war", war, years(1992, 1995)), ever, ever)
			m.fight(conflict("B war", war, years(1993, 1995)), ever, ever)
			m.fight(conflict("C war", war, years(1991, 1995)), ever, ever)
		}, `rivals 5 1993-01-01 AAA and BBB were opposed in "B war" (hostility 5)`},
		"of two alike the first by name": {func(m *made) {
			one, other := conflict("Z war", war, years(1992, 1995)), conflict("A war", war, years(1992, 1995))
			one.ID, other.ID = "conflict:1", "conflict:2"
			m.fight(one, ever, ever)
			m.fight(other, ever, ever)
		}, `rivals 5 1992-01-01 AAA and BBB were opposed in "A war" (hostility 5)`},
		"a sanction":              {func(m *made) { sanction(m, now) }, "rivals 2  AAA has sanctions in force against BBB"},
		"a sanction that is over": {func(m *made) { sanction(m, years(1998, 1999)) }, ""},
		"an event": {
			func(m *made) { event(m, "event:1", graph.FullDate(1998, 3, 1), graph.EventConfirmed) },
			"rivals 2 1998-03-01 AAA and BBB are at odds (Threat, 1998-03-01)",
		},
		"an event that is reported only": {func(m *made) { event(m, "event:1", graph.FullDate(1998, 3, 1), graph.EventReported) }, ""},
		"an event of long ago":           {func(m *made) { event(m, "event:1", graph.FullDate(1990, 3, 1), graph.EventConfirmed) }, ""},
		"an event of no known day":       {func(m *made) { event(m, "event:1", graph.Date{}, graph.EventConfirmed) }, ""},
		"a duty to one that fights, against the other": {func(m *made) {
			m.fightsZZZ()
			m.owes("state:YYY", "state:AAA", "treaty:y", defense, graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:AAA", "state:BBB"}})
		}, "rivals 1 1950-01-01 a duty to AAA runs against BBB"},
		"a duty against one, to one who is at odds with nobody else": {func(m *made) {
			against := graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:BBB"}}
			m.owes("state:YYY", "state:AAA", "treaty:y", defense, against)
			duty := graph.Obligation{Header: graph.Header{ID: "obligation:y", Name: "Y"}, Type: graph.ObligationDefense, Conditions: []graph.Condition{against}}
			m.add(&duty)
			m.link(&graph.Obliges{}, duty.ID, "state:YYY", graph.Period{})
			m.link(&graph.Benefits{}, duty.ID, "state:AAA", graph.Period{})
		}, "rivals 1 1950-01-01 a duty to AAA runs against BBB"},
		"a condition of another kind that names one": {func(m *made) {
			m.owes("state:YYY", "state:AAA", "treaty:y", defense, graph.Condition{Kind: graph.ConditionOther, Adversaries: []graph.ID{"state:BBB"}})
			m.fightsZZZ()
		}, ""},
		"a commitment against one that does not bind": {func(m *made) {
			no := false
			duty := &graph.AlliedWith{ObligationType: defense, TreatyID: "treaty:y", Binding: &no, Conditions: []graph.Condition{{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:BBB"}}}}
			m.link(duty, "state:YYY", "state:AAA", graph.Since(graph.FullDate(1950, 1, 1)))
			m.fightsZZZ()
		}, ""},
		"a duty against one that is perhaps not owed to the other": {func(m *made) {
			duty := &graph.AlliedWith{ObligationType: defense, TreatyID: "treaty:y", BeneficiaryUncertain: true, Conditions: []graph.Condition{{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:BBB"}}}}
			m.link(duty, "state:YYY", "state:AAA", graph.Since(graph.FullDate(1950, 1, 1)))
			m.fightsZZZ()
		}, ""},
		"a duty against one where there is more": {func(m *made) {
			m.fight(conflict("War", war, now), ever, ever)
			m.owes("state:YYY", "state:AAA", "treaty:y", defense, graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:BBB"}})
		}, `fight 5 1998-01-01 AAA and BBB are engaged in "War" (hostility 5)`},
	} {
		t.Run(name, func(t *testing.T) {
			var m made
			m.states("AAA", "BBB", "XXX", "YYY", "ZZZ")
			m.owes("state:XXX", "state:AAA", "treaty:a", defense)
			m.owes("state:XXX", "state:BBB", "treaty:b", defense)
			c.world(&m)
			found, err := alliance.Contradictions(t.Context(), m.store(t), alliance.ContradictionQuery{On: 20000615})
			if err != nil {
				t.Fatal(err)
			}
			var got string
			for _, one := range found {
				_, why, _ := strings.Cut(one.Explanation, ", while ")
				what := map[alliance.ContradictionKind]string{alliance.DefenseOfBothSides: "fight", alliance.PotentialDefenseOfRivals: "rivals"}[one.Kind]
				since := one.Since.String()
				if strings.Contains(why, "sanctions") {
					since = "" // of no known day: that of the duties
				}
				got += fmt.Sprintf("%s %d %s %s", what, one.Hostility, since, strings.TrimSuffix(why, "."))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWhichDutiesContradictEachOther asks of what X owes while A and B are at war.
func TestWhichDutiesContradictEachOther(t *testing.T) {
	against := func(id graph.ID) graph.Condition {
		return graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{id}}
	}
	for name, c := range map[string]struct {
		world func(*made)
		query alliance.ContradictionQuery
		want  []string
	}{
		"of two treaties, where there are such": {func(m *made) {
			m.owes("state:XXX", "state:AAA", "treaty:1", defense)
			m.owes("state:XXX", "state:BBB", "treaty:1", defense)
			m.owes("state:XXX", "state:BBB", "treaty:2", defense)
		}, alliance.ContradictionQuery{}, []string{"DEFENSE_OF_BOTH_SIDES AAA BBB: treaty:1 treaty:2"}},
		"else of one, the first": {func(m *made) {
			m.owes("state:XXX", "state:AAA", "treaty:1", defense)
			m.owes("state:XXX", "state:BBB", "treaty:1", defense)
			m.owes("state:XXX", "state:BBB", "treaty:1", defense, against("state:YYY"))
		}, alliance.ContradictionQuery{}, []string{"DEFENSE_OF_BOTH_SIDES AAA BBB: treaty:1 treaty:1 inside"}},
		"either way round": {func(m *made) {
			m.owes("state:XXX", "state:BBB", "treaty:1", defense)
			m.owes("state:XXX", "state:AAA", "treaty:2", nonagg)
		}, alliance.ContradictionQuery{}, []string{"DEFENSE_AGAINST_PROTECTED BBB AAA: treaty:1 treaty:2"}},
		"of the kinds that are asked for": {func(m *made) {
			m.owes("state:XXX", "state:BBB", "treaty:1", defense)
			m.owes("state:XXX", "state:AAA", "treaty:2", nonagg)
			m.owes("state:XXX", "state:AAA", "treaty:3", offense)
		}, alliance.ContradictionQuery{Kinds: []alliance.ContradictionKind{alliance.DefenseOfBothSides}}, nil},
		"to join the wars of one whom one may not attack": {func(m *made) {
			m.owes("state:XXX", "state:AAA", "treaty:1", offense)
			m.owes("state:XXX", "state:AAA", "treaty:2", nonagg)
		}, alliance.ContradictionQuery{}, nil},
		"to help to attack whom one may not attack": {func(m *made) {
			m.owes("state:XXX", "state:AAA", "treaty:1", offense, against("state:BBB"))
			m.owes("state:XXX", "state:BBB", "treaty:2", nonagg)
		}, alliance.ContradictionQuery{}, []string{"NONAGGRESSION_AND_OFFENSE AAA BBB: treaty:1 treaty:2"}},
		"to help in a war against others": {func(m *made) {
			m.owes("state:XXX", "state:AAA", "treaty:1", offense, against("state:YYY"))
			m.owes("state:XXX", "state:BBB", "treaty:2", nonagg)
		}, alliance.ContradictionQuery{}, nil},
		"each once, beside those of other kinds": {func(m *made) {
			m.owes("state:XXX", "state:AAA", "treaty:1", defense)
			m.owes("state:XXX", "state:AAA", "treaty:1", offense, against("state:BBB"))
			m.owes("state:XXX", "state:AAA", "treaty:1", offense, against("state:BBB"), against("state:YYY"))
			m.owes("state:XXX", "state:BBB", "treaty:2", nonagg)
		}, alliance.ContradictionQuery{}, []string{
			"DEFENSE_AGAINST_PROTECTED AAA BBB: treaty:1 treaty:2", "NONAGGRESSION_AND_OFFENSE AAA BBB: treaty:1 treaty:2",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var m made
			m.states("AAA", "BBB", "XXX", "YYY")
			m.fight(conflict("War", graph.ConflictInterstateWar, years(1998, 0)), years(1990, 0), years(1990, 0))
			c.world(&m)
			c.query.On = 20000615
			found, err := alliance.Contradictions(t.Context(), m.store(t), c.query)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, one := range found {
				text := string(one.Kind)
				for _, a := range one.Between {
					text += " " + a.Head().Name
				}
				text += ":"
				for _, d := range one.Duties {
					text += " " + string(d.Treaty.ID)
				}
				if one.SameTreaty {
					text += " inside"
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAContradictionIsOneSinceItsLaterDuty(t *testing.T) {
	aimed := graph.Condition{Kind: graph.ConditionSpecificAdversary, Adversaries: []graph.ID{"state:BBB"}}
	for _, kinds := range [][2]graph.ObligationType{{offense, nonagg}, {nonagg, offense}} {
		var m made
		m.states("AAA", "BBB", "XXX")
		to := map[graph.ObligationType]graph.ID{offense: "state:AAA", nonagg: "state:BBB"}
		m.owes("state:XXX", to[kinds[0]], "treaty:1", kinds[0], aimed)
		m.link(&graph.AlliedWith{
			ObligationType: kinds[1], TreatyID: "treaty:2", Conditions: []graph.Condition{aimed},
		}, "state:XXX", to[kinds[1]], years(1960, 0))
		found, err := alliance.Contradictions(t.Context(), m.store(t), alliance.ContradictionQuery{On: 20000615})
		if err != nil || len(found) != 1 || found[0].Since != graph.FullDate(1960, 1, 1) {
			t.Errorf("%v: %+v, %v; want one since 1960", kinds, found, err)
		}
	}
}

// TestReinsuranceContradictsTheDualAlliance asks the bundled data, which know of no war at the time.
func TestReinsuranceContradictsTheDualAlliance(t *testing.T) {
	for on, want := range map[string]bool{"1887-06-17": false, "1888-01-01": true, "1890-06-18": false} {
		found, err := alliance.Contradictions(t.Context(), bundledStore(t), alliance.ContradictionQuery{
			On: day(t, on), Kinds: []alliance.ContradictionKind{alliance.PotentialDefenseAgainstProtected}, Actors: []graph.ID{"state:german-reich"},
		})
		if err != nil {
			t.Fatal(err)
		}
		is := slices.ContainsFunc(found, func(c *alliance.Contradiction) bool {
			return c.Actor.Head().ID == "state:german-reich" && c.Duties[0].Treaty.ID == "treaty:dual-alliance-1879" && c.Duties[1].Treaty.ID == "treaty:reinsurance-1887"
		})
		if is != want {
			t.Errorf("%s: %v of %d contradictions, want %v", on, is, len(found), want)
		}
	}
}

func TestDatasetsDifferOnTheTreatiesOfThoseWhoAreAskedAbout(t *testing.T) {
	for actor, want := range map[graph.ID]bool{"": true, kor: true, "state:CHE": false} {
		q := alliance.ContradictionQuery{On: day(t, "2012-01-01"), Kinds: []alliance.ContradictionKind{alliance.DatasetsDiffer}}
		if actor != "" {
			q.Actors = []graph.ID{actor}
		}
		found, err := alliance.Contradictions(t.Context(), research(t), q)
		if err != nil || len(found) > 0 != want {
			t.Errorf("of %s: %d, %v", actor, len(found), err)
		}
		for _, c := range found {
			if c.Kind != alliance.DatasetsDiffer {
				t.Errorf("of %s: %s was not asked for", actor, c.Kind)
			}
		}
	}
}

func TestDatasetsAreNotComparedUnlessThatIsAskedFor(t *testing.T) {
	kinds := []alliance.ContradictionKind{alliance.PotentialDefenseAgainstProtected}
	found, err := alliance.Contradictions(t.Context(), research(t), alliance.ContradictionQuery{On: day(t, "2012-01-01"), Kinds: kinds})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d contradictions, %v", len(found), err)
	}
	for _, c := range found {
		if c.Kind != kinds[0] {
			t.Errorf("%s was not asked for", c.Kind)
		}
	}
}

// TestHostileEventsAreNotBetweenAllies finds events whose recipient is no target: a host of weapons, say.
func TestHostileEventsAreNotBetweenAllies(t *testing.T) {
	store := bundledStore(t)
	broken := map[graph.ID]string{
		"event:munich-1938":                      "France left Czechoslovakia alone",
		"event:turkey-lands-cyprus-1974":         "Turkey called it its right as a guarantor",
		"event:germany-invades-belgium-1914":     "a guarantor attacked",
		"event:germany-occupies-luxembourg-1914": "a guarantor attacked",
	}
	met := map[graph.ID]bool{}
	from := func(ids []graph.ID, q graph.HopQuery) map[graph.ID][]graph.ID {
		q.PerNode = graph.MaxPerNode
		pages, err := store.Expand(t.Context(), ids, q)
		if err != nil {
			t.Fatal(err)
		}
		out := map[graph.ID][]graph.ID{}
		for i, page := range pages {
			for _, h := range page.Hops {
				out[ids[i]] = append(out[ids[i]], h.Other.Head().ID)
			}
		}
		return out
	}
	looked := 0
	for _, kind := range []any{"THREATEN", "SANCTION", "COERCE", "MOBILIZE", "ASSAULT"} {
		page, err := store.Find(t.Context(), graph.NodeQuery{
			Labels: []graph.Label{graph.LabelEvent}, First: graph.MaxFirst,
			Where: []graph.PropertyFilter{{Property: "eventType", Operator: graph.Equal, Values: []any{kind}}},
		})
		if err != nil || page.More {
			t.Fatalf("%v, %v", err, page.More)
		}
		for _, n := range page.Nodes {
			event := []graph.ID{n.Head().ID}
			on := n.(*graph.Event).Period.From.First()
			in := func(r graph.RelationshipType) []graph.ID {
				return from(event, graph.HopQuery{Direction: graph.DirectionIn, Filter: graph.Filter{Types: []graph.RelationshipType{r}}})[event[0]]
			}
			actors, recipients := in(graph.ActorInType), in(graph.RecipientOfType)
			if len(actors) == 0 || on == 0 {
				continue
			}
			for actor, protected := range from(actors, graph.HopQuery{Direction: graph.DirectionOut, Filter: graph.Filter{
				Types: []graph.RelationshipType{graph.AlliedWithType}, On: on, ObligationTypes: []graph.ObligationType{defense},
			}}) {
				looked++
				for _, id := range recipients {
					if !slices.Contains(protected, id) {
						continue
					}
					if met[event[0]] = true; broken[event[0]] == "" {
						t.Errorf("%s: %s owes %s defence", event[0], actor, id)
					}
				}
			}
		}
	}
	if looked < 20 || len(met) < len(broken) {
		t.Errorf("%d actors with allies were looked at; of %v only %v attacked those whom they protected", looked, broken, met)
	}
}
