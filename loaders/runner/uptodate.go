package runner

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
)

// UpToDate tells whether the store holds exactly the loader's own files, from a load that came to its end.
func UpToDate(ctx context.Context, store graph.Reader, loader loaders.Loader) (bool, error) {
	input, _, err := input.HashFiles(loader.OwnFiles)
	if err != nil {
		return false, err
	}
	id := loader.Dataset.ID
	nodes, err := store.Nodes(ctx, []graph.ID{id})
	if err != nil {
		return false, err
	}
	held, ok := nodes[0].(*graph.Dataset)
	if !ok || string(held.Fingerprint) != input {
		return false, nil
	}
	runs, err := store.LoadRuns(ctx, graph.MaxFirst)
	if err != nil {
		return false, err
	}
	for _, run := range runs {
		if run.Dataset == id {
			return run.Status == graph.LoadFinished, nil
		}
	}
	return true, nil // no run is known: the records came with an export
}
