package acceptance_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// statements are all records of a dataset, as they are stored.
func statements(t *testing.T, store graph.Reader, dataset graph.ID) (all graph.RecordPage) {
	t.Helper()
	query := graph.RecordQuery{Dataset: dataset, Limit: graph.MaxRecords}
	for {
		page, err := store.Records(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		all.Nodes = append(all.Nodes, page.Nodes...)
		all.Relationships = append(all.Relationships, page.Relationships...)
		if query.After = page.Next; page.Next == "" {
			return all
		}
	}
}

// nodesOf are the nodes of a sort that the records describe.
func nodesOf[N graph.Node](t *testing.T, records graph.RecordPage) (out []N) {
	t.Helper()
	for _, r := range records.Nodes {
		node, err := graph.NewNode(r.Label, r.ID, r.Properties)
		if err != nil {
			t.Fatal(err)
		}
		if n, ok := node.(N); ok {
			out = append(out, n)
		}
	}
	return out
}

// number counts what is so.
func number[T any](list []T, is func(T) bool) (n int) {
	for _, v := range list {
		if is(v) {
			n++
		}
	}
	return n
}

// codes counts the first parts of the discriminators, where COW's loaders keep the state's number apart from the state
// that bore it.
func codes(list []graph.RelationshipRecord) int {
	seen := map[string]bool{}
	for _, r := range list {
		code, _, _ := strings.Cut(r.Discriminator, "/")
		seen[code] = true
	}
	return len(seen)
}

func where(records graph.RecordPage, is func(graph.RelationshipRecord) bool) (out []graph.RelationshipRecord) {
	for _, r := range records.Relationships {
		if is(r) {
			out = append(out, r)
		}
	}
	return out
}

func counts(t *testing.T, store graph.Reader) {
	want := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %d, want %d", what, got, want)
		}
	}

	cow := statements(t, store, "dataset:cow-alliances")
	treaties := nodesOf[*graph.Treaty](t, cow)
	want("COW alliances", len(treaties), 414)
	want("open at the end of 2012", number(treaties, func(n *graph.Treaty) bool { return n.Ended.IsZero() }), 98)
	for kind, n := range map[graph.ObligationType]int{graph.ObligationDefense: 205, graph.ObligationNeutral: 103, graph.ObligationNonagg: 156, graph.ObligationConsul: 192} {
		want("COW alliances that bind to "+string(kind), number(nodesOf[*graph.Obligation](t, cow), func(o *graph.Obligation) bool { return o.Type == kind }), n)
	}
	want("ATOP treaties", len(nodesOf[*graph.Treaty](t, statements(t, store, "dataset:atop"))), 745)

	states := statements(t, store, "dataset:cow-states")
	system := where(states, func(r graph.RelationshipRecord) bool { return r.To == "org:cow-state-system" })
	want("states of the system", codes(system), 217)
	for year, n := range map[int]int{1816: 23, 1900: 42, 1945: 64, 1990: 165, 2012: 195, 2016: 195} {
		during := graph.Between(graph.YearOnly(year), graph.YearOnly(year))
		want("members of the system in "+graph.YearOnly(year).String(), codes(slices.DeleteFunc(slices.Clone(system), func(r graph.RelationshipRecord) bool {
			return !r.Properties.Period().Overlaps(during)
		})), n)
	}
	want("major powers", codes(where(states, func(r graph.RelationshipRecord) bool { return r.To == "org:cow-major-powers" })), 9)

	mid := statements(t, store, "dataset:cow-mid")
	disputes := nodesOf[*graph.Conflict](t, mid)
	want("disputes", len(disputes), 2436)
	want("states in them", codes(mid.Relationships), 195)
	want("of hostility 4", number(disputes, func(c *graph.Conflict) bool { return *c.Hostility == 4 }), 1603)
	want("of hostility 5", number(disputes, func(c *graph.Conflict) bool { return *c.Hostility == 5 }), 106)
	want("of unknown fatalities", number(disputes, func(c *graph.Conflict) bool { return c.Low == nil }), 268)
	want("without a day", number(disputes, func(c *graph.Conflict) bool { return c.Period.From.DayOfMonth() == 0 }), 271)
	want("ongoing", number(disputes, func(c *graph.Conflict) bool { return c.Period.EndUncertain }), 33)

	want("wars", len(nodesOf[*graph.Conflict](t, statements(t, store, "dataset:cow-interstate-wars"))), 95)
	want("UCDP conflicts", len(nodesOf[*graph.Conflict](t, statements(t, store, "dataset:ucdp-acd"))), 290)
	want("events of UCDP's sample", len(nodesOf[*graph.Event](t, statements(t, store, "dataset:ucdp-ged"))), 502)
}
