package siprimilex

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestAnInventedSheetAsText(t *testing.T) {
	result := loadertest.Load(t, Loader{}, loadertest.Identities(t), "testdata/invented-constant-2022.csv")
	loadertest.Valid(t, Loader{}, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestAWorkbookGivesEachOfItsSheets(t *testing.T) {
	book := excelize.NewFile()
	for _, sheet := range []string{"Front page", "Constant (2022) US$", "Share of GDP"} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		if sheet == "Front page" {
			continue
		}
		for cell, value := range map[string]any{"A1": "Invented", "A3": "Country", "B3": "Notes", "C3": 2022, "D3": 2023, "A4": "Kenya", "C4": 0.012, "D4": "xxx"} {
			if err := book.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	in := loaders.Input{Identities: loadertest.Identities(t), Files: []loaders.File{{Name: "m.xlsx", Path: "m.xlsx",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content.Bytes())), nil }}}}
	values := map[string]float64{}
	for record, err := range (Loader{}).Records(in) {
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range record.Nodes {
			if n.Label == graph.LabelObservation {
				values[n.Properties["indicator"].(string)] = n.Properties["value"].(float64)
			}
		}
	}
	if len(values) != 2 || values["MILITARY_SPENDING_CONSTANT"] != 0.012 || values["MILITARY_SPENDING_SHARE"] != 1.2 {
		t.Errorf("values: %v", values)
	}
}

func TestAFileThatDoesNotSayWhatItMeasuresIsRefused(t *testing.T) {
	for _, text := range []string{"", "a,b\n1,2\n", "Country,Notes,2022\nKenya,,5\n"} {
		result := loadertest.LoadText(Loader{}, loadertest.Identities(t), "x.csv", text)
		if result.Fatal == nil || len(result.Records) > 0 {
			t.Errorf("%q: fatal %v, %d records", text, result.Fatal, len(result.Records))
		}
	}
}

func FuzzSheetsNeverPanic(f *testing.F) {
	f.Add("constant\nCountry,Notes,2022\nKenya,,5\n")
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Count(text, "\n") < 100 {
			loadertest.Valid(t, Loader{}, loadertest.LoadText(Loader{}, identities, "f.csv", text))
		}
	})
}
