package cowstates_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/cowstates"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cowstates.Loader, loadertest.Identities(t), "testdata/states.csv", "testdata/majors.csv", "testdata/codes.csv")
	loadertest.Valid(t, cowstates.Loader, result)
	loadertest.Golden(t, "testdata/states.golden.json", result)
}

func TestThePublishedFilesGiveThePublishedCounts(t *testing.T) {
	folder := filepath.Join(shareddata.Dir(t), "cow")
	result := loadertest.Load(t, cowstates.Loader, loadertest.Identities(t), filepath.Join(folder, "states2016.csv"), filepath.Join(folder, "majors2016.csv"),
		filepath.Join(folder, "COW country codes.csv"))
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, cowstates.Loader, result)
	if len(result.Records) != 243+14+243 {
		t.Errorf("%d rows; want 243 spells, 14 of major powers and 243 codes", len(result.Records))
	}
	members := func(of graph.ID, year int) int {
		codes := map[string]bool{}
		for _, r := range result.Records {
			for _, rel := range r.Relationships {
				if rel.To == of && rel.Properties.Period().Overlaps(graph.Between(graph.YearOnly(year), graph.YearOnly(year))) {
					code, _, _ := strings.Cut(rel.Discriminator, "/")
					codes[code] = true
				}
			}
		}
		return len(codes)
	}
	for _, c := range []struct {
		year, want int
	}{{1816, 23}, {1900, 42}, {1945, 64}, {1990, 165}, {2012, 195}, {2016, 195}} {
		if got := members("org:cow-state-system", c.year); got != c.want {
			t.Errorf("members of the state system in %d: got %d, want %d", c.year, got, c.want)
		}
	}
	if got := members("org:cow-major-powers", 2000); got != 7 {
		t.Errorf("major powers in 2000: got %d, want 7", got)
	}
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	result := loadertest.LoadText(cowstates.Loader, loadertest.Identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(fmt.Sprint(result.Fatal), "missing columns ccode, styear") {
		t.Errorf("got %v", result.Fatal)
	}
}

func TestAFileThatHasCodesAndNamesAmongOtherColumnsIsNoListOfCodes(t *testing.T) {
	for _, header := range []string{"version4id,ccode,state_name,all_st_day,defense\n1,2,United States,1,1\n", "WarNum,WarName,ccode,StateName,Side\n1,War,2,United States,1\n"} {
		result := loadertest.LoadText(cowstates.Loader, loadertest.Identities(t), "x.csv", header)
		if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(fmt.Sprint(result.Fatal), "it has other columns than ccode, statenme, stateabb, version") {
			t.Errorf("got %v", result.Fatal)
		}
	}
	mended := loadertest.LoadText(cowstates.Loader, loadertest.Identities(t), "x.csv", "StateAbb,CCode,StateNme,entente_file,entente_line\nUSA,2,United States,codes.csv,2\n")
	if mended.Fatal != nil || len(mended.Records) != 1 {
		t.Errorf("a mended list of codes: %v, %d records", mended.Fatal, len(mended.Records))
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\nUSA,2,United States,1816,1,1,2016,12,31,2016\n")
	f.Add("ccode,styear,stmonth,stday,endyear,endmonth,endday\r255,1816,1,1,1945,5,8\r")
	f.Add("StateAbb,CCode,StateNme\rUSA,2,United States\r")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		result := loadertest.LoadText(cowstates.Loader, table, "a.csv", text)
		loadertest.Valid(t, cowstates.Loader, result)
	})
}

func TestAListOfStatesWithoutItsNamesIsNotTakenForTheMajorPowers(t *testing.T) {
	text := "ccode,styear,stmonth,stday,endyear,endmonth,endday\n"
	for i := range 61 {
		text += fmt.Sprintf("2,%d,1,1,%d,1,2\n", 1900+i, 1900+i)
	}
	result := loadertest.LoadText(cowstates.Loader, loadertest.Identities(t), "states.csv", text)
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "states.csv has more than 60 rows") || !strings.Contains(result.Fatal.Error(), "statenme") {
		t.Error(result.Fatal)
	}
}
