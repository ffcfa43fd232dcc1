package ucdp

import (
	"iter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/table"
)

// Conflicts reads the UCDP/PRIO Armed Conflict Dataset.
type Conflicts struct{ loaders.ReplacedWhole }

// Events reads the UCDP Georeferenced Event Dataset. It is streaming: a row is a record.
type Events struct{}

// Name implements loaders.Loader.
func (Conflicts) Name() string { return "ucdp-acd" }

// Dataset implements loaders.Loader.
func (Conflicts) Dataset() graph.Dataset {
	return graph.Dataset{
		Header:    graph.Header{ID: "dataset:ucdp-acd", Name: "UCDP/PRIO Armed Conflict Dataset"},
		Publisher: "Uppsala Conflict Data Program and PRIO", Licence: "CC BY 4.0",
		Attribution: "UCDP/PRIO Armed Conflict Dataset, with the version of the file. Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta " +
			"Sollenberg, and Håvard Strand. 2002. “Armed Conflict 1946-2001: A New Dataset.” Journal of Peace Research 39: 615-637.",
		URL:      "https://ucdp.uu.se/downloads/",
		Priority: 60, CoverageFrom: graph.FullDate(1946, 1, 1),
	}
}

// Name implements loaders.Loader.
func (Events) Name() string { return "ucdp-ged" }

// Mode implements loaders.Loader.
func (Events) Mode() loaders.Mode { return loaders.Whole }

// Dataset implements loaders.Loader.
func (Events) Dataset() graph.Dataset {
	return graph.Dataset{
		Header:    graph.Header{ID: "dataset:ucdp-ged", Name: "UCDP Georeferenced Event Dataset"},
		Publisher: "Uppsala Conflict Data Program", Licence: "CC BY 4.0",
		Attribution: "UCDP Georeferenced Event Dataset, with the version of the file. Sundberg, Ralph, and Erik Melander. 2013. “Introducing the UCDP " +
			"Georeferenced Event Dataset.” Journal of Peace Research 50: 523-532.",
		URL:      "https://ucdp.uu.se/downloads/",
		Priority: 60, CoverageFrom: graph.FullDate(1989, 1, 1),
	}
}

// Assertions implements [loaders.Assertive]: a file whose numbers mostly mean nothing holds no conflicts.
func (Conflicts) Assertions() loaders.Assertions {
	return loaders.Assertions{
		Nodes:         map[graph.Label]int{graph.LabelConflict: 1},
		Relationships: map[graph.RelationshipType]int{graph.ParticipatedInType: 1}, Filled: map[string]float64{"Conflict.from": 0.9},
	}
}

// Records implements loaders.Loader. All rows are read before the first record is yielded, because the years of a
// conflict belong together.
func (c Conflicts) Records(in loaders.Input) iter.Seq2[loaders.Record, error] {
	return func(yield func(loaders.Record, error) bool) {
		r := newConflicts(in)
		set := table.Set{Relatives: conflictRelatives, Specs: []table.Spec{conflictSpec}}
		table.Records(set, in, yield, func() []*conflict { return r.conflicts }, r.record, r.add)
	}
}

// Assertions implements [loaders.Assertive]: events without fatalities are none of this dataset.
func (Events) Assertions() loaders.Assertions {
	return loaders.Assertions{Nodes: map[graph.Label]int{graph.LabelEvent: 1}, Filled: map[string]float64{"Event.fatalitiesBest": 0.9, "Event.from": 0.9}}
}

// Records implements loaders.Loader.
func (e Events) Records(in loaders.Input) iter.Seq2[loaders.Record, error] {
	return func(yield func(loaders.Record, error) bool) {
		r := newEvents(in)
		table.Set{Specs: []table.Spec{eventSpec}}.Each(in, yield, r.read)
	}
}
