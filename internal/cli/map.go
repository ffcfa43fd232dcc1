package cli

import (
	"context"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/generic"
	"github.com/entente-graph/entente/loaders/input"
)

type mapCommand struct {
	File   string            `arg:"" placeholder:"FILE" help:"A table: csv, tsv, json, jsonl, xlsx or parquet, also compressed."`
	Option map[string]string `short:"o" placeholder:"KEY=VALUE" help:"How it is read, such as encoding=latin1, delimiter=; or sheet=Data"`
}

func (mapCommand) Help() string {
	return `Reads a table and writes a mapping to standard output: which columns become which nodes and relationships. Read it,
correct it, and load the table with it. Columns that it has no use for are named in comments.

A mapping has four parts:
  dataset        id, name, publisher, version, licence, attribution, url, priority
  table          format, sheet, missing, dates (patterns of YYYY, MM, DD), decimal, replace
  nodes          by a name of your choice: label, then id (a node that the row describes) or find (one that is there already,
                 by name or by a code such as iso2:, iso3:, iso:, m49:, cow:, gw:) with on (the day that is meant);
                 properties, identifiers, from, until or last, confidence
  relationships  type, from, to (names of nodes), period (from, until or last), properties, discriminator, confidence
"{column}" is the value of a column. docs/mapping.md has all of it; labels, types and properties are those of docs/ontology.md.

Examples:
  entente map bases.csv > bases.yaml
  entente load generic bases.csv -o mapping=bases.yaml --store file:./entente.db`
}

// Run proposes a mapping.
func (c *mapCommand) Run(ctx context.Context, env *Env) error {
	files, closed, err := input.OpenStoppable(ctx, []string{c.File}, env.Stdin, input.DefaultBounds)
	if err != nil {
		return err
	}
	defer closed()
	if len(files) != 1 {
		return graph.Invalidf("%s: holds %d files; a mapping is for one table", c.File, len(files))
	}
	files = input.Stoppable(ctx, files)
	files[0].Encoding = c.Option[input.EncodingOption]
	_, found, _, err := files[0].Learn()
	if err != nil {
		return err
	}
	identities, err := curated.Identities()
	if err != nil {
		return err
	}
	text, err := generic.Propose(loaders.Input{
		Files: files, Identities: identities, Options: c.Option,
		Warn: func(string, ...any) {},
	}, files[0])
	if err == nil && found.Assumed {
		text += "# Read as " + found.Encoding + ", by its letters; -o encoding=NAME declares another\n"
	}
	if err == nil {
		_, err = fmt.Fprint(env.Stdout, text)
	}
	return err
}
