package cowwars

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/table"
)

// list is what differs between the four lists.
type list struct {
	name, title       string
	version, citation graph.Text
	until             graph.Date
	kind              graph.ConflictKind
	columns           []table.Column
	// perRow are the participants that one row can hold.
	perRow []slot
}

// slot is where a row holds a participant: columns of its state code and name ("" where the list has none), of its
// deaths, and its side, 0 where the column Side tells.
type slot struct {
	code, name, deaths string
	side               int
}

// The citations that the project asks for.
const (
	resortToWar = "Sarkees, Meredith Reid, and Frank Wayman. 2010. Resort to War: 1816-2007. CQ Press."
	guide       = "Dixon, Jeffrey, and Meredith Reid Sarkees. 2016. A Guide to Intra-state Wars. CQ Press."
)

var (
	deathsA = table.Column{Name: "SideADeaths", Aliases: []string{"DeathsSideA", "DeathsA", "SideADeath"}}
	deathsB = table.Column{Name: "SideBDeaths", Aliases: []string{"DeathsSideB", "DeathsB", "SideBDeath"}}

	interstate = list{
		"cow-interstate-wars", "COW Inter-State Wars", "4.0", resortToWar, graph.FullDate(2008, 1, 1),
		graph.ConflictInterstateWar,
		append(table.Required("ccode", "Side"), table.Column{Name: "StateName", Aliases: []string{"statenme"}},
			table.Column{Name: "BatDeath"}),
		[]slot{{"ccode", "StateName", "BatDeath", 0}},
	}
	intrastate = list{
		"cow-intrastate-wars", "COW Intra-State Wars", "5.1", guide, graph.FullDate(2015, 1, 1), graph.ConflictIntrastateWar,
		append(table.Required("CcodeA", "SideA", "SideB"), table.Column{Name: "CcodeB"}, deathsA, deathsB,
			table.Column{Name: "V5RegionNum", Aliases: []string{"V5Region"}},
			table.Column{Name: "TotalCombatDeaths", Aliases: []string{"TotalBDeaths"}}),
		[]slot{{"CcodeA", "SideA", "SideADeaths", 1}, {"CcodeB", "SideB", "SideBDeaths", 2}},
	}
	extrastate = list{
		"cow-extrastate-wars", "COW Extra-State Wars", "4.0", resortToWar, graph.FullDate(2008, 1, 1),
		graph.ConflictExtrastateWar,
		append(table.Required("ccode1", "SideA", "ccode2", "SideB"), table.Column{Name: "BatDeath"},
			table.Column{Name: "NonStateDeaths"}),
		[]slot{{"ccode1", "SideA", "NonStateDeaths", 1}, {"ccode2", "SideB", "NonStateDeaths", 2}},
	}
	nonstate = list{
		"cow-nonstate-wars", "COW Non-State Wars", "4.0", resortToWar, graph.FullDate(2008, 1, 1), graph.ConflictNonstateWar,
		append(table.Required("SideA1", "SideB1"),
			append(table.Names("SideA2", "SideB2", "SideB3", "SideB4", "SideB5", "TotalCombatDeaths"), deathsA, deathsB)...),
		[]slot{
			{"", "SideA1", "SideADeaths", 1},
			{"", "SideA2", "SideADeaths", 1},
			{"", "SideB1", "SideBDeaths", 2},
			{"", "SideB2", "SideBDeaths", 2},
			{"", "SideB3", "SideBDeaths", 2},
			{"", "SideB4", "SideBDeaths", 2},
			{"", "SideB5", "SideBDeaths", 2},
		},
	}
)

// maxPhases is how many phases a row may have: 2 in version 4, 4 in version 5.
const maxPhases = 4

// runTogether is the end of a war in version 4.1 of the intra-state wars: -9, and the year of the column beside it.
const runTogether = "-91866"

func (l *list) spec() table.Spec {
	columns := append(table.Required("WarNum", "WarName"),
		table.Names("WarType", "Initiator", "Outcome", "WhereFought", "TransFrom", "TransTo")...)
	for i := 1; i <= maxPhases; i++ {
		n := fmt.Sprint(i)
		for _, side := range []string{"Start", "End"} {
			for long, short := range map[string]string{"Year": "Yr", "Month": "Mo", "Day": "Dy"} {
				c := table.Column{
					Name: side + long + n, Aliases: []string{side + short + n, side + short + long[:1] + n},
					Required: i == 1 && long == "Year",
				}
				if i == 1 {
					c.Aliases = append(c.Aliases, side+long, side+short) // the non-state list has one phase
				}
				columns = append(columns, c)
			}
		}
	}
	return table.Spec{
		Dataset: l.name, Columns: append(columns, l.columns...),
		Missing: []string{"", ".", "NA", "-9", "-8", "-7", "-6", runTogether},
	}
}

var outcomes = map[int]graph.Text{
	1: "winner", 2: "loser", 3: "compromise or tie", 4: "transformed into another type of war", 5: "ongoing",
	6: "stalemate", 7: "continues below the level of war", 8: "changed sides",
}

// regionsOf5 are the regions of version 5 of the intra-state wars.
var regionsOf5 = map[int]string{
	1: "North America", 2: "South America", 3: "Europe", 4: "Sub-Saharan Africa", 5: "the Middle East and North Africa",
	6: "Asia and Oceania",
}

var regions = map[int]string{
	1: "the Western Hemisphere", 2: "Europe", 4: "Africa", 6: "the Middle East", 7: "Asia", 9: "Oceania",
	11: "Europe and the Middle East", 12: "Europe and Asia", 13: "the Western Hemisphere and Asia",
	14: "Europe, Africa and the Middle East",
	15: "Europe, Africa, the Middle East and Asia", 16: "Africa, the Middle East, Asia and Oceania",
	17: "Asia and Oceania",
	18: "Africa and the Middle East", 19: "Europe, Africa, the Middle East, Asia and Oceania",
}
