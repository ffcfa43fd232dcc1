package registry_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

// sheets is a workbook of rows by sheet.
func sheets(t *testing.T, path string, rows map[string][][]any) {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for sheet, rows := range rows {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			if err == nil {
				err = book.SetSheetRow(sheet, cell, &row)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasRejectedCanBeMendedAndLoadedWhateverItsFormat(t *testing.T) {
	gdelt := "1\t20240101\t202401\t2024\t2024.0027\tKOR\tSOUTH KOREA\tKOR" + strings.Repeat("\t", 19) + "010\t010\t01\t1\t0.0\t1\t1\t1\t0" + strings.Repeat("\t", 23)
	const alliances = "version4id\tccode\tmem_st_day\tmem_st_month\tmem_st_year\tmem_end_day\tmem_end_month\tmem_end_year\tdefense\tneutrality\tnonaggression\tentente\n"
	for _, c := range []struct {
		loader, file, text string
		sheets             map[string][][]any
		rejects            string // names of the rejects files
		bad, good          string
	}{
		{
			loader: "opensanctions", file: "f.json", bad: "schemata", good: "schema", rejects: "r.csv",
			text: "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A, \\\"B\\\"\"]}}\n{\"id\":\"b\",\"schemata\":\"Person\",\"properties\":{\"name\":[\"C, \\\"D\\\"\"]}}\n",
		},
		{
			loader: "stix", file: "f.json", bad: "ident", good: "id", rejects: "r.csv",
			text: "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[\n{\"type\":\"threat-actor\",\n \"id\":\"threat-actor--1\",\"name\":\"A\"},\n{\"type\":\"threat-actor\",\n \"ident\":\"threat-actor--2\",\"name\":\"B\"}]}\n",
		},
		{
			loader: "gdelt-events", file: "f.CSV", bad: "20241301", good: "20241201", rejects: "r.csv",
			text: gdelt + "\n" + strings.Replace(strings.Replace(gdelt, "20240101", "20241301", 1), "1", "2", 1) + "\n",
		},
		{
			loader: "cow-alliances", file: "f.tsv", bad: "19x0", good: "1950", rejects: "r.csv",
			text: alliances + "1\t2\t1\t1\t1950\t\t\t\t1\t0\t0\t0\n1\t20\t1\t1\t19x0\t\t\t\t1\t0\t0\t0\n",
		},
		{loader: "missile-tests", file: "f.xlsx", bad: "soon", good: "2020-03-02", rejects: "r.csv", sheets: map[string][][]any{
			"Tests": {{}, {"F1", "Date", "Missile Name"}, {1, 43892, "Hwasong-12"}, {2, "soon", "Hwasong-14"}},
		}},
		{loader: "sipri-milex", file: "f.xlsx", bad: "lots", good: "7", rejects: "r.Current US$.csv r.csv|r.Constant (2022) US$.csv r.csv", sheets: map[string][][]any{
			"Constant (2022) US$": {{"Country", "Notes", 2020, 2021}, {"France", "", 1, 2}, {"Italy", "", 1, "lots"}},
			"Current US$":         {{"Country", "Notes", 2020, 2021}, {"France", "", 1, 2}, {"Italy", "", "lots", 2}},
		}},
	} {
		t.Run(c.loader, func(t *testing.T) {
			folder, loader := t.TempDir(), registry.Find(c.loader)
			input := filepath.Join(folder, c.file)
			if c.sheets != nil {
				sheets(t, input, c.sheets)
			} else if err := os.WriteFile(input, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			store := memstore.New()
			defer func() { _ = store.Close() }()
			run := func(rejects string, paths ...string) runner.Report {
				t.Helper()
				report, err := runner.Run(t.Context(), store, loader, runner.Options{Paths: paths, Rejects: rejects, Identities: loadertest.Identities(t), AllowShrink: true})
				if err != nil {
					t.Fatal(err)
				}
				return report
			}
			first := run(filepath.Join(folder, "r.csv"), input)
			var names []string
			for _, path := range first.RejectsFiles {
				names = append(names, filepath.Base(path))
				content, err := os.ReadFile(path)
				if err != nil || strings.Count(string(content), c.bad) == 0 {
					t.Fatalf("%s: %q %v", path, content, err)
				}
				if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(content), c.bad, c.good)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(names) // the sheets are in any order
			if !slices.Contains(strings.Split(c.rejects, "|"), strings.Join(names, " ")) || first.Rejected != len(names) || first.Accepted == 0 {
				t.Fatalf("%q, %+v", names, first)
			}
			paths, rejected := first.RejectsFiles, 0
			if loader.Mode == loaders.Whole {
				paths, rejected = append(paths, input), first.Rejected // those of the first file still are
			}
			if second := run("", paths...); second.Rejected != rejected || second.Accepted < first.Rejected || second.Result.NodesCreated == 0 {
				t.Errorf("%+v", second)
			}
		})
	}
}
