package curated

import (
	"bytes"
	"fmt"
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

// read parses the files, the embedded ones where there are none, and turns them into records whose references resolve.
func read(files []input.File) ([]loaders.Record, error) {
	docs, err := bundled()
	if len(files) > 0 && files[0].Path != bundledName {
		docs, err = parse(files)
	}
	if err != nil {
		return nil, err
	}
	records := build(docs)
	if err := resolve(records, docs); err != nil {
		return nil, err
	}
	return records, nil
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

// resolve checks every reference: both ends of each relationship, the source of each statement, and the ids in
// properties. It names the file and line of the item at fault.
func resolve(records []loaders.Record, docs []*document) error {
	known := map[graph.ID]bool{}
	for _, r := range records {
		for _, n := range r.Nodes {
			if known[n.ID] && n.Discriminator == "" {
				return fault(docs, r.Locator, "%s is defined twice", n.ID)
			}
			known[n.ID] = true
		}
	}
	for _, r := range records {
		for _, n := range r.Nodes {
			if n.Source != "" && !known[n.Source] {
				return fault(docs, r.Locator, "%s: source %s is not among the sources", n.ID, n.Source)
			}
			if subject, ok := n.Properties["subject"].(string); ok && !known[graph.ID(subject)] {
				return fault(docs, r.Locator, "%s is about %s, which is not in the dataset", n.ID, subject)
			}
			if err := resolveCitations(n.Properties, known); err != nil {
				return fault(docs, r.Locator, "%s: %v", n.ID, err)
			}
			if err := resolveConditions(n, known); err != nil {
				return fault(docs, r.Locator, "%v", err)
			}
		}
		for _, l := range r.Relationships {
			if err := resolveCitations(l.Properties, known); err != nil {
				return fault(docs, r.Locator, "%s from %s to %s: %v", l.Type, l.From, l.To, err)
			}
			for _, id := range []graph.ID{l.From, l.To, l.Source} {
				if id != "" && !known[id] {
					return fault(docs, r.Locator, "%s from %s to %s: %s is not in the dataset", l.Type, l.From, l.To, id)
				}
			}
			for _, role := range []string{"obligor", "beneficiary"} {
				if id, ok := l.Properties[role].(string); ok && !known[graph.ID(id)] {
					return fault(docs, r.Locator, "%s %s is not in the dataset", role, id)
				}
			}
		}
	}
	return nil
}

func resolveCitations(p graph.Properties, known map[graph.ID]bool) error {
	for _, c := range p.Citations() {
		if c.Source != "" && !known[c.Source] {
			return fmt.Errorf("source %s, which is cited for %s, is not among the sources", c.Source, c.Property)
		}
	}
	return nil
}

func resolveConditions(n graph.NodeRecord, known map[graph.ID]bool) error {
	if n.Label != graph.LabelObligation {
		return nil
	}
	node, err := graph.NewNode(n.Label, n.ID, n.Properties)
	if err != nil {
		return err
	}
	for _, c := range node.(*graph.Obligation).Conditions {
		for _, id := range append([]graph.ID{c.Area}, append(c.Adversaries, c.Obligors...)...) {
			if id != "" && !known[id] {
				return fmt.Errorf("%s: condition %s names %s, which is not in the dataset", n.ID, c.Kind, id)
			}
		}
	}
	return nil
}

// fault is an error about an item, whose locator is file:id, with the line on which the item begins.
func fault(docs []*document, locator, format string, args ...any) error {
	for _, d := range docs {
		if len(locator) > len(d.file) && locator[:len(d.file)] == d.file {
			return fmt.Errorf("%s:%d: %s", d.file, d.line(locator[len(d.file)+1:]), fmt.Sprintf(format, args...))
		}
	}
	return fmt.Errorf("%s: %s", locator, fmt.Sprintf(format, args...))
}
