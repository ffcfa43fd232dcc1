package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

type suggestion struct {
	Node            struct{ ID string }
	Matched, Reason string
	Why             string
}

// TestWhatIsTypedSuggestsWhatIsMeant goes through what people type, letter by letter and with slips.
func TestWhatIsTypedSuggestsWhatIsMeant(t *testing.T) {
	h := bundled(t)
	for _, c := range []struct{ text, labels, id, reason, why string }{
		{"nor", "[STATE]", "state:NOR", "CODE", "ISO3166_1_ALPHA3 NOR since 1905-06-07"},
		{"north k", "[STATE]", "state:PRK", "NAME", ""},
		{"korea north", "[STATE]", "state:PRK", "NAME", ""},
		{"dprk", "", "state:PRK", "ALIAS", "also called DPRK"},
		{"PRK", "", "state:PRK", "CODE", "ISO3166_1_ALPHA3 PRK since 1948-09-09"},
		{"cow:731", "", "state:PRK", "CODE", "COW 731 since 1948-09-09"},
		{"state:PRK", "", "state:PRK", "CODE", "its id"},
		{"Nordkorea", "", "state:PRK", "KNOWN_AS", "known as Nordkorea"},
		{"북한", "", "state:PRK", "KNOWN_AS", "known as 북한"},
		{"nroth kore", "[STATE]", "state:PRK", "SPELLING", "spelt North Korea"},
		{"Rusia", "[STATE]", "state:RUS", "KNOWN_AS", "known as Rusia"},
		{"Rusi", "[STATE]", "state:RUS", "SPELLING", "spelt Russia"}, // while it is typed
		{"estonai", "", "state:EST", "SPELLING", "spelt Estonia"},
		{"hwasung-1", "[WEAPON_SYSTEM]", "weapon:hwasong-12", "SPELLING", "spelt Hwasong-12"},
		{"north atlantic tr", "[TREATY]", "treaty:nato-1949", "NAME", ""},
		{"korea", "[CONFLICT]", "", "", ""},
		{"!?", "", "", "", ""},
		{"", "", "", "", ""},
		{"zzzzzzzz", "", "", "", ""},
	} {
		labels := ""
		if c.labels != "" {
			labels = ", labels: " + c.labels
		}
		var data struct{ Suggest []suggestion }
		httpapitest.Data(t, h, `query ($text: String!) { suggest(text: $text`+labels+`, first: 6) { node { id } matched reason why } }`, map[string]any{"text": c.text}, &data)
		switch {
		case c.id == "":
			if len(data.Suggest) != 0 {
				t.Errorf("%q: %+v; want nothing", c.text, data.Suggest)
			}
		case len(data.Suggest) == 0:
			t.Errorf("%q suggests nothing; want %s", c.text, c.id)
		default:
			got := data.Suggest[0]
			if got.Node.ID != c.id || got.Reason != c.reason || c.why != "" && got.Why != c.why {
				t.Errorf("%q: %+v; want %s %s %q", c.text, got, c.id, c.reason, c.why)
			}
		}
	}
}

func TestOfWhatMatchesAlikeThatOfTheDayComesFirst(t *testing.T) {
	h := bundled(t)
	for on, want := range map[string][2]string{"1970-01-01": {"state:south-vietnam", "state:SSD"}, "2020-01-01": {"state:SSD", "state:south-vietnam"}} {
		var data struct{ Suggest []suggestion }
		httpapitest.Data(t, h, `query ($on: Date) { suggest(text: "south", labels: [STATE], on: $on, first: 20) { node { id } matched reason why } }`,
			map[string]any{"on": on}, &data)
		place := func(id string) int {
			return slices.IndexFunc(data.Suggest, func(s suggestion) bool { return s.Node.ID == id })
		}
		if before, behind := place(want[0]), place(want[1]); before < 0 || behind < before {
			t.Errorf("%s: %s is number %d and %s number %d: %+v", on, want[0], before, want[1], behind, data.Suggest)
		}
	}
}

func TestASuggestionOfTooManyIsRefused(t *testing.T) {
	h := bundled(t)
	for query, message := range map[string]string{
		`{ suggest(text: "x", first: 51) { matched } }`:                     "first: 51 is outside 1 to 50",
		`{ suggest(text: "` + strings.Repeat("x", 501) + `") { matched } }`: "501 bytes exceed the limit of 500",
		`{ suggest(text: "x", on: "2024") { matched } }`:                    "names no single day",
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Message, message) {
			t.Errorf("%.60s: %+v; want %q", query, answer.Errors, message)
		}
	}
}
