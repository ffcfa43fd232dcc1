package icews

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedRows(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/invented.tab")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestThePublishedSampleIsReadWholeAndItsMeetingsComeOnce(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), filepath.Join(shareddata.Dir(t), "icews/events.2018.sample.first400.tab"))
	loadertest.Valid(t, Loader, result)
	if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != 400 {
		t.Fatalf("fatal %v, rejected %v, %d records, want 400", result.Fatal, result.Rejected, len(result.Records))
	}
	if events := result.Count(graph.LabelEvent); events >= 400 || events < 300 {
		t.Errorf("%d events of 400 records: the two records of a meeting should be one event", events)
	}
}

func TestATableWrittenAgainByAnotherProgramStatesTheSame(t *testing.T) {
	text, err := os.ReadFile("testdata/invented.tab")
	if err != nil {
		t.Fatal(err)
	}
	want := loadertest.LoadText(Loader, loadertest.Identities(t), "x.tab", string(text))
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for name, change := range map[string]func(header bool, cell string) string{
		"quoted": func(_ bool, cell string) string { return strconv.Quote(cell) },
		"names in a style": func(header bool, cell string) string {
			return map[bool]string{true: strings.ToLower(strings.ReplaceAll(cell, " ", "_")), false: strconv.Quote(cell)}[header]
		},
		"dates as numbers": func(header bool, cell string) string {
			return strings.ReplaceAll(strconv.Quote(cell), "2018-06-01", "20180601")
		},
		"dates with times": func(header bool, cell string) string {
			return strings.ReplaceAll(strconv.Quote(cell), "2018-06-01", "2018-06-01 00:00:00")
		},
	} {
		for _, delimiter := range []string{",", ";", "\t"} {
			if delimiter == "\t" && name == "names in a style" {
				continue // as the publisher writes it, where quotes are part of the text
			}
			var out strings.Builder
			for i, line := range lines {
				cells := strings.Split(line, "\t")
				for j := range cells {
					cells[j] = change(i == 0, cells[j])
				}
				out.WriteString(strings.Join(cells, delimiter) + "\r\n")
			}
			got := loadertest.LoadText(Loader, loadertest.Identities(t), "x.tab", out.String())
			if diff := cmp.Diff(want.Records, got.Records); diff != "" || got.Fatal != nil || len(got.Rejected) != len(want.Rejected) {
				t.Errorf("%s, %q: fatal %v, rejected %v; %s", name, delimiter, got.Fatal, got.Rejected, diff)
			}
		}
	}
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	if result := loadertest.LoadText(Loader, nil, "x.tab", "a\tb\n1\t2\n"); result.Fatal == nil {
		t.Error("a table of other columns was taken")
	}
}

func FuzzRowsNeverPanic(f *testing.F) {
	f.Add("1\t2018-06-01\tJapan\tNA\tJapan\tx\t010\t0\tIndia\tNA\tIndia\n")
	const header = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\n"
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, identities, "f.tab", header+text))
	})
}
