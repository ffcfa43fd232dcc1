package cli

import (
	"context"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/runner"
)

// Embedded opens stores in memory and in files. All in memory are one that holds the bundled data, as a command that
// asks finds it: making it takes most of what such a command takes.
func Embedded() opening.Stores {
	return opening.Stores{
		Memory: func(context.Context) (graph.Store, error) {
			store, err := bundled()
			return shared{store}, err
		},
		File: func(_ context.Context, path string) (graph.Store, error) { return memstore.Open(path) },
	}
}

var bundled = sync.OnceValues(func() (graph.Store, error) {
	table, err := curated.Identities()
	if err != nil {
		return nil, err
	}
	store := memstore.New()
	_, err = runner.Run(context.Background(), store, curated.New(), runner.Options{Identities: table})
	return store, err
})

// shared is a store that stays open for the next command.
type shared struct{ graph.Store }

func (shared) Close() error { return nil }
