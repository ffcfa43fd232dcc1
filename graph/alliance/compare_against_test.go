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

// againstStore holds treaties of two datasets. In the other one a treaty has the changes that are given; it has a
// treaty of its own, too, by which it codes consultation and conditions.
func againstStore(t *testing.T, ours, theirs func(*graph.Treaty, *graph.Obligation, map[graph.ID]*graph.PartyTo)) graph.Store {
	t.Helper()
	store := plainAgainstStore(t, ours, theirs)
	var batch graph.Batch
	treaty := &graph.Treaty{Header: graph.Header{ID: "treaty:theirs", Name: "Theirs"}}
	defense := &graph.Obligation{Header: graph.Header{ID: "obligation:defense", Name: "O"}, Type: graph.ObligationDefense, Conditions: []graph.Condition{{Kind: graph.ConditionSpecificConflict}}}
	consul := &graph.Obligation{Header: graph.Header{ID: "obligation:consul", Name: "O"}, Type: graph.ObligationConsul}
	for _, n := range []graph.Node{treaty, defense, consul} {
		r := graph.NewNodeRecord(n)
		r.Dataset, r.Locator = "dataset:theirs", "made.yaml"
		batch.Nodes = append(batch.Nodes, r)
	}
	for _, o := range []*graph.Obligation{defense, consul} {
		imposes := &graph.Imposes{}
		imposes.FromID, imposes.ToID = treaty.ID, o.ID
		r := graph.NewRelationshipRecord(imposes, "")
		r.Dataset, r.Locator = "dataset:theirs", "made.yaml"
		batch.Relationships = append(batch.Relationships, r)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return store
}

// plainAgainstStore holds one treaty of two datasets, and nothing else.
func plainAgainstStore(t *testing.T, ours, theirs func(*graph.Treaty, *graph.Obligation, map[graph.ID]*graph.PartyTo)) graph.Store {
	t.Helper()
	store := memstore.New()
	for dataset, change := range map[graph.ID]func(*graph.Treaty, *graph.Obligation, map[graph.ID]*graph.PartyTo){"dataset:ours": ours, "dataset:theirs": theirs} {
		var batch graph.Batch
		node := func(n graph.Node, differs ...graph.Citation) {
			r := graph.NewNodeRecord(n)
			r.Dataset, r.Locator = dataset, "made.yaml"
			r.Properties.Cite(differs...)
			batch.Nodes = append(batch.Nodes, r)
		}
		link := func(r graph.Relationship) {
			record := graph.NewRelationshipRecord(r, "")
			record.Dataset, record.Locator = dataset, "made.yaml"
			batch.Relationships = append(batch.Relationships, record)
		}
		covered := &graph.Dataset{Header: graph.Header{ID: dataset, Name: string(dataset)}}
		if dataset == "dataset:theirs" {
			covered.CoverageUntil = graph.YearOnly(2017)
		}
		node(covered)
		treaty := &graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "X", Period: graph.Between(graph.FullDate(1950, 1, 2), graph.Date{})}, Signed: graph.FullDate(1950, 1, 2)}
		obligation := &graph.Obligation{Header: graph.Header{ID: "obligation:" + graph.ID(strings.TrimPrefix(string(dataset), "dataset:")), Name: "O"}, Type: graph.ObligationDefense}
		parties := map[graph.ID]*graph.PartyTo{"state:a": {}, "state:b": {}}
		change(treaty, obligation, parties)
		var differs []graph.Citation
		if strings.HasPrefix(string(treaty.Note), "told ") { // what the record tells of the other dataset, for the test
			differs = append(differs, graph.Citation{Property: "note", Value: "They count it otherwise.", Source: "source:theirs", Locator: treaty.Note[len("told "):]})
			node(&graph.Source{Header: graph.Header{ID: "source:theirs", Name: "Theirs"}})
		}
		node(treaty, differs...)
		node(obligation)
		imposes := &graph.Imposes{}
		imposes.FromID, imposes.ToID = treaty.ID, obligation.ID
		link(imposes)
		for _, id := range slices.Sorted(func(yield func(graph.ID) bool) {
			for id := range parties {
				if !yield(id) {
					return
				}
			}
		}) {
			node(&graph.State{Header: graph.Header{ID: id, Name: string(id)}})
			parties[id].FromID, parties[id].ToID = id, treaty.ID
			link(parties[id])
		}
		if _, err := store.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func TestTwoDatasetsAreHeldAgainstEachOther(t *testing.T) {
	type parties = map[graph.ID]*graph.PartyTo
	alike := func(*graph.Treaty, *graph.Obligation, parties) {}
	for name, c := range map[string]struct {
		ours, theirs func(*graph.Treaty, *graph.Obligation, parties)
		want         []string
	}{
		"alike":               {alike, alike, nil},
		"another signature":   {alike, func(t *graph.Treaty, _ *graph.Obligation, _ parties) { t.Signed = graph.FullDate(1950, 1, 3) }, []string{"signed: 1950-01-02, 1950-01-03"}},
		"a less exact one":    {alike, func(t *graph.Treaty, _ *graph.Obligation, _ parties) { t.Signed = graph.YearOnly(1950) }, nil},
		"an end":              {alike, func(t *graph.Treaty, _ *graph.Obligation, _ parties) { t.Ended = graph.YearOnly(1960) }, []string{"ended: none, 1960"}},
		"an end after theirs": {func(t *graph.Treaty, _ *graph.Obligation, _ parties) { t.Ended = graph.YearOnly(2020) }, alike, nil},
		"a party more":        {alike, func(_ *graph.Treaty, _ *graph.Obligation, p parties) { p["state:c"] = &graph.PartyTo{} }, []string{"parties: , state:c"}},
		"a party less":        {func(_ *graph.Treaty, _ *graph.Obligation, p parties) { p["state:c"] = &graph.PartyTo{} }, alike, []string{"parties: state:c, "}},
		"a condition more": {alike, func(_ *graph.Treaty, o *graph.Obligation, _ parties) {
			o.Conditions = []graph.Condition{{Kind: graph.ConditionNonProvocation}, {Kind: graph.ConditionArmedAttack}}
		}, []string{"conditions: , DEFENSE NON_PROVOCATION"}},
		"the same condition": {
			func(_ *graph.Treaty, o *graph.Obligation, _ parties) {
				o.Conditions = []graph.Condition{{Kind: graph.ConditionGeographicArea}}
			},
			func(_ *graph.Treaty, o *graph.Obligation, _ parties) {
				o.Conditions = []graph.Condition{{Kind: graph.ConditionSpecificLocation}}
			}, nil,
		},
		"a condition of another type": {
			alike, func(_ *graph.Treaty, o *graph.Obligation, _ parties) {
				o.Type, o.Conditions = graph.ObligationConsul, []graph.Condition{{Kind: graph.ConditionNonProvocation}}
			}, []string{"types: DEFENSE, CONSUL"},
		},
		"a party after theirs": {func(_ *graph.Treaty, _ *graph.Obligation, p parties) {
			p["state:c"] = &graph.PartyTo{RelationshipHeader: graph.RelationshipHeader{Period: graph.Between(graph.YearOnly(2020), graph.Date{})}}
		}, alike, nil},
		"a successor": {alike, func(_ *graph.Treaty, _ *graph.Obligation, p parties) {
			p["state:c"] = &graph.PartyTo{ConsentKind: "SUCCESSION"}
		}, nil},
		"another type": {alike, func(_ *graph.Treaty, o *graph.Obligation, _ parties) { o.Type = graph.ObligationConsul }, []string{"types: DEFENSE, CONSUL"}},
		"a condition": {func(_ *graph.Treaty, o *graph.Obligation, _ parties) {
			o.Conditions = []graph.Condition{{Kind: graph.ConditionNonProvocation}, {Kind: graph.ConditionArmedAttack}}
		}, alike, []string{"conditions: DEFENSE NON_PROVOCATION, "}},
		"what is told": {
			func(t *graph.Treaty, _ *graph.Obligation, _ parties) { t.Note = "told types" }, func(_ *graph.Treaty, o *graph.Obligation, _ parties) { o.Type = graph.ObligationConsul },
			[]string{"types: DEFENSE, CONSUL (told)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := alliance.HoldAgainst(t.Context(), againstStore(t, c.ours, c.theirs), alliance.AgainstQuery{Ours: "dataset:ours", Theirs: "dataset:theirs"})
			if err != nil {
				t.Fatal(err)
			}
			var differences []string
			for _, d := range got.Differences {
				text := fmt.Sprintf("%s: %s, %s", d.About, d.Ours, d.Theirs)
				if d.Told {
					text += " (told)"
				}
				differences = append(differences, text)
			}
			if diff := cmp.Diff(c.want, differences); diff != "" || got.Treaties != 1 || (got.Agreeing == 1) != (len(c.want) == 0) {
				t.Errorf("%+v (-want +got):\n%s", got, diff)
			}
		})
	}
	if _, err := alliance.HoldAgainst(t.Context(), againstStore(t, alike, alike), alliance.AgainstQuery{Ours: "dataset:ours", Theirs: "dataset:none"}); graph.KindOf(err) != graph.KindNotFound {
		t.Errorf("a dataset that is not loaded: %v", err)
	}
}

func TestWhatTheOtherDatasetDoesNotCodeIsNotCompared(t *testing.T) {
	ours := func(_ *graph.Treaty, o *graph.Obligation, _ map[graph.ID]*graph.PartyTo) {
		o.Type, o.Conditions = graph.ObligationOffense, []graph.Condition{{Kind: graph.ConditionNonProvocation}}
	}
	theirs := func(_ *graph.Treaty, o *graph.Obligation, _ map[graph.ID]*graph.PartyTo) {}
	got, err := alliance.HoldAgainst(t.Context(), plainAgainstStore(t, ours, theirs), alliance.AgainstQuery{Ours: "dataset:ours", Theirs: "dataset:theirs"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Differences) != 1 || got.Differences[0].Ours != "" || got.Differences[0].Theirs != "DEFENSE" {
		t.Errorf("%+v; want only that the other has DEFENSE", got.Differences)
	}
}

func TestConditionsAreNotComparedWithADatasetThatCodesNone(t *testing.T) {
	ours := func(_ *graph.Treaty, o *graph.Obligation, _ map[graph.ID]*graph.PartyTo) {
		o.Conditions = []graph.Condition{{Kind: graph.ConditionNonProvocation}}
	}
	theirs := func(*graph.Treaty, *graph.Obligation, map[graph.ID]*graph.PartyTo) {}
	got, err := alliance.HoldAgainst(t.Context(), plainAgainstStore(t, ours, theirs), alliance.AgainstQuery{Ours: "dataset:ours", Theirs: "dataset:theirs"})
	if err != nil || got.Treaties != 1 || len(got.Differences) != 0 {
		t.Errorf("%+v, %v; want no difference", got, err)
	}
}

// TestAPartyIsOneFromItsFirstSpellToItsLast: by ours, C was a party in 1960 and is one since 2020, after what theirs
// covers. Other datasets, and other statements of one of the two, do not count.
func TestAPartyIsOneFromItsFirstSpellToItsLast(t *testing.T) {
	alike := func(*graph.Treaty, *graph.Obligation, map[graph.ID]*graph.PartyTo) {}
	for _, spells := range [][]int{{1960, 2020}, {2020, 1960}, {2020, 2021}} {
		store := plainAgainstStore(t, alike, alike)
		var m made
		m.states("c")
		for _, year := range spells {
			m.link(&graph.PartyTo{}, "state:c", "treaty:x", years(year, year+1))
		}
		for i := range m.Relationships {
			m.Relationships[i].Dataset = "dataset:ours"
		}
		for _, dataset := range []graph.ID{"dataset:else", "dataset:ours"} {
			r := graph.NewNodeRecord(&graph.Treaty{Header: graph.Header{ID: "treaty:x", Name: "X"}, Signed: graph.YearOnly(1914)})
			r.Dataset, r.Discriminator = dataset, "another"
			m.Nodes = append(m.Nodes, r)
		}
		if _, err := store.Apply(t.Context(), m.Batch); err != nil {
			t.Fatal(err)
		}
		got, err := alliance.HoldAgainst(t.Context(), store, alliance.AgainstQuery{Ours: "dataset:ours", Theirs: "dataset:theirs"})
		if err != nil {
			t.Fatal(err)
		}
		var differences []string
		for _, d := range got.Differences {
			differences = append(differences, fmt.Sprintf("%s: %s, %s", d.About, d.Ours, d.Theirs))
		}
		var want []string
		if slices.Contains(spells, 1960) {
			want = []string{"parties: state:c, "}
		}
		if diff := cmp.Diff(want, differences); diff != "" {
			t.Errorf("%d: %s", spells, diff)
		}
	}
}

// TestEveryDifferenceIsTold needs the published files. A new difference is a mistake to mend, or is told by `differs`
// (docs/curated.md).
func TestEveryDifferenceIsTold(t *testing.T) {
	for _, theirs := range []graph.ID{"dataset:atop", "dataset:cow-alliances"} {
		got, err := alliance.HoldAgainst(t.Context(), research(t), alliance.AgainstQuery{Ours: "dataset:curated", Theirs: theirs})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range got.Differences {
			if !d.Told {
				t.Errorf("%s: %s: %q here, %q by %s", d.Treaty.ID, d.About, d.Ours, d.Theirs, theirs)
			}
		}
	}
}
