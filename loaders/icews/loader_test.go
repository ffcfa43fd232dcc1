package icews

import (
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestInventedRows(t *testing.T) {
	result := loadertest.Load(t, Loader{}, loadertest.Identities(t), "testdata/invented.tab")
	loadertest.Valid(t, Loader{}, result)
	loadertest.Golden(t, "testdata/invented.golden.json", result)
}

func TestThePublishedSampleIsReadWholeAndItsMeetingsComeOnce(t *testing.T) {
	result := loadertest.Load(t, Loader{}, loadertest.Identities(t), filepath.Join(shareddata.Dir(t), "icews/events.2018.sample.first400.tab"))
	loadertest.Valid(t, Loader{}, result)
	if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != 400 {
		t.Fatalf("fatal %v, rejected %v, %d records, want 400", result.Fatal, result.Rejected, len(result.Records))
	}
	if events := result.Count(graph.LabelEvent); events >= 400 || events < 300 {
		t.Errorf("%d events of 400 records: the two records of a meeting should be one event", events)
	}
}

func TestAFileOfSomethingElseIsRefused(t *testing.T) {
	if result := loadertest.LoadText(Loader{}, nil, "x.tab", "a\tb\n1\t2\n"); result.Fatal == nil {
		t.Error("a table of other columns was taken")
	}
}

func FuzzRowsNeverPanic(f *testing.F) {
	f.Add("1\t2018-06-01\tJapan\tNA\tJapan\tx\t010\t0\tIndia\tNA\tIndia\n")
	const header = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\n"
	identities := loadertest.Identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, Loader{}, loadertest.LoadText(Loader{}, identities, "f.tab", header+text))
	})
}
