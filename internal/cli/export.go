package cli

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/jsonl"
)

type exportCommand struct {
	Dataset    []string      `placeholder:"NAME" help:"Only this dataset; may be given several times."`
	KnownAt    graph.KnownAt `placeholder:"WHEN" help:"What the store knew then: on a day, at an instant, by a data version, or by a commit as 'commit 7'."`
	Output     string        `short:"o" default:"-" placeholder:"FILE" help:"Where to write; - is standard output; a name that ends in .gz is compressed."`
	Neo4jAdmin string        `name:"neo4j-admin" placeholder:"DIR" help:"Write a new folder with the files that neo4j-admin imports into an empty Neo4j, for first loads of millions."`
}

// Run writes the export.
func (c *exportCommand) Run(ctx context.Context, env *Env) (err error) {
	if c.Output != "-" {
		if err := env.output("--output", c.Output); err != nil {
			return err
		}
	}
	store, err := env.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	reader, commit, err := store.At(ctx, c.KnownAt)
	if err != nil {
		return err
	}
	if c.Neo4jAdmin != "" {
		if len(c.Dataset) > 0 || c.Output != "-" {
			return graph.Invalidf("--neo4j-admin: writes all datasets into a folder; leave out --dataset and --output")
		}
		nodes, relationships, err := env.Neo4jImport(ctx, reader, commit, c.Neo4jAdmin)
		if err == nil {
			_, err = fmt.Fprintf(env.Stderr, "%s: %d node records and %d relationships\n", c.Neo4jAdmin, nodes, relationships)
		}
		return err
	}
	var datasets []graph.ID
	for _, name := range c.Dataset {
		id, err := datasetIn(ctx, reader, name)
		if err != nil {
			return err
		}
		datasets = append(datasets, id)
	}
	if c.Output == "-" {
		_, _, err = jsonl.Export(ctx, reader, env.Stdout, datasets)
		return err
	}
	nodes, relationships, err := exportFile(ctx, reader, c.Output, datasets)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stderr, "%s: %d node records and %d relationships\n", c.Output, nodes, relationships)
	return err
}

// exportFile writes under another name first, so that an older file is replaced by a complete one or not at all.
func exportFile(ctx context.Context, store graph.Reader, path string, datasets []graph.ID,
) (nodes, relationships int, err error) {
	unfinished := path + ".unfinished"
	f, err := os.Create(unfinished)
	if err != nil {
		return 0, 0, graph.Invalidf("export: %v", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(unfinished)
		}
	}()
	var w io.Writer = f
	var z *gzip.Writer
	if strings.HasSuffix(path, ".gz") {
		z = gzip.NewWriter(f)
		w = z
	}
	nodes, relationships, err = jsonl.Export(ctx, store, w, datasets)
	if z != nil {
		err = errors.Join(err, z.Close())
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return 0, 0, err
	}
	return nodes, relationships, os.Rename(unfinished, path)
}
