package gdelt

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedRowsOfAllWidths(t *testing.T) {
	result := loadertest.Load(t, Loader{}, loadertest.Identities(t), "testdata/invented.export.CSV")
	loadertest.Valid(t, Loader{}, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	for _, text := range []string{"", "a,b\n1,2\n", strings.Repeat("a\tb\n", 100), strings.Repeat("x", maxLine+10)} {
		if result := loadertest.LoadText(Loader{}, nil, "x.csv", text); result.Fatal == nil || len(result.Records) > 0 {
			t.Errorf("%.20q: fatal %v, %d records", text, result.Fatal, len(result.Records))
		}
	}
}

func TestThePublishedSamplesAreReadWhole(t *testing.T) {
	for name, want := range map[string]int{"20191024143000.export.first300.CSV": 300, "gdelt1-events-sample.csv": 710} {
		result := loadertest.Load(t, Loader{}, loadertest.Identities(t), filepath.Join(shareddata.Dir(t), "gdelt", name))
		loadertest.Valid(t, Loader{}, result)
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

func FuzzRowsNeverPanic(f *testing.F) {
	f.Add(strings.Repeat("1\t", 60) + "1\n")
	f.Add("1\t20200102" + strings.Repeat("\tx", 55) + "\n")
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader{}, loadertest.LoadText(Loader{}, identities, "f.csv", text))
	})
}
