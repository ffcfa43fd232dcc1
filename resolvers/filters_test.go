package resolvers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/httpapi/httpapitest"
)

// sorted is a small world in which each filter tells one thing from another.
func sorted(t *testing.T) http.Handler {
	t.Helper()
	var batch graph.Batch
	add := func(nodes ...graph.Node) {
		for _, n := range nodes {
			r := graph.NewNodeRecord(n)
			r.Dataset = "dataset:made"
			batch.Nodes = append(batch.Nodes, r)
		}
	}
	link := func(r graph.Relationship, from, to graph.ID, p graph.Period) {
		*r.Head() = graph.RelationshipHeader{FromID: from, ToID: to, Period: p}
		record := graph.NewRelationshipRecord(r, "")
		record.Dataset = "dataset:made"
		batch.Relationships = append(batch.Relationships, record)
	}
	head := func(id graph.ID, p graph.Period) graph.Header {
		_, name, _ := strings.Cut(string(id), ":")
		return graph.Header{ID: id, Name: name, Period: p}
	}
	ever, nineties, since2000 := graph.Period{}, graph.Between(graph.YearOnly(1990), graph.YearOnly(2000)), graph.Since(graph.YearOnly(2000))
	add(&graph.Dataset{Header: head("dataset:made", ever)})
	for _, code := range []graph.ID{"state:AAA", "state:BBB", "state:CCC"} {
		add(&graph.State{Header: head(code, ever)})
	}
	add(&graph.Organization{Header: head("org:club", ever), Kind: "ALLIANCE"}, &graph.Organization{Header: head("org:bank", ever), Kind: "COMPANY"}, &graph.Person{Header: head("person:someone", ever)})
	link(&graph.MemberOf{Kind: graph.FullMember}, "state:AAA", "org:club", nineties)
	link(&graph.MemberOf{Kind: "OBSERVER"}, "state:BBB", "org:club", nineties)

	yes, no := true, false
	add(&graph.WeaponSystem{Header: head("weapon:rocket", ever), Category: "Missiles", Subtype: "SRBM", UNROCAClass: "VII", RangeKm: new(500.0), NuclearCapable: &yes},
		&graph.WeaponSystem{Header: head("weapon:plane", ever), Category: "Aircraft", Subtype: "Fighter", UNROCAClass: "IV", RangeKm: new(2000.0), NuclearCapable: &no},
		&graph.WeaponSystem{Header: head("weapon:rifle", ever), Category: "Other"})
	link(&graph.Operates{}, "state:AAA", "weapon:rocket", nineties)
	link(&graph.Operates{}, "state:BBB", "weapon:plane", since2000)
	link(&graph.Developed{}, "state:CCC", "weapon:plane", ever)

	add(&graph.Observation{Header: head("observation:troops", nineties), Indicator: "MILITARY_PERSONNEL", Unit: "persons", Value: new(1000.0), Subject: "state:AAA"},
		&graph.Observation{Header: head("observation:money", since2000), Indicator: "EXPENDITURE", Unit: "USD", Value: new(5000.0), Subject: "state:BBB"})
	link(&graph.ObservedFor{}, "observation:troops", "state:AAA", ever)
	link(&graph.ObservedFor{}, "observation:money", "state:BBB", ever)

	add(&graph.Event{Header: head("event:threat", nineties), Type: "THREATEN", Status: graph.EventConfirmed},
		&graph.Event{Header: head("event:talks", since2000), Type: "CONSULT", Status: graph.EventReported},
		&graph.Event{Header: head("event:rumour", since2000), Type: "CONSULT", Status: graph.EventCandidate})
	link(&graph.ActorIn{}, "state:AAA", "event:threat", ever)
	link(&graph.RecipientOf{}, "state:BBB", "event:threat", ever)
	link(&graph.ActorIn{}, "state:AAA", "event:talks", ever)
	link(&graph.RecipientOf{}, "state:CCC", "event:talks", ever)
	link(&graph.Involves{}, "event:talks", "weapon:plane", ever)
	link(&graph.ActorIn{}, "state:BBB", "event:rumour", ever)

	add(&graph.Conflict{Header: head("conflict:war", nineties), Kind: graph.ConflictInterstateWar, Hostility: new(5)},
		&graph.Conflict{Header: head("conflict:row", since2000), Kind: graph.ConflictDispute, Hostility: new(2)})
	link(&graph.ParticipatedIn{Side: "A"}, "state:AAA", "conflict:war", ever)
	link(&graph.ParticipatedIn{Side: "B"}, "state:BBB", "conflict:war", ever)
	link(&graph.ParticipatedIn{Side: "A"}, "state:AAA", "conflict:row", ever)

	add(&graph.Sanction{Header: head("sanction:ban", nineties), Program: "ARMS", Status: "active"},
		&graph.Sanction{Header: head("sanction:freeze", since2000), Program: "MONEY", Status: "lifted"})
	link(&graph.ImposesSanction{}, "state:AAA", "sanction:ban", ever)
	link(&graph.Targets{}, "sanction:ban", "state:BBB", ever)
	link(&graph.ImposesSanction{}, "state:BBB", "sanction:freeze", ever)
	link(&graph.Targets{}, "sanction:freeze", "state:CCC", ever)

	add(&graph.ArmsTransfer{Header: head("transfer:old", nineties), Supplier: "state:AAA", Recipient: "state:BBB", WeaponSystem: "weapon:rocket", Category: "Missiles", Ordered: graph.FullDate(1991, 5, 1)},
		&graph.ArmsTransfer{Header: head("transfer:new", since2000), Supplier: "state:BBB", Recipient: "state:CCC", WeaponSystem: "weapon:plane", Category: "Aircraft", Ordered: graph.FullDate(2001, 5, 1)})

	treaty := func(id graph.ID, kind graph.TreatyKind, binding *bool, p graph.Period, parties ...graph.ID) {
		add(&graph.Treaty{Header: head(id, p), Kind: kind, Binding: binding, Signed: p.From, InForce: p.From, Ended: p.Until})
		for _, party := range parties {
			link(&graph.PartyTo{Signed: p.From, InForce: p.From}, party, id, p)
		}
	}
	treaty("treaty:pact", graph.TreatyTreaty, &yes, nineties, "state:AAA", "state:BBB")
	treaty("treaty:promise", graph.TreatyDeclaration, &no, since2000, "state:AAA", "state:CCC")
	treaty("treaty:league", graph.TreatyCharter, nil, since2000, "state:AAA", "state:BBB", "state:CCC")

	duty := func(from, to, by graph.ID, of graph.ObligationType, binding *bool, mutual bool, p graph.Period) {
		link(&graph.AlliedWith{ObligationType: of, TreatyID: by, Binding: binding, Mutual: mutual}, from, to, p)
	}
	duty("state:AAA", "state:BBB", "treaty:pact", graph.ObligationDefense, &yes, true, nineties)
	duty("state:BBB", "state:AAA", "treaty:pact", graph.ObligationConsul, &yes, false, nineties)
	duty("state:AAA", "state:CCC", "treaty:promise", graph.ObligationDefense, &no, false, since2000)
	batch.Relationships[len(batch.Relationships)-1].Confidence = new(40)
	duty("state:CCC", "state:BBB", "treaty:league", graph.ObligationDefense, nil, false, since2000)

	store := memstore.New()
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	return httpapitest.Handler(store)
}

// TestEveryFilterGivesWhatItAsksFor asks lists of two or three things for one of them after the other.
func TestEveryFilterGivesWhatItAsksFor(t *testing.T) {
	h := sorted(t)
	for list, filters := range map[string]map[string]string{
		"weaponSystems": {
			``:                           "plane rifle rocket",
			`categories: ["Missiles"]`:   "rocket",
			`unrocaClasses: ["IV"]`:      "plane",
			`subtypes: ["SRBM"]`:         "rocket",
			`nuclearCapable: true`:       "rocket",
			`nuclearCapable: false`:      "plane",
			`minRangeKm: 500`:            "plane rocket",
			`minRangeKm: 501`:            "plane",
			`maxRangeKm: 500`:            "rocket",
			`operatedBy: "AAA"`:          "rocket",
			`developedBy: "CCC"`:         "plane",
			`text: "rifle"`:              "rifle",
			`datasets: ["dataset:made"]`: "plane rifle rocket",
			`categories: ["Missiles", "Aircraft"], maxRangeKm: 3000, operatedBy: "BBB"`: "plane",
		},
		"observations": {
			``:                                   "money troops",
			`indicators: ["MILITARY_PERSONNEL"]`: "troops",
			`units: ["USD"]`:                     "money",
			`minValue: 1000`:                     "money troops",
			`minValue: 1001`:                     "money",
			`maxValue: 1000`:                     "troops",
			`subjects: ["AAA"]`:                  "troops",
			`subjects: ["AAA", "BBB"]`:           "money troops",
			`during: {until: "2000"}`:            "troops",
		},
		"events": {
			``:                           "talks threat",
			`statuses: [CONFIRMED]`:      "threat",
			`statuses: [CANDIDATE]`:      "rumour",
			`eventTypes: [CONSULT]`:      "talks",
			`actors: ["BBB"]`:            "threat",
			`actors: ["BBB", "CCC"]`:     "talks threat",
			`between: ["AAA", "CCC"]`:    "talks",
			`between: ["BBB", "CCC"]`:    "",
			`involves: ["weapon:plane"]`: "talks",
			`during: {from: "2001"}`:     "talks",
		},
		"conflicts": {
			``:                             "row war",
			`kinds: [DISPUTE]`:             "row",
			`minHostility: 3`:              "war",
			`minHostility: 2`:              "row war",
			`participants: ["AAA"]`:        "row war",
			`participants: ["AAA", "BBB"]`: "war",
		},
		"sanctions": {
			``:                     "ban freeze",
			`programs: ["ARMS"]`:   "ban",
			`statuses: ["lifted"]`: "freeze",
			`imposedBy: ["AAA"]`:   "ban",
			`targets: ["CCC"]`:     "freeze",
		},
		"armsTransfers": {
			``:                                "new old",
			`suppliers: ["AAA"]`:              "old",
			`recipients: ["CCC"]`:             "new",
			`weaponSystems: ["weapon:plane"]`: "new",
			`categories: ["Missiles"]`:        "old",
			`ordered: {from: "2000"}`:         "new",
			`ordered: {until: "2000"}`:        "old",
			`ordered: {from: "1991-05-01", until: "1991-05-02"}`: "old",
			`ordered: {from: "1991-05-02", until: "2001-05-01"}`: "",
		},
		"treaties": {
			``:                        "league pact promise",
			`kinds: [DECLARATION]`:    "promise",
			`binding: true`:           "pact",
			`binding: false`:          "promise",
			`signed: {until: "1999"}`: "pact",
			`inForceOn: "1995-01-01"`: "pact",
			`inForceOn: "2005-01-01"`: "league promise",
			`parties: ["AAA"]`:        "league pact promise",
			`parties: ["AAA", "BBB"]`: "league pact",
			`parties: ["AAA", "BBB"], onlyParties: true`:                          "pact",
			`parties: ["AAA", "CCC"], inForceOn: "2005-01-01", onlyParties: true`: "promise",
			`parties: ["BBB"], inForceOn: "2005-01-01"`:                           "league",
		},
		"actors": {
			``:                               "AAA BBB CCC bank club someone",
			`labels: [STATE]`:                "AAA BBB CCC",
			`labels: [PERSON, ORGANIZATION]`: "bank club someone",
			`organizationKinds: [ALLIANCE]`:  "club",
			`memberOf: "org:club"`:           "AAA",
			`memberOf: "org:club", kinds: [OBSERVER]`:                              "BBB",
			`partyTo: "treaty:promise"`:                                            "AAA CCC",
			`operates: "weapon:plane"`:                                             "BBB",
			`alliedWith: ["AAA"]`:                                                  "BBB",
			`alliedWith: ["BBB"]`:                                                  "AAA CCC",
			`alliedWith: ["AAA", "CCC"]`:                                           "BBB",
			`alliedWith: ["AAA"], alliedBy: [CONSUL]`:                              "BBB",
			`alliedWith: ["CCC"], alliedBy: [CONSUL]`:                              "",
			`labels: [STATE], partyTo: "treaty:league", operates: "weapon:rocket"`: "AAA",
		},
		"alliances": {
			``:                       "AAA>BBB AAA>CCC BBB>AAA CCC>BBB",
			`obligors: ["AAA"]`:      "AAA>BBB AAA>CCC",
			`beneficiaries: ["BBB"]`: "AAA>BBB CCC>BBB",
			`actors: ["CCC"]`:        "AAA>CCC CCC>BBB",
			`obligors: ["AAA"], beneficiaries: ["CCC"]`: "AAA>CCC",
			`treaties: ["treaty:pact"]`:                 "AAA>BBB BBB>AAA",
			`obligationTypes: [CONSUL]`:                 "BBB>AAA",
			`binding: true`:                             "AAA>BBB BBB>AAA",
			`binding: false`:                            "AAA>CCC",
			`mutual: true`:                              "AAA>BBB",
			`mutual: false`:                             "AAA>CCC BBB>AAA CCC>BBB",
		},
	} {
		for filter, want := range filters {
			if diff := cmp.Diff(want, namesIn(t, h, list, "filter: {"+filter+"}")); diff != "" {
				t.Errorf("%s by {%s}:\n%s", list, filter, diff)
			}
		}
	}
}

// namesIn are the names of a list's nodes, in order of names; of alliances those of both ends.
func namesIn(t *testing.T, h http.Handler, list, arguments string) string {
	t.Helper()
	fields := "name: id"
	if list == "alliances" {
		fields, arguments = "from { id } to { id }", "allTime: true, "+arguments
	}
	var data map[string]struct {
		Nodes []struct {
			Name     string
			From, To struct{ ID string }
		}
		TotalCount int
	}
	httpapitest.Data(t, h, fmt.Sprintf(`{ %s(%s) { nodes { %s } totalCount } }`, list, arguments, fields), nil, &data)
	out := []string{}
	for _, n := range data[list].Nodes {
		_, name, _ := strings.Cut(n.Name, ":")
		if list == "alliances" {
			name = strings.TrimPrefix(n.From.ID, "state:") + ">" + strings.TrimPrefix(n.To.ID, "state:")
		}
		out = append(out, name)
	}
	if data[list].TotalCount != len(out) {
		t.Errorf("%s(%s): %d are counted, and %d listed", list, arguments, data[list].TotalCount, len(out))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestADayNarrowsWhatAListIsAskedFor where relationships have a time, and where the nodes have one.
func TestADayNarrowsWhatAListIsAskedFor(t *testing.T) {
	h := sorted(t)
	for _, c := range []struct{ list, arguments, want string }{
		{"weaponSystems", `asOf: "1995-01-01", filter: {operatedBy: "AAA"}`, "rocket"},
		{"weaponSystems", `asOf: "2005-01-01", filter: {operatedBy: "AAA"}`, ""},
		{"actors", `asOf: "1995-01-01", filter: {memberOf: "org:club"}`, "AAA"},
		{"actors", `asOf: "2005-01-01", filter: {memberOf: "org:club"}`, ""},
		{"actors", `asOf: "1995-01-01", filter: {alliedWith: ["BBB"]}`, "AAA"},
		{"actors", `asOf: "2005-01-01", filter: {alliedWith: ["BBB"]}`, "CCC"},
		{"events", `asOf: "1995-01-01"`, "threat"},
		{"events", `asOf: "2005-01-01"`, "talks"},
		{"conflicts", `asOf: "1995-01-01"`, "war"},
		{"observations", `asOf: "2005-01-01"`, "money"},
		{"treaties", `asOf: "1995-01-01", filter: {parties: ["CCC"]}`, "league promise"},
	} {
		if diff := cmp.Diff(c.want, namesIn(t, h, c.list, c.arguments)); diff != "" {
			t.Errorf("%s(%s):\n%s", c.list, c.arguments, diff)
		}
	}
}

// TestListsComeInTheOrderThatIsAskedFor in either direction; what is equal comes by its id in both.
func TestListsComeInTheOrderThatIsAskedFor(t *testing.T) {
	h := sorted(t)
	for _, c := range []struct{ list, arguments, want string }{
		{"weaponSystems", ``, "plane rifle rocket"},
		{"weaponSystems", `orderBy: {field: NAME, direction: DESC}`, "rocket rifle plane"},
		{"events", ``, "threat talks"},
		{"events", `orderBy: {field: START, direction: DESC}`, "talks threat"},
		{"treaties", `orderBy: {field: SIGNED}`, "pact league promise"},
		{"treaties", `orderBy: {field: IN_FORCE, direction: DESC}`, "league promise pact"},
		{"alliances", `allTime: true`, "AAA>BBB AAA>CCC BBB>AAA CCC>BBB"},
		{"alliances", `allTime: true, orderBy: {field: OBLIGOR, direction: DESC}`, "CCC>BBB BBB>AAA AAA>BBB AAA>CCC"},
		{"alliances", `allTime: true, orderBy: {field: BENEFICIARY}`, "BBB>AAA AAA>BBB CCC>BBB AAA>CCC"},
		{"alliances", `allTime: true, orderBy: {field: TREATY}`, "CCC>BBB AAA>BBB BBB>AAA AAA>CCC"},
		{"alliances", `allTime: true, orderBy: {field: TYPE, direction: DESC}`, "BBB>AAA AAA>BBB AAA>CCC CCC>BBB"},
		{"alliances", `allTime: true, orderBy: {field: START}`, "AAA>BBB BBB>AAA AAA>CCC CCC>BBB"},
		{"alliances", `allTime: true, orderBy: {field: START, direction: DESC}`, "AAA>CCC CCC>BBB AAA>BBB BBB>AAA"},
	} {
		arguments := ""
		if c.arguments != "" {
			arguments = "(" + c.arguments + ")"
		}
		fields := "id"
		if c.list == "alliances" {
			fields = "from { id } to { id }"
		}
		var data map[string]struct {
			Nodes []struct {
				ID       string
				From, To struct{ ID string }
			}
		}
		httpapitest.Data(t, h, fmt.Sprintf(`{ %s%s { nodes { %s } } }`, c.list, arguments, fields), nil, &data)
		var got []string
		for _, n := range data[c.list].Nodes {
			_, name, _ := strings.Cut(n.ID, ":")
			if c.list == "alliances" {
				name = strings.TrimPrefix(n.From.ID, "state:") + ">" + strings.TrimPrefix(n.To.ID, "state:")
			}
			got = append(got, name)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s(%s):\n%s", c.list, c.arguments, diff)
		}
	}
}

// TestAWalkGoesWhereItsProfileAndFilterLetIt: AAA and BBB were bound directly in the nineties, and are bound by way of
// CCC since, by a promise that does not bind in law and a treaty of disputed force.
func TestAWalkGoesWhereItsProfileAndFilterLetIt(t *testing.T) {
	h := sorted(t)
	for arguments, want := range map[string]string{
		`from: "AAA", to: ["BBB"], asOf: "1995-01-01"`:                                                                                        "AAA BBB",
		`from: "AAA", to: ["BBB"], asOf: "2005-01-01"`:                                                                                        "",
		`from: "CCC", to: ["BBB"], asOf: "2005-01-01"`:                                                                                        "CCC BBB",
		`from: "AAA", to: ["BBB", "CCC"], asOf: "2005-01-01", profile: PACT`:                                                                  "AAA CCC, AAA CCC BBB",
		`from: "AAA", to: ["BBB"], asOf: "2005-01-01", profile: PACT`:                                                                         "AAA CCC BBB",
		`from: "AAA", to: ["BBB"], asOf: "2005-01-01", profile: PACT, maxHops: 1`:                                                             "",
		`from: "AAA", to: ["BBB"], asOf: "2005-01-01", profile: PACT, filter: {exclude: ["CCC"]}`:                                             "",
		`from: "AAA", to: ["BBB"], allTime: true, profile: PACT`:                                                                              "AAA BBB, AAA CCC BBB",
		`from: "AAA", to: ["BBB"], allTime: true, profile: PACT, limit: 1`:                                                                    "AAA BBB; cut",
		`from: "AAA", to: ["BBB"], allTime: true, profile: PACT, filter: {exclude: ["CCC"]}`:                                                  "AAA BBB",
		`from: "AAA", to: ["BBB"], allTime: true, profile: PACT, filter: {obligationTypes: [CONSUL]}`:                                         "AAA BBB",
		`from: "AAA", to: ["CCC"], allTime: true, profile: PACT, filter: {obligationTypes: [CONSUL]}`:                                         "",
		`from: "AAA", to: ["CCC"], allTime: true, profile: PACT, filter: {minConfidence: 41}`:                                                 "",
		`from: "AAA", to: ["CCC"], allTime: true, profile: PACT, filter: {minConfidence: 40}`:                                                 "AAA CCC",
		`from: "AAA", to: ["CCC"], allTime: true, profile: PACT, filter: {datasets: ["dataset:made"]}`:                                        "AAA CCC, AAA BBB CCC",
		`from: "BBB", to: ["AAA"], asOf: "1995-01-01", profile: DEFENSE_CHAIN`:                                                                "BBB AAA",
		`from: "AAA", to: ["BBB"], asOf: "1995-01-01", profile: DEFENSE_CHAIN`:                                                                "",
		`from: "AAA", to: ["org:club"], asOf: "1995-01-01", profile: MEMBERSHIP`:                                                              "AAA club",
		`from: "AAA", to: ["org:club"], asOf: "1995-01-01"`:                                                                                   "",
		`from: "BBB", to: ["weapon:plane"], asOf: "2005-01-01", profile: ANY, maxHops: 1`:                                                     "BBB plane",
		`from: "BBB", to: ["weapon:plane"], asOf: "2005-01-01", profile: DIPLOMATIC, maxHops: 1`:                                              "",
		`from: "BBB", to: ["weapon:plane"], asOf: "2005-01-01", profile: ANY, filter: {labels: [STATE]}`:                                      "",
		`from: "BBB", to: ["event:rumour"], allTime: true, profile: ANY, maxHops: 1`:                                                          "BBB rumour",
		`from: "BBB", to: ["AAA"], asOf: "1995-01-01", profile: ANY, maxHops: 1, filter: {relationshipTypes: [ALLIED_WITH], labels: [STATE]}`: "BBB AAA",
	} {
		var data struct {
			Paths struct {
				Paths []struct{ Nodes []struct{ ID string } }
				Cut   *string
			}
		}
		httpapitest.Data(t, h, `{ paths(`+arguments+`) { paths { nodes { id } } cut } }`, nil, &data)
		var paths []string
		for _, p := range data.Paths.Paths {
			var names []string
			for _, n := range p.Nodes {
				_, name, _ := strings.Cut(n.ID, ":")
				names = append(names, name)
			}
			paths = append(paths, strings.Join(names, " "))
		}
		got := strings.Join(paths, ", ")
		if data.Paths.Cut != nil {
			got += "; cut"
		}
		if got != want {
			t.Errorf("paths(%s): %q; want %q", arguments, got, want)
		}
	}
}

func TestANeighborhoodHoldsWhatIsAskedForAndSaysWhatItLeavesOut(t *testing.T) {
	h := sorted(t)
	for arguments, want := range map[string]string{
		`of: "CCC", asOf: "2005-01-01", hops: 1, filter: {relationshipTypes: [ALLIED_WITH]}`:                       "AAA BBB CCC",
		`of: "CCC", asOf: "1995-01-01", hops: 1, filter: {relationshipTypes: [ALLIED_WITH]}`:                       "CCC",
		`of: "CCC", allTime: true, hops: 1, filter: {relationshipTypes: [ALLIED_WITH], exclude: ["AAA"]}`:          "BBB CCC",
		`of: "CCC", allTime: true, hops: 1, filter: {relationshipTypes: [ALLIED_WITH]}, limit: 2`:                  "AAA CCC; 1 nodes were seen and left out",
		`of: "CCC", allTime: true, hops: 1, filter: {relationshipTypes: [ALLIED_WITH]}, perNode: 1`:                "AAA CCC; a node has more relationships",
		`of: "BBB", allTime: true, hops: 1, filter: {labels: [EVENT]}`:                                             "BBB threat",
		`of: "BBB", allTime: true, hops: 1, filter: {labels: [WEAPON_SYSTEM]}`:                                     "BBB plane",
		`of: "CCC", allTime: true, hops: 2, filter: {relationshipTypes: [DEVELOPED, OPERATES]}`:                    "BBB CCC plane",
		`of: "CCC", allTime: true, hops: 1, filter: {relationshipTypes: [DEVELOPED, OPERATES]}`:                    "CCC plane",
		`of: "AAA", allTime: true, hops: 1, filter: {obligationTypes: [CONSUL], relationshipTypes: [ALLIED_WITH]}`: "AAA BBB",
	} {
		var data struct {
			Neighborhood struct {
				Nodes []struct{ ID string }
				Cut   string
			}
		}
		httpapitest.Data(t, h, `{ neighborhood(`+arguments+`) { nodes { id } cut } }`, nil, &data)
		var names []string
		for _, n := range data.Neighborhood.Nodes {
			_, name, _ := strings.Cut(n.ID, ":")
			names = append(names, name)
		}
		slices.Sort(names)
		nodes, cut, _ := strings.Cut(want, "; ")
		if got := strings.Join(names, " "); got != nodes || (cut == "") != (data.Neighborhood.Cut == "") || !strings.HasPrefix(data.Neighborhood.Cut, cut) {
			t.Errorf("neighborhood(%s): %q, cut: %q; want %q", arguments, got, data.Neighborhood.Cut, want)
		}
	}
}

// TestWhatAnActorHasIsNarrowedByArguments, and by the day, for which the default is today.
func TestWhatAnActorHasIsNarrowedByArguments(t *testing.T) {
	h := sorted(t)
	for field, want := range map[string]string{
		`actor(ref: "AAA") { list: alliances(allTime: true) { of: to { id } } }`:                                                 "AAA BBB CCC", // and what BBB owes it
		`actor(ref: "AAA") { list: alliances { of: to { id } } }`:                                                                "CCC",
		`actor(ref: "AAA") { list: alliances(asOf: "1995-01-01", direction: OUT) { of: to { id } } }`:                            "BBB",
		`actor(ref: "AAA") { list: alliances(asOf: "1995-01-01", direction: IN) { of: from { id } } }`:                           "BBB",
		`actor(ref: "AAA") { list: alliances(allTime: true, obligationTypes: [CONSUL]) { of: from { id } } }`:                    "BBB",
		`actor(ref: "AAA") { list: memberships(allTime: true) { of: to { id } } }`:                                               "club",
		`actor(ref: "AAA") { list: memberships { of: to { id } } }`:                                                              "",
		`actor(ref: "BBB") { list: memberships(allTime: true, kinds: [OBSERVER]) { of: to { id } } }`:                            "club",
		`actor(ref: "BBB") { list: memberships(allTime: true, kinds: [MEMBER]) { of: to { id } } }`:                              "",
		`actor(ref: "org:club") { ... on Organization { list: members(allTime: true) { of: from { id } } } }`:                    "AAA",
		`actor(ref: "org:club") { ... on Organization { list: members(allTime: true, kinds: [OBSERVER]) { of: from { id } } } }`: "BBB",
		`actor(ref: "AAA") { list: treaties { of: to { id } } }`:                                                                 "league pact promise",
		`actor(ref: "AAA") { list: treaties(asOf: "1995-01-01") { of: to { id } } }`:                                             "pact",
		`actor(ref: "AAA") { list: operates { of: to { id } } }`:                                                                 "",
		`actor(ref: "AAA") { list: operates(asOf: "1995-01-01") { of: to { id } } }`:                                             "rocket",
		`actor(ref: "BBB") { list: events { id } }`:                                                                              "threat",
		`actor(ref: "BBB") { list: events(during: {from: "2001"}) { id } }`:                                                      "",
		`actor(ref: "BBB") { list: events(during: {until: "1995"}) { id } }`:                                                     "threat",
		`actor(ref: "BBB") { list: sanctions { id } }`:                                                                           "ban freeze",
		`actor(ref: "BBB") { list: sanctions(direction: IN) { id } }`:                                                            "ban",
		`actor(ref: "BBB") { list: sanctions(direction: OUT) { id } }`:                                                           "freeze",
		`actor(ref: "AAA") { list: observations { id } }`:                                                                        "troops",
		`actor(ref: "AAA") { list: observations(indicators: ["EXPENDITURE"]) { id } }`:                                           "",
		`treaty(ref: "treaty:pact") { list: parties { of: from { id } } }`:                                                       "",
		`treaty(ref: "treaty:pact") { list: parties(asOf: "1995-01-01") { of: from { id } } }`:                                   "AAA BBB",
		`treaty(ref: "treaty:pact") { list: parties(allTime: true) { of: from { id } } }`:                                        "AAA BBB",
		`weaponSystem(ref: "weapon:plane") { list: operators { of: from { id } } }`:                                              "BBB",
		`weaponSystem(ref: "weapon:plane") { list: operators(asOf: "1995-01-01") { of: from { id } } }`:                          "",
	} {
		var data map[string]struct {
			List []struct {
				ID string
				Of struct{ ID string }
			}
		}
		httpapitest.Data(t, h, "{ "+field+" }", nil, &data)
		var names []string
		for _, root := range data {
			for _, n := range root.List {
				_, name, _ := strings.Cut(n.ID+n.Of.ID, ":")
				names = append(names, name)
			}
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %q; want %q", field, got, want)
		}
	}
}
