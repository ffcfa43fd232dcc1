package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
)

type retractCommand struct {
	Dataset string `arg:"" help:"The dataset, by its loader's name or its id: cow-alliances or dataset:cow-alliances."`
	JSON    bool   `name:"json" help:"Print what was removed as JSON."`
}

// Run retracts one dataset.
func (c *retractCommand) Run(ctx context.Context, env *Env) (err error) {
	store, err := env.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	id, err := datasetIn(ctx, store, c.Dataset)
	if err != nil {
		return err
	}
	result, err := store.Retract(ctx, id)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(env.Stdout, result)
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: %d node records and %d relationships removed\n", id, result.NodesRemoved,
		result.RelationshipsRemoved)
	return err
}

// datasetID makes the id of what a user may write: the loader's name or the id.
func datasetID(name string) graph.ID {
	if strings.HasPrefix(name, "dataset:") {
		return graph.ID(name)
	}
	return graph.ID("dataset:" + name)
}

// datasetIn is the id of a dataset that the store holds; KindNotFound lists those.
func datasetIn(ctx context.Context, store graph.Reader, name string) (graph.ID, error) {
	id := datasetID(name)
	stats, err := store.Stats(ctx)
	if err != nil {
		return "", err
	}
	if _, ok := stats.Datasets[id]; ok {
		return id, nil
	}
	held := lists.Map(slices.Sorted(maps.Keys(stats.Datasets)), func(id graph.ID) string { return datasetName(id) })
	return "", graph.NotFoundf("dataset %s: the store does not hold it; it holds %s", name,
		cmp.Or(strings.Join(held, ", "), "nothing"))
}
