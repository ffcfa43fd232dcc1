package cowcontiguity_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/cowcontiguity"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cowcontiguity.Loader, loadertest.Identities(t), "testdata/contdir.csv")
	loadertest.Valid(t, cowcontiguity.Loader, result)
	loadertest.Golden(t, "testdata/contdir.golden.json", result)
}

func TestTheEndOfTheDataOfEachVersionIsNoEndOfABorder(t *testing.T) {
	for rest, want := range map[string]string{"201612,,3.2": "", "200612,,3.1": "", "200612,,3.0999999": "", "200012,,3": "", "200612,,3.2": "2006-12", "201612,,": ""} {
		result := loadertest.LoadText(cowcontiguity.Loader, loadertest.Identities(t), "contdir.csv",
			"dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\r\n2020,2,USA,20,CAN,1,192001,"+rest+"\r\n")
		if result.Fatal != nil || len(result.Records) != 1 {
			t.Fatalf("%s: %+v", rest, result)
		}
		if got, _ := result.Records[0].Relationships[0].Properties["until"].(string); got != want {
			t.Errorf("%s: until %q; want %q", rest, got, want)
		}
	}
}

func TestTheOtherTablesOfTheArchiveAreNamed(t *testing.T) {
	for header, want := range map[string]string{
		"dyad,state1no,state1ab,state2no,state2ab,year,conttype,version":                      "the borders of each year (contdird)",
		"stateno,stateab,year,total,land,sea,version":                                         "the number of each state's borders (contdirs)",
		"dyad,statelno,statelab,dependl,conttype,statehno,statehab,dependh,begin,end,version": "borders through dependencies (contcol)",
		"dyad,statelno,statelab,statehno,statehab,year,land,sea,total,version":                "borders through dependencies of each year (contcold)",
	} {
		result := loadertest.LoadText(cowcontiguity.Loader, loadertest.Identities(t), "x.csv", header+"\n")
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), want) {
			t.Errorf("%s: got %v", header, result.Fatal)
		}
	}
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	result := loadertest.LoadText(cowcontiguity.Loader, loadertest.Identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "missing columns statelno, statehno") {
		t.Errorf("got %v", result.Fatal)
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("statelno,statehno,conttype,begin,end\n2,20,1,192001,201612\n365,710,5,181601,\n2,40,1,195000,195013\n")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, cowcontiguity.Loader, loadertest.LoadText(cowcontiguity.Loader, table, "a.csv", text))
	})
}
