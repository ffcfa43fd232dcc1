// The entente binary: a geopolitical knowledge graph over GraphQL. Only this file names the concrete stores; everything
// else is behind graph.Store.
package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/graph/neo4jstore"
	"github.com/entente-graph/entente/internal/cli"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders/document"
)

// version is set by the linker.
var version = "dev"

func main() {
	document.ReadPDFApart()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program without the process around it: canceling ctx stops it, and it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Run(ctx, cli.App{Version: version, Stores: stores, Neo4jImport: neo4jstore.WriteImport}, args, stdin,
		stdout, stderr)
}

var stores = opening.Stores{
	Memory: func(context.Context) (graph.Store, error) { return memstore.New(), nil },
	File: func(_ context.Context, path string) (graph.Store, error) {
		store, err := memstore.Open(path)
		if err != nil {
			return nil, err // not a *memstore.Store in an interface
		}
		return store, nil
	},
	Neo4j: func(ctx context.Context, url string, login opening.Login, log *slog.Logger) (graph.Store, error) {
		store, err := neo4jstore.Open(ctx, neo4jstore.Options{
			URL: url, Username: login.Username, Password: login.Password, Database: login.Database, Log: log,
		})
		if err != nil {
			return nil, err
		}
		return store, nil
	},
}
