package gdelt

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedRowsOfAllWidths(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/invented.export.CSV")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"", "a,b\n1,2\n", strings.Repeat("a\tb\n", 100), strings.Repeat("x", maxLine+10)} {
		if result := loadertest.LoadText(Loader, nil, "x.csv", text); result.Fatal == nil || len(result.Records) > 0 {
			t.Errorf("%.20q: fatal %v, %d records", text, result.Fatal, len(result.Records))
		}
	}
}

func TestEveryEncodingAndLineEndGivesTheSameNames(t *testing.T) {
	row := "1\t20240101\t202401\t2024\t2024.0027\tKOR\tCôte – Corée\tKOR" + strings.Repeat("\t", 19) + "010\t010\t01\t1\t0.0\t1\t1\t1\t0"
	row += strings.Repeat("\t", 58-1-strings.Count(row, "\t"))
	text := row + "\n" + strings.Replace(row, "1", "2", 1) + "\n"
	want := loadertest.LoadText(Loader, loadertest.Identities(t), "f.csv", text)
	if want.Fatal != nil || len(want.Rejected) > 0 || len(want.Records) != 2 {
		t.Fatalf("%+v", want)
	}
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, other := range map[string]string{"UTF-16": string(wide), "Windows-1252": windows, "CR": strings.ReplaceAll(text, "\n", "\r"), "CRLF": strings.ReplaceAll(text, "\n", "\r\n")} {
		if got := loadertest.LoadText(Loader, loadertest.Identities(t), "f.csv", other); !cmp.Equal(got.Records, want.Records) {
			t.Errorf("%s: %v", name, cmp.Diff(want.Records, got.Records))
		}
	}
}

func TestThePublishedSamplesAreReadWhole(t *testing.T) {
	for name, want := range map[string]int{"20191024143000.export.first300.CSV": 300, "gdelt1-events-sample.csv": 710} {
		result := loadertest.Load(t, Loader, loadertest.Identities(t), filepath.Join(shareddata.Dir(t), "gdelt", name))
		loadertest.Valid(t, Loader, result)
		if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != want {
			t.Errorf("%s: fatal %v, rejected %v, %d records, want %d", name, result.Fatal, result.Rejected, len(result.Records), want)
		}
		for _, record := range result.Records {
			for _, n := range record.Nodes {
				if code, ok := n.Properties["code"].(string); n.Label == graph.LabelEvent && (!ok || len(code) < 2) {
					t.Errorf("%s: code %q", record.Locator, code)
				}
			}
		}
	}
}

func TestATableWithGDELTsColumnNamesIsReadByThem(t *testing.T) {
	content, err := os.ReadFile("testdata/invented.export.CSV")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(content)) {
		if fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t"); len(fields) == len(names) {
			rows = append(rows, fields)
		}
	}
	write := func(delimiter string, quote string, columns []string) string {
		out := ""
		for _, row := range append([][]string{names}, rows...) {
			var cells []string
			for _, column := range columns {
				cells = append(cells, quote+row[slices.Index(names, column)]+quote)
			}
			out += strings.Join(cells, delimiter) + "\n"
		}
		return out
	}
	reversed := slices.Clone(names)
	slices.Reverse(reversed)
	want := loadertest.LoadText(Loader, loadertest.Identities(t), "f.csv", write("\t", "", names))
	if want.Fatal != nil || len(want.Records) == 0 || len(want.Records)+len(want.Rejected) != len(rows) {
		t.Fatalf("%+v", want)
	}
	for name, text := range map[string]string{
		"commas": write(",", `"`, names), "semicolons": write(";", `"`, reversed), "tabs in another order": write("\t", "", reversed),
		"quoted tabs": write("\t", `"`, names), "capitals": strings.Replace(write(",", `"`, names), "EventCode", "EVENT_CODE", 1), "Day": strings.Replace(write(",", `"`, names), "SQLDATE", "Day", 1),
	} {
		got := loadertest.LoadText(Loader, loadertest.Identities(t), "f.csv", text)
		if diff := cmp.Diff(want.Records, got.Records); got.Fatal != nil || diff != "" || len(got.Rejected) != len(want.Rejected) {
			t.Errorf("%s: %v %v %s", name, got.Fatal, got.Rejected, diff)
		}
		for _, rejected := range got.Rejected {
			if len(rejected.Header) != len(names) || len(rejected.Row) != len(names) {
				t.Errorf("%s: rejected %+v", name, rejected)
			}
		}
	}
	few := loadertest.LoadText(Loader, loadertest.Identities(t), "f.csv", write(",", `"`, needed))
	if few.Fatal != nil || len(few.Records) == 0 {
		t.Errorf("the needed columns alone: %v %v", few.Fatal, few.Rejected)
	}
	lacking := loadertest.LoadText(Loader, loadertest.Identities(t), "f.csv", strings.Replace(write(",", `"`, names), "EventCode", "Other", 1))
	if lacking.Fatal == nil || !strings.Contains(lacking.Fatal.Error(), "missing columns EventCode;") {
		t.Errorf("a needed column missing: %v", lacking.Fatal)
	}
}

func FuzzRowsNeverPanic(f *testing.F) {
	f.Add(strings.Repeat("1\t", 60) + "1\n")
	f.Add("1\t20200102" + strings.Repeat("\tx", 55) + "\n")
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, identities, "f.csv", text))
	})
}

func TestCodesThatASpreadsheetTookTheZerosOfAreMadeWhole(t *testing.T) {
	content, err := os.ReadFile("testdata/invented.export.CSV")
	if err != nil {
		t.Fatal(err)
	}
	load := func(codes string) loadertest.Result {
		text := strings.ReplaceAll(string(content), "\t010\t010\t01\t", codes)
		if codes != "\t010\t010\t01\t" && text == string(content) {
			t.Fatal("nothing was replaced")
		}
		return loadertest.LoadText(Loader, loadertest.Identities(t), "f.CSV", text)
	}
	want, got := load("\t010\t010\t01\t"), load("\t10\t10\t1\t")
	if diff := cmp.Diff(want.Records, got.Records); diff != "" {
		t.Error(diff)
	}
	for _, codes := range []string{"\t10\t10\t01\t", "\t10\t10\t\t"} {
		if got := load(codes); len(got.Rejected) <= len(want.Rejected) || !strings.Contains(fmt.Sprint(got.Rejected), "did the codes lose zeros") {
			t.Errorf("%q: %v", codes, got.Rejected)
		}
	}
}
