package cowcontiguity_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/cowcontiguity"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func identities(t testing.TB) loaders.Identities {
	t.Helper()
	table, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestHandWrittenRowsBecomeTheGoldenRecords(t *testing.T) {
	result := loadertest.Load(t, cowcontiguity.Loader{}, identities(t), "testdata/contdir.csv")
	loadertest.Valid(t, cowcontiguity.Loader{}, result)
	loadertest.Golden(t, "testdata/contdir.golden.json", result)
}

func TestAnotherDatasetIsRefused(t *testing.T) {
	result := loadertest.LoadText(cowcontiguity.Loader{}, identities(t), "x.csv", "Supplier;Recipient\nX;Y\n")
	if graph.KindOf(result.Fatal) != graph.KindInvalid || !strings.Contains(result.Fatal.Error(), "missing columns statelno, statehno") {
		t.Errorf("got %v", result.Fatal)
	}
}

func FuzzLoader(f *testing.F) {
	f.Add("statelno,statehno,conttype,begin,end\n2,20,1,192001,201612\n365,710,5,181601,\n2,40,1,195000,195013\n")
	table := identities(f)
	f.Fuzz(func(t *testing.T, text string) {
		loadertest.Valid(t, cowcontiguity.Loader{}, loadertest.LoadText(cowcontiguity.Loader{}, table, "a.csv", text))
	})
}
