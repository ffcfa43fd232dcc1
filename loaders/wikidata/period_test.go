package wikidata

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func normal(snaks ...string) string {
	var out []string
	for _, s := range snaks {
		out = append(out, stating(s, "normal", "[]", "[]"))
	}
	return "[" + strings.Join(out, ",") + "]"
}

func TestALifeThatCannotBeDatedIsUnknownAndNotForEver(t *testing.T) {
	caesar := func(day string) string { return moment(day, 11) }
	for claims, want := range map[string]string{
		`"P569":` + normal(moment("+2000-00-00T00:00:00Z", 7)):                                                           "unknown",
		`"P569":` + normal(moment("+1940-00-00T00:00:00Z", 8)):                                                           "unknown",
		`"P569":` + normal(caesar("-0100-07-12T00:00:00Z")) + `,"P570":` + normal(caesar("-0044-03-15T00:00:00Z")):       "unknown",
		`"P569":` + normal(moment("-0100-00-00T00:00:00Z", 7)) + `,"P570":` + normal(moment("+0100-00-00T00:00:00Z", 7)): "unknown",
		`"P569":` + normal(unknown): "unknown",
		`"P569":` + normal(caesar("-0063-09-23T00:00:00Z")) + `,"P570":` + normal(caesar("+0014-08-19T00:00:00Z")):                         "from an unknown day to 0014-08-20",
		`"P569":` + normal(moment("+1849-00-00T00:00:00Z", 9)) + `,"P570":` + normal(moment("+2000-00-00T00:00:00Z", 7)):                   "1849 until an unknown day",
		`"P569":` + normal(moment("+1970-05-04T00:00:00Z", 11)) + `,"P570":` + normal(moment("+1950-05-04T00:00:00Z", 11)):                 "1970-05-04 until an unknown day!",
		`"P569":` + normal(moment("+1949-05-04T00:00:00Z", 11)) + `,"P570":` + normal(moment("+1949-05-04T00:00:00Z", 11)):                 "1949-05-04",
		`"P569":` + normal(moment("+1949-00-00T00:00:00Z", 9), moment("+1949-05-04T00:00:00Z", 11)) + `,"P570":` + normal(none):            "since 1949-05-04",
		`"P569":` + normal(moment("+1949-05-04T00:00:00Z", 11), moment("+1949-00-00T00:00:00Z", 9)):                                        "since 1949-05-04",
		`"P569":` + normal(moment("+1940-00-00T00:00:00Z", 8), moment("+1949-00-00T00:00:00Z", 9)):                                         "since 1949",
		`"P569":` + normal(moment("+1949-00-00T00:00:00Z", 9)) + `,"P570":` + normal(unknown, moment("+2001-00-00T00:00:00Z", 9), unknown): "1949 to 2001",
	} {
		result := loadertest.LoadText(Loader, nil, "x.json", `{"id":"Q990001","type":"item","labels":{"en":{"value":"N"}},"claims":{"P31":`+normal(item("Q5"))+`,`+claims+`}}`)
		loadertest.Valid(t, Loader, result)
		if len(result.Records) != 1 {
			t.Fatal(result.Fatal, result.Rejected)
		}
		p := result.Records[0].Nodes[0].Properties.Period()
		got := p.Text()
		if len(result.Warnings) == 1 && strings.Contains(result.Warnings[0], "Q990001") {
			got += "!"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", claims, got, want)
		}
		if lives := p.Contains(graph.Day(20240101)); lives != strings.HasPrefix(want, "since ") {
			t.Errorf("%s: lives in 2024: %v", want, lives)
		}
	}
}

func TestTheDayOnWhichAStateOrAMembershipEndedBelongsToIt(t *testing.T) {
	member := stating(item("Q900200"), "normal", `{"P580":[`+moment("+1949-04-04T00:00:00Z", 11)+`],"P582":[`+moment("+1949-04-04T00:00:00Z", 11)+`]}`, "[]")
	wrong := stating(item("Q900200"), "normal", `{"P580":[`+moment("+1960-04-04T00:00:00Z", 11)+`],"P582":[`+moment("+1949-04-04T00:00:00Z", 11)+`]}`, "[]")
	entities := ruritania(`,"P571":` + normal(moment("+1901-00-00T00:00:00Z", 7)) + `,"P576":` + normal(moment("+1950-06-25T00:00:00Z", 11)) + `,"P463":[` + member + "," + wrong + `]`)
	result := loadertest.LoadText(Loader, nil, "x.json", strings.Join(entities, "\n"))
	record := result.Records[0]
	if got := record.Nodes[0].Properties.Period().Text(); got != "from an unknown day to 1950-06-26" {
		t.Error(got)
	}
	if got := record.Relationships[0].Properties.Period().Text(); got != "1949-04-04" {
		t.Error(got)
	}
	if got := record.Relationships[1].Properties.Period().Text(); got != "1960-04-04 until an unknown day" {
		t.Error(got)
	}
	if len(result.Warnings) == 0 || !strings.Contains(result.Warnings[0], "Q900100 P463") {
		t.Errorf("%q", result.Warnings)
	}
}
