package acceptance_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// conflicts asks what COW and UCDP say of conflicts, events and capabilities.
func conflicts(t *testing.T, h http.Handler) {
	t.Run("how many there are of each", func(t *testing.T) {
		type count struct{ TotalCount int }
		var got struct{ Disputes, Hostile, Wars, Conflicts, Clashes, GDELT, ICEWS, Spending, Personnel count }
		httpapitest.Data(t, h, `{
			disputes: conflicts(first: 1, filter: {datasets: ["dataset:cow-mid"], kinds: [DISPUTE]}) { totalCount }
			hostile: conflicts(first: 1, filter: {datasets: ["dataset:cow-mid"], minHostility: 5}) { totalCount }
			wars: conflicts(first: 1, filter: {datasets: ["dataset:cow-interstate-wars"], kinds: [INTERSTATE_WAR]}) { totalCount }
			conflicts(first: 1, filter: {datasets: ["dataset:ucdp-acd"]}) { totalCount }
			clashes: events(first: 1, filter: {datasets: ["dataset:ucdp-ged"]}) { totalCount }
			gdelt: events(first: 1, filter: {datasets: ["dataset:gdelt-events"]}) { totalCount }
			icews: events(first: 1, filter: {datasets: ["dataset:icews"]}) { totalCount }
			spending: observations(first: 1, filter: {datasets: ["dataset:cow-nmc"], indicators: ["MILITARY_SPENDING"]}) { totalCount }
			personnel: observations(first: 1, filter: {datasets: ["dataset:cow-nmc"], indicators: ["MILITARY_PERSONNEL"]}) { totalCount } }`, nil, &got)
		want := got
		want.Disputes.TotalCount, want.Hostile.TotalCount, want.Wars.TotalCount, want.Conflicts.TotalCount = 2436, 106, 95, 290
		want.Clashes.TotalCount = 502
		want.Spending.TotalCount, want.Personnel.TotalCount = 15171-2065, 15171-418
		if diff := cmp.Diff(want, got); diff != "" || got.GDELT.TotalCount > 1010 || got.GDELT.TotalCount < 1000 || got.ICEWS.TotalCount > 400 {
			t.Errorf("%+v\n%s", got, diff)
		}
	})
	t.Run("North Korea had 1,190 thousand under arms in 2012", func(t *testing.T) {
		var data struct {
			Observations struct {
				Nodes []struct {
					Value float64
					Unit  string
				}
			}
		}
		httpapitest.Data(t, h, `{ observations(filter: {subjects: ["DPRK"], datasets: ["dataset:cow-nmc"], indicators: ["MILITARY_PERSONNEL"],
			during: {from: "2012", until: "2013"}}) { nodes { value unit } } }`, nil, &data)
		if n := data.Observations.Nodes; len(n) != 1 || n[0].Value != 1_190_000 || n[0].Unit != "persons" {
			t.Errorf("%+v", n)
		}
	})
	t.Run("Korea is UCDP's conflict 235, with the coalition of 1951", func(t *testing.T) {
		var data struct {
			Node struct {
				Relationships []struct {
					From struct{ ID string }
					Side string
				}
			}
		}
		httpapitest.Data(t, h, `{ node(id: "conflict:ucdp-acd-235") { ... on Conflict { relationships(types: [PARTICIPATED_IN], asOf: "1951-07-01", first: 100) {
			from { id } ... on ParticipatedIn { side } } } } }`, nil, &data)
		sides := map[string][]string{}
		for _, r := range data.Node.Relationships {
			sides[r.Side] = append(sides[r.Side], r.From.ID)
		}
		slices.Sort(sides["A"])
		slices.Sort(sides["B"])
		want := map[string][]string{"A": {"state:CHN", "state:PRK", "state:SUN"}, "B": {
			"state:AUS", "state:BEL", "state:CAN", "state:COL", "state:ETH",
			"state:FRA", "state:GBR", "state:GRC", "state:KOR", "state:LUX", "state:NLD", "state:NZL", "state:PHL", "state:THA", "state:TUR", "state:USA", "state:ZAF",
		}}
		if diff := cmp.Diff(want, sides); diff != "" {
			t.Error(diff)
		}
	})
}
