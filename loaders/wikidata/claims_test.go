package wikidata

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders/loadertest"
)

func item(q string) string {
	return `{"snaktype":"value","datavalue":{"value":{"entity-type":"item","id":"` + q + `"},"type":"wikibase-entityid"}}`
}

func moment(at string, precision int) string {
	return fmt.Sprintf(`{"snaktype":"value","datavalue":{"value":{"time":%q,"precision":%d,"calendarmodel":"http://www.wikidata.org/entity/Q1985727"},"type":"time"}}`, at, precision)
}

func text(s string) string {
	return fmt.Sprintf(`{"snaktype":"value","datavalue":{"value":%q,"type":"string"}}`, s)
}

const unknown, none = `{"snaktype":"somevalue"}`, `{"snaktype":"novalue"}`

// stating is a claim with its rank, qualifiers and references.
func stating(mainsnak, rank, qualifiers, references string) string {
	return fmt.Sprintf(`{"mainsnak":%s,"type":"statement","rank":%q,"qualifiers":%s,"references":%s}`, mainsnak, rank, qualifiers, references)
}

// ruritania is a state with the claims given, and members of its file: a league and a book.
func ruritania(claims string) []string {
	return []string{
		`{"type":"item","id":"Q900100","labels":{"mul":{"value":"Ruritania"}},"aliases":[],"descriptions":[],"sitelinks":[],"claims":{"P31":[` +
			stating(item("Q3624078"), "normal", "[]", "[]") + `]` + claims + `}}`,
		`{"type":"item","id":"Q900200","labels":{"en":{"value":"League"}},"claims":{"P31":[` + stating(item("Q1127126"), "normal", "[]", "[]") + `]}}`,
		`{"type":"item","id":"Q900300","labels":{"en":{"value":"A history of leagues"}},"aliases":[],"claims":[]}`,
	}
}

func TestMembershipsHaveTheirTimesRanksAndReferences(t *testing.T) {
	between := func(from, until string) string { return `{"P580":[` + from + `],"P582":[` + until + `]}` }
	member := func(rank, qualifiers, references string) string {
		return stating(item("Q900200"), rank, qualifiers, references)
	}
	reference := func(hash, property, snak string) string {
		return `[{"hash":"` + hash + `","snaks":{"` + property + `":[` + snak + `]}}]`
	}
	entities := ruritania(`,"P463":[` + strings.Join([]string{
		member("normal", between(moment("+1949-04-04T00:00:00Z", 11), moment("+1955-06-00T00:00:00Z", 10)), reference("aa", "P248", item("Q900300"))),
		member("preferred", between(moment("+1960-00-00T00:00:00Z", 9), unknown), reference("bb", "P854", text("https://example.org/x"))),
		member("deprecated", between(moment("+1970-00-00T00:00:00Z", 9), none), "[]"),
		member("normal", between(unknown, moment("+1940-00-00T00:00:00Z", 9)), reference("cc", "P854", text("javascript:alert(1)"))),
		member("normal", between(moment("+1901-00-00T00:00:00Z", 7), none), "[]"),
	}, ",") + `]`)
	result := loadertest.LoadText(Loader, nil, "x.json", strings.Join(entities, "\n"))
	if result.Fatal != nil || len(result.Rejected) > 0 {
		t.Fatal(result.Fatal, result.Rejected)
	}
	loadertest.Valid(t, Loader, result)
	var got []string
	for _, r := range result.Records[0].Relationships {
		got = append(got, fmt.Sprintf("%v %v %v %v %s", r.Properties["from"], r.Properties["until"], r.Properties["startUncertain"], r.Properties["endUncertain"], r.Source))
	}
	want := []string{
		"1949-04-04 1955-06 <nil> <nil> source:wikidata-aa", "1960 <nil> <nil> true source:wikidata-bb",
		"<nil> 1940 true <nil> source:wikidata-cc", "<nil> <nil> true <nil> ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = nil
	for _, n := range result.Records[0].Nodes[1:] {
		got = append(got, fmt.Sprintf("%s %v %v", n.ID, n.Properties["name"], n.Properties["url"]))
	}
	if diff := cmp.Diff([]string{
		"source:wikidata-aa A history of leagues <nil>", "source:wikidata-bb https://example.org/x https://example.org/x",
		"source:wikidata-cc javascript:alert(1) <nil>",
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOfOneValueThePreferredCountsAndADeprecatedOneNever(t *testing.T) {
	for claims, want := range map[string]any{
		stating(moment("+1800-01-01T00:00:00Z", 9), "deprecated", "[]", "[]"):                                                                            nil,
		stating(moment("+1800-01-01T00:00:00Z", 9), "deprecated", "[]", "[]") + "," + stating(moment("+1850-03-00T00:00:00Z", 10), "normal", "[]", "[]"): "1850-03",
		stating(moment("+1850-03-00T00:00:00Z", 10), "normal", "[]", "[]") + "," + stating(moment("+1851-03-04T00:00:00Z", 11), "preferred", "[]", "[]"): "1851-03-04",
		stating(moment("+1801-01-01T00:00:00Z", 7), "normal", "[]", "[]"):                                                                                nil, // a century
		stating(moment("-0044-03-15T00:00:00Z", 11), "normal", "[]", "[]"):                                                                               nil,
		stating(unknown, "normal", "[]", "[]"):                                                                                                           nil,
	} {
		result := loadertest.LoadText(Loader, nil, "x.json", ruritania(`,"P571":[` + claims + `]`)[0])
		if result.Fatal != nil || result.Records[0].Nodes[0].Properties["from"] != want {
			t.Errorf("%s: %v, fatal %v; want from %v", claims, result.Records, result.Fatal, want)
		}
	}
}

func TestEveryShapeOfAFileGivesItsEntities(t *testing.T) {
	e := ruritania("")
	e[0] = strings.Replace(e[0], "Ruritania", "Ruritania"+strings.Repeat("!", 100_000), 1) // states are long
	for shape, text := range map[string]string{
		"answer":                   `{"entities":{"Q900100":` + e[0] + `,"Q900200":` + e[1] + `,"Q900300":` + e[2] + `},"success":1}`,
		"answer on several lines":  "{\n\t\"entities\": {\n\"Q900100\": " + e[0] + ",\n\"Q900200\": " + e[1] + ",\n\"Q900300\": " + e[2] + "\n},\n\"success\": 1}\n",
		"dump":                     "[\n" + strings.Join(e, ",\n") + "\n]\n",
		"dump with CRLF":           "[\r\n" + strings.Join(e, ",\r\n") + "\r\n]\r\n",
		"lines of a dump":          strings.Join(e, ",\n") + ",\n",
		"one a line":               strings.Join(e, "\n") + "\n",
		"one a line, unterminated": strings.Join(e, "\n"),
		"array on one line":        "[" + strings.Join(e, ",") + "]",
	} {
		result := loadertest.LoadText(Loader, nil, "x.json", text)
		if result.Fatal != nil || len(result.Rejected) > 0 || len(result.Records) != 2 || len(result.Warnings) != 1 {
			t.Errorf("%s: %d records, %d rejected, warnings %q, fatal %v", shape, len(result.Records), len(result.Rejected), result.Warnings, result.Fatal)
		}
	}
}
