package opensanctions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestTheMostExactOfSeveralDatesCountsInEitherOrder(t *testing.T) {
	for values, want := range map[string]string{
		`"1970-03-02","1970"`:       "1970-03-02",
		`"1970","1970-03-02"`:       "1970-03-02",
		`"1970","1970-03"`:          "1970-03",
		`"1971","1970-03-02"`:       "1970-03-02",
		`"1972-01-01","1970-03-02"`: "1970-03-02",
		`"c. 1970","1970"`:          "1970",
		`"1970-03-02T00:00:00"`:     "1970-03-02",
	} {
		result := loadertest.LoadText(Loader, nil, "f.json", `{"id":"p","schema":"Person","properties":{"name":["N"],"birthDate":[`+values+`]}}`)
		if got := result.Records[0].Nodes[0].Properties["born"]; got != want {
			t.Errorf("%s: %v, want %s", values, got, want)
		}
	}
}

func TestIntervalsHoldThroughTheirLastDay(t *testing.T) {
	const entities = `{"id":"p","schema":"Person","properties":{"name":["N"]}}
{"id":"c","schema":"Company","properties":{"name":["C"]}}
`
	for properties, want := range map[string]string{
		`"startDate":["2032-02-24"],"endDate":["2032-02-24"]`:              "2032-02-24",
		`"startDate":["2032-02-24"],"endDate":["2032-03-01"]`:              "2032-02-24 to 2032-03-02",
		`"startDate":["2032-05"],"endDate":["2032-05"]`:                    "2032-05",
		`"startDate":["2032"],"endDate":["2033","2033-05-01"]`:             "2032 to 2033-05-02",
		`"startDate":["2032-05-01"],"endDate":["2031-05-01"]`:              "2032-05-01 until an unknown day!",
		`"startDate":["2032-05-01"],"endDate":["soon"]`:                    "2032-05-01 until an unknown day",
		`"startDate":["some day"],"endDate":["2031-05-01"]`:                "from an unknown day to 2031-05-02",
		`"listingDate":["2031-07-01"]`:                                     "since 2031-07-01",
		`"startDate":["2032-05-03"],"listingDate":["2031-07-01"]`:          "since 2032-05-03",
		`"startDate":["2033-01-01","2032-05-03"],"endDate":["2034-01-01"]`: "2032-05-03 to 2034-01-02",
	} {
		for _, schema := range []string{
			`"Ownership","properties":{"owner":["p"],"asset":["c"],`, `"Membership","properties":{"member":["p"],"organization":["c"],`,
			`"Sanction","properties":{"entity":["p"],`,
		} {
			result := loadertest.LoadText(Loader, nil, "f.json", entities+`{"id":"x","schema":`+schema+properties+`}}`)
			loadertest.Valid(t, Loader, result)
			got := result.Records[2].Relationships[0].Properties.Period().Text()
			for _, n := range result.Records[2].Nodes {
				if own := n.Properties.Period().Text(); own != got {
					t.Errorf("%s: the sanction %s, the relationship %s", properties, own, got)
				}
			}
			if len(result.Warnings) == 1 && strings.HasPrefix(result.Warnings[0], "f.json: 1 with an end before the start") && strings.HasSuffix(result.Warnings[0], " x") {
				got += "!"
			}
			if got != want {
				t.Errorf("%s %s: %s, want %s", schema, properties, got, want)
			}
		}
	}
}

func TestLivesAndCompaniesHoldThroughTheirLastDay(t *testing.T) {
	result := loadertest.LoadText(Loader, nil, "f.json", `{"id":"p","schema":"Person","properties":{"name":["N"],"birthDate":["1901"],"deathDate":["1950-06-25"]}}
{"id":"c","schema":"Company","properties":{"name":["C"],"incorporationDate":["1950-06-25"],"dissolutionDate":["1950-06-25"]}}
{"id":"d","schema":"Company","properties":{"name":["D"],"incorporationDate":["1950-06-25"],"dissolutionDate":["1949"]}}
`)
	var got []string
	for _, r := range result.Records {
		got = append(got, r.Nodes[0].Properties.Period().Text())
	}
	if diff := cmp.Diff([]string{"1901 to 1950-06-26", "1950-06-25", "1950-06-25 until an unknown day"}, got); diff != "" {
		t.Error(diff)
	}
}
