package alliance_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
)

func TestCapabilitiesAreTheLatestFiguresOfTheDay(t *testing.T) {
	var m made
	figure := func(id graph.ID, of graph.ID, indicator graph.Text, year int, value *float64) {
		o := &graph.Observation{Header: graph.Header{ID: id, Name: string(id), Period: years(year, year+1)}, Indicator: indicator, Value: value, Subject: of}
		m.add(o)
		m.link(&graph.ObservedFor{}, o.ID, of, o.Period)
	}
	weapon := func(id graph.ID, name string, since graph.Date) {
		m.add(&graph.WeaponSystem{Header: graph.Header{ID: id, Name: name}, InService: since})
		m.link(&graph.Operates{}, "state:AAA", id, graph.Period{})
	}
	yes, no := true, false
	none, some, more := 0.0, 10.0, 20.0
	state := func(code string, since graph.Date, estimated *bool) {
		m.add(&graph.State{Header: graph.Header{ID: graph.ID("state:" + code), Name: code}, NuclearArmed: since, NuclearArmedEstimated: estimated})
	}
	state("AAA", graph.Date{}, nil)
	state("BBB", graph.YearOnly(1980), &yes)
	state("CCC", graph.YearOnly(2010), nil) // not yet
	state("DDD", graph.YearOnly(1980), &no)
	state("EEE", graph.YearOnly(1980), &yes) // it has none any more
	state("FFF", graph.Date{}, nil)
	weapon("weapon:2", "Beta", graph.YearOnly(1990))
	weapon("weapon:1", "Alpha", graph.Date{})
	weapon("weapon:3", "Gamma", graph.YearOnly(2010))
	m.link(&graph.Operates{}, "state:AAA", "weapon:2", graph.Period{}) // stated twice
	figure("observation:1", "state:AAA", "MILITARY_PERSONNEL", 1998, &more)
	figure("observation:2", "state:AAA", "MILITARY_PERSONNEL", 1999, &some)
	figure("observation:3", "state:AAA", "MILITARY_PERSONNEL", 1999, &more)
	figure("observation:4", "state:AAA", "MILITARY_PERSONNEL", 2001, &more)
	figure("observation:5", "state:AAA", "NUCLEAR_WARHEADS", 1997, &some)
	figure("observation:6", "state:AAA", "NUCLEAR_WARHEADS", 1999, nil)
	figure("observation:7", "state:EEE", "NUCLEAR_WARHEADS", 1999, &none)
	figure("observation:8", "state:FFF", "NUCLEAR_WARHEADS", 2001, &some)
	m.add(&graph.Observation{Header: graph.Header{ID: "observation:9", Name: "of nobody"}, Indicator: "NUCLEAR_WARHEADS", Value: &some})
	store := m.store(t)
	ids := []graph.ID{"state:AAA", "state:BBB", "state:CCC", "state:DDD", "state:EEE", "state:FFF", "state:AAA"}
	list, err := alliance.Capabilities(t.Context(), store, ids, 20000615)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		text := string(c.Actor)
		for _, w := range c.WeaponSystems {
			text += " " + w.Name
		}
		for _, o := range []*graph.Observation{c.Personnel, c.Warheads} {
			if o != nil {
				text += " " + string(o.ID)
			}
		}
		got = append(got, fmt.Sprint(text, " ", c.NuclearArmed, " ", c.NuclearArmedEstimated))
	}
	if diff := cmp.Diff([]string{
		"state:AAA Alpha Beta observation:2 observation:5 true false", "state:BBB true true", "state:CCC false false",
		"state:DDD true false", "state:EEE observation:7 false false", "state:FFF false false",
		"state:AAA Alpha Beta observation:2 observation:5 true false",
	}, got); diff != "" {
		t.Error(diff)
	}
	armed, err := alliance.NuclearArmed(t.Context(), store, 20000615)
	if diff := cmp.Diff([]graph.ID{"state:AAA", "state:BBB", "state:DDD"}, slices.Sorted(maps.Keys(armed))); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
