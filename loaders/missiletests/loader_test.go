package missiletests

import (
	"bytes"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedTestsAsJSON(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/invented.json")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

// workbookOf is the first tests of testdata/invented.json as their publisher would write them: a blank row, the header,
// day numbers, a formula.
func workbookOf(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	for cell, v := range map[string]any{
		"A2": "F1", "B2": "Date", "C2": "Missile Name", "D2": "Missile Type", "E2": "Facility Name", "F2": "Facility Latitude",
		"G2": "Facility Longitude", "H2": "Apogee", "I2": "Distance Travelled", "J2": "Confirmation Status", "K2": "Test Outcome", "L2": "Source(s)",
		"A3": 1, "B3": 43892, "C3": "Hwasong-12", "D3": "IRBM", "E3": "Example Range", "F3": 39.1, "G3": 127.5, "H3": "35 km", "I3": "240 km", "J3": "Confirmed",
		"K3": "Success", "L3": "https://example.org/test-1", "C4": "Unknown", "D4": "Unknown", "E4": "Unknown", "H4": "Unknown", "J4": "Unknown",
	} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for cell, formula := range map[string]string{"A4": "A3+1", "B4": "B3"} {
		if err := book.SetCellFormula("Sheet1", cell, formula); err != nil {
			t.Fatal(err)
		}
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func TestAWorkbookStatesTheSameAsJSON(t *testing.T) {
	content := workbookOf(t)
	in := loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{{
		Name: "t.xlsx", Path: "t.xlsx",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}}}
	var got []loaders.Record
	for record, err := range Loader.Records(in) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, record)
	}
	want := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/invented.json").Records[:2]
	strip := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Locator" || p.Last().String() == ".Origin" }, cmp.Ignore())
	if diff := cmp.Diff(want, got, strip); diff != "" {
		t.Error(diff)
	}
}

func TestTheSisterTablesWriteTheirHeaderInOneWord(t *testing.T) {
	const text = "F1,Date,DateEntered,TimeOfTest,MissileName,MissileFamily,LaunchAgency/Authority,FacilityName,FacilityLatitude,FacilityLongitude,Apogee,DistanceTravelled,Confirmation,TestOutcome,Country\n" +
		"1,2017-11-28,2018-01-01,18:17,Example-X,ICBM,Example Force,Example Range,39.1,125.9,4500 km,950 km,Confirmed,Success,Iran\n" +
		"2,1984,2018-01-01,,Example-X,ICBM,,,,,,,,,Iran\n"
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "iran.csv", text)
	loadertest.Valid(t, Loader, result)
	if result.Fatal != nil || len(result.Records) != 1 || len(result.Rejected) != 1 || result.Rejected[0].Rule != "bad-date" {
		t.Fatalf("fatal %v, rejected %v, %d records", result.Fatal, result.Rejected, len(result.Records))
	}
	got := map[string]any{}
	for _, n := range result.Records[0].Nodes {
		for _, property := range []string{"status", "subtype", "latitude", "summary"} {
			if v, ok := n.Properties[property]; ok {
				got[property] = v
			}
		}
	}
	want := map[string]any{"status": "CONFIRMED", "subtype": "ICBM", "latitude": 39.1, "summary": "outcome: Success; apogee: 4500 km; distance travelled: 950 km"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"", "[]"} {
		if result := loadertest.LoadText(Loader, loadertest.Identities(t), "x.json", text); graph.KindOf(result.Fatal) != graph.KindInvalid {
			t.Errorf("%q: %v", text, result.Fatal)
		}
	}
}

func FuzzTestsNeverPanic(f *testing.F) {
	f.Add(`[{"F1": 1, "Date": "2020-03-02", "Missile Name": "X"}]`)
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, identities, "f.json", text))
	})
}
