package siprimilex

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestTodaysNameStandsForTheStateOfTheYearAndOnlyYearsThatFitNothingAreRejected(t *testing.T) {
	const text = "Military expenditure by country, in constant (2022) US$ m.\nCountry,1913,1935,1970,2004,2006,2007\nSerbia,1,2,3,700,720,730\nKatanga,,,4,,,5\nCentral African Rep.,,,6,,,\n" +
		"Nowhere,7,,,,,8\n"
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "milex-constant.csv", text)
	if result.Fatal != nil {
		t.Fatal(result.Fatal)
	}
	got := map[string]graph.ID{}
	for _, record := range result.Records {
		for _, r := range record.Relationships {
			got[string(r.From[strings.LastIndex(string(r.From), "-")+1:])+" "+string(r.To)] = r.To
		}
	}
	want := map[string]graph.ID{
		"1913 state:serbia-1817": "state:serbia-1817", "1935 state:YUG": "state:YUG", "1970 state:YUG": "state:YUG", "2004 state:SCG": "state:SCG", "2006 state:SRB": "state:SRB", "2007 state:SRB": "state:SRB", "1970 state:CAF": "state:CAF",
		"1970 state:katanga": "state:katanga", "2007 state:katanga": "state:katanga",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(result.Rejected) != 1 || result.Rejected[0].Rule != "unknown-name" {
		t.Errorf("rejected %v", result.Rejected)
	}
}

func TestAYearInWhichANameMeansNobodyIsRejectedAlone(t *testing.T) {
	// Korea is one state until 1910 and two since 1948.
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "milex-constant.csv", "Constant (2022) US$ m.\nCountry,1905,1990,1991\nKorea,1,2,3\n")
	if len(result.Records) != 1 || len(result.Rejected) != 1 || !strings.Contains(result.Rejected[0].Message, "in 1990, 1991: the figures of these years are left out") {
		t.Errorf("%d records, rejected %v", len(result.Records), result.Rejected)
	}
}
