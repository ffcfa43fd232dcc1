package generic

import (
	"cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader loads a table by the mapping that it is configured with.
var Loader = loaders.Loader{
	Name: "generic",
	Dataset: graph.Dataset{
		Header: graph.Header{ID: "dataset:generic", Name: "Your own table, by a mapping"}, Publisher: "as the mapping says",
		Licence: "as the mapping says", Attribution: "as the mapping says",
	},
	Mode:      loaders.ByFile,
	Read:      func(loaders.Input, loaders.Yield) error { return errNoMapping },
	Configure: configure,
	Settings:  settings,
}

var settings = []string{"mapping"}

// configure reads the mapping that the option "mapping" names.
func configure(options map[string]string) (loaders.Loader, error) {
	path := options["mapping"]
	if path == "" {
		return loaders.Loader{}, cmp.Or[error](loaders.CheckOptions(options, settings...), errNoMapping)
	}
	m, err := ReadMapping(path)
	if err != nil {
		return loaders.Loader{}, err
	}
	return m.loader(), nil
}

func (m *Mapping) loader() loaders.Loader {
	d, mode := m.Dataset, loaders.ByFile
	if m.Table.Replace {
		mode = loaders.Whole
	}
	return loaders.Loader{
		Name: "generic",
		Dataset: graph.Dataset{
			Header: graph.Header{ID: m.datasetID(), Name: d.Name}, Publisher: graph.Text(d.Publisher),
			Version: graph.Text(d.Version),
			Licence: graph.Text(d.Licence), Attribution: graph.Text(d.Attribution), URL: graph.Text(d.URL), Priority: d.Priority,
		},
		Mode:            mode,
		Settings:        settings,
		UsesStoredNames: true,
		Read:            m.read,
	}
}

func (m *Mapping) read(in loaders.Input, yield loaders.Yield) error {
	met := newTogether()
	for _, file := range in.Files {
		b := &builder{mapping: m, identities: in.Identities, file: file.Name, together: met}
		err := loaders.Each(rows(in, file, m.Table), yield, b.record)
		if err != nil {
			return err
		}
	}
	met.warn(m, in.Warning)
	return nil
}
