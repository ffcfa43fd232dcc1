package generic

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// TestRowsAboutATableAreNoData has tables as lines of comma-separated cells; the workbook has the same rows.
func TestRowsAboutATableAreNoData(t *testing.T) {
	for why, c := range map[string]struct {
		lines string
		want  string // rules of the rejected rows by line
	}{
		"units":              {"id,troops,cost\n,persons,mn\na,1,2\nb,3,4\n", "2 second-header"},
		"longer names":       {"id,troops,cost\nThe base,All troops,What it costs\na,1,\nb,,4\nc,5,6\n", "2 second-header"},
		"missing figures":    {"id,troops,cost\na,n.a.,..\nb,3,4\nc,5,6\n", ""},
		"one column of them": {"id,name,cost\na,First,dear\nb,Second,4\nc,Third,6\n", ""},
		"words below":        {"id,name,kind\na,First,base\nb,Second,port\nc,Third,port\n", ""},
		"a figure of it":     {"id,troops,cost\n7,many,dear\n8,3,4\n9,5,6\n", ""},
		"notes":              {"id,troops,cost\na,1,2\nSource: the ministry,,\n* provisional,,\n,Updated 2024,\nb,3,4\n", "3 note, 4 note, 5 note"},
		"a padded note":      {"id,troops,cost\na,1,2\n\u00a0,Source: the ministry,\n", "3 note"},
		"names alone":        {"id,troops,cost\na,1,2\nSourceforge,,\nb,,\n", ""},
		"totals":             {"id,troops,cost\na,1,2\nSubtotal,1,2\nb,3,4\nGrand Total:,4,n/a\n,Total,6\nSumme,1.5,\n", "3 total, 5 total, 6 total, 7 total"},
		"a total of percent": {"id,share\na,40 %\nb,60 %\ntotal,100 %\n", "4 total"},
		"names like totals":  {"id,name,cost\nTotal,France,2\nTotalEnergies,,3\nSum,,\n1,Total,5\nSumer,1,2\n", ""},
		"a table of sources": {"id,title\nSource,\nNote: x,\n", ""},
	} {
		var cells [][]any
		for line := range strings.Lines(c.lines) {
			var row []any
			for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
				row = append(row, cell)
			}
			cells = append(cells, row)
		}
		content := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(c.lines)), nil }
		for _, file := range []input.File{workbookOf(t, cells, nil), {Name: "t.csv", Open: content}} {
			var got []string
			for _, err := range rows(loaders.Input{}, file, TableMapping{}) {
				var rejected *loaders.RowError
				if errors.As(err, &rejected) {
					got = append(got, fmt.Sprintf("%d %s", rejected.Line, rejected.Rule))
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Join(got, ", "); got != c.want {
				t.Errorf("%s in %s: %q; want %q", why, file.Name, got, c.want)
			}
		}
	}
}

func TestALetterThatWasLostBeforeIsTold(t *testing.T) {
	content := func(text string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	}
	for _, file := range []input.File{
		{Name: "t.csv", Open: content("id,country\na,France\nb,T\uFFFDrkiye\n")},
		{Name: "t.jsonl", Open: content("{\"id\": \"a\"}\n\n{\"country\": \"T\\ud83drkiye\"}")},
	} {
		var warnings []string
		in := loaders.Input{Warn: func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }}
		for _, err := range rows(in, file, TableMapping{}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		want := file.Name + ": values with the sign \uFFFD in the place of a letter that was lost before: 1, the first in row 3, column country: \"T\uFFFDrkiye\""
		if len(warnings) != 1 || !strings.HasPrefix(warnings[0], want) {
			t.Errorf("warnings %q, want %q", warnings, want)
		}
	}
}

func TestValuesThatWereGarbledBeforeAreToldAndKept(t *testing.T) {
	content := func(text string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	}
	for _, file := range []input.File{
		workbookOf(t, [][]any{{"id", "country"}, {"a", "France"}, {"b", "TÃ¼rkiye"}, {"c", "CÃ´te d'Ivoire"}}, nil),
		{Name: "t.csv", Open: content("id,country\na,France\nb,TÃ¼rkiye\nc,CÃ´te d'Ivoire\n")},
		{Name: "t.json", Open: content("[{\"id\": \"a\"},\n{\"id\": \"b\", \"z\": \"é\",\n\"country\": \"T\\u00c3\\u00bcrkiye\"}, {\"country\": \"CÃ´te d'Ivoire\"}]")},
	} {
		var warnings, got []string
		in := loaders.Input{Warn: func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }}
		for r, err := range rows(in, file, TableMapping{}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r.value("country"))
		}
		line := map[string]int{"t.json": 2}[file.Name]
		if line == 0 {
			line = 3
		}
		want := fmt.Sprintf("%s: values that look as UTF-8 does that was read as Windows-1252: 2, the first in row %d, column country: \"TÃ¼rkiye\", perhaps \"Türkiye\"", file.Name, line)
		if len(warnings) != 1 || !strings.HasPrefix(warnings[0], want) {
			t.Errorf("warnings %q, want %q", warnings, want)
		}
		if text := strings.Join(got, ","); !strings.HasSuffix(text, "TÃ¼rkiye,CÃ´te d'Ivoire") {
			t.Errorf("%s: %s", file.Name, text)
		}
	}
}
