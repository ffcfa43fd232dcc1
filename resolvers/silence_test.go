package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

func has(list []string, words string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, words) })
}

func TestNoPathMeansNoneInTheLoadedData(t *testing.T) {
	h := bundled(t)
	for query, want := range map[string][]string{
		`{ it: paths(from: "PRK", to: "RUS", asOf: "2024-10-15", maxHops: 1) { warnings } }`:                                       {"none in the loaded data: Entente curated dataset (dataset:curated) has a selection"},
		`{ it: paths(from: "CHE", to: "USA", asOf: "1900-01-01") { warnings } }`:                                                   {"none in the loaded data", "is selective before 1945: treaties of 1900-01-01 may be missing"},
		`{ it: paths(from: "PRK", to: "RUS", asOf: "2024-12-04", maxHops: 1) { warnings } }`:                                       nil,
		`{ it: paths(from: "USA", to: "GBR", asOf: "2030-01-01", maxHops: 1) { warnings } }`:                                       {"covers no day after 2026-06-30"},
		`{ it: paths(from: "CHE", to: "USA", profile: ARMS) { warnings } }`:                                                        {"no arms transfers are loaded", "`entente load sipri-transfers` brings them"},
		`{ it: paths(from: "CHE", to: "USA", profile: MEMBERSHIP, asOf: "2024-01-01") { warnings } }`:                              nil,
		`{ it: neighborhood(of: "NRU", asOf: "2024-01-01", filter: {relationshipTypes: [ALLIED_WITH]}) { warnings } }`:             {"none in the loaded data"},
		`{ it: neighborhood(of: "USA", asOf: "2024-01-01", filter: {relationshipTypes: [ALLIED_WITH]}) { warnings } }`:             nil,
		`{ it: paths(from: "state:SUN", to: "USA", asOf: "2020-01-01") { warnings } }`:                                             {"Soviet Union (state:SUN) did not exist on 2020-01-01: its time is 1922-12-30 to 1991-12-26"},
		`{ it: paths(from: "USA", to: ["state:SUN", "state:DDR"], asOf: "2020-01-01") { warnings } }`:                              {"Soviet Union (state:SUN) did not exist", "East Germany (state:DDR) did not exist"},
		`{ it: neighborhood(of: "state:SUN", asOf: "2020-01-01") { warnings } }`:                                                   {"Soviet Union (state:SUN) did not exist on 2020-01-01"},
		`{ it: alliances(filter: {actors: ["state:DDR"]}, asOf: "1990-10-03") { warnings } }`:                                      {"East Germany (state:DDR) did not exist on 1990-10-03", "none in the loaded data"},
		`{ it: alliances(filter: {actors: ["state:DDR"]}, asOf: "1990-10-02") { warnings } }`:                                      nil,
		`{ it: armsTransfers { warnings } }`:                                                                                       {"no arms transfers are loaded"},
		`{ it: conflicts { warnings } }`:                                                                                           {"no conflicts are loaded", "`entente load cow-interstate-wars`, `entente load cow-mid` or `entente load ucdp-acd` bring them"},
		`{ it: sanctions { warnings } }`:                                                                                           {"no sanctions are loaded", "`entente load opensanctions` brings them"},
		`{ it: events(filter: {statuses: [CANDIDATE]}) { warnings } }`:                                                             nil,
		`{ it: obligationsIfAttacked(attacker: "Austria-Hungary", victim: "state:serbia-1817", asOf: "1914-07-28") { warnings } }`: {"is selective before 1945: treaties of 1914-07-28 may be missing"},
		`{ it: obligationsIfAttacked(attacker: "CHE", victim: "AUT", asOf: "1980-07-28") { warnings } }`:                           {"none in the loaded data"},
		`{ it: duties(actor: "NRU", asOf: "1980-07-28") { warnings } }`:                                                            {"none in the loaded data"},
	} {
		var data struct{ It struct{ Warnings []string } }
		httpapitest.Data(t, h, query, nil, &data)
		got := data.It.Warnings
		if len(want) == 0 && len(got) > 0 {
			t.Errorf("%s: %q; want none", query, got)
		}
		for _, words := range want {
			if !has(got, words) {
				t.Errorf("%s: %q; want %q", query, got, words)
			}
		}
	}
}

func TestWarningsStandBesideListsThatHaveNoFieldForThem(t *testing.T) {
	for query, want := range map[string]string{
		`{ actor(ref: "BTN") { alliances(asOf: "1980-01-01") { id } } }`:           "none in the loaded data",
		`{ actor(ref: "CHE") { sanctions { id } } }`:                               "no sanctions are loaded",
		`{ actor(ref: "CHE") { conflicts { id } } }`:                               "no conflicts are loaded",
		`{ actor(ref: "CHE") { supplies { id } } }`:                                "no arms transfers are loaded",
		`{ actor(ref: "USA") { alliances(asOf: "2024-01-01") { id } } }`:           "alliances: only the first 500 are listed, and there are more; narrow the question",
		`{ actor(ref: "PRK") { alliances(asOf: "2024-01-01") { id } } }`:           "",
		`{ armsTransferTotals(by: [YEAR]) { rows { year } } }`:                     "no arms transfers are loaded",
		`{ conflictTotals(by: [DECADE]) { rows { decade } } }`:                     "no conflicts are loaded",
		`{ eventTotals(by: [YEAR], filter: {actors: ["NRU"]}) { rows { year } } }`: "",
		`{ timeline(actors: ["CHE"], kinds: [SANCTION]) { totalCount } }`:          "no sanctions are loaded",
		`{ timeline(actors: ["CHE"], kinds: [MEMBERSHIP]) { totalCount } }`:        "",
		`{ actors(filter: {memberOf: "org:iaea"}) { totalCount } }`:                "not every member of International Atomic Energy Agency (org:iaea) is loaded",
		`{ actors(filter: {memberOf: "org:nato"}) { totalCount } }`:                "",
	} {
		if got := httpapitest.Ask(t, bundled(t), query, nil).Extensions.Entente.Warnings; want == "" && len(got) > 0 || want != "" && !has(got, want) {
			t.Errorf("%s: %q; want %q", query, got, want)
		}
	}
	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	var data struct{ Treaties struct{ Warnings []string } }
	httpapitest.Data(t, httpapitest.Handler(store), `{ treaties { warnings } }`, nil, &data)
	if !has(data.Treaties.Warnings, "no treaties are loaded") {
		t.Errorf("an empty store: %q", data.Treaties.Warnings)
	}
}
