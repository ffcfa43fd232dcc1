package stix

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestTheDayOnWhichARelationshipStoppedBelongsToIt(t *testing.T) {
	for times, want := range map[string]string{
		`"start_time":"2031-03-05T10:00:00Z","stop_time":"2031-03-05T10:00:00Z"`:  "2031-03-05",
		`"start_time":"2031-03-05T10:00:07Z","stop_time":"2031-03-05T10:00:09Z"`:  "2031-03-05",
		`"start_time":"2031-03-05T10:00:00Z","stop_time":"2031-03-09T00:00:00Z"`:  "2031-03-05 to 2031-03-10",
		`"start_time":"2031-03-05T10:00:00Z"`:                                     "since 2031-03-05",
		`"stop_time":"2031-03-05T10:00:00Z"`:                                      "until 2031-03-06",
		`"start_time":"2031-03-05T10:00:00Z","stop_time":"9999-12-31T23:59:59Z"`:  "since 2031-03-05",
		`"start_time":"2031-03-05T10:00:00Z","stop_time":"lately"`:                "2031-03-05 until an unknown day",
		`"start_time":"2031-03-05T18:00:00Z","stop_time":"2031-03-05T10:00:00Z"`:  "2031-03-05 until an unknown day!",
		`"start_time":"2031-03-09T10:00:00Z","stop_time":"2031-03-05T10:00:00Z"`:  "2031-03-09 until an unknown day!",
		`"start_time":"2031-03-09T10:00:00+09:00","stop_time":"2031-03-05 10:00"`: "2031-03-09 until an unknown day",
	} {
		result := loadertest.LoadText(Loader, nil, "b.json", `{"type":"bundle","objects":[{"type":"threat-actor","id":"threat-actor--1","name":"A"},
{"type":"tool","id":"tool--1","name":"T"},
{"type":"relationship","id":"relationship--1","relationship_type":"uses","source_ref":"threat-actor--1","target_ref":"tool--1",`+times+`}]}`)
		loadertest.Valid(t, Loader, result)
		if len(result.Records) != 3 {
			t.Fatalf("%s: %d records, %v", times, len(result.Records), result.Rejected)
		}
		got := result.Records[2].Relationships[0].Properties.Period().Text()
		if slices.ContainsFunc(result.Warnings, func(w string) bool { return strings.Contains(w, "relationship--1") }) {
			got += "!"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", times, got, want)
		}
	}
}

func TestSeveralBundlesInOneFileAreAllRead(t *testing.T) {
	const a, b = `{"type":"bundle","id":"bundle--1","objects":[{"type":"threat-actor","id":"threat-actor--1","name":"A"}]}`,
		`{"type":"bundle","id":"bundle--2","objects":[{"type":"tool","id":"tool--1","name":"T"},{"type":"relationship","id":"relationship--1","relationship_type":"uses","source_ref":"threat-actor--1","target_ref":"tool--1"}]}`
	for name, text := range map[string]string{"array": "[" + a + ",\n" + b + "]", "lines": a + "\n" + b + "\n"} {
		result := loadertest.LoadText(Loader, nil, "b.json", text)
		if len(result.Records) != 3 || len(result.Rejected) > 0 || len(result.Warnings) > 0 {
			t.Errorf("%s: %d records, rejected %v, warnings %q, fatal %v", name, len(result.Records), result.Rejected, result.Warnings, result.Fatal)
		}
	}
}

func TestACampaignThatWasLastSeenBeforeItWasFirstIsNamed(t *testing.T) {
	var objects []string
	for i := range 12 {
		objects = append(objects, fmt.Sprintf(`{"type":"campaign","id":"campaign--%d","name":"C","first_seen":"2031-03-05T10:00:00Z","last_seen":"2030-03-05T10:00:00Z"}`, i))
	}
	result := loadertest.LoadText(Loader, nil, "b.json", strings.Join(objects, "\n"))
	want := "b.json: 12 with an end before the start: the start is kept and the end is unknown: campaign--0, campaign--1"
	if len(result.Warnings) != 1 || !strings.HasPrefix(result.Warnings[0], want) || !strings.HasSuffix(result.Warnings[0], ", …") {
		t.Errorf("%q", result.Warnings)
	}
	want = "2031-03-05 until an unknown day"
	if diff := cmp.Diff(want, result.Records[11].Nodes[0].Properties.Period().Text()); diff != "" {
		t.Error(diff)
	}
	if result.Records[11].Nodes[0].Properties.Period().Contains(graph.Day(20310306)) {
		t.Error("it goes on")
	}
}
