package cli

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/generic"
)

type mapCommand struct {
	File   string            `arg:"" placeholder:"FILE" help:"A table: csv, tsv, json, jsonl, xlsx or parquet, also compressed."`
	Option map[string]string `short:"o" placeholder:"KEY=VALUE" help:"How it is read, such as encoding=latin1 or delimiter=;"`
}

func (mapCommand) Help() string {
	return `Looks at the first rows of a table and writes a mapping to standard output: which columns become which nodes and
relationships. Read it, correct it, and load the table with it.

Examples:
  entente map bases.csv > bases.yaml
  entente load generic bases.csv -o mapping=bases.yaml --store file:./entente.db`
}

// Run proposes a mapping.
func (c *mapCommand) Run(env *Env) error {
	files, closed, err := loaders.OpenFiles([]string{c.File}, env.Stdin, loaders.DefaultBounds)
	if err != nil {
		return err
	}
	defer closed()
	if len(files) != 1 {
		return graph.Invalidf("%s: holds %d files; a mapping is for one table", c.File, len(files))
	}
	identities, err := curated.Identities()
	if err != nil {
		return err
	}
	text, err := generic.Propose(loaders.Input{Files: files, Identities: identities, Options: c.Option, Warn: func(string, ...any) {}}, files[0])
	if err == nil {
		_, err = fmt.Fprint(env.Stdout, text)
	}
	return err
}
