package ucdp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/ucdp"
)

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	for name, loader := range map[string]loaders.Loader{"acd": ucdp.Conflicts, "ged": ucdp.Events} {
		result := loadertest.Load(t, loader, loadertest.Identities(t), "testdata/"+name+".csv")
		loadertest.Valid(t, loader, result)
		loadertest.Golden(t, "testdata/"+name+".golden.json", result)
	}
}

func TestThePublishedConflictsGiveThePublishedCounts(t *testing.T) {
	path := filepath.Join(shareddata.Dir(t), "ucdp", "ucdp-prio-acd-201.csv")
	result := loadertest.Load(t, ucdp.Conflicts, loadertest.Identities(t), path)
	if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Warnings) > 0 {
		t.Fatalf("fatal %v, rejected %v, warnings %v", result.Fatal, result.Rejected, result.Warnings)
	}
	loadertest.Valid(t, ucdp.Conflicts, result)
	rows := 0
	var coalition []graph.ID
	for _, r := range result.Records {
		rows += r.Rows
		for _, rel := range r.Relationships {
			if rel.To == "conflict:ucdp-acd-235" && rel.Properties["side"] == "B" && rel.Properties.Period().Contains(19510701) {
				coalition = append(coalition, rel.From)
			}
		}
	}
	if rows != 2448 || result.Count(graph.LabelConflict) != 290 {
		t.Errorf("%d rows, %d conflicts; want 2448 and 290", rows, result.Count(graph.LabelConflict))
	}
	shown, properties := graph.Merge([]graph.NodeRecord{edition(t, result)})
	if shown != graph.LabelDataset || properties["version"] != "20.1" || properties["coverageUntil"] != "2020-01-01" {
		t.Errorf("the edition is %v; want version 20.1, which ends with 2019", properties)
	}
	slices.Sort(coalition)
	if len(coalition) != 17 || !slices.Contains(coalition, "state:USA") || !slices.Contains(coalition, "state:KOR") || !slices.Contains(coalition, "state:LUX") {
		t.Errorf("the coalition of 1951 has %d members: %v; want South Korea and 16 others", len(coalition), coalition)
	}
}

// edition is what a load says about its own dataset.
func edition(t *testing.T, result loadertest.Result) graph.NodeRecord {
	t.Helper()
	for _, r := range result.Records {
		for _, n := range r.Nodes {
			if n.Label == graph.LabelDataset {
				return n
			}
		}
	}
	t.Fatal("no record about the dataset")
	return graph.NodeRecord{}
}

func TestThePublishedEventsGiveThePublishedCounts(t *testing.T) {
	path := filepath.Join(shareddata.Dir(t), "ucdp", "ged_syria_every33rd.csv")
	result := loadertest.Load(t, ucdp.Events, loadertest.Identities(t), path)
	if result.Fatal != nil {
		t.Fatal(result.Fatal)
	}
	loadertest.Valid(t, ucdp.Events, result)
	if len(result.Records) != 502 || result.Count(graph.LabelEvent) != 502 || len(result.Rejected) > 0 {
		t.Errorf("%d records, %d events, rejected %v; want 502, 502 and none", len(result.Records), result.Count(graph.LabelEvent), result.Rejected)
	}
	syria := 0
	for _, r := range result.Records {
		for _, rel := range r.Relationships {
			if rel.Type == graph.ActorInType && rel.From == "state:SYR" {
				syria++
			}
		}
	}
	if syria != 341 {
		t.Errorf("the government of Syria acts in %d events; want 341", syria)
	}
}

func TestEventsWithoutAHeaderAreReadByPosition(t *testing.T) {
	row := "910001,R1,2016,1,Clear,1,299,299,Syria: Government,1,11973,x,118,118,Government of Syria,4456,4456,Invented front,1,a,b,c,d,e,1,Aleppo," +
		"desc,adm,adm,36.2,37.1,POINT,1,Syria,652,Middle East,1,1,2016-01-02,2016-01-02,0,0,0,1,1,2,1,652,\n"
	result := loadertest.LoadText(ucdp.Events, loadertest.Identities(t), "ged.csv", row+strings.Replace(row, "910001", "910002", 1))
	if result.Fatal != nil || len(result.Rejected) > 0 || result.Count(graph.LabelEvent) != 2 {
		t.Errorf("fatal %v, rejected %v, %d events; want 2", result.Fatal, result.Rejected, result.Count(graph.LabelEvent))
	}
}

func TestTheEditionOfEventsIsInTheNameOfTheFile(t *testing.T) {
	text, err := os.ReadFile("testdata/ged.csv")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"GEDEvent_v25_1.csv": "25.1", "ged201.csv": "20.1", "GEDEvent_v25_0_7.csv": "25.0.7", "GEDEvent_v24_0_12.csv": "24.0.12", "mine.csv": ""} {
		got := ""
		for _, r := range loadertest.LoadText(ucdp.Events, loadertest.Identities(t), name, string(text)).Records {
			for _, n := range r.Nodes {
				if n.Label == graph.LabelDataset {
					got = n.Properties["version"].(string)
				}
			}
		}
		if got != want {
			t.Errorf("%s: version %q; want %q", name, got, want)
		}
	}
}

func TestTablesOfOtherRowsAreNamed(t *testing.T) {
	const rest = "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,version\n"
	for header, want := range map[string]string{"dyad_id," + rest: "the UCDP Dyadic Dataset", "bd_best,bd_low,bd_high," + rest: "battle-related deaths"} {
		result := loadertest.LoadText(ucdp.Conflicts, loadertest.Identities(t), "x.csv", header)
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), want) {
			t.Errorf("got %v; want %q", result.Fatal, want)
		}
	}
}

func TestTheColumnNamesOfOlderLayoutsAreRead(t *testing.T) {
	text, err := os.ReadFile("testdata/acd.csv")
	if err != nil {
		t.Fatal(err)
	}
	header, rows, _ := strings.Cut(string(text), "\n")
	older := strings.NewReplacer("conflict_id", "ConflictId", "side_a_2nd", "SideA2nd", "side_a_id", "SideAID", "gwno_a_2nd", "GWNoA2nd", "gwno_a", "GWNoA", "start_date2", "StartDate2").Replace(header)
	want := loadertest.LoadText(ucdp.Conflicts, loadertest.Identities(t), "acd.csv", string(text))
	got := loadertest.LoadText(ucdp.Conflicts, loadertest.Identities(t), "acd.csv", older+"\n"+rows)
	if got.Fatal != nil || len(got.Records) != len(want.Records) || got.CountType(graph.ParticipatedInType) != want.CountType(graph.ParticipatedInType) {
		t.Errorf("fatal %v, %d records; want %d", got.Fatal, len(got.Records), len(want.Records))
	}
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	for want, loader := range map[string]loaders.Loader{"missing columns conflict_id, year": ucdp.Conflicts, "missing columns id, type_of_violence": ucdp.Events} {
		result := loadertest.LoadText(loader, loadertest.Identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), want) {
			t.Errorf("got %v", result.Fatal)
		}
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("conflict_id,year,side_a,side_a_id,side_b,side_b_id,gwno_a,gwno_b,start_date2,start_prec2,ep_end,ep_end_date\n1,1990,\"A, B\",\"1, 2\",C,3,,,1990-01-02,2,1,1990-01-01\n", true)
	f.Add("id,type_of_violence,side_a,side_b,date_start,date_end,best,high,low,latitude,longitude\n1,1,Government of Syria,X,2016-01-01,2016-01-02,1,1,1,35.5,35\n", false)
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string, conflicts bool) {
		loader := ucdp.Events
		if conflicts {
			loader = ucdp.Conflicts
		}
		loadertest.Valid(t, loader, loadertest.LoadText(loader, table, "a.csv", text))
	})
}

// TestAPlaceOffTheGlobeIsToldAsItIsWritten: with one of the two numbers missing, too.
func TestAPlaceOffTheGlobeIsToldAsItIsWritten(t *testing.T) {
	text, err := os.ReadFile("testdata/ged.csv")
	if err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]string{
		"134.5,38.25": "134.5, 38.25 is not on the globe", "34.5,381": "34.5, 381 is not on the globe",
		",381": ", 381 is not on the globe",
	} {
		result := loadertest.LoadText(ucdp.Events, loadertest.Identities(t), "ged.csv", strings.Replace(string(text), "34.5,38.25", place, 1))
		if result.Fatal != nil || len(result.Rejected) == 0 || !strings.Contains(result.Rejected[0].Message, want) {
			t.Errorf("%s: fatal %v, rejected %v", place, result.Fatal, result.Rejected)
		}
	}
}

func TestAVersionWithADecimalCommaIsThatWithAPoint(t *testing.T) {
	text, err := os.ReadFile("testdata/acd.csv")
	if err != nil {
		t.Fatal(err)
	}
	with := strings.ReplaceAll(string(text), `"20.1"`, `"20,1"`)
	if with == string(text) {
		t.Fatal("nothing was replaced")
	}
	result := loadertest.LoadText(ucdp.Conflicts, loadertest.Identities(t), "acd.csv", with)
	if _, properties := graph.Merge([]graph.NodeRecord{edition(t, result)}); properties["version"] != "20.1" {
		t.Error(properties)
	}
}
