package alliance_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/alliance"
	"github.com/entente-graph/entente/graph/memstore"
)

// coverageStore holds treaties of two datasets, of which one has articles.
func coverageStore(t *testing.T) graph.Store {
	t.Helper()
	store := memstore.New()
	var batch graph.Batch
	node := func(dataset graph.ID, n graph.Node) {
		r := graph.NewNodeRecord(n)
		r.Dataset, r.Locator = dataset, "made.yaml"
		batch.Nodes = append(batch.Nodes, r)
	}
	link := func(dataset graph.ID, r graph.Relationship) {
		record := graph.NewRelationshipRecord(r, "")
		record.Dataset, record.Locator = dataset, "made.yaml"
		batch.Relationships = append(batch.Relationships, record)
	}
	for _, d := range []graph.ID{"dataset:ours", "dataset:theirs"} {
		node(d, &graph.Dataset{Header: graph.Header{ID: d, Name: string(d)}})
	}
	for id, cow := range map[graph.ID]string{"state:a": "2", "state:b": "220", "state:c": "255", "state:d": ""} {
		s := &graph.State{Header: graph.Header{ID: id, Name: string(id)}}
		if cow != "" {
			s.Identifiers = []graph.Identifier{{Scheme: graph.SchemeCOW, Value: cow}}
		}
		node("dataset:ours", s)
	}
	treaty := func(dataset, id graph.ID, from, until int, parties ...graph.ID) {
		tr := &graph.Treaty{Header: graph.Header{ID: id, Name: string(id), Period: graph.Between(graph.YearOnly(from), graph.Date{})}, InForce: graph.YearOnly(from)}
		if until > 0 {
			tr.Period.Until, tr.Ended = graph.YearOnly(until), graph.YearOnly(until)
		}
		node(dataset, tr)
		for _, p := range parties {
			link(dataset, &graph.PartyTo{RelationshipHeader: graph.RelationshipHeader{FromID: p, ToID: id}})
		}
	}
	duty := func(dataset, treaty, obligation graph.ID, kind graph.ObligationType, number, quotation string, conditions ...graph.Condition) {
		node(dataset, &graph.Obligation{Header: graph.Header{ID: obligation, Name: string(obligation)}, Type: kind, Conditions: conditions})
		imposer := treaty
		if number != "" {
			imposer = "article:" + obligation[len("obligation:"):]
			if number == "?" {
				number = ""
			}
			node(dataset, &graph.Article{Header: graph.Header{ID: imposer, Name: string(imposer)}, Number: number, Quotation: graph.Text(quotation)})
			has := &graph.HasArticle{}
			has.FromID, has.ToID = treaty, imposer
			link(dataset, has)
		}
		imposes := &graph.Imposes{}
		imposes.FromID, imposes.ToID = imposer, obligation
		link(dataset, imposes)
	}
	// One that both have, with its article.
	treaty("dataset:theirs", "treaty:both", 1949, 0, "state:a", "state:b")
	duty("dataset:theirs", "treaty:both", "obligation:both-theirs", graph.ObligationDefense, "", "")
	duty("dataset:theirs", "treaty:both", "obligation:both-consul", graph.ObligationConsul, "", "")
	treaty("dataset:ours", "treaty:both", 1949, 0, "state:a", "state:b")
	duty("dataset:ours", "treaty:both", "obligation:both-ours", graph.ObligationDefense, "5", "shall help", graph.Condition{Kind: graph.ConditionArmedAttack})
	// One that both have, without its number.
	treaty("dataset:theirs", "treaty:unnumbered", 1955, 1991, "state:b", "state:c")
	duty("dataset:theirs", "treaty:unnumbered", "obligation:un-theirs", graph.ObligationDefense, "", "")
	treaty("dataset:ours", "treaty:unnumbered", 1955, 1991, "state:b", "state:c")
	duty("dataset:ours", "treaty:unnumbered", "obligation:un-ours", graph.ObligationDefense, "?", "")
	// Two that only they have, of which one is in force.
	treaty("dataset:theirs", "treaty:theirs", 1992, 0, "state:b", "state:c", "state:d")
	duty("dataset:theirs", "treaty:theirs", "obligation:theirs", graph.ObligationConsul, "", "")
	treaty("dataset:theirs", "treaty:old", 1939, 1945, "state:c", "state:d")
	duty("dataset:theirs", "treaty:old", "obligation:old", graph.ObligationDefense, "", "")
	// One that both have, of which we read that it imposes nothing of what they count.
	treaty("dataset:theirs", "treaty:read", 1993, 0, "state:b", "state:c")
	duty("dataset:theirs", "treaty:read", "obligation:read-theirs", graph.ObligationDefense, "", "")
	node("dataset:ours", &graph.Treaty{Header: graph.Header{ID: "treaty:read", Name: "treaty:read"}, NoDuty: []graph.ObligationType{graph.ObligationDefense}})
	// One that only we have, and one without a duty.
	treaty("dataset:ours", "treaty:ours", 2001, 0, "state:a")
	duty("dataset:ours", "treaty:ours", "obligation:ours", graph.ObligationNeutral, "II", "")
	treaty("dataset:theirs", "treaty:empty", 1950, 0, "state:a")
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return store
}

func TestCoverageCountsWhatIsKnownOfTreaties(t *testing.T) {
	store := coverageStore(t)
	theirs := []graph.ID{"dataset:theirs"}
	today, _ := graph.ParseDate("2026-01-01")
	got, err := alliance.CoverageOf(t.Context(), store, alliance.CoverageQuery{Datasets: theirs, Today: today.First(), Wanted: 10})
	if err != nil {
		t.Fatal(err)
	}
	count := func(treaties, linked, article, quotation, conditions int) alliance.CoverageCount {
		return alliance.CoverageCount{Treaties: treaties, Linked: linked, WithArticle: article, WithQuotation: quotation, WithConditions: conditions}
	}
	want := &alliance.TreatyCoverage{
		Total: count(4, 2, 1, 1, 1),
		ByType: []alliance.TypeCoverage{
			{Type: graph.ObligationDefense, CoverageCount: count(3, 2, 1, 1, 1)},
			{Type: graph.ObligationConsul, CoverageCount: count(2, 1, 0, 0, 0)},
		},
		ByDecade: []alliance.DecadeCoverage{
			{Decade: 1930, CoverageCount: count(1, 0, 0, 0, 0)},
			{Decade: 1940, CoverageCount: count(1, 1, 1, 1, 1)},
			{Decade: 1950, CoverageCount: count(1, 1, 0, 0, 0)},
			{Decade: 1990, CoverageCount: count(1, 0, 0, 0, 0)},
		},
		ByRegion: []alliance.RegionCoverage{
			{Region: alliance.RegionAmericas, CoverageCount: count(1, 1, 1, 1, 1)},
			{Region: alliance.RegionEurope, CoverageCount: count(4, 2, 1, 1, 1)},
		},
	}
	wanted := got.Wanted
	got.Wanted = nil
	want.WantedCount = 3
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var ids []string
	for _, w := range wanted {
		ids = append(ids, string(w.Treaty.ID)+" "+string(w.Type))
	}
	if diff := cmp.Diff([]string{"treaty:theirs CONSUL", "treaty:old DEFENSE", "treaty:unnumbered DEFENSE"}, ids); diff != "" {
		t.Errorf("wanted (-want +got):\n%s", diff)
	}
	if i := slices.IndexFunc(wanted, func(w alliance.WantedTreaty) bool { return w.Treaty.ID == "treaty:theirs" }); i < 0 || !wanted[i].InForce || wanted[i].Linked || wanted[i].Parties != 3 {
		t.Errorf("wanted: %+v", wanted)
	}
}

func TestCoverageOfADayCountsWhatWasInForce(t *testing.T) {
	store := coverageStore(t)
	on, _ := graph.ParseDate("1960-01-01")
	got, err := alliance.CoverageOf(t.Context(), store, alliance.CoverageQuery{On: on.First()})
	if err != nil {
		t.Fatal(err)
	}
	if want := (alliance.CoverageCount{Treaties: 2, Linked: 2, WithArticle: 1, WithQuotation: 1, WithConditions: 1}); got.Total != want {
		t.Errorf("%+v, want %+v", got.Total, want)
	}
	if _, err := alliance.CoverageOf(t.Context(), store, alliance.CoverageQuery{Wanted: 501}); graph.KindOf(err) != graph.KindInvalid {
		t.Errorf("501 wanted treaties: %v", err)
	}
	all, err := alliance.CoverageOf(t.Context(), store, alliance.CoverageQuery{})
	if err != nil || all.Total.Treaties != 5 {
		t.Errorf("%d treaties, want 5 (%v)", all.Total.Treaties, err)
	}
}
