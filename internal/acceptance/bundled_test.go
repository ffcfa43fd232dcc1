package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// bundled asks what the bundled dataset answers, whatever else is loaded beside it.
func bundled(t *testing.T, h http.Handler) {
	t.Run("North Korea is allied with Russia via Article 4 from the day of entry into force", func(t *testing.T) {
		for day, want := range map[string]string{
			"2024-07-01": "", "2024-10-15": "", "2024-12-03": "",
			"2024-12-04": "ALLIED_WITH DEFENSE treaty:ru-kp-2024 4", "2025-06-01": "ALLIED_WITH DEFENSE treaty:ru-kp-2024 4",
		} {
			var data struct {
				Paths struct {
					Paths []struct {
						Hops []struct {
							Label        string
							Relationship struct {
								Type, ObligationType string
								Treaty               struct{ ID string }
								Article              struct{ Number string }
							}
						}
					}
				}
				Treaty struct {
					Signed, Status string
				}
			}
			httpapitest.Data(t, h, `query ($day: Date!) {
				paths(from: "DPRK", to: "Russia", profile: ALLIANCE, asOf: $day) { paths { hops { label relationship { type ... on AlliedWith { obligationType treaty { id } article { number } } } } } }
				treaty(ref: "treaty:ru-kp-2024") { signed status(asOf: $day) } }`, map[string]any{"day": day}, &data)
			got := ""
			for _, path := range data.Paths.Paths {
				if len(path.Hops) != 1 {
					t.Errorf("%s: a path of %d hops", day, len(path.Hops))
					continue
				}
				r := path.Hops[0].Relationship
				got += strings.Join([]string{r.Type, r.ObligationType, r.Treaty.ID, r.Article.Number}, " ")
				if label := "North Korea allied with Russia via Article 4 (DEFENSE)"; path.Hops[0].Label != label {
					t.Errorf("%s: label %q", day, path.Hops[0].Label)
				}
			}
			if got != want {
				t.Errorf("%s: %q; want %q", day, got, want)
			}
			if status := map[bool]string{true: "SIGNED", false: "IN_FORCE"}[want == ""]; data.Treaty.Signed != "2024-06-19" || data.Treaty.Status != status {
				t.Errorf("%s: treaty %+v", day, data.Treaty)
			}
		}
	})
	t.Run("the treaty in force between the two on a day", func(t *testing.T) {
		for day, want := range map[string][]string{"2024-11-30": {"treaty:ru-kp-2000"}, "1985-01-01": {"treaty:su-kp-1961"}, "1997-06-01": {}, "2024-12-04": {"treaty:ru-kp-2024"}} {
			got := ids(t, h, `query ($day: Date!) { list: treaties(filter: {parties: ["PRK", "cow:365"], onlyParties: true, inForceOn: $day}) { nodes { id } } }`, map[string]any{"day": day})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s:\n%s", day, diff)
			}
		}
	})
	t.Run("members of NATO on a day", func(t *testing.T) {
		for day, want := range map[string]int{"1949-08-23": 0, "1949-08-24": 12, "2003-12-31": 19, "2004-03-29": 26, "2024-03-06": 31, "2024-03-07": 32} {
			var data struct {
				Actor struct{ Members []struct{ ID string } }
			}
			httpapitest.Data(t, h, `query ($day: Date!) { actor(ref: "NATO") { ... on Organization { members(asOf: $day) { id } } } }`, map[string]any{"day": day}, &data)
			if len(data.Actor.Members) != want {
				t.Errorf("%s: %d members; want %d", day, len(data.Actor.Members), want)
			}
		}
	})
	t.Run("COW code 365 is whose it was on the day", func(t *testing.T) {
		var data struct{ Soviet, Russian struct{ Name string } }
		httpapitest.Data(t, h, `{ soviet: actor(ref: "cow:365", on: "1980-01-01") { name } russian: actor(ref: "cow:365", on: "2020-01-01") { name } }`, nil, &data)
		if data.Soviet.Name != "Soviet Union" || data.Russian.Name != "Russia" {
			t.Errorf("%+v", data)
		}
	})
	t.Run("no path is an empty list, an unknown end is not found, too long a search is refused", func(t *testing.T) {
		for query, want := range map[string]string{
			`{ paths(from: "PRK", to: "DPRK") { paths { length } } }`:                            `{"paths":{"paths":[]}}`,
			`{ paths(from: "PRK", to: "Switzerland", asOf: "2024-12-04") { paths { length } } }`: `{"paths":{"paths":[]}}`,
			`{ paths(from: "Nroth Korea", to: "RUS") { paths { length } } }`:                     "NOT_FOUND state:PRK",
			`{ paths(from: "PRK", to: "RUS", maxHops: 50) { paths { length } } }`:                "BAD_USER_INPUT 8",
		} {
			answer := httpapitest.Ask(t, h, query, nil)
			got := string(answer.Data)
			for _, e := range answer.Errors {
				got = e.Extensions.Code + " " + e.Message
				for _, c := range e.Extensions.Candidates {
					got += " " + string(c.ID)
				}
			}
			code, detail, _ := strings.Cut(want, " ")
			if !strings.HasPrefix(got, code) || !strings.Contains(got, detail) {
				t.Errorf("%s: %s; want %s", query, got, want)
			}
		}
	})
}

func ids(t *testing.T, h http.Handler, query string, variables map[string]any) []string {
	t.Helper()
	var data struct {
		List struct{ Nodes []struct{ ID string } }
	}
	httpapitest.Data(t, h, query, variables, &data)
	out := []string{}
	for _, n := range data.List.Nodes {
		out = append(out, n.ID)
	}
	slices.Sort(out)
	return out
}
