package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func TestOnlyFullMembersAreCountedUnlessOtherKindsAreAskedFor(t *testing.T) {
	h := bundled(t)
	for filter, want := range map[string]int{
		`{memberOf: "org:nato"}`:                                                                             32,
		`{memberOf: "org:nato", kinds: [MEMBER]}`:                                                            32,
		`{memberOf: "org:nato", kinds: [PARTNER]}`:                                                           36,
		`{memberOf: "org:eu"}`:                                                                               27,
		`{memberOf: "org:eu", kinds: [CANDIDATE]}`:                                                           9,
		`{memberOf: "org:eu", kinds: [MEMBER, CANDIDATE]}`:                                                   36,
		`{memberOf: "org:csto", kinds: [SUSPENDED]}`:                                                         1,
		`{memberOf: "org:nato", kinds: [MEMBER], labels: [STATE], text: "sweden"}`:                           1,
		`{memberOf: "org:nato", kinds: [CANDIDATE], labels: [STATE], text: "sweden"}`:                        0,
		`{memberOf: "org:nato", kinds: [OBSERVER, SUSPENDED], partyTo: "treaty:nato-1949", labels: [STATE]}`: 0,
		`{kinds: [OBSERVER], partyTo: "treaty:ru-kp-2024"}`:                                                  2,
	} {
		var data struct{ Actors struct{ TotalCount int } }
		httpapitest.Data(t, h, `{ actors(asOf: "2025-06-01", filter: `+filter+`) { totalCount } }`, nil, &data)
		if data.Actors.TotalCount != want {
			t.Errorf("%s: %d; want %d", filter, data.Actors.TotalCount, want)
		}
	}
	var data struct {
		Actor struct {
			All, Partner []struct{ Organization struct{ ID string } }
		}
	}
	httpapitest.Data(t, h, `{ actor(ref: "CHE") { all: memberships(asOf: "2025-06-01") { organization { id } }
		partner: memberships(asOf: "2025-06-01", kinds: [PARTNER]) { organization { id } } } }`, nil, &data)
	if len(data.Actor.Partner) != 1 || data.Actor.Partner[0].Organization.ID != "org:nato" || len(data.Actor.All) < 2 {
		t.Errorf("memberships of Switzerland: %+v", data.Actor)
	}
}

// changes are the steps of membership on the timeline of the actors in one organization.
func changes(t *testing.T, store graph.Store, organization, actor string) []string {
	t.Helper()
	var data struct {
		Timeline struct {
			Nodes []struct {
				Date, Text string
			}
		}
	}
	httpapitest.Data(t, httpapitest.Handler(store), `query ($actors: [NodeRef!]!) { timeline(actors: $actors, kinds: [MEMBERSHIP], first: 500) { nodes { date text } } }`,
		map[string]any{"actors": []string{actor}}, &data)
	var out []string
	for _, n := range data.Timeline.Nodes {
		out = append(out, n.Date+" "+n.Text)
	}
	return slices.DeleteFunc(out, func(s string) bool { return !slices.Contains(strings.Fields(s), organization) })
}

func TestTheTimelineSaysWhichKindOfMembershipBeganOrEnded(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	var batch graph.Batch
	organization := graph.NewNodeRecord(&graph.Organization{Header: graph.Header{ID: "org:pact", Name: "Pact"}})
	organization.Dataset = "dataset:x"
	batch.Nodes = append(batch.Nodes, organization)
	for _, m := range []struct {
		member      graph.ID
		kind        graph.MembershipKind
		from, until string
	}{
		{"state:SWE", "PARTNER", "1994-05-09", ""},
		{"state:SWE", "CANDIDATE", "2022-07-05", "2024-03-07"},
		{"state:SWE", "MEMBER", "2024-03-07", ""},
		{"state:RUS", "PARTNER", "1994-06-22", "2014-04-01"},
		{"state:RUS", "OBSERVER", "2020", "2021"},
		{"state:EGY", "MEMBER", "1945-03-22", "1979-03-31"},
		{"state:EGY", "SUSPENDED", "1979-03-31", "1989-05-23"},
		{"state:EGY", "MEMBER", "1989-05-23", ""},
		{"state:SYR", "MEMBER", "1945-03-22", ""},
		{"state:SYR", "SUSPENDED", "2011-11-16", "2023-05-07"},
		{"state:JPN", "", "1958-01-01", "1960-01-01"},
		{"state:JPN", "MEMBER", "1960-01-01", "1962-01-01"},
		{"state:JPN", "MEMBER", "1966-01-01", "1968-01-01"},
	} {
		from, _ := graph.ParseDate(m.from)
		until, _ := graph.ParseDate(m.until)
		r := &graph.MemberOf{Kind: m.kind, RelationshipHeader: graph.RelationshipHeader{FromID: m.member, ToID: "org:pact", DatasetID: "dataset:x", Period: graph.Between(from, until)}}
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(r, string(m.kind)+m.from))
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	for actor, want := range map[string][]string{
		"SWE": {
			"1994-05-09 Sweden becomes a partner of Pact", "2022-07-05 Sweden becomes a candidate of Pact", "2024-03-07 Sweden joins Pact",
			"2024-03-07 Sweden stops being a candidate of Pact",
		},
		"RUS": {
			"1994-06-22 Russia becomes a partner of Pact", "2014-04-01 Russia stops being a partner of Pact",
			"2020 Russia becomes an observer of Pact", "2021 Russia stops being an observer of Pact",
		},
		"EGY": {"1945-03-22 Egypt joins Pact", "1979-03-31 Egypt is suspended from Pact", "1989-05-23 Egypt is no longer suspended from Pact"},
		"SYR": {"1945-03-22 Syria joins Pact", "2011-11-16 Syria is suspended from Pact", "2023-05-07 Syria is no longer suspended from Pact"},
		"JPN": {"1958-01-01 Japan joins Pact", "1962-01-01 Japan leaves Pact", "1966-01-01 Japan joins Pact", "1968-01-01 Japan leaves Pact"},
	} {
		if diff := cmp.Diff(want, changes(t, store, "Pact", actor)); diff != "" {
			t.Errorf("%s:\n%s", actor, diff)
		}
	}
	sweden := changes(t, store, "North", "SWE")
	if !slices.Contains(sweden, "2024-03-07 Sweden joins North Atlantic Treaty Organization") || slices.ContainsFunc(sweden, func(s string) bool { return slices.Contains(strings.Fields(s), "leaves") }) {
		t.Errorf("Sweden and NATO: %q", sweden)
	}
}

func TestTheOfficeHoldersOfAStateIncludeThoseOfItsBodies(t *testing.T) {
	h := bundled(t)
	for _, c := range []struct{ state, arguments, want string }{
		{"USA", `asOf: "2024-10-15", roles: [HEAD_OF_STATE]`, "Joe Biden"},
		{"RUS", `asOf: "2024-10-15", roles: [HEAD_OF_STATE, HEAD_OF_GOVERNMENT]`, "Vladimir Putin, Mikhail Mishustin"},
		{"KOR", `asOf: "2024-10-15", roles: [HEAD_OF_STATE, CHIEF_OF_STAFF, DEFENCE_MINISTER]`, "Yoon Suk Yeol, Kim Yong-hyun, Kim Myung-soo"},
		{"UKR", `asOf: "2024-10-15", roles: [HEAD_OF_STATE]`, "Volodymyr Zelensky"},
		{"USA", `asOf: "2018-10-15", roles: [HEAD_OF_STATE]`, "Donald Trump"},
	} {
		var data struct {
			Actor struct {
				OfficeHolders []struct{ Person struct{ Name string } }
			}
		}
		httpapitest.Data(t, h, `query ($s: NodeRef!) { actor(ref: $s) { ... on State { officeHolders(`+c.arguments+`) { person { name } } } } }`, map[string]any{"s": c.state}, &data)
		var names []string
		for _, o := range data.Actor.OfficeHolders {
			names = append(names, o.Person.Name)
		}
		if got := strings.Join(slices.Compact(names), ", "); got != c.want {
			t.Errorf("%s (%s): %s; want %s", c.state, c.arguments, got, c.want)
		}
	}
}
