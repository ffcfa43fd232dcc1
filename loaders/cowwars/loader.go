package cowwars

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/statecode"
	"github.com/entente-graph/entente/loaders/table"
)

// The loaders of the four lists.
var (
	Interstate = loader(&interstate) // wars between states
	Intrastate = loader(&intrastate) // civil and other wars within a state
	Extrastate = loader(&extrastate) // wars of a state with a foreign non-state entity
	Nonstate   = loader(&nonstate)   // wars between non-state entities
)

func loader(l *list) loaders.Loader {
	return loaders.Loader{
		Name: l.name,
		Dataset: graph.Dataset{
			Header:    graph.Header{ID: graph.ID("dataset:" + l.name), Name: l.title},
			Publisher: "Correlates of War project", Version: l.version, Licence: "free to use with citation",
			Attribution: l.citation, URL: "https://correlatesofwar.org/data-sets/cow-war/",
			Priority: 60, CoverageFrom: graph.FullDate(1816, 1, 1), CoverageUntil: l.until,
		},
		// A file whose codes mostly mean nothing holds no wars.
		Assertions: loaders.Assertions{
			Nodes:         map[graph.Label]int{graph.LabelConflict: 1},
			Relationships: map[graph.RelationshipType]int{graph.ParticipatedInType: 1},
			Filled:        map[string]float64{"Conflict.from": 0.9}, MaxUnknown: 0.5,
		},
		VersionOf: table.Version,
		Read:      l.read,
	}
}

// relatives are the wars written out by year, each row with the period of the whole war.
var relatives = []table.Relative{
	{Name: "the years of wars", Columns: []string{"WarNum", "StartYear1", "year"}},
	{Name: "pairs of participants", Columns: []string{"WarNum", "StateA", "StateB"}},
	{Name: "pairs of participants", Columns: []string{"WarNum", "dyindex"}},
}

// read takes in all rows before it yields the first record, because the participants of a war belong together wherever
// they stand.
func (l *list) read(in loaders.Input, yield loaders.Yield) error {
	r := reader{in: in, list: l, book: statecode.New(in, graph.SchemeCOW), byNumber: map[string]*war{}}
	set := table.Set{Relatives: relatives, Specs: []table.Spec{l.spec()}, Order: r.ordered}
	return table.Records(set, in, yield, func() []*war { return r.wars }, r.record, r.add)
}
