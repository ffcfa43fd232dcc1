package cowwars_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/cowwars"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestAStateWithoutACodeIsTheStateOfThatDay(t *testing.T) {
	const header = "WarNum,WarName,WarType,ccode1,SideA,ccode2,SideB,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,Initiator,Outcome,WhereFought,BatDeath,NonStateDeaths\n"
	identities := loadertest.Identities(t)
	result := loadertest.LoadText(cowwars.Extrastate, identities, "e.csv", header+
		"9001,Example,2,200,United Kingdom,-8,China,9,4,1839,8,30,1842,1,1,7,69,20000\n"+
		"9002,Example,2,200,United Kingdom,-8,Soviet Union,9,4,1839,8,30,1842,1,1,7,69,20000\n"+
		"9003,Example,2,200,United Kingdom,-8,Invented Rebels,9,4,1839,8,30,1842,1,1,7,69,20000\n")
	loadertest.Valid(t, cowwars.Extrastate, result)
	names, fought := map[graph.ID]any{}, map[graph.ID]graph.RelationshipRecord{}
	for _, record := range result.Records {
		for _, n := range record.Nodes {
			names[n.ID] = n.Properties["name"]
		}
		for _, r := range record.Relationships {
			fought[r.From] = r
		}
	}
	china, _, ok := identities.ByName("China", []graph.Label{graph.LabelState}, 18390904)
	if !ok {
		t.Fatal("the table knows no China of 1839")
	}
	if r, ok := fought[china]; !ok || r.Properties["side"] != "B" || r.Properties["fatalitiesBest"] != 20000.0 {
		t.Errorf("%s: %+v", china, r)
	}
	if len(names) == 0 || names["group:cow-china"] != nil {
		t.Errorf("China is a group: %v", names)
	}
	if got := names["group:cow-soviet-union"]; got != "Soviet Union (in COW's wars)" {
		t.Errorf("a group of a state's name: %v", got)
	}
	if got := names["group:cow-invented-rebels"]; got != "Invented Rebels" {
		t.Errorf("a group: %v", got)
	}
}
