package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/opening"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/curated"
	"github.com/entente-graph/entente/loaders/identity"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/loaders/runner"
)

type loadCommand struct {
	Dataset string   `arg:"" help:"Which dataset the files are: entente datasets lists them."`
	Paths   []string `arg:"" optional:"" name:"path" help:"Files, folders or globs; .gz and .zip are read in place; - is standard input."`

	DryRun      bool              `help:"Do everything but write: show what would be created, changed and removed."`
	Strict      bool              `help:"End with exit code 1 where rows were rejected. What was accepted is loaded all the same."`
	Rejects     string            `placeholder:"FILE" help:"Write rejected rows to a CSV file, each with its reason. Mend them there and load it together with the same files."`
	AllowShrink bool              `help:"Load also what holds less than nine tenths of the rows of the last load, or less than the dataset must have."`
	Aliases     string            `placeholder:"FILE" help:"Your own names: a CSV file with a node's name and id on each line."`
	Option      map[string]string `short:"o" placeholder:"KEY=VALUE" help:"A setting of the loader, such as encoding=latin1 or delimiter=;"`
	BatchSize   int               `help:"Records that are written in one transaction; by default a fiftieth of the load, 5,000 to 20,000."`
	JSON        bool              `name:"json" help:"Print the report as JSON."`
}

// Run loads one dataset.
func (c *loadCommand) Run(ctx context.Context, env *Env) error {
	err := c.run(ctx, env)
	if _, ok := errors.AsType[*exitError](err); err != nil && !ok {
		return &exitError{exitNothing, err}
	}
	return err
}

func (c *loadCommand) run(ctx context.Context, env *Env) (err error) {
	loader := registry.Find(c.Dataset)
	if loader.Name == "" {
		return graph.NotFoundf("dataset %q: there is no loader of that name; there are %s", c.Dataset,
			strings.Join(registry.Names(), ", "))
	}
	if loader.Configure != nil {
		if loader, err = loader.Configure(c.Option); err != nil {
			return err
		}
	}
	identities, err := identities(c.Aliases)
	if err != nil {
		return err
	}
	used := slices.Concat([]string{c.Aliases}, slices.Sorted(maps.Values(c.Option)))
	refuse := func(path string) error { return env.output("--rejects", path, used...) }
	if err := refuse(c.Rejects); err != nil {
		return err
	}
	missing := env.missingFile()
	store, err := env.open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if missing != "" && neverLoaded(ctx, store) {
			_ = os.Remove(missing) // while it is locked: nobody else can have written to it
		}
		err = errors.Join(err, store.Close())
	}()
	if loader.UsesStoredNames {
		if identities, err = identity.WithStored(ctx, identities, store); err != nil {
			return err
		}
	}
	if !opening.Lasts(env.Store) && !c.DryRun {
		fmt.Fprintln(env.Stderr, "entente: the store memory: is gone when this command ends; to keep what is loaded, use "+
			"--store file:./entente.db")
	}
	progress, done := showProgress(env.Stderr, c.Dataset)
	report, err := runner.Run(ctx, store, loader, runner.Options{
		Paths: c.Paths, Stdin: env.Stdin, Identities: identities, Bundled: curated.Bundled(), Options: c.Option,
		DryRun: c.DryRun, AllowShrink: c.AllowShrink, Rejects: c.Rejects, Refuse: refuse, BatchSize: c.BatchSize,
		Progress: progress,
	})
	done()
	if shown := c.show(env, report, err); err == nil {
		err = shown
	}
	if err == nil && c.Strict && report.Rejected > 0 {
		return &exitError{exitWanting, fmt.Errorf("%s: %d rows were rejected", c.Dataset, report.Rejected)}
	}
	return err
}

// neverLoaded tells a store that no load has reached: a misspelt path must not leave an empty one behind.
func neverLoaded(ctx context.Context, store graph.Store) bool {
	runs, err := store.LoadRuns(context.WithoutCancel(ctx), 1)
	return err == nil && len(runs) == 0
}

func (c *loadCommand) show(env *Env, report runner.Report, failure error) error {
	if c.JSON {
		out := struct {
			runner.Report
			Error     string          `json:"error,omitempty"`
			ErrorKind graph.ErrorKind `json:"errorKind,omitempty"`
		}{Report: report, ErrorKind: graph.KindOf(failure)}
		if failure != nil {
			out.Error = failure.Error()
		}
		return printJSON(env.Stdout, out)
	}
	if failure != nil && report.Read == 0 {
		return nil // the error says it all
	}
	return report.WriteText(env.Stdout)
}

// identities are the bundled table with the user's aliases, which stand in a file.
func identities(aliases string) (loaders.Identities, error) {
	table, err := curated.Identities()
	if err != nil || aliases == "" {
		return table, err
	}
	f, err := os.Open(aliases)
	if err != nil {
		return nil, graph.Invalidf("aliases: %v", err)
	}
	defer func() { _ = f.Close() }()
	own, err := identity.ReadAliases(f, aliases)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Values(own)) {
		invented := strings.Contains(string(id), "-") // perhaps by the user's own dataset
		if id.Prefix() == "state" && !invented && table.Name(id) == "" {
			return nil, graph.Invalidf("aliases %s: no state has the id %s; `entente resolve NAME` shows a state's id",
				aliases, id)
		}
	}
	return identity.WithAliases(table, own), nil
}

func printJSON(w interface{ Write([]byte) (int, error) }, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}
