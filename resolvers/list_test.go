package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

type connection struct {
	Nodes    []struct{ ID string }
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	TotalCount int
}

func (c connection) ids() []string {
	out := []string{}
	for _, n := range c.Nodes {
		out = append(out, n.ID)
	}
	return out
}

const pageFields = `{ nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`

// TestEveryListIsReadFromEitherEnd: pages from the end are those from the beginning.
func TestEveryListIsReadFromEitherEnd(t *testing.T) {
	h := bundled(t)
	ask := func(field, arguments string) (out connection) {
		t.Helper()
		var data map[string]connection
		httpapitest.Data(t, h, fmt.Sprintf(`{ %s(%s) %s }`, field, arguments, pageFields), nil, &data)
		name, _, _ := strings.Cut(field, "(")
		return data[name]
	}
	for field, more := range map[string]string{
		"treaties": "filter: {parties: [\"RUS\"]}, orderBy: {field: SIGNED, direction: DESC}", "events": "filter: {actors: [\"PRK\"]}", "weaponSystems": "filter: {not: {categories: [\"Missiles\"]}}",
		"alliances": "asOf: \"2024-12-04\", filter: {actors: [\"RUS\"]}, orderBy: {field: START}", "observations": "filter: {subjects: [\"PRK\"]}",
	} {
		t.Run(field, func(t *testing.T) {
			whole := ask(field, "first: 500, "+more)
			all := whole.ids()
			if len(all) < 9 || whole.TotalCount != len(all) {
				t.Fatalf("%d of %d: too few for a test", len(all), whole.TotalCount)
			}
			var back []string
			before := ""
			for {
				page := ask(field, "first: null, last: 4, "+before+more)
				back = slices.Concat(page.ids(), back)
				if page.TotalCount != len(all) || page.PageInfo.HasNextPage != (before != "") {
					t.Errorf("the page from the end says %+v", page.PageInfo)
				}
				if !page.PageInfo.HasPreviousPage {
					break
				}
				before = fmt.Sprintf("before: %q, ", *page.PageInfo.StartCursor)
			}
			if diff := cmp.Diff(all, back); diff != "" {
				t.Error(diff)
			}
			first := ask(field, "first: 2, "+more)
			end := ask(field, "last: 1, "+more)
			between := ask(field, fmt.Sprintf("first: 500, after: %q, before: %q, %s", *first.PageInfo.EndCursor, *end.PageInfo.StartCursor, more))
			if diff := cmp.Diff(all[2:len(all)-1], between.ids()); diff != "" || !between.PageInfo.HasNextPage || !between.PageInfo.HasPreviousPage {
				t.Errorf("between two cursors: %+v %s", between.PageInfo, diff)
			}
		})
	}
}

func TestPagesThatAreNone(t *testing.T) {
	h := bundled(t)
	for query, message := range map[string]string{
		`{ treaties(first: 3, last: 3) { totalCount } }`:                  "first, last: want one or the other",
		`{ treaties(first: null) { totalCount } }`:                        "first: null names no page",
		`{ treaties(last: 501) { totalCount } }`:                          "last: 501 exceeds the limit of 500",
		`{ alliances(last: 0) { totalCount } }`:                           "last: 0 is outside 1 to 500",
		`{ treaties(last: 3, before: "x") { totalCount } }`:               `before: "x" is no cursor of this list`,
		`{ alliances(before: "x") { totalCount } }`:                       `before: "x" is no cursor of this list`,
		`{ actors(filter: {alliedWith: ["Atlantis"]}) { nodes { id } } }`: "no actor is known as",
	} {
		answer := httpapitest.Ask(t, h, query, nil)
		if len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Message, message) {
			t.Errorf("%s: %+v; want %q", query, answer.Errors, message)
		}
	}
}

// TestOneDocumentReadsAListFromEitherEnd sends what Relay's clients send: one of the two variables has a value, and the
// other is null or left out.
func TestOneDocumentReadsAListFromEitherEnd(t *testing.T) {
	h := bundled(t)
	const document = `query($first: Int, $last: Int) { treaties(first: $first, last: $last) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`
	for _, c := range []struct {
		variables map[string]any
		want      int
		fromEnd   bool
	}{
		{map[string]any{"first": 3}, 3, false},
		{map[string]any{"first": 3, "last": nil}, 3, false},
		{map[string]any{"last": 3}, 3, true},
		{map[string]any{"first": nil, "last": 3}, 3, true},
		{nil, 50, false},
	} {
		var data struct{ Treaties connection }
		httpapitest.Data(t, h, document, c.variables, &data)
		if got := data.Treaties; len(got.ids()) != c.want || got.PageInfo.HasPreviousPage != c.fromEnd {
			t.Errorf("%v: %d treaties, %+v", c.variables, len(got.ids()), got.PageInfo)
		}
	}
}

// TestFiltersAreCombined compares what and, or and not give with the lists of their parts.
func TestFiltersAreCombined(t *testing.T) {
	h := bundled(t)
	ids := func(field, filter string) []string {
		t.Helper()
		var data map[string]connection
		httpapitest.Data(t, h, fmt.Sprintf(`{ %s(first: 500, orderBy: {field: ID}, asOf: "2024-12-04", filter: {%s}) { nodes { id } } }`, field, filter), nil, &data)
		return data[field].ids()
	}
	for _, c := range []struct{ field, a, b string }{
		{"actors", `alliedWith: ["Russia"]`, `alliedWith: ["China"]`},
		{"actors", `nuclearArmed: true`, `memberOf: "org:nato"`},
		{"actors", `labels: [STATE]`, `alliedWith: ["USA"]`},
		{"weaponSystems", `nuclearCapable: true`, `operatedBy: "PRK"`},
		{"alliances", `obligationTypes: [DEFENSE], actors: ["RUS", "ARM"]`, `beneficiaries: ["KAZ"]`},
		{"alliances", `mutual: true, treaties: ["treaty:cst-1992"]`, `obligors: ["BLR"]`},
	} {
		a, b := ids(c.field, c.a), ids(c.field, c.b)
		if len(a) == 0 || len(b) == 0 {
			t.Errorf("%s: %d and %d: too few for a test", c.field, len(a), len(b))
		}
		in := func(list []string) func(string) bool {
			return func(id string) bool { return slices.Contains(list, id) }
		}
		var both, without, either []string
		for _, id := range a {
			if in(b)(id) {
				both = append(both, id)
			} else {
				without = append(without, id)
			}
		}
		either = slices.Concat(a, b)
		slices.Sort(either)
		either = slices.Compact(either)
		same := func(what string, want, got []string) {
			t.Helper()
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s of %s and %s: %d, want %d:\n%.600v\n%.600v", what, c.a, c.b, len(got), len(want), fmt.Sprint(got), fmt.Sprint(want))
			}
		}
		same("and", both, ids(c.field, fmt.Sprintf(`and: [{%s}, {%s}]`, c.a, c.b)))
		same("and beside its own", both, ids(c.field, fmt.Sprintf(`%s, and: [{%s}]`, c.a, c.b)))
		same("not", without, ids(c.field, fmt.Sprintf(`%s, not: {%s}`, c.a, c.b)))
		same("or", either, ids(c.field, fmt.Sprintf(`or: [{%s}, {%s}]`, c.a, c.b)))
		same("not nor", nil, ids(c.field, fmt.Sprintf(`%s, not: {or: [{%s}, {%s}]}`, c.a, c.a, c.b)))
	}
	if armed := ids("actors", "nuclearArmed: true"); len(armed) != 9 || !slices.Contains(armed, "state:PRK") || slices.Contains(armed, "state:UKR") {
		t.Errorf("nuclear-armed in December 2024: %v", armed)
	}
	if allies := ids("actors", `alliedWith: ["Russia"], not: {alliedWith: ["Armenia"]}`); !slices.Equal(allies, []string{"state:PRK"}) && !slices.Contains(allies, "state:PRK") {
		t.Errorf("allies of Russia that are none of Armenia: %v", allies)
	}
}

func TestTotalsTakeCombinedFilters(t *testing.T) {
	h := bundled(t)
	count := func(filter string) (n int) {
		var data struct {
			EventTotals struct{ Rows []struct{ Events int } }
		}
		httpapitest.Data(t, h, `{ eventTotals(by: [YEAR], filter: {`+filter+`}) { rows { events } } }`, nil, &data)
		for _, r := range data.EventTotals.Rows {
			n += r.Events
		}
		return n
	}
	all, some, rest := count(""), count(`actors: ["PRK"]`), count(`not: {actors: ["PRK"]}`)
	if some == 0 || rest == 0 || some+rest != all {
		t.Errorf("%d events, %d of them of North Korea and %d not", all, some, rest)
	}
}

func TestMembersAndAlliancesComeInOrder(t *testing.T) {
	type named struct {
		From, To struct{ Name string }
		Period   struct{ From string }
	}
	var data struct {
		Actor struct {
			Members, Newest []named
			Alliances       []named
		}
	}
	httpapitest.Data(t, bundled(t), `{ actor(ref: "org:nato") { ... on Organization {
		members(asOf: "2024-12-04", orderBy: {}) { from { name } period { from } }
		newest: members(asOf: "2024-12-04", orderBy: {field: START, direction: DESC}) { from { name } period { from } } } } }`, nil, &data)
	by := func(name func(named) string) func(a, b named) int {
		return func(a, b named) int { return strings.Compare(name(a), name(b)) }
	}
	m := data.Actor.Members
	if len(m) != 32 || m[0].From.Name != "Albania" || !slices.IsSortedFunc(m, by(func(n named) string { return n.From.Name })) {
		t.Errorf("members by name: %+v", m)
	}
	if n := data.Actor.Newest; n[0].From.Name != "Sweden" || n[1].From.Name != "Finland" || n[31].From.Name < n[30].From.Name {
		t.Errorf("members, the newest first: %+v", n)
	}
	httpapitest.Data(t, bundled(t), `{ actor(ref: "Russia", on: "2024-12-04") { alliances(direction: OUT, orderBy: {field: BENEFICIARY, direction: DESC}, first: 3) { to { name } } } }`, nil, &data)
	if a := data.Actor.Alliances; len(a) != 3 || !slices.IsSortedFunc(a, func(a, b named) int { return strings.Compare(b.To.Name, a.To.Name) }) {
		t.Errorf("alliances by beneficiary, from the end of the alphabet: %+v", a)
	}
}
