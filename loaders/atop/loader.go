package atop

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// Loader reads ATOP.
var Loader = loaders.Loader{
	Name: "atop",
	Dataset: graph.Dataset{
		Header: graph.Header{
			ID: "dataset:atop", Name: "Alliance Treaty Obligations and Provisions (ATOP)",
			Aliases: []string{"ATOP"},
		},
		Publisher: "ATOP project, Rice University", Version: "4.01", Licence: "free to use with citation",
		Attribution: "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002. " +
			"“Alliance Treaty Obligations and Provisions, 1815-1944.” International Interactions 28: 237-260.",
		URL:      "http://www.atopdata.org/",
		Priority: 65, CoverageFrom: graph.FullDate(1815, 1, 1), CoverageUntil: graph.FullDate(2017, 1, 1),
		Scope: "every formal alliance of 1815 to 2016 that promises help, neutrality, non-aggression or consultation, " +
			"coded by its terms",
	},
	// A file whose codes mostly mean nothing holds no treaties of states.
	Assertions: loaders.Assertions{
		Nodes:         map[graph.Label]int{graph.LabelTreaty: 1},
		Relationships: map[graph.RelationshipType]int{graph.PartyToType: 1}, Filled: map[string]float64{"Treaty.signed": 0.9},
		MaxUnknown: 0.5,
	},
	VersionOf: table.Version,
	Read:      read,
}

var missing = []string{"", ".", "NA", "-9", "-8"}

var allianceSpec = table.Spec{Dataset: "atop (alliance level)", Missing: missing, Columns: append(
	table.Required("atopid", "begyr", "begmo", "begday", "endyr", "endmo", "endday", "mem1"),
	table.Names("cow4id", "ineffect", "term", "specthrt", "statthr1", "statthr2", "statthr3", "statthr4")...)}

var memberSpec = table.Spec{Dataset: "atop (member level)", Missing: missing, Columns: append(
	table.Required("atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit",
		"defense", "offense", "neutral", "nonagg", "consul"),
	table.Names("phase", "ineffect", "term", "obvary", "statthr1", "statthr2", "statthr3", "statthr4")...)}

// relatives come in the same archive, or are made of its files: what follows from the treaties. Some have all columns
// of the treaties, and rows that mean something else.
var relatives = []table.Relative{
	{Name: "states or pairs of states by year", Columns: []string{"year", "atopally"}},
	{Name: "the phases of treaties, each with an end of its own", Columns: []string{"atopidphase"}},
	{Name: "treaties by year", Columns: []string{"atopid", "begyr", "year"}},
	{Name: "members by year", Columns: []string{"atopid", "member", "yrent", "year"}},
}

// read takes in both files before it yields the first record, because a treaty and its members belong together.
func read(in loaders.Input, yield loaders.Yield) error {
	r := reader{in: in, book: statecode.New(in, graph.SchemeCOW), byID: map[int]*treaty{}}
	set := table.Set{
		Relatives: relatives, Specs: []table.Spec{allianceSpec, memberSpec},
		Check: func(count []int) error { return complete(in, count) },
	}
	return table.Records(set, in, yield, r.identified, r.record, r.addTreaty, r.addMember)
}

// complete refuses files that are not of both levels.
func complete(in loaders.Input, count []int) error {
	for level, name := range []string{"alliance-level", "member-level"} {
		if count[level] == 0 {
			for _, file := range in.Files { // one that was taken for it says what it is
				if err := table.Related(in, file, "atop", relatives); err != nil {
					return fmt.Errorf("%w; the %s file is missing", err, name)
				}
			}
			return graph.Invalidf("atop: the %s file is missing; name both, such as: load atop atop-alliance-level.csv "+
				"atop-member-level.csv", name)
		}
	}
	return nil
}
