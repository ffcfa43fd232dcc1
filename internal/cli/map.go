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

// Run proposes a mapping.
func (c *mapCommand) Run(ctx context.Context, env *Env) error {
	if err := loaders.CheckOptions(c.Option, "sheet"); err != nil {
		return err
	}
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
