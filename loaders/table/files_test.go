package table_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
)

func TestWhatComesInOneArchiveWithTheTablesIsPassedOver(t *testing.T) {
	wars := table.Spec{Dataset: "wars", Columns: table.Required("war", "state")}
	places := table.Spec{Dataset: "wars (places)", Columns: table.Required("war", "latitude")}
	relatives := []table.Relative{{Name: "wars by year", Columns: []string{"war", "year"}}}
	texts := map[string]string{
		"wars.csv": "war,state\n1,2\n", "places.csv": "War,Latitude\n1,2\n", "yearly.csv": "war,state,year\n1,2,1900\n",
		"codebook.pdf": "%PDF-1.4\n\x00", "notes.txt": "read me\n", "table.txt": "war\tstate\n1\t2\n", "other.csv": "a,b\n1,2\n",
		"wars.dta": "war,state\n1,2\n",
	}
	for _, c := range []struct{ files, opened, warning, err string }{
		{"wars.csv places.csv", "wars.csv=0 places.csv=1", "", ""},
		{"codebook.pdf yearly.csv places.csv notes.txt table.txt", "places.csv=1 table.txt=0", "wars: not read: codebook.pdf, yearly.csv, notes.txt", ""},
		{"wars.dta places.csv", "wars.dta=0 places.csv=1", "", ""},
		{"wars.dta wars.csv places.csv", "wars.csv=0 places.csv=1", "wars: not read: wars.dta", ""},
		{"yearly.csv", "", "", "wars: yearly.csv holds wars by year, which is not what this loader reads"},
		{"codebook.pdf", "", "", "codebook.pdf"},
		{"wars.csv other.csv", "", "", "other.csv is not a file of this dataset: missing columns war, state"},
	} {
		t.Run(c.files, func(t *testing.T) {
			var in loaders.Input
			warning := ""
			in.Warn = func(format string, args ...any) { warning += fmt.Sprintf(format, args...) }
			for name := range strings.FieldsSeq(c.files) {
				in.Files = append(in.Files, input.File{Name: name, Path: name, Open: func() (io.ReadCloser, error) {
					return io.NopCloser(strings.NewReader(texts[name])), nil
				}})
			}
			tables, which, err := table.OpenAll(in, relatives, wars, places)
			defer table.CloseAll(tables)
			var opened []string
			for i, open := range tables {
				opened = append(opened, fmt.Sprintf("%s=%d", open.File(), which[i]))
			}
			if got := strings.Join(opened, " "); got != c.opened || warning != c.warning {
				t.Errorf("opened %q, warned %q; want %q and %q", got, warning, c.opened, c.warning)
			}
			if (err != nil) != (c.err != "") || err != nil && (graph.KindOf(err) != graph.KindInvalid || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v; want one with %q", err, c.err)
			}
		})
	}
}

func TestAFileThatWasFoundAndIsNoTableOfTheseIsForeign(t *testing.T) {
	wars := table.Spec{Dataset: "wars", Columns: table.Required("war", "state")}
	relatives := []table.Relative{{Name: "wars by year", Columns: []string{"war", "year"}}}
	for _, text := range []string{"war,year\n1,1900\n", "a,b\n1,2\n", "", "\x00\x01\x02"} {
		for _, found := range []bool{true, false} {
			file := input.File{Name: "other.txt", Path: "other.txt", Found: found, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
			_, _, err := table.OpenAll(loaders.Input{Files: []input.File{file}}, relatives, wars)
			if !loaders.IsForeign(err) || graph.KindOf(err) != graph.KindInvalid {
				t.Errorf("%q, found %v: %v", text, found, err)
			}
		}
	}
	twice := input.File{Name: "x.csv", Path: "x.csv", Found: true, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("war,state,state\n1,2,3\n")), nil
	}}
	if _, _, err := table.OpenAny(loaders.Input{}, twice, wars); err == nil || loaders.IsForeign(err) {
		t.Errorf("a damaged file of the dataset would be left out: %v", err)
	}
}
