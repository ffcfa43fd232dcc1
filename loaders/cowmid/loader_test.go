package cowmid_test

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/cowmid"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cowmid.Loader, loadertest.Identities(t), "testdata/MIDA.csv", "testdata/MIDB.csv", "testdata/MIDLOC.csv")
	loadertest.Valid(t, cowmid.Loader, result)
	loadertest.Golden(t, "testdata/mid.golden.json", result)
	other := loadertest.Load(t, cowmid.Loader, loadertest.Identities(t), "testdata/MIDLOC.csv", "testdata/MIDB.csv", "testdata/MIDA.csv")
	if diff := cmp.Diff(result.Records, other.Records); diff != "" {
		t.Errorf("the order of the files matters: %s", diff)
	}
}

func TestHeadersOfOtherVersionsAreRead(t *testing.T) {
	for _, header := range []string{
		"DispNum,StAbb,CCode,StDay,StMon,StYear,EndDay,EndMon,EndYear,SideA,RevState,RevType1,RevType2,Fatality,FatalPre,HiAct,HostLev,Orig,Version",  // 3.10
		"dispnum3,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version", // 4.3
	} {
		result := loadertest.LoadText(cowmid.Loader, loadertest.Identities(t), "MIDB.csv", header+"\n7,USA,2,1,9,1902,24,1,1903,1,0,0,-9,6,-9,7,3,0,3.1\n")
		if result.Fatal != nil || len(result.Rejected) > 0 || result.Count(graph.LabelConflict) != 1 || len(result.Warnings) != 1 || !strings.Contains(result.Warnings[0], "without the dispute file") {
			t.Errorf("%s: %+v", header, result)
		}
	}
}

const (
	midaOf43 = "dispnum3,dispnum4,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,hostlev,recip,numa,numb,link1,link2,link3,ongo2010,version\r\n" +
		"7,-9,24,1,1902,-9,-9,1903,6,1,0,-9,208,178,7,3,0,1,1,0,0,0,0,4.3000002\r\n8,-9,24,1,1902,-9,-9,1903,6,1,0,-9,208,178,7,3,0,1,1,0,0,0,0,4.3000002\r\n"
	midbOf43 = "dispnum3,dispnum4,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version\r\n" +
		"7,-9,USA,2,24,1,1902,-9,-9,1903,1,0,0,-9,6,-9,7,3,1,4.3000002\r\n"
)

// files makes files of texts by name.
func files(texts map[string]string) (out []input.File) {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(texts[name])), nil }})
	}
	return out
}

func TestPlacesOfAllVersionsAreReadAndIncidentsPassedOver(t *testing.T) {
	for version, midloc := range map[string]string{
		"1.1": "dispnum3,year,midloc11_location,midloc11_measuringpoint,midloc11_latitude,midloc11_longitude,midloc11_precision\n7,1902,Invented Bay,x,8.25,-70.5,1\n8,1902,NA,NA,-99,-99,-99\n",
		"2.0": "year,dispnum,midloc2_location,midloc2_measuringpoint,midloc2_xlongitude,midloc2_ylatitude,midloc2_precision,midloc2_howobtained,midloc2_precision_comment," +
			"midloc2_general_comment,priogrid_cell,midloc11_location,midloc11_midlocmeasuringpoint,midloc11_latitude,midloc11_longitude,midloc11_precision\n" +
			"1902,7,Invented Bay,x,-70.5,8.25,1,,,,1,Elsewhere,x,1,1,1\n1902,8,,,,,-99,,,,,,,,,\n",
		"3.0": "dispnum,year,midloc3_location,midloc3_xlongitude,midloc3_ylatitude\n7,1902,Invented Bay,-70.5,8.25\n8,1902,,NA,NA\n",
	} {
		in := loaders.Input{Identities: loadertest.Identities(t), Files: files(map[string]string{
			"MIDA 4.3.csv": midaOf43, "MIDB 4.3.csv": midbOf43, "MIDLOCA.csv": midloc,
			"MIDI 4.3.csv":        "dispnum3,incidnum3,dispnum4,incidnum4,stday,stmon,styear,endday,endmon,endyear,duration,tbi,fatality,fatalpre,action,hostlev,numa,revtype1,revtype2,version\n",
			"MIDLOCI_2.0.csv":     "year,dispnum,incidnum,midloc2_location,midloc2_xlongitude,midloc2_ylatitude\n1902,7,7001,x,1,1\n",
			"MIDs 4.3 (book).pdf": "%PDF-1.4\n",
		})}
		var warnings []string
		in.Warn = func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
		rows, places := 0, map[string]any{}
		for record, err := range cowmid.Loader.Records(in) {
			if err != nil {
				t.Fatalf("%s: %v", version, err)
			}
			rows += record.Rows
			for _, n := range record.Nodes {
				if n.Label == graph.LabelPlace {
					places[n.Properties["name"].(string)] = n.Properties["latitude"]
				}
			}
		}
		if diff := cmp.Diff(map[string]any{"Invented Bay": 8.25}, places); diff != "" || rows != 5 {
			t.Errorf("%s: %d rows; want 5; %s", version, rows, diff)
		}
		if len(warnings) != 1 || warnings[0] != "cow-mid (disputes, MIDA): not read: MIDI 4.3.csv, MIDLOCI_2.0.csv, MIDs 4.3 (book).pdf" {
			t.Errorf("%s: warnings %q", version, warnings)
		}
	}
}

func TestThePublishedFilesGiveThePublishedCounts(t *testing.T) {
	folder := filepath.Join(shareddata.Dir(t), "cow")
	result := loadertest.Load(t, cowmid.Loader, loadertest.Identities(t), filepath.Join(folder, "MIDA 5.0.csv"), filepath.Join(folder, "MIDB 5.0.csv"))
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatalf("fatal %v, rejected %v", result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, cowmid.Loader, result)
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
	for what, n := range map[string][2]int{
		"rows": {rows, 2436 + 5883}, "disputes": {result.Count(graph.LabelConflict), 2436}, "states": {len(codes), 195},
		"hostility 4": {hostility[4], 1603}, "hostility 5": {hostility[5], 106}, "fatality unknown": {unknown, 268}, "no day": {noDay, 271},
		"ongoing": {ongoing, 33}, "repeats": {repeats, 29},
	} {
		if n[0] != n[1] {
			t.Errorf("%s: got %d, want %d", what, n[0], n[1])
		}
	}
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	result := loadertest.LoadText(cowmid.Loader, loadertest.Identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "missing columns outcome, hostlev") {
		t.Errorf("got %v", result.Fatal)
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("dispnum,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,orig\n1,2,-9,1,1900,-9,-9,1900,1,1\n1,365,-9,1,1900,-9,-9,1992,0,\n")
	f.Add("dispnum,outcome,hostlev,stday,stmon,styear,endday,endmon,endyear,fatality,ongo\n1,2,5,1,1,1900,2,2,1901,6,1\n")
	table := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, cowmid.Loader, loadertest.LoadText(cowmid.Loader, table, "a.csv", text))
	})
}
