package cowmid_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/cowmid"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/google/go-cmp/cmp"
)

func identities(t testing.TB) loaders.Identities {
	t.Helper()
	table, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cowmid.Loader{}, identities(t), "testdata/MIDA.csv", "testdata/MIDB.csv", "testdata/MIDLOC.csv")
	loadertest.Valid(t, cowmid.Loader{}, result)
	loadertest.Golden(t, "testdata/mid.golden.json", result)
	other := loadertest.Load(t, cowmid.Loader{}, identities(t), "testdata/MIDLOC.csv", "testdata/MIDB.csv", "testdata/MIDA.csv")
	if diff := cmp.Diff(result.Records, other.Records); diff != "" {
		t.Errorf("the order of the files matters: %s", diff)
	}
}

func TestHeadersOfOtherVersionsAreRead(t *testing.T) {
	for _, header := range []string{
		"DispNum,StAbb,CCode,StDay,StMon,StYear,EndDay,EndMon,EndYear,SideA,RevState,RevType1,RevType2,Fatality,FatalPre,HiAct,HostLev,Orig,Version",  // 3.10
		"dispnum3,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version", // 4.3
	} {
		result := loadertest.LoadText(cowmid.Loader{}, identities(t), "MIDB.csv", header+"\n7,USA,2,1,9,1902,24,1,1903,1,0,0,-9,6,-9,7,3,0,3.1\n")
		if result.Fatal != nil || len(result.Rejected) > 0 || result.Count(graph.LabelConflict) != 1 || len(result.Warnings) != 1 || !strings.Contains(result.Warnings[0], "without the dispute file") {
			t.Errorf("%s: %+v", header, result)
		}
	}
}

func TestThePublishedFilesGiveThePublishedCounts(t *testing.T) {
	folder := filepath.Join(shareddata.Dir(t), "cow")
	result := loadertest.Load(t, cowmid.Loader{}, identities(t), filepath.Join(folder, "MIDA 5.0.csv"), filepath.Join(folder, "MIDB 5.0.csv"))
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, cowmid.Loader{}, result)
	rows, unknown, noDay, ongoing := 0, 0, 0, 0
	hostility, codes, spells := map[int]int{}, map[string]bool{}, map[string]int{}
	for _, r := range result.Records {
		rows += r.Rows
		seen := map[string]bool{}
		for _, n := range r.Nodes {
			if n.Label != graph.LabelConflict {
				continue
			}
			node, err := graph.NewNode(n.Label, n.ID, n.Properties)
			if err != nil {
				t.Fatal(err)
			}
			c := node.(*graph.Conflict)
			hostility[*c.Hostility]++
			if c.Low == nil {
				unknown++
			}
			if c.Period.From.DayOfMonth() == 0 {
				noDay++
			}
			if c.Period.EndUncertain {
				ongoing++
			}
		}
		for _, rel := range r.Relationships {
			code, _, _ := strings.Cut(rel.Discriminator, "/")
			codes[code] = true
			if key := rel.Locator; !seen[key] {
				seen[key] = true
				spells[string(rel.To)+" "+code]++
			}
		}
	}
	repeats := 0
	for _, n := range spells {
		if n > 1 {
			repeats += n - 1
		}
	}
	for what, n := range map[string][2]int{"rows": {rows, 2436 + 5883}, "disputes": {result.Count(graph.LabelConflict), 2436}, "states": {len(codes), 195},
		"hostility 4": {hostility[4], 1603}, "hostility 5": {hostility[5], 106}, "fatality unknown": {unknown, 268}, "no day": {noDay, 271},
		"ongoing": {ongoing, 33}, "repeats": {repeats, 29}} {
		if n[0] != n[1] {
			t.Errorf("%s: got %d, want %d", what, n[0], n[1])
		}
	}
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	result := loadertest.LoadText(cowmid.Loader{}, identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "missing columns outcome, hostlev") {
		t.Errorf("got %v", result.Fatal)
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("dispnum,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,orig\n1,2,-9,1,1900,-9,-9,1900,1,1\n1,365,-9,1,1900,-9,-9,1992,0,\n")
	f.Add("dispnum,outcome,hostlev,stday,stmon,styear,endday,endmon,endyear,fatality,ongo\n1,2,5,1,1,1900,2,2,1901,6,1\n")
	table := identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, cowmid.Loader{}, loadertest.LoadText(cowmid.Loader{}, table, "a.csv", text))
	})
}
