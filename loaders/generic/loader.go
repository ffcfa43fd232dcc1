package generic

import (
	"errors"
	"iter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader loads a table by a mapping.
type Loader struct {
	mapping *Mapping
}

// New makes the loader of a mapping.
func New(m *Mapping) Loader { return Loader{m} }

// Name implements loaders.Loader.
func (Loader) Name() string { return "generic" }

// Configure reads the mapping that the option "mapping" names.
func (Loader) Configure(options map[string]string) (loaders.Loader, error) {
	path := options["mapping"]
	if path == "" {
		return nil, graph.Invalidf("generic: %v", errNoMapping)
	}
	m, err := ReadMapping(path)
	if err != nil {
		return nil, err
	}
	return New(m), nil
}

// UsesStoredNames says that names may also be those of nodes that other datasets brought.
func (Loader) UsesStoredNames() {}

// Mode implements loaders.Loader.
func (l Loader) Mode() loaders.Mode {
	if l.mapping != nil && l.mapping.Table.Replace {
		return loaders.Whole
	}
	return loaders.ByFile
}

// Dataset implements loaders.Loader: it is what the mapping says.
func (l Loader) Dataset() graph.Dataset {
	if l.mapping == nil {
		return graph.Dataset{
			Header: graph.Header{ID: "dataset:generic", Name: "Your own table, by a mapping"}, Publisher: "as the mapping says",
			Licence: "as the mapping says", Attribution: "as the mapping says",
		}
	}
	d := l.mapping.Dataset
	return graph.Dataset{
		Header: graph.Header{ID: l.mapping.datasetID(), Name: d.Name}, Publisher: graph.Text(d.Publisher), Version: graph.Text(d.Version),
		Licence: graph.Text(d.Licence), Attribution: graph.Text(d.Attribution), URL: graph.Text(d.URL), Priority: d.Priority,
	}
}

// Records implements loaders.Loader.
func (l Loader) Records(in loaders.Input) iter.Seq2[loaders.Record, error] {
	return func(yield func(loaders.Record, error) bool) {
		if l.mapping == nil {
			yield(loaders.Record{}, graph.Invalidf("generic: %v", errNoMapping))
			return
		}
		met := newTogether()
		for _, file := range in.Files {
			b := &builder{mapping: l.mapping, identities: in.Identities, file: file.Name, together: met}
			checked := false
			for r, err := range rows(in, file, l.mapping.Table) {
				if err == nil && !checked {
					checked = true
					if err := b.columns(r); err != nil {
						yield(loaders.Record{}, err)
						return
					}
				}
				var record loaders.Record
				if err == nil {
					record, err = b.record(r)
				}
				var rejected *loaders.RowError
				if !yield(record, err) || (err != nil && !errors.As(err, &rejected)) {
					return
				}
			}
		}
		met.warn(l.mapping, in.Warning)
	}
}
