package cli

import (
	"context"
	"errors"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/registry"
)

type datasetsCommand struct {
	JSON bool `name:"json" help:"Print the list as JSON."`
}

// datasetRow is one row of the list.
type datasetRow struct {
	Name          string   `json:"name"`
	ID            graph.ID `json:"id"`
	Title         string   `json:"title"`
	Publisher     string   `json:"publisher,omitempty"`
	Version       string   `json:"version,omitempty"`
	Licence       string   `json:"licence,omitempty"`
	URL           string   `json:"url,omitempty"`
	Priority      int      `json:"priority"`
	ByFile        bool     `json:"byFile"` // grows file by file
	Bundled       bool     `json:"bundled"`
	NodeRecords   int      `json:"nodeRecords"` // in the store
	Relationships int      `json:"relationships"`
}

// Run lists the datasets.
func (c *datasetsCommand) Run(ctx context.Context, env *Env) (err error) {
	held := map[graph.ID]graph.DatasetStats{}
	if opening.Lasts(env.Store) {
		store, err := env.kept(ctx)
		if err != nil {
			return err
		}
		stats, err := store.Stats(ctx)
		if err = errors.Join(err, store.Close()); err != nil {
			return err
		}
		held = stats.Datasets
	}
	rows := []datasetRow{}
	for _, l := range registry.All() {
		d := l.Dataset
		rows = append(rows, datasetRow{
			l.Name, d.ID, d.Name, string(d.Publisher), string(d.Version), string(d.Licence), string(d.URL), d.Priority,
			l.Mode == loaders.ByFile, len(l.OwnFiles) > 0, held[d.ID].NodeRecords, held[d.ID].Relationships,
		})
	}
	return env.result(c.JSON, "datasets", rows)
}
