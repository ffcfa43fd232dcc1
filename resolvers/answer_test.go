package resolvers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// TestQuestionsThatHaveNoAnswer says which code and message each gets.
func TestQuestionsThatHaveNoAnswer(t *testing.T) {
	h := bundled(t)
	for name, c := range map[string]struct{ query, code, message string }{
		"a path of 50 hops":            {`{ paths(from: "PRK", to: "RUS", maxHops: 50) { truncated } }`, "BAD_USER_INPUT", "maxHops: 50 exceeds the limit of 8"},
		"1000 paths":                   {`{ paths(from: "PRK", to: "RUS", limit: 1000) { truncated } }`, "BAD_USER_INPUT", "limit: 1000 exceeds the limit of 50"},
		"no target":                    {`{ paths(from: "PRK", to: []) { truncated } }`, "BAD_USER_INPUT", "to: empty; want 1 to 200 references"},
		"a filter outside the profile": {`{ paths(from: "PRK", to: "RUS", filter: {relationshipTypes: [BORDERS]}) { truncated } }`, "BAD_USER_INPUT", "profile ALLIANCE"},
		"a month for a day":            {`{ paths(from: "PRK", to: "RUS", asOf: "2024-12") { truncated } }`, "BAD_USER_INPUT", "names no single day"},
		"a day and all time":           {`{ paths(from: "PRK", to: "RUS", asOf: "2024-12-04", allTime: true) { truncated } }`, "BAD_USER_INPUT", "want one or the other"},
		"a thirteenth month":           {`{ paths(from: "PRK", to: "RUS", asOf: "2024-13-01") { truncated } }`, "BAD_USER_INPUT", "date 2024-13-01: not in the calendar (months 1 to 12"},
		"30 February":                  {`{ paths(from: "PRK", to: "RUS", asOf: "2024-02-30") { truncated } }`, "BAD_USER_INPUT", "no such day"},
		"a date as a number":           {`{ paths(from: "PRK", to: "RUS", asOf: 2024) { truncated } }`, "BAD_USER_INPUT", "date"},
		"a page of 501":                {`{ actors(first: 501) { totalCount } }`, "BAD_USER_INPUT", "first: 501 exceeds the limit of 500"},
		"a page of none":               {`{ treaties(first: 0) { totalCount } }`, "BAD_USER_INPUT", "first: 0"},
		"a nested page of 501":         {`{ actor(ref: "PRK") { relationships(first: 501) { id } } }`, "BAD_USER_INPUT", "first: 501"},
		"a cursor of another kind":     {`{ timeline(actors: ["PRK"], after: "x") { pageInfo { hasNextPage } } }`, "BAD_USER_INPUT", "no cursor"},
		"501 relationships a node":     {`{ neighborhood(of: "PRK", perNode: 501) { truncated } }`, "BAD_USER_INPUT", "perNode: 501 exceeds the limit of 500"},
		"paths by an unknown dataset":  {`{ paths(from: "PRK", to: "RUS", filter: {datasets: ["curated"]}) { truncated } }`, "NOT_FOUND", `"curated" is not loaded; loaded are dataset:curated`},
		"a list by one":                {`{ treaties(filter: {datasets: ["dataset:atop"]}) { totalCount } }`, "NOT_FOUND", `"dataset:atop" is not loaded; loaded are dataset:curated`},
		"alliances by one":             {`{ actor(ref: "PRK") { alliances(datasets: ["state:PRK"]) { id } } }`, "NOT_FOUND", "is not loaded"},
		"a time that ends before":      {`{ treaties(filter: {during: {from: "2025", until: "2024"}}) { totalCount } }`, "BAD_USER_INPUT", "until 2024 comes before from 2025"},
		"a timeline that ends before":  {`{ timeline(actors: ["PRK"], from: "2025", to: "2024") { totalCount } }`, "BAD_USER_INPUT", "to 2024 comes before from 2025"},
		"changes that end before":      {`{ changePoints(refs: ["PRK"], from: "2025", to: "2024") }`, "BAD_USER_INPUT", "to 2024 comes before from 2025"},
		"a year until itself":          {`{ events(filter: {during: {from: "2024", until: "2024"}}) { totalCount } }`, "BAD_USER_INPUT", "the first day that no longer counts"},
		"signed in no day":             {`{ treaties(filter: {signed: {from: "1949-04-04", until: "1949-04"}}) { totalCount } }`, "BAD_USER_INPUT", "filter.signed: until 1949-04 comes before"},
		"events of no day":             {`{ actor(ref: "PRK") { events(during: {from: "2025", until: "2024"}) { id } } }`, "BAD_USER_INPUT", "during: until 2024 comes before from 2025"},
		"a category with a slip":       {`{ weaponSystems(filter: {categories: ["Misiles"]}) { totalCount } }`, "BAD_USER_INPUT", `filter.categories: nothing loaded has the category "Misiles"; nearest: "Missiles"`},
		"one good and one bad":         {`{ observations(filter: {indicators: ["MILITARY_PERSONNEL", "MILITARY_PERSONEL"]}) { totalCount } }`, "BAD_USER_INPUT", `"MILITARY_PERSONEL"; nearest: "MILITARY_PERSONNEL"`},
		"an indicator below an actor":  {`{ actor(ref: "PRK") { observations(indicators: ["military_personnel"]) { id } } }`, "BAD_USER_INPUT", `nearest: "MILITARY_PERSONNEL"`},
		"an indicator below a weapon":  {`{ weaponSystem(ref: "Hyunmoo-5") { observations(indicators: ["WEIGHT"]) { id } } }`, "BAD_USER_INPUT", "indicators: nothing loaded has the indicator"},
		"a subtype unlike any":         {`{ weaponSystems(filter: {subtypes: ["zzzzzz"]}) { totalCount } }`, "BAD_USER_INPUT", `known are "`},
		"a class of no weapon":         {`{ weaponSystems(filter: {unrocaClasses: ["Missiles"]}) { totalCount } }`, "BAD_USER_INPUT", "has the unroca class"},
		"a type of event":              {`{ events(filter: {eventTypes: [THREATENS]}) { totalCount } }`, "GRAPHQL_VALIDATION_FAILED", "THREATENS"},
		"a text for a type of event":   {`{ events(filter: {eventTypes: ["THREATEN"]}) { totalCount } }`, "GRAPHQL_VALIDATION_FAILED", "THREATEN"},
		"a property of relationships":  {`{ actor(ref: "PRK") { statements(properties: [consentKind]) { property } } }`, "BAD_USER_INPUT", "consentKind is a property of relationships"},
		"a program where none is":      {`{ sanctions(filter: {programs: ["X"]}) { totalCount } }`, "BAD_USER_INPUT", `the program "X", nor any other`},
		"a unit":                       {`{ observations(filter: {units: ["person"]}) { totalCount } }`, "BAD_USER_INPUT", `nearest: "persons"`},
		"relevance without a text":     {`{ actors(orderBy: {field: RELEVANCE}) { totalCount } }`, "BAD_USER_INPUT", "relevance needs a text"},
		"a treaty's label for actors":  {`{ actors(filter: {labels: [TREATY]}) { totalCount } }`, "BAD_USER_INPUT", "TREATY is no label of actors"},
		"no words to filter by":        {`{ actors(filter: {text: " !"}) { totalCount } }`, "BAD_USER_INPUT", "filter.text: \"!\" has no letter or digit"},
		"an organization as a treaty":  {`{ actors(filter: {partyTo: "org:nato"}) { totalCount } }`, "BAD_USER_INPUT", "filter.partyTo: org:nato is an Organization; want a Treaty"},
		"a name of no treaty":          {`{ actors(filter: {partyTo: "OSCE"}) { totalCount } }`, "NOT_FOUND", "no Treaty is known as"},
		"a state as an organization":   {`{ actors(filter: {memberOf: "USA"}) { totalCount } }`, "NOT_FOUND", "memberOf"},
		"a treaty as a weapon":         {`{ actors(filter: {operates: "treaty:nato-1949"}) { totalCount } }`, "BAD_USER_INPUT", "filter.operates: treaty:nato-1949 is a Treaty"},
		"a weapon as an actor":         {`{ events(filter: {actors: ["weapon:kn-25"]}) { totalCount } }`, "BAD_USER_INPUT", "weapon:kn-25 is a WeaponSystem; want an actor"},
		"no words to search for":       {`{ search(text: "!") { matched } }`, "BAD_USER_INPUT", "no letter or digit"},
		"an unknown treaty":            {`{ treaty(ref: "treaty:x") { id } }`, "NOT_FOUND", "no Treaty is known"},
		"an unknown field":             {`{ treaty(ref: "treaty:x") { wombat } }`, "GRAPHQL_VALIDATION_FAILED", "wombat"},
		"an unknown label":             {`{ search(text: "x", labels: [WOMBAT]) { matched } }`, "GRAPHQL_VALIDATION_FAILED", "WOMBAT"},
		"501 nodes":                    {`{ nodes(ids: [` + strings.Repeat(`"state:PRK",`, 501) + `]) { id } }`, "BAD_USER_INPUT", "ids: 501 exceed the limit of 500"},
		"no facts":                     {`{ obligationsIfAttacked(attacker: "USA", victim: "PRK") { openQuestions(maxFacts: 0) { __typename } } }`, "BAD_USER_INPUT", "maxFacts: 0 is outside"},
		"too many facts":               {`{ obligationsIfAttacked(attacker: "USA", victim: "PRK") { openQuestions(maxFacts: 100) { __typename } } }`, "BAD_USER_INPUT", "maxFacts: 100 is outside"},
		"a timeline of nobody":         {`{ timeline(actors: []) { totalCount } }`, "BAD_USER_INPUT", "0 references; want 1 to"},
		"a timeline of a crowd":        {`{ timeline(actors: [` + strings.Repeat(`"PRK",`, 201) + `]) { totalCount } }`, "BAD_USER_INPUT", "201 references; want 1 to"},
		"only parties of nobody":       {`{ treaties(filter: {onlyParties: true}) { totalCount } }`, "BAD_USER_INPUT", "filter.onlyParties: whose?"},
		"allies by no duty":            {`{ actors(filter: {alliedWith: ["PRK"], alliedBy: []}) { totalCount } }`, "BAD_USER_INPUT", "filter.alliedBy: empty"},
		"values in hundreds":           {`{ observations(filter: {units: [` + strings.Repeat(`"persons",`, 201) + `]}) { totalCount } }`, "BAD_USER_INPUT", "201 values exceed the limit of 200"},
		"a day and a time":             {`{ actors(asOf: "2000-01-01", filter: {during: {from: "1990"}}) { totalCount } }`, "BAD_USER_INPUT", "want one or the other"},
		"a what-if of 21 changes":      {`{ obligationsIfAttacked(attacker: "USA", victim: "PRK", whatIf: [` + strings.Repeat(`{end: "treaty:nato-1949"},`, 21) + `]) { asOf } }`, "BAD_USER_INPUT", "21 changes"},
		"references in hundreds":       {`{ paths(from: "PRK", to: [` + strings.Repeat(`"RUS",`, 201) + `]) { truncated } }`, "BAD_USER_INPUT", "201"},
		"a number that overflows":      {`query ($n: Int! = 99999999999999999999) { actors(first: $n) { totalCount } }`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			answer := httpapitest.Ask(t, h, c.query, nil)
			if len(answer.Errors) == 0 {
				t.Fatalf("no error; data %s", answer.Data)
			}
			e := answer.Errors[0]
			if e.Extensions.Code == "INTERNAL" || c.code != "" && e.Extensions.Code != c.code || !strings.Contains(e.Message, c.message) {
				t.Errorf("%s: %s; want %s: %s", e.Extensions.Code, e.Message, c.code, c.message)
			}
		})
	}
}

func TestAFailedRootFieldLeavesTheOthersTheirAnswer(t *testing.T) {
	answer := httpapitest.Ask(t, bundled(t), `{ a: actor(ref: "nobody at all") { id } b: actor(ref: "PRK") { id } }`, nil)
	if string(answer.Data) != `{"a":null,"b":{"id":"state:PRK"}}` || len(answer.Errors) != 1 || answer.Status != http.StatusOK {
		t.Errorf("%d %s %+v", answer.Status, answer.Data, answer.Errors)
	}
}

func TestAnErrorIsNotRepeatedForEachOfManyFields(t *testing.T) {
	answer := httpapitest.Ask(t, bundled(t), `{ a: actors(first: 100) { nodes { alliances(asOf: "2024") { id } } } b: actors(first: 100) { nodes { alliances(asOf: "2024") { id } } }
		c: actor(ref: "nobody at all") { id } }`, nil)
	roots := map[any]int{}
	for _, e := range answer.Errors {
		roots[e.Path[0]]++
	}
	if want := (map[any]int{"a": 10, "b": 10, "c": 1}); !cmp.Equal(roots, want) {
		t.Errorf("errors by root field: %v; want %v", roots, want)
	}
}

func TestAnswersSayOfWhichDayAndDataTheyAre(t *testing.T) {
	h := bundled(t)
	today := "2026-06-15"
	for query, want := range map[string]string{
		`{ paths(from: "PRK", to: "RUS", asOf: "2024-12-04") { asOf paths { hops { relationship { ... on AlliedWith { treaty { status parties { id } } } } } } } }`: "2024-12-04",
		`{ paths(from: "PRK", to: "RUS") { asOf } }`:                         today,
		`{ paths(from: "PRK", to: "RUS", allTime: true) { asOf } }`:          "",
		`{ treaties { nodes { id } } }`:                                      "",
		`{ treaty(ref: "treaty:nato-1949") { status(asOf: "1950-01-01") } }`: "1950-01-01",
		`{ a: paths(from: "PRK", to: "RUS", asOf: "2024-12-04") { asOf } b: paths(from: "PRK", to: "RUS", asOf: "2024-12-05") { asOf } }`: "", // of several days
		`{ __typename }`:                 today,
		`{ actor(ref: "PRK") { name } }`: today,
		`{ actor(ref: "PRK", on: "1990-01-01") { name degrees { count } } }`:                              "1990-01-01",
		`{ paths(from: "PRK", to: "RUS", asOf: "2024-12-04") { truncated } }`:                             "2024-12-04",
		`{ actor(ref: "PRK", on: "1990-01-01") { degrees(asOf: "1991-01-01") { count } } }`:               "",
		`{ a: actors(asOf: "1990-01-01") { totalCount } b: actors(asOf: "1991-01-01") { totalCount } }`:   "",
		`{ a: paths(from: "PRK", to: "RUS") { truncated } b: actors(asOf: "1991-01-01") { totalCount } }`: "",
		`{ allianceDiff(from: "1990-01-01", to: "1995-01-01", actors: ["RUS"]) { from } }`:                "",
		`{ timeline(actors: ["PRK"]) { totalCount } }`:                                                    "",
		`{ node(id: "state:PRK") { identifiers(on: "1990-01-01") { value } } }`:                           "1990-01-01",

		`{ stats { nodeCount } }`: today,
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		got := ""
		if answer.Extensions.Entente.AsOf != nil {
			got = *answer.Extensions.Entente.AsOf
		}
		if got != want || len(answer.Extensions.Entente.DataVersion) != 32 {
			t.Errorf("%s: as of %q, data %q; want %q", query, got, answer.Extensions.Entente.DataVersion, want)
		}
	}
}

// TestFieldsBelowAreOfTheDayThatWasAskedAbout: the treaty of a path of 2024 is shown with its parties of 2024.
func TestFieldsBelowAreOfTheDayThatWasAskedAbout(t *testing.T) {
	var data struct {
		Before, After struct {
			Alliances []struct {
				Treaty struct{ Parties []struct{ ID string } }
			}
		}
	}
	httpapitest.Data(t, bundled(t), `fragment N on Actor { alliances(asOf: "1950-01-01", obligationTypes: [DEFENSE]) { treaty { parties { id } } } }
		{ before: actor(ref: "state:NOR", on: "1950-01-01") { ...N }
		  after: actor(ref: "state:NOR") { alliances(asOf: "2024-06-01", obligationTypes: [DEFENSE]) { treaty { parties { id } } } } }`, nil, &data)
	if n := len(data.Before.Alliances[0].Treaty.Parties); n != 12 {
		t.Errorf("%d parties in 1950; want 12", n)
	}
	if n := len(data.After.Alliances[0].Treaty.Parties); n != 32 {
		t.Errorf("%d parties in 2024; want 32", n)
	}
}

// pages reads a list page by page and gives the ids of each.
func pages(t *testing.T, h http.Handler, query string, size int) (ids []string, total int) {
	t.Helper()
	var after *string
	for range 1000 {
		var data struct {
			List struct {
				TotalCount int
				Edges      []struct {
					Cursor string
					Node   struct{ ID, Text, Date string }
				}
				PageInfo struct {
					HasNextPage, HasPreviousPage bool
					EndCursor                    *string
				}
			}
		}
		httpapitest.Data(t, h, query, map[string]any{"n": size, "after": after}, &data)
		if data.List.PageInfo.HasPreviousPage != (after != nil) {
			t.Errorf("hasPreviousPage is %v behind %v", data.List.PageInfo.HasPreviousPage, after)
		}
		for _, e := range data.List.Edges {
			ids = append(ids, e.Node.ID+e.Node.Date+e.Node.Text)
		}
		total = data.List.TotalCount
		if !data.List.PageInfo.HasNextPage {
			return ids, total
		}
		after = data.List.PageInfo.EndCursor
		if after == nil || *after != data.List.Edges[len(data.List.Edges)-1].Cursor {
			t.Fatal("the last cursor of the page is not its endCursor")
		}
	}
	t.Fatal("the list does not end")
	return nil, 0
}

func TestPagesJoinedAreTheWholeList(t *testing.T) {
	h := bundled(t)
	for name, query := range map[string]string{
		"actors by name": `query ($n: Int!, $after: String) { list: actors(first: $n, after: $after, filter: {labels: [STATE]}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
		"treaties by signature, the newest first": `query ($n: Int!, $after: String) { list: treaties(first: $n, after: $after, orderBy: {field: SIGNED, direction: DESC}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
		"treaties in force on a day":              `query ($n: Int!, $after: String) { list: treaties(first: $n, after: $after, filter: {inForceOn: "2024-12-04"}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
		"events":                                  `query ($n: Int!, $after: String) { list: events(first: $n, after: $after) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
		"weapons by range":                        `query ($n: Int!, $after: String) { list: weaponSystems(first: $n, after: $after, orderBy: {field: RANGE_KM}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
		"a timeline of a month":                   `query ($n: Int!, $after: String) { list: timeline(first: $n, after: $after, actors: ["PRK", "KOR"], from: "2024-10-01", to: "2024-11-01") { totalCount edges { cursor node { date text } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
		"a timeline":                              `query ($n: Int!, $after: String) { list: timeline(first: $n, after: $after, actors: ["PRK", "RUS"]) { totalCount edges { cursor node { date text } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
	} {
		t.Run(name, func(t *testing.T) {
			whole, total := pages(t, h, query, 500)
			for _, size := range []int{7, 100} {
				parts, again := pages(t, h, query, size)
				if again != total {
					t.Errorf("in pages of %d there are %d in all, in those of 500 %d", size, again, total)
				}
				if diff := cmp.Diff(whole, parts); diff != "" {
					t.Errorf("in pages of %d:\n%s", size, diff)
				}
			}
			if len(whole) < 10 || total != len(whole) {
				t.Errorf("%d matches, totalCount %d", len(whole), total)
			}
		})
	}
}

func TestFiltersKeepWhatTheyAskFor(t *testing.T) {
	h := bundled(t)
	for query, want := range map[string][]string{
		`{ list: actors(filter: {memberOf: "org:aukus"}) { nodes { id } } }`:                                                                       {"state:AUS", "state:GBR", "state:USA"},
		`{ list: actors(asOf: "1990-01-01", filter: {text: "germany"}) { nodes { id } } }`:                                                         {"state:DDR", "state:DEU"},
		`{ list: treaties(filter: {parties: ["PRK", "CHN"], binding: true, onlyParties: true}) { nodes { id } } }`:                                 {"treaty:cn-kp-1961"},
		`{ list: treaties(filter: {kinds: [DOMESTIC_LAW]}) { nodes { id } } }`:                                                                     {"treaty:us-qa-2025", "treaty:us-tra-1979"},
		`{ list: treaties(filter: {signed: {from: "1949-01-01", until: "1950-02-01"}}) { nodes { id } } }`:                                         {"treaty:hu-cs-1949", "treaty:nato-1949", "treaty:pl-ro-1949"},
		`{ list: weaponSystems(filter: {operatedBy: "KOR", text: "hyunmoo", minRangeKm: 800, maxRangeKm: 1500}) { nodes { id } } }`:                {"weapon:hyunmoo-2c", "weapon:hyunmoo-3", "weapon:hyunmoo-4"},
		`{ list: events(filter: {actors: ["PRK"], during: {from: "2024-10-01", until: "2024-10-03"}, involves: ["Hyunmoo-5"]}) { nodes { id } } }`: {"event:hyunmoo-5-shown"},
		`{ list: events(filter: {statuses: [CANDIDATE]}) { nodes { id } } }`:                                                                       {},
		`{ list: armsTransfers { nodes { id } } }`:                                                                                                 {},
	} {
		var data struct {
			List struct{ Nodes []struct{ ID string } }
		}
		httpapitest.Data(t, h, query, nil, &data)
		got := []string{}
		for _, n := range data.List.Nodes {
			got = append(got, n.ID)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", query, diff)
		}
	}
}

// TestATimelineIsPagedThroughADayOfManyEvents has more events on one day than a page, or several, hold.
func TestATimelineIsPagedThroughADayOfManyEvents(t *testing.T) {
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	httpapitest.LoadCurated(t, store)
	first := graph.DateOf(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	day := graph.Between(first, first.First().Next().Date())
	var batch graph.Batch
	for i := range 30 {
		id := graph.ID(fmt.Sprintf("event:x-%02d", i))
		record := graph.NewNodeRecord(&graph.Event{Header: graph.Header{ID: id, Name: string(id), Period: day}, Status: graph.EventReported})
		record.Dataset = "dataset:x"
		batch.Nodes = append(batch.Nodes, record)
		link := &graph.ActorIn{RelationshipHeader: graph.RelationshipHeader{FromID: "state:PRK", ToID: id, DatasetID: "dataset:x", Period: day}}
		batch.Relationships = append(batch.Relationships, graph.NewRelationshipRecord(link, ""))
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	h := httpapitest.Handler(store)
	var found []string
	after := any(nil)
	for range 40 {
		var data struct {
			Timeline struct {
				Nodes    []struct{ Text string }
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		httpapitest.Data(t, h, `query ($after: String) { timeline(actors: ["PRK"], from: "2030-01-01", first: 1, after: $after, kinds: [EVENT]) {
			nodes { text } pageInfo { hasNextPage endCursor } } }`, map[string]any{"after": after}, &data)
		for _, n := range data.Timeline.Nodes {
			found = append(found, n.Text)
		}
		if after = data.Timeline.PageInfo.EndCursor; !data.Timeline.PageInfo.HasNextPage {
			break
		}
	}
	if len(found) != 30 || !slices.IsSorted(found) {
		t.Errorf("%d of 30 events: %v", len(found), found)
	}
}

func TestATimelineHasTheStepsOfTreatiesThatItsActorSaw(t *testing.T) {
	type item struct{ Date, Kind, Text string }
	for actor, c := range map[string]struct{ first, has string }{
		"state:PRK": {"1948-09-09", "Treaty on the Non-Proliferation of Nuclear Weapons"},
		"state:DDR": {"1949-10-07", "Treaty of Friendship, Co-operation and Mutual Assistance (Warsaw Pact) is signed"},
		"state:SUN": {"1922-12-30", "Charter of the United Nations is signed"},
	} {
		var data struct{ Timeline struct{ Nodes []item } }
		httpapitest.Data(t, bundled(t), `query ($a: NodeRef!) { timeline(actors: [$a], kinds: [TREATY], first: 500) { nodes { date kind text } } }`, map[string]any{"a": actor}, &data)
		nodes := data.Timeline.Nodes
		if len(nodes) == 0 || nodes[0].Date < c.first || !slices.ContainsFunc(nodes, func(i item) bool { return strings.Contains(i.Text, c.has) }) {
			t.Errorf("%s: %+v", actor, nodes[:min(len(nodes), 3)])
		}
	}
}

// TestADatasetThatIsNotLoadedIsNotFound wherever one is named, so that a slip of the pen is not taken for an empty
// answer.
func TestADatasetThatIsNotLoadedIsNotFound(t *testing.T) {
	h := bundled(t)
	for _, query := range []string{
		`{ actor(ref: "PRK") { statements(datasets: ["dataset:x"]) { value } } }`,
		`{ actor(ref: "PRK") { relationships(datasets: ["dataset:x"]) { id } } }`,
		`{ actor(ref: "PRK") { alliances(datasets: ["dataset:x"]) { id } } }`,
		`{ actors(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ treaties(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ weaponSystems(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ events(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ conflicts(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ sanctions(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ armsTransfers(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ observations(filter: {datasets: ["dataset:x"]}) { totalCount } }`,
		`{ paths(from: "PRK", to: "RUS", filter: {datasets: ["dataset:x"]}) { truncated } }`,
		`{ neighborhood(of: "PRK", filter: {datasets: ["dataset:x"]}) { truncated } }`,
		`{ obligationsIfAttacked(attacker: "PRK", victim: "KOR", datasets: ["dataset:x"]) { asOf } }`,
		`{ cascade(attacks: [{attacker: "PRK", victim: "KOR"}], datasets: ["dataset:x"]) { truncated } }`,
		`{ contradictions(datasets: ["dataset:x"]) { totalCount } }`,
		`{ allianceDiff(from: "2024-01-01", to: "2025-01-01", datasets: ["dataset:x"]) { from } }`,
		`{ allianceHistory(a: "PRK", b: "RUS", datasets: ["dataset:x"]) { duties { type } } }`,
		`{ duties(actor: "PRK", datasets: ["dataset:x"]) { asOf } }`,
		`{ compliance(datasets: ["dataset:x"]) { totalCount } }`,
		`{ treaties(filter: {datasets: ["dataset:curated", "dataset:x"]}) { totalCount } }`,
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "NOT_FOUND" ||
			!strings.Contains(answer.Errors[0].Message, `"dataset:x" is not loaded; loaded are dataset:curated`) {
			t.Errorf("%s: %+v", query, answer.Errors)
		}
	}
}

// TestAFilterLeavesOutWhatDoesNotMeetIt: some, and not all.
func TestAFilterLeavesOutWhatDoesNotMeetIt(t *testing.T) {
	h := bundled(t)
	count := func(list, filter string) (n struct{ List struct{ TotalCount int } }) {
		t.Helper()
		httpapitest.Data(t, h, fmt.Sprintf("{ list: %s(filter: {%s}) { totalCount } }", list, filter), nil, &n)
		return n
	}
	for _, c := range [][2]string{
		{"observations", "minValue: 1000"},
		{"observations", "maxValue: 1000"},
		{"actors", "organizationKinds: [ALLIANCE]"},
		{"treaties", `signed: {from: "1949"}`},
		{"treaties", `signed: {until: "1949"}`},
	} {
		all, some := count(c[0], "").List.TotalCount, count(c[0], c[1]).List.TotalCount
		if some == 0 || some >= all {
			t.Errorf("%s of {%s}: %d of %d", c[0], c[1], some, all)
		}
	}
}
