package siprimilex

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestAnInventedSheetAsText(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/invented-constant-2022.csv")
	loadertest.Valid(t, Loader, result)
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
	in := loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{{
		Name: "m.xlsx", Path: "m.xlsx",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content.Bytes())), nil },
	}}}
	values := map[string]float64{}
	for record, err := range Loader.Records(in) {
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

// published is a workbook in the layout of its publisher: text above the header, a blank column, regions without
// figures.
func published(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	for _, s := range []struct {
		name   string
		header []any
		kenya  []any
	}{
		{"Front page", nil, nil},
		{"Regional totals", []any{"Region", 2022, 2023}, []any{"World", 1.0, 2.0}},
		{"Local currency financial years", []any{"Country", "Currency", "Notes", 2022, 2023}, []any{"Kenya", "b. shillings", "", 1.5, ". ."}},
		{"Local currency calendar years", []any{"Country", "Currency", "Notes", 2022, 2023}, []any{"Kenya", "m. shillings", "", 1400.5, "xxx"}},
		{"Constant (2023) US$", []any{"Country", "", "Notes", 2022, 2023}, []any{"Kenya", "", 1, 1000.25, "..."}},
		{"Current US$", []any{"Country", "", "Notes", 2022, 2023}, []any{"Kenya", "", 1, 900.25, ". ."}},
		{"Share of GDP", []any{"Country", "Notes", 2022, 2023}, []any{"Kenya", "", 0.056, "xxx"}},
		{"Per capita", []any{"Country", "Notes", 2022, 2023}, []any{"Kenya", "", 18.5, "xxx"}},
		{"Share of Govt. spending", []any{"Country", "Notes", "Reporting year", 2022, 2023}, []any{"Kenya", "", "", 0.05, "xxx"}},
	} {
		if _, err := book.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for row, cells := range map[string][]any{"A1": {"Invented expenditure"}, "A2": {"Figures in blue are estimates."}, "A6": s.header, "A8": {"Africa"}, "A9": s.kenya} {
			if err := book.SetSheetRow(s.name, row, &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func TestEachSheetOfThePublishedLayoutHasItsOwnIndicator(t *testing.T) {
	content := published(t)
	in := loaders.Input{Identities: loadertest.Identities(t), Files: []input.File{{
		Name: "m.xlsx", Path: "m.xlsx",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}}}
	got := map[string]string{}
	for record, err := range Loader.Records(in) {
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range record.Nodes {
			if n.Label == graph.LabelObservation {
				got[n.Properties["indicator"].(string)] = fmt.Sprint(n.Properties["value"], " ", n.Properties["unit"])
			}
		}
	}
	want := map[string]string{
		"MILITARY_SPENDING_LOCAL_FINANCIAL_YEAR": "1500 million shillings", "MILITARY_SPENDING_LOCAL": "1400.5 million shillings",
		"MILITARY_SPENDING_CONSTANT": "1000.25 million constant USD", "MILITARY_SPENDING": "900.25 million current USD", "MILITARY_SPENDING_SHARE": "5.6 percent of GDP",
		"MILITARY_SPENDING_PER_CAPITA": "18.5 current USD", "MILITARY_SPENDING_SHARE_OF_GOVERNMENT": "5 percent of government spending",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASheetSavedByASpreadsheetIsReadInItsEncodingAndDelimiter(t *testing.T) {
	const text = "Invented expenditure, constant (2023) US$ m.\r\n\r\nCountry;Notes;2022;2023\r\nAfrica;;;\r\nCôte d'Ivoire;;5,5;1.200\r\nTürkiye;;. .;10\r\n"
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	cp1252, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, encoded := range map[string]string{"utf-8": text, "utf-8 with a mark": "\ufeff" + text, "utf-16": utf16, "windows-1252": cp1252} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "x.csv", encoded)
		states := map[graph.ID]float64{}
		for _, record := range result.Records {
			for _, n := range record.Nodes {
				if n.Label == graph.LabelObservation {
					states[graph.ID(n.Properties["subject"].(string))] += n.Properties["value"].(float64)
				}
			}
		}
		if diff := cmp.Diff(map[graph.ID]float64{"state:CIV": 1205.5, "state:TUR": 10}, states); diff != "" || result.Fatal != nil || len(result.Rejected) != 0 {
			t.Errorf("%s: fatal %v, rejected %v, %s", name, result.Fatal, result.Rejected, diff)
		}
	}
}

func TestAFileThatDoesNotSayWhatItMeasuresIsRefused(t *testing.T) {
	for _, text := range []string{"", "a,b\n1,2\n", "Country,Notes,2022\nKenya,,5\n"} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "x.csv", text)
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
			loadertest.Valid(t, Loader, loadertest.LoadText(Loader, identities, "f.csv", text))
		}
	})
}
