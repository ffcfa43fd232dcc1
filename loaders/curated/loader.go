package curated

import (
	"bytes"
	"errors"
	"io"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// DatasetID is the dataset's id.
const DatasetID graph.ID = "dataset:curated"

// Version is the dataset's version, the day on which the data were changed last; go generate says when it has to be
// raised, and Retrieved below with it. A store that holds an older one gets the newer one when it is served.
const Version = "2026.12.01"

// New is the loader of the bundled dataset. The sources that were read reach to June 2026. Where the user names no
// files, the embedded ones are read. The dataset is hand-written, so a single fault in it refuses the load: there are
// no row errors.
func New() loaders.Loader {
	return loaders.Loader{
		Name: "curated",
		Dataset: graph.Dataset{
			Header: graph.Header{
				ID: DatasetID, Name: "Entente curated dataset",
				Aliases: []string{"curated", "bundled dataset"},
			},
			Publisher:       "Entente project",
			Version:         Version,
			Licence:         "Apache-2.0",
			Attribution:     "Entente curated dataset, version " + Version,
			Retrieved:       graph.FullDate(2026, 12, 1),
			Priority:        100,
			CoverageFrom:    graph.YearOnly(1815),
			CoverageUntil:   graph.MonthOnly(2026, 6),
			SelectiveBefore: graph.YearOnly(1945),
			Scope: "a selection: the alliances that matter today, article by article, and the main ones since 1815; " +
				"a treaty that it lacks may have been in force",
		},
		OwnFiles: []input.File{{Name: "curated.json", Path: bundledName, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(compiledJSON)), nil
		}}},
		Read: func(in loaders.Input, yield loaders.Yield) error {
			records, err := read(in.Files)
			if err != nil {
				return err
			}
			for _, r := range records {
				if !yield(r, nil) {
					return loaders.ErrStopped
				}
			}
			return nil
		},
	}
}

// bundledName is the name of the embedded file among the loader's own; read knows it by its path.
const bundledName = "bundled dataset"

// read parses the files, the embedded ones where there are none, and turns them into records. Of files the references
// are checked, as a test has checked those of the embedded ones.
func read(files []input.File) ([]loaders.Record, error) {
	if len(files) == 0 || files[0].Path == bundledName {
		docs, err := bundled()
		return build(docs), err
	}
	docs, err := parse(files)
	if err != nil {
		return nil, err
	}
	c := &checker{docs: docs, lines: make([]map[string]int, len(docs))}
	if c.references(nil); len(c.faults) > 0 {
		return nil, errors.New(c.faults[0].String())
	}
	return build(docs), nil
}

// build makes the records in an order in which, as far as possible, what is referred to comes first.
func build(docs []*document) []loaders.Record {
	b := newBuilder(docs)
	steps := []func(*document){
		b.sources, b.states, b.organizations, b.persons, b.memberships, b.places, b.areas, b.weapons,
		b.treaties, b.events, b.observations, b.claims, b.compliance,
	}
	for _, step := range steps {
		for _, d := range docs {
			b.file = d.file
			step(d)
		}
	}
	return b.records
}
