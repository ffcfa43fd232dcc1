package cowwars_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/cowwars"
	"github.com/entente-graph/entente/loaders/loadertest"
)

var lists = map[string]loaders.Loader{"inter": cowwars.Interstate, "intra": cowwars.Intrastate, "extra": cowwars.Extrastate, "non": cowwars.Nonstate}

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	for name, loader := range lists {
		t.Run(name, func(t *testing.T) {
			result := loadertest.Load(t, loader, loadertest.Identities(t), "testdata/"+name+".csv")
			loadertest.Valid(t, loader, result)
			loadertest.Golden(t, "testdata/"+name+".golden.json", result)
		})
	}
}

func TestVersion5IsPublishedAsWarsAndAsParticipants(t *testing.T) {
	loader := cowwars.Intrastate
	result := loadertest.Load(t, loader, loadertest.Identities(t), "testdata/intra51-wars.csv", "testdata/intra51-participants.csv")
	loadertest.Valid(t, loader, result)
	loadertest.Golden(t, "testdata/intra51.golden.json", result)
	for _, file := range []string{"testdata/intra51-wars.csv", "testdata/intra51-participants.csv"} {
		alone := loadertest.Load(t, loader, loadertest.Identities(t), file)
		if alone.Fatal != nil || len(alone.Rejected) > 0 || alone.Count(graph.LabelConflict) < 2 {
			t.Errorf("%s: fatal %v, rejected %v, %d wars", file, alone.Fatal, alone.Rejected, alone.Count(graph.LabelConflict))
		}
	}
}

func TestEachListRefusesTheOthers(t *testing.T) {
	for name, loader := range lists {
		for other := range lists {
			if other == name {
				continue
			}
			result := loadertest.Load(t, loader, loadertest.Identities(t), "testdata/"+other+".csv")
			if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), loader.Name+": "+other+".csv is not a file of this dataset: missing columns") {
				t.Errorf("%s as %s: %v", other, name, result.Fatal)
			}
		}
	}
}

func TestThePublishedInterstateWarsGiveThePublishedCounts(t *testing.T) {
	path := filepath.Join(shareddata.Dir(t), "cow", "Inter-StateWarData_v4.0.csv")
	loader := cowwars.Interstate
	result := loadertest.Load(t, loader, loadertest.Identities(t), path)
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, loader, result)
	rows := 0
	korea := map[graph.ID]*graph.ParticipatedIn{}
	for _, r := range result.Records {
		rows += r.Rows
		for _, rel := range r.Relationships {
			if rel.To == "conflict:cow-interstate-wars-151" {
				typed, err := graph.NewRelationship(rel)
				if err != nil {
					t.Fatal(err)
				}
				korea[rel.From] = typed.(*graph.ParticipatedIn)
			}
		}
	}
	if rows != 337 || result.Count(graph.LabelConflict) != 95 {
		t.Errorf("%d participants in %d wars; want 337 in 95", rows, result.Count(graph.LabelConflict))
	}
	if p := korea["state:PRK"]; p == nil || p.Side != "A" || !*p.Initiator || !*p.Originator || *p.Best != 316579 || p.Period.Text() != "1950-06-24 to 1953-07-28" {
		t.Errorf("North Korea in the Korean War: %+v", p)
	}
	if p := korea["state:USA"]; p == nil || p.Side != "B" || *p.Initiator || *p.Originator || p.Outcome != "stalemate" {
		t.Errorf("the United States in the Korean War: %+v", p)
	}
	if p := korea["state:KOR"]; p == nil || p.Side != "B" || *p.Initiator || !*p.Originator {
		t.Errorf("South Korea in the Korean War: %+v", p)
	}
	if len(korea) != 16 {
		t.Errorf("%d states in the Korean War; want 16", len(korea))
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("WarNum,WarName,ccode,Side,StartYear1,EndYear1,Initiator,BatDeath\n1,A,2,1,1900,1901,1,-9\n1,A,365,2,1900,-7,2,7\n", "inter")
	f.Add("WarNum,WarName,CcodeA,SideA,CcodeB,SideB,StartYr1,EndYr1,Initiator\n1,A,2,USA,-8,Rebels,1900,1901,Rebels\n1,A,-8,-8,,x,1990,1,B\n", "intra")
	f.Add("WarNum,WarName,SideA1,SideB1,SideB2,StartYear,EndYear,Initiator\n1,A,X,Y,Z,1900,1901,A\n", "non")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text, list string) {
		loader, ok := lists[list]
		if !ok {
			return
		}
		loadertest.Valid(t, loader, loadertest.LoadText(loader, table, "a.csv", text))
	})
}
