package acceptance_test

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
	"github.com/entente-graph/entente/internal/neo4jtest"
	"github.com/entente-graph/entente/internal/shareddata"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/atop"
	"github.com/entente-graph/entente/loaders/cowalliances"
	"github.com/entente-graph/entente/loaders/curated"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

func TestOnTheEmbeddedStore(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	mustHold(t, store)
}

func TestOnNeo4j(t *testing.T) {
	url := neo4jtest.URL(t)
	neo4jtest.Clean(t)
	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	mustHold(t, store)
}

func mustHold(t *testing.T, store graph.Store) {
	httpapitest.LoadCurated(t, store)
	h := httpapitest.Handler(store)
	t.Run("with the bundled dataset", func(t *testing.T) { bundled(t, h) })
	t.Run("with COW and ATOP", func(t *testing.T) { research(t, store, h) })
}

func bundled(t *testing.T, h http.Handler) {
	t.Run("North Korea is allied with Russia via Article 4 from the day of entry into force", func(t *testing.T) {
		for day, want := range map[string]string{"2024-07-01": "", "2024-10-15": "", "2024-12-03": "",
			"2024-12-04": "ALLIED_WITH DEFENSE treaty:ru-kp-2024 4", "2025-06-01": "ALLIED_WITH DEFENSE treaty:ru-kp-2024 4"} {
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

func research(t *testing.T, store graph.Store, h http.Handler) {
	dir := shareddata.Dir(t)
	identities, err := curated.Identities()
	if err != nil {
		t.Fatal(err)
	}
	load := func(loader loaders.Loader, files ...string) loaders.Report {
		t.Helper()
		var paths []string
		for _, f := range files {
			paths = append(paths, filepath.Join(dir, f))
		}
		report, err := loaders.Run(t.Context(), store, loader, loaders.RunOptions{Paths: paths, Identities: identities})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	report := load(cowalliances.Loader{}, "cow/alliance_v4.1_by_member.csv")
	if report.Accepted != 1221 || report.Rejected != 0 {
		t.Errorf("%d rows accepted, %d rejected; want 1221 and 0", report.Accepted, report.Rejected)
	}
	t.Run("COW has 414 alliances", func(t *testing.T) {
		var data struct{ Treaties struct{ TotalCount int } }
		httpapitest.Data(t, h, `{ treaties(first: 1, filter: {datasets: ["dataset:cow-alliances"], identifierSchemes: [COW_ALLIANCE]}) { totalCount } }`, nil, &data)
		if data.Treaties.TotalCount != 414 {
			t.Errorf("%d; want 414", data.Treaties.TotalCount)
		}
	})
	t.Run("by COW the United States owes South Korea defence under alliance 236, and not the reverse", func(t *testing.T) {
		var data struct {
			Treaty struct{ ID, Signed string }
			Actor  struct {
				Alliances []struct {
					Obligor, Beneficiary struct{ ID string }
					Treaty               struct{ ID string }
				}
			}
		}
		httpapitest.Data(t, h, `{ treaty(ref: "cow-alliance:236") { id signed }
			actor(ref: "KOR") { alliances(asOf: "1960-01-01", datasets: ["dataset:cow-alliances"], obligationTypes: [DEFENSE]) { obligor { id } beneficiary { id } treaty { id } } } }`, nil, &data)
		var got []string
		for _, a := range data.Actor.Alliances {
			if a.Treaty.ID == data.Treaty.ID {
				got = append(got, a.Obligor.ID+" owes "+a.Beneficiary.ID)
			}
		}
		if diff := cmp.Diff([]string{"state:USA owes state:KOR"}, got); diff != "" || data.Treaty.Signed[:4] != "1953" {
			t.Errorf("%+v:\n%s", data.Treaty, diff)
		}
	})
	load(atop.Loader{}, "atop/atop-alliance-level.csv", "atop/atop-member-level.csv")
	t.Run("the treaty of 1961 is one node on whose end COW and ATOP disagree", func(t *testing.T) {
		var data struct {
			Treaty struct {
				Identifiers   []struct{ Scheme, Value string }
				Disagreements []struct {
					Property, Chosen string
					Values           []struct {
						Value   string
						Dataset struct{ ID string }
					}
				}
			}
		}
		httpapitest.Data(t, h, `{ treaty(ref: "treaty:su-kp-1961") { identifiers { scheme value } disagreements { property chosen values { value dataset { id } } } } }`, nil, &data)
		said := map[string]string{}
		for _, d := range data.Treaty.Disagreements {
			if d.Property != "ended" {
				continue
			}
			for _, v := range d.Values {
				said[v.Dataset.ID] = v.Value
			}
		}
		if said["dataset:cow-alliances"] == "" || said["dataset:atop"] == "" || said["dataset:cow-alliances"] == said["dataset:atop"] {
			t.Errorf("what the datasets say of its end: %v", said)
		}
		var schemes []string
		for _, i := range data.Treaty.Identifiers {
			schemes = append(schemes, i.Scheme)
		}
		if !slices.Contains(schemes, "COW_ALLIANCE") || !slices.Contains(schemes, "ATOP") {
			t.Errorf("identifiers %v; want those of both", data.Treaty.Identifiers)
		}
	})
	t.Run("the answer of the bundled dataset stands", func(t *testing.T) { bundled(t, h) })
	t.Run("a relationship tells what another dataset says of the same", func(t *testing.T) {
		var data struct {
			Actor struct {
				Alliances []struct {
					Dataset       struct{ ID string }
					Disagreements []struct {
						Property, Reason string
						Values           []struct{ Dataset struct{ ID string } }
					}
				}
			}
		}
		httpapitest.Data(t, h, `{ actor(ref: "state:SUN") { alliances(asOf: "1970-01-01", direction: OUT, obligationTypes: [DEFENSE]) {
			dataset { id } disagreements { property reason values { dataset { id } } } } } }`, nil, &data)
		found := false
		for _, a := range data.Actor.Alliances {
			for _, d := range a.Disagreements {
				found = true
				if d.Values[0].Dataset.ID != a.Dataset.ID || len(d.Values) < 2 {
					t.Errorf("%s: %+v; want its own statement first, and another", a.Dataset.ID, d)
				}
			}
		}
		if !found {
			t.Error("no relationship of the Soviet Union in 1970 is disputed")
		}
	})
}
