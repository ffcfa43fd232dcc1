package ucdp

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/table"
)

// The ids of the datasets.
const (
	conflictsID = "dataset:ucdp-acd"
	eventsID    = "dataset:ucdp-ged"
)

// Conflicts reads the UCDP/PRIO Armed Conflict Dataset.
var Conflicts = loaders.Loader{
	Name: "ucdp-acd",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: conflictsID, Name: "UCDP/PRIO Armed Conflict Dataset"},
		Publisher: "Uppsala Conflict Data Program and PRIO", Licence: "CC BY 4.0",
		Attribution: "UCDP/PRIO Armed Conflict Dataset, with the version of the file. Gleditsch, Nils Petter, Peter " +
			"Wallensteen, Mikael Eriksson, Margareta Sollenberg, and Håvard Strand. 2002. “Armed Conflict 1946-2001: " +
			"A New Dataset.” Journal of Peace Research 39: 615-637.",
		URL:      "https://ucdp.uu.se/downloads/",
		Priority: 60, CoverageFrom: graph.FullDate(1946, 1, 1),
	},
	// A file whose numbers mostly mean nothing holds no conflicts.
	Assertions: loaders.Assertions{
		Nodes:         map[graph.Label]int{graph.LabelConflict: 1},
		Relationships: map[graph.RelationshipType]int{graph.ParticipatedInType: 1},
		Filled:        map[string]float64{"Conflict.from": 0.9},
	},
	Read: readConflicts,
}

// Events reads the UCDP Georeferenced Event Dataset. It is streaming: a row is a record.
var Events = loaders.Loader{
	Name: "ucdp-ged",
	Dataset: graph.Dataset{
		Header:    graph.Header{ID: eventsID, Name: "UCDP Georeferenced Event Dataset"},
		Publisher: "Uppsala Conflict Data Program", Licence: "CC BY 4.0",
		Attribution: "UCDP Georeferenced Event Dataset, with the version of the file. Sundberg, Ralph, and Erik Melander. " +
			"2013. “Introducing the UCDP Georeferenced Event Dataset.” Journal of Peace Research 50: 523-532.",
		URL:      "https://ucdp.uu.se/downloads/",
		Priority: 60, CoverageFrom: graph.FullDate(1989, 1, 1),
	},
	// Events without fatalities are none of this dataset.
	Assertions: loaders.Assertions{
		Nodes:  map[graph.Label]int{graph.LabelEvent: 1},
		Filled: map[string]float64{"Event.fatalitiesBest": 0.9, "Event.from": 0.9},
	},
	Read: readEvents,
}

// readConflicts takes in all rows before it yields the first record, because the years of a conflict belong together.
func readConflicts(in loaders.Input, yield loaders.Yield) error {
	r := newConflicts(in)
	set := table.Set{Relatives: conflictRelatives, Specs: []table.Spec{conflictSpec}}
	return table.Records(set, in, yield, func() []*conflict { return r.conflicts }, r.record, r.add)
}

func readEvents(in loaders.Input, yield loaders.Yield) error {
	r := newEvents(in)
	return table.Set{Specs: []table.Spec{eventSpec}}.Each(in, yield, r.read)
}
